"""People who keep asking, and what each of them is owed."""

import random
from dataclasses import dataclass, field
from typing import Literal

from tests.bot_api import BotApiServer, User

QUESTIONS = (
    "a supplier took our deposit and vanished",
    "shipping is too expensive",
    "how do we get goods there faster",
    "our rivals know our prices",
    "what is trade",
    "运费太贵怎么办",
    "被供应商骗了定金",
    "will it rain tomorrow",
    "hello",
)
MOST_EACH = 6
"""More than that in a row and the bot may ask a person to slow down."""

Deed = Literal["question", "press", "help"]


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something a person did that must be answered; a press shows a topic, and both it and a question are logged.

    A question that goes on is logged in the row of its last piece, which tells its ``message_id``.
    """

    update_id: int
    chat_id: int
    message_id: int
    deed: Deed
    text: str

    @property
    def is_logged(self) -> bool:
        return self.deed != "help"


@dataclass(kw_only=True)
class Crowd:
    """Acts by *chance*; ``acts`` is all that was done so far. People leave when they have asked enough."""

    bot_api: BotApiServer
    chance: random.Random
    size: int = 12
    acts: list[Act] = field(default_factory=list)
    _present: list[User] = field(default_factory=list)
    _asked: dict[int, int] = field(default_factory=dict)

    def act(self) -> Act:
        """Somebody does something."""
        person = self._somebody()
        deed = self.chance.choices(("question", "press", "help"), weights=(8, 2, 1))[0]
        act = self._pressed(person) if deed == "press" else None
        if act is None:
            text = "/help" if deed == "help" else self.chance.choice(QUESTIONS)
            said = person.say(text)
            assert said.update_id is not None
            act = Act(
                update_id=said.update_id,
                chat_id=person.id,
                message_id=said.message_id,
                deed="help" if deed == "help" else "question",
                text=text,
            )
        self.acts.append(act)
        return act

    def newcomer(self) -> User:
        """Somebody nobody has seen."""
        return self.bot_api.user(first_name="New")

    def _somebody(self) -> User:
        self._present = [person for person in self._present if self._asked[person.id] < MOST_EACH]
        while len(self._present) < self.size:
            person = self.newcomer()
            self._asked[person.id] = 0
            self._present.append(person)
        person = self.chance.choice(self._present)
        self._asked[person.id] += 1
        return person

    def _pressed(self, person: User) -> Act | None:
        """A press of a button that opens a topic, if there is one before this person."""
        for message in reversed(person.messages):
            for button in (button for row in message.buttons for button in row):
                if (button.callback_data or "").startswith("t:"):
                    press = person.press(button.text, message)
                    assert press.update_id is not None
                    return Act(
                        update_id=press.update_id, chat_id=person.id, message_id=0, deed="press", text=button.text
                    )
        return None
