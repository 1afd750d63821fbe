"""All records of one bot, opened together."""

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.records.conversation_log import ConversationLog
from bot.records.database import FILE_NAME, Clock, open_database
from bot.records.inbox import Inbox
from bot.records.keyed_hash import KeyedHash, keyed_hash
from bot.records.people import People


@dataclass(frozen=True, kw_only=True)
class Records:
    """What is kept; used from one thread at a time."""

    path: Path
    database: Database
    names: KeyedHash
    inbox: Inbox
    conversations: ConversationLog
    people: People

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def open_records(folder: Path, clock: Clock, *, bot: int) -> Records:
    """The records of *bot* (its Telegram id) in *folder*; raises RecordsError where they cannot be used."""
    names = keyed_hash(folder)
    database = open_database(folder, clock)
    return Records(
        path=folder / FILE_NAME,
        database=database,
        names=names,
        inbox=Inbox(database, clock, bot=bot),
        conversations=ConversationLog(database, clock, bot=bot),
        people=People(database, clock),
    )
