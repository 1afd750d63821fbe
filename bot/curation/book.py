"""All knowledge as one book: a page to read or print, rows for a spreadsheet, or one object for programs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.advice.knowledge import KnowledgeBase, Phrasings, Text, Topic
from bot.errors import TradebotError
from bot.files.templates import Templates

_PARTS = ("version", "papers", "themes", "topics", "elsewhere", "smalltalk", "checkup", "cases")


def book_page(base: KnowledgeBase, templates: Templates, languages: Sequence[str]) -> str:
    """The book as a page in *languages*, side by side."""
    _refuse_unknown(base, languages)
    shelves = [(theme, base.topics_of(theme.id)) for theme in base.themes]
    return templates.report(
        "book",
        base=base,
        shelves=[(theme, topics) for theme, topics in shelves if topics],
        languages=languages,
        phrasings=sum(len(texts) for topic in base.topics for texts in topic.phrasings.values()),
    )


def book_json(base: KnowledgeBase) -> dict[str, Any]:
    """The book as one object: what people can read of the knowledge, and how they ask for it."""
    found = asdict(base)
    return {part: found[part] for part in _PARTS}


def book_rows(base: KnowledgeBase, languages: Sequence[str]) -> Iterator[dict[str, str]]:
    """The book as rows: of which part, whose, which field, the claims it rests on, and the text in each language."""
    _refuse_unknown(base, languages)
    for part, owner, field, claims, text in _texts(base):
        row = {"part": part, "id": owner, "field": field, "claims": " ".join(claims)}
        yield row | {language: text.get(language, "") for language in languages}


def _texts(base: KnowledgeBase) -> Iterator[tuple[str, str, str, Sequence[str], Text]]:
    for paper in base.papers:
        for field in ("title", "about", "lacks"):
            yield "paper", paper.id, field, (), getattr(paper, field)
        for claim in paper.claims:
            yield "claim", claim.id, f"says, at {claim.at}", (claim.id,), claim.says
    for topic in base.topics:
        yield from _of_topic(topic)
    for kind in base.elsewhere:
        yield "elsewhere", kind.id, "title", (), kind.title
        yield "elsewhere", kind.id, "line", (), kind.line
        yield from _of_phrasings("elsewhere", kind.id, kind.phrasings)
    for pleasantry in base.smalltalk:
        yield "smalltalk", pleasantry.id, "reply", (), pleasantry.reply
        if pleasantry.again is not None:
            yield "smalltalk", pleasantry.id, "again", (), pleasantry.again
        yield from _of_phrasings("smalltalk", pleasantry.id, pleasantry.phrasings)
    for question in base.checkup:
        yield "checkup", question.id, "ask", (), question.ask
        yield "checkup", question.id, "why", question.why.claims, question.why.text
    for case in base.cases:
        yield "case", case.id, "title", (), case.title
        yield "case", case.id, "story", (), case.story


def _of_topic(topic: Topic) -> Iterator[tuple[str, str, str, Sequence[str], Text]]:
    yield "topic", topic.id, "title", topic.covers, topic.title
    yield "topic", topic.id, "answer", (), topic.answer
    for field, statements in (("observe", topic.observe), ("recommend", topic.recommend)):
        for statement in statements:
            yield "topic", topic.id, field, statement.claims, statement.text
    for step in topic.steps:
        yield "topic", topic.id, "step", (), step
    yield "topic", topic.id, "limits", (), topic.limits
    yield from _of_phrasings("topic", topic.id, topic.phrasings)


def _of_phrasings(part: str, owner: str, phrasings: Phrasings) -> Iterator[tuple[str, str, str, Sequence[str], Text]]:
    for language, texts in phrasings.items():
        for text in texts:
            alone: Mapping[str, str] = {language: text}
            yield part, owner, "phrasing", (), alone


def _refuse_unknown(base: KnowledgeBase, languages: Sequence[str]) -> None:
    there = base.topics[0].title
    for language in languages:
        if language not in there:
            raise TradebotError(f'the knowledge has no "{language}"; name one of {", ".join(there)}')
