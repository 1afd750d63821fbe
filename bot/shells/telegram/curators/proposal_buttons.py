"""The buttons under a proposal, and under what came of it."""

from dataclasses import dataclass
from typing import ClassVar

from bot.shells.telegram.callbacks import Id, Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role


@button_kind("pv")
@dataclass(frozen=True, kw_only=True)
class PublishDraft(Press):
    """Let this draft answer from now on."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@button_kind("py")
@dataclass(frozen=True, kw_only=True)
class PublishSurely(Press):
    """Let this draft answer from now on although a floor falls."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@button_kind("pn")
@dataclass(frozen=True, kw_only=True)
class LeaveDraft(Press):
    """Leave everything as it is."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    draft: Id


@button_kind("pa")
@dataclass(frozen=True, kw_only=True)
class TryAgain(Press):
    """Try what a restart cut off again."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    work: Id


@button_kind("pu")
@dataclass(frozen=True, kw_only=True)
class TakeBack(Press):
    """Take this change back."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    change: Number
