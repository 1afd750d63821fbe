"""What the bot can say, as bubbles: made by the same templates and the same buttons as in Telegram."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, User

from bot.advice.deciding import Advice, Choice, NoAdvice, PaperAnswer, Smalltalk, StoryPart, WhichPart
from bot.advice.labels import Label
from bot.advice.matching import Candidate
from bot.assembly import Parts
from bot.curation.template_values import VALUES
from bot.preview.checkup_bubbles import checkup_screens
from bot.replies import Reply
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.owners.cards import OTHERS_OFFERED, Cards, Standing
from bot.shells.telegram.screens import Screens

ME = User(id=1, first_name="Bot", is_bot=True, username="your_bot", supports_inline_queries=True)
ROW = 1
"""A row of the log, as buttons name it."""
_OWN_SCREENS = frozenset(
    {"start", "help", "themes", "topics", "language", "none_fits", "why", "others", "related"}
    | {"checkup_intro", "checkup_question", "checkup_paused", "checkup_none", "checkup_gone", "checkup_private"}
)
"""Pages that are shown with their buttons, so that the bare page need not be."""
_SURE, _LIKELY = 0.97, 0.75


@dataclass(frozen=True, kw_only=True)
class Key:
    """A button: what stands on it, and what it does where that is not to ask the bot."""

    text: str
    leads: str = ""


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """A message with its buttons, and what it is."""

    name: str
    html: str
    rows: tuple[tuple[Key, ...], ...] = ()


class Bubbles:
    """Makes the bubbles of one set of *parts*."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._replies = parts.answerer.replies
        self._screens = Screens(parts)
        self._cards = Cards(parts, ME)

    def screens(self, language: str) -> Iterator[Bubble]:
        """All screens beside answers, in the order in which people may meet them."""
        yield _bubble("/start", self._screens.start(language))
        yield _bubble("/help", self._screens.help(language))
        yield _bubble("/topics", self._screens.themes(language))
        for theme in self._parts.knowledge.themes:
            for page in range(1, 10):
                topics = self._screens.theme(theme.id, page, language)
                if topics is not None:
                    yield _bubble(f"theme {theme.id}, page {page}", topics)
        yield _bubble("/language", self._screens.languages(language))
        for name, screen in checkup_screens(self._parts, language):
            yield _bubble(name, screen)
        yield _bubble("/sources", self._screens.sources(language))
        for name, samples in sorted(VALUES.items()):
            if name not in _OWN_SCREENS:
                for number, values in enumerate(samples, start=1):
                    mark = f" ({number})" if len(samples) > 1 else ""
                    yield _bubble(f"{name}{mark}", self._screens.page(name, language, **values))

    def decisions(self, language: str) -> Iterator[Bubble]:
        """An answer of each kind, on the first topics; their own words come with the topics."""
        topics = [topic.id for topic in self._parts.knowledge.topics][:3]
        sure = [_candidate(topic, _LIKELY) for topic in topics]
        paper = self._parts.knowledge.papers[0]
        claims = tuple(claim.id for claim in paper.claims[:3])
        story = tuple(StoryPart(words="… … …", candidate=candidate) for candidate in sure)
        for name, decision, what in (
            ("sure", Advice(candidate=_candidate(topics[0], _SURE)), "advice"),
            ("likely", Advice(candidate=sure[0]), "advice"),
            ("did you mean", Choice(candidates=tuple(sure)), "choice"),
            ("two needs", Choice(candidates=tuple(sure[:2]), several_needs=True), "choice"),
            ("a long story", WhichPart(parts=story), "choice"),
            (
                "about the papers",
                PaperAnswer(ask="which", papers=(), claims=claims, more=2, others=(), candidates=()),
                "advice",
            ),
            ("not known", NoAdvice(), "none"),
        ):
            yield self._reply(name, self._replies.to_decision(decision, language), what, language)
        yield _bubble("none of these fits", self._screens.themes(language, ROW))
        back = self._cards.back_row(topics[0], ROW, language)
        title = self._parts.knowledge.topic_by_id[topics[0]].title[language]
        yield _bubble("not helpful: why?", self._cards.why(title, ROW, language, back))
        others = self._cards.others("unclear", topics[1 : 1 + OTHERS_OFFERED], ROW, language, back)
        yield _bubble("not helpful: others", others)

    def elsewhere(self, language: str) -> Iterator[Bubble]:
        """What is said to each kind of question that we do not answer, and to pleasantries."""
        for kind in self._parts.knowledge.elsewhere:
            reply = self._replies.to_decision(NoAdvice(elsewhere=kind.id), language)
            yield self._reply(f"elsewhere: {kind.id}", reply, "none", language)
        for pleasantry in self._parts.knowledge.smalltalk:
            reply = self._replies.to_decision(Smalltalk(kind=pleasantry.id), language)
            yield self._reply(f"small talk: {pleasantry.id}", reply, "smalltalk", language)

    def topic(self, topic: str, language: str) -> Iterator[Bubble]:
        """The card of a topic, and what opens from it."""
        yield self._reply("card", self._replies.topic(topic, language), "advice", language)
        for part, name in {"s": "first steps", "p": "what the papers say", "c": "sources", "r": "related"}.items():
            yield _bubble(name, self._cards.part(part, topic, ROW, language))

    def _reply(self, name: str, reply: Reply, decision: str, language: str) -> Bubble:
        standing = Standing(opinion=None, is_saved=False)
        keyboard = self._cards.under(reply, decision, ROW, language, standing)
        return _bubble(name, Screen(html=reply.html, keyboard=keyboard))


def _candidate(topic: str, confidence: float) -> Candidate:
    label = Label(kind="topic", id=topic)
    return Candidate(label=label, score=0.0, confidence=confidence, features={}, evidence=())


def _bubble(name: str, screen: Screen) -> Bubble:
    return Bubble(name=name, html=screen.html, rows=keys_of(screen.keyboard))


def keys_of(keyboard: InlineKeyboardMarkup | None) -> tuple[tuple[Key, ...], ...]:
    """The buttons of *keyboard*, row by row."""
    rows: Sequence[Sequence[InlineKeyboardButton]] = () if keyboard is None else keyboard.inline_keyboard
    return tuple(tuple(Key(text=button.text, leads=_leads(button)) for button in row) for row in rows)


def _leads(button: InlineKeyboardButton) -> str:
    marks: Mapping[str, object] = {
        "a link": button.url,
        "copies": button.copy_text,
        "chooses a chat": button.switch_inline_query_chosen_chat,
    }
    return next((mark for mark, value in marks.items() if value is not None), "")
