"""What a killed process left in its database, read from a copy: reading it in place would tidy it up for the next."""

import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.records.database import FILE_NAME


@dataclass(frozen=True, kw_only=True)
class LeftBehind:
    """The updates ``waiting`` and ``done`` in the inbox, and the messages that the log knows to be sent, by update."""

    waiting: frozenset[int] = frozenset()
    done: frozenset[int] = frozenset()
    logged: Mapping[int, tuple[int, ...]]


def left_behind(data: Path) -> LeftBehind:
    """What stands in the database of *data*, which nobody has open."""
    with TemporaryDirectory() as folder:
        for path in data.glob(f"{FILE_NAME}*"):
            if not path.name.endswith("-shm"):
                shutil.copyfile(path, Path(folder) / path.name)
        with closing(sqlite3.connect(Path(folder) / FILE_NAME)) as database:
            database.row_factory = sqlite3.Row
            assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            tables = {row["name"] for row in database.execute("SELECT name FROM sqlite_master")}
            if not {"inbox", "conversations"} <= tables:
                return LeftBehind(logged={})
            states = {row["update_id"]: row["state"] for row in database.execute("SELECT update_id, state FROM inbox")}
            logged = database.execute("SELECT update_id, reply_ids FROM conversations WHERE delivery = 'sent'")
            return LeftBehind(
                waiting=frozenset(update for update, state in states.items() if state == "waiting"),
                done=frozenset(update for update, state in states.items() if state == "done"),
                logged={row["update_id"]: tuple(json.loads(row["reply_ids"])) for row in logged},
            )
