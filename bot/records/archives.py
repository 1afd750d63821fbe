"""Backups: one archive with the database, the key of the names and the erasures, written whole or not at all."""

import hashlib
import json
import lzma
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.errors import RecordsError
from bot.records.database import BUSY_TIMEOUT_S, FILE_NAME, Clock, errors_told
from bot.records.erasing import ERASURES_FILE
from bot.records.keyed_hash import KEY_FILE

MANIFEST_FILE = "manifest.json"
_MEMBERS = (FILE_NAME, KEY_FILE, ERASURES_FILE)
_FORM = 1


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was written and read again."""

    path: Path
    size: int
    questions: int
    made_at: str


def write_backup(folder: Path, target: Path, clock: Clock) -> Backup:
    """Write the records in *folder* to the archive *target*, while a bot serves from there or not."""
    database = folder / FILE_NAME
    if not database.is_file():
        raise RecordsError(f"{database}: there is no database yet; it is made when the bot first serves Telegram")
    made_at = clock().isoformat(timespec="seconds")
    with _errors_at(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        staging = Path(name)
        questions = _copy_database(database, staging / FILE_NAME)
        for member in (KEY_FILE, ERASURES_FILE):
            if (folder / member).exists():
                shutil.copyfile(folder / member, staging / member)
        _write_manifest(staging, made_at)
        whole = _pack(staging)
        # Read again before it takes the place of an older one.
        (staging / "again").mkdir()
        unpack(whole, staging / "again")
        size = whole.stat().st_size
        whole.replace(target)
        _flush_folder(target.parent)
    return Backup(path=target, size=size, questions=questions, made_at=made_at)


def unpack(archive: Path, folder: Path) -> str:
    """Put what is in *archive* into *folder* and say when the backup was made; raises RecordsError if it is not whole.

    Only files that we put there come out, whatever else the archive has.
    """
    try:
        with tarfile.open(archive) as packed:
            for name in (MANIFEST_FILE, *_MEMBERS):
                _unpack_one(packed, name, folder)
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError) as error:
        raise RecordsError(f"{archive}: this cannot be read as a backup ({error}); choose another") from error
    made_at = _check_manifest(archive, folder)
    _check_database(archive, folder / FILE_NAME)
    return made_at


def _copy_database(database: Path, to: Path) -> int:
    """Copy as of one moment, whatever is written meanwhile, and return how many questions it has."""
    with (
        errors_told(database),
        closing(sqlite3.connect(database, timeout=BUSY_TIMEOUT_S)) as source,
        closing(sqlite3.connect(to)) as copy,
    ):
        # All pages in one step: steps of some pages would begin anew each time the bot writes.
        source.backup(copy)
        # One file alone, without the log of changes beside it.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        (count,) = copy.execute("SELECT count(*) FROM conversations").fetchone()
    return int(count)


def _write_manifest(staging: Path, made_at: str) -> None:
    sums = {name: _checksum(staging / name) for name in _MEMBERS if (staging / name).exists()}
    text = json.dumps({"form": _FORM, "made_at": made_at, "sha256": sums}, indent=2)
    (staging / MANIFEST_FILE).write_text(text, encoding="utf-8")


def _pack(staging: Path) -> Path:
    whole = staging / "whole"
    with os.fdopen(os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        # The highest level takes twice as long for a tenth less.
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as packed:
            for name in (MANIFEST_FILE, *_MEMBERS):
                if (staging / name).exists():
                    packed.add(staging / name, arcname=name, filter=_nobodys)
        file.flush()
        os.fsync(file.fileno())
    return whole


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """*member* without the name of an account on this machine, readable by its owner alone."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _unpack_one(packed: tarfile.TarFile, name: str, folder: Path) -> None:
    try:
        member = packed.getmember(name)
    except KeyError:
        return
    # We pack files; a link would be followed, maybe in a circle.
    content = packed.extractfile(member) if member.isreg() else None
    if content is None:
        return
    file = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with content, os.fdopen(file, "wb") as out:
        shutil.copyfileobj(content, out)
        out.flush()
        os.fsync(out.fileno())


def _check_manifest(archive: Path, folder: Path) -> str:
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        sums, form, made_at = dict(manifest["sha256"]), int(manifest["form"]), str(manifest["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        raise RecordsError(f"{archive}: this is no backup of tradebot; choose another") from None
    if form > _FORM:
        raise RecordsError(f"{archive}: a newer tradebot made this backup; update tradebot")
    there = {name: _checksum(folder / name) for name in _MEMBERS if (folder / name).exists()}
    if sums != there or not {FILE_NAME, KEY_FILE} <= there.keys():
        raise RecordsError(f"{archive}: the backup is damaged; choose another")
    return made_at


def _check_database(archive: Path, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        try:
            (verdict,) = database.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.Error as error:
            verdict = str(error)
    if verdict != "ok":
        raise RecordsError(f"{archive}: the database in it is damaged ({verdict}); choose another backup")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _errors_at(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or target
        raise RecordsError(f"{where}: {error.strerror}; choose a place that can be written and has room") from error
