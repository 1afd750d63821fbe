"""Replies: curated knowledge put into the words of the templates, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.citing import Card, Source, card_of, lines_by_paper
from bot.advice.deciding import MOST_CHOICES, Advice, Choice, Decision, NoAdvice, PaperAnswer, Smalltalk
from bot.advice.knowledge import KnowledgeBase
from bot.files.templates import Templates


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A topic that a reply offers, to be shown as a button or a number."""

    topic: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is said: Telegram's HTML, the topics offered with it, and the sources it cites."""

    html: str
    offers: tuple[Offer, ...] = ()
    sources: tuple[Source, ...] = ()


class Replies:
    """Makes replies from *knowledge* with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages we answer in; the first one is for everybody else."""
        return self.templates.languages

    def to_decision(self, decision: Decision, language: str, *, note: str | None = None) -> Reply:
        """What we say on *decision*; a *note* stands before it."""
        match decision:
            case Advice(candidate=candidate):
                return self.topic(candidate.label.id, language, note=note)
            case Choice(candidates=candidates):
                offers = self.offers([candidate.label.id for candidate in candidates], language)
                return Reply(html=self._render(language, "choice", note=note, offers=offers), offers=offers)
            case NoAdvice(elsewhere=elsewhere):
                kind = self.knowledge.elsewhere_by_id[elsewhere] if elsewhere else None
                line = kind.line[language] if kind else None
                title = kind.title[language] if kind else None
                return Reply(html=self._render(language, "none", note=note, line=line, title=title))
            case Smalltalk(kind=name):
                text = self.knowledge.smalltalk_by_id[name].reply[language]
                return Reply(html=self._render(language, "smalltalk", text=text))
            case PaperAnswer():
                return self.paper(decision, language, note=note)

    def topic(self, topic: str, language: str, *, note: str | None = None, whole: bool = False) -> Reply:
        """The advice on *topic*; the *whole* of it has what the papers observe, too."""
        card = self.card(topic, language, whole=whole)
        return Reply(
            html=self._render(language, "answer", note=note, card=card),
            offers=tuple(Offer(topic=other, title=title) for other, title in card.related),
            sources=card.sources,
        )

    def paper(self, answer: PaperAnswer, language: str, *, note: str | None = None) -> Reply:
        """What the papers say, by paper, and the topics that say what to do about it."""
        groups = lines_by_paper(answer.claims, self.knowledge, language)
        sources = tuple(source for group in groups for source in group.lines)
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
            sources=sources,
        )
        cited = set(answer.claims)
        topics = (self.knowledge.topic_by_id[candidate.label.id] for candidate in answer.candidates)
        helpful = [topic.id for topic in topics if not cited.isdisjoint(topic.covers)]
        return Reply(html=html, offers=self.offers(helpful[:MOST_CHOICES], language), sources=sources)

    def _short_names(self, papers: Sequence[str], language: str) -> tuple[str, ...]:
        return tuple(self.knowledge.paper_by_id[paper].short[language] for paper in papers)

    def card(self, topic: str, language: str, *, whole: bool = False) -> Card:
        """The card of *topic*."""
        return card_of(self.knowledge.topic_by_id[topic], self.knowledge, language, whole=whole)

    def offers(self, topics: Sequence[str], language: str) -> tuple[Offer, ...]:
        """Offers of *topics*, in their order."""
        return tuple(Offer(topic=topic, title=self.knowledge.topic_by_id[topic].title[language]) for topic in topics)

    def no_words(self, language: str) -> Reply:
        """What we say to a message without a word in it."""
        return Reply(html=self._render(language, "no_words"))

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
