"""The terminal conversation as people have it: whole journeys through a pipe and a real terminal."""

import re
from pathlib import Path

import pytest

from bot.shells.console import HISTORY_FILE
from tests.conftest import SMALL_KNOWLEDGE, RunCommand, child_environment, command_line
from tests.shells.terminal import CTRL_C, CTRL_D, ENTER, UP, Terminal

YOU = "You: "


def test_a_pipe_gets_one_reply_a_line_and_no_prompt(run_command: RunCommand) -> None:
    ended = run_command("console", stdin="freight too expensive\n1\n\n/topics\n运费太高")
    assert ended.returncode == 0
    assert YOU not in ended.stdout
    assert "\x1b" not in ended.stdout
    beginnings = [
        "You asked about: Shipping",
        "First steps (our own",
        "I found no words",
        "What I know",
        "您问的是：运费太贵",
    ]
    places = [ended.stdout.index(beginning) for beginning in beginnings]
    assert places[0] == 0
    assert places == sorted(places)


def test_an_empty_pipe_ends_well(run_command: RunCommand) -> None:
    ended = run_command("console")
    assert (ended.returncode, ended.stdout) == (0, "")


def test_a_pipe_may_carry_bytes_that_are_no_text(run_command: RunCommand) -> None:
    ended = run_command("console", stdin=b"\xff\xfe\x00\nfreight too expensive\n")
    assert ended.returncode == 0
    assert "You asked about: Shipping" in ended.stdout


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return child_environment(tmp_path, {"TRADEBOT_KNOWLEDGE": str(SMALL_KNOWLEDGE)})


def leave(terminal: Terminal, farewell: str = "Goodbye.") -> None:
    terminal.type(CTRL_D)
    terminal.read_until(farewell)
    assert terminal.exit_status() == 0


def test_a_conversation_at_the_terminal(environment: dict[str, str]) -> None:
    with Terminal(command_line("console"), environment) as terminal:
        assert "Ctrl-D leaves" in terminal.read_until(YOU)
        reply = terminal.ask("freight too expensive", YOU)
        assert "\x1b[1mShipping costs too much\x1b[0m" in reply
        assert max(len(re.sub(r"\x1b\[[\d;?]*[a-z]", "", line)) for line in reply.split("\n")) <= 88
        assert "What international trade is" in terminal.ask("2", YOU)
        assert "海关税则" in terminal.ask("海关编码是多少", "您：")
        leave(terminal, "再见。")


def test_ctrl_c_clears_the_line_and_stays(environment: dict[str, str]) -> None:
    with Terminal(command_line("console"), environment) as terminal:
        terminal.read_until(YOU)
        terminal.type("something I did not mean")
        terminal.read_until("mean")
        terminal.press_until(CTRL_C, YOU)
        terminal.type("freight too expensive" + ENTER)
        assert "I don't know" not in terminal.read_until("Shipping costs too much")
        terminal.read_until(YOU)
        leave(terminal)


def test_lines_of_the_last_conversation_can_be_called_back(environment: dict[str, str], tmp_path: Path) -> None:
    with Terminal(command_line("console"), environment) as terminal:
        terminal.read_until(YOU)
        terminal.ask("freight too expensive", YOU)
        leave(terminal)
    assert (tmp_path / HISTORY_FILE).stat().st_mode & 0o077 == 0
    with Terminal(command_line("console"), environment) as terminal:
        terminal.read_until(YOU)
        terminal.type(UP)
        terminal.read_until("freight too expensive")
        terminal.type(ENTER)
        assert "Shipping costs too much" in terminal.read_until(YOU)
        leave(terminal)


def test_a_chinese_terminal_is_spoken_to_in_chinese(environment: dict[str, str]) -> None:
    with Terminal(command_line("console"), {**environment, "LANG": "zh_CN.UTF-8"}) as terminal:
        assert "外贸建议" in terminal.read_until("您：")
        assert "运费太贵" in terminal.ask("运费太高", "您：")
        leave(terminal, "再见。")
