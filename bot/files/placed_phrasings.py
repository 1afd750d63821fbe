"""Every phrasing with its owner and its place in the files, for checks and for whoever adds some."""

from collections.abc import Iterable, Iterator

from bot.advice.knowledge import KnowledgeBase
from bot.advice.normalising import comparable
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.yaml_reading import Document, Place


class Placed:
    """A phrasing, what it belongs to, such as "topic hiring" or "elsewhere.yaml visas", and where it stands."""

    def __init__(self, document: Document, place: Place, owner: str, text: str) -> None:
        self.document = document
        self.place = place
        self.owner = owner
        self.text = text
        self.comparable = comparable(text)

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.document.file}:{self.document.line_of(self.place)}"

    def problem(self, what: str, mend: str) -> Problem:
        """A problem of this phrasing."""
        return self.document.problem(self.place, what, mend)


def placed_phrasings(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Placed]:
    """Every phrasing of topics and kinds, file by file."""

    def placed(document: Document, at: Place, owner: str, phrasings: object) -> Iterable[Placed]:
        if isinstance(phrasings, dict):
            for language, texts in phrasings.items():
                for number, text in enumerate(texts):
                    yield Placed(document, (*at, language, number), owner, text)

    for topic in base.topics:
        yield from placed(read.topic_documents[topic.id], ("phrasings",), f"topic {topic.id}", topic.phrasings)
    for name, kinds in (
        ("elsewhere.yaml", [(kind.id, kind.phrasings) for kind in base.elsewhere]),
        ("smalltalk.yaml", [(kind.id, kind.phrasings) for kind in base.smalltalk]),
    ):
        for number, (kind, phrasings) in enumerate(kinds):
            yield from placed(read.documents[name], ("kinds", number, "phrasings"), f"{name} {kind}", phrasings)
