"""Write out what people shorten on a phone: "wat 2 do, ppl dont trust us" becomes "what to do, people don't trust us".

A table says what each typed form stands for. The longest run of words that stands in it is replaced, again and again
until none is left, so that a text that was written out is not changed any more. There is no other rule: a "2" means
"to" only in runs such as "2 do", and stays a number everywhere else.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.advice.spelling import Repair

Mend = Callable[[str], tuple[str, tuple[Repair, ...]]]
"""Mends a comparable text, and tells what was mended."""

# Not within "R&D", "24/7", "$2", "u.s.", "2,000" or "online.biz".
_BEFORE = r"(?<![\w/&'@#$€£¥%+*=-])(?<!\w\.)(?<!\d,)"
_AFTER = r"(?![\w/&'@$€£¥%+*=-])(?![.,:]\d|\.\w)"
_WORD = re.compile(r"[\w/&'-]+")


@dataclass(frozen=True, kw_only=True)
class Shorthand:
    """What typed forms, each one word or a run of words, stand for; all of it as compared."""

    meanings: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def endless(self) -> frozenset[str]:
        """The forms that might be written out for ever, as all their words stand in meanings; they are left alone."""
        written = {word for meant in self.meanings.values() for word in _WORD.findall(meant)}
        return frozenset(typed for typed in self.meanings if written.issuperset(_WORD.findall(typed)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all forms, without those that have a digit or a sign: they are English, too."""
        return frozenset(word for typed in self.meanings for word in typed.split() if word.isalpha())

    def mended(self, text: str, mend: Mend) -> tuple[str, tuple[Repair, ...]]:
        """*text* (comparable) written out and its slips mended by *mend*; what a mended slip shortens, too."""
        written, expanded = self.written_out(text)
        whole, slips = mend(written)
        if not slips:
            return written, expanded
        whole, more = self.written_out(whole)
        return whole, (*expanded, *slips, *more)

    def written_out(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """*text* (comparable) without shorthand, and what was written out."""
        repairs: list[Repair] = []

        def write_out(found: re.Match[str]) -> str:
            typed = found.group()
            repairs.append(Repair(typed=typed, taken_for=self.meanings[typed]))
            return self.meanings[typed]

        # This ends: each time a word goes that no meaning has.
        count = 1
        while count:
            text, count = self._forms.subn(write_out, text)
        return text, tuple(repairs)

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        longest_first = sorted(self.meanings.keys() - self.endless, key=lambda typed: (-len(typed), typed))
        alternatives = "|".join(map(re.escape, longest_first))
        return re.compile(f"{_BEFORE}(?:{alternatives}){_AFTER}" if alternatives else r"(?!)")


NO_SHORTHAND = Shorthand()
