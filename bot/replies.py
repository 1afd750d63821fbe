"""Replies: curated knowledge put into the words of the templates, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from bot.advice.certainty import Certainty, certainty_of
from bot.advice.citing import Card, PaperLines, Place, Source, card_of, lines_by_paper, places_of
from bot.advice.deciding import (
    MOST_CHOICES,
    Advice,
    Choice,
    Chosen,
    Decision,
    NoAdvice,
    PaperAnswer,
    Smalltalk,
    WhichPart,
)
from bot.advice.knowledge import KnowledgeBase
from bot.advice.knowledge import Section as PaperSection
from bot.advice.paper_sections import section_named
from bot.advice.repeating import NO_PAST, Past
from bot.advice.wordless import Wordless
from bot.files.templates import Templates

Section = Literal["steps", "papers", "cited"]
"""A part of a topic that opens at a tap, and the template that shows it."""
COPIED_AT_MOST = 256
"""Characters that a button can copy."""
GoneOn = Literal["steps", "papers", "short", "further", "done", "unable", "for_me", "cost", "time", "doubt"]
"""What who goes on asking about a topic gets: a section, less than the card, that it holds for other things, too, or
what else there is to do; a word on what we can't do or don't know, and the steps; or one on doubts, and the papers."""
SECTIONS: tuple[Section, ...] = ("steps", "papers", "cited")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A topic that a reply offers, to be shown as a button or a number."""

    topic: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said: Telegram's HTML, the topics offered with it, and the sources it rests on.

    ``topic`` is the topic whose card it is, if it is one; ``certainty`` says how well it fits the question. One that
    ``offers_themes`` is followed by all themes, to choose from.
    """

    html: str
    topic: str | None = None
    certainty: Certainty | None = None
    offers: tuple[Offer, ...] = ()
    sources: tuple[Source, ...] = ()
    offers_themes: bool = False


@dataclass(frozen=True, kw_only=True)
class InSection:
    """What one paper, by its short name, says in the *section* asked for, if it has it, and which *sections* it has."""

    short: str
    section: PaperSection | None
    sections: tuple[PaperSection, ...]
    lines: tuple[Source, ...]

    @property
    def place(self) -> Place | None:
        """Where the section is, as places are named in the sources."""
        return places_of(self.section.at)[0] if self.section else None


class Replies:
    """Makes replies from *knowledge* with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages we answer in; the first one is for everybody else."""
        return self.templates.languages

    def to_decision(self, decision: Decision, language: str, *, note: str | None = None, past: Past = NO_PAST) -> Reply:
        """What we say on *decision*, and not just what we said in the *past*; a *note* stands before it."""
        match decision:
            case Advice(candidate=candidate):
                return self.topic(candidate.label.id, language, note=note, certainty=certainty_of(candidate.confidence))
            case Choice(candidates=candidates, several_needs=several_needs, ask=ask):
                offers = self.offers([candidate.label.id for candidate in candidates], language)
                certainty = certainty_of(max(candidate.confidence for candidate in candidates))
                values = {"certainty": certainty, "offers": offers, "several_needs": several_needs, "ask": ask}
                html = self._render(language, "choice", note=note, **values)
                return Reply(html=html, offers=offers, certainty=certainty)
            case Chosen(candidates=candidates):
                return self._chosen([candidate.label.id for candidate in candidates], language)
            case NoAdvice():
                return self._no_advice(decision, language, note, past)
            case Smalltalk(kind=name):
                return self._smalltalk(name, language, past)
            case WhichPart(parts=parts):
                offers = self.offers([part.candidate.label.id for part in parts], language)
                asked = [(offer.title, part.words) for offer, part in zip(offers, parts, strict=True)]
                return Reply(html=self._render(language, "which_part", note=note, parts=asked), offers=offers)
            case PaperAnswer(ask="origin", papers=papers):
                meant = [self.knowledge.paper_by_id[paper] for paper in papers]
                return Reply(html=self._render(language, "origin", note=note, papers=meant, language=language))
            case PaperAnswer(ask="section"):
                return self._sections(decision, language, note)
            case PaperAnswer():
                return self.paper(decision, language, note=note)

    def _no_advice(self, decision: NoAdvice, language: str, note: str | None, past: Past) -> Reply:
        if decision.none_fits:
            return Reply(html=self._render(language, "none_fits"))
        if decision.subjectless or decision.only_named:
            shown = past.topics if decision.subjectless else ()
            offers = self.offers([topic for topic in shown if topic in self.knowledge.topic_by_id], language)
            html = self._render(language, "no_subject", note=note, offers=offers, only_named=decision.only_named)
            if html != past.said:
                return Reply(html=html, offers=offers)
        kind = self.knowledge.elsewhere_by_id[decision.elsewhere] if decision.elsewhere else None
        line = kind.line[language] if kind else None
        title = kind.title[language] if kind else None
        known = {"line": line, "title": title, "readable": kind is None or kind.readable, "manner": past.manner}
        offers = self.offers([decision.beside.label.id] if decision.beside else [], language)
        html = self._render(language, "none", note=note, offers=offers, **known)
        return Reply(html=html, offers=offers, offers_themes=past.manner == "again")

    def _smalltalk(self, name: str, language: str, past: Past) -> Reply:
        """The pleasantry returned; another one, if there is one, to who says it twice running."""
        kind = self.knowledge.smalltalk_by_id[name]
        texts = [kind.reply, kind.again] if kind.again else [kind.reply]
        said = [self._render(language, "smalltalk", text=text[language]) for text in texts]
        return Reply(html=next((html for html in said if html != past.said), said[0]))

    def topic(self, topic: str, language: str, *, note: str | None = None, certainty: Certainty | None = None) -> Reply:
        """The card of *topic*: the short answer and what it rests on. The rest opens with ``section``.

        Without a *certainty* nothing is said of it, as for a topic that somebody chose.
        """
        return self._topic(topic, language, "answer", note=note, certainty=certainty)

    def whole(self, topic: str, language: str, *, note: str | None = None, certainty: Certainty | None = None) -> Reply:
        """All there is on *topic*, for where nothing can be opened."""
        return self._topic(topic, language, "whole", note=note, certainty=certainty)

    def more(
        self,
        topic: str,
        language: str,
        section: GoneOn,
        *,
        note: str | None = None,
        certainty: Certainty | None = None,
    ) -> Reply:
        """The card of *topic* for who goes on asking: open at a *section* that the answer leaves out, or cut short."""
        return self._topic(topic, language, "more", note=note, certainty=certainty, section=section)

    def section(self, topic: str, language: str, section: Section) -> str:
        """A part of *topic* that its card leaves out."""
        return self._render(language, section, card=self.card(topic, language))

    def hand_out(self, topics: Sequence[str], language: str) -> str:
        """A page of its own, for printing, with all there is on *topics*."""
        cards = [self.card(topic, language) for topic in topics]
        cited = {source.paper for card in cards for source in card.sources}
        papers = [paper for paper in self.knowledge.papers if paper.id in cited]
        return self._render(language, "handout_saved", cards=cards, papers=papers, language=language)

    def citations(self, topic: str, language: str) -> tuple[tuple[str, str], ...]:
        """For each paper that *topic* rests on: its short name, and a line of plain text to cite it by."""
        return tuple((paper.short, self._citation(paper, language)) for paper in self.card(topic, language).papers)

    def _citation(self, paper: PaperLines, language: str) -> str:
        """As many places as a button can copy; the first ones matter most."""
        places = list(dict.fromkeys(place for line in paper.lines for place in line.places))
        for shown in range(len(places), 0, -1):
            line = unescape(self._render(language, "citation", title=paper.title, places=places[:shown]))
            if len(line) <= COPIED_AT_MOST:
                return line
        return paper.title[:COPIED_AT_MOST]

    def _topic(
        self,
        topic: str,
        language: str,
        template: str,
        *,
        note: str | None,
        certainty: Certainty | None,
        **values: object,
    ) -> Reply:
        card = self.card(topic, language)
        return Reply(
            html=self._render(language, template, note=note, certainty=certainty, card=card, **values),
            topic=topic,
            certainty=certainty,
            offers=tuple(Offer(topic=other, title=title) for other, title in card.related),
            sources=card.sources,
        )

    def paper(self, answer: PaperAnswer, language: str, *, note: str | None = None) -> Reply:
        """What the papers say, by paper, and the topics that say what to do about it."""
        groups = lines_by_paper(answer.claims, self.knowledge, language)
        sources = tuple(source for group in groups for source in group.lines)
        places = {source.number: source for source in reversed(sources)}
        found = {group.paper for group in groups}
        html = self._render(
            language,
            "paper",
            note=note,
            ask=answer.ask,
            groups=groups,
            more=answer.more,
            silent=self._short_names([paper for paper in answer.papers if paper not in found], language),
            others=self._short_names(answer.others, language),
            sources=[places[number] for number in sorted(places)],
        )
        return Reply(html=html, offers=self._helpful(answer, language), sources=sources)

    def _sections(self, answer: PaperAnswer, language: str, note: str | None) -> Reply:
        """What stands in a section of each paper that has it, else which sections it has."""
        groups = {group.paper: group for group in lines_by_paper(answer.claims, self.knowledge, language)}
        papers = [
            InSection(
                short=paper.short[language],
                section=section_named(paper, answer.section),
                sections=paper.sections,
                lines=groups[paper.id].lines if paper.id in groups else (),
            )
            for paper in map(self.knowledge.paper_by_id.__getitem__, answer.papers)
        ]
        values = {"asked": answer.section, "more": answer.more, "papers": papers, "language": language}
        sources = tuple(source for group in groups.values() for source in group.lines)
        html = self._render(language, "section", note=note, **values)
        return Reply(html=html, offers=self._helpful(answer, language), sources=sources)

    def _helpful(self, answer: PaperAnswer, language: str) -> tuple[Offer, ...]:
        """The topics that say what to do about what is cited."""
        cited = set(answer.claims)
        topics = (self.knowledge.topic_by_id[candidate.label.id] for candidate in answer.candidates)
        helpful = [topic.id for topic in topics if not cited.isdisjoint(topic.covers)]
        return self.offers(helpful[:MOST_CHOICES], language)

    def _chosen(self, topics: Sequence[str], language: str) -> Reply:
        """The card of the one topic, or the short answers of all *topics*, each of which opens whole at a tap."""
        cards = [self.topic(topic, language) for topic in topics]
        if len(cards) == 1:
            return cards[0]
        return Reply(
            html="\n\n".join(card.html for card in cards),
            offers=self.offers(topics, language),
            sources=tuple(source for card in cards for source in card.sources),
        )

    def _short_names(self, papers: Sequence[str], language: str) -> tuple[str, ...]:
        return tuple(self.knowledge.paper_by_id[paper].short[language] for paper in papers)

    def card(self, topic: str, language: str) -> Card:
        """The card of *topic*."""
        return card_of(self.knowledge.topic_by_id[topic], self.knowledge, language)

    def offers(self, topics: Sequence[str], language: str) -> tuple[Offer, ...]:
        """Offers of *topics*, in their order."""
        return tuple(Offer(topic=topic, title=self.knowledge.topic_by_id[topic].title[language]) for topic in topics)

    def no_words(self, language: str, instead: Wordless, past: Past = NO_PAST) -> Reply:
        """What we say to a message that has something *instead* of words."""
        return Reply(html=self._render(language, "no_words", instead=instead, manner=past.manner))

    def themes(self, language: str) -> tuple[tuple[str, str, int], ...]:
        """Id, title and number of topics of each theme that has any."""
        counted = ((theme, len(self.knowledge.topics_of(theme.id))) for theme in self.knowledge.themes)
        return tuple((theme.id, theme.title[language], count) for theme, count in counted if count)

    def page(self, name: str, language: str, /, **values: object) -> str:
        """The text of another template, such as help."""
        return self._render(language, name, **values)

    def sources(self, language: str) -> str:
        """The three papers, their sections, and what the bot took from each."""
        return self._render(language, "sources", papers=self.knowledge.papers, language=language)

    def _render(self, language: str, name: str, /, **values: object) -> str:
        return self.templates.render(language, name, **values)
