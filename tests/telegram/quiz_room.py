"""A quiz in a room, as journeys need it."""

from tests.bot_api import Message, User
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import press, reply


def polls_of(person: User) -> list[Message]:
    return [message for message in person.messages if "poll" in message.content]


def poll_of(person: User, number: int) -> Message:
    """The poll of this question, once it is there."""
    person.world.wait_until(lambda: len(polls_of(person)) >= number, 10)
    return polls_of(person)[number - 1]


def votes(person: User, number: int, *, rightly: bool) -> None:
    poll = poll_of(person, number).content["poll"]
    right = poll["correct_option_ids"][0]
    person.vote(poll["id"], right if rightly else (right + 1) % len(poll["options"]))


def last_of(person: User, words: str) -> Message:
    """The message with these *words*, once it is there."""

    def find() -> Message | None:
        return next((message for message in reversed(person.messages) if words in message.plain), None)

    person.world.wait_until(lambda: find() is not None, 10)
    found = find()
    assert found is not None, f"{person.id} never read: {words}: {[m.plain for m in person.messages]}"
    return found


def begun(trainer: User, count: int = 2) -> Message:
    """The control of a quiz that was sent."""
    return press(trainer, "Send to the room", reply(trainer, f"/quiz {count}"))


def answers_are_in(bot: BotThread, count: int) -> None:
    bot.wait_for_row(f"SELECT 1 WHERE (SELECT count(*) FROM quiz_answers) >= {count}")  # noqa: S608 - a number


def answers(bot: BotThread) -> int:
    return int(bot.rows("SELECT count(*) AS n FROM quiz_answers")[0]["n"])
