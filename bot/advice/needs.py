"""Several needs in one message: "we were cheated and can't find staff", "1. freight 2. hackers".

    text -> clauses, cut where one need may end and another begin       (clauses_of)
    clauses, each matched -> the topics meant, in the order asked         (needs_meant)

The whole of such a message is like neither need, so each clause is matched alone. Most "and"s join one need, and most
stories have clauses that ask nothing: two needs are heard only where two clauses are each clear and mean topics that
have nothing to do with each other. The longer a message is, the plainer the words must be that say "and another thing".
Who numbers them says it plainest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from bot.advice.cues import NeedCues
from bot.advice.knowledge import Topic
from bot.advice.matching import Candidate, Match, MatchAll
from bot.advice.normalising import comparable, has_han, word_count

Link = Literal["pause", "join", "addition"]
"""What stands before a clause: only a comma or a full stop, a word such as "and", or one such as "besides"."""

MOST_CLAUSES = 4
"""Clauses that are matched alone; all of them cost as much as a question or two."""

_LONGEST: Mapping[Link, int] = {"pause": 18, "join": 30, "addition": 80}
"""Words up to which a message can have two needs linked this way. Two Chinese characters count as a word."""

_LEAST_SHARE: Mapping[Link, float] = {"pause": 1.1, "join": 0.75, "addition": 0.55}
"""How clear the less clear of two needs must be, as a share of the confidence that advice needs."""

_CLEAR_SCORE = 80.0
"""From this score on, the whole message is what somebody asks for one topic."""

_MOST_NEEDS = 3
_FEWEST_WORDS = 2
_FEWEST_HAN = 3
_PAUSE = re.compile(r"[,;:.?!()、。，；：？！（）…\n]+(?!\d)|\s[-–—]+\s")
_NUMBERED = re.compile(r"(?<![\w.])(\d)\s*[.)、:：](?!\d)\s*|(?<=[^\W\d_a-z])(\d)\s*[.)、](?!\d)\s*")
"""The number before a thing in a list, in Chinese also right after the one before."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of a message that may be a need of its own, and what links it to what comes before."""

    text: str
    link: Link


def clauses_of(text: str, cues: NeedCues) -> tuple[Clause, ...]:
    """The clauses of *text* (comparable) that may be needs of their own; none if it holds at most one.

    Of many, the last and the longest are given: people come to the point at the end, or at length.
    """
    if cues.one.search(text):
        return ()
    clauses = _numbered(text) or list(_cut(text, cues))
    if len(clauses) < 2 or word_count(text) > max(_LONGEST[clause.link] for clause in clauses):
        return ()
    last, *others = reversed(clauses)
    kept = [last, *sorted(others, key=lambda clause: -len(clause.text))[: MOST_CLAUSES - 1]]
    return tuple(clause for clause in clauses if clause in kept)


def needs_meant(
    whole: Match, clauses: Sequence[Clause], match_all: MatchAll, topics: Mapping[str, Topic]
) -> tuple[Candidate, ...] | None:
    """The two or three topics that *clauses* of the *whole* mean, in the order asked; None if there is only one need.

    *match_all* finds candidates for each clause. Of several pairs that one is taken whose weaker need is clearest.
    """
    if max((candidate.score for candidate in whole.topics), default=0.0) >= _CLEAR_SCORE:
        return None
    heard = _heard(whole, clauses, match_all)

    def are_clear(one: int, other: int) -> bool:
        (earlier, first), (later, second) = heard[one], heard[other]
        link = max(earlier, later, key=_LONGEST.__getitem__)
        return _are_two(first, second, topics) and _is_clear(whole, link, first, second)

    def weaker(pair: tuple[int, int]) -> float:
        return min(heard[place][1].confidence for place in pair)

    pairs = [pair for pair in combinations(range(len(heard)), 2) if are_clear(*pair)]
    if not pairs:
        return None
    meant = [*max(pairs, key=weaker)]
    for place in range(len(heard)):
        if len(meant) < _MOST_NEEDS and place not in meant and all(are_clear(place, other) for other in meant):
            meant.append(place)
    return tuple(heard[place][1] for place in sorted(meant))


def _heard(whole: Match, clauses: Sequence[Clause], match_all: MatchAll) -> list[tuple[Link, Candidate]]:
    """What each clause means that may be one of two needs."""
    least = min(_LEAST_SHARE.values()) * whole.thresholds.answer
    needs = map(_need, match_all([clause.text for clause in clauses]))
    return [
        (clause.link, need)
        for clause, need in zip(clauses, needs, strict=True)
        if need is not None and need.confidence >= least
    ]


def with_needs(match: Match, needs: Sequence[Candidate]) -> Match:
    """*match* with the topics of *needs* first, each as sure as it is alone or in the whole."""
    found = {candidate.label.id: candidate for candidate in match.topics}
    first = [max(need, found.get(need.label.id, need), key=lambda candidate: candidate.confidence) for need in needs]
    ids = {candidate.label.id for candidate in needs}
    others = (candidate for candidate in match.topics if candidate.label.id not in ids)
    return replace(match, topics=(*first, *others)[: max(len(match.topics), len(needs))])


def _numbered(text: str) -> list[Clause]:
    """What *text* (comparable) lists as 1., 2. and so on; nothing if it is no such list."""
    numbers = [found[1] or found[2] for found in _NUMBERED.finditer(text)]
    if len(numbers) < 2 or numbers != [str(number) for number in range(1, len(numbers) + 1)]:
        return []
    _, *things = _NUMBERED.sub("\n", text).split("\n")
    return [Clause(text=comparable(thing), link="addition") for thing in things if comparable(thing)]


def _cut(text: str, cues: NeedCues) -> Iterator[Clause]:
    """*text* cut at pauses and at the words that link; a scrap goes with what follows it."""
    link: Link = "pause"
    for part in _PAUSE.split(text):
        scrap = ""
        for piece in cues.cut.split(part):
            if cues.cut.fullmatch(piece):
                link = max(link, _link(piece, cues), key=_LONGEST.__getitem__)
                scrap = f"{scrap}{piece}" if comparable(scrap) else ""
            elif _may_ask(comparable(scrap + piece)):
                yield Clause(text=comparable(scrap + piece), link=link)
                link, scrap = "pause", ""
            else:
                scrap += piece


def _link(word: str, cues: NeedCues) -> Link:
    return "addition" if cues.addition.fullmatch(word) else "join"


def _need(match: Match) -> Candidate | None:
    """The topic a clause means, if it means any."""
    surest = match.surest
    return None if surest is None or match.is_outdone(surest) else surest


def _is_clear(whole: Match, link: Link, one: Candidate, other: Candidate) -> bool:
    weaker, surer = sorted((one.confidence, other.confidence))
    answer = whole.thresholds.answer
    return (
        word_count(whole.text) <= _LONGEST[link] and surer >= answer and weaker >= min(1.0, _LEAST_SHARE[link] * answer)
    )


def _are_two(one: Candidate, other: Candidate, topics: Mapping[str, Topic]) -> bool:
    first, second = topics[one.label.id], topics[other.label.id]
    are_related = first.id in second.related or second.id in first.related
    return first.id != second.id and not are_related and set(first.covers).isdisjoint(second.covers)


def _may_ask(clause: str) -> bool:
    return len(clause) >= _FEWEST_HAN if has_han(clause) else len(clause.split()) >= _FEWEST_WORDS
