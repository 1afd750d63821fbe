"""Forgetting people for good, and remembering no more than that it was done.

An erasure is kept as keyed hash and time, in the database and in a file beside it: whoever puts an older database in
the place of the present one loses its table, but not the file, and what was erased is erased again.
"""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.records.database import Clock
from bot.records.personal import PERSONAL_TABLES, Forgetting, PersonalTable

ERASURES_FILE = "erasures.jsonl"


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """Who had what is stored about them deleted; ``person`` and ``chat`` are keyed hashes."""

    id: str
    person: str
    chat: str
    erased_at: str


class Erasing:
    """Erases in *database*, and keeps count in the file in *folder*."""

    def __init__(self, database: Database, clock: Clock, folder: Path) -> None:
        self._database = database
        self._clock = clock
        self._path = folder / ERASURES_FILE

    def forget(self, person: str, chat: str) -> Mapping[str, int]:
        """Erase what is stored of *person*, whose private chat is *chat*, and say how many rows of each table went.

        What waits to be handled stays: it was said after the wish to be forgotten.
        """
        erasure = Erasure(
            id=secrets.token_hex(8), person=person, chat=chat, erased_at=self._clock().isoformat(timespec="seconds")
        )
        with self._database.atomic():
            gone = self._erase(erasure)
        self._leave_no_trace()
        append_erasures(self._path, [erasure])
        return gone

    def counts(self, person: str, chat: str) -> Mapping[str, int]:
        """How many rows of each table are about *person*, where there are any and they can be erased."""
        return {
            table.name: count
            for table in PERSONAL_TABLES
            if table.forgetting is not Forgetting.LEAVES and (count := self._count(table, person, chat))
        }

    def catch_up(self) -> int:
        """Erase again what the file knows of and the database does not, and return how many erasures that were.

        Called before serving: the database may be one from before those erasures.
        """
        kept = {erasure.id: erasure for erasure in read_erasures(self._path)}
        done = {row["id"]: Erasure(**row) for row in self._database.query("SELECT * FROM erasures")}
        missed = [erasure for number, erasure in kept.items() if number not in done]
        for erasure in missed:
            with self._database.atomic():
                self._erase_waiting(erasure)
                self._erase(erasure)
        if missed:
            self._leave_no_trace()
        append_erasures(self._path, (erasure for number, erasure in done.items() if number not in kept))
        return len(missed)

    def _erase(self, erasure: Erasure) -> Mapping[str, int]:
        gone = {table.name: self._erase_from(table, erasure) for table in PERSONAL_TABLES}
        self._database.table("erasures").insert(asdict(erasure))
        return {name: count for name, count in gone.items() if count}

    def _erase_from(self, table: PersonalTable, erasure: Erasure) -> int:
        match table.forgetting:
            case Forgetting.LEAVES:
                return 0
            case Forgetting.EMPTIES:
                statement = f"UPDATE {table.name} SET {table.emptied}"  # noqa: S608 - our own table
            case Forgetting.DELETES:
                statement = f"DELETE FROM {table.name}"  # noqa: S608 - our own table
        cursor = self._database.execute(f"{statement} WHERE {table.of_person}", _who(erasure.person, erasure.chat))
        return int(cursor.rowcount)

    def _erase_waiting(self, erasure: Erasure) -> None:
        """An old database may hold as waiting what was said before the erasure."""
        self._database.execute(
            "UPDATE inbox SET state = 'done', chat = '', raw = '', done_at = :at "
            "WHERE state = 'waiting' AND (chat = :chat OR person_in(raw) = :person)",
            {"at": erasure.erased_at, **_who(erasure.person, erasure.chat)},
        )

    def _count(self, table: PersonalTable, person: str, chat: str) -> int:
        query = f"SELECT count(*) AS n FROM {table.name} WHERE {table.of_person}"  # noqa: S608 - our own table
        (row,) = self._database.query(query, _who(person, chat))
        return int(row["n"])

    def _leave_no_trace(self) -> None:
        """What was deleted is overwritten in the database itself; here it goes from the log of changes beside it."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def append_erasures(path: Path, erasures: Iterable[Erasure]) -> None:
    """Add *erasures* to the file at *path*, for good."""
    lines = "".join(f"{json.dumps(asdict(erasure))}\n" for erasure in erasures)
    if not lines:
        return
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(file, "r+b") as opened:
        # After a line that was cut short by a crash, ours must not be read as its end.
        size = opened.seek(0, os.SEEK_END)
        is_cut = size > 0 and os.pread(file, 1, size - 1) != b"\n"
        opened.write((b"\n" if is_cut else b"") + lines.encode())
        opened.flush()
        os.fsync(file)


def read_erasures(path: Path) -> tuple[Erasure, ...]:
    """The erasures that the file at *path* has, without lines that were cut short; none where there is no file."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(erasure for line in lines if (erasure := _read(line)) is not None)


def _read(line: str) -> Erasure | None:
    try:
        return Erasure(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _who(person: str, chat: str) -> dict[str, str]:
    return {"person": person, "chat": chat}
