"""Bring what people type into one form before it is compared.

Two levels: ``cleaned`` is still fit to be shown ("You asked: ..."), ``comparable`` is only for comparing.
"""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_EDGE_PUNCTUATION = re.compile(r"^[\W_]+|[\W_]+$")
_SENTENCE_END = re.compile(r"(?<=[.!?;。！？；…\n])\s*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CONTROL = dict.fromkeys((*range(32), 127), " ")
_CHINESE_SIGNS = re.compile(r"([，？！：；（）])")

HAN_WORD = 2
"""Chinese characters to a word, more or less."""


def cleaned(text: str) -> str:
    """*text* in NFKC on one line, without control, invisible and direction characters; Chinese signs stay Chinese."""
    if text.isascii():
        return " ".join(text.translate(_CONTROL).split())
    kept = []
    # Cutting at the signs puts each of them at an odd place.
    pieces = _CHINESE_SIGNS.split(text)
    pieces[::2] = [unicodedata.normalize("NFKC", piece) for piece in pieces[::2]]
    for character in "".join(pieces):
        category = unicodedata.category(character)
        if category == "Cc" or category.startswith("Z"):
            kept.append("\n" if character == "\n" else " ")
        elif category not in {"Cf", "Cs", "Co", "Cn"}:
            kept.append(character)
    lines = (_SPACE.sub(" ", line).strip() for line in "".join(kept).split("\n"))
    return " ".join(line for line in lines if line)


def comparable(text: str) -> str:
    """*text* cleaned, case-folded and without punctuation at its edges; the empty string if none is left."""
    one_form = unicodedata.normalize("NFKC", cleaned(text)).casefold().replace("’", "'")
    return _EDGE_PUNCTUATION.sub("", _SPACE.sub(" ", one_form))


def words_of(text: str) -> list[str]:
    """The words of *text* in order, without numbers and signs; a run of Han characters is one word."""
    return _WORD.findall(text)


def word_count(text: str) -> float:
    """The number of words of *text*, numbers and all; in Chinese about."""
    return len(text) / HAN_WORD if has_han(text) else len(text.split())


def has_han(text: str) -> bool:
    """Whether *text* has at least one Chinese character."""
    return _HAN.search(text) is not None


def sentences_of(text: str) -> list[str]:
    """*text* cut after its sentence marks, in order, without empty pieces."""
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip()]
