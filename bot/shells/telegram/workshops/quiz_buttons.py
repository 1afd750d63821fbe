"""The buttons of quizzes. What those of trainers carry is checked against the rooms of whoever presses."""

from dataclasses import dataclass
from typing import Annotated

from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role

QuizDeed = Annotated[str, r"page|change|names|send|discard|results|next|end"]
Wish = Annotated[str, r"yes|no"]
OnNickname = Annotated[str, r"strike|give_back"]


@button_kind("qr")
@dataclass(frozen=True, kw_only=True)
class DraftQuiz(Press):
    """Make a quiz of so many questions for this room of mine."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    count: Number


@button_kind("qa")
@dataclass(frozen=True, kw_only=True)
class QuizAction(Press):
    """Do this with a quiz of a room of mine, at this question."""

    role = Role.CO_TRAINER
    language: Language
    action: QuizDeed
    quiz: Number
    number: Number


@button_kind("ql")
@dataclass(frozen=True, kw_only=True)
class ShowNicknames(Press):
    """Show a page, from 1, of the nicknames in a room of mine."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    page: Number


@button_kind("qs")
@dataclass(frozen=True, kw_only=True)
class DecideNickname(Press):
    """Strike the nickname of this mark on that page, or give it back."""

    role = Role.CO_TRAINER
    language: Language
    room: Number
    page: Number
    mark: Number
    decision: OnNickname


@button_kind("qn")
@dataclass(frozen=True, kw_only=True)
class NameMe(Press):
    """Ask me for a nickname on the leaderboards of this room, or leave me unnamed."""

    language: Language
    room: Number
    wish: Wish


@button_kind("qi")
@dataclass(frozen=True, kw_only=True)
class AskInstead(Press):
    """Answer what I wrote, which is no nickname for this room."""

    language: Language
    room: Number
