"""Start-up tells what is served, or in one clear line why not."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.assembly import Parts
from bot.errors import RecordsError, ServiceError, SettingsError
from tests.bot_api import BotApiServer, TooManyRequests
from tests.telegram.running_bot import START_S, BotProcess, BotThread, free_address, settings_for


def _failure(parts: Parts, api: BotApiServer, data: Path, **given: object) -> str:
    bot = BotThread(parts, settings_for(api, data, **given))
    with pytest.raises((ServiceError, RecordsError, SettingsError)) as raised:
        bot.start()
    bot.stop()
    text = str(raised.value)
    assert "\n" not in text
    return text


def test_the_bot_tells_what_it_serves(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)) as bot:
        (told,) = bot.told
    for word in ("@trade_test_bot", "5 topics", "en, zh", "tradebot.db"):
        assert word in told


def test_menus_and_descriptions_are_set_in_each_language_and_then_left_alone(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        pass
    profile = fresh_api.world.profile
    assert {key[-1] for key in profile.commands} == {"", "zh"}
    assert profile.names == {"": "Trade advice", "zh": "外贸建议"}
    assert set(profile.descriptions) == set(profile.short_descriptions) == {"", "zh"}
    settings_made = [call for call in fresh_api.calls if call.method.startswith("setMy")]
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        pass
    assert [call for call in fresh_api.calls if call.method.startswith("setMy")] == settings_made


def test_a_menu_that_telegram_refuses_does_not_stop_the_bot(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    fresh_api.fail(TooManyRequests(retry_after=40_000), method="setMyName", times=None)
    anna = fresh_api.user()
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        anna.say("/start")
        anna.wait_for_reply()


def test_a_wrong_token_is_told(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    wrong = "123456:another-token-than-the-one-it-knows"
    text = _failure(small_parts, fresh_api, tmp_path, token=SecretStr(wrong))
    assert "does not accept the token" in text
    assert "TRADEBOT_TOKEN" in text
    assert wrong not in text


def test_no_network_is_told(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    nowhere = f"http://{free_address()}"
    assert f"{nowhere} cannot be reached" in _failure(small_parts, fresh_api, tmp_path, api_url=nowhere)


def test_a_second_process_on_the_same_data_is_told(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)):
        assert "another tradebot serves from this folder" in _failure(small_parts, fresh_api, tmp_path)


def test_a_second_poller_ends_the_first_with_a_line(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    first = BotThread(small_parts, settings_for(fresh_api, tmp_path / "first")).start()
    with (
        BotThread(small_parts, settings_for(fresh_api, tmp_path / "second")),
        pytest.raises(ServiceError, match="another program polls with the same token"),
    ):
        first.ended.result(START_S)
    first.stop()


def test_a_webhook_set_meanwhile_is_told(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> None:
    bot = BotThread(small_parts, settings_for(fresh_api, tmp_path)).start()
    fresh_api.world.webhook.url = "https://elsewhere.example/hook"
    fresh_api.user().say("/start")
    with pytest.raises(ServiceError, match="a webhook is set for this bot"):
        bot.ended.result(START_S)
    bot.stop()


def test_a_token_that_is_withdrawn_ends_the_bot_with_a_line(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    bot = BotThread(small_parts, settings_for(fresh_api, tmp_path)).start()
    fresh_api.world.token = "123456:the-new-token-of-this-test-server"  # noqa: S105 - good for this server only
    fresh_api.user().say("/start")
    with pytest.raises(ServiceError, match="no longer accepts the token"):
        bot.ended.result(START_S)
    bot.stop()


def test_the_command_serves_and_stops_at_sigterm(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, tmp_path) as bot:
        anna.say("/start")
        anna.wait_for_reply(timeout=30)
        status, output = bot.terminate()
    assert status == 0
    assert "tradebot serves @trade_test_bot" in output
    assert "tradebot: stopped" in output


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("TRADEBOT_TOKEN", "123456:another-token-than-the-one-it-knows", "does not accept the token"),
        ("TRADEBOT_KNOWLEDGE", "/nowhere/knowledge", "there is no such knowledge folder"),
    ],
)
def test_the_command_ends_with_one_line_and_status_2(
    fresh_api: BotApiServer, tmp_path: Path, setting: str, value: str, told: str
) -> None:
    with BotProcess(fresh_api, tmp_path, {setting: value}) as bot:
        status, output = bot.wait()
    assert status == 2
    (line,) = output.split("\n\n")[-1].strip().splitlines()
    assert line.startswith("tradebot: ")
    assert told in line
