"""Whoever runs the bot sees how it is: by command, by /healthz, and in Prometheus' format by /metrics."""

import json
from pathlib import Path

import httpx
import pytest

from bot.assembly import Parts
from bot.records.health import health_of
from bot.records.heartbeat import HEARTBEAT_FILE
from bot.shells.telegram import housekeeping
from bot.shells.telegram.delivery.client import utc_now
from tests.bot_api import BotApiServer, Refusal, ServerError, TooManyRequests
from tests.conftest import RunCommand
from tests.telegram.running_bot import BotProcess, BotThread, free_address, settings_for, settle
from tests.telegram.scraping import metrics_at

CHEATED = "a supplier took our deposit and vanished"


@pytest.fixture
def address() -> str:
    return free_address()


def test_health_is_told_to_other_processes_while_the_bot_serves(
    fresh_api: BotApiServer, tmp_path: Path, run_command: RunCommand
) -> None:
    anna = fresh_api.user()
    settings = {"TRADEBOT_DATA": str(tmp_path)}
    with BotProcess(fresh_api, tmp_path) as bot:
        anna.say(CHEATED)
        anna.wait_for_reply(timeout=30)
        settle(anna)
        ended = run_command("health", "--json", settings=settings)
        assert ended.returncode == 0, ended.stdout
        facts = json.loads(ended.stdout)
        assert None not in {facts[name] for name in ("last_update", "last_send", "last_log_write", "knowledge_version")}
        assert facts["queue_length"] == 0
        bot.terminate()
    assert run_command("health", settings=settings).returncode == 1


def test_a_killed_bot_leaves_a_sign_of_life_that_grows_old(fresh_api: BotApiServer, tmp_path: Path) -> None:
    with BotProcess(fresh_api, tmp_path) as bot:
        fresh_api.wait_until(lambda: any(call.method == "getUpdates" for call in fresh_api.calls), timeout=30)
        bot.kill()
    assert (tmp_path / HEARTBEAT_FILE).exists()


def test_health_over_http_has_the_facts_and_no_places(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, address: str
) -> None:
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path, listen=address)),
        httpx.Client(trust_env=False) as client,
    ):
        well = client.get(f"http://{address}/healthz")
        assert (well.status_code, well.json()["status"]) == (200, "ok")
        assert well.json()["knowledge_version"] == small_parts.knowledge.version
        (tmp_path / HEARTBEAT_FILE).unlink()
        ill = client.get(f"http://{address}/healthz")
        assert (ill.status_code, ill.json()["status"]) == (503, "1 to mend")
        assert str(tmp_path) not in ill.text
        assert client.get(f"http://{address}/metrics").status_code == 404


def test_metrics_count_what_happened(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, address: str) -> None:
    anna, ben = fresh_api.user(), fresh_api.user(language_code="zh")
    with BotThread(small_parts, settings_for(fresh_api, tmp_path, listen=address, metrics=True)):
        fresh_api.fail(TooManyRequests(retry_after=1), method="sendMessage", times=1)
        fresh_api.fail(ServerError(code=500), method="getUpdates", times=1)
        anna.say(CHEATED)
        anna.wait_for_reply()
        settle(anna)
        fresh_api.fail(
            Refusal(code=400, description="Bad Request: a whim"), method="sendMessage", chat_id=ben.id, times=3
        )
        ben.say("xyzzy plugh")
        ben.wait_for_reply()
        settle(anna)
        counts = metrics_at(address)
    assert counts["tradebot_updates_received_total"] == 4
    assert counts["tradebot_updates_set_aside_total"] == 1
    assert counts["tradebot_replies_total advice sent en"] == 1
    assert counts["tradebot_reply_seconds_count"] == 1
    assert counts["tradebot_send_retries_total"] == 1
    assert counts["tradebot_telegram_errors_total RetryAfter"] == 1
    assert counts["tradebot_telegram_errors_total BadRequest"] == 3
    assert counts["tradebot_set_aside"] == 1
    assert counts[f"tradebot_knowledge_info {small_parts.knowledge.version}"] == 1
    assert counts["tradebot_problems"] == 0
    assert "process_resident_memory_bytes" in counts


def test_metrics_without_a_place_to_serve_them_stop_the_start(run_command: RunCommand) -> None:
    ended = run_command("run", settings={"TRADEBOT_METRICS": "1"})
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert ended.stderr.startswith("tradebot: TRADEBOT_METRICS: needs TRADEBOT_LISTEN too")


def test_the_sign_of_life_is_renewed(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "BEAT_S", 0.01)
    anna = fresh_api.user()
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        (tmp_path / HEARTBEAT_FILE).unlink()
        settle(anna)
        fresh_api.wait_until((tmp_path / HEARTBEAT_FILE).exists)
        assert health_of(tmp_path, utc_now()).problems == ()
    assert not (tmp_path / HEARTBEAT_FILE).exists()
