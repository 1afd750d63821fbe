"""What the buttons under answers carry: the row of the conversation log that has the answer, and what to do with it."""

from dataclasses import dataclass
from typing import Annotated

from bot.shells.telegram.callbacks import Id, Language, Number, OpenTheme, OpenThemes, Press, button_kind

PartCode = Annotated[str, r"[aspcr]"]
VerdictCode = Annotated[str, r"[hn]"]
YesNo = Annotated[str, r"[yn]"]
ReasonCode = Annotated[str, r"[wgou]"]


@button_kind("c")
@dataclass(frozen=True, kw_only=True)
class ShowPart(Press):
    """Show a part of a topic's card: a (the answer), s (steps), p (what papers say), c (sources) or r (related).

    It names the topic, so that it still opens when the row has been deleted.
    """

    language: Language
    topic: Id
    answer: Number
    part: PartCode


@button_kind("a")
@dataclass(frozen=True, kw_only=True)
class ShowAnswer(Press):
    """Go back to the answer in this row."""

    language: Language
    answer: Number


@button_kind("k")
@dataclass(frozen=True, kw_only=True)
class SaveTopic(Press):
    """Put the topic of a card on my list (y), or take it off (n); it says which, for people tap twice."""

    language: Language
    topic: Id
    answer: Number
    wanted: YesNo


@button_kind("j")
@dataclass(frozen=True, kw_only=True)
class Judge(Press):
    """The answer helped (h) or did not (n)."""

    language: Language
    answer: Number
    verdict: VerdictCode


@button_kind("e")
@dataclass(frozen=True, kw_only=True)
class Explain(Press):
    """The answer did not help, for this reason."""

    language: Language
    answer: Number
    reason: ReasonCode


@button_kind("mq")
@dataclass(frozen=True, kw_only=True)
class OpenThemesFor(OpenThemes):
    """None of what was offered fits: show all themes, and let the question of this row be left."""

    answer: Number


@button_kind("pq")
@dataclass(frozen=True, kw_only=True)
class OpenThemeFor(OpenTheme):
    """Show a theme on the way to leaving the question of this row."""

    answer: Number


@button_kind("q")
@dataclass(frozen=True, kw_only=True)
class OfferLeaving(Press):
    """Say what leaving a question for the curators means."""

    language: Language
    answer: Number


@button_kind("qy")
@dataclass(frozen=True, kw_only=True)
class LeaveQuestion(Press):
    """Leave the question of this row for the curators."""

    language: Language
    answer: Number
