"""Chinese typed in Latin letters: "yunfei tai gui" is read as 运费太贵, as far as its words are known."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.advice.normalising import comparable

_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = "iang|iong|uang|ang|eng|ing|ong|iao|ian|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|a|o|e|i|u|v"
_SYLLABLES = re.compile(f"(?:(?:{_INITIAL})?(?:{_FINAL}))+")
_LONGEST_WORD = 20
"""Letters; longer ones are no pinyin, and could be cut in too many ways."""
_TONE_NUMBER = re.compile(r"(?<=[a-z])[1-5](?!\d)")
_LEAST_KNOWN = 0.3
"""The share of known words from which a text of nothing but syllables is Chinese."""
_LEAST_READ = 0.65
"""The share from which we read it; of what has fewer too little is left."""


@dataclass(frozen=True, kw_only=True)
class Pinyin:
    """The ``characters`` for words in Latin letters without tones."""

    characters: Mapping[str, str] = field(default_factory=dict)

    def is_typed(self, text: str, english: Collection[str]) -> bool:
        """Whether *text* is Chinese in Latin letters; one of its words at least must not be *english*, too."""
        words = _words(text)
        known = [word for word in words if self._read(word)]
        if len(known) < _LEAST_KNOWN * len(words) or all(word in english for word in known):
            return False
        return all(len(word) <= _LONGEST_WORD and _SYLLABLES.fullmatch(word) for word in words)

    def read(self, text: str, english: Collection[str]) -> str | None:
        """*text* in characters, what is unknown left as it stands; None if it is no pinyin or too little is known."""
        words = _words(text)
        read = [self._read(word) for word in words]
        if sum(map(bool, read)) < _LEAST_READ * len(words) or not self.is_typed(text, english):
            return None
        return "".join(characters or f" {word} " for word, characters in zip(words, read, strict=True)).strip()

    def _read(self, word: str) -> str:
        """The characters of *word*, which may be several written as one; the empty string if they are not known."""
        if word in self.characters or len(word) > _LONGEST_WORD or not self._whole.fullmatch(word):
            return self.characters.get(word, "")
        beginnings = (word[:end] for end in range(len(word), 0, -1) if word[:end] in self.characters)
        read = ((self.characters[begun], self._read(word.removeprefix(begun))) for begun in beginnings)
        return next((begun + rest for begun, rest in read if rest), "")

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(map(re.escape, self.characters)) or '(?!)'})+")


NO_PINYIN = Pinyin()


def _words(text: str) -> list[str]:
    """The words of *text* without tones and signs."""
    plain = "".join(sign for sign in unicodedata.normalize("NFD", comparable(text)) if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", _TONE_NUMBER.sub("", plain))
