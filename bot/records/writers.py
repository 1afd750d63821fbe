"""Who wrote a stored update: known to nobody but the update itself, so it is read."""

import json
from typing import Any

from sqlite_utils import Database

from bot.records.keyed_hash import KeyedHash


def know_writers(database: Database, names: KeyedHash) -> None:
    """Gives *database* the SQL function ``person_in(raw)``: the keyed hash of who wrote an update, or NULL."""

    def person_in(raw: str) -> str | None:
        user_id = _writer(raw)
        return None if user_id is None else names.person(user_id)

    database.conn.create_function("person_in", 1, person_in)


def _writer(raw: str) -> int | None:
    try:
        update = json.loads(raw)
    except ValueError:
        return None
    for content in update.values() if isinstance(update, dict) else ():
        user = _user(content)
        if user is not None:
            return user
    return None


def _user(content: Any) -> int | None:
    if not isinstance(content, dict):
        return None
    user = content.get("from", content.get("user"))
    user_id = user.get("id") if isinstance(user, dict) else None
    return user_id if isinstance(user_id, int) else None
