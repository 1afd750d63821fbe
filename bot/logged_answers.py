"""What the conversation log keeps of an answer."""

from bot.advice.deciding import Smalltalk
from bot.advice.knowledge import Topic
from bot.answering import Answer
from bot.records.conversation_log import Understanding, Way

CANDIDATES_LOGGED = 5


def understanding_of(answer: Answer, knowledge_version: str, *, way: Way) -> Understanding:
    """What we made of the question of *answer*, and what we say to it; a pleasantry has no candidates.

    Words that choose a topic, or want the last reply in another language, are logged as what they stand for.
    """
    has_candidates = answer.match.text and not isinstance(answer.decision, Smalltalk)
    topics = answer.match.topics[:CANDIDATES_LOGGED] if has_candidates else ()
    return Understanding(
        way=way if answer.stands_for is None else "chosen",
        language=answer.language,
        reply_language=answer.reply_language,
        question=answer.stands_for or answer.question,
        candidates=tuple((candidate.label.id, candidate.confidence) for candidate in topics),
        decision=answer.decision_name,
        topic=answer.reply.topic,
        knowledge_version=knowledge_version,
        reply=answer.reply.html,
    )


def understanding_of_opened(topic: Topic, language: str, html: str, knowledge_version: str) -> Understanding:
    """What we made of it that somebody opened *topic* by a button, a link or a card; *html* is what they read."""
    return Understanding(
        way="chosen",
        language=language,
        reply_language=language,
        question=topic.title[language],
        candidates=(),
        decision="advice",
        topic=topic.id,
        knowledge_version=knowledge_version,
        reply=html,
    )
