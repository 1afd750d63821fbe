"""What a room is told in the words of the templates: its board, its wall, its hand-out, its join sheet, its table."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.citing import Card, card_of
from bot.advice.knowledge import KnowledgeBase
from bot.files.templates import Templates
from bot.pages.cases import CaseResult
from bot.pages.quizzes import Round
from bot.pictures.boards import BoardBar, BoardPicture, draw_board
from bot.pictures.qr import qr_svg
from bot.records.room_questions import RoomQuestion
from bot.records.spreadsheets import csv_file
from bot.workshops.counts import Board, RoomCounts, board_of
from bot.workshops.rooms import Room
from bot.workshops.walls import WallQuestion, each_once, in_order

QUESTIONS_ON_WALL = 5
_COLUMNS = ("topic", "title", "question", "language", "answered")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A topic of the room, and what was asked about it, every wording once."""

    card: Card
    questions: tuple[RoomQuestion, ...]


class RoomPages:
    """Puts rooms into words on *knowledge* with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    def board(self, counts: RoomCounts, language: str) -> Board:
        """What the room may see of its *counts*."""
        return board_of(counts, {topic.id: topic.title[language] for topic in self.knowledge.topics})

    def live_board(self, room: Room, counts: RoomCounts, language: str) -> str:
        """The board as a message."""
        return self.templates.render(language, "board", room=room, board=self.board(counts, language))

    def board_picture(self, room: Room, counts: RoomCounts, language: str) -> bytes:
        """The board for a projector, as PNG."""
        return draw_board(self.board_chart(room, counts, language))

    def board_chart(self, room: Room, counts: RoomCounts, language: str) -> BoardPicture:
        """What the picture shows."""
        board = self.board(counts, language)
        numbers = [
            (self._few(board.people, language), self._label(language, "board_people")),
            (str(board.questions), self._label(language, "board_questions")),
            (str(board.answered), self._label(language, "board_answered")),
            (str(board.unanswered), self._label(language, "board_unanswered")),
        ]
        people = self._label(language, "board_asked")
        bars = [
            BoardBar(name=bar.title, share=bar.share, words=people.format(people=self._few(bar.people, language)))
            for bar in board.topics
        ]
        empty = self._label(language, "board_empty")
        return BoardPicture(title=room.name, badge=room.code, numbers=numbers, bars=bars, empty=empty)

    def caption(self, room: Room, counts: RoomCounts, language: str) -> str:
        """In words what the picture shows."""
        return self.templates.render(language, "board_caption", room=room, board=self.board(counts, language))

    def join_sheet(self, room: Room, link: str, day: str | None, language: str) -> bytes:
        """A page to print and hang up: how to join, with the code and a QR code."""
        values = {"room": room, "link": link, "day": day, "qr": qr_svg(link)}
        return self.templates.render(language, "join_sheet", **values).encode()

    def wall_now(
        self,
        room: Room,
        counts: RoomCounts,
        questions: Sequence[WallQuestion],
        language: str,
        *,
        ending: str | None = None,
    ) -> str:
        """What changes on the wall, as HTML; with *ending*, the last of it."""
        newest = each_once(in_order(questions, "newest"))[:QUESTIONS_ON_WALL]
        values = {"room": room, "board": self.board(counts, language), "questions": newest, "ending": ending}
        return self.templates.render(language, "frames/wall_now", **values, say=self.templates.labels(language))

    def wall(self, room: Room, link: str, username: str, now: str, language: str, *, nonce: str | None = None) -> bytes:
        """The wall around what is on it *now*: a page for a projector that needs nothing else.

        With a *nonce*, the only one whose styles and scripts run, it is served by us and keeps itself up to date.
        """
        values = {"room": room, "username": username, "qr": qr_svg(link), "now": now, "nonce": nonce}
        return self.templates.render(language, "frames/wall", **values, say=self.templates.labels(language)).encode()

    def wall_unknown(self) -> bytes:
        """The page for a link that leads to no wall, in every language: who has it may speak any."""
        said = [self.templates.labels(language) for language in self.templates.languages]
        return self.templates.render(self.templates.languages[0], "frames/wall_unknown", said=said).encode()

    def hand_out(
        self,
        room: Room,
        questions: Sequence[RoomQuestion],
        language: str,
        *,
        counts: RoomCounts | None = None,
        saved: Sequence[str] = (),
        day: str | None = None,
        quizzes: Sequence[Sequence[Round]] = (),
        cases: Sequence[CaseResult] = (),
    ) -> bytes:
        """One page to keep and print: what was asked by topic, with the answers, and what was not answered.

        With *counts* for the trainer, without for participants; *saved* are the topics somebody saved for themselves.
        """
        asked = self.asked(questions, language)
        there = {part.card.topic for part in asked}
        own = [self._card(topic, language) for topic in saved if topic in self.knowledge.topic_by_id]
        cards = [*(part.card for part in asked), *(card for card in own if card.topic not in there)]
        cited = {source.paper for card in cards for source in card.sources}
        values = {
            "room": room,
            "day": day,
            "board": None if counts is None else self.board(counts, language),
            "asked": asked,
            "open": _by_words([question for question in questions if not self._has_topic(question)]),
            "quizzes": quizzes,
            "cases": cases,
            "saved": [card for card in own if card.topic not in there],
            "papers": [paper for paper in self.knowledge.papers if paper.id in cited],
            "language": language,
        }
        return self.templates.render(language, "handout_room", **values).encode()

    def asked(self, questions: Sequence[RoomQuestion], language: str) -> tuple[Asked, ...]:
        """The topics of *questions*, the most asked first, each with what was asked."""
        by_topic: dict[str, list[RoomQuestion]] = {}
        for question in questions:
            if question.topic is not None and self._has_topic(question):
                by_topic.setdefault(question.topic, []).append(question)
        order = sorted(by_topic, key=lambda topic: (-len(by_topic[topic]), topic))
        return tuple(Asked(card=self._card(topic, language), questions=_by_words(by_topic[topic])) for topic in order)

    def table(self, questions: Sequence[RoomQuestion], language: str) -> bytes:
        """All questions as CSV, ordered by topic and by words: the order in which they came could tell who asked."""
        rows = []
        for question in questions:
            topic = self.knowledge.topic_by_id.get(question.topic or "")
            title = "" if topic is None else topic.title[language]
            answered = self._label(language, "table_yes" if question.is_answered else "table_no")
            words = self.templates.with_marks_named(language, question.question)
            rows.append((question.topic or "", title, words, question.language, answered))
        return csv_file([self._label(language, f"table_{column}") for column in _COLUMNS], sorted(rows))

    def _has_topic(self, question: RoomQuestion) -> bool:
        return question.is_answered and question.topic in self.knowledge.topic_by_id

    def _card(self, topic: str, language: str) -> Card:
        return card_of(self.knowledge.topic_by_id[topic], self.knowledge, language)

    def _few(self, people: int | None, language: str) -> str:
        return self._label(language, "board_few") if people is None else str(people)

    def _label(self, language: str, key: str) -> str:
        return self.templates.label(language, key)


def _by_words(questions: Sequence[RoomQuestion]) -> tuple[RoomQuestion, ...]:
    """Every wording of *questions* once: the order in which they came could tell who asked."""
    wordings = {question.question: question for question in questions}
    return tuple(wordings[words] for words in sorted(wordings))
