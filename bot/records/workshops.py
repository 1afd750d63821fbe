"""Rooms of workshops, and who is a trainer of which."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import IntegrityError
from typing import Any

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.keyed_hash import KeyedHash
from bot.workshops.codes import codes_in, new_code
from bot.workshops.rooms import USUAL_SEATS, Moderation, Room

MOST_TRIES = 20
WALL_KEY_BYTES = 18
"""Random ones, so that nobody finds a wall by trying."""


@dataclass(frozen=True, kw_only=True)
class LiveBoard:
    """The message with the board of *room* in a trainer's chat."""

    room: Room
    chat_id: int
    message_id: int


class Workshops:
    """The rooms of one *bot*."""

    def __init__(self, database: Database, clock: Clock, names: KeyedHash, *, bot: int) -> None:
        self._database = database
        self._clock = clock
        self._names = names
        self._bot = bot

    def open(
        self,
        person: str,
        chat_id: int,
        *,
        name: str,
        language: str,
        themes: Sequence[str] = (),
        seats: int = USUAL_SEATS,
        moderation: Moderation = "approve",
        code: str | None = None,
    ) -> Room:
        """A new room of *person*, with a new code, or with *code* if no open room has that."""
        codes = [*([code] if code else []), *(new_code() for _ in range(MOST_TRIES))]
        row = {
            "bot": self._bot,
            "person": person,
            "key": secrets.token_urlsafe(12),
            "name": name,
            "language": language,
            "themes": json.dumps(list(themes)),
            "seats": seats,
            "moderation": moderation,
            "changed_at": self._now(),
        }
        with self._database.atomic():
            number = self._insert(row, codes)
            self.add_trainer(number, person, chat_id)
        return self._surely(number)

    def change(self, number: int, **values: Any) -> None:
        """Give a room another name, language, day, number of seats, or other themes."""
        row = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
        if "themes" in row:
            row["themes"] = json.dumps(list(row["themes"]))
        self._database.table("workshops").update(number, row | {"changed_at": self._now()})

    def end(self, number: int) -> bool:
        """Close a room, and its wall with it; False if it was closed before."""
        changed = self._database.execute(
            "UPDATE workshops SET ended_at = ?, changed_at = ?, wall_key = NULL WHERE id = ? AND ended_at IS NULL",
            [self._now(), self._now(), number],
        )
        return bool(changed.rowcount)

    def room(self, number: int) -> Room | None:
        """The room of this number."""
        return next(iter(self._rooms("id = ?", [number])), None)

    def by_code(self, code: str) -> Room | None:
        """The open room of this code, else the last one that had it."""
        return next(iter(self._rooms("code = ?", [code], "ended_at IS NOT NULL, id DESC")), None)

    def named_in(self, words: str) -> Room | None:
        """The room whose code stands in *words*: an open one, else the last one that had such a code."""
        codes = codes_in(words)
        if not codes:
            return None
        there = f"code IN ({', '.join('?' * len(codes))})"
        return next(iter(self._rooms(there, codes, "ended_at IS NOT NULL, id DESC")), None)

    def of_trainer(self, person: str) -> tuple[Room, ...]:
        """The rooms of which *person* is a trainer: open ones first, then by age, newest first."""
        mine = "id IN (SELECT workshop FROM workshop_trainers WHERE person = ?)"
        return self._rooms(mine, [person], "ended_at IS NOT NULL, id DESC")

    def of_trainer_by_number(self, person: str, number: int) -> Room | None:
        """The room of this number, if *person* is one of its trainers."""
        return next((room for room in self.of_trainer(person) if room.id == number), None)

    def all_open(self) -> tuple[Room, ...]:
        """All rooms that can be joined."""
        return self._rooms("ended_at IS NULL", [])

    def is_trainer_of_any(self, user_id: int) -> bool:
        """Whether this person is a trainer of any room."""
        query = "SELECT 1 FROM workshop_trainers WHERE person = ? LIMIT 1"
        return any(True for _ in self._database.query(query, [self._names.person(user_id)]))

    def by_key(self, key: str) -> Room | None:
        """The open room whose co-trainers have this *key*."""
        return next(iter(self._rooms("key = ? AND ended_at IS NULL", [key])), None)

    def new_key(self, number: int) -> None:
        """A new key for co-trainers; the one before opens nothing any more."""
        self.change(number, key=secrets.token_urlsafe(12))

    def new_wall_key(self, number: int) -> None:
        """A new key for the wall of an open room; the one before opens nothing any more."""
        self._database.execute(
            "UPDATE workshops SET wall_key = ?, changed_at = ? WHERE id = ? AND ended_at IS NULL",
            [secrets.token_urlsafe(WALL_KEY_BYTES), self._now(), number],
        )

    def add_trainer(self, number: int, person: str, chat_id: int) -> None:
        """Make *person* a trainer of this room, if they are not."""
        row = {"workshop": number, "person": person, "chat_id": chat_id, "since": self._now()}
        self._database.table("workshop_trainers").insert(row, ignore=True)

    def put_board(self, number: int, person: str, message_id: int) -> None:
        """Remember which message is the board of a trainer; the one that was until now stays as it is."""
        self._database.execute(
            "UPDATE workshop_trainers SET board_id = ? WHERE workshop = ? AND person = ?", [message_id, number, person]
        )

    def drop_board(self, board: LiveBoard) -> None:
        """This message is no board any more."""
        self._database.execute(
            "UPDATE workshop_trainers SET board_id = NULL WHERE workshop = ? AND chat_id = ? AND board_id = ?",
            [board.room.id, board.chat_id, board.message_id],
        )

    def live_boards(self) -> tuple[LiveBoard, ...]:
        """The boards to be kept up to date, those of rooms just ended included."""
        rows = self._database.query(
            "SELECT workshop, chat_id, board_id FROM workshop_trainers JOIN workshops ON workshops.id = workshop "
            "WHERE bot = ? AND board_id IS NOT NULL ORDER BY workshop, since",
            [self._bot],
        )
        return tuple(
            LiveBoard(room=self._surely(row["workshop"]), chat_id=row["chat_id"], message_id=row["board_id"])
            for row in rows
        )

    def _insert(self, row: dict[str, Any], codes: Sequence[str]) -> int:
        for code in codes:
            try:
                return int(str(self._database.table("workshops").insert(row | {"code": code}).last_pk))
            except IntegrityError:
                continue  # An open room has this code.
        raise IntegrityError("no free code was found")

    def _surely(self, number: int) -> Room:
        (room,) = self._rooms("id = ?", [number])
        return room

    def _rooms(self, condition: str, values: Sequence[Any], order: str = "id") -> tuple[Room, ...]:
        query = f"SELECT * FROM workshops WHERE bot = ? AND {condition} ORDER BY {order}"  # noqa: S608 - our own conditions
        return tuple(room_of(row) for row in self._database.query(query, [self._bot, *values]))

    def _now(self) -> str:
        return self._clock().isoformat()


def room_of(row: dict[str, Any]) -> Room:
    """The room in a *row* of the table."""
    return Room(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        language=row["language"],
        themes=tuple(json.loads(row["themes"])),
        day=None if row["day"] is None else date.fromisoformat(row["day"]),
        seats=row["seats"],
        key=row["key"],
        moderation=row["moderation"],
        wall_key=row["wall_key"],
        is_ended=row["ended_at"] is not None,
    )
