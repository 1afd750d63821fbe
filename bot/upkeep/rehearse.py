"""``tradebot rehearse``: simulated people play a workshop, so that a trainer can try it without thirty phones."""

import sqlite3
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from select import select

from bot.advice.knowledge import KnowledgeBase
from bot.advice.markup import plain_text
from bot.assembly import Parts, assemble
from bot.errors import RecordsError, TradebotError
from bot.logged_answers import understanding_of
from bot.pages.rooms import RoomPages
from bot.progress import progress_shown
from bot.records.database import FILE_NAME
from bot.records.opening import Records, open_records
from bot.records.rehearsals import Rehearsals
from bot.settings import Settings, read_settings
from bot.upkeep.rehearsed_exercises import Crowd, play_exercises
from bot.workshops.rehearsing import MOST_PEOPLE, Step, rehearsal
from bot.workshops.rooms import Full, Joined, Room


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("code", nargs="?", help="code of an open workshop; /workshop in the chat opens one")
    parser.add_argument("--people", type=int, default=30, help="how many take part (default: 30)")
    parser.add_argument("--questions", type=int, default=2, help="how many questions each asks (default: 2)")
    parser.add_argument("--seconds", type=float, default=120, help="how long it takes; 0: at once (default: 120)")
    parser.add_argument("--keep", action="store_true", help="leave the simulated people in; take them out by --clear")
    parser.add_argument("--clear", action="store_true", help="only take out what rehearsals have left")


def run(arguments: Namespace) -> int:
    """Play the workshop, take the simulated people out again, and return the exit status."""
    settings = read_settings()
    records = _records(settings)
    try:
        rehearsals = Rehearsals(records, _now)
        if arguments.clear:
            _clear(rehearsals)
            return 0
        room = _room(records, arguments.code)
        if not 1 <= arguments.people <= MOST_PEOPLE or arguments.questions < 0:
            raise TradebotError(f"--people goes from 1 to {MOST_PEOPLE}, --questions from 0")
        with progress_shown() as progress:
            parts = assemble(settings, progress)
        try:
            crowd = Crowd(rehearsals=rehearsals, records=records, people=arguments.people, seed=room.id)
            _play(room, parts, records, crowd, arguments)
            if not arguments.keep:
                _wait_for_trainer(lambda: crowd.join_in(room, parts.knowledge))
        finally:
            if not arguments.keep:
                _clear(rehearsals)
    finally:
        records.close()
    return 0


def _play(room: Room, parts: Parts, records: Records, crowd: Crowd, arguments: Namespace) -> None:
    steps = rehearsal(
        _phrasings(parts.knowledge, room),
        [words for kind in parts.knowledge.elsewhere for words in kind.phrasings.get(room.language, ())],
        people=arguments.people,
        questions=arguments.questions,
        seed=room.id,
    )
    print(f"{arguments.people} simulated people play “{room.name}” ({room.code}); Ctrl-C ends it.", flush=True)
    for step in steps:
        began = time.monotonic()
        if not _take(step, room, parts, crowd.rehearsals):
            print(f"The room is full with its {room.seats} seats, as people would see it.")
            crowd.people = step.person - 1
            break
        crowd.join_in(room, parts.knowledge)
        time.sleep(max(0.0, arguments.seconds / len(steps) - (time.monotonic() - began)))
    counts = records.room_questions.counts(room.id)
    pages = RoomPages(parts.knowledge, parts.templates)
    print(plain_text(pages.live_board(room, counts, room.language)), flush=True)
    play_exercises(room, parts, records, crowd)


def _take(step: Step, room: Room, parts: Parts, rehearsals: Rehearsals) -> bool:
    """Do a *step*; False if there is no seat left."""
    if step.words is not None:
        answer = parts.answerer.answer(step.words, chosen_language=room.language)
        rehearsals.ask(step.person, understanding_of(answer, parts.knowledge.version, way="asked"))
        return True
    match rehearsals.join(step.person, room):
        case Joined():
            return True
        case Full():
            return False
        case _:
            raise TradebotError("the workshop has ended meanwhile; open another one by /workshop in the chat")


def _phrasings(knowledge: KnowledgeBase, room: Room) -> Mapping[str, Sequence[str]]:
    """How people ask about the topics of the room's themes, in its language."""
    return {
        topic.id: topic.phrasings.get(room.language, ())
        for topic in knowledge.topics
        if not room.themes or topic.theme in room.themes
    }


def _records(settings: Settings) -> Records:
    path = settings.data / FILE_NAME
    if not path.is_file():
        raise RecordsError(f"{path}: there is no database yet; it is made when the bot first serves Telegram")
    with closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT bot FROM workshops ORDER BY id DESC LIMIT 1").fetchall()
        except sqlite3.OperationalError:
            rows = []  # A database from before there were workshops.
    return open_records(settings.data, _now, bot=rows[0][0] if rows else 0)


def _room(records: Records, words: str | None) -> Room:
    room = records.workshops.named_in(words or "")
    if room is None or room.is_ended:
        there = ", ".join(room.code for room in records.workshops.all_open())
        which = f"open now: {there}" if there else "none is open; /workshop in the chat with the bot opens one"
        raise TradebotError(f"give the code of an open workshop ({which})")
    return room


def _wait_for_trainer(meanwhile: Callable[[], None]) -> None:
    """Let the trainer look around, if somebody sits there, and do something every second *meanwhile*."""
    if not sys.stdin.isatty():
        return
    print("Look at the live board, /wall, /board and /report in the chat, and try /quiz and /case: the people answer.")
    print("Enter takes the simulated people out. ", end="", flush=True)
    while not select([sys.stdin], [], [], 1.0)[0]:
        meanwhile()
    sys.stdin.readline()


def _clear(rehearsals: Rehearsals) -> None:
    print(f"Simulated people are out again, and their {rehearsals.clear()} questions deleted.")


def _now() -> datetime:
    return datetime.now(UTC)
