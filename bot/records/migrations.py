"""How the tables came to be: steps in order, each applied once. A step that was published is never changed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Migration:
    """One step; its statements are applied all or none."""

    number: int
    name: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        number=1,
        name="inbox",
        statements=(
            # update_id counts per bot; the token in force may be another one tomorrow.
            """
            CREATE TABLE inbox (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                bot INTEGER NOT NULL,
                update_id INTEGER NOT NULL,
                received_at TEXT NOT NULL,
                chat TEXT NOT NULL,
                raw TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'set_aside')),
                attempts INTEGER NOT NULL DEFAULT 0,
                last_error TEXT,
                reference TEXT,
                done_at TEXT,
                UNIQUE (bot, update_id)
            )
            """,
            "CREATE INDEX inbox_waiting ON inbox (bot, number) WHERE state = 'waiting'",
        ),
    ),
    Migration(
        number=2,
        name="conversations",
        statements=(
            """
            CREATE TABLE conversations (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                bot INTEGER NOT NULL,
                update_id INTEGER NOT NULL,
                person TEXT NOT NULL,
                chat TEXT NOT NULL,
                chat_kind TEXT NOT NULL,
                message_id INTEGER,
                asked_at TEXT NOT NULL,
                way TEXT NOT NULL,
                language TEXT NOT NULL,
                reply_language TEXT NOT NULL,
                question TEXT NOT NULL,
                candidates TEXT NOT NULL,
                decision TEXT NOT NULL,
                topic TEXT,
                knowledge_version TEXT NOT NULL,
                reply TEXT NOT NULL,
                reply_ids TEXT NOT NULL DEFAULT '[]',
                delivery TEXT NOT NULL DEFAULT 'pending'
                    CHECK (delivery IN ('pending', 'sent', 'failed', 'blocked')),
                sent_at TEXT,
                latency_ms INTEGER,
                UNIQUE (bot, update_id)
            )
            """,
            "CREATE INDEX conversations_of_person ON conversations (person, chat, asked_at)",
            "CREATE INDEX conversations_by_time ON conversations (asked_at)",
            "CREATE INDEX conversations_of_message ON conversations (chat, message_id)",
        ),
    ),
    Migration(
        number=3,
        name="people",
        statements=("CREATE TABLE people (person TEXT PRIMARY KEY, language TEXT, language_chosen_at TEXT NOT NULL)",),
    ),
)
