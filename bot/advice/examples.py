"""Which examples the knowledge gives to the matcher."""

from collections.abc import Callable, Iterator

from bot.advice.knowledge import KnowledgeBase
from bot.advice.matching import Example, Label


def examples_of(knowledge: KnowledgeBase) -> tuple[Example, ...]:
    """Every phrasing in every language, and every topic's titles, in file order."""
    return tuple(_examples(knowledge))


def covers_overlap(knowledge: KnowledgeBase) -> Callable[[str, str], float]:
    """How far one topic helps who meant another: half the share of the other's claims that it covers, too.

    Half, for a topic that says the same under another title is still the second best.
    """
    covers = {topic.id: frozenset(topic.covers) for topic in knowledge.topics}
    return lambda one, other: 0.5 * len(covers[one] & covers[other]) / len(covers[other])


def _examples(knowledge: KnowledgeBase) -> Iterator[Example]:
    for topic in knowledge.topics:
        label = Label(kind="topic", id=topic.id)
        for texts in topic.phrasings.values():
            yield from (Example(text=text, label=label) for text in texts)
        yield from (Example(text=title, label=label) for title in topic.title.values())
    for kind in knowledge.elsewhere:
        label = Label(kind="elsewhere", id=kind.id)
        for texts in kind.phrasings.values():
            yield from (Example(text=text, label=label) for text in texts)
    for pleasantry in knowledge.smalltalk:
        label = Label(kind="smalltalk", id=pleasantry.id)
        for texts in pleasantry.phrasings.values():
            yield from (Example(text=text, label=label) for text in texts)
