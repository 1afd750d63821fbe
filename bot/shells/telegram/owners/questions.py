"""Questions in words, new and changed ones, and topics asked for by button or link: answered, logged, sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.advice.conversation import EARLIER_KEPT, EARLIER_REMEMBERED
from bot.advice.repeating import Past
from bot.logged_answers import understanding_of, understanding_of_opened
from bot.records.conversation_log import Asking, DeliveryName, Logged, Part, Understanding
from bot.replies import Replies, Reply
from bot.shells.telegram.addressing import words_for_us, words_of
from bot.shells.telegram.delivery.deliveries import Blocked, Delivery, Refused, Sent
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.owners.cards import Cards, Standing
from bot.shells.telegram.owners.pointing_back import words_pointed_at

REMEMBERED_FOR = timedelta(minutes=30)
"""How long a question is one of the same conversation."""
OFFERED_AGAIN_FOR = timedelta(days=1)
"""How long somebody may want to go on with a topic that they were shown."""


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Answers questions."""

    desk: Desk

    async def on_question(self, update: Update, _context: Context) -> None:
        """Someone wrote something."""
        message = update.effective_message
        if message is not None and words_for_us(message, self.desk.me) is not None:
            await self.ask(await self.desk.asker(update), (*self.desk.handling[update.update_id].before, message))

    async def on_edited_question(self, update: Update, _context: Context) -> None:
        """Someone changed what they wrote."""
        message = update.effective_message
        if message is not None:
            await self.change(update, message, is_for_us=bool(words_for_us(message, self.desk.me)))

    async def ask(self, asker: Asker, messages: Sequence[Message]) -> None:
        """Answer the question that *messages* make together."""
        said = ((message.message_id, words_of(message, self.desk.me)) for message in messages)
        parts = tuple(Part(message_id=number, words=words) for number, words in said if words is not None)
        await self._answer(asker, parts, await words_pointed_at(self.desk, asker, messages[0]))

    async def change(self, update: Update, message: Message, *, is_for_us: bool = True) -> None:
        """Our answer changes with *message*, or is given now; what was not and is not for us is left alone."""
        asker = await self.desk.asker(update)
        log = self.desk.records.conversations
        before = await self.desk.keep(log.of_message, asker.asking.chat, message.message_id)
        if before is None and not is_for_us:
            return
        changed = Part(message_id=message.message_id, words=words_of(message, self.desk.me) or "")
        parts: tuple[Part, ...] = (changed,)
        if before is not None and before.parts:
            parts = tuple(changed if part.message_id == changed.message_id else part for part in before.parts)
        asking = replace(asker.asking, message_id=changed.message_id if before is None else before.message_id)
        pointed_at = await words_pointed_at(self.desk, asker, message)
        await self._answer(replace(asker, asking=asking), parts, pointed_at, before=before, edited=True)

    async def ask_words(self, asker: Asker, words: str) -> None:
        """Answer *words* that stand on a button, as if they had been written."""
        await self._answer(asker, (Part(message_id=0, words=words),), None)

    async def open_topic(self, asker: Asker, topic: str, language: str) -> bool:
        """Show *topic*; False if we do not have it any more."""
        known = self.desk.parts.knowledge.topic_by_id.get(topic)
        if known is None:
            return False
        reply = self.desk.parts.answerer.replies.topic(topic, language)
        version = self.desk.parts.knowledge.version
        understanding = understanding_of_opened(known, language, reply.html, version)
        await self._deliver(asker, understanding, reply)
        return True

    async def _answer(
        self,
        asker: Asker,
        parts: tuple[Part, ...],
        pointed_at: str | None,
        *,
        before: Logged | None = None,
        edited: bool = False,
    ) -> None:
        if len(parts) > 1:
            asker = replace(asker, asking=replace(asker.asking, parts=parts))
        earlier, past = await self.desk.keep(self._before, asker.asking)
        # Who just names us in a reply asks for an answer to that.
        words = " ".join(part.words for part in parts).strip() or pointed_at or ""
        after = earlier if pointed_at in {None, words, *earlier[-EARLIER_KEPT:]} else (*earlier, str(pointed_at))
        answer = await self.desk.think(
            self.desk.parts.answerer.answer,
            words,
            chosen_language=asker.chosen_language,
            client_language=asker.client_language,
            after=after,
            past=past,
        )
        if before is not None and before.reply_ids and before.question == answer.question:
            return  # Telegram also tells of changes that are none, such as a link's preview.
        version = self.desk.parts.knowledge.version
        understanding = understanding_of(answer, version, way="edited" if edited else "asked")
        await self._deliver(asker, understanding, answer.reply, before=before)

    def _before(self, asking: Asking) -> tuple[tuple[str, ...], Past]:
        """What was asked before, and what came of it."""
        log = self.desk.records.conversations
        questions = log.questions_before(asking, within=REMEMBERED_FOR, most=EARLIER_REMEMBERED)
        return questions, log.past(asking, refusals_within=REMEMBERED_FOR, topics_within=OFFERED_AGAIN_FOR)

    async def _deliver(
        self, asker: Asker, understanding: Understanding, reply: Reply, *, before: Logged | None = None
    ) -> None:
        """Log, send, and log what became of it; a reply that is out already is not sent again."""
        log = self.desk.records.conversations
        # A topic that was just opened is no question.
        is_asked = understanding.way != "chosen" and understanding.decision != "smalltalk"
        in_room = is_asked and asker.asking.chat_kind == ChatType.PRIVATE
        logged, standing = await self.desk.keep(
            self._record, asker, understanding, reply.topic, before, in_room=in_room
        )
        if logged.delivery in {"sent", "blocked"}:
            return
        keyboard = self._keyboard(understanding, reply, logged.id, standing)
        try:
            outcome = await self._send(asker, reply, keyboard, before, understanding.reply_language)
        except Exception:
            await self.desk.keep(log.record_delivery, logged, "failed")
            raise
        name, message_ids = _recorded(outcome)
        # It is out: if this failed, the question would be tried again and answered twice.
        latency = await self.desk.surely(log.record_delivery, logged, name, message_ids)
        self.desk.signs.replied(understanding.decision, understanding.reply_language, name, latency)
        if in_room and name == "sent":
            await tell_moderation(self.desk, asker)

    def _record(
        self,
        asker: Asker,
        understanding: Understanding,
        topic: str | None,
        before: Logged | None,
        *,
        in_room: bool,
    ) -> tuple[Logged, Standing]:
        """Log what is about to be sent, also in the room of who asked, and look how they stand to its *topic*."""
        records = self.desk.records
        logged = records.conversations.record_answer(asker.asking, understanding)
        if in_room:
            records.room_questions.add(asker.asking.person, logged.id, None if before is None else before.id)
        is_saved = topic is not None and records.saved.has(asker.asking.person, topic)
        return logged, Standing(is_saved=is_saved)

    def _keyboard(
        self, understanding: Understanding, reply: Reply, answer: int, standing: Standing
    ) -> InlineKeyboardMarkup | None:
        if not (reply.topic or understanding.candidates):
            return None  # There was nothing in the words to go on from.
        cards = Cards(self.desk.parts, self.desk.me)
        return cards.under(reply, understanding.decision, answer, understanding.reply_language, standing)

    async def _send(
        self, asker: Asker, reply: Reply, keyboard: InlineKeyboardMarkup | None, before: Logged | None, language: str
    ) -> Delivery:
        if before is not None and before.reply_ids:
            return await self.desk.sender.replace(asker.place, before.reply_ids, reply.html, keyboard)
        html = reply.html
        if asker.late_by is not None:
            html = f"{excuse(self.desk.parts.answerer.replies, asker.late_by, language)}\n\n{html}"
        return await self.desk.sender.send(asker.place, html, keyboard)


async def tell_moderation(desk: Desk, asker: Asker) -> None:
    """Tell who asks in a room if the way from a question to its wall is another one than they know."""
    person, members = asker.asking.person, desk.records.room_members
    room = await desk.keep(members.moderation_to_tell, person)
    if room is None:
        return
    html = desk.parts.answerer.replies.page("moderation_changed", asker.language, room=room)
    if isinstance(await desk.sender.send(asker.place, html), Sent):
        await desk.keep(members.mark_told_moderation, person, room)


def excuse(replies: Replies, late_by: timedelta, language: str) -> str:
    """The line that stands before an answer that comes so late."""
    minutes = round(late_by / timedelta(minutes=1))
    return replies.page("late", language, minutes=minutes, hours=round(minutes / 60), days=round(minutes / 60 / 24))


def _recorded(outcome: Delivery) -> tuple[DeliveryName, tuple[int, ...]]:
    match outcome:
        case Sent(message_ids=message_ids):
            return "sent", message_ids
        case Blocked():
            return "blocked", ()
        case Refused():
            return "failed", ()
