"""The buttons of walls: participants vote, trainers decide what is shown."""

from dataclasses import dataclass
from typing import Annotated

from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role

QuestionOrder = Annotated[str, r"newest|votes"]
Vote = Annotated[str, r"give|take"]
Decision = Annotated[str, r"shown|hidden"]
Pile = Annotated[str, r"waiting|shown|hidden"]


@button_kind("wq")
@dataclass(frozen=True, kw_only=True)
class ShowQuestions(Press):
    """Show a page, from 1, of what stands on the wall of the room I am in."""

    language: Language
    order: QuestionOrder
    page: Number


@button_kind("wv")
@dataclass(frozen=True, kw_only=True)
class VoteFor(Press):
    """Give my vote to a question on that page, or take it back."""

    language: Language
    order: QuestionOrder
    page: Number
    question: Number
    vote: Vote


@button_kind("wp")
@dataclass(frozen=True, kw_only=True)
class ShowPile(Press):
    """Show a page, from 1, of the questions that wait, are shown, or are hidden in a room of mine."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    pile: Pile
    page: Number


@button_kind("wd")
@dataclass(frozen=True, kw_only=True)
class Decide(Press):
    """Show or hide a question on that page."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    pile: Pile
    page: Number
    question: Number
    decision: Decision


@button_kind("wz")
@dataclass(frozen=True, kw_only=True)
class ShowThem(Press):
    """Show all that wait from the first of these questions to the last."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    first: Number
    last: Number
