"""One file that somebody sent: whether it is text, and where in the knowledge it goes."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from bot.errors import KnowledgeError
from bot.files.knowledge_reading import FILES
from bot.files.yaml_reading import LARGEST_FILE_BYTES
from bot.lines import on_one_line

Reason: TypeAlias = Literal[
    "empty", "too_large", "other_kind", "picture", "archive", "not_text", "not_utf8", "unknown", "damaged", "password",
    "too_many", "unpacks_to_too_much", "unsafe", "twice", "nothing_in_it",
    "gone",
]  # fmt: skip
"""Why a file is not taken."""

TOPICS = "topics/"
LONGEST_NAME = 80
"""Characters of the name of a file; one in an archive may have thousands."""
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
_FOREIGN: Mapping[bytes, Reason] = {
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"%PDF": "other_kind",
    b"\xd0\xcf\x11\xe0": "other_kind",
    ZIP: "archive",
    EMPTY_ZIP: "archive",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
}
"""What files begin with that are no text, whatever they are called."""
_ID = re.compile(r"""id:\s*(["']?)(?P<id>[a-z][a-z0-9_]{1,47})\1\s*(#.*)?""")
_COPY = re.compile(r"[ _-]*(\(\d{1,3}\)|copy|副本)$", re.IGNORECASE)
"""What phones and computers add to a name that is taken."""


class UploadRefusedError(KnowledgeError):
    """A file cannot be taken for knowledge, for this ``reason``; ``file`` is the one, maybe within an archive."""

    def __init__(self, reason: Reason, file: str, *, line: int | None = None) -> None:
        super().__init__(f"{file}: {reason}")
        self.reason = reason
        self.file = shown_name(file)
        self.line = line


def shown_name(name: str) -> str:
    """The *name* of a file as it is shown: no more than its end, which tells what it is."""
    return on_one_line(name)[-LONGEST_NAME:] or "?"


def text_of(content: bytes, name: str) -> str:
    """What a file says that should be YAML; raises UploadRefusedError where it says nothing or is something else."""
    if not content.strip():
        raise UploadRefusedError("empty", name)
    foreign = foreign_reason(content)
    if foreign:
        raise UploadRefusedError(foreign, name)
    if len(content) > LARGEST_FILE_BYTES:
        raise UploadRefusedError("too_large", name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The end of what can be read is where to look: UTF-16 and GBK fail at once or at the first Chinese letter.
        line = content[: error.start].count(b"\n") + 1
        raise UploadRefusedError("not_utf8", name, line=line) from error
    if "\0" in text:
        raise UploadRefusedError("not_text", name)
    return text


def foreign_reason(content: bytes) -> Reason | None:
    """Why *content* is no text, by what it begins with; None if nothing speaks against it."""
    return next((reason for head, reason in _FOREIGN.items() if content.startswith(head)), None)


def place_of(path: PurePosixPath, text: str) -> str:
    """Where the file at *path*, which says *text*, goes: a topic goes by its id, the others by their names."""
    stem = _COPY.sub("", path.name.lower().removesuffix(".txt").rpartition(".")[0]).strip()
    if f"{stem}.yaml" in FILES:
        return f"{stem}.yaml"
    found = next((match["id"] for line in text.splitlines() if (match := _ID.fullmatch(line))), None)
    if found is None and path.parent.name == TOPICS.rstrip("/") and re.fullmatch(r"[a-z][a-z0-9_]{1,47}", stem):
        return f"{TOPICS}{stem}.yaml"
    if found is None:
        raise UploadRefusedError("unknown", path.as_posix())
    return f"{TOPICS}{found}.yaml"
