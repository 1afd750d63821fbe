"""A token and words that can be recognised go through everything that can happen, and then are looked for."""

import json
from pathlib import Path

import pytest

from bot.records.archives import unpack, write_backup
from bot.records.personal import PERSONAL_TABLES
from bot.shells.telegram.delivery.client import utc_now
from tests.bot_api import BotApiServer, BrokenJson, HangUp, Refusal, ServerError, TooManyRequests, User
from tests.telegram.running_bot import BotProcess, rows, settle

CANARY = "zq-canary-word"
NAME = "zq-canary-name"
NUMBER = 7_712_345_678
WORRY = f"a supplier {CANARY} took our deposit and vanished"


def _live_through_everything(api: BotApiServer, anna: User) -> None:
    """Successes and failures of all kinds, with words in all places that people can write in."""
    anna.say(WORRY)
    (answer,) = anna.wait_for_reply(timeout=30)
    anna.edit(answer.message_id - 1, f"{WORRY} again")
    anna.press(answer.labels[0], answer)
    settle(anna)
    for text in (f"/{CANARY}", f"/topic_{CANARY}", f"/start {CANARY}", f"xyzzy {CANARY} plugh"):
        anna.say(text)
        anna.wait_for_reply()
    anna.send_photo(caption=CANARY)
    anna.wait_for_reply()
    anna.send_contact(phone_number=CANARY)
    anna.wait_for_reply()
    for fault in (ServerError(code=500), HangUp(), BrokenJson(), TooManyRequests(retry_after=1)):
        api.fail(fault, method="sendMessage")
        anna.say(WORRY)
        anna.wait_for_reply(timeout=30)
    api.fail(Refusal(code=400, description=f"Bad Request: can't parse entities: {CANARY}"), method="sendMessage")
    anna.say(WORRY)
    anna.wait_for_reply()
    api.fail(
        Refusal(code=400, description=f"Bad Request: a whim about {CANARY}"),
        method="sendMessage",
        chat_id=anna.id,
        times=3,
    )
    anna.say(WORRY)
    assert "reference" in anna.wait_for_reply(timeout=30)[0].plain
    api.push_raw({"update_id": 900_000, "message": {"chat": {"id": CANARY}, "text": CANARY}})
    api.push_raw({"update_id": 900_001, "message": {"text": CANARY, "date": CANARY}})
    anna.say("/mydata")
    anna.wait_for_reply(timeout=30)
    settle(anna)


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_has_neither_token_nor_words_and_the_records_have_no_token(
    fresh_api: BotApiServer, tmp_path: Path, form: str
) -> None:
    anna = fresh_api.user(id=NUMBER, first_name=NAME)
    data = tmp_path / "data"
    with BotProcess(fresh_api, data, {"TRADEBOT_LOG_FORMAT": form, "TRADEBOT_PERSON_BURST": "0"}) as bot:
        _live_through_everything(fresh_api, anna)
        status, output = bot.terminate()
    assert status == 0
    assert CANARY not in output
    assert NAME not in output
    assert str(NUMBER) not in output
    assert fresh_api.token not in output
    assert fresh_api.token.partition(":")[2] not in output
    (reference,) = {
        row["reference"]
        for row in rows(data, "SELECT reference FROM inbox WHERE update_id < 900000")
        if row["reference"]
    }
    assert output.count(reference) >= 4
    if form == "json":
        lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
        assert {"WARNING", "ERROR"} <= {line["level"] for line in lines}
        assert [line["update"] for line in lines if line.get("reference") == reference]
    for table in {table.name for table in PERSONAL_TABLES} - {"inbox"}:
        told = json.dumps(rows(data, f"SELECT * FROM {table}"))  # noqa: S608 - our own table
        assert NAME not in told
        assert str(NUMBER) not in told
    backup = tmp_path / "backup.tar.gz"
    write_backup(data, backup, utc_now)
    (tmp_path / "unpacked").mkdir()
    unpack(backup, tmp_path / "unpacked")
    secret = fresh_api.token.partition(":")[2].encode()
    files = [path for folder in (data, tmp_path / "unpacked") for path in folder.rglob("*") if path.is_file()]
    assert [path.name for path in files if secret in path.read_bytes()] == []
    assert any(CANARY.encode() in path.read_bytes() for path in files), "the search itself must find something"


def test_a_refused_start_shows_no_token(fresh_api: BotApiServer, tmp_path: Path) -> None:
    wrong = f"{fresh_api.token.partition(':')[0]}:zq-a-token-that-is-refused"
    with BotProcess(fresh_api, tmp_path, {"TRADEBOT_TOKEN": wrong}) as bot:
        status, output = bot.wait()
    assert status == 2
    assert "does not accept the token" in output
    assert "zq-a-token" not in output
