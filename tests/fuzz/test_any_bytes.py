"""Whatever comes as a file, it is read or refused in so many words; nothing dies, and nothing leaves its folder."""

import io
import json
import random
import re
import tarfile
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import strategies as st

from bot.errors import TradebotError
from bot.files.index_cache import load_index
from bot.files.knowledge_files import packed
from bot.files.knowledge_reading import FILES
from bot.files.question_files import read_questions
from bot.files.sheets import read_sheet
from bot.files.uploads import kind_of, read_upload
from bot.files.yaml_reading import parse_yaml
from bot.records.archives import unpack, write_backup
from bot.records.erasing import ERASURES_FILE, read_erasures
from bot.records.heartbeat import HEARTBEAT_FILE, read_heartbeat
from bot.records.keyed_hash import KEY_FILE, keyed_hash
from bot.records.opening import open_records
from tests.conftest import SMALL_KNOWLEDGE
from tests.fuzz.hostile import AMOUNTS, any_json, by_chance, for_any, garbled, spoilt

now = lambda: datetime(2026, 1, 2, tzinfo=UTC)  # noqa: E731 - a clock is one word


def refused_in_words(read: Callable[..., object], *given: object) -> None:
    """Claim that *read* makes something of what is *given*, or says in a line what is wrong."""
    told = "nothing is wrong"
    try:
        read(*given)
    except TradebotError as error:
        told = str(error)
    assert 0 < len(told) < 1000


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_bytes_are_yaml_or_refused(amount: int) -> None:
    genuine = (SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_bytes()

    def holds(chance: random.Random) -> None:
        document, problems = parse_yaml(garbled(genuine, chance), Path("topic.yaml"))
        assert document is not None or problems

    by_chance(amount, holds)
    for_any(st.binary(max_size=400), amount, lambda content: refused_in_words(parse_yaml, content, Path("x")))


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.txt", "table.exe", "../../table.csv"])
def test_any_bytes_are_a_table_or_refused(name: str, amount: int) -> None:
    genuine = excel() if name.endswith("xlsx") else b'text,topic\n"freight, too dear",logistics_cost\n'

    def holds(chance: random.Random) -> None:
        for content in spoilt(genuine, chance):
            refused_in_words(read_sheet, content, name)

    by_chance(amount, holds)


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", ["knowledge.zip", "topic.yaml", "knowledge"])
def test_any_bytes_are_an_upload_that_stays_in_its_folder_or_refused(name: str, amount: int) -> None:
    topic = (SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_bytes()[:300]
    genuine = topic if name.endswith("yaml") else packed({"topics/online_fraud.yaml": topic, "papers.yaml": b"a: b"})

    def read(content: bytes) -> None:
        kind = kind_of(content, name)
        if kind != "table":
            for place in read_upload(content, name, kind).files:
                assert place in FILES or re.fullmatch(r"topics/[a-z][a-z0-9_]+\.yaml", place)

    def holds(chance: random.Random) -> None:
        for content in spoilt(genuine, chance):
            refused_in_words(read, content)

    by_chance(amount, holds)


def excel() -> bytes:
    """A small Excel file; not compressed, so that garbling reaches what is in it."""
    from openpyxl import Workbook  # noqa: PLC0415 - only here

    book, packed, plain = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["text", "topic"])
    book.active.append(["freight too dear", "logistics_cost"])
    book.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as target:
        for part in source.namelist():
            target.writestr(part, source.read(part))
    return plain.getvalue()


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", ["questions.jsonl", "questions.csv"])
def test_any_bytes_are_questions_or_refused(tmp_path: Path, name: str, amount: int) -> None:
    genuine = (
        b'{"q": "freight", "accept": ["a.c1"], "turns": [{"q": "x"}]}\n' if "json" in name else b"text,label\na,b\n"
    )
    path = tmp_path / name

    def holds(chance: random.Random) -> None:
        path.write_bytes(chance.choice((garbled(genuine, chance), chance.randbytes(50))))
        refused_in_words(read_questions, path)

    by_chance(amount, holds)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_bytes_are_a_backup_or_refused_and_leave_nothing_outside(tmp_path: Path, amount: int) -> None:
    open_records(tmp_path / "data", now, bot=1).close()
    genuine = tmp_path / "genuine.tar.gz"
    write_backup(tmp_path / "data", genuine, now)
    with tarfile.open(genuine) as packed:
        names = packed.getnames()
    archive, place = tmp_path / "backup.tar", tmp_path / "outer" / "place"

    def holds(chance: random.Random) -> None:
        place.mkdir(parents=True, exist_ok=True)
        archive.write_bytes(_odd_archive(genuine, names, chance))
        refused_in_words(unpack, archive, place)
        assert [path.name for path in place.parent.iterdir()] == ["place"]
        assert {path.name for path in place.iterdir()} <= set(names) | {ERASURES_FILE}
        assert all(path.is_file() and not path.is_symlink() for path in place.iterdir())
        for path in place.iterdir():
            path.unlink()

    by_chance(min(amount, 200), holds)


def _odd_archive(genuine: Path, names: list[str], chance: random.Random) -> bytes:
    """A garbled archive, or a whole one with members that want out."""
    if chance.random() < 0.5:
        return garbled(genuine.read_bytes(), chance)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        for name in (*names, "../escaped", "/escaped", "sub/../../escaped"):
            member = tarfile.TarInfo(name)
            member.type = chance.choice(
                (tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)
            )
            member.linkname = chance.choice(("/etc/passwd", "../../x", KEY_FILE))
            packed.addfile(member, io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_bytes_in_our_own_files_are_read_or_refused(tmp_path: Path, amount: int) -> None:
    def holds(content: bytes) -> None:
        for name in (ERASURES_FILE, HEARTBEAT_FILE, KEY_FILE, "index-x.npz"):
            (tmp_path / name).write_bytes(content)
        read_erasures(tmp_path / ERASURES_FILE)
        read_heartbeat(tmp_path)
        refused_in_words(keyed_hash, tmp_path)
        assert load_index(tmp_path, "x") is None

    zipped = st.binary(max_size=100).map(lambda content: b"PK\x03\x04" + content)
    listed = any_json.map(lambda value: json.dumps(value).encode())
    for_any(st.binary(max_size=300) | zipped | listed, amount, holds)
