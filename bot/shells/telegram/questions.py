"""Questions in words, new and changed ones, and topics asked for by button or link: answered, logged, sent."""

from dataclasses import dataclass
from datetime import timedelta

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import CallbackContext, ExtBot

from bot.advice.deciding import Advice
from bot.answering import Answer
from bot.records.conversation_log import DeliveryName, Logged, Understanding
from bot.replies import Reply
from bot.shells.telegram.addressing import words_for_us
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.screens import offered
from bot.shells.telegram.sending import Blocked, Delivery, Refused, Sent

Context = CallbackContext[ExtBot[None], None, None, None]

REMEMBERED_FOR = timedelta(minutes=30)
REMEMBERED_QUESTIONS = 3
CANDIDATES_LOGGED = 5


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Answers questions."""

    desk: Desk

    async def on_question(self, update: Update, _context: Context) -> None:
        """Someone wrote something."""
        message = update.effective_message
        words = None if message is None else words_for_us(message, self.desk.me)
        if words is not None:
            await self._answer(await self.desk.asker(update), words)

    async def on_edited_question(self, update: Update, _context: Context) -> None:
        """Someone changed what they wrote: our answer changes with it, or is given now."""
        message = update.effective_message
        words = None if message is None else words_for_us(message, self.desk.me)
        if message is None or words is None:
            return
        asker = await self.desk.asker(update)
        log = self.desk.records.conversations
        before = await self.desk.keep(log.of_message, asker.asking.chat, message.message_id)
        await self._answer(asker, words, before=before, edited=True)

    async def open_topic(self, asker: Asker, topic: str, language: str) -> bool:
        """Show *topic*; False if we do not have it any more."""
        known = self.desk.parts.knowledge.topic_by_id.get(topic)
        if known is None:
            return False
        reply = self.desk.parts.answerer.replies.topic(topic, language)
        understanding = Understanding(
            way="chosen",
            language=language,
            reply_language=language,
            question=known.title[language],
            candidates=(),
            decision="advice",
            topic=topic,
            knowledge_version=self.desk.parts.knowledge.version,
            reply=reply.html,
        )
        await self._deliver(asker, understanding, reply)
        return True

    async def _answer(self, asker: Asker, words: str, *, before: Logged | None = None, edited: bool = False) -> None:
        log = self.desk.records.conversations
        earlier = await self.desk.keep(
            log.questions_before, asker.asking, within=REMEMBERED_FOR, most=REMEMBERED_QUESTIONS
        )
        answer = await self.desk.think(
            self.desk.parts.answerer.answer,
            words,
            chosen_language=asker.chosen_language,
            client_language=asker.client_language,
            after=earlier,
        )
        if before is not None and before.reply_ids and before.question == answer.question:
            return  # Telegram also tells of changes that are none, such as a link's preview.
        understanding = _understanding(answer, self.desk.parts.knowledge.version, edited=edited)
        await self._deliver(asker, understanding, answer.reply, before=before)

    async def _deliver(
        self, asker: Asker, understanding: Understanding, reply: Reply, *, before: Logged | None = None
    ) -> None:
        """Log, send, and log what became of it; a reply that is out already is not sent again."""
        log = self.desk.records.conversations
        logged = await self.desk.keep(log.record_answer, asker.asking, understanding)
        if logged.delivery in {"sent", "blocked"}:
            return
        keyboard = offered(reply.offers, understanding.reply_language)
        try:
            outcome = await self._send(asker, reply, keyboard, before)
        except Exception:
            await self.desk.keep(log.record_delivery, logged, "failed")
            raise
        name, message_ids = _recorded(outcome)
        await self.desk.keep(log.record_delivery, logged, name, message_ids)

    async def _send(
        self, asker: Asker, reply: Reply, keyboard: InlineKeyboardMarkup | None, before: Logged | None
    ) -> Delivery:
        if before is not None and before.reply_ids:
            return await self.desk.sender.replace(asker.place, before.reply_ids, reply.html, keyboard)
        return await self.desk.sender.send(asker.place, reply.html, keyboard)


def _recorded(outcome: Delivery) -> tuple[DeliveryName, tuple[int, ...]]:
    match outcome:
        case Sent(message_ids=message_ids):
            return "sent", message_ids
        case Blocked():
            return "blocked", ()
        case Refused():
            return "failed", ()


def _understanding(answer: Answer, knowledge_version: str, *, edited: bool) -> Understanding:
    topics = answer.match.topics[:CANDIDATES_LOGGED] if answer.match.text else ()
    return Understanding(
        way="edited" if edited else "asked",
        language=answer.language,
        reply_language=answer.reply_language,
        question=answer.question,
        candidates=tuple((candidate.label.id, candidate.confidence) for candidate in topics),
        decision=answer.decision_name,
        topic=answer.decision.candidate.label.id if isinstance(answer.decision, Advice) else None,
        knowledge_version=knowledge_version,
        reply=answer.reply.html,
    )
