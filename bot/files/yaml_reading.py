"""YAML as curators mean it: every value is text, and every value knows its line.

YAML's traps are closed: ``no`` and ``1.10`` stay text, a key given twice is a problem and not a silent overwrite,
anchors and tags are refused (a few lines of them can unfold into gigabytes), and so is deep nesting.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from bot.files.problems import Problem, shown_path

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Place: TypeAlias = tuple[str | int, ...]

LARGEST_FILE_BYTES = 4_000_000
DEEPEST_NESTING = 12
_PLAIN_TAGS = "tag:yaml.org,2002:"
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What controls a terminal or turns the words around it; the parser refuses some of it, but not where it is escaped."""
_UNSEEN_CHARACTER = "there is a character here that cannot be seen"


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a file says, and the line of each place in it (keys for mappings, numbers for lists)."""

    file: str
    value: Value
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line of *place*, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, what: str, mend: str) -> Problem:
        """A problem at *place* of this file."""
        return Problem(file=self.file, line=self.line_of(place), what=what, mend=mend)


def read_yaml(path: Path) -> tuple[Document | None, list[Problem]]:
    """The document in the file at *path*, if it can be read at all, and what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, [_problem(path, 1, f"the file cannot be read ({reason})", "check its name and rights")]
    return parse_yaml(content, path)


def parse_yaml(content: bytes, path: Path) -> tuple[Document | None, list[Problem]]:
    """The document in *content*, which came from *path* or is meant to go there."""
    if len(content) > LARGEST_FILE_BYTES:
        return None, [_problem(path, 1, "the file is larger than 4 MB", "split it")]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return None, [_problem(path, line, "the file is not UTF-8 text", "save it as UTF-8")]
    try:
        too_deep = _line_nested_too_deep(text)
        if too_deep:
            return None, [_problem(path, too_deep, "this is nested too deeply", "check indents and brackets")]
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return None, [
            _problem(path, line, f"this is not valid YAML ({error.problem})", "check indents, quotes and colons")
        ]
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        return None, [_problem(path, line, _UNSEEN_CHARACTER, "write the line anew")]
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        return None, [_problem(path, 1, f"this is not valid YAML ({reason})", "check indents, quotes and colons")]
    if node is None:
        return None, [_problem(path, 1, "the file is empty", "fill it or delete it")]
    reader = _Reader(shown_path(path))
    value = reader.read(node, ())
    return Document(file=reader.file, value=value, lines=reader.lines), reader.problems


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, place: Place) -> Value:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._note(node, "this is used again through an anchor", "write it out where it is used")
            return ""
        self._seen.add(id(node))
        if not node.tag.startswith(_PLAIN_TAGS) or node.tag.startswith(f"{_PLAIN_TAGS}python"):
            self._note(node, f"the tag {node.tag} is not allowed", "write plain text")
            return ""
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*place, number)) for number, item in enumerate(node.value)]
        text = str(node.value)
        if _UNSEEN.search(text):
            self._note(node, _UNSEEN_CHARACTER, "write the line anew")
        return text

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(key_node, "a key must be a plain word", "check braces and colons")
                continue
            key = str(key_node.value)
            if key in found:
                self._note(key_node, f'the key "{key}" stands twice', "keep one of them")
                continue
            self.lines[(*place, key)] = key_node.start_mark.line + 1
            found[key] = self.read(value_node, (*place, key))
        return found

    def _note(self, node: yaml.Node, what: str, mend: str) -> None:
        self.problems.append(Problem(file=self.file, line=node.start_mark.line + 1, what=what, mend=mend))


def _line_nested_too_deep(text: str) -> int | None:
    """The line where things are nested beyond reason: whoever composes them recurses, until the process dies of it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_NESTING:
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


def _problem(path: Path, line: int, what: str, mend: str) -> Problem:
    return Problem(file=shown_path(path), line=line, what=what, mend=mend)
