"""Where personal data lies: the one table from which /forget, /mydata, /privacy and the retention job work.

A table of the database with a column ``person`` must stand here; a test compares this with the real tables. Its name
has two labels in each language: ``stored_<name>`` says to people what is stored, ``why_<name>`` what for.
"""

from dataclasses import dataclass
from enum import Enum


class Kept(Enum):
    """How long rows are kept, if nobody has them deleted before."""

    DAYS = "days"
    WHILE_COMING = "while_coming"
    FOR_GOOD = "for_good"
    UNTIL_ENDED = "until_ended"


class Forgetting(Enum):
    """What /forget does with the rows about a person."""

    DELETES = "deletes"
    EMPTIES = "empties"
    LEAVES = "leaves"


@dataclass(frozen=True, kw_only=True)
class PersonalTable:
    """A table with rows about people.

    ``of_person`` and ``expired`` are SQL conditions. They may use ``:person``, the keyed hash of somebody, ``:chat``,
    that of the private chat with them, and ``:before``, the moment before which rows are too old. A row that hangs on
    another table's row is found by a subselect; children stand before their parents here.
    """

    name: str
    shown: tuple[str, ...]
    """The columns that people get to see of their rows, by /mydata."""
    json: tuple[str, ...] = ()
    """Those of them that hold JSON."""
    of_person: str = "person = :person"
    expired: str | None
    """None: kept for good, or until it is forgotten."""
    kept: Kept = Kept.DAYS
    forgetting: Forgetting = Forgetting.DELETES
    emptied: str = ""
    """What /forget sets where it only empties."""


PERSONAL_TABLES = (
    PersonalTable(
        name="feedback",
        shown=("conversation", "verdict", "reason", "given_at"),
        expired="given_at < :before",
    ),
    PersonalTable(
        name="left_questions",
        # The number of the chat is here until the person is told.
        shown=("left_at", "language", "question", "chat_id", "words", "topic", "answered_at", "told_at"),
        # A promise is kept, however old the question.
        expired="left_at < :before AND told_at IS NOT NULL",
    ),
    PersonalTable(
        name="saved",
        shown=("topic", "saved_at"),
        kept=Kept.WHILE_COMING,
        expired=(
            "saved_at < :before AND NOT EXISTS (SELECT 1 FROM conversations WHERE conversations.person = saved.person)"
        ),
    ),
    PersonalTable(
        name="conversations",
        shown=(
            "asked_at", "chat_kind", "way", "language", "reply_language", "question", "parts", "candidates", "decision",
            "topic", "knowledge_version", "reply", "delivery", "sent_at",
        ),
        json=("candidates", "parts"),
        expired="asked_at < :before",
    ),
    PersonalTable(
        name="people",
        shown=("language", "language_chosen_at"),
        kept=Kept.WHILE_COMING,
        expired=(
            "language_chosen_at < :before "
            "AND NOT EXISTS (SELECT 1 FROM conversations WHERE conversations.person = people.person)"
        ),
    ),
    PersonalTable(
        name="chats",
        shown=("blocked_at", "excused_at"),
        expired="noted_at < :before",
    ),
    PersonalTable(
        name="checkups",
        shown=("answers", "current", "started_at", "changed_at", "finished_at"),
        json=("answers",),
        expired="changed_at < :before",
    ),
    PersonalTable(
        name="team",
        shown=("user_id", "post", "name", "added_at"),
        expired=None,
        kept=Kept.UNTIL_ENDED,
    ),
    PersonalTable(
        name="long_work",
        shown=("chat_id", "at"),
        expired="at < :before",
    ),
    PersonalTable(
        name="wall_votes",
        shown=("conversation", "voted_at"),
        expired="voted_at < :before",
    ),
    PersonalTable(
        name="workshop_members",
        shown=("workshop", "chat_id", "joined_at", "left_at", "told_moderation"),
        expired="joined_at < :before",
    ),
    PersonalTable(
        name="workshop_trainers",
        shown=("workshop", "chat_id", "since", "moderates"),
        expired="since < :before",
    ),
    PersonalTable(
        name="quiz_answers",
        shown=("poll_id", "option", "at"),
        expired="at < :before",
    ),
    PersonalTable(
        name="quiz_polls",
        shown=("quiz", "number", "poll_id", "message_id", "at"),
        expired="at < :before",
    ),
    PersonalTable(
        name="quiz_names",
        shown=("workshop", "nickname", "struck", "at"),
        expired="at < :before",
    ),
    PersonalTable(
        name="quizzes",
        shown=("workshop", "chat_id", "language", "questions", "state", "made_at"),
        json=("questions",),
        expired="made_at < :before",
        # The room has had the quiz; who led it is forgotten.
        forgetting=Forgetting.EMPTIES,
        emptied="person = '', chat_id = NULL, control_id = NULL",
    ),
    PersonalTable(
        name="case_answers",
        shown=("given", "stage", "challenges", "measures", "at"),
        json=("challenges", "measures"),
        expired="at < :before",
    ),
    PersonalTable(
        name="room_cases",
        shown=("workshop", "chat_id", "case_id", "given_at", "closed_at"),
        expired="given_at < :before",
        forgetting=Forgetting.EMPTIES,
        emptied="person = '', chat_id = NULL, control_id = NULL",
    ),
    PersonalTable(
        name="workshops",
        shown=("code", "name", "language", "themes", "day", "seats", "moderation", "changed_at", "ended_at"),
        json=("themes",),
        expired="changed_at < :before",
    ),
    PersonalTable(
        name="audit",
        shown=("at", "user_id", "name", "deed", "subject"),
        expired="at < :before",
        # That something was changed stays known, but not who did it.
        forgetting=Forgetting.EMPTIES,
        emptied="person = '', user_id = NULL, name = ''",
    ),
    PersonalTable(
        name="news",
        shown=("chat_id", "language", "since"),
        expired=None,
        kept=Kept.UNTIL_ENDED,
    ),
    PersonalTable(
        name="broadcast_readers",
        shown=("broadcast", "at", "outcome"),
        expired="at < :before",
    ),
    PersonalTable(
        name="inbox",
        shown=("received_at", "state", "raw"),
        json=("raw",),
        # A message of a group is stored under the group; who wrote it stands only in the message.
        of_person="state = 'set_aside' AND (chat = :chat OR person_in(raw) = :person)",
        expired="state != 'waiting' AND done_at < :before",
        # That the update came must be known, or it could be answered again.
        forgetting=Forgetting.EMPTIES,
        emptied="state = 'done', chat = '', raw = ''",
    ),
    PersonalTable(
        name="erasures",
        shown=("erased_at",),
        expired=None,
        kept=Kept.FOR_GOOD,
        # Without it, what was erased would come back with a backup.
        forgetting=Forgetting.LEAVES,
    ),
)  # fmt: skip
