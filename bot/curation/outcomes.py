"""What became of questions whose right answers are known. They take the one path that real questions take."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.advice.deciding import NoAdvice
from bot.advice.knowledge import KnowledgeBase, Topic
from bot.answering import Answer, Answerer
from bot.assembly import Progress
from bot.errors import KnowledgeError
from bot.files.question_files import MeasuredQuestion

TOPICS_LOOKED_AT = 5


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A question and its answer, judged. ``helpful`` tells of each of ``topics`` (best first) whether it helps."""

    question: MeasuredQuestion
    language: str
    decision: str
    topics: tuple[str, ...]
    helpful: tuple[bool, ...]
    confidence: float
    direct: bool = False
    offered_helps: bool = False
    elsewhere: str | None = None
    meant: str | None = None
    latency_ms: float = 0.0

    def hit(self, depth: int) -> bool:
        """Whether one of the first *depth* topics helps, whatever was decided."""
        return any(self.helpful[:depth])

    @property
    def right_advice(self) -> bool:
        """Whether advice was given that helps."""
        return self.decision == "advice" and self.hit(1)

    @property
    def wrong_advice(self) -> bool:
        """Whether advice was given that does not help; out of scope, any advice."""
        return self.decision == "advice" and not self.hit(1)

    @property
    def goodness(self) -> int:
        """How good it is for whoever asked, from 0 (misled) to 4 (helped at once)."""
        if self.wrong_advice:
            return 0
        if self.right_advice:
            return 4
        if not self.question.in_scope:
            return 1 if self.decision == "choice" else 3 + (self.elsewhere is not None)
        return 3 if self.offered_helps else 1 if self.decision == "choice" else 2


def outcomes_of(
    answerer: Answerer, questions: Sequence[MeasuredQuestion], progress: Progress = lambda *_: None
) -> tuple[Outcome, ...]:
    """Ask each of *questions*, in order."""
    check_ids(questions, answerer.replies.knowledge)
    found = []
    for number, question in enumerate(questions):
        progress(question.group, number, len(questions))
        start = perf_counter()
        answer = answerer.answer(question.text, after=question.after)
        elapsed_ms = (perf_counter() - start) * 1000
        found.append(judged(question, answer, answerer.replies.knowledge, latency_ms=elapsed_ms))
    return tuple(found)


def judged(question: MeasuredQuestion, answer: Answer, knowledge: KnowledgeBase, *, latency_ms: float = 0.0) -> Outcome:
    """The outcome of *question*, answered with *answer*."""
    topics = [candidate.label.id for candidate in answer.match.topics[:TOPICS_LOOKED_AT]]
    helpful = [helps(question, knowledge.topic_by_id[topic]) for topic in topics]
    if question.papers and answer.decision_name == "advice":
        # What helps someone who asks about a paper is the place that is cited, not the topic it comes with.
        cited = {source.claim for source in answer.reply.sources}
        helpful[:1] = [not question.accept.isdisjoint(cited)]
    offered = answer.reply.offers if answer.decision_name == "choice" else ()
    return Outcome(
        question=question,
        language=question.language or answer.language,
        decision=answer.decision_name,
        topics=tuple(topics),
        helpful=tuple(helpful),
        confidence=answer.match.topics[0].confidence if topics else 0.0,
        direct=_is_direct(question, knowledge.topic_by_id[topics[0]]) if topics else False,
        offered_helps=any(helps(question, knowledge.topic_by_id[offer.topic]) for offer in offered),
        elsewhere=answer.decision.elsewhere if isinstance(answer.decision, NoAdvice) else None,
        meant=_meant(question, knowledge),
        latency_ms=latency_ms,
    )


def helps(question: MeasuredQuestion, topic: Topic) -> bool:
    """Whether *topic* is a useful answer to *question*: it covers a claim that is accepted, or is the one named."""
    return topic.id in question.topics or not question.accept.isdisjoint(topic.covers)


def _is_direct(question: MeasuredQuestion, topic: Topic) -> bool:
    """Whether *topic* covers one of the most direct claims; where none is marked, whether it helps."""
    return not question.best.isdisjoint(topic.covers) if question.best else helps(question, topic)


def _meant(question: MeasuredQuestion, knowledge: KnowledgeBase) -> str | None:
    """The topic that fits *question* best: it covers most of what is asked and least besides."""
    if not question.in_scope:
        return None
    if question.topics:
        return min(question.topics)

    def fit(topic: Topic) -> tuple[int, int, int]:
        covers = frozenset(topic.covers)
        return (len(question.best & covers), len(question.accept & covers), -len(covers))

    return max(knowledge.topics, key=fit).id


def check_ids(questions: Sequence[MeasuredQuestion], knowledge: KnowledgeBase) -> None:
    """Raise KnowledgeError if a question names a claim, a paper or a topic that is not there."""
    known: tuple[tuple[str, Collection[str]], ...] = (
        ("claim", knowledge.claim_by_id),
        ("topic", knowledge.topic_by_id),
        ("paper", knowledge.paper_by_id),
    )
    for question in questions:
        named = (question.accept | question.best, question.topics, question.papers)
        for (what, ids), given in zip(known, named, strict=True):
            for unknown in sorted(given - frozenset(ids)):
                raise KnowledgeError(f'{question.where}: there is no {what} "{unknown}"; fix the id')


def is_known(question: MeasuredQuestion, knowledge: KnowledgeBase) -> bool:
    """Whether all that *question* names is there."""
    claims = question.accept | question.best
    return (
        claims <= knowledge.claim_by_id.keys()
        and question.topics <= knowledge.topic_by_id.keys()
        and question.papers <= knowledge.paper_by_id.keys()
    )
