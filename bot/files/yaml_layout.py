"""YAML written so that of a file that is edited only the lines change that have to.

the text  ->  loaded, edited, dumped  ->  what that changed, done to the text itself, in the layout it has
"""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import KnowledgeError

_NEVER_WRAPPED = 1_000_000


def edited(text: str, edit: Callable[[Any], None]) -> str:
    """*text* after *edit* on what it says; line ends stay as they are."""
    if "\r\n" in text:
        return edited(text.replace("\r\n", "\n"), edit).replace("\n", "\r\n")
    file = _loaded(text)
    before = dumped(file)
    edit(file)
    after = dumped(file)
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


def dumped(file: Any) -> str:
    """*file* in the layout we write."""
    written = StringIO()
    _yaml().dump(file, written)
    return written.getvalue()
