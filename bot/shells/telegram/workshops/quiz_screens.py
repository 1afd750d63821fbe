"""What trainers and people in rooms see of quizzes."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.pages.quizzes import Round
from bot.paging import Page
from bot.records.quiz_names import Nickname
from bot.records.quizzes import Quiz
from bot.shells.telegram.keyboards import Row, Screen, button, row
from bot.shells.telegram.workshops.quiz_buttons import (
    AskInstead,
    DecideNickname,
    DraftQuiz,
    NameMe,
    QuizAction,
    ShowNicknames,
)
from bot.shells.telegram.workshops.room_buttons import RoomAction
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.counts import shown
from bot.workshops.rooms import Room
from bot.workshops.scores import Score, leaderboard

_NAME_SHOWN = 48


@dataclass(frozen=True, kw_only=True)
class QuizScreens(WorkshopScreens):
    """Makes the screens of quizzes."""

    def which(self, rooms: tuple[Room, ...], count: int, language: str) -> Screen:
        """Rooms of a trainer, to choose one for a quiz."""
        rows = [
            row(f"{room.name[:_NAME_SHOWN]} · {room.code}", DraftQuiz(language=language, room=room.id, count=count))
            for room in rooms
        ]
        return self.screen("workshop_which", language, rows, count=len(rooms))

    def draft(self, room: Room, quiz: Quiz, page: int, language: str) -> Screen:
        """A question of a draft, and what can be done with it."""
        count = len(quiz.questions)
        page = min(max(1, page), count)
        before = [self._lead(quiz, "page", language, page - 1, "quiz_before")] if page > 1 else []
        after = [self._lead(quiz, "page", language, page + 1, "quiz_after")] if page < count else []
        names = "quiz_names_shown" if quiz.shows_names else "quiz_names_hidden"
        rows: list[Row] = [
            (*before, *after),
            (self._lead(quiz, "change", language, page),),
            (self._lead(quiz, "names", language, page, names),),
            (self._lead(quiz, "send", language, page),),
            (self._lead(quiz, "discard", language, page),),
        ]
        question = quiz.questions[page - 1]
        values = {"room": room, "number": page, "count": count, "question": question}
        return self.screen("quiz_draft", language, rows, **values)

    def round(self, room: Room, quiz: Quiz, *, reached: int, answered: int, language: str) -> Screen:
        """The question a quiz is at, and how many have answered; with the buttons that lead on."""
        rows: list[Row] = []
        if quiz.state == "running":
            results = [self._lead(quiz, "results", language, quiz.number)] if quiz.is_open else []
            rows = [
                (*results, self._next(quiz, language)),
                (self._lead(quiz, "end", language, quiz.number),),
                self._to_nicknames(room.id, quiz, language),
            ]
        return self.screen(
            "quiz_round",
            language,
            rows,
            room=room,
            quiz=quiz,
            count=len(quiz.questions),
            reached=shown(reached),
            answered=shown(answered),
        )

    def results(self, quiz: Quiz, round_: Round, language: str) -> Screen:
        """The words under the picture of a question's results; with the buttons that lead on, if it is the last one."""
        is_here = quiz.state == "running" and quiz.number == round_.number
        rows: list[Row] = []
        if is_here:
            rows = [
                (self._next(quiz, language),),
                (self._lead(quiz, "end", language, quiz.number),),
                self._to_nicknames(quiz.workshop, quiz, language),
            ]
        return self.screen("quiz_results", language, rows, round=round_, count=len(quiz.questions))

    def over(
        self, room: Room, quiz: Quiz, rounds: tuple[Round, ...], scores: tuple[Score, ...], language: str
    ) -> Screen:
        """How a quiz went, for its trainer."""
        standings = leaderboard(scores) if quiz.shows_names else ()
        values = {"room": room, "rounds": rounds, "people": shown(len(scores)), "standings": standings}
        rows = [self._to_nicknames(room.id, quiz, language) if standings else ()]
        return self.screen("quiz_over", language, rows, shows_names=quiz.shows_names, **values)

    def done(self, quiz: Quiz, person: str, scores: tuple[Score, ...], language: str) -> Screen:
        """How somebody did, for themselves."""
        own = next((score.right for score in scores if score.person == person), 0)
        standings = leaderboard(scores) if quiz.shows_names else ()
        return self.screen("quiz_done", language, right=own, count=len(quiz.questions), standings=standings)

    def intro(self, room: int, name: str, quiz: Quiz, language: str) -> Screen:
        """What a quiz is, and the question for a nickname."""
        rows: list[Row] = []
        if quiz.shows_names:
            rows = [
                self.row(language, f"quiz_name_{wish}", NameMe(language=language, room=room, wish=wish))
                for wish in ("yes", "no")
            ]
        values = {"name": name, "count": len(quiz.questions), "shows_names": quiz.shows_names}
        return self.screen("quiz_intro", language, rows, **values)

    def name(self, outcome: str, name: str, language: str, ask_instead: Room | None = None) -> Screen:
        """What became of a wish for a nickname in a room; with a way to have it answered instead."""
        rows: list[Row] = []
        if ask_instead is not None:
            press = AskInstead(language=language, room=ask_instead.id)
            rows = [self.row(language, "quiz_ask_instead", press)]
        return self.screen("quiz_name", language, rows, outcome=outcome, name=name)

    def nicknames(self, room: Room, page: Page[Nickname], over: Quiz | None, language: str) -> Screen:
        """A page of the nicknames in a room, to strike one or give it back; *over* is a quiz with a leaderboard."""
        mask = self.label(self.desk.parts.templates.spoken(room.language), "quiz_mask").format(number=1)
        decisions = tuple(self._decide(room, page.number, number, name, language) for number, name in page.numbered)
        again = [] if over is None else [self._lead(over, "end", language, over.number, "quiz_leaders_again")]
        turning = self.turning(
            page, language, lambda number: ShowNicknames(language=language, room=room.id, page=number)
        )
        return self.screen(
            "quiz_nicknames", language, [decisions, turning, tuple(again)], room=room, page=page, mask=mask
        )

    def _decide(self, room: Room, page: int, number: int, name: Nickname, language: str) -> InlineKeyboardButton:
        sign, decision = ("✕", "strike") if name.struck is None else ("↺", "give_back")
        press = DecideNickname(language=language, room=room.id, page=page, mark=name.mark, decision=decision)
        return button(f"{sign} {number}", press)

    def _to_nicknames(self, room: int, quiz: Quiz, language: str) -> Row:
        press = RoomAction(language=language, action="nicknames", room=room)
        return self.row(language, "workshop_nicknames", press) if quiz.shows_names else ()

    def _next(self, quiz: Quiz, language: str) -> InlineKeyboardButton:
        label = "quiz_next" if quiz.number < len(quiz.questions) else "quiz_finish"
        return self._lead(quiz, "next", language, quiz.number, label)

    def _lead(
        self, quiz: Quiz, action: str, language: str, number: int, label: str | None = None
    ) -> InlineKeyboardButton:
        press = QuizAction(language=language, action=action, quiz=quiz.id, number=number)
        return button(self.label(language, label or f"quiz_{action}"), press)
