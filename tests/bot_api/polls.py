"""A poll or quiz and its votes."""

from dataclasses import dataclass, field

from tests.bot_api.errors import Json


@dataclass(kw_only=True)
class Poll:
    """``votes`` holds the chosen options by user id."""

    id: str
    chat_id: int
    message_id: int
    question: str
    options: tuple[str, ...]
    kind: str
    is_anonymous: bool
    allows_multiple_answers: bool
    correct_options: tuple[int, ...] = ()
    explanation: str = ""
    is_closed: bool = False
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def to_json(self) -> Json:
        counts = [sum(number in chosen for chosen in self.votes.values()) for number in range(len(self.options))]
        written: Json = {
            "id": self.id,
            "question": self.question,
            "options": [
                {"persistent_id": str(number), "text": text, "voter_count": counts[number]}
                for number, text in enumerate(self.options)
            ],
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            "is_anonymous": self.is_anonymous,
            "type": self.kind,
            "allows_multiple_answers": self.allows_multiple_answers,
            "allows_revoting": self.kind == "regular",
            "members_only": False,
        }
        if self.kind == "quiz":
            written["correct_option_ids"] = list(self.correct_options)
        return written | ({"explanation": self.explanation} if self.explanation else {})
