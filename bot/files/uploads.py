"""Files of knowledge that somebody sends: what each is and where it goes, looked at before anything is parsed.

    a YAML file   ->  its place, by its name or its id   ->  laid over what is there
    a ZIP         ->  the same for each file in it; where it is the whole folder, what it lacks is taken away

What comes may come from anywhere and pretend to be anything: size, number, names and content are limited and looked at
here, what it says is checked as that of any other folder. Nothing is written.
"""

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from rapidfuzz.process import extractOne

from bot.errors import KnowledgeError
from bot.files.knowledge_changes import Changes
from bot.files.knowledge_files import Files
from bot.files.knowledge_reading import FILES
from bot.files.yaml_reading import LARGEST_FILE_BYTES

LARGEST_UPLOAD_BYTES = 5_000_000
LARGEST_UNPACKED_BYTES = 20_000_000
MOST_ENTRIES = 500
_TOPICS = "topics/"
_ENDINGS = (".yaml", ".yml")
_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
ENDINGS = (*_ENDINGS, *_SHEETS, ".zip", ".yaml.txt", ".yml.txt")
"""What the names of files end in that are likely meant for us."""
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_FOREIGN: Mapping[bytes, "Reason"] = {
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"%PDF": "other_kind",
    b"\xd0\xcf\x11\xe0": "other_kind",
    _ZIP: "archive",
    _EMPTY_ZIP: "archive",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
}
"""What files begin with that are no text, whatever they are called."""
_ID = re.compile(r"""id:\s*(["']?)(?P<id>[a-z][a-z0-9_]{1,47})\1\s*(#.*)?""")
_COPY = re.compile(r"[ _-]*(\(\d{1,3}\)|copy|副本)$", re.IGNORECASE)
"""What phones and computers add to a name that is taken."""
_LIKELY_MEANT = 75

Kind: TypeAlias = Literal["yaml", "zip", "table"]
Reason: TypeAlias = Literal[
    "empty", "too_large", "other_kind", "picture", "archive", "not_text", "not_utf8", "unknown", "damaged", "password",
    "too_many", "unpacks_to_too_much", "unsafe", "twice", "nothing_in_it",
    "gone",
]  # fmt: skip
"""Why a file is not taken."""


class UploadRefusedError(KnowledgeError):
    """A file cannot be taken for knowledge, for this ``reason``; ``file`` is the one, maybe within an archive."""

    def __init__(self, reason: Reason, file: str, *, line: int | None = None) -> None:
        super().__init__(f"{file}: {reason}")
        self.reason = reason
        self.file = file
        self.line = line


@dataclass(frozen=True, kw_only=True)
class Upload:
    """Knowledge that was sent: ``files`` by their places, and the names in the archive that are no knowledge."""

    files: Files
    is_whole: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What an upload changes, by place; ``meant`` are known topics that a new one may be meant for.

    Nothing differs where every file is what it was, byte by byte.
    """

    changes: Changes
    edited: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    meant: Mapping[str, str] = field(default_factory=dict)


def kind_of(content: bytes, name: str) -> Kind:
    """What a file called *name* is; raises UploadRefusedError where it is nothing we read."""
    ending = PurePosixPath(name.lower().removesuffix(".txt")).suffix
    if not content.strip():
        raise UploadRefusedError("empty", name)
    if content.startswith((_ZIP, _EMPTY_ZIP)) and ending not in _ENDINGS:
        return "table" if ending in _SHEETS else _kind_of_zip(content, name)
    if ending in _ENDINGS:
        return "yaml"
    if name.lower().endswith(_SHEETS):
        return "table"
    raise UploadRefusedError("damaged" if ending == ".zip" else _foreign(content) or "other_kind", name)


def _kind_of_zip(content: bytes, name: str) -> Kind:
    with _opened(content, name) as archive:
        tops = {entry.filename.partition("/")[0] for entry in archive.infolist()}
    if "xl" in tops:
        return "table"
    if tops & {"word", "ppt"}:
        raise UploadRefusedError("other_kind", name)
    return "zip"


def sheet_name(content: bytes, name: str) -> str:
    """*name* with the ending that tells what the table in *content* is: an Excel file may come without one."""
    return f"{name}.xlsx" if content.startswith(_ZIP) and not name.lower().endswith(_SHEETS) else name


def read_upload(content: bytes, name: str, kind: Kind) -> Upload:
    """The knowledge in the file *name* of this *kind*; raises UploadRefusedError where it cannot be taken."""
    if len(content) > LARGEST_UPLOAD_BYTES:
        raise UploadRefusedError("too_large", name)
    if kind == "zip":
        with _opened(content, name) as archive:
            try:
                return _unpacked(archive, name)
            except UploadRefusedError:
                raise
            except Exception as error:  # of a damaged archive anything may come: zlib's own, struct's, a wrong index
                raise UploadRefusedError("damaged", name) from error
    return Upload(files={_place_of(PurePosixPath(name), _text_of(content, name)): content})


def difference(before: Files, upload: Upload) -> Difference:
    """What is to be changed in the files *before*; of a whole folder, what is not in *upload* is taken away."""
    removed = sorted(before.keys() - upload.files.keys()) if upload.is_whole else []
    added = sorted(upload.files.keys() - before.keys())
    edited = sorted(name for name, content in upload.files.items() if before.get(name, content) != content)
    return Difference(
        changes={**{name: upload.files[name] for name in (*edited, *added)}, **dict.fromkeys(removed)},
        edited=tuple(edited),
        added=tuple(added),
        removed=tuple(removed),
        meant=dict(_meant(added, sorted(before))),
    )


def _meant(added: Sequence[str], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place in added:
        nearest = extractOne(place, [name for name in known if name.startswith(_TOPICS)], score_cutoff=_LIKELY_MEANT)
        if nearest:
            yield place, nearest[0]


# One file


def _text_of(content: bytes, name: str) -> str:
    """What a file says that should be YAML; raises UploadRefusedError where it says nothing or is something else."""
    if not content.strip():
        raise UploadRefusedError("empty", name)
    foreign = _foreign(content)
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


def _foreign(content: bytes) -> Reason | None:
    return next((reason for head, reason in _FOREIGN.items() if content.startswith(head)), None)


def _place_of(path: PurePosixPath, text: str) -> str:
    """Where the file at *path*, which says *text*, goes: a topic goes by its id, the others by their names."""
    stem = _COPY.sub("", path.name.lower().removesuffix(".txt").rpartition(".")[0]).strip()
    if f"{stem}.yaml" in FILES:
        return f"{stem}.yaml"
    found = next((match["id"] for line in text.splitlines() if (match := _ID.fullmatch(line))), None)
    if found is None and path.parent.name == _TOPICS.rstrip("/") and re.fullmatch(r"[a-z][a-z0-9_]{1,47}", stem):
        return f"{_TOPICS}{stem}.yaml"
    if found is None:
        raise UploadRefusedError("unknown", path.as_posix())
    return f"{_TOPICS}{found}.yaml"


# Archives


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # as above
        raise UploadRefusedError("damaged", name) from error


def _unpacked(archive: zipfile.ZipFile, name: str) -> Upload:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(archive.infolist()) > MOST_ENTRIES:
        raise UploadRefusedError("too_many", name)
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
        raise UploadRefusedError("unpacks_to_too_much", name)
    files: dict[str, bytes] = {}
    left_out = []
    for entry in entries:
        path = _safe_path(entry)
        if _is_litter(path):
            continue
        if path.suffix.lower() not in _ENDINGS:
            left_out.append(path.as_posix())
            continue
        # No more is read of it than it says it holds, which was counted before.
        content = archive.read(entry)
        place = _place_of(path, _text_of(content, path.as_posix()))
        if place in files:
            raise UploadRefusedError("twice", place)
        files[place] = content
    if not files:
        raise UploadRefusedError("nothing_in_it", name)
    is_whole = files.keys() >= set(FILES) and any(place.startswith(_TOPICS) for place in files)
    return Upload(files=files, is_whole=is_whole, left_out=tuple(left_out))


def _safe_path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The path of *entry*; raises UploadRefusedError where it leads out, is a link, locked, or an archive again."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename or is_link:
        raise UploadRefusedError("unsafe", path.as_posix())
    if entry.flag_bits & 1:
        raise UploadRefusedError("password", path.as_posix())
    if path.suffix.lower() in _ARCHIVES:
        raise UploadRefusedError("archive", path.as_posix())
    return path


def _is_litter(path: PurePosixPath) -> bool:
    """Claim that a computer put this into the archive by itself."""
    return path.parts[0] == "__MACOSX" or path.name.startswith(".") or path.name in {"Thumbs.db", "desktop.ini"}
