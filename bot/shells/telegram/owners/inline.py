"""Inline mode: our name and a few words in any chat give cards of topics to send there.

What is typed there is read, answered and forgotten; no row is written. Only a card that is chosen is logged, as the
topic it shows and without the words typed, and Telegram tells us of it only if the bot's owner has asked BotFather for
inline feedback.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
    User,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.advice.markup import split_html
from bot.logged_answers import understanding_of_opened
from bot.records.conversation_log import Asking
from bot.searching import Found
from bot.shells.telegram.delivery.refusals import is_too_late
from bot.shells.telegram.desk import Context, Desk
from bot.shells.telegram.payloads import ASK, TOPIC, link_to

PAGE = 10
MOST_RESULTS = 50
CACHED_S = 30
"""How long Telegram may give a person the same answer again. To others it never does: languages differ."""
POPULAR_WITHIN = timedelta(days=90)
POPULAR_PEOPLE = 3
"""As many people must have read a topic before it counts as popular."""
POPULAR_FOR_S = 600.0
_IN_PLACE = "inline"


@dataclass(kw_only=True)
class _Popular:
    """What was popular when last looked at, and the moment until which that will do."""

    topics: tuple[str, ...] = ()
    until: float = 0.0


@dataclass(frozen=True, kw_only=True)
class InlineMode:
    """Offers cards."""

    desk: Desk
    _popular: _Popular = field(default_factory=_Popular)

    async def on_inline_query(self, update: Update, _context: Context) -> None:
        """Someone types behind our name, a letter more each time."""
        query = update.inline_query
        if query is None:
            return
        found = await self._found(query.query, query.from_user)
        start = int(query.offset) if query.offset.isascii() and query.offset.isdigit() else 0
        topics = found.topics[:MOST_RESULTS][start : start + PAGE]
        is_last = start + PAGE >= min(len(found.topics), MOST_RESULTS)
        label = self.desk.parts.templates.label(found.language, "inline_ask_privately" if topics else "inline_nothing")
        try:
            await self.desk.sender.aside(
                lambda bot: bot.answer_inline_query(
                    query.id,
                    [self._card(topic, found.language) for topic in topics],
                    cache_time=CACHED_S,
                    is_personal=True,
                    next_offset="" if is_last else str(start + PAGE),
                    button=InlineQueryResultsButton(label, start_parameter=ASK),
                )
            )
        except BadRequest as error:
            if not is_too_late(error):
                raise

    async def on_chosen_card(self, update: Update, _context: Context) -> None:
        """Someone sent a card: it counts like a topic that was opened."""
        chosen = update.chosen_inline_result
        if chosen is None:
            return
        language, _, topic = chosen.result_id.partition("_")
        known = self.desk.parts.knowledge.topic_by_id.get(topic)
        if known is None or language not in self.desk.parts.templates.languages:
            return
        asking = Asking(
            update_id=update.update_id,
            person=self.desk.records.names.person(chosen.from_user.id),
            chat="",
            chat_kind=_IN_PLACE,
            message_id=None,
            asked_at=self.desk.handling[update.update_id].received_at,
        )
        html = self.desk.parts.answerer.replies.topic(topic, language).html
        understanding = understanding_of_opened(known, language, html, self.desk.parts.knowledge.version)
        log = self.desk.records.conversations
        logged = await self.desk.keep(log.record_answer, asking, understanding)
        await self.desk.keep(log.record_delivery, logged, "sent")

    async def _found(self, typed: str, person: User) -> Found:
        name = self.desk.records.names.person(person.id)
        chosen = await self.desk.keep(self.desk.records.people.chosen_language, name)
        found = await self.desk.think(
            self.desk.parts.search.find, typed, chosen_language=chosen, client_language=person.language_code
        )
        if typed.strip():
            return found
        return Found(topics=await self._offered_first(), language=found.language)

    async def _offered_first(self) -> tuple[str, ...]:
        """All topics, popular ones first, then the first of each theme, the second of each, and so on."""
        knowledge = self.desk.parts.knowledge
        now = asyncio.get_running_loop().time()
        if now >= self._popular.until:
            log = self.desk.records.conversations
            self._popular.topics = await self.desk.keep(
                log.popular_topics, within=POPULAR_WITHIN, people=POPULAR_PEOPLE, most=PAGE
            )
            self._popular.until = now + POPULAR_FOR_S
        popular = (topic for topic in self._popular.topics if topic in knowledge.topic_by_id)
        by_theme = zip_longest(*(knowledge.topics_of(theme.id) for theme in knowledge.themes))
        curated = (topic.id for topics in by_theme for topic in topics if topic is not None)
        return tuple(dict.fromkeys([*popular, *curated]))

    def _card(self, topic: str, language: str) -> InlineQueryResultArticle:
        known = self.desk.parts.knowledge.topic_by_id[topic]
        html = self.desk.parts.answerer.replies.topic(topic, language).html
        label = self.desk.parts.templates.label(language, "inline_ask")
        return InlineQueryResultArticle(
            id=f"{language}_{topic}",
            title=known.title[language],
            description=known.answer[language],
            input_message_content=InputTextMessageContent(
                split_html(html)[0],
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            ),
            reply_markup=InlineKeyboardMarkup.from_button(
                InlineKeyboardButton(label, url=link_to(self.desk.me, TOPIC, topic))
            ),
        )
