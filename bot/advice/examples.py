"""Which examples the knowledge gives to the matcher."""

from collections.abc import Callable, Iterator

from bot.advice.following_up import Neighbours
from bot.advice.knowledge import KnowledgeBase, Phrasings
from bot.advice.labels import Example, Label


def examples_of(knowledge: KnowledgeBase) -> tuple[Example, ...]:
    """Every phrasing in every language, and what every topic says: its titles and findings, in file order.

    Some ask in a topic's own words, and a finding has words that nobody thought of asking with. Its short answer and
    its steps talk of much beside, and blur what it is about.
    """
    return tuple(_examples(knowledge))


def covers_overlap(knowledge: KnowledgeBase) -> Callable[[str, str], float]:
    """How far one topic helps who meant another: half the share of the other's claims that it covers, too.

    Half, for a topic that says the same under another title is still the second best.
    """
    covers = {topic.id: frozenset(topic.covers) for topic in knowledge.topics}
    return lambda one, other: 0.5 * len(covers[one] & covers[other]) / len(covers[other])


def neighbours_of(knowledge: KnowledgeBase) -> Neighbours:
    """Which topics are related (either names the other), and what each can be asked for."""
    related = {topic.id: set(topic.related) for topic in knowledge.topics}
    for topic in knowledge.topics:
        for other in topic.related:
            related[other].add(topic.id)
    return Neighbours(
        related={topic: frozenset(others) for topic, others in related.items()},
        offers={
            topic.id: (topic.kind, *(knowledge.claim_by_id[claim].kind for claim in topic.covers))
            for topic in knowledge.topics
        },
    )


def _examples(knowledge: KnowledgeBase) -> Iterator[Example]:
    for topic in knowledge.topics:
        label = Label(kind="topic", id=topic.id)
        yield from _phrasings(label, topic.phrasings)
        for said in (topic.title, *(finding.text for finding in (*topic.observe, *topic.recommend))):
            yield from (Example(text=text, label=label, language=language) for language, text in said.items())
    for kind in knowledge.elsewhere:
        yield from _phrasings(Label(kind="elsewhere", id=kind.id), kind.phrasings)
    for pleasantry in knowledge.smalltalk:
        yield from _phrasings(Label(kind="smalltalk", id=pleasantry.id), pleasantry.phrasings)


def _phrasings(label: Label, phrasings: Phrasings) -> Iterator[Example]:
    for language, texts in phrasings.items():
        for text in texts:
            yield Example(text=text, label=label, language=language)
