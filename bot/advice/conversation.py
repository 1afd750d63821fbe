"""How far a question leans on those before it.

"And how do we train them?" says little alone; "a supplier cheated us" needs nothing before it. A question that leans is
scored together with what was asked before, as far as it leans.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.advice.cues import any_of
from bot.advice.normalising import word_count

FollowUpAsk = Literal[
    "same",
    "short",
    "measure",
    "challenge",
    "opportunity",
    "further",
    "done",
    "unable",
    "for_me",
    "cost",
    "time",
    "doubt",
]
"""What a follow-up asks of the subject: more of the same (why, an example, a figure), the same in short, what to do,
its bad or good sides, what it means for something further, such as other goods, or what else, as that is done; what to
do with too little money or time, whether we do it, what it costs, how long it takes, or whether it is true."""

EARLIER_KEPT = 3
"""Earlier questions that may matter; what lies further back has been answered."""
EARLIER_HEARD = 8
"""Earlier questions to look through for the subject that the last few go on with."""
EARLIER_REMEMBERED = 40
"""Earlier questions among which that subject is still found, where all that came after it lean on it."""

_LONGEST_LEANING = 14
"""Words from which a question stands for itself."""
_LONGEST_CUED = 9
"""Words from which a cue is more likely to point within the question than back."""
_LONGEST_FURTHER = 3
"""Words that name something further; more than these are a question of their own."""
_CUE_SHARE = 0.6
_UNCLEAR_SHARE = 0.5
"""What an unclear question without a cue may lean at most; more, and a new subject would stick to the old one."""
_LEAST_SHARE = 0.15


@dataclass(frozen=True, kw_only=True)
class ConversationCues:
    """Words by language that lean on what was said: at the beginning (``leading``), or anywhere (``leaning``).

    Those ``trailing`` ask what to do about what stands before them ("运费怎么办") and lean only if that is not clear.
    ``fresh`` ones announce a new subject. ``asks`` are what can be asked of a subject that was spoken of, surest first;
    ``fillers`` say nothing of their own. What is said ``alone``, as a whole question, asks what to do. A few words
    after ``further_before`` or ``further_about``, or before ``further_after`` ("for hats?", "what about hats?",
    "帽子呢") ask the same for something further; those after ``further_before`` may only narrow what was asked.
    """

    leading: Mapping[str, tuple[str, ...]]
    leaning: Mapping[str, tuple[str, ...]]
    fresh: Mapping[str, tuple[str, ...]]
    asks: Mapping[FollowUpAsk, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    fillers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    trailing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    further_before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    further_about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    further_after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lean(self, text: str) -> bool:
        """Whether *text* (comparable) has a word that points back."""
        return self._leading.match(text) is not None or self._leaning.search(text) is not None

    def trail(self, text: str) -> bool:
        """Whether *text* (comparable) has a word that points back unless what stands before it is clear alone."""
        return self._trailing.search(text) is not None

    def start_afresh(self, text: str) -> bool:
        """Whether *text* (comparable) announces a new subject."""
        return self._fresh.search(text) is not None

    def ask(self, text: str) -> FollowUpAsk | None:
        """What *text* (comparable) asks of the subject, if it does."""
        if self._alone.fullmatch(text):
            return "measure"
        return next((ask for ask, pattern in self._asks.items() if pattern.search(text)), None)

    def is_bare(self, text: str) -> bool:
        """Whether *text* (comparable) asks something of a subject without naming any: "why?", "any examples"."""
        if self._alone.fullmatch(text):
            return True
        if self.ask(text) is None:
            return False
        rest = text
        for pattern in (*self._asks.values(), self._fillers, self._leading, self._leaning):
            rest = pattern.sub(" ", rest)
        return not any(character.isalnum() for character in rest)

    def named_further(self, text: str) -> str | None:
        """What *text* (comparable) asks about further, as "and for hats" does; None if it says more or less."""
        found = self._further.fullmatch(text)
        named = (found["narrowed"] or found["about"] or found["before"]).strip() if found else ""
        return named if 0 < word_count(named) <= _LONGEST_FURTHER and not self.is_bare(text) else None

    def narrow(self, text: str) -> bool:
        """Whether what *text* (comparable) asks about further may only narrow what was asked: "and for skills?"."""
        found = self._further.fullmatch(text)
        return found is not None and found["narrowed"] is not None

    @cached_property
    def _further(self) -> re.Pattern[str]:
        before, about = any_of(self.further_before).pattern, any_of(self.further_about).pattern
        leading = rf"(?:(?!{about}){self._leading.pattern}\W*+)*+"
        named = rf"{before}(?P<narrowed>.+)|{about}(?P<about>.+)|(?P<before>.+?){any_of(self.further_after).pattern}"
        return re.compile(rf"{leading}(?:{named})")

    @cached_property
    def _asks(self) -> Mapping[FollowUpAsk, re.Pattern[str]]:
        return {ask: any_of(cues) for ask, cues in self.asks.items()}

    @cached_property
    def _alone(self) -> re.Pattern[str]:
        return any_of(self.alone)

    @cached_property
    def _fillers(self) -> re.Pattern[str]:
        return any_of(self.fillers)

    @cached_property
    def _leading(self) -> re.Pattern[str]:
        return any_of(self.leading)

    @cached_property
    def _leaning(self) -> re.Pattern[str]:
        return any_of(self.leaning)

    @cached_property
    def _trailing(self) -> re.Pattern[str]:
        return any_of(self.trailing)

    @cached_property
    def _fresh(self) -> re.Pattern[str]:
        return any_of(self.fresh)


NO_CUES = ConversationCues(leading={}, leaning={}, fresh={})


def share_of_earlier(text: str, clarity: float, cues: ConversationCues) -> float:
    """How much the earlier questions count for *text*, from 0 (stands alone) to 1 (says nothing alone).

    *clarity*, from 0 to 1, is that of *text* alone: what is well understood needs no help.
    """
    words = word_count(text)
    if words > _LONGEST_LEANING or cues.start_afresh(text):
        return 0.0
    if cues.is_bare(text):
        return 1.0
    if words <= _LONGEST_CUED and cues.lean(text):
        # The root: a question that leans and is nearly clear still gains more from what was said than it loses.
        return max(math.sqrt(1 - clarity), _CUE_SHARE)
    trails = words <= _LONGEST_CUED and cues.trail(text)
    share = (1 - clarity) if trails else _UNCLEAR_SHARE * (1 - clarity)
    return share if share > _LEAST_SHARE else 0.0


def earlier_heard(after: Sequence[str], leans: Callable[[str], bool]) -> tuple[str, ...]:
    """The last of the questions *after*; where each of them *leans*, the first gives way to what they lean on."""
    further, heard = after[:-EARLIER_HEARD], after[-EARLIER_HEARD:]
    if not further or not all(map(leans, heard)):
        return tuple(heard)
    subject = next((question for question in reversed(further) if not leans(question)), None)
    return tuple(heard) if subject is None else (subject, *heard[1:])


def earlier_kept(after: Sequence[str], share: Callable[[str], float]) -> tuple[str, ...]:
    """Those few of the questions *after* that tell what is spoken of, by the *share* to which each leans on others.

    What names no subject is passed over, unless it is the last: three times "why?" would hide what it is asked of. If
    all that are left lean, the last question that does not takes the place of the first.
    """
    if not after:
        return ()
    *before, last = after[-EARLIER_HEARD:]
    shares = {question: share(question) for question in (*before, last)}
    naming = [*(question for question in before if shares[question] < 1), last]
    kept, further = naming[-EARLIER_KEPT:], naming[:-EARLIER_KEPT]
    subject = next((question for question in reversed(further) if not shares[question]), None)
    if subject is not None and all(shares[question] for question in kept):
        return (subject, *kept[1:])
    return tuple(kept)
