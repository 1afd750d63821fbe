"""The units for systemd: closed, and calling what there is; systemd itself is asked where it is installed."""

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from bot.settings import PREFIX
from bot.shells.telegram.serving import FINISH_S
from tests.deploy.deployed import DATA, DEPLOY

PROGRAM = "/opt/tradebot/.venv/bin/tradebot"
UNITS = sorted(DEPLOY.glob("*.service"))
MOST_EXPOSED = 15
"""Ten times what ``systemd-analyze security`` shows, as it wants it; 100 is no protection at all."""
CLOSED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "MemoryDenyWriteExecute": "yes",
    "User": "tradebot",
    "UMask": "0077",
}


def unit(path: Path) -> dict[str, list[str]]:
    """The settings of a unit, each with all its values, for some may stand twice."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_closed(path: Path) -> None:
    found = unit(path)
    assert {name: found.get(name) for name in CLOSED} == {name: [value] for name, value in CLOSED.items()}
    assert found["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("tradebot*.service")), ids=lambda path: path.name)
def test_a_unit_calls_a_command_that_there_is_on_the_data_of_the_bot(path: Path) -> None:
    found = unit(path)
    program, command, *_ = shlex.split(found["ExecStart"][0])
    if program == PROGRAM:
        assert command in COMMANDS
        assert found["Environment"] == [f"{PREFIX}DATA={DATA}"]
    else:
        assert program == "/usr/bin/litestream"
    assert found["WorkingDirectory"] == [DATA]


def test_the_unit_gives_a_stop_the_time_it_takes() -> None:
    assert int(unit(DEPLOY / "tradebot.service")["TimeoutStopSec"][0]) > FINISH_S + 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_in_the_units_and_rates_them_safe(tmp_path: Path) -> None:
    for path in [*UNITS, *DEPLOY.glob("*.timer")]:
        # Programs must be there; these stand in for them.
        content = re.sub(rf"{PROGRAM}|/usr/bin/litestream", "/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(content, encoding="utf-8")
    analyse("verify", *(str(file) for file in tmp_path.iterdir()))
    for path in UNITS:
        analyse("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(tmp_path / path.name))


def analyse(*arguments: str) -> None:
    ended = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)
    # Of units that are only mentioned, such as network-online.target, a small machine may have none.
    complaints = [line for line in ended.stderr.splitlines() if "tradebot" in line]
    assert (ended.returncode, complaints) == (0, []), ended.stdout + ended.stderr


def test_the_timer_calls_the_backup() -> None:
    timer = RawConfigParser()
    timer.read(DEPLOY / "tradebot-backup.timer", encoding="utf-8")
    assert timer["Timer"]["Persistent"] == "true"
    assert (DEPLOY / "tradebot-backup.service").is_file()
    assert "/var/backups/tradebot" in unit(DEPLOY / "tradebot-backup.service")["ReadWritePaths"][0]
