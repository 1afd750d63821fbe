"""Cantonese as it is typed, put into the words of written Chinese: 點解運費咁貴 is read as 为什么運費这么貴."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Cantonese:
    """The words of written Chinese for those ``written`` as they are spoken, in any characters."""

    written: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str) -> str:
        """*text* with all its words of these in written Chinese, where several fit the longest."""
        return self._spoken.sub(lambda found: self.written[found.group()], text)

    @cached_property
    def _spoken(self) -> re.Pattern[str]:
        longest_first = sorted(self.written, key=lambda spoken: (-len(spoken), spoken))
        return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


NO_CANTONESE = Cantonese()
