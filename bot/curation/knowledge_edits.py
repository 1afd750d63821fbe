"""What was edited from one version of the knowledge to the next: topics, phrasings, and the words people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from bot.advice.examples import examples_of
from bot.advice.knowledge import KnowledgeBase
from bot.advice.labels import Example, LabelKind

_At = tuple[str, str]
"""The place of a text, and its language."""


@dataclass(frozen=True, kw_only=True)
class PhrasingEdit:
    """A phrasing that came or went: in which language, and what it asks for (kind and id)."""

    text: str
    language: str
    kind: LabelKind
    id: str


@dataclass(frozen=True, kw_only=True)
class TextEdit:
    """A text that is not as it was. None: it was not there, or is not there any more."""

    place: str
    language: str
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True)
class Edits:
    """All that was edited; among the ``texts`` is shorthand, by its typed form."""

    topics_added: tuple[str, ...]
    topics_removed: tuple[str, ...]
    phrasings_added: tuple[PhrasingEdit, ...]
    phrasings_removed: tuple[PhrasingEdit, ...]
    texts: tuple[TextEdit, ...]

    @property
    def count(self) -> int:
        """How many edits there are; 0 where both versions say the same."""
        return sum(len(getattr(self, field.name)) for field in fields(self))


def edits_between(old: KnowledgeBase, new: KnowledgeBase) -> Edits:
    """What must be edited in *old* to get *new*."""
    before, after = dict.fromkeys(examples_of(old)), dict.fromkeys(examples_of(new))
    return Edits(
        topics_added=tuple(topic.id for topic in new.topics if topic.id not in old.topic_by_id),
        topics_removed=tuple(topic.id for topic in old.topics if topic.id not in new.topic_by_id),
        phrasings_added=tuple(_phrasing(example) for example in after if example not in before),
        phrasings_removed=tuple(_phrasing(example) for example in before if example not in after),
        texts=(*text_edits(old, new), *_edits_between(_shorthand_of(old), _shorthand_of(new))),
    )


def text_edits(old: KnowledgeBase, new: KnowledgeBase) -> tuple[TextEdit, ...]:
    """The texts that differ, place by place, in the order of *new*; phrasings, cues and versions are no texts."""
    return _edits_between(dict(texts_of(old)), dict(texts_of(new)))


def _edits_between(before: Mapping[_At, str], after: Mapping[_At, str]) -> tuple[TextEdit, ...]:
    return tuple(
        TextEdit(
            place=place, language=language, before=before.get((place, language)), after=after.get((place, language))
        )
        for place, language in dict.fromkeys([*after, *before])
        if before.get((place, language)) != after.get((place, language))
    )


def texts_of(knowledge: KnowledgeBase) -> Iterator[tuple[_At, str]]:
    """Every text by its place, such as ``topics/online_fraud.steps.2``, and its language."""
    for shelf in ("papers", "themes", "topics", "elsewhere", "smalltalk", "checkup", "cases"):
        for entry in getattr(knowledge, shelf):
            yield from _texts(entry, f"{shelf}/{entry.id}")


def _texts(value: object, place: str) -> Iterator[tuple[_At, str]]:
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            yield from _texts(inner, place if field.name == "text" else f"{place}.{field.name}")
    elif isinstance(value, Mapping):
        for language, text in value.items():
            if isinstance(text, str):
                yield (place, language), text
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, start=1):
            yield from _texts(inner, f"{place}.{getattr(inner, 'id', number)}")


def _shorthand_of(knowledge: KnowledgeBase) -> dict[_At, str]:
    english = {(f"shorthand/{typed}", "en"): meant for typed, meant in knowledge.shorthand.meanings.items()}
    chinese = {**knowledge.pinyin.characters, **knowledge.cantonese.written}
    return english | {(f"shorthand/{typed}", "zh"): meant for typed, meant in chinese.items()}


def _phrasing(example: Example) -> PhrasingEdit:
    return PhrasingEdit(text=example.text, language=example.language, kind=example.label.kind, id=example.label.id)
