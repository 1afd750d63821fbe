"""Words that people say to a reply of ours: which one they choose, what they meant instead, in which language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.advice.cues import bounded
from bot.advice.picking import PickCues


@dataclass(frozen=True, kw_only=True)
class AsideCues:
    """Words by language for choosing, correcting us, and wanting another language.

    ``corrections`` begin what was meant, after ``denials`` perhaps, and ``contrasts`` what was not. ``say_in`` has, by
    the language wanted, whole messages that want the last reply in it, and ``repeats`` those that want it once more.
    """

    picks: PickCues = field(default_factory=PickCues)
    denials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contrasts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    say_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    repeats: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wants_repetition(self, text: str) -> bool:
        """Whether *text* (comparable) wants the last reply once more, and nothing else."""
        return any(text in wanted for wanted in self.repeats.values())

    def language_wanted(self, text: str) -> str | None:
        """The language in which *text* (comparable) wants the last reply, if it wants no more than that."""
        return next((language for language, wanted in self.say_in.items() if text in wanted), None)

    def without_correction(self, text: str) -> str | None:
        """What was meant, if *text* (cleaned) says "no, I meant shipping, not data"; None if it corrects nothing."""
        begun = self._correction.match(text)
        if begun is None:
            return None
        meant = text[begun.end() :]
        return self._contrast.split(meant, maxsplit=1)[0].strip() or meant.strip() or None

    @cached_property
    def _correction(self) -> re.Pattern[str]:
        denials, corrections = _any_of(self.denials.values()), _any_of(self.corrections.values())
        # Possessive: denials that begin alike must not be tried in every combination.
        return re.compile(rf"[\W_]*+(?:(?>{denials})[\W_]*+)*+{corrections}[\W_]*", re.IGNORECASE)

    @cached_property
    def _contrast(self) -> re.Pattern[str]:
        return re.compile(rf"[\W_]*{_any_of(self.contrasts.values())}", re.IGNORECASE)


NO_ASIDES = AsideCues()


def _any_of(listed: Iterable[Iterable[str]]) -> str:
    words = sorted((word for words in listed for word in words), key=len, reverse=True)
    return f"(?:{'|'.join(map(bounded, words))})" if words else "(?!)"
