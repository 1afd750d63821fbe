"""Questions on the walls of rooms: which wait, which are shown, which are hidden, and who voted for which."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from bot.records.database import Clock
from bot.workshops.walls import Standing

_OF_ROOM = """
SELECT conversation, question, conversations.person = :person AS is_own,
    (SELECT count(*) FROM wall_votes WHERE wall_votes.conversation = workshop_questions.conversation) AS votes,
    EXISTS (SELECT 1 FROM wall_votes WHERE wall_votes.conversation = workshop_questions.conversation
        AND wall_votes.person = :person) AS has_vote
FROM workshop_questions JOIN conversations ON conversations.id = conversation
WHERE workshop = :room AND standing = :standing ORDER BY conversation
"""
_MAY_VOTE = """
SELECT 1 FROM workshop_questions JOIN workshops ON workshops.id = workshop_questions.workshop
JOIN workshop_members ON workshop_members.workshop = workshops.id
WHERE conversation = :question AND standing = 'shown' AND ended_at IS NULL
    AND workshop_members.person = :person AND left_at IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class KeptQuestion:
    """A question word for word, as nobody but its asker may see it, with all its votes."""

    conversation: int
    question: str
    votes: int
    is_own: bool
    has_vote: bool


class WallQuestions:
    """The questions on all walls, and the votes for them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_room(self, room: int, standing: Standing, person: str = "") -> tuple[KeptQuestion, ...]:
        """The questions of a room that have this *standing*, oldest first, as *person* stands to them."""
        values = {"room": room, "standing": standing, "person": person}
        return tuple(
            KeptQuestion(**row | {"is_own": bool(row["is_own"]), "has_vote": bool(row["has_vote"])})
            for row in self._database.query(_OF_ROOM, values)
        )

    def decide(self, room: int, questions: Sequence[int], standing: Standing) -> None:
        """Give those of *questions* that were asked in *room* another *standing*."""
        with self._database.atomic():
            for question in questions:
                self._database.execute(
                    "UPDATE workshop_questions SET standing = ? WHERE workshop = ? AND conversation = ?",
                    [standing, room, question],
                )

    def vote(self, person: str, question: int) -> None:
        """*person* votes for a question that the wall of their room shows; twice changes nothing."""
        if any(True for _ in self._database.query(_MAY_VOTE, {"question": question, "person": person})):
            row = {"conversation": question, "person": person, "voted_at": self._clock().isoformat()}
            self._database.table("wall_votes").insert(row, ignore=True)

    def take_back(self, person: str, question: int) -> None:
        """*person* takes their vote back."""
        self._database.execute("DELETE FROM wall_votes WHERE conversation = ? AND person = ?", [question, person])
