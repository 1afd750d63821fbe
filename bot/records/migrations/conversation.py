"""Steps of the inbox, the conversation log, people and chats."""

from bot.records.migrations.step import Migration

STEPS = (
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
    Migration(
        number=4,
        name="erasures",
        statements=(
            """
            CREATE TABLE erasures (
                id TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                chat TEXT NOT NULL,
                erased_at TEXT NOT NULL
            )
            """,
            "CREATE INDEX erasures_of_person ON erasures (person)",
            "CREATE INDEX people_by_choice ON people (language_chosen_at)",
            "CREATE INDEX inbox_dealt_with ON inbox (done_at) WHERE state != 'waiting'",
            "CREATE INDEX inbox_set_aside ON inbox (number) WHERE state = 'set_aside'",
        ),
    ),
    Migration(
        number=5,
        name="questions in parts",
        statements=("ALTER TABLE conversations ADD COLUMN parts TEXT NOT NULL DEFAULT '[]'",),
    ),
    Migration(
        number=6,
        name="chats",
        statements=(
            # person: whose private chat it is; empty for groups.
            """
            CREATE TABLE chats (
                chat TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                noted_at TEXT NOT NULL,
                blocked_at TEXT,
                excused_at TEXT
            )
            """,
            "CREATE INDEX chats_of_person ON chats (person)",
            "CREATE INDEX chats_by_time ON chats (noted_at)",
        ),
    ),
    Migration(
        number=7,
        name="groups and popular topics",
        statements=(
            "ALTER TABLE chats ADD COLUMN greeted_at TEXT",
            "CREATE INDEX conversations_by_topic ON conversations (topic, person, asked_at) WHERE topic IS NOT NULL",
        ),
    ),
)
