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
)
