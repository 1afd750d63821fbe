"""Answer cards: the buttons under an answer, and the screens that open in its place.

the answer  <->  first steps | what the papers say | sources | related topics
|
not helpful  ->  why?  ->  two other topics  ->  themes  ->  leave the question
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, SwitchInlineQueryChosenChat, User

from bot.assembly import Parts
from bot.records.feedback import Opinion, Reason
from bot.replies import Reply, Section
from bot.shells.telegram.keyboards import Row, Screen, button, keyboard_of, offered, row
from bot.shells.telegram.owners.card_buttons import (
    Explain,
    Judge,
    OfferLeaving,
    OpenThemesFor,
    SaveTopic,
    ShowAnswer,
    ShowPart,
)
from bot.shells.telegram.owners.links import share_link
from bot.shells.telegram.screens import theme_rows

SECTION_OF: Mapping[str, Section] = {"s": "steps", "p": "papers", "c": "cited"}
REASON_OF: Mapping[str, Reason] = {"w": "wrong_topic", "g": "too_general", "o": "out_of_date", "u": "unclear"}
OTHERS_OFFERED = 2


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a person stands to an answer: what they said of it, and whether its topic is on their list."""

    opinion: Opinion | None = None
    is_saved: bool = False


class Cards:
    """Makes buttons and screens of one set of *parts*, for the bot *me*."""

    def __init__(self, parts: Parts, me: User) -> None:
        self._replies = parts.answerer.replies
        self._templates = parts.templates
        self._knowledge = parts.knowledge
        self._me = me

    def under(
        self, reply: Reply, decision: str, answer: int, language: str, standing: Standing
    ) -> InlineKeyboardMarkup | None:
        """The buttons under *reply*, given on a *decision* and logged in the row *answer*."""
        offers = offered(reply.offers, language)
        if reply.topic is not None:
            return keyboard_of(self._card_rows(reply.topic, answer, language, standing))
        if decision == "choice":
            none_fits = row(self._label(language, "none_of_these"), OpenThemesFor(language=language, answer=answer))
            return keyboard_of([*offers, none_fits])
        if decision == "none":
            return keyboard_of([*offers, *self._ways_on(reply, answer, language)])
        if decision == "advice":
            return keyboard_of([*offers, self._judge_row(answer, language, standing)])
        return keyboard_of(offers)

    def part(self, part: str, topic: str, answer: int, language: str) -> Screen:
        """A part of a topic's card, with the way to the other parts and back."""
        rows: list[Row] = []
        if part == "r":
            related = self._replies.offers(self._knowledge.topic_by_id[topic].related, language)
            title = self._knowledge.topic_by_id[topic].title[language]
            html = self._replies.page("related", language, title=title)
            rows += offered(related, language)
        else:
            html = self._replies.section(topic, language, SECTION_OF[part])
        if part == "c":
            rows += self._copy_rows(topic, language)
        others = [self._part_button(other, topic, answer, language) for other in "spc" if other != part]
        rows += [tuple(others[:2]), tuple(others[2:])]
        rows.append((self._part_button("a", topic, answer, language),))
        return Screen(html=html, keyboard=keyboard_of(rows))

    def why(self, question: str, answer: int, language: str, back: Row) -> Screen:
        """What was wrong with the answer to *question*?"""
        reasons = [
            button(self._label(language, f"reason_{reason}"), Explain(language=language, answer=answer, reason=code))
            for code, reason in REASON_OF.items()
        ]
        html = self._replies.page("why", language, question=question)
        return Screen(html=html, keyboard=keyboard_of([tuple(reasons[:2]), tuple(reasons[2:]), back]))

    def others(self, reason: str, topics: Sequence[str], answer: int, language: str, back: Row) -> Screen:
        """Thanks for the *reason*, and other *topics* that may help."""
        offers = self._replies.offers(topics, language)
        none_fits = row(
            self._label(language, "none_of_these" if offers else "by_theme"),
            OpenThemesFor(language=language, answer=answer),
        )
        leaving = self._leave_row(answer, language)
        reason_label = self._label(language, f"reason_{reason}")
        html = self._replies.page("others", language, reason=reason_label, offers=offers)
        return Screen(html=html, keyboard=keyboard_of([*offered(offers, language), none_fits, leaving, back]))

    def back_row(self, topic: str | None, answer: int, language: str) -> Row:
        """The way back to the answer, which may be a topic's card."""
        if topic is not None and topic in self._knowledge.topic_by_id:
            return (self._part_button("a", topic, answer, language),)
        return row(self._label(language, "part_a"), ShowAnswer(language=language, answer=answer))

    def _card_rows(self, topic: str, answer: int, language: str, standing: Standing) -> list[Row]:
        def part(code: str) -> InlineKeyboardButton:
            return self._part_button(code, topic, answer, language)

        saved, wanted = ("saved", "n") if standing.is_saved else ("save", "y")
        saving = SaveTopic(language=language, topic=topic, answer=answer, wanted=wanted)
        return [
            (part("s"), part("p")),
            (part("c"), part("r")),
            self._judge_row(answer, language, standing),
            (button(self._label(language, saved), saving), self._share_button(topic, language)),
        ]

    def _judge_row(self, answer: int, language: str, standing: Standing) -> Row:
        given = None if standing.opinion is None else standing.opinion.verdict
        return (
            button(
                self._label(language, "helpful_given" if given == "helpful" else "helpful"),
                Judge(language=language, answer=answer, verdict="h"),
            ),
            button(
                self._label(language, "not_helpful_given" if given == "not_helpful" else "not_helpful"),
                Judge(language=language, answer=answer, verdict="n"),
            ),
        )

    def _ways_on(self, reply: Reply, answer: int, language: str) -> list[Row]:
        if reply.offers_themes:
            return [*theme_rows(self._replies, language, answer), self._leave_row(answer, language)]
        by_theme = row(self._label(language, "by_theme"), OpenThemesFor(language=language, answer=answer))
        return [by_theme, self._leave_row(answer, language)]

    def _leave_row(self, answer: int, language: str) -> Row:
        return row(self._label(language, "leave_question"), OfferLeaving(language=language, answer=answer))

    def _part_button(self, part: str, topic: str, answer: int, language: str) -> InlineKeyboardButton:
        label = f"section_{SECTION_OF[part]}" if part in SECTION_OF else f"part_{part}"
        press = ShowPart(language=language, topic=topic, answer=answer, part=part)
        return button(self._label(language, label), press)

    def _copy_rows(self, topic: str, language: str) -> list[Row]:
        label = self._label(language, "copy_citation")
        return [
            (InlineKeyboardButton(label.format(paper=short), copy_text=CopyTextButton(line)),)
            for short, line in self._replies.citations(topic, language)
        ]

    def _share_button(self, topic: str, language: str) -> InlineKeyboardButton:
        """Shares by inline mode where the bot has it, else by a link that opens the topic."""
        title = self._knowledge.topic_by_id[topic].title[language]
        label = self._label(language, "share")
        if not self._me.supports_inline_queries:
            return InlineKeyboardButton(label, url=share_link(self._me, topic, title))
        anywhere = SwitchInlineQueryChosenChat(
            query=title, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
        return InlineKeyboardButton(label, switch_inline_query_chosen_chat=anywhere)

    def _label(self, language: str, key: str) -> str:
        return self._templates.label(language, key)
