"""What is wrong in replies once they are made: every one that the knowledge can give, in every language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html.parser import HTMLParser
from itertools import product
from typing import get_args

from bot.advice.certainty import Certainty
from bot.advice.conversation import FollowUpAsk
from bot.advice.deciding import NoAdvice, PaperAnswer, Smalltalk
from bot.advice.knowledge import KnowledgeBase, PaperAsk
from bot.advice.labels import Label
from bot.advice.markup import MESSAGE_LIMIT, utf16_length, visible_length
from bot.advice.matching import Candidate
from bot.advice.paper_answers import MOST_LINES
from bot.advice.paper_sections import canonical, section_answer
from bot.advice.repeating import Past
from bot.curation.label_checks import BUTTON_LIMIT
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.templates import RenderError
from bot.files.yaml_reading import Document, Place
from bot.replies import SECTIONS, GoneOn, Offer, Replies, Reply

TELEGRAM_TAGS = frozenset(
    {"a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span", "strike", "strong", "u"}
    | {"tg-emoji", "tg-spoiler"}
)
_COUNT_ON_BUTTON = len(" (99)")
_CHOICES = 3
_PASTS = tuple(Past(refusals=refusals) for refusals in range(3))
"""One for each manner of saying that we do not know."""


@dataclass(frozen=True, kw_only=True)
class _Made:
    """A reply to be made, and the place that it says what it says for."""

    document: Document
    place: Place
    what: str
    html: Callable[[], str]
    must_fit: bool = True


def reply_problems(read: ReadKnowledge, base: KnowledgeBase, replies: Replies) -> list[Problem]:
    """All problems of the replies that *base* and the templates of *replies* give, sorted by file and line."""
    problems: list[Problem] = []
    for language in replies.languages:
        for made in _all_replies(read, base, replies, language):
            problems += _reply_problems(made)
    problems += _button_problems(read, base)
    return sorted(set(problems))


def _all_replies(read: ReadKnowledge, base: KnowledgeBase, replies: Replies, language: str) -> Iterator[_Made]:
    # Notes stand before English replies, but a template's branch for them must work in every language.
    note = replies.templates.longest_foreign_note() or "…"
    for topic in base.topics:
        yield from _topic_replies(read.topic_documents[topic.id], topic.id, replies, language, note)
    elsewhere, smalltalk = read.documents["elsewhere.yaml"], read.documents["smalltalk.yaml"]
    say = partial(replies.to_decision, language=language, note=note)
    for number, kind in enumerate(base.elsewhere):
        place: Place = ("kinds", number, "line", language)
        for past in _PASTS:
            for beside in (None, _longest_titled(base, language)):
                refused = NoAdvice(elsewhere=kind.id, beside=beside)
                yield _said(elsewhere, place, partial(say, refused, past=past), language)
    for number, pleasantry in enumerate(base.smalltalk):
        returned = Smalltalk(kind=pleasantry.id)
        yield _said(smalltalk, ("kinds", number, "reply", language), partial(say, returned), language)
        if pleasantry.again is not None:
            again = partial(_said_again, say, returned)
            yield _said(smalltalk, ("kinds", number, "again", language), again, language)
    for past in _PASTS:
        yield _said(elsewhere, (), partial(say, NoAdvice(), past=past), language)
    longest = sorted((topic.title[language] for topic in base.topics if language in topic.title), key=len)[-_CHOICES:]
    offers = [Offer(topic="", title=title) for title in longest]
    for certainty, several_needs, ask in product(get_args(Certainty), (False, True), (None, *get_args(FollowUpAsk))):
        values = {"note": note, "offers": offers, "certainty": certainty, "several_needs": several_needs, "ask": ask}
        choice = partial(replies.page, "choice", language, **values)
        yield _Made(document=read.documents["themes.yaml"], place=(), what="the choice of topics", html=choice)
    yield from _paper_replies(read.documents["papers.yaml"], base, replies, language, note)
    yield _Made(
        document=read.documents["papers.yaml"],
        place=(),
        what="the page of sources",
        html=lambda: replies.sources(language),
        must_fit=False,
    )


def _longest_titled(base: KnowledgeBase, language: str) -> Candidate:
    longest = max(base.topics, key=lambda topic: len(topic.title.get(language, "")))
    return Candidate(label=Label(kind="topic", id=longest.id), score=0.0, confidence=0.0, features={}, evidence=())


def _topic_replies(document: Document, topic: str, replies: Replies, language: str, note: str) -> Iterator[_Made]:
    def made(what: str, html: Callable[[], str]) -> _Made:
        return _Made(document=document, place=("title", language), what=f"{what} in {language}", html=html)

    yield made("the reply", lambda: replies.topic(topic, language).html)
    for certainty in get_args(Certainty):
        yield made("the reply", lambda certainty=certainty: _card(replies, topic, language, note, certainty))  # type: ignore[misc] # mypy knows no defaults in a lambda
    for section in get_args(GoneOn):
        more = partial(replies.more, topic, language, section, note=note, certainty="closest")
        yield made(f"the reply to who goes on asking ({section})", lambda more=more: more().html)  # type: ignore[misc] # mypy knows no defaults in a lambda
    yield made("the whole reply", lambda: replies.whole(topic, language, note=note, certainty="closest").html)
    for section in SECTIONS:
        yield made(f"the part {section}", lambda section=section: replies.section(topic, language, section))  # type: ignore[misc] # mypy knows no defaults in a lambda


def _card(replies: Replies, topic: str, language: str, note: str, certainty: Certainty) -> str:
    return replies.topic(topic, language, note=note, certainty=certainty).html


def _paper_replies(
    document: Document, base: KnowledgeBase, replies: Replies, language: str, note: str
) -> Iterator[_Made]:
    """The longest that can be said of each paper and of all together, and what is said where they are silent."""
    everything = tuple(paper.id for paper in base.papers)
    for papers in [*((paper,) for paper in everything), everything]:
        claims = [claim for claim in base.claim_by_id.values() if claim.paper in papers]
        longest = sorted(claims, key=lambda claim: -len(claim.says.get(language, "")))[:MOST_LINES]
        place: Place = ("papers", everything.index(papers[0])) if len(papers) == 1 else ()
        for number in {
            canonical(section.at) for paper in base.papers if paper.id in papers for section in paper.sections
        }:
            in_section = section_answer(papers, number, (), base)
            yield _said(document, place, partial(replies.to_decision, in_section, language, note=note), language)
        for ask in get_args(PaperAsk):
            full = PaperAnswer(
                ask=ask, papers=papers, claims=tuple(c.id for c in longest), more=9, others=(), candidates=()
            )
            for answer in (full, replace(full, claims=(), more=0), replace(full, claims=(), more=0, others=everything)):
                say = partial(replies.to_decision, answer, language, note=note)
                yield _said(document, place, say, language)


def _said(document: Document, place: Place, say: Callable[[], Reply], language: str) -> _Made:
    return _Made(document=document, place=place, what=f"the reply in {language}", html=lambda: say().html)


def _said_again(say: Callable[..., Reply], returned: Smalltalk) -> Reply:
    return say(returned, past=Past(said=say(returned).html))


def _reply_problems(made: _Made) -> Iterator[Problem]:
    try:
        html = made.html()
    except RenderError as error:
        yield error.problem
        return
    except KeyError:
        return  # A text or a claim that is missing is reported where it is missing.
    for wrong in wrong_markup(html):
        yield made.document.problem(made.place, f"{made.what} has {wrong}", "correct the template")
    length = visible_length(html)
    if made.must_fit and length > MESSAGE_LIMIT:
        what = f"{made.what} has {length} characters, Telegram takes {MESSAGE_LIMIT} in a message"
        yield made.document.problem(made.place, what, "shorten its texts")


def wrong_markup(html: str) -> list[str]:
    """What Telegram would refuse in *html*, in words; nothing if it takes it."""
    parser = _Markup()
    parser.feed(html)
    parser.close()
    return [*parser.wrong, *(f"<{tag}> that is not closed" for tag in parser.open)]


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TELEGRAM_TAGS:
            self.wrong.append(f"<{tag}>, which Telegram does not take")
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        elif tag in TELEGRAM_TAGS:
            self.wrong.append(f"</{tag}> in the wrong place")


def _button_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    for topic in base.topics:
        for language, title in topic.title.items():
            if utf16_length(title) > BUTTON_LIMIT:
                place: Place = ("title", language)
                yield _too_long(read.topic_documents[topic.id], place, title, BUTTON_LIMIT)
    for number, theme in enumerate(base.themes):
        for language, title in theme.title.items():
            if utf16_length(title) > BUTTON_LIMIT - _COUNT_ON_BUTTON:
                place = ("themes", number, "title", language)
                yield _too_long(read.documents["themes.yaml"], place, title, BUTTON_LIMIT - _COUNT_ON_BUTTON)


def _too_long(document: Document, place: Place, title: str, limit: int) -> Problem:
    what = f"the title has {utf16_length(title)} characters and stands on a button"
    return document.problem(place, what, f"shorten it to {limit}")
