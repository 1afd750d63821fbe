"""Backups are whole, may be made while the bot writes, and take the place of the records without losing any."""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.records.archives import write_backup
from bot.records.database import FILE_NAME, open_database
from bot.records.keyed_hash import KEY_FILE
from bot.records.migrations import MIGRATIONS, Migration
from bot.records.one_process import only_process
from bot.records.opening import Records, open_records
from bot.records.restoring import restore_backup
from tests.conftest import RunCommand
from tests.records.clock import StandingClock
from tests.records.conftest import BOT
from tests.records.leaving import asks, counts, forget


def _questions(data: Path) -> int:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        return int(connection.execute("SELECT count(*) FROM conversations").fetchone()[0])


@pytest.fixture
def backup(records: Records, data: Path, tmp_path: Path, clock: StandingClock) -> Path:
    """A backup of the records while they are open."""
    path = tmp_path / "backup.tar.gz"
    assert write_backup(data, path, clock).questions == 3
    return path


def test_a_backup_has_everything_and_is_for_its_owners_eyes_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as packed:
        assert packed.getnames() == ["manifest.json", FILE_NAME, KEY_FILE]
        assert {member.mode for member in packed} == {0o600}
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_made_while_the_bot_writes_is_of_one_moment(
    records: Records, data: Path, tmp_path: Path, clock: StandingClock
) -> None:
    enough, done = threading.Event(), threading.Event()

    def write() -> None:
        for number in range(100, 100_000):
            with records.database.atomic():
                asks(records, 9, number)
                records.people.choose_language(f"person {number}", "zh")
            if number == 110:
                enough.set()
            if done.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert enough.wait(30)
        path = tmp_path / "while.tar.gz"
        backup = write_backup(data, path, clock)
    finally:
        done.set()
        writer.join()
    restore_backup(path, tmp_path / "elsewhere", clock)
    with closing(sqlite3.connect(tmp_path / "elsewhere" / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (people,) = connection.execute("SELECT count(*) FROM people").fetchone()
    assert people >= 10
    assert backup.questions == _questions(tmp_path / "elsewhere") == people + 3


def test_what_was_asked_since_is_kept_aside_when_a_backup_is_restored(
    backup: Path, records: Records, data: Path, clock: StandingClock
) -> None:
    asks(records, 4, 4)
    records.close()
    clock.advance(hours=1)
    restored = restore_backup(backup, data, clock)
    assert _questions(data) == 3
    assert restored.aside is not None
    assert _questions(restored.aside) == 4
    assert restored.made_at == "2026-01-02T03:04:05+00:00"
    assert not restored.key_changed
    assert sorted(path.name for path in data.iterdir() if path.name.startswith(".")) == []


def test_who_was_forgotten_since_the_backup_is_forgotten_again(
    backup: Path, records: Records, data: Path, clock: StandingClock
) -> None:
    forget(records, 2)
    records.close()
    assert restore_backup(backup, data, clock).erased_again == 1
    again = open_records(data, clock, bot=BOT)
    assert [bool(counts(again, user)) for user in (1, 2, 3)] == [True, False, True]
    again.close()


def test_a_backup_brings_its_erasures_to_a_new_machine(
    records: Records, data: Path, tmp_path: Path, clock: StandingClock
) -> None:
    before = tmp_path / "before.tar.gz"
    write_backup(data, before, clock)
    forget(records, 2)
    after = tmp_path / "after.tar.gz"
    write_backup(data, after, clock)
    new = tmp_path / "new"
    assert restore_backup(after, new, clock).erased_again == 0
    assert restore_backup(before, new, clock).erased_again == 1


def test_a_backup_of_an_older_version_is_brought_up_to_date(tmp_path: Path, clock: StandingClock) -> None:
    old = tmp_path / "old"
    open_database(old, clock, MIGRATIONS[:2]).close()
    (old / KEY_FILE).write_text("0" * 64)
    write_backup(old, tmp_path / "old.tar.gz", clock)
    restore_backup(tmp_path / "old.tar.gz", tmp_path / "new", clock)
    with closing(sqlite3.connect(tmp_path / "new" / FILE_NAME)) as connection:
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (MIGRATIONS[-1].number,)


def test_a_backup_of_a_newer_version_is_refused(data: Path, tmp_path: Path, clock: StandingClock) -> None:
    newer = Migration(number=999, name="newer", statements=("CREATE TABLE newer (x)",))
    open_records(data, clock, bot=BOT).close()
    open_database(data, clock, (*MIGRATIONS, newer)).close()
    write_backup(data, tmp_path / "newer.tar.gz", clock)
    with pytest.raises(RecordsError, match="a newer tradebot made this backup"):
        restore_backup(tmp_path / "newer.tar.gz", tmp_path / "other", clock)


def test_nothing_is_restored_while_a_bot_serves(
    backup: Path, records: Records, data: Path, clock: StandingClock
) -> None:
    asks(records, 4, 4)
    with only_process(data), pytest.raises(RecordsError, match="another tradebot serves from this folder"):
        restore_backup(backup, data, clock)
    assert _questions(data) == 4


def _repacked(backup: Path, to: Path, **changed: bytes) -> Path:
    """The *backup* with some files changed, by their names up to the dot."""
    with tarfile.open(backup) as packed, tarfile.open(to, "w:gz") as new:
        for member in packed:
            file = packed.extractfile(member)
            assert file is not None
            content = changed.get(member.name.partition(".")[0], file.read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return to


def _cut_short(backup: Path, to: Path) -> Path:
    to.write_bytes(backup.read_bytes()[:-200])
    return to


def _damaged_within(backup: Path, to: Path) -> Path:
    """A backup that begins well and then has what no compression makes."""
    with gzip.open(backup) as unpacked:
        beginning = unpacked.read(20_000)
    packer = zlib.compressobj(wbits=31)
    no_such_block = b"\x07"
    to.write_bytes(packer.compress(beginning) + packer.flush(zlib.Z_FULL_FLUSH) + no_such_block)
    return to


def _with_damaged_database(backup: Path, to: Path) -> Path:
    """A backup whose sums are right, of a database that was damaged before."""
    with tarfile.open(backup) as packed:
        manifest = json.loads(packed.extractfile("manifest.json").read())  # type: ignore[union-attr] # it is a file
    content = b"SQLite format 3\0" + b"x" * 5000
    manifest["sha256"][FILE_NAME] = hashlib.sha256(content).hexdigest()
    return _repacked(backup, to, tradebot=content, manifest=json.dumps(manifest).encode())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda _backup, to: to, "cannot be read as a backup"),
        (lambda _backup, to: Path(shutil.copy(__file__, to)), "cannot be read as a backup"),
        (_cut_short, "cannot be read as a backup"),
        (_damaged_within, "cannot be read as a backup"),
        (lambda backup, to: _repacked(backup, to, tradebot=b"changed"), "the backup is damaged"),
        (lambda backup, to: _repacked(backup, to, manifest=b"{}"), "this is no backup of tradebot"),
        (_with_damaged_database, "the database in it is damaged"),
    ],
    ids=["missing", "no archive", "cut short", "damaged within", "changed", "foreign", "damaged database"],
)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    backup: Path, records: Records, data: Path, clock: StandingClock, tmp_path: Path, spoil: object, told: str
) -> None:
    assert callable(spoil)
    asks(records, 4, 4)
    records.close()
    there = sorted(path.name for path in data.iterdir())
    with pytest.raises(RecordsError, match=told):
        restore_backup(spoil(backup, tmp_path / "spoilt.tar.gz"), data, clock)
    assert _questions(data) == 4
    assert {path.name for path in data.iterdir()} - set(there) <= {"tradebot.lock"}


def test_an_archive_can_write_nothing_but_the_records(
    backup: Path, data: Path, tmp_path: Path, clock: StandingClock
) -> None:
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(backup) as packed, tarfile.open(evil, "w:gz") as new:
        for member in packed:
            new.addfile(member, packed.extractfile(member))
        outside = tarfile.TarInfo("../outside")
        outside.size = 1
        new.addfile(outside, io.BytesIO(b"x"))
        link = tarfile.TarInfo("erasures.jsonl")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        new.addfile(link)
    restore_backup(evil, tmp_path / "new", clock)
    assert not list(tmp_path.rglob("outside"))
    assert not (tmp_path / "new" / "erasures.jsonl").exists()


def test_a_backup_that_fails_leaves_the_one_before(
    backup: Path, data: Path, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backup.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RecordsError, match="No space left"):
        write_backup(data, backup, clock)
    assert backup.read_bytes() == before
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".backup")] == []


def test_the_commands_back_up_and_restore(
    run_command: RunCommand, records: Records, data: Path, tmp_path: Path
) -> None:
    settings = {"TRADEBOT_DATA": str(data)}
    archive = tmp_path / "a.tar.gz"
    made = run_command("backup", str(archive), settings=settings)
    assert (made.returncode, "3 questions" in made.stdout) == (0, True)
    forget(records, 1)
    records.close()
    restored = run_command("restore", str(archive), settings=settings)
    assert restored.returncode == 0
    assert "Erasures made since then: 1, made again." in restored.stdout
    assert str(data / "replaced-") in restored.stdout
    missing = run_command("restore", str(tmp_path / "none"), settings=settings)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


@pytest.mark.usefixtures("records")
def test_a_folder_of_backups_keeps_the_newest(run_command: RunCommand, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    older = [folder / f"tradebot-2025010{day}T000000Z.tar.gz" for day in (1, 2)]
    for path in (*older, folder / "mine.tar.gz"):
        path.touch()
    made = run_command("backup", str(folder), "--keep", "2", settings={"TRADEBOT_DATA": str(data)})
    assert made.returncode == 0, made.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == ["mine.tar.gz", older[1].name]
    assert len(names) == 3
