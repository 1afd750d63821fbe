"""The buttons of the readiness check. ``check`` is the number of somebody's check; nobody can press another's."""

from dataclasses import dataclass
from typing import Annotated

from bot.shells.telegram.callbacks import Id, Language, Number, Press, button_kind

GivenWord = Annotated[str, r"yes|partly|no|unknown"]
View = Annotated[str, r"result|plan"]
File = Annotated[str, r"picture|page"]


@button_kind("kg")
@dataclass(frozen=True, kw_only=True)
class GoOnChecking(Press):
    """Begin a check, or go on with the one under way."""

    language: Language


@button_kind("ko")
@dataclass(frozen=True, kw_only=True)
class StartOver(Press):
    """Drop the check under way and begin a new one."""

    language: Language


@button_kind("kn")
@dataclass(frozen=True, kw_only=True)
class CheckAgain(Press):
    """Begin another check in a message of its own; the result stays."""

    language: Language


@button_kind("ka")
@dataclass(frozen=True, kw_only=True)
class GiveAnswer(Press):
    """Answer this question of the check."""

    language: Language
    check: Number
    question: Id
    given: GivenWord


@button_kind("kb")
@dataclass(frozen=True, kw_only=True)
class QuestionBefore(Press):
    """Go back from this question to the one before it."""

    language: Language
    check: Number
    question: Id


@button_kind("kp")
@dataclass(frozen=True, kw_only=True)
class PauseCheck(Press):
    """Leave it for now."""

    language: Language
    check: Number


@button_kind("kv")
@dataclass(frozen=True, kw_only=True)
class ViewCheck(Press):
    """Show the result or the plan of a finished check."""

    language: Language
    check: Number
    view: View


@button_kind("kf")
@dataclass(frozen=True, kw_only=True)
class SendFile(Press):
    """Send the picture of a finished check, or the page to print."""

    language: Language
    check: Number
    file: File
