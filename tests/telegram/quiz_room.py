"""A quiz in a room, as journeys need it."""

from tests.bot_api import Message, User
from tests.bot_api.waiting import wait_for
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import press, reply


def polls_of(person: User) -> list[Message]:
    return [message for message in person.messages if "poll" in message.content]


def poll_of(person: User, number: int) -> Message:
    """The poll of this question, once it is there."""

    def find() -> Message | None:
        found = polls_of(person)
        return found[number - 1] if len(found) >= number else None

    return wait_for(person.world, f"poll {number} for {person.id}", find, 10)


def votes(person: User, number: int, *, rightly: bool) -> None:
    poll = poll_of(person, number).content["poll"]
    right = poll["correct_option_ids"][0]
    person.vote(poll["id"], right if rightly else (right + 1) % len(poll["options"]))


def begun(trainer: User, count: int = 2) -> Message:
    """The control of a quiz that was sent."""
    return press(trainer, "Send to the room", reply(trainer, f"/quiz {count}"))


def answers_are_in(bot: BotThread, count: int) -> None:
    bot.wait_for_row(f"SELECT 1 WHERE (SELECT count(*) FROM quiz_answers) >= {count}")  # noqa: S608 - a number


def answers(bot: BotThread) -> int:
    return int(bot.rows("SELECT count(*) AS n FROM quiz_answers")[0]["n"])
