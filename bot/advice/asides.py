"""Words that people say to a reply of ours: which one they choose, what they meant instead, in which language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.advice.cues import any_of, any_word
from bot.advice.normalising import comparable, has_han, word_count
from bot.advice.picking import PickCues

_PAUSE = r"\s*+[,.;:!?，。；：！？、-]++\s*+"
_LONGEST_NAME = 5
"""Words that name a subject; more than these say something about it."""


@dataclass(frozen=True, kw_only=True)
class AsideCues:
    """Words by language for choosing, correcting us, and wanting another language.

    ``rejections`` say that we got it wrong. ``corrections`` begin what was meant, after these or ``denials``, and
    ``contrasts`` what was not. ``namings`` stand before a subject that is named and no more. ``online`` has names of
    places on the Internet after the word that says so of all of them. ``say_in`` has, by the language wanted, whole
    messages that want the last reply in it, and ``repeats`` those that want it once more.
    """

    picks: PickCues = field(default_factory=PickCues)
    rejections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denials: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contrasts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    namings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    online: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
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

    def rejects(self, text: str) -> bool:
        """Whether *text* (comparable) says that we got it wrong, and not what was meant."""
        return self._rejection.fullmatch(text) is not None

    def instead(self, text: str, *, has_reply: bool) -> str | None:
        """What *text* (cleaned) names instead: "not freight but staff", or, to a reply, "no, staff".

        It may mean something else just as well ("no, too late"); that depends on whether it is understood.
        """
        found = self._contrasted.fullmatch(text) or (self._denied.fullmatch(text) if has_reply else None)
        meant = found["meant"] if found else ""
        return self._unframed(meant) if meant and word_count(meant) <= _LONGEST_NAME else None

    def subject_named(self, text: str) -> str | None:
        """The subject that *text* (comparable) names in so many words, "it is about my staff"; None if it does not."""
        subject = self._unframed(text)
        return subject if subject != text and subject and word_count(subject) <= _LONGEST_NAME else None

    def any_place_online(self, text: str) -> str | None:
        """*text* (comparable), if it is short, with "online" for "on WhatsApp"; None if it names no such place."""
        said = text if word_count(text) <= _LONGEST_NAME else ""
        for names, word in self._online:
            said = names.sub(word, said)
        return said if said and said != text else None

    def _unframed(self, text: str) -> str:
        """*text* without the words that only say that a subject follows."""
        framed = comparable(text)
        subject = comparable(self._naming.sub("", framed))
        return subject.removesuffix("的问题").removesuffix("的事").removesuffix("的") if has_han(subject) else subject

    @cached_property
    def _correction(self) -> re.Pattern[str]:
        # Possessive: denials that begin alike must not be tried in every combination.
        return re.compile(
            rf"[\W_]*+(?:(?>{self._denial})[\W_]*+)*+{any_of(self.corrections).pattern}[\W_]*", re.IGNORECASE
        )

    @cached_property
    def _rejection(self) -> re.Pattern[str]:
        either = rf"(?>{self._denial})[\W_]*+"
        return re.compile(rf"(?:{either})*?{any_of(self.rejections).pattern}[\W_]*+(?:{either})*+", re.IGNORECASE)

    @cached_property
    def _contrasted(self) -> re.Pattern[str]:
        link = rf"(?:{_PAUSE}(?:\b(?:but|it is|it's|its)\b|而是|是)?|\s++but\b|而是|是)"
        not_that = rf"[\W_]*+{any_of(self.contrasts).pattern}[^,;，；、]{{1,20}}?"
        return re.compile(rf"{not_that}{link}(?P<meant>.+)", re.IGNORECASE)

    @cached_property
    def _denied(self) -> re.Pattern[str]:
        before = rf"[\W_]*+(?:(?>{self._denial})(?:{_PAUSE}|\s++)(?={self._denial}))*+"
        # Without a pause it is a need: "no staff".
        return re.compile(rf"{before}(?>{self._denial}){_PAUSE}(?P<meant>.+)", re.IGNORECASE)

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        return re.compile(rf"^(?:{any_of(self.namings).pattern}[\W_]*+)++")

    @cached_property
    def _online(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(rf"(?:\bon )?{any_word(names)}"), word) for word, *names in self.online.values())

    @cached_property
    def _denial(self) -> str:
        return any_of(self.rejections, self.denials).pattern

    @cached_property
    def _contrast(self) -> re.Pattern[str]:
        return re.compile(rf"[\W_]*{any_of(self.contrasts).pattern}", re.IGNORECASE)


NO_ASIDES = AsideCues()
