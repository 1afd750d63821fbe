"""The Telegram shell: the only place that knows Telegram.

    polling  ->  inbox (SQLite)  ->  working  ->  handlers  ->  sending
    or webhook   stored before       in order     what a        the one way out,
                 acknowledged        per chat,    person did    at Telegram's pace
                                     in bursts

Between working and handlers is the door of ``admitting``: what comes too late or too fast is dealt with there.
``serving`` starts and stops it all; ``desk`` is what the handlers work with.

``delivery`` has the way in and the way out. What people meet lies in ``owners``, ``curators`` and ``workshops``; what
all of them share stands beside these folders: the desk, commands, roles, buttons, handlers.
"""
