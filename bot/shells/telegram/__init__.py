"""The Telegram shell: the only place that knows Telegram.

    polling  ->  inbox (SQLite)  ->  working  ->  handlers  ->  sending
    getUpdates   stored before       in order     what a        the one way out,
                 acknowledged        per chat     person did    with Telegram's moods

``serving`` starts and stops it all; ``desk`` is what the handlers work with.
"""
