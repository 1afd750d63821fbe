"""From candidates to a decision: advice, a choice of topics, an honest no, or a pleasantry."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.advice.certainty import LIKELY
from bot.advice.conversation import FollowUpAsk
from bot.advice.knowledge import PaperAsk
from bot.advice.matching import Candidate, Match

MOST_CHOICES = 3
_CHOICE_SHARE = 0.35
"""A further topic is offered from this share of the first one's confidence."""
_ELSEWHERE_LEAD = 10.0
"""What lies elsewhere and scores that much more than any topic is named as such."""
_BESIDE_SCORE = 20.0
"""A topic with that score is worth offering beside what lies elsewhere, if there is a chance that it is meant."""
_SMALLTALK_SCORE = 30.0
_SMALLTALK_LENGTH = 60
_SMALLTALK_LEAD = 10.0
"""What it must score more than a topic that is likely: 收不到钱 is no question what the bot costs."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One topic helps, as far as we can tell."""

    candidate: Candidate


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Two or three topics may help; the person chooses. With ``several_needs`` all were asked for, in this order.

    Who has not chosen yet and ``ask``s on is offered the same once more.
    """

    candidates: tuple[Candidate, ...]
    several_needs: bool = False
    ask: FollowUpAsk | None = None


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody chose in words of the topics that we offered, one or more."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, kw_only=True)
class NoAdvice:
    """We do not know. ``elsewhere`` names the kind of question we recognised, if any, and ``beside`` a topic that may
    help all the same: what a parcel costs we can't tell, but how to ship for less.

    ``none_fits`` tells that we offered topics, and that somebody said that it is none of them; ``subjectless`` that
    somebody goes on about what we know nothing of: "and then?" as a first question, or hours later; ``only_named`` that
    they named a thing, such as "hats", and no need.
    """

    elsewhere: str | None = None
    beside: Candidate | None = None
    none_fits: bool = False
    subjectless: bool = False
    only_named: bool = False


@dataclass(frozen=True, kw_only=True)
class Smalltalk:
    """A pleasantry, to be returned."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class PaperAnswer:
    """What the papers say, to a question about them: these *claims*, and so many *more* that there is no room for.

    ``papers`` are those that were named, if any; ``others`` those not named that speak of it. Without claims, the
    papers named say nothing of it, or were asked where they come from (``origin``), which no claim says. ``subject``
    has the words on what they were asked, if there were any. Who asks for a ``section`` by its number gets what stands
    there, and who gives none is told which there are.
    """

    ask: PaperAsk
    papers: tuple[str, ...]
    claims: tuple[str, ...]
    more: int
    others: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    subject: str = ""
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class StoryPart:
    """A sentence of a story, and the topic that it is about."""

    words: str
    candidate: Candidate


@dataclass(frozen=True, kw_only=True)
class WhichPart:
    """A story is about several things, or about one that is not sure; its writer says which part to answer."""

    parts: tuple[StoryPart, ...]


Decision: TypeAlias = Advice | Choice | Chosen | NoAdvice | Smalltalk | PaperAnswer | WhichPart


def decide(match: Match) -> Decision:
    """What to do with *match*, by the thresholds that came with it."""
    if not match.text or not match.topics:
        return NoAdvice()
    best = match.topics[0]
    rival = match.others[0] if match.others else None
    if rival is not None and _is_smalltalk(rival, match):
        return Smalltalk(kind=rival.label.id)
    strange = rival is not None and rival.label.kind == "elsewhere" and rival.score > best.score
    if best.confidence >= match.thresholds.answer and not strange:
        return Advice(candidate=best)
    elsewhere = rival is not None and rival.label.kind == "elsewhere" and rival.score > best.score + _ELSEWHERE_LEAD
    if rival is not None and elsewhere:
        return NoAdvice(elsewhere=rival.label.id, beside=_beside(match))
    if match.ours < match.thresholds.choice:
        return NoAdvice()
    return Choice(candidates=_choices(match))


def decision_name(decision: Decision) -> str:
    """*decision* in one word, as the log and the JSON answers have it: advice, choice, none or smalltalk."""
    match decision:
        case Advice() | Chosen():
            return "advice"
        case Choice():
            return "choice"
        case NoAdvice():
            return "none"
        case Smalltalk():
            return "smalltalk"
        case WhichPart():
            return "choice"
        case PaperAnswer(ask="origin") | PaperAnswer(ask="section", section=""):
            # It says no more about trade than small talk does.
            return "smalltalk"
        case PaperAnswer(claims=claims):
            return "advice" if claims else "none"


def _is_smalltalk(rival: Candidate, match: Match) -> bool:
    best = match.topics[0]
    # After a topic it is likely for what was said before, also to who says thanks.
    is_likely = best.confidence >= LIKELY and not match.share_of_earlier
    lead = _SMALLTALK_LEAD if is_likely else 0.0
    leads = rival.label.kind == "smalltalk" and rival.score > best.score + lead
    return leads and rival.score >= _SMALLTALK_SCORE and len(match.text) <= _SMALLTALK_LENGTH


def _beside(match: Match) -> Candidate | None:
    surest = match.surest
    may_help = surest is not None and match.ours >= match.thresholds.choice and surest.score >= _BESIDE_SCORE
    return surest if may_help else None


def _choices(match: Match) -> tuple[Candidate, ...]:
    """The best two or three topics; the third only if it is not far behind."""
    ordered = sorted(match.topics, key=lambda candidate: -candidate.confidence)
    third = ordered[2:MOST_CHOICES]
    return (*ordered[:2], *(c for c in third if c.confidence >= _CHOICE_SHARE * ordered[0].confidence))
