"""The files of a knowledge folder as one thing: read, packed to be kept, and laid out in a folder again."""

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath
from shutil import rmtree

from bot.errors import KnowledgeError
from bot.files.problems import shown_path
from bot.whole_files import half_made

Files = Mapping[str, bytes]
"""What is in each file, by its name in the folder, such as ``topics/online_fraud.yaml``."""

_SAME_MOMENT = (2020, 1, 1, 0, 0, 0)
"""On every file of an archive, so that the same files make the same archive."""
KEPT_LAID_OUT = 10
_DAY_S = 24 * 3600.0
_LAID_OUT = re.compile(r"[0-9a-f]{12}")
_GOING = ".going"


def read_files(folder: Path) -> dict[str, bytes]:
    """The files of knowledge in *folder*; raises KnowledgeError where they cannot be read."""
    try:
        found = sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
    except OSError as error:
        where = shown_path(Path(error.filename or folder))
        raise KnowledgeError(f"{where}: {error.strerror}; give this user the right to read it") from error


def digest_of(files: Files) -> str:
    """A name for exactly these files, down to the last comment."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def packed(files: Files) -> bytes:
    """*files* as a ZIP archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as written:
        for name, content in sorted(files.items()):
            written.writestr(zipfile.ZipInfo(name, _SAME_MOMENT), content, zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files in an *archive* that we packed; raises KnowledgeError where it is not sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise KnowledgeError("a kept version is damaged; put a backup in place of the database") from error


def laid_out(files: Files, under: Path) -> Path:
    """A folder *under* that one with exactly these *files*; it is named after them and made if it is not there."""
    folder = under / digest_of(files)
    for name, content in files.items():
        path = folder / PurePosixPath(name)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise KnowledgeError(f"{name}: a file of knowledge must lie in its folder; rename it")
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            with half_made(path) as new:
                new.write_bytes(content)
    with suppress(FileNotFoundError):  # of no files there is no folder
        os.utime(folder)
    return folder


def clear_laid_out(under: Path, in_use: Collection[Path], *, now: float) -> int:
    """Take away the folders laid out *under* that one that nobody needs any more; how many.

    Those *in_use* stay, the newest few, and what was laid out within a day: another process may be reading it.
    """
    if not under.is_dir():
        return 0
    for left in under.glob(f".*{_GOING}"):
        rmtree(left, ignore_errors=True)
    folders = [path for path in under.iterdir() if _LAID_OUT.fullmatch(path.name) and not path.is_symlink()]
    by_age = sorted(((path.stat().st_mtime, path) for path in folders), reverse=True)
    names = {path.name for path in in_use}
    old = [path for used, path in by_age[KEPT_LAID_OUT:] if used < now - _DAY_S and path.name not in names]
    for path in old:
        # At once out of the way: who lays the same files out meanwhile gets a folder of their own.
        going = path.rename(path.with_name(f".{path.name}{_GOING}"))
        rmtree(going, ignore_errors=True)
    return len(old)
