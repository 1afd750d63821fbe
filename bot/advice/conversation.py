"""How far a question leans on those before it.

"And how do we train them?" says little alone; "a supplier cheated us" needs nothing before it. A question that leans is
scored together with what was asked before, as far as it leans.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.advice.normalising import has_han

EARLIER_KEPT = 3
"""Earlier questions that may matter; what lies further back has been answered."""

_LONGEST_LEANING = 14
"""Words from which a question stands for itself."""
_CUE_SHARE = 0.7
_LEAST_SHARE = 0.15


@dataclass(frozen=True, kw_only=True)
class ConversationCues:
    """Words that point back at what was said (``leaning``), and words that announce a new subject (``fresh``)."""

    leaning: Mapping[str, tuple[str, ...]]
    fresh: Mapping[str, tuple[str, ...]]

    def leans(self, text: str) -> bool:
        """Whether *text* (comparable) has a word that points back."""
        return self._leaning.search(text) is not None

    def starts_afresh(self, text: str) -> bool:
        """Whether *text* (comparable) announces a new subject."""
        return self._fresh.search(text) is not None

    @cached_property
    def _leaning(self) -> re.Pattern[str]:
        return _any_of(cue for cues in self.leaning.values() for cue in cues)

    @cached_property
    def _fresh(self) -> re.Pattern[str]:
        return _any_of(cue for cues in self.fresh.values() for cue in cues)


NO_CUES = ConversationCues(leaning={}, fresh={})


def share_of_earlier(text: str, clarity: float, cues: ConversationCues) -> float:
    """How much the earlier questions count for *text*, from 0 (stands alone) to 1.

    *clarity*, from 0 to 1, is that of *text* alone: what is well understood needs no help.
    """
    words = len(text) / 2 if has_han(text) else len(text.split())
    if words > _LONGEST_LEANING or cues.starts_afresh(text):
        return 0.0
    # The root: a question that is nearly clear still gains more from what was said than it loses.
    share = max(math.sqrt(1 - clarity), _CUE_SHARE if cues.leans(text) else 0.0)
    return share if share > _LEAST_SHARE else 0.0


def _any_of(cues: Iterable[str]) -> re.Pattern[str]:
    alternatives = [
        re.escape(cue) if has_han(cue) else rf"\b{re.escape(cue)}\b" for cue in sorted(cues, key=len, reverse=True)
    ]
    return re.compile("|".join(alternatives) or r"(?!)")
