"""What the settings say of webhook and pages: wrong ones are told with their mend, and the start ends with a line."""

import socket
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, pages_url, read_settings
from tests.bot_api import BotApiServer
from tests.telegram.running_bot import BotProcess, free_address
from tests.telegram.webhook_bot import SECRET

GOOD = {
    "TRADEBOT_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TRADEBOT_WEBHOOK_SECRET": SECRET,
    "TRADEBOT_LISTEN": "127.0.0.1:8080",
}


def settings_from(given: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings read in *folder* from an environment that has what is GOOD, but for what is *given*."""
    monkeypatch.chdir(folder)
    for name, value in (GOOD | given).items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"TRADEBOT_LISTEN": ""}, "TRADEBOT_WEBHOOK_URL: needs TRADEBOT_LISTEN too"),
        ({"TRADEBOT_WEBHOOK_SECRET": ""}, "TRADEBOT_WEBHOOK_URL: needs TRADEBOT_WEBHOOK_SECRET too"),
        ({"TRADEBOT_WEBHOOK_SECRET": "with space"}, "TRADEBOT_WEBHOOK_SECRET: must be 1 to 256"),
        ({"TRADEBOT_LISTEN": "8080"}, "TRADEBOT_LISTEN: must be host:port"),
        ({"TRADEBOT_LISTEN": "localhost:99999"}, "TRADEBOT_LISTEN: must be host:port"),
        ({"TRADEBOT_WEBHOOK_URL": "http://bot.example.org/t", "TRADEBOT_API_URL": ""}, "by https only"),
        ({"TRADEBOT_WEBHOOK_URL": "bot.example.org/t"}, "TRADEBOT_WEBHOOK_URL: must look like"),
        ({"TRADEBOT_WEBHOOK_URL": "https://bot.example.org/healthz"}, "a path of its own"),
        ({"TRADEBOT_WEBHOOK_URL": "https://bot.example.org/wall/x"}, "a path of its own"),
        ({"TRADEBOT_PUBLIC_URL": "bot.example.org"}, "TRADEBOT_PUBLIC_URL: must look like"),
        ({"TRADEBOT_PUBLIC_URL": "https://bot.example.org/?a"}, "TRADEBOT_PUBLIC_URL: must look like"),
        (
            {"TRADEBOT_PUBLIC_URL": "https://x.org", "TRADEBOT_LISTEN": "", "TRADEBOT_WEBHOOK_URL": ""},
            "TRADEBOT_PUBLIC_URL: needs TRADEBOT_LISTEN too",
        ),
    ],
)
def test_a_webhook_setting_that_is_wrong_or_missing_is_told_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wrong: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_from(wrong, tmp_path, monkeypatch)
    assert told in str(raised.value)
    assert str(raised.value).startswith("TRADEBOT_")
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("given", "reached_at"),
    [
        ({}, "https://bot.example.org"),
        ({"TRADEBOT_PUBLIC_URL": "https://walls.example.org/bot/"}, "https://walls.example.org/bot"),
        ({"TRADEBOT_WEBHOOK_URL": ""}, "http://127.0.0.1:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": "0.0.0.0:8080"}, "http://localhost:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": "[::1]:8080"}, "http://[::1]:8080"),
        ({"TRADEBOT_WEBHOOK_URL": "", "TRADEBOT_LISTEN": ""}, None),
    ],
)
def test_where_people_reach_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], reached_at: str | None
) -> None:
    assert pages_url(settings_from(given, tmp_path, monkeypatch)) == reached_at


def test_a_webhook_without_its_secret_ends_the_start_with_one_line(fresh_api: BotApiServer, tmp_path: Path) -> None:
    with BotProcess(fresh_api, tmp_path, GOOD | {"TRADEBOT_WEBHOOK_SECRET": ""}) as bot:
        status, output = bot.wait()
    assert status == 2
    (line,) = output.strip().splitlines()
    assert line.startswith("tradebot: TRADEBOT_WEBHOOK_URL: needs TRADEBOT_WEBHOOK_SECRET too")


def test_an_address_that_telegram_does_not_take_ends_the_start_with_one_line(
    fresh_api: BotApiServer, tmp_path: Path
) -> None:
    address = free_address()
    wrong = {"TRADEBOT_WEBHOOK_URL": "https://bot.example.org:9999/telegram", "TRADEBOT_LISTEN": address}
    with BotProcess(fresh_api, tmp_path, GOOD | wrong) as bot:
        status, output = bot.wait()
    assert status == 2
    last = output.strip().splitlines()[-1]
    assert last.startswith("tradebot: Telegram refuses the webhook (")
    assert last.endswith("; correct TRADEBOT_WEBHOOK_URL")


def test_a_place_that_is_taken_is_told(fresh_api: BotApiServer, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with BotProcess(fresh_api, tmp_path, {"TRADEBOT_LISTEN": address}) as bot:
            status, output = bot.wait()
    assert status == 2
    assert f"tradebot: TRADEBOT_LISTEN: we cannot listen on {address}" in output
