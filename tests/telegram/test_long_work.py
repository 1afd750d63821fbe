"""What takes minutes says how far it is, and can be stopped; then nothing is left of it."""

import os
import sys
from pathlib import Path

import pytest

from bot.shells.telegram.curators import comparing
from tests.curation.edited import STOLEN, add_phrasings
from tests.telegram.curators_desk import MakeDesk
from tests.telegram.endless_trials import compare_endlessly
from tests.telegram.forged_buttons import press_forged

KILLED = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"


def has_ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_curator_sees_how_far_it_is_and_stops_it(
    make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "process"
    compare_endlessly(monkeypatch, told)
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish")
    far = desk.shown("Now: fitting (wording) (3 of 7), 0:0")
    assert far.labels == ("Stop",)
    desk.bot_api.wait_until(told.is_file)
    process = int(told.read_text(encoding="utf-8"))

    # Another one waits until the first is through, and says so.
    desk.admin.say("/rollback 1")
    waiting = desk.shown("waiting for another change to be tried")
    desk.admin.press("Stop", far)
    assert desk.shown("Stopped").plain == "Stopped. Nothing was changed."
    desk.bot_api.wait_until(lambda: has_ended(process))
    desk.admin.press("Stop", waiting)
    desk.bot_api.wait_until(lambda: sum("Stopped" in message.plain for message in desk.admin.messages) == 2)
    assert desk.bot.rows("SELECT * FROM publications") == []

    # What was stopped, or went on before a restart, cannot be stopped again.
    press_forged(desk.admin, "ws:en:w1")
    assert "This no longer goes on" in desk.shown("no longer goes on").plain

    monkeypatch.setattr(comparing, "COMMAND", (sys.executable, "-c", KILLED))
    desk.admin.say("/publish")
    assert "when memory runs out" in desk.shown("That did not work").plain
