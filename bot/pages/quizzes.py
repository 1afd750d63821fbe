"""Quizzes put into the words of the templates: questions to ask, results as a picture, for reports, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from bot.advice.citing import source_of
from bot.advice.knowledge import Claim, KnowledgeBase
from bot.files.templates import Templates
from bot.pictures.choices import ChoiceBar, ChoicePicture, draw_choices
from bot.records.quizzes import Quiz
from bot.records.spreadsheets import csv_file
from bot.workshops.counts import shown
from bot.workshops.quizzes import QuizQuestion, QuizWords
from bot.workshops.rooms import Room
from bot.workshops.scores import Chosen, Rank, chosen

_COLUMNS = ("quiz", "round", "asked", "option", "right", "people")


@dataclass(frozen=True, kw_only=True)
class Round:
    """A question that a room was asked, and how it answered; ``answered`` is None where too few did to tell."""

    number: int
    question: QuizQuestion
    options: tuple[Chosen, ...]
    answered: int | None

    @property
    def right(self) -> Chosen:
        """The right option."""
        return self.options[self.question.right]


class QuizPages:
    """Puts quizzes into words on *knowledge* with *templates*."""

    def __init__(self, knowledge: KnowledgeBase, templates: Templates) -> None:
        self.knowledge = knowledge
        self.templates = templates

    def words(self, language: str) -> QuizWords:
        """What questions are worded with."""
        names = ("measure", "paper", "truth", "figure", "is_true", "is_false", "explained", "said_elsewhere")
        labels = {name: self._label(language, f"quiz_{name}") for name in names}
        return QuizWords(language=language, cited=lambda claim: self._cited(claim, language), **labels)

    def round(self, quiz: Quiz, number: int, counts: Sequence[int]) -> Round:
        """The question of this *number* with what may be seen of its *counts*."""
        question = quiz.questions[number - 1]
        return Round(
            number=number,
            question=question,
            options=chosen(question.options, (question.right,), counts),
            answered=shown(sum(counts)),
        )

    def picture(self, room: Room, quiz: Quiz, round_: Round) -> bytes:
        """How the room answered, for a projector, as PNG."""
        return draw_choices(self.chart(room, quiz, round_))

    def chart(self, room: Room, quiz: Quiz, round_: Round) -> ChoicePicture:
        """What the picture shows."""
        language = quiz.language
        bars = [
            ChoiceBar(text=one.text, share=one.share, words=self.people(one.people, language), is_right=one.is_right)
            for one in round_.options
        ]
        note = self._label(language, "quiz_picture_note").format(
            room=room.name,
            number=round_.number,
            count=len(quiz.questions),
            answered=self.people(round_.answered, language),
        )
        return ChoicePicture(title=round_.question.ask, bars=bars, note=note)

    def leaders(self, room: Room, quiz: Quiz, standings: Sequence[Rank]) -> bytes:
        """The leaderboard for a projector, as PNG."""
        return draw_choices(self.leaders_chart(room, quiz, standings))

    def leaders_chart(self, room: Room, quiz: Quiz, standings: Sequence[Rank]) -> ChoicePicture:
        """What the picture of the leaderboard shows: how many answers of each were right; the first are ticked."""
        count = max(1, quiz.number)
        bars = [
            ChoiceBar(
                text=f"{one.place}. {one.name}",
                share=one.right / count,
                words=str(one.right),
                is_right=one.place == 1,
            )
            for one in standings
        ]
        title = self._label(quiz.language, "quiz_leaders_title").format(room=room.name)
        note = self._label(quiz.language, "quiz_leaders_note").format(count=count)
        return ChoicePicture(title=title, bars=bars, note=note)

    def people(self, people: int | None, language: str) -> str:
        """A number of people as it may be told."""
        return self._label(language, "board_few") if people is None else str(people)

    def table(self, played: Sequence[Sequence[Round]], language: str) -> bytes:
        """The rounds of all quizzes as CSV; numbers that are too small to tell are left open."""
        answers = {True: self._label(language, "table_yes"), False: self._label(language, "table_no")}
        rows = [
            (number, round_.number, round_.question.ask, one.text, answers[one.is_right], one.people)
            for number, rounds in enumerate(played, start=1)
            for round_ in rounds
            for one in round_.options
        ]
        return csv_file([self._label(language, f"table_{column}") for column in _COLUMNS], rows)

    def _cited(self, claim: Claim, language: str) -> str:
        short = self.knowledge.paper_by_id[claim.paper].short[language]
        source = source_of(self.knowledge, claim.id, language, 1)
        return unescape(self.templates.render(language, "quiz_cited", short=short, claim=source))

    def _label(self, language: str, key: str) -> str:
        return self.templates.label(language, key)
