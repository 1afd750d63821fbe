"""Steps of what people who ask keep with us: opinions, saved topics, left questions, checks."""

from bot.records.migrations.step import Migration

STEPS = (
    Migration(
        number=8,
        name="feedback, saved topics and left questions",
        statements=(
            """
            CREATE TABLE feedback (
                conversation INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                verdict TEXT NOT NULL CHECK (verdict IN ('helpful', 'not_helpful')),
                reason TEXT CHECK (reason IN ('wrong_topic', 'too_general', 'out_of_date', 'unclear')),
                given_at TEXT NOT NULL
            )
            """,
            "CREATE INDEX feedback_of_person ON feedback (person)",
            "CREATE INDEX feedback_by_time ON feedback (given_at)",
            """
            CREATE TABLE saved (
                person TEXT NOT NULL,
                topic TEXT NOT NULL,
                saved_at TEXT NOT NULL,
                PRIMARY KEY (person, topic)
            )
            """,
            "CREATE INDEX saved_by_time ON saved (saved_at)",
            # Who is to be told cannot be found from a keyed hash, so the chat's own number is kept until they are told.
            """
            CREATE TABLE left_questions (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                bot INTEGER NOT NULL,
                conversation INTEGER UNIQUE REFERENCES conversations (id) ON DELETE SET NULL,
                person TEXT NOT NULL,
                chat_id INTEGER,
                thread_id INTEGER,
                reply_to INTEGER,
                language TEXT NOT NULL,
                question TEXT NOT NULL,
                left_at TEXT NOT NULL,
                words TEXT,
                topic TEXT,
                answered_at TEXT,
                told_at TEXT,
                delivery TEXT CHECK (delivery IN ('sent', 'failed', 'blocked'))
            )
            """,
            "CREATE INDEX left_questions_of_person ON left_questions (person)",
            "CREATE INDEX left_questions_by_time ON left_questions (left_at)",
            "CREATE INDEX left_questions_untold ON left_questions (bot, id) WHERE told_at IS NULL",
        ),
    ),
    Migration(
        number=9,
        name="checkups",
        statements=(
            # AUTOINCREMENT: the number stands on buttons, so that of a deleted check never comes again.
            """
            CREATE TABLE checkups (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                person TEXT NOT NULL,
                answers TEXT NOT NULL,
                current TEXT,
                started_at TEXT NOT NULL,
                changed_at TEXT NOT NULL,
                finished_at TEXT
            )
            """,
            "CREATE UNIQUE INDEX checkups_under_way ON checkups (person) WHERE finished_at IS NULL",
            "CREATE INDEX checkups_of_person ON checkups (person)",
            "CREATE INDEX checkups_by_time ON checkups (changed_at)",
        ),
    ),
)
