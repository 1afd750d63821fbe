"""Phrasings put into knowledge files as a careful hand would: comments, order and layout stay, see ``yaml_layout``.

Nothing is written here: what is given back is the new text.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.tokens import CommentToken

from bot.errors import KnowledgeError
from bot.files.yaml_layout import edited
from bot.lines import on_one_line


def with_phrasings(text: str, language: str, phrasings: Sequence[str]) -> str:
    """The topic file *text* with *phrasings* at the end of those in *language*; what it has already is left out.

    Raises KnowledgeError where the file has no place for them.
    """
    return edited(text, lambda file: _add(_phrasings_of(file), language, phrasings))


def with_phrasings_of_kind(text: str, kind: str, language: str, phrasings: Sequence[str]) -> str:
    """``elsewhere.yaml`` or ``smalltalk.yaml`` as *text*, with *phrasings* in *language* at the end of *kind*'s."""
    return edited(text, lambda file: _add(_phrasings_of(_kind(file, kind)), language, phrasings))


def _kind(file: Any, kind: str) -> Any:
    kinds = file.get("kinds") if isinstance(file, Mapping) else None
    for entry in kinds if isinstance(kinds, Sequence) else ():
        if isinstance(entry, Mapping) and entry.get("id") == kind:
            return entry
    raise KnowledgeError(f'there is no kind "{kind}"; choose another')


def _phrasings_of(file: Any) -> CommentedMap:
    phrasings = file.get("phrasings") if isinstance(file, Mapping) else None
    if not isinstance(phrasings, CommentedMap):
        raise KnowledgeError('the file has no "phrasings:" by language; mend it first: tradebot check')
    return phrasings


def _add(phrasings: CommentedMap, language: str, wanted: Sequence[str]) -> None:
    texts = phrasings.get(language)
    known = {str(one) for one in texts or ()}
    new = [one for one in dict.fromkeys(map(on_one_line, wanted)) if one and one not in known]
    if not new:
        return
    if not isinstance(texts, CommentedSeq):
        with _following_kept(phrasings):
            phrasings[language] = CommentedSeq(new)
        return
    with _following_kept(phrasings, language):
        texts.extend(new)


@contextmanager
def _following_kept(phrasings: CommentedMap, language: str | None = None) -> Iterator[None]:
    """What stands after the last phrasing (in *language*; of all) stands after the last one afterwards, too.

    ruamel.yaml hangs empty lines and comments on the entry before them, so they would wander up or vanish with it.
    """

    def last() -> tuple[CommentedSeq, int] | None:
        texts = phrasings.get(language or next(reversed(phrasings), None))
        return (texts, len(texts) - 1) if isinstance(texts, CommentedSeq) and texts else None

    before = last()
    following = _cut_after_line(*before) if before else ""
    yield
    after = last()
    if following and after is not None:
        texts, place = after
        own = texts.ca.items.get(place)
        if own is None:
            texts.ca.items[place] = [CommentToken(f"\n{following}", CommentMark(0), None), None, None, None]
        else:
            own[0].value += following


def _cut_after_line(texts: CommentedSeq, place: int) -> str:
    """Take away the lines that follow the one of an entry; a comment on that line stays with it."""
    kept = texts.ca.items.get(place)
    token = kept[0] if kept else None
    if token is None:
        return ""
    same_line, newline, following = token.value.partition("\n")
    if same_line.strip():
        token.value = same_line + newline
    else:
        del texts.ca.items[place]
    return str(following)
