"""What somebody still has to write: places that say so, in drafts and in topics that were drafts."""

from collections.abc import Iterator

from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.yaml_reading import Document, Place, Value

TO_FILL_IN = "TODO"


def unwritten_problems(read: ReadKnowledge) -> Iterator[Problem]:
    """The places in topics that are answered with which say that they are still to be written."""
    for document in read.documents.values():
        for place in unwritten_places(document):
            yield document.problem(place, f"this still says {TO_FILL_IN}", "write it, or mark the topic `draft: yes`")


def unwritten_places(document: Document) -> list[Place]:
    """Where *document* has nothing but the word for what is to be written."""
    return [place for place, text in _texts(document.value, ()) if text.strip() == TO_FILL_IN]


def _texts(value: Value, place: Place) -> Iterator[tuple[Place, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _texts(inner, (*place, key))
        case list():
            for number, inner in enumerate(value):
                yield from _texts(inner, (*place, number))
        case str():
            yield place, value
