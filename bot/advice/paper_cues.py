"""Cues as patterns: the names of papers, words for them, and what is asked of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.advice.cues import any_word, bounded
from bot.advice.knowledge import PaperCues, Phrasings
from bot.advice.normalising import has_han

_NEVER = r"(?!)"
_GAP = r"(?:\S+ ){0,4}"
_GAP_HAN = ".{0,8}?"
_REFERENCE = re.compile(r"<(\w+)>")
QUOTES = re.compile(r"[\"'“”‘’«»《》「」]")


def texts_of(texts: Phrasings) -> list[str]:
    """The cues of all languages in *texts*, without quotation marks, each once."""
    return list(dict.fromkeys(QUOTES.sub("", _cue(text)) for listed in texts.values() for text in listed))


def _cue(text: str) -> str:
    return " ".join(text.casefold().split())


def names_pattern(names: Iterable[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Finds a paper by its *names*, also in "the first and third papers"."""
    forms = []
    paper = any_word(words["paper"])
    for name in names:
        stem, _, last = name.rpartition(" ")
        if stem and last in words["paper"]:
            forms.append(rf"{_one(stem, words)} {paper}")
            forms.append(rf"{_one(stem, words)}(?=,? {any_word(words['joins'])} \w+ {paper})")
        else:
            forms.append(_one(name, words))
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def cue_pattern(cues: Iterable[str], words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    """Finds any of *cues*, long ones first."""
    return re.compile("|".join(_one(cue, words) for cue in sorted(cues, key=len, reverse=True)) or _NEVER)


def _one(cue: str, words: Mapping[str, Sequence[str]]) -> str:
    parts = []
    for part in re.split(r"(<\w+>|\s*…\s*)", cue):
        if part.startswith("<"):
            parts.append(any_word(words.get(part[1:-1], ())))
        elif part.strip() == "…":
            parts.append(_GAP_HAN if has_han(cue) else rf"\s{_GAP}")
        else:
            parts.append(bounded(part))
    return "".join(parts)


def words_referred_to(cues: PaperCues) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each ``<name>`` that stands in a cue, after the place of that cue in its file."""
    lists: list[tuple[tuple[str, ...], Phrasings]] = [(("together",), cues.together)]
    lists += [(("asks", ask), asked) for ask, asked in cues.asks.items()]
    lists += [(("follow_ups", pointer), pointing) for pointer, pointing in cues.follow_ups.items()]
    for place, texts in lists:
        for language, listed in texts.items():
            for number, text in enumerate(listed):
                for name in _REFERENCE.findall(text):
                    yield (*place, language, number), name
