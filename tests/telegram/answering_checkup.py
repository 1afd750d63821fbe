"""A readiness check from its start to its result, as journeys need it."""

from tests.bot_api import Message, User

FIRST, SECOND = "Do you check a new partner before money moves?", "Do you know what freight costs you?"
"""The first questions of the small knowledge."""


def begin(person: User, start: str = "Start") -> Message:
    person.say("/checkup")
    (intro,) = person.wait_for_reply()
    person.press(start, intro)
    return person.wait_for_edit()


def answer(person: User, *labels: str) -> Message:
    """Give answers that do not finish the check; the message as it stands then."""
    for label in labels:
        person.press(label)
        message = person.wait_for_edit()
    return message


def finish(person: User, label: str) -> tuple[Message, Message, Message]:
    """Give the last answer: the result, the picture and the page."""
    person.press(label)
    picture, page = person.wait_for_reply(2)
    return person.wait_for_edit(), picture, page
