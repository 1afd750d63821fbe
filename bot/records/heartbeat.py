"""A sign of life that other processes can read: a small file, written anew every few seconds while the bot serves."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.whole_files import half_made

HEARTBEAT_FILE = "heartbeat.json"


@dataclass(frozen=True, kw_only=True)
class Heartbeat:
    """What the serving process says of itself; moments are ISO texts in UTC.

    ``last_contact`` is when Telegram last answered anything, ``last_send`` when it last took a message from us.
    """

    at: str
    started_at: str
    process: int
    bot: int
    polls: bool
    knowledge_version: str
    last_contact: str | None
    last_send: str | None


def write_heartbeat(folder: Path, heartbeat: Heartbeat) -> None:
    """Put *heartbeat* in the place of the one before."""
    path = folder / HEARTBEAT_FILE
    with half_made(path) as new:
        new.write_text(json.dumps(asdict(heartbeat)), encoding="utf-8")


def read_heartbeat(folder: Path) -> Heartbeat | None:
    """The last heartbeat, or None where there is none that can be read."""
    try:
        return Heartbeat(**json.loads((folder / HEARTBEAT_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def end_heartbeat(folder: Path) -> None:
    """Whoever served has stopped, and meant to."""
    (folder / HEARTBEAT_FILE).unlink(missing_ok=True)
