"""Whatever comes as an update, a press, a link or a file, it is refused in so many words or answered; nothing dies."""

import io
import json
import random
import re
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from telegram import Bot, Update, User

from bot.assembly import Parts
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
from bot.records.keyed_hash import KEY_FILE, KeyedHash, keyed_hash
from bot.records.opening import open_records
from bot.shells.telegram.callbacks import _KINDS, button_data, read_button_data
from bot.shells.telegram.delivery import working
from bot.shells.telegram.delivery.arriving import arrival_of, read_update
from bot.shells.telegram.delivery.bursts import piece_in
from tests.bot_api import BotApiServer
from tests.conftest import SMALL_KNOWLEDGE
from tests.fuzz.hostile import AMOUNTS, TEXTS, any_json, any_text, distorted, for_any, garbled
from tests.telegram.running_bot import BotThread, settings_for

PERSON = {"id": 4711, "is_bot": False, "first_name": "Anna", "language_code": "en"}
CHAT = {"id": 4711, "type": "private", "first_name": "Anna"}
TODAY = int(time.time())
"""What is older than a day gets an excuse, and reaches no handler."""
MESSAGE = {"message_id": 5, "date": TODAY, "chat": CHAT, "from": PERSON, "text": "shipping is too expensive"}
COMMAND = {"type": "bot_command", "offset": 0, "length": 4}
FILE = {"file_id": "f", "file_unique_id": "u"}
STANDING = {"chat": CHAT, "from": PERSON, "date": 1, "old_chat_member": {"status": "member", "user": PERSON}}
PRESS = {"id": "1", "from": PERSON, "message": MESSAGE, "chat_instance": "1"}
GENUINE: tuple[dict[str, Any], ...] = (
    {"message": MESSAGE},
    {"message": MESSAGE | {"text": "/topics freight", "entities": [COMMAND | {"length": 7}]}},
    {"message": MESSAGE | {"text": "/start t_online_fraud", "entities": [COMMAND | {"length": 6}]}},
    {"message": MESSAGE | {"reply_to_message": MESSAGE, "quote": {"text": "too", "position": 12}}},
    {"message": {**MESSAGE, "text": None, "photo": [FILE | {"width": 1, "height": 1}], "caption": "what is this"}},
    {"message": {**MESSAGE, "text": None, "document": FILE | {"file_name": "../x.yaml", "file_size": 3}}},
    {"message": {**MESSAGE, "text": None, "contact": {"phone_number": "1", "first_name": "B", "user_id": 7}}},
    {"message": MESSAGE | {"chat": {"id": -1, "type": "supergroup", "title": "g"}, "text": "@trade_test_bot help"}},
    {"message": MESSAGE | {"forward_origin": {"type": "user", "date": 1, "sender_user": PERSON}}},
    {"edited_message": MESSAGE | {"edit_date": TODAY}},
    {"callback_query": PRESS | {"data": "t:en:online_fraud"}},
    {"inline_query": {"id": "1", "from": PERSON, "query": "cheated", "offset": ""}},
    {"chosen_inline_result": {"result_id": "en_online_fraud", "from": PERSON, "query": "cheated"}},
    {"poll_answer": {"poll_id": "1", "user": PERSON, "option_ids": [0]}},
    {"my_chat_member": STANDING | {"new_chat_member": {"status": "kicked", "user": PERSON, "until_date": 0}}},
)  # fmt: skip
ME = User(id=1, first_name="Bot", is_bot=True, username="trade_test_bot")
NAMES = KeyedHash(b"k" * 32)
now = lambda: datetime(2026, 1, 2, tzinfo=UTC)  # noqa: E731 - a clock is one word

# Through the running bot


@pytest.fixture
def patient_bot(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BotThread]:
    """A bot that tries again at once what failed."""
    monkeypatch.setattr(working, "pauses", lambda: iter([0.0] * 50))
    with BotThread(small_parts, settings_for(fresh_api, tmp_path, admins=frozenset({4711}))) as bot:
        yield bot


@pytest.mark.parametrize("count", [150, pytest.param(5_000, marks=pytest.mark.deep)])
def test_the_bot_outlives_distorted_updates(fresh_api: BotApiServer, patient_bot: BotThread, count: int) -> None:
    chance = random.Random(4711)  # noqa: S311 - the same course each time
    ids = []
    for number in range(count):
        update = distorted(GENUINE[number % len(GENUINE)], chance)
        ids.append(fresh_api.push_raw(update if isinstance(update, dict) else {"message": update}))
    _all_are_dealt_with(patient_bot, ids, timeout=60 + count / 10)
    anna = fresh_api.user()
    anna.say("a supplier took our deposit and vanished")
    assert anna.wait_for_reply(timeout=30)[0].plain.startswith("You asked about: Being cheated")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_words_in_any_place_are_survived(fresh_api: BotApiServer, patient_bot: BotThread, text: str) -> None:
    anna = fresh_api.user(id=8)
    person = PERSON | {"id": anna.id, "first_name": text[:64], "username": "x", "language_code": text[:9]}
    chat = {"id": 8, "type": "private", "first_name": text[:64]}
    message = MESSAGE | {"chat": chat, "from": person}
    named = {"text": "@trade_test_bot x", "entities": [{"type": "mention", "offset": 0, "length": 15}]}
    group = {"id": -8, "type": "group", "title": text[:128]}
    updates: list[dict[str, Any]] = [
        {"message": message | {"text": text}},
        {"edited_message": message | {"text": text, "edit_date": TODAY}},
        {"message": message | {"text": None, "photo": [], "caption": text}},
        {"message": message | {"text": f"/ask {text}"[:4096], "entities": [COMMAND]}},
        {"message": message | {"text": f"/topics {text}"[:4096], "entities": [COMMAND | {"length": 7}]}},
        {"message": message | {"text": f"/start {text}"[:4096], "entities": [COMMAND | {"length": 6}]}},
        {"message": message | {"text": None, "document": FILE | {"file_name": text[:200], "mime_type": text[:99]}}},
        {"message": message | {"chat": group} | named},
        {"callback_query": {"id": "1", "from": person, "message": message, "chat_instance": "1", "data": text[:64]}},
        {"inline_query": {"id": "1", "from": person, "query": text[:256], "offset": text[:64]}},
        {"chosen_inline_result": {"result_id": text[:64], "from": person, "query": text[:256]}},
    ]  # fmt: skip
    ids = [fresh_api.push_raw(update) for update in updates]
    _all_are_dealt_with(patient_bot, ids, timeout=60)
    assert patient_bot.rows("SELECT last_error FROM inbox WHERE state = 'set_aside'") == []
    assert len(anna.chat.from_bot) >= 5
    # What is no message in her chat has made-up ids, and may be refused.
    assert [refusal for refusal in fresh_api.refused if refusal.call.chat_id == anna.id] == []


def _all_are_dealt_with(bot: BotThread, ids: list[int], timeout: float) -> None:
    count = (
        f"SELECT 1 WHERE (SELECT count(*) FROM inbox WHERE update_id >= {ids[0]} AND state != 'waiting') >= {len(ids)}"  # noqa: S608 - numbers
    )
    bot.wait_for_row(count, timeout=timeout)
    assert not bot.ended.done()


# What reads updates, buttons and links


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_json_is_an_arrival_or_none(amount: int) -> None:
    def holds(value: Any) -> None:
        for update in (value, {"update_id": 1, "message": value}, {"update_id": value}):
            arrival = arrival_of(update, NAMES)
            if arrival is not None:
                json.loads(arrival.raw)
                arrival.raw.encode()
                read = _read(arrival.raw)
                assert read is None or piece_in(read, ME) is None or read.message is not None

    for_any(any_json, amount, holds)


def _read(raw: str) -> Update | None:
    """The update *raw*; None where the library cannot read it, which the running bot outlives, as is tried above."""
    try:
        return Update.de_json(read_update(raw), Bot("1:a"))
    except Exception:  # noqa: BLE001 - it raises anything
        return None


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_text_is_data_of_a_button_of_ours_or_refused(amount: int) -> None:
    codes = st.sampled_from(sorted(_KINDS))
    almost = st.lists(
        codes | st.sampled_from(["en", "online_fraud", "-", "0", "-1", "９", "1\n"]) | st.text(max_size=4)
    )

    def holds(data: str) -> None:
        press = read_button_data(data)
        assert press is None or button_data(press) == data

    for_any(any_text | almost.map(":".join), amount, holds)


# What reads files


def refused_in_words(read: Callable[[], object]) -> None:
    """Claim that *read* gives something, or says in a line what is wrong."""
    told = ""
    try:
        read()
    except TradebotError as error:
        told = str(error)
    assert len(told) < 1000


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_bytes_are_yaml_or_refused(amount: int) -> None:
    genuine = (SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_bytes()

    def holds(seed: int) -> None:
        content = garbled(genuine, random.Random(seed))  # noqa: S311 - the same course each time
        document, problems = parse_yaml(content, Path("topic.yaml"))
        assert document is not None or problems

    for_any(st.integers(), amount, holds)
    for_any(st.binary(max_size=400), amount, lambda content: refused_in_words(lambda: parse_yaml(content, Path("x"))))


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table.txt", "table.exe", "../../table.csv"])
def test_any_bytes_are_a_table_or_refused(name: str, amount: int) -> None:
    genuine = excel() if name.endswith("xlsx") else b'text,topic\n"freight, too dear",logistics_cost\n'

    def holds(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        for content in (garbled(genuine, chance), chance.randbytes(200), genuine[: chance.randrange(len(genuine))]):
            refused_in_words(lambda content=content: read_sheet(content, name))  # type: ignore[misc] # bound at once

    for_any(st.integers(), amount, holds)


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

    def holds(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        for content in (garbled(genuine, chance), chance.randbytes(200), genuine[: chance.randrange(len(genuine))]):
            refused_in_words(lambda content=content: read(content))  # type: ignore[misc] # bound at once

    for_any(st.integers(), amount, holds)


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

    def holds(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        path.write_bytes(chance.choice((garbled(genuine, chance), chance.randbytes(50))))
        refused_in_words(lambda: read_questions(path))

    for_any(st.integers(), amount, holds)


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_bytes_are_a_backup_or_refused_and_leave_nothing_outside(tmp_path: Path, amount: int) -> None:
    open_records(tmp_path / "data", now, bot=1).close()
    genuine = tmp_path / "genuine.tar.gz"
    write_backup(tmp_path / "data", genuine, now)
    with tarfile.open(genuine) as packed:
        names = packed.getnames()
    archive, place = tmp_path / "backup.tar", tmp_path / "outer" / "place"

    def holds(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same course each time
        place.mkdir(parents=True, exist_ok=True)
        archive.write_bytes(_odd_archive(genuine, names, chance))
        refused_in_words(lambda: unpack(archive, place))
        assert [path.name for path in place.parent.iterdir()] == ["place"]
        assert {path.name for path in place.iterdir()} <= set(names) | {ERASURES_FILE}
        assert all(path.is_file() and not path.is_symlink() for path in place.iterdir())
        for path in place.iterdir():
            path.unlink()

    for_any(st.integers(), min(amount, 200), holds)


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
        refused_in_words(lambda: keyed_hash(tmp_path))
        assert load_index(tmp_path, "x") is None

    zipped = st.binary(max_size=100).map(lambda content: b"PK\x03\x04" + content)
    listed = any_json.map(lambda value: json.dumps(value).encode())
    for_any(st.binary(max_size=300) | zipped | listed, amount, holds)
