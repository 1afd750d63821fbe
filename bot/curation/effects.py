"""The effect of a change: what is answered differently by two versions of the knowledge, and whether that is better.

    old parts, new parts  ->  every question asked of both  ->  what differs, judged where the right answer is known
                              (evaluation, conversation log)     figures, floors, overlaps, edits

Nothing here is estimated: both versions are fitted as they would serve, and each question takes the path that a real
one takes. That costs one fit, a minute or two for the shipped knowledge, unless only the words of replies were edited;
vectors are kept by text, so a new phrasing is one encoding. Asking a thousand questions takes seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.advice.deciding import Advice, Choice, Chosen, Decision, NoAdvice, PaperAnswer, Smalltalk, WhichPart
from bot.answering import Answer, Answerer
from bot.assembly import Parts, Progress
from bot.curation.figure_changes import FigureChange, figure_changes, lowered
from bot.curation.floors import FallenFloor, Floor
from bot.curation.knowledge_edits import Edits, edits_between
from bot.curation.masking import masked
from bot.curation.outcomes import Outcome, is_known, judged
from bot.curation.overlapping import Overlap, new_overlaps
from bot.files.problems import Problem
from bot.files.question_files import MeasuredQuestion
from bot.records.asked_questions import AskedQuestion

Verdict = Literal["better", "worse", "different"]
"""Whether another answer is better; ``different`` where nobody has said which answer is right."""
_ORDER = {"worse": 0, "different": 1, "better": 2}


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was answered: the decision in a word, the ids it is about, and the confidence in the first topic."""

    decision: str
    ids: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Change:
    """A question that is answered differently; ``where`` it is from: a place in an evaluation file, or the log."""

    question: str
    where: str
    times: int
    before: Given
    after: Given
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a change does. Where ``problems`` has any, the new version is broken and nothing could be asked of it.

    ``below`` are the floors that only the new version does not keep. ``reworded`` questions get the same topics in
    other words. ``skipped`` ones name a claim or a topic that one of the versions does not have.
    """

    old: str
    new: str
    problems: tuple[Problem, ...] = ()
    edits: Edits | None = None
    measured: int = 0
    logged: int = 0
    skipped: int = 0
    changes: tuple[Change, ...] = ()
    reworded: int = 0
    figures: tuple[FigureChange, ...] = ()
    below: tuple[FallenFloor, ...] = ()
    overlaps: tuple[Overlap, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Claim that the new version must not be published at all."""
        return bool(self.problems)

    @property
    def lowers_floor(self) -> bool:
        """Claim that it is published only by somebody who says so twice."""
        return bool(self.below)

    def count(self, verdict: Verdict) -> int:
        """How many questions have this *verdict*."""
        return sum(change.verdict == verdict for change in self.changes)


@dataclass(frozen=True, kw_only=True)
class Questions:
    """What both versions are asked, and the floors that the figures are compared with."""

    measured: Sequence[MeasuredQuestion] = ()
    logged: Sequence[AskedQuestion] = ()
    floors: tuple[Floor, ...] = ()


def effect_of(old: Parts, new: Parts, questions: Questions, progress: Progress = lambda *_: None) -> Effect:
    """What changes for those who ask when *new* takes the place of *old*; both are in working order."""
    edits = edits_between(old.knowledge, new.knowledge)
    measured = [one for one in questions.measured if is_known(one, old.knowledge) and is_known(one, new.knowledge)]
    tried = _Tried(old.answerer, new.answerer, progress, len(measured) + len(questions.logged))
    outcomes = [tried.measured(question) for question in measured]
    for question in questions.logged:
        tried.logged(question)
    before, after = ([pair[side] for pair in outcomes] for side in (0, 1))
    return Effect(
        old=old.knowledge.version,
        new=new.knowledge.version,
        edits=edits,
        measured=len(measured),
        logged=len(questions.logged),
        skipped=len(questions.measured) - len(measured),
        changes=tuple(sorted(tried.changes, key=lambda change: (_ORDER[change.verdict], -change.times))),
        reworded=tried.reworded,
        figures=figure_changes(before, after),
        below=lowered(before, after, questions.floors),
        overlaps=new_overlaps(old, new, edits, progress),
    )


class _Tried:
    """Asks both versions and keeps what differs."""

    def __init__(self, old: Answerer, new: Answerer, progress: Progress, total: int) -> None:
        self._old = old
        self._new = new
        self._progress = progress
        self._total = total
        self._done = 0
        self.changes: list[Change] = []
        self.reworded = 0

    def measured(self, question: MeasuredQuestion) -> tuple[Outcome, Outcome]:
        """What became of *question* with both."""
        before, after = self._answers(question.text, question.after)
        outcomes = (
            judged(question, before, self._old.replies.knowledge),
            judged(question, after, self._new.replies.knowledge),
        )
        verdict = _better(outcomes[0].goodness, outcomes[1].goodness)
        self._note(question.text, question.where, 1, (before, after), verdict)
        return outcomes

    def logged(self, question: AskedQuestion) -> None:
        """Ask what people have asked."""
        before, after = self._answers(question.text, ())
        verdict = _judged_by_people(question, given(before), given(after))
        self._note(masked(question.text), "log", question.times, (before, after), verdict)

    def _answers(self, text: str, earlier: Sequence[str]) -> tuple[Answer, Answer]:
        self._progress("asking", self._done, self._total)
        self._done += 1
        return self._old.answer(text, after=earlier), self._new.answer(text, after=earlier)

    def _note(self, text: str, where: str, times: int, answers: tuple[Answer, Answer], verdict: Verdict) -> None:
        before, after = given(answers[0]), given(answers[1])
        if (before.decision, before.ids) != (after.decision, after.ids):
            self.changes.append(
                Change(question=text, where=where, times=times, before=before, after=after, verdict=verdict)
            )
        elif answers[0].reply.html != answers[1].reply.html:
            self.reworded += 1


def given(answer: Answer) -> Given:
    """What *answer* comes down to."""
    name, ids = _named(answer.decision)
    topics = answer.match.topics
    return Given(decision=name, ids=ids, confidence=round(topics[0].confidence, 4) if topics else 0.0)


def _named(decision: Decision) -> tuple[str, tuple[str, ...]]:
    match decision:
        case Advice(candidate=candidate):
            return "advice", (candidate.label.id,)
        case Chosen(candidates=candidates):
            return "advice", tuple(candidate.label.id for candidate in candidates)
        case Choice(candidates=candidates):
            return "choice", tuple(candidate.label.id for candidate in candidates)
        case NoAdvice(elsewhere=elsewhere):
            return "none", (elsewhere,) if elsewhere else ()
        case Smalltalk(kind=kind):
            return "smalltalk", (kind,)
        case WhichPart(parts=parts):
            return "which part", tuple(part.candidate.label.id for part in parts)
        case PaperAnswer(claims=claims):
            return "papers", claims


def _better(before: int, after: int) -> Verdict:
    return "different" if before == after else "better" if after > before else "worse"


def _judged_by_people(question: AskedQuestion, before: Given, after: Given) -> Verdict:
    def worth(answer: Given) -> int:
        first = set(answer.ids[:1]) if answer.decision == "advice" else set()
        if first & question.helpful:
            return 3
        return 0 if first & question.unhelpful else 2 if set(answer.ids) & question.helpful else 1

    return _better(worth(before), worth(after)) if question.helpful or question.unhelpful else "different"
