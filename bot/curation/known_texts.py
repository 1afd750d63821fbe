"""What stands in the knowledge and among the questions already, so that nothing comes in twice or in two places."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract, extractOne

from bot.advice.knowledge import KnowledgeBase, Phrasings
from bot.advice.normalising import comparable, words_of
from bot.files.knowledge_checks import NEAR_IDENTICAL
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.placed_phrasings import placed_phrasings
from bot.files.question_files import MeasuredQuestion

Why = Literal["no_words", "long", "language", "there", "taken", "near", "measured"]
"""Why a text cannot become a phrasing: without words, too long, in a language that has none there, standing there
already, with somebody else, nearly with somebody else, or among the questions to measure with."""

LONGEST_PHRASING = 300
OTHER_LANGUAGES = "other"
_SHORTEST_ALIKE = 8
_LOOKED_AT = 5
_LIKELY_MEANT = 60


@dataclass(frozen=True, kw_only=True)
class Owner:
    """What phrasings belong to: a topic, a kind of question for elsewhere or a pleasantry, and its languages."""

    kind: Literal["topic", "elsewhere", "smalltalk"]
    id: str
    languages: frozenset[str]

    @property
    def name(self) -> str:
        """Its name to people: the id, with the file before it if it is no topic."""
        return self.id if self.kind == "topic" else f"{self.kind}: {self.id}"

    @property
    def file(self) -> str:
        """The file it stands in, by its name in the knowledge folder."""
        return f"topics/{self.id}.yaml" if self.kind == "topic" else f"{self.kind}.yaml"


@dataclass(frozen=True, kw_only=True)
class KnownText:
    """A text that stands somewhere already, whose it is, and where that is."""

    owner: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Objection:
    """Why a text cannot become a phrasing, and what stands in its way, if anything does."""

    why: Why
    known: KnownText | None = None


@dataclass(frozen=True, kw_only=True)
class Phrasing:
    """A way of asking, the language to keep it under, and what speaks against teaching it, if anything does."""

    text: str
    language: str
    objection: Objection | None


class KnownTexts:
    """The phrasings of the knowledge and the *questions* to measure with; what comes in is added."""

    def __init__(self, read: ReadKnowledge, base: KnowledgeBase, questions: Iterable[MeasuredQuestion]) -> None:
        owners = tuple(owners_of(base))
        self._named = {comparable(owner.name): owner for owner in reversed(owners)}
        self._named |= {comparable(owner.id): owner for owner in reversed(owners)}
        titles = ((topic.id, title) for topic in base.topics for title in topic.title.values())
        self._named |= {comparable(title): self._named[comparable(topic)] for topic, title in titles}
        self._phrasings: dict[str, KnownText] = {}
        self._forms: list[str] = []
        for placed in placed_phrasings(read, base):
            place = placed.owner.replace(".yaml", ":").removeprefix("topic ")
            self.add(placed.text, KnownText(owner=place, where=placed.where))
        self._questions = {
            comparable(question.text): KnownText(owner="", where=question.where) for question in questions
        }

    def owner(self, label: str) -> Owner | None:
        """What *label* names: an id, or a topic's title in any language."""
        return self._named.get(comparable(label))

    def meant(self, label: str) -> str | None:
        """The id that was likely meant by a *label* that names nothing."""
        found = extractOne(comparable(label), list(self._named), scorer=ratio, score_cutoff=_LIKELY_MEANT)
        return self._named[found[0]].name if found else None

    def add(self, text: str, known: KnownText) -> None:
        """From now on *text* is known."""
        form = comparable(text)
        self._phrasings.setdefault(form, known)
        self._forms.append(form)

    def phrasing(self, text: str) -> KnownText | None:
        """The phrasing that is *text*, but for case, width and punctuation at its ends."""
        return self._phrasings.get(comparable(text))

    def objection(self, text: str, language: str, owner: str, languages: Collection[str]) -> Objection | None:
        """What speaks against *text* as a phrasing of *owner*, who has phrasings in these *languages*."""
        form = comparable(text)
        if not words_of(form):
            return Objection(why="no_words")
        if len(text) > LONGEST_PHRASING:
            return Objection(why="long")
        if language not in languages:
            return Objection(why="language")
        same = self._phrasings.get(form)
        if same:
            return Objection(why="there" if same.owner == owner else "taken", known=same)
        near, measured = self.nearly(text, not_of=owner), self.question(text)
        if near:
            return Objection(why="near", known=near)
        return Objection(why="measured", known=measured) if measured else None

    def question(self, text: str) -> KnownText | None:
        """The question to measure with that is *text*."""
        return self._questions.get(comparable(text))

    def add_question(self, text: str, known: KnownText) -> None:
        """From now on *text* is a question."""
        self._questions.setdefault(comparable(text), known)

    def nearly(self, text: str, *, not_of: str) -> KnownText | None:
        """A phrasing of another owner than *not_of* that is nearly *text*: neither could be told from the other."""
        form = comparable(text)
        if len(form) < _SHORTEST_ALIKE:
            return None
        alike = extract(form, self._forms, scorer=ratio, score_cutoff=NEAR_IDENTICAL, limit=_LOOKED_AT)
        found = (self._phrasings[other] for other, _, _ in alike if len(other) >= _SHORTEST_ALIKE)
        return next((known for known in found if known.owner != not_of), None)


def kept_under(language: str, languages: Collection[str]) -> str:
    """The key for a phrasing in *language* with an owner who has *languages*: further ones may be kept together."""
    return OTHER_LANGUAGES if language not in languages and OTHER_LANGUAGES in languages else language


def owners_of(base: KnowledgeBase) -> Iterator[Owner]:
    """Everything that has phrasings, in file order."""
    for topic in base.topics:
        yield Owner(kind="topic", id=topic.id, languages=_languages(topic.phrasings))
    for kind in base.elsewhere:
        yield Owner(kind="elsewhere", id=kind.id, languages=_languages(kind.phrasings))
    for pleasantry in filter(lambda kind: kind.phrasings, base.smalltalk):
        yield Owner(kind="smalltalk", id=pleasantry.id, languages=_languages(pleasantry.phrasings))


def _languages(phrasings: Phrasings) -> frozenset[str]:
    return frozenset(phrasings)
