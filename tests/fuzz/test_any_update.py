"""Whatever comes as an update, a press or a link, it is answered or passed over, and the bot goes on."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from telegram import Bot, Update, User

from bot.assembly import Parts
from bot.records.keyed_hash import KeyedHash
from bot.shells.telegram.callbacks import _KINDS, button_data, read_button_data
from bot.shells.telegram.delivery import working
from bot.shells.telegram.delivery.arriving import arrival_of, read_update
from bot.shells.telegram.delivery.bursts import piece_in
from tests.bot_api import BotApiServer
from tests.fuzz.hostile import AMOUNTS, TEXTS, any_json, any_text, distorted, for_any
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
