"""What was asked in a room: the rows of the conversation log that belong to it, without who asked."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from bot.workshops.counts import OnWall, RoomCounts, TopicCount

_ABOUT = "coalesce(topic, CASE WHEN decision IN ('choice', 'advice') THEN json_extract(candidates, '$[0].topic') END)"
"""The topic of a question; where several fit or a paper itself answered, the first candidate."""
_OF_ROOM = "FROM workshop_questions JOIN conversations ON conversations.id = conversation WHERE workshop = ?"


@dataclass(frozen=True, kw_only=True)
class RoomQuestion:
    """A question of a room; ``topic`` is None where we had no answer."""

    conversation: int
    question: str
    language: str
    decision: str
    topic: str | None

    @property
    def is_answered(self) -> bool:
        """Whether there was an answer, or one to choose."""
        return self.decision in {"advice", "choice"}


class RoomQuestions:
    """The questions of all rooms."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, person: str, conversation: int, instead_of: int | None = None) -> None:
        """Count a row of the conversation log in the room that *person* is in, if they are in one.

        A question that was changed counts *instead of* what it was; doing it twice changes nothing. The wall shows it
        at once if the room is not moderated and whoever asks was told so.
        """
        if instead_of is not None and instead_of != conversation:
            self._database.execute("DELETE FROM workshop_questions WHERE conversation = ?", [instead_of])
        rooms = self._database.query(
            "SELECT workshop, moderation = 'off' AND told_moderation IS 'off' AS is_shown "
            "FROM workshop_members JOIN workshops ON workshops.id = workshop "
            "WHERE workshop_members.person = ? AND left_at IS NULL AND ended_at IS NULL",
            [person],
        )
        for room in rooms:
            standing = "shown" if room["is_shown"] else "waiting"
            row = {"conversation": conversation, "workshop": room["workshop"], "standing": standing}
            self._database.table("workshop_questions").insert(row, ignore=True)

    def of_room(self, room: int, *, with_hidden: bool = True) -> tuple[RoomQuestion, ...]:
        """The questions of a room, in the order they came; without those that a trainer has hidden, if wished."""
        chosen = _OF_ROOM if with_hidden else f"{_OF_ROOM} AND standing != 'hidden'"
        query = f"SELECT conversation, question, language, decision, {_ABOUT} AS about {chosen} ORDER BY conversation"
        return tuple(_question(row) for row in self._database.query(query, [room]))

    def counts(self, room: int) -> RoomCounts:
        """All that is counted in a room: the people in it now, and what was asked since it was opened."""
        (row,) = self._database.query(
            "SELECT count(*) AS questions, "
            "count(CASE WHEN decision IN ('advice', 'choice') THEN 1 END) AS answered, "
            "count(CASE standing WHEN 'shown' THEN 1 END) AS shown, "
            "count(CASE standing WHEN 'waiting' THEN 1 END) AS waiting, "
            f"count(CASE standing WHEN 'hidden' THEN 1 END) AS hidden {_OF_ROOM}",
            [room],
        )
        topics = self._database.query(
            f"SELECT {_ABOUT} AS about, count(DISTINCT person) AS people {_OF_ROOM} AND about IS NOT NULL "
            "GROUP BY about ORDER BY people DESC, about",
            [room],
        )
        inside = "SELECT count(*) AS people FROM workshop_members WHERE workshop = ? AND left_at IS NULL"
        (people,) = self._database.query(inside, [room])
        return RoomCounts(
            people=people["people"],
            questions=row["questions"],
            answered=row["answered"],
            topics=tuple(TopicCount(topic=topic["about"], people=topic["people"]) for topic in topics),
            wall=OnWall(shown=row["shown"], waiting=row["waiting"], hidden=row["hidden"]),
        )


def _question(row: dict[str, Any]) -> RoomQuestion:
    return RoomQuestion(
        conversation=row["conversation"],
        question=row["question"],
        language=row["language"],
        decision=row["decision"],
        topic=row["about"],
    )
