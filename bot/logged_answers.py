"""What the conversation log keeps of an answer."""

from bot.advice.deciding import Advice
from bot.answering import Answer
from bot.records.conversation_log import Understanding, Way

CANDIDATES_LOGGED = 5


def understanding_of(answer: Answer, knowledge_version: str, *, way: Way) -> Understanding:
    """What we made of the question of *answer*, and what we say to it."""
    topics = answer.match.topics[:CANDIDATES_LOGGED] if answer.match.text else ()
    return Understanding(
        way=way,
        language=answer.language,
        reply_language=answer.reply_language,
        question=answer.question,
        candidates=tuple((candidate.label.id, candidate.confidence) for candidate in topics),
        decision=answer.decision_name,
        topic=answer.decision.candidate.label.id if isinstance(answer.decision, Advice) else None,
        knowledge_version=knowledge_version,
        reply=answer.reply.html,
    )
