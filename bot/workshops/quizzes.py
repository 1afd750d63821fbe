"""Quiz questions made from the knowledge: what a paper recommends, which paper says so, true or false, and figures.

Every wrong option is true of something else, so it is plausible; and it shares neither claim nor relation with what is
asked, so it is never true as well. The same seed gives the same questions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

from bot.advice.knowledge import Claim, KnowledgeBase, Statement, Topic
from bot.advice.markup import utf16_length
from bot.workshops.guessed_figures import figures_in

QuizKind = Literal["measure", "paper", "truth", "figure"]
KINDS: tuple[QuizKind, ...] = get_args(QuizKind)

# What Telegram takes, in UTF-16 units.
QUESTION_LIMIT, OPTION_LIMIT, EXPLANATION_LIMIT = 300, 100, 200
MOST_OPTIONS = 4
_SENTENCE = re.compile(r".+?(?:[.!?](?=\s|$)\s*|[。！？]|$)", re.DOTALL)
FEWEST_QUESTIONS, USUAL_QUESTIONS, MOST_QUESTIONS = 1, 5, 10


@dataclass(frozen=True, kw_only=True)
class QuizQuestion:
    """A question with its options and the place of the right one; ``key`` tells it from all others."""

    key: str
    ask: str
    options: tuple[str, ...]
    right: int
    explanation: str


@dataclass(frozen=True, kw_only=True)
class QuizWords:
    """The words of one language around what is asked; ``cited`` names a paper's place, ``years`` says how old it is."""

    language: str
    measure: str
    paper: str
    truth: str
    figure: str
    is_true: str
    is_false: str
    explained: str
    said_elsewhere: str
    cited: Callable[[Claim], str]


def wanted_questions(words: str) -> int:
    """How many questions somebody wants who says *words*; the usual number if they say none."""
    plain = words.strip()
    number = int(plain) if plain.isdecimal() and len(plain) < 10 else USUAL_QUESTIONS
    return min(MOST_QUESTIONS, max(FEWEST_QUESTIONS, number))


def quiz(
    knowledge: KnowledgeBase,
    words: QuizWords,
    *,
    count: int,
    seed: int,
    themes: Sequence[str] = (),
    without: Sequence[str] = (),
) -> tuple[QuizQuestion, ...]:
    """So many questions on *themes*, on all if there are none; fewer where there is not more to ask.

    Kinds take turns and topics differ as far as they can; questions whose key is in *without* come last, if at all.
    """
    made = _Maker(knowledge, words, Random(seed), frozenset(themes))  # noqa: S311 - a play, no secret
    fresh: list[QuizQuestion] = []
    known: list[QuizQuestion] = []
    for question in made.in_turn():
        (known if question.key in without else fresh).append(question)
        if len(fresh) == count:
            break
    return tuple((fresh + known)[:count])


def another(
    knowledge: KnowledgeBase, words: QuizWords, *, seed: int, themes: Sequence[str], without: Sequence[str]
) -> QuizQuestion | None:
    """A question whose key is not in *without*; None if there is none."""
    (found, *_) = (*quiz(knowledge, words, count=1, seed=seed, themes=themes, without=without), None)
    return found if found is not None and found.key not in without else None


class _Maker:
    def __init__(self, knowledge: KnowledgeBase, words: QuizWords, chance: Random, themes: frozenset[str]) -> None:
        self._knowledge = knowledge
        self._words = words
        self._chance = chance
        self._topics = [topic for topic in knowledge.topics if not themes or topic.theme in themes]
        chance.shuffle(self._topics)

    def in_turn(self) -> Iterator[QuizQuestion]:
        """All questions, kinds in turn; a topic comes a second time only when all others have had their turn."""
        makers = {"measure": self._measure, "paper": self._paper, "truth": self._truth, "figure": self._figure}
        lines = [[q for topic in self._topics if (q := makers[kind](topic)) is not None] for kind in KINDS]
        used: set[str] = set()
        while any(lines):
            fresh = [next((q for q in line if _topic_of(q) not in used), None) for line in lines]
            if not any(fresh):
                used.clear()
            for line in lines:
                question = next((q for q in line if _topic_of(q) not in used), None)
                if question is not None:
                    line.remove(question)
                    used.add(_topic_of(question))
                    yield question

    def _measure(self, topic: Topic) -> QuizQuestion | None:
        """Which countermeasure does the paper recommend? In its words where they fit on an option, else by titles."""
        own = self._own_advice(topic)
        if own is not None and utf16_length(self._said(own)) <= OPTION_LIMIT:
            advice = [(other, self._own_advice(other)) for other in self._others(topic)]
            wrong = [self._said(said) for other, said in advice if said is not None and _is_apart(topic, other)]
            return self._measured(topic, self._claim(own.claims[0]), self._said(own), wrong)
        if topic.kind != "challenge":
            return None
        measures = [other for other in self._others(topic) if other.kind == "measure"]
        covered = [claim for claim in topic.covers if self._claim(claim).kind == "measure"]
        right = [(claim, other) for other in measures for claim in covered if claim in other.covers]
        if not right:
            return None
        claim, chosen = self._chance.choice(right)
        apart = [other for other in measures if _is_apart(topic, other) and _is_apart(chosen, other)]
        return self._measured(topic, self._claim(claim), self._title(chosen), [self._title(other) for other in apart])

    def _measured(self, topic: Topic, claim: Claim, right: str, wrong: Sequence[str]) -> QuizQuestion | None:
        ask = self._words.measure.format(paper=self._short(claim), title=self._title(topic))
        return self._made("measure", topic, ask, right, wrong, self._explained(claim))

    def _paper(self, topic: Topic) -> QuizQuestion | None:
        """Which paper says this? Only what no other paper says."""
        papers = self._knowledge.papers
        stated = (*topic.observe, *topic.recommend)
        spoken = {self._claim(claim).paper for statement in stated for claim in statement.claims}
        spoken |= {self._claim(claim).paper for claim in topic.covers}
        if len(spoken) > 1 or len(papers) < 2:
            return None
        claim = self._claim(self._chance.choice(topic.covers))
        ask = self._words.paper.format(says=claim.says[self._words.language])
        names = [paper.short[self._words.language] for paper in papers if paper.id != claim.paper]
        return self._made("paper", topic, ask, self._short(claim), names, self._cited(claim))

    def _truth(self, topic: Topic) -> QuizQuestion | None:
        """True or false: does the paper recommend this?"""
        own = self._own_advice(topic)
        if own is None:
            return None
        others = [(other, said) for other in self._others(topic) if (said := self._own_advice(other)) is not None]
        others = [(other, said) for other, said in others if _is_apart(topic, other)]
        is_true = not others or self._chance.random() < 0.5
        about, said = (topic, own) if is_true else others[0]
        claim = self._claim(own.claims[0])
        values = {"paper": self._short(claim), "title": self._title(topic)}
        ask = self._words.truth.format(says=said.text[self._words.language], **values)
        options = (self._words.is_true, self._words.is_false)
        explanation = self._explained(claim)
        if not is_true:
            elsewhere = self._words.said_elsewhere
            explanation = elsewhere.format(title=self._title(about), cited=self._cited(self._claim(said.claims[0])))
        fits = utf16_length(ask) <= QUESTION_LIMIT and utf16_length(explanation) <= EXPLANATION_LIMIT
        right = 0 if is_true else 1
        found = QuizQuestion(key=f"truth:{topic.id}", ask=ask, options=options, right=right, explanation=explanation)
        return found if fits else None

    def _figure(self, topic: Topic) -> QuizQuestion | None:
        """Which figure does the paper give? Only where a claim has one."""
        for name in topic.covers:
            claim = self._claim(name)
            found = figures_in(claim.says[self._words.language]) if claim.figure else ()
            if found:
                figure = self._chance.choice(found)
                ask = self._words.figure.format(paper=self._short(claim), says=figure.left_out)
                return self._made("figure", topic, ask, figure.right, figure.wrong, self._cited(claim))
        return None

    def _made(
        self, kind: QuizKind, topic: Topic, ask: str, right: str, wrong: Sequence[str], explanation: str
    ) -> QuizQuestion | None:
        """The question with its options mixed; None if it does not fit into Telegram's limits."""
        fitting = [text for text in dict.fromkeys(wrong) if text != right and utf16_length(text) <= OPTION_LIMIT]
        options = [right, *fitting[: MOST_OPTIONS - 1]]
        texts = ((ask, QUESTION_LIMIT), (right, OPTION_LIMIT), (explanation, EXPLANATION_LIMIT))
        if len(options) == 1 or any(utf16_length(text) > limit for text, limit in texts):
            return None
        self._chance.shuffle(options)
        return QuizQuestion(
            key=f"{kind}:{topic.id}",
            ask=ask,
            options=tuple(options),
            right=options.index(right),
            explanation=explanation,
        )

    def _others(self, topic: Topic) -> list[Topic]:
        """All other topics, those of the same theme first."""
        others = [other for other in self._knowledge.topics if other.id != topic.id]
        self._chance.shuffle(others)
        return sorted(others, key=lambda other: other.theme != topic.theme)

    def _own_advice(self, topic: Topic) -> Statement | None:
        """What a paper recommends on this topic and on no other; it stands first, so it leans on nothing before it."""
        first = topic.recommend[0]
        is_own = topic.kind in {"challenge", "measure"} and set(first.claims) <= set(topic.covers)
        papers = {self._claim(claim).paper for claim in first.claims}
        return first if is_own and len(papers) == 1 and self._claim(first.claims[0]).kind == "measure" else None

    def _claim(self, claim: str) -> Claim:
        return self._knowledge.claim_by_id[claim]

    def _said(self, statement: Statement) -> str:
        return statement.text[self._words.language]

    def _title(self, topic: Topic) -> str:
        return topic.title[self._words.language]

    def _short(self, claim: Claim) -> str:
        return self._knowledge.paper_by_id[claim.paper].short[self._words.language]

    def _cited(self, claim: Claim) -> str:
        return self._words.cited(claim)

    def _explained(self, claim: Claim) -> str:
        """The citation, and as many sentences of what the paper says there as fit."""
        cited, sentences = self._cited(claim), _SENTENCE.findall(claim.says[self._words.language])
        for count in range(len(sentences), 0, -1):
            whole = self._words.explained.format(cited=cited, says="".join(sentences[:count]).strip())
            if utf16_length(whole) <= EXPLANATION_LIMIT:
                return whole
        return cited


def _topic_of(question: QuizQuestion) -> str:
    return question.key.partition(":")[2]


def _is_apart(topic: Topic, other: Topic) -> bool:
    """Claim that what papers say on *other* is not said on *topic*, too."""
    is_related = other.id in topic.related or topic.id in other.related
    return not is_related and not _claims_of(topic) & _claims_of(other)


def _claims_of(topic: Topic) -> set[str]:
    stated = {claim for statement in (*topic.observe, *topic.recommend) for claim in statement.claims}
    return stated | set(topic.covers)
