"""Buttons that an older version of the bot sent, or that somebody made up."""

from tests.bot_api import Message, User


def put_button(person: User, data: str, text: str = "an old message") -> Message:
    """A message of the bot's to *person* with this button."""
    with person.world.lock:
        return person.world.post(
            person.chat,
            sender_id=person.world.bot.id,
            text=text,
            plain=text,
            inline_keyboard={"inline_keyboard": [[{"text": "old", "callback_data": data}]]},
        )


def press_forged(person: User, data: str) -> None:
    person.press(data, put_button(person, data))


def data_of(message: Message, label: str) -> str:
    """What the button with this label carries."""
    (data,) = (button.callback_data for row in message.buttons for button in row if button.text == label)
    assert data is not None
    return data
