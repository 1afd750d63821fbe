"""Steps of what curators work with: team, review, news, versions of the knowledge, figures, changes."""

from bot.records.migrations.step import Migration

STEPS = (
    Migration(
        number=10,
        name="team, audit trail and pause",
        statements=(
            # The number itself, since curators are written to; /forget takes it away with the post.
            """
            CREATE TABLE team (
                person TEXT PRIMARY KEY,
                user_id INTEGER NOT NULL UNIQUE,
                post TEXT NOT NULL CHECK (post IN ('admin', 'trainer')),
                name TEXT NOT NULL,
                added_at TEXT NOT NULL
            )
            """,
            """
            CREATE TABLE audit (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at TEXT NOT NULL,
                person TEXT NOT NULL,
                user_id INTEGER,
                name TEXT NOT NULL,
                deed TEXT NOT NULL,
                subject TEXT NOT NULL
            )
            """,
            "CREATE INDEX audit_of_person ON audit (person)",
            "CREATE INDEX audit_by_time ON audit (at)",
            "CREATE TABLE pause (id INTEGER PRIMARY KEY CHECK (id = 1), since TEXT NOT NULL, words TEXT NOT NULL)",
        ),
    ),
    Migration(
        number=11,
        name="review",
        statements=(
            # The words are kept as their keyed hash: nobody's question is here a second time.
            """
            CREATE TABLE review (
                words TEXT PRIMARY KEY,
                state TEXT NOT NULL CHECK (state IN ('new', 'later', 'done', 'ignored')),
                changed_at TEXT NOT NULL
            )
            """,
            "CREATE INDEX left_questions_orphaned ON left_questions (bot) WHERE conversation IS NULL",
        ),
    ),
    Migration(
        number=12,
        name="news",
        statements=(
            # The chat's own number, since news are sent there; it goes when the person wants no news any more.
            """
            CREATE TABLE news (
                bot INTEGER NOT NULL,
                person TEXT NOT NULL,
                chat_id INTEGER NOT NULL,
                language TEXT NOT NULL,
                since TEXT NOT NULL,
                PRIMARY KEY (bot, person)
            )
            """,
            "CREATE INDEX news_of_person ON news (person)",
            """
            CREATE TABLE broadcasts (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                bot INTEGER NOT NULL,
                html TEXT NOT NULL,
                language TEXT,
                chat_id INTEGER,
                made_at TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'stopped', 'done'))
            )
            """,
            """
            CREATE TABLE broadcast_readers (
                broadcast INTEGER NOT NULL REFERENCES broadcasts (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                at TEXT NOT NULL,
                outcome TEXT CHECK (outcome IN ('sent', 'blocked', 'failed')),
                PRIMARY KEY (broadcast, person)
            )
            """,
            "CREATE INDEX broadcast_readers_of_person ON broadcast_readers (person)",
            "CREATE INDEX broadcast_readers_by_time ON broadcast_readers (at)",
        ),
    ),
    Migration(
        number=14,
        name="knowledge versions",
        statements=(
            # author: the keyed hash of an admin, or a user of this machine.
            """
            CREATE TABLE knowledge_versions (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                hash TEXT NOT NULL UNIQUE,
                kept_at TEXT NOT NULL,
                archive BLOB NOT NULL
            )
            """,
            """
            CREATE TABLE publications (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                version INTEGER NOT NULL REFERENCES knowledge_versions (number),
                at TEXT NOT NULL,
                author TEXT NOT NULL,
                note TEXT NOT NULL,
                way TEXT NOT NULL CHECK (way IN ('published', 'rolled_back', 'reloaded'))
            )
            """,
            "CREATE INDEX publications_of_version ON publications (version)",
        ),
    ),
    Migration(
        number=15,
        name="figures",
        statements=(
            # Holds all that is counted, so that the rows themselves, with their replies, are not read for it.
            "CREATE INDEX conversations_counted ON conversations (asked_at, decision, way, language, topic, person)",
            "DROP INDEX conversations_by_time",
            "CREATE INDEX conversations_edited ON conversations (asked_at) WHERE way = 'edited'",
            "CREATE INDEX conversations_without_words ON conversations (asked_at) WHERE question = ''",
        ),
    ),
    Migration(
        number=17,
        name="knowledge changes",
        statements=(
            # item: a question of the review queue; before: the files as they were, packed.
            """
            CREATE TABLE knowledge_changes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                at TEXT NOT NULL,
                note TEXT NOT NULL,
                version_before INTEGER,
                version_after INTEGER,
                item TEXT,
                before BLOB NOT NULL,
                digests TEXT NOT NULL,
                undone_at TEXT
            )
            """,
        ),
    ),
    Migration(
        number=21,
        name="proposals",
        statements=(
            # about: JSON; files and before: files, packed. What is not said yes or no to goes after some days.
            """
            CREATE TABLE proposals (
                name TEXT PRIMARY KEY,
                at TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('knowledge', 'questions')),
                about TEXT NOT NULL,
                files BLOB NOT NULL,
                before BLOB NOT NULL
            )
            """,
        ),
    ),
    Migration(
        number=23,
        name="long work",
        statements=(
            # proposal: what is tried, by which it can be begun again after a restart.
            """
            CREATE TABLE long_work (
                name TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                at TEXT NOT NULL,
                chat_id INTEGER NOT NULL,
                message_id INTEGER NOT NULL,
                language TEXT NOT NULL,
                proposal TEXT,
                is_told INTEGER NOT NULL DEFAULT 0
            )
            """,
            "CREATE INDEX long_work_of_person ON long_work (person)",
            "CREATE INDEX long_work_by_time ON long_work (at)",
        ),
    ),
    Migration(
        number=25,
        name="what long work was begun by",
        statements=("ALTER TABLE long_work ADD COLUMN begun_by TEXT",),
    ),
)
