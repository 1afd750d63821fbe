"""Knowledge files edited as a careful hand would: the new text, with comments, order and layout as they were.

Nothing is written here. What is given back differs from what was given in the lines that had to change, and in no
others.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.tokens import CommentToken

from bot.advice.knowledge import Statement
from bot.errors import KnowledgeError
from bot.files.unwritten import TO_FILL_IN

_NEVER_WRAPPED = 1_000_000


@dataclass(frozen=True, kw_only=True)
class TopicDraft:
    """What is known of a topic that is to be written."""

    id: str
    reviewed: str
    kind: str = "challenge"
    theme: str = TO_FILL_IN
    covers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    observe: tuple[Statement, ...] = ()
    recommend: tuple[Statement, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)


def with_phrasings(text: str, language: str, phrasings: Sequence[str]) -> str:
    """The topic file *text* with *phrasings* at the end of those in *language*; what it has already is left out.

    Raises KnowledgeError where the file has no place for them.
    """
    return _edited(text, lambda file: _add(_phrasings_of(file), language, phrasings))


def without_phrasing(text: str, language: str, phrasing: str) -> str:
    """The topic file *text* without this *phrasing*; as it was, if it is not there."""
    return _edited(text, lambda file: _remove(_phrasings_of(file), language, phrasing))


def with_phrasings_of_kind(text: str, kind: str, language: str, phrasings: Sequence[str]) -> str:
    """``elsewhere.yaml`` or ``smalltalk.yaml`` as *text*, with *phrasings* in *language* at the end of *kind*'s."""
    return _edited(text, lambda file: _add(_phrasings_of(_kind(file, kind)), language, phrasings))


def without_phrasing_of_kind(text: str, kind: str, language: str, phrasing: str) -> str:
    """``elsewhere.yaml`` or ``smalltalk.yaml`` as *text*, without this *phrasing* of *kind*."""
    return _edited(text, lambda file: _remove(_phrasings_of(_kind(file, kind)), language, phrasing))


def topic_draft(draft: TopicDraft, languages: Sequence[str]) -> str:
    """A topic file in the form that is wanted, with what *draft* knows; what is to be written says TODO.

    Nobody is answered with a draft, and it breaks no check, until somebody takes out its line ``draft: yes``.
    """
    empty = Statement(claims=draft.covers or (TO_FILL_IN,), text={})
    file = CommentedMap(
        {
            "id": draft.id,
            "draft": "yes",
            "kind": draft.kind,
            "theme": draft.theme,
            "reviewed": draft.reviewed,
            "covers": list(draft.covers) or [TO_FILL_IN],
            "related": list(draft.related) or [TO_FILL_IN],
            "title": _in_all(languages, draft.title),
            "answer": _in_all(languages, draft.answer),
            "observe": [_statement(one, languages) for one in draft.observe or (empty,)],
            "recommend": [_statement(one, languages) for one in draft.recommend or (empty,)],
            "steps": [_in_all(languages, {}) for _ in range(3)],
            "limits": _in_all(languages, draft.limits),
            "phrasings": {
                language: [_on_one_line(one) for one in draft.phrasings.get(language, ())] or [TO_FILL_IN]
                for language in languages
            },
        }
    )
    for key in ("title", "answer", "observe", "recommend", "steps", "limits", "phrasings"):
        file.yaml_set_comment_before_after_key(key, before="\n")
    file.yaml_set_start_comment(f"A draft: write what says {TO_FILL_IN}, then take out the line `draft: yes`.")
    return _dumped(file)


def _statement(statement: Statement, languages: Sequence[str]) -> dict[str, object]:
    return {"claims": list(statement.claims), **_in_all(languages, statement.text)}


def _in_all(languages: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    return {language: known.get(language) or TO_FILL_IN for language in languages}


def _edited(text: str, edit: Callable[[Any], None]) -> str:
    """*text* after *edit* on what it says; line ends stay as they are."""
    if "\r\n" in text:
        return _edited(text.replace("\r\n", "\n"), edit).replace("\n", "\r\n")
    file = _loaded(text)
    before = _dumped(file)
    edit(file)
    after = _dumped(file)
    return text if after == before else _merged(text, before, after)


def _merged(text: str, before: str, after: str) -> str:
    """What became of *before* to make *after*, done to *text*, which says the same as *before* in a layout of its own.

    Where the change lies in lines that have no match in *text*, such as a value broken over two of them, it is *after*.
    """
    if text == before:
        return after
    given, plain, wanted = (one.splitlines(keepends=True) for one in (text, before, after))
    place_of = _matching_lines(plain, given)
    merged: list[str] = []
    done = 0
    for _, start, end, new_start, new_end in _changes(plain, wanted):
        places = [place_of.get(number) for number in range(start, end)]
        first = places[0] if places else place_of.get(start, place_of.get(start - 1, -2) + 1)
        if first is None or first < done or places != list(range(first, first + len(places))):
            return after
        merged += given[done:first]
        merged += _indented_alike(wanted[new_start:new_end], plain, given, place_of)
        done = first + len(places)
    result = "".join(merged + given[done:])
    return result if _says_the_same(result, after) else after


def _says_the_same(one: str, other: str) -> bool:
    try:
        return bool(_loaded(one) == _loaded(other))
    except KnowledgeError:
        return False


def _changes(plain: Sequence[str], wanted: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    steps = SequenceMatcher(None, plain, wanted, autojunk=False).get_opcodes()
    return [step for step in steps if step[0] != "equal"]


def _matching_lines(plain: Sequence[str], given: Sequence[str]) -> dict[int, int]:
    """Which line of *given* says what a line of *plain* says; spaces say nothing."""
    bare = [["".join(line.split()) for line in lines] for lines in (plain, given)]
    blocks = SequenceMatcher(None, bare[0], bare[1], autojunk=False).get_matching_blocks()
    return {block.a + number: block.b + number for block in blocks for number in range(block.size)}


def _indented_alike(
    lines: Sequence[str], plain: Sequence[str], given: Sequence[str], place_of: Mapping[int, int]
) -> list[str]:
    """*lines* of the plain layout with the indents that the given one has for theirs."""
    telling = ((plain[one], given[other]) for one, other in place_of.items())
    indents = {_indent(one): _indent(other) for one, other in telling if one.strip() and one.lstrip()[0] != "#"}
    return [indents.get(_indent(line), _indent(line)) + line.lstrip(" ") for line in lines]


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.width = _NEVER_WRAPPED
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.ignore_aliases = lambda _: True
    return yaml


def _loaded(text: str) -> Any:
    try:
        return _yaml().load(text)
    except (YAMLError, ValueError) as error:
        reason = str(getattr(error, "problem", None) or error)
        raise KnowledgeError(f"the file is not valid YAML ({reason}); mend it first: tradebot check") from error


def _dumped(file: Any) -> str:
    written = StringIO()
    _yaml().dump(file, written)
    return written.getvalue()


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
    new = [one for one in dict.fromkeys(map(_on_one_line, wanted)) if one and one not in known]
    if not new:
        return
    if not isinstance(texts, CommentedSeq):
        with _following_kept(phrasings):
            phrasings[language] = CommentedSeq(new)
        return
    with _following_kept(phrasings, language):
        texts.extend(new)


def _remove(phrasings: CommentedMap, language: str, phrasing: str) -> None:
    texts = phrasings.get(language)
    if not isinstance(texts, CommentedSeq) or phrasing not in texts:
        return
    if len(texts) == 1:
        with _following_kept(phrasings):
            del phrasings[language]
        return
    with _following_kept(phrasings, language):
        del texts[texts.index(phrasing)]


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


def _on_one_line(text: str) -> str:
    """*text* without line breaks and without characters that nobody sees and YAML does not carry."""
    spaced = " ".join(text.split())
    return " ".join("".join(one for one in spaced if unicodedata.category(one)[0] != "C").split())
