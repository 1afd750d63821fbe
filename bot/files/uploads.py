"""Files of knowledge that somebody sends: what each is and where it goes, looked at before anything is parsed.

    a YAML file   ->  its place, by its name or its id   ->  laid over what is there
    a ZIP         ->  the same for each file in it; where it is the whole folder, what it lacks is taken away

What comes may come from anywhere and pretend to be anything: size, number, names and content are limited and looked at
here, what it says is checked as that of any other folder. Nothing is written.
"""

import io
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from rapidfuzz.process import extractOne

from bot.files.knowledge_changes import Changes
from bot.files.knowledge_files import Files
from bot.files.knowledge_reading import FILES
from bot.files.uploaded_text import (
    EMPTY_ZIP,
    TOPICS,
    ZIP,
    UploadRefusedError,
    foreign_reason,
    place_of,
    shown_name,
    text_of,
)

LARGEST_UPLOAD_BYTES = 5_000_000
LARGEST_UNPACKED_BYTES = 20_000_000
MOST_ENTRIES = 500
_ENDINGS = (".yaml", ".yml")
_SHEETS = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
ENDINGS = (*_ENDINGS, *_SHEETS, ".zip", ".yaml.txt", ".yml.txt")
"""What the names of files end in that are likely meant for us."""
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
_LIKELY_MEANT = 75

Kind: TypeAlias = Literal["yaml", "zip", "table"]


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
    if content.startswith((ZIP, EMPTY_ZIP)) and ending not in _ENDINGS:
        return "table" if ending in _SHEETS else _kind_of_zip(content, name)
    if ending in _ENDINGS:
        return "yaml"
    if name.lower().endswith(_SHEETS):
        return "table"
    raise UploadRefusedError("damaged" if ending == ".zip" else foreign_reason(content) or "other_kind", name)


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
    return f"{name}.xlsx" if content.startswith(ZIP) and not name.lower().endswith(_SHEETS) else name


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
    return Upload(files={place_of(PurePosixPath(name), text_of(content, name)): content})


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
        nearest = extractOne(place, [name for name in known if name.startswith(TOPICS)], score_cutoff=_LIKELY_MEANT)
        if nearest:
            yield place, nearest[0]


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
            left_out.append(shown_name(path.as_posix()))
            continue
        # No more is read of it than it says it holds, which was counted before.
        content = archive.read(entry)
        place = place_of(path, text_of(content, path.as_posix()))
        if place in files:
            raise UploadRefusedError("twice", place)
        files[place] = content
    if not files:
        raise UploadRefusedError("nothing_in_it", name)
    is_whole = files.keys() >= set(FILES) and any(place.startswith(TOPICS) for place in files)
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
