"""Steps of workshops: rooms, quizzes, exercises, walls."""

from bot.records.migrations.step import Migration

STEPS = (
    Migration(
        number=13,
        name="workshops",
        statements=(
            # AUTOINCREMENT: the number stands on buttons, so that of a deleted room never comes again.
            """
            CREATE TABLE workshops (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                bot INTEGER NOT NULL,
                person TEXT NOT NULL,
                code TEXT NOT NULL,
                key TEXT NOT NULL,
                name TEXT NOT NULL,
                language TEXT NOT NULL,
                themes TEXT NOT NULL DEFAULT '[]',
                day TEXT,
                seats INTEGER NOT NULL,
                changed_at TEXT NOT NULL,
                ended_at TEXT
            )
            """,
            "CREATE UNIQUE INDEX workshops_by_code ON workshops (bot, code) WHERE ended_at IS NULL",
            "CREATE INDEX workshops_of_person ON workshops (person)",
            "CREATE INDEX workshops_by_time ON workshops (changed_at)",
            # The number of the chat, since the board is a message there.
            """
            CREATE TABLE workshop_trainers (
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                chat_id INTEGER NOT NULL,
                board_id INTEGER,
                since TEXT NOT NULL,
                PRIMARY KEY (workshop, person)
            )
            """,
            "CREATE INDEX workshop_trainers_of_person ON workshop_trainers (person)",
            "CREATE INDEX workshop_trainers_by_time ON workshop_trainers (since)",
            # The number of the chat is kept while the person is in the room, and goes when they leave or it ends.
            """
            CREATE TABLE workshop_members (
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                chat_id INTEGER,
                joined_at TEXT NOT NULL,
                left_at TEXT,
                PRIMARY KEY (workshop, person)
            )
            """,
            "CREATE INDEX workshop_members_of_person ON workshop_members (person)",
            "CREATE INDEX workshop_members_by_time ON workshop_members (joined_at)",
            "CREATE INDEX workshop_members_to_tell ON workshop_members (workshop) WHERE chat_id IS NOT NULL",
            """
            CREATE TABLE workshop_questions (
                conversation INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX workshop_questions_of_room ON workshop_questions (workshop)",
        ),
    ),
    Migration(
        number=16,
        name="quizzes",
        statements=(
            # AUTOINCREMENT: the number stands on buttons. chat_id: where the trainer leads it.
            """
            CREATE TABLE quizzes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                chat_id INTEGER,
                control_id INTEGER,
                language TEXT NOT NULL,
                questions TEXT NOT NULL,
                shows_names INTEGER NOT NULL DEFAULT 1,
                state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'running', 'telling', 'ended')),
                number INTEGER NOT NULL DEFAULT 0,
                made_at TEXT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX quizzes_running ON quizzes (workshop) WHERE state = 'running'",
            "CREATE INDEX quizzes_of_room ON quizzes (workshop)",
            "CREATE INDEX quizzes_of_person ON quizzes (person)",
            "CREATE INDEX quizzes_by_time ON quizzes (made_at)",
            """
            CREATE TABLE quiz_rounds (
                quiz INTEGER NOT NULL REFERENCES quizzes (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                opened_at TEXT NOT NULL,
                closed_at TEXT,
                PRIMARY KEY (quiz, number)
            )
            """,
            # The number after the last question stands for how somebody did. No poll_id: it is no poll, or not out.
            """
            CREATE TABLE quiz_polls (
                quiz INTEGER NOT NULL REFERENCES quizzes (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                person TEXT NOT NULL,
                poll_id TEXT UNIQUE,
                message_id INTEGER,
                is_shut INTEGER NOT NULL DEFAULT 0,
                at TEXT NOT NULL,
                PRIMARY KEY (quiz, number, person)
            )
            """,
            "CREATE INDEX quiz_polls_of_person ON quiz_polls (person)",
            "CREATE INDEX quiz_polls_by_time ON quiz_polls (at)",
            # By poll and not by quiz: an answer may come before it is noted that the poll is out.
            """
            CREATE TABLE quiz_answers (
                poll_id TEXT NOT NULL,
                person TEXT NOT NULL,
                option INTEGER NOT NULL,
                at TEXT NOT NULL,
                PRIMARY KEY (poll_id, person)
            )
            """,
            "CREATE INDEX quiz_answers_of_person ON quiz_answers (person)",
            "CREATE INDEX quiz_answers_by_time ON quiz_answers (at)",
            """
            CREATE TABLE quiz_names (
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                nickname TEXT,
                at TEXT NOT NULL,
                PRIMARY KEY (workshop, person)
            )
            """,
            "CREATE UNIQUE INDEX quiz_names_once ON quiz_names (workshop, nickname) WHERE nickname IS NOT NULL",
            "CREATE INDEX quiz_names_of_person ON quiz_names (person)",
            "CREATE INDEX quiz_names_by_time ON quiz_names (at)",
        ),
    ),
    Migration(
        number=18,
        name="exercises",
        statements=(
            # AUTOINCREMENT: the number stands on buttons. chat_id: where the trainer sees how many have chosen.
            """
            CREATE TABLE room_cases (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                workshop INTEGER NOT NULL REFERENCES workshops (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                chat_id INTEGER,
                control_id INTEGER,
                case_id TEXT NOT NULL,
                given_at TEXT NOT NULL,
                closed_at TEXT
            )
            """,
            "CREATE UNIQUE INDEX room_cases_open ON room_cases (workshop) WHERE closed_at IS NULL",
            "CREATE INDEX room_cases_of_room ON room_cases (workshop)",
            "CREATE INDEX room_cases_of_person ON room_cases (person)",
            "CREATE INDEX room_cases_by_time ON room_cases (given_at)",
            """
            CREATE TABLE case_answers (
                given INTEGER NOT NULL REFERENCES room_cases (id) ON DELETE CASCADE,
                person TEXT NOT NULL,
                is_out INTEGER,
                stage TEXT NOT NULL DEFAULT 'challenges' CHECK (stage IN ('challenges', 'measures', 'sent')),
                challenges TEXT NOT NULL DEFAULT '[]',
                measures TEXT NOT NULL DEFAULT '[]',
                at TEXT NOT NULL,
                PRIMARY KEY (given, person)
            )
            """,
            "CREATE INDEX case_answers_of_person ON case_answers (person)",
            "CREATE INDEX case_answers_by_time ON case_answers (at)",
        ),
    ),
    Migration(
        number=19,
        name="walls",
        statements=(
            # The key in the link to the wall; without one there is no wall to look at.
            "ALTER TABLE workshops ADD COLUMN wall_key TEXT",
            """
            ALTER TABLE workshops ADD COLUMN moderation TEXT NOT NULL DEFAULT 'approve'
            CHECK (moderation IN ('approve', 'off'))
            """,
            # Which of the two the person was told, for what they ask is treated by that.
            "ALTER TABLE workshop_members ADD COLUMN told_moderation TEXT",
            """
            ALTER TABLE workshop_questions ADD COLUMN standing TEXT NOT NULL DEFAULT 'waiting'
            CHECK (standing IN ('waiting', 'shown', 'hidden'))
            """,
            # The message in which a trainer approves; moderates: whether they want one.
            "ALTER TABLE workshop_trainers ADD COLUMN moderates INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE workshop_trainers ADD COLUMN queue_id INTEGER",
            """
            CREATE TABLE wall_votes (
                conversation INTEGER NOT NULL REFERENCES workshop_questions (conversation) ON DELETE CASCADE,
                person TEXT NOT NULL,
                voted_at TEXT NOT NULL,
                PRIMARY KEY (conversation, person)
            )
            """,
            "CREATE INDEX wall_votes_of_person ON wall_votes (person)",
            "CREATE INDEX wall_votes_by_time ON wall_votes (voted_at)",
        ),
    ),
    Migration(
        number=20,
        name="quiz questions sent again",
        statements=(
            # Until is_noted it is not known what became of it; every time it is on its way is one of the tries.
            "ALTER TABLE quiz_polls ADD COLUMN is_noted INTEGER NOT NULL DEFAULT 1",
            "ALTER TABLE quiz_polls ADD COLUMN tries INTEGER NOT NULL DEFAULT 1",
        ),
    ),
    Migration(
        number=22,
        name="nicknames struck",
        statements=(
            # The nickname that a trainer struck; what leaderboards show is then a mask.
            "ALTER TABLE quiz_names ADD COLUMN struck TEXT",
            "ALTER TABLE quiz_names ADD COLUMN told_struck INTEGER NOT NULL DEFAULT 0",
        ),
    ),
    Migration(
        number=24,
        name="nicknames awaited",
        statements=(
            # Since when we wait for a nickname in a plain message.
            "ALTER TABLE quiz_names ADD COLUMN awaited_since TEXT",
        ),
    ),
    Migration(
        number=26,
        name="results shown",
        statements=(
            # When the trainer had the results of a question; closed without that, they are still to be shown.
            "ALTER TABLE quiz_rounds ADD COLUMN shown_at TEXT",
            "UPDATE quiz_rounds SET shown_at = closed_at",
        ),
    ),
)
