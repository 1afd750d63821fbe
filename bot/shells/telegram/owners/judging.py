"""Going on from an answer: its parts, my list, and what people say of it."""

from dataclasses import dataclass
from typing import Literal

from bot.advice.certainty import certainty_of
from bot.advice.markup import plain_text
from bot.records.conversation_log import LoggedAnswer
from bot.records.feedback import Opinion
from bot.replies import Reply
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.owners.card_buttons import Explain, Judge, SaveTopic, ShowAnswer, ShowPart
from bot.shells.telegram.owners.cards import OTHERS_OFFERED, REASON_OF, Cards, Standing
from bot.shells.telegram.pressing import Pressed, turn_to


@dataclass(frozen=True, kw_only=True)
class Judging:
    """Follows the buttons under answers."""

    desk: Desk

    @property
    def cards(self) -> Cards:
        """Of the knowledge in force."""
        return Cards(self.desk.parts, self.desk.me)

    async def on_show_part(self, press: ShowPart, pressed: Pressed) -> bool:
        """Someone opens a part of a card, or goes back to the answer."""
        if press.topic not in self.desk.parts.knowledge.topic_by_id:
            return False
        logged = await self._logged(press.answer, pressed)
        if press.part == "a":
            screen = await self._card(press.topic, press.answer, logged, pressed)
        else:
            screen = self.cards.part(press.part, press.topic, press.answer, pressed.language)
        return await turn_to(self.desk, screen, pressed)

    async def on_show_answer(self, press: ShowAnswer, pressed: Pressed) -> bool:
        """Someone goes back to an answer."""
        logged = await self._logged(press.answer, pressed)
        if logged is None:
            return False
        return await turn_to(self.desk, await self._answer(press.answer, logged, pressed), pressed)

    async def on_save_topic(self, press: SaveTopic, pressed: Pressed) -> bool:
        """Someone puts a topic on their list, or takes it off."""
        if press.topic not in self.desk.parts.knowledge.topic_by_id:
            return False
        logged = await self._logged(press.answer, pressed)
        saved, person = self.desk.records.saved, pressed.asker.asking.person
        await self.desk.keep(saved.add if press.wanted == "y" else saved.remove, person, press.topic)
        return await turn_to(self.desk, await self._card(press.topic, press.answer, logged, pressed), pressed)

    async def on_judge(self, press: Judge, pressed: Pressed) -> bool:
        """Someone says whether an answer helped."""
        verdict: Literal["helpful", "not_helpful"] = "helpful" if press.verdict == "h" else "not_helpful"
        logged = await self._logged(press.answer, pressed)
        if logged is None:
            return False
        given = await self.desk.keep(self.desk.records.feedback.on, press.answer)
        if given is None or given.verdict != verdict:  # The same once more takes no reason back.
            await self._give(press.answer, pressed, Opinion(verdict=verdict))
        if verdict == "helpful":
            screen = await self._answer(press.answer, logged, pressed)
        else:
            back = self.cards.back_row(logged.topic, press.answer, pressed.language)
            screen = self.cards.why(
                self._shown_question(logged, pressed.language), press.answer, pressed.language, back
            )
        return await turn_to(self.desk, screen, pressed)

    async def on_explain(self, press: Explain, pressed: Pressed) -> bool:
        """Someone says why an answer did not help."""
        logged = await self._logged(press.answer, pressed)
        if logged is None:
            return False
        reason = REASON_OF[press.reason]
        await self._give(press.answer, pressed, Opinion(verdict="not_helpful", reason=reason))
        back = self.cards.back_row(logged.topic, press.answer, pressed.language)
        screen = self.cards.others(reason, self._other_topics(logged), press.answer, pressed.language, back)
        return await turn_to(self.desk, screen, pressed)

    async def _logged(self, answer: int, pressed: Pressed) -> LoggedAnswer | None:
        return await self.desk.keep(self.desk.records.conversations.answer, answer, pressed.asker.asking.chat)

    async def _give(self, answer: int, pressed: Pressed, opinion: Opinion) -> None:
        await self.desk.keep(self.desk.records.feedback.give, answer, pressed.asker.asking.person, opinion)

    def _shown_question(self, logged: LoggedAnswer, language: str) -> str:
        topic = self.desk.parts.knowledge.topic_by_id.get(logged.topic or "")
        return logged.question if topic is None else topic.title[language]

    def _other_topics(self, logged: LoggedAnswer) -> tuple[str, ...]:
        """The next candidates; for a topic that was chosen, which has none, its related topics."""
        known = self.desk.parts.knowledge.topic_by_id
        own = known.get(logged.topic or "")
        others = [topic for topic, _ in logged.candidates] or (list(own.related) if own else [])
        return tuple(topic for topic in others if topic in known and topic != logged.topic)[:OTHERS_OFFERED]

    async def _answer(self, answer: int, logged: LoggedAnswer, pressed: Pressed) -> Screen:
        """The answer in a row, as it was given."""
        if logged.topic is not None and logged.topic in self.desk.parts.knowledge.topic_by_id:
            return await self._card(logged.topic, answer, logged, pressed)
        reply = Reply(html=logged.reply)
        asked = await self.desk.think(
            self.desk.parts.answerer.answer, logged.question, chosen_language=logged.reply_language
        )
        if plain_text(asked.reply.html) == plain_text(logged.reply):
            reply = asked.reply
        opinion = await self.desk.keep(self.desk.records.feedback.on, answer)
        keyboard = self.cards.under(reply, logged.decision, answer, pressed.language, Standing(opinion=opinion))
        return Screen(html=reply.html, keyboard=keyboard)

    async def _card(self, topic: str, answer: int, logged: LoggedAnswer | None, pressed: Pressed) -> Screen:
        """The card of *topic*, in the very words of the answer where nothing has changed since."""
        language = pressed.language
        certainty = None
        if logged is not None and logged.topic == topic:
            certainty = next((certainty_of(sure) for other, sure in logged.candidates if other == topic), None)
        reply = self.desk.parts.answerer.replies.topic(topic, language, certainty=certainty)
        now = (topic, language, self.desk.parts.knowledge.version)
        if logged is not None and now == (logged.topic, logged.reply_language, logged.knowledge_version):
            reply = Reply(html=logged.reply, topic=topic)
        standing = Standing(
            opinion=await self.desk.keep(self.desk.records.feedback.on, answer),
            is_saved=await self.desk.keep(self.desk.records.saved.has, pressed.asker.asking.person, topic),
        )
        return Screen(html=reply.html, keyboard=self.cards.under(reply, "advice", answer, language, standing))
