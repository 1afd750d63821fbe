"""Nicknames as people give them when they are asked: in a message of its own, which may be a question all the same."""

from bot.advice.normalising import has_han
from bot.workshops.rooms import tidy_name

MOST_NICKNAME = 24
"""Characters, so that a leaderboard fits on a phone."""
_MOST_WORDS = 3
_QUESTION_MARKS = frozenset("?？؟")
_FEW_WORDS, _FEW_HAN = 2, 4


def nickname_in(words: str) -> str:
    """*words* as a nickname; empty if nothing can be read."""
    return tidy_name(words)[:MOST_NICKNAME].strip()


def may_be_nickname(words: str) -> bool:
    """Claim that *words* may be meant as a nickname: one short line without a question mark."""
    plain = words.strip()
    is_short = 0 < len(plain) <= MOST_NICKNAME and len(plain.split()) <= _MOST_WORDS
    return is_short and "\n" not in plain and not _QUESTION_MARKS & set(plain)


def may_be_question(words: str) -> bool:
    """Claim that *words* are enough to say what somebody wants to know, as one or two hardly are."""
    return len(words.split()) > _FEW_WORDS or sum(map(has_han, words)) > _FEW_HAN
