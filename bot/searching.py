"""Searching topics while somebody types: what the words so far may become, and what they mean already."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.normalising import comparable, has_han
from bot.answering import Answerer

TOPIC_MARK = "t:"
"""Before a topic's id: that topic first, as buttons for sharing ask for it."""

SHORTEST_MEANING = 3
"""Letters from which words in Latin script can mean something."""
LEAST_CONFIDENCE = 0.1
_TITLE = 2.0
_PREFIX = 0.5


@dataclass(frozen=True, kw_only=True)
class Found:
    """Topics, best first, and the language to show them in."""

    topics: tuple[str, ...]
    language: str


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The titles and the phrasings of a topic, each as a line between blanks."""

    topic: str
    titles: tuple[str, ...]
    phrasings: tuple[str, ...]


class TopicSearch:
    """Searches what *answerer* knows; the same words always find the same."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        topics = answerer.replies.knowledge.topics
        self._related = {topic.id: topic.related for topic in topics}
        self._words = tuple(
            _Words(
                topic=topic.id,
                titles=tuple(_line(title) for title in topic.title.values()),
                phrasings=tuple(_line(text) for texts in topic.phrasings.values() for text in texts),
            )
            for topic in topics
        )

    def find(self, typed: str, *, chosen_language: str | None = None, client_language: str | None = None) -> Found:
        """The topics that *typed* leads to, those they are related to last; the last word may be unfinished."""
        answer = self._answerer.answer(
            typed.removeprefix(TOPIC_MARK), chosen_language=chosen_language, client_language=client_language
        )
        named = typed.removeprefix(TOPIC_MARK).strip()
        language = answer.reply_language
        if named in self._related:
            by_client = self._answerer.answer("", chosen_language=chosen_language, client_language=client_language)
            found, language = [named], by_client.reply_language
        else:
            match = answer.match
            is_ours = match.ours >= match.thresholds.choice
            means = is_ours and (has_han(named) or len(named) >= SHORTEST_MEANING)
            scores = {
                candidate.label.id: candidate.confidence
                for candidate in (match.topics if means else ())
                if candidate.confidence >= LEAST_CONFIDENCE
            }
            for topic, score in self._begun(named).items():
                scores[topic] = scores.get(topic, 0.0) + score
            found = sorted(scores, key=lambda topic: -scores[topic])
        related = (other for topic in found for other in self._related[topic])
        return Found(topics=tuple(dict.fromkeys([*found, *related])), language=language)

    def _begun(self, typed: str) -> dict[str, float]:
        """Topics whose title or phrasings have all words of *typed*, the last one maybe begun, with a score."""
        needles = _needles(typed)
        if not needles:
            return {}
        shares = {
            words.topic: sum(_has(line, needles) for line in words.phrasings) / max(1, len(words.phrasings))
            for words in self._words
        }
        most = max(shares.values(), default=0.0) or 1.0
        scores = {topic: _PREFIX * share / most for topic, share in shares.items() if share}
        for words in self._words:
            if any(_has(title, needles) for title in words.titles):
                scores[words.topic] = scores.get(words.topic, 0.0) + _TITLE
        return scores


def _line(text: str) -> str:
    return f" {comparable(text)} "


def _needles(typed: str) -> tuple[str, ...]:
    text = comparable(typed)
    if has_han(text):
        return tuple(text.split())
    *whole, last = text.split() or [""]
    return tuple([*(f" {word} " for word in whole), f" {last}"] if last else [])


def _has(line: str, needles: Sequence[str]) -> bool:
    return all(needle in line for needle in needles)
