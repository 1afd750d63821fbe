"""A room and the people in it, as journeys of workshops need them."""

import re
from typing import Any

from tests.bot_api import BotApiServer, Message, User
from tests.bot_api.waiting import wait_for
from tests.telegram.running_bot import BotThread


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def press(person: User, label: str, message: Message) -> Message:
    """The message after a press that changes it."""
    person.press(label, message)
    return person.wait_for_edit()


def get(person: User, label: str, message: Message) -> Message:
    """What a press brings."""
    person.press(label, message)
    return person.wait_for_reply()[0]


def edited_until(person: User, words: str) -> Message:
    """The message with these *words*, once the bot has put them into one."""
    for count in range(1, 20):
        message = person.wait_for_edit(count)
        if words in message.plain:
            return message
    raise AssertionError(f"never read: {words}")


def last_of(person: User, words: str) -> Message:
    """The newest message with these *words*, once it is there."""

    def find() -> Message | None:
        return next((message for message in reversed(person.messages) if words in message.plain), None)

    return wait_for(person.world, f"message to {person.id} with {words}", find, 10)


def code_of(room: Message) -> str:
    (code,) = re.findall(r"Code: (\w+)", room.plain)
    return str(code)


def join(person: User, room: Message) -> Message:
    return reply(person, f"/join {code_of(room)}")


def row_of(bot: BotThread, room: Message) -> dict[str, Any]:
    return next(row for row in bot.rows("SELECT * FROM workshops") if row["code"] == code_of(room))


def end(trainer: User, room: Message) -> Message:
    return press(trainer, "Yes, end it", press(trainer, "End the workshop", room))


def people_in(bot_api: BotApiServer, room: Message, count: int) -> list[User]:
    came = [bot_api.user() for _ in range(count)]
    for person in came:
        join(person, room)
    return came


def put_on_wall(bot: BotThread, room: Message) -> None:
    """All that was asked in the room, as if a trainer had approved it."""
    bot.write("UPDATE workshop_questions SET standing = 'shown' WHERE workshop = ?", str(row_of(bot, room)["id"]))


def queue_with(trainer: User, words: str) -> Message:
    """The message of what waits, once it is the only one and has these *words*."""

    def find() -> Message | None:
        there = [message for message in trainer.messages if "questions waiting for you" in message.plain]
        return there[0] if len(there) == 1 and words in there[0].plain else None

    return wait_for(trainer.world, f"a queue with {words}", find, 10)
