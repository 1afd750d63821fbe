"""Quizzes and exercises in a rehearsal: simulated people answer those of the trainer, and play one of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from bot.advice.knowledge import Case, KnowledgeBase
from bot.advice.markup import plain_text
from bot.assembly import Parts
from bot.pages.cases import CasePages
from bot.pages.quizzes import QuizPages
from bot.records.opening import Records
from bot.records.quizzes import Quiz
from bot.records.rehearsals import Rehearsals
from bot.records.room_cases import RoomCase
from bot.workshops.cases import Choices, Stage, options_of
from bot.workshops.counts import shown
from bot.workshops.quizzes import quiz
from bot.workshops.rooms import Room
from bot.workshops.scores import leaderboard

QUESTIONS = 3
_KNOW = 0.6
"""How probably somebody knows a right answer."""
_NAMED_EACH = 3
"""One of so many has a nickname."""


@dataclass(kw_only=True)
class Crowd:
    """So many simulated *people*."""

    rehearsals: Rehearsals
    records: Records
    people: int
    seed: int
    _done: set[tuple[str, int, int]] = field(default_factory=set)

    def join_in(self, room: Room, knowledge: KnowledgeBase) -> None:
        """Answer what the trainer has opened in *room*, once."""
        running = self.records.quizzes.running_in(room.id)
        if running is not None and running.is_open:
            self.answer(room, running)
        given = self.records.room_cases.open_in(room.id)
        case = None if given is None else knowledge.case_by_id.get(given.case)
        if given is not None and case is not None:
            self.choose(given, case)

    def answer(self, room: Room, running: Quiz) -> None:
        """Everybody answers the question that the quiz is at."""
        chance = Random(f"{self.seed} {running.id} {running.number}")  # noqa: S311 - a play, no secret
        for person in self._new("quiz", running.id, running.number):
            if person % _NAMED_EACH == 0:
                self.rehearsals.name(person, room, f"{person:03}")
            options = range(len(running.question.options))
            knows = chance.random() < _KNOW
            self.rehearsals.answer(person, running, running.question.right if knows else chance.choice(options))

    def choose(self, given: RoomCase, case: Case) -> None:
        """Everybody chooses challenges and measures."""
        chance = Random(f"{self.seed} {given.id}")  # noqa: S311 - a play, no secret
        for person in self._new("case", given.id, 0):
            challenges = _some(options_of(case, "challenges"), case.challenges, chance)
            measures = _some(options_of(case, "measures"), case.measures, chance)
            choices = Choices(stage="sent", challenges=challenges, measures=measures)
            self.rehearsals.choose(person, given, choices)

    def _new(self, what: str, number: int, part: int) -> Sequence[int]:
        """Everybody, the first time that this is asked."""
        is_new = (what, number, part) not in self._done
        self._done.add((what, number, part))
        return range(1, self.people + 1) if is_new else ()


def play_exercises(room: Room, parts: Parts, records: Records, crowd: Crowd) -> None:
    """Play a quiz and an exercise, and print what the trainer would see.

    Where real people are in the room, or the trainer has begun something, that is left to the trainer.
    """
    is_free = not records.room_members.to_write_to(room.id)
    if is_free and records.quizzes.running_in(room.id) is None:
        _play_quiz(room, parts, records, crowd)
    if is_free and records.room_cases.open_in(room.id) is None:
        _play_case(room, parts, records, crowd)


def _play_quiz(room: Room, parts: Parts, records: Records, crowd: Crowd) -> None:
    pages = QuizPages(parts.knowledge, parts.templates)
    words = pages.words(room.language)
    questions = quiz(parts.knowledge, words, count=QUESTIONS, seed=room.id, themes=room.themes)
    if not questions:
        return
    led = crowd.rehearsals.lead_quiz(room, questions).id
    for place in range(1, len(questions) + 1):
        running = records.quizzes.quiz(led)
        if running is not None:
            crowd.answer(room, running)
        records.quizzes.open_next(led, place) if place < len(questions) else records.quizzes.end(led)
    played = records.quizzes.quiz(led)
    if played is None:
        return
    numbers = range(1, played.number + 1)
    rounds = [pages.round(played, number, records.quiz_answers.counts(played, number)) for number in numbers]
    scores = records.quiz_answers.scores(played)
    values = {"room": room, "rounds": rounds, "people": shown(len(scores)), "standings": leaderboard(scores)}
    _print(parts, room.language, "quiz_over", shows_names=True, **values)


def _play_case(room: Room, parts: Parts, records: Records, crowd: Crowd) -> None:
    pages = CasePages(parts.knowledge, parts.templates)
    case = next(iter(parts.knowledge.cases), None)
    if case is None:
        return
    given = crowd.rehearsals.give_case(room, case)
    crowd.choose(given, case)
    records.room_cases.close(given.id)
    result = pages.result(case, records.room_cases.counts(given), room.language)
    stages: tuple[Stage, ...] = ("challenges", "measures")
    for stage in stages:
        _print(parts, room.language, "case_caption", result=result, stage=stage)
    _print(parts, room.language, "case_result", result=result)


def _some(options: Sequence[str], right: Sequence[str], chance: Random) -> tuple[str, ...]:
    """What somebody ticks: mostly what is right, at least one."""
    ticked = tuple(option for option in options if chance.random() < (_KNOW if option in right else 1 - _KNOW))
    return ticked or (chance.choice(options),)


def _print(parts: Parts, language: str, page: str, /, **values: object) -> None:
    print(f"\n{plain_text(parts.templates.render(language, page, **values))}", flush=True)
