"""What goes on beside the updates ends with the bot, and so does the process that tries a change."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.shells.telegram.background import Background
from bot.shells.telegram.curators import comparing
from tests.bot_api import PATIENCE_S
from tests.conftest import plain_settings
from tests.curation.edited import STOLEN, add_phrasings
from tests.telegram.curators_desk import MakeDesk

MOST_TURNS = 12
"""After so many turns of the loop a child process has been started and its pipes are connected."""


@pytest.fixture
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Instead of a comparison, a process that never ends; their numbers are in this file."""
    numbers = tmp_path / "children"
    monkeypatch.setattr(comparing, "COMMAND", ("sh", "-c", f'echo $$ >> "{numbers}"; exec sleep 1000'))
    return numbers


def test_a_stop_in_the_middle_of_a_trial_leaves_nothing_running(make_desk: MakeDesk, children: Path) -> None:
    desk = make_desk()
    add_phrasings(desk.knowledge, "logistics_cost", STOLEN)
    desk.admin.say("/publish")
    desk.bot_api.wait_until(lambda: bool(_numbers(children)))
    (child,) = _numbers(children)
    assert _runs(child)
    desk.bot.stop()
    assert not _runs(child)
    assert desk.bot.ended.result() is None


def test_a_trial_that_only_just_begins_is_ended_whichever_step_it_is_at(children: Path, tmp_path: Path) -> None:
    settings = plain_settings(data=tmp_path)

    async def compare() -> None:
        await comparing.effect_between(settings, tmp_path, tmp_path, comparing.tell_nobody)

    async def end_after(turns: int) -> None:
        background = Background()
        background.begin(compare())
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.wait_for(background.end(), PATIENCE_S)

    for turns in range(MOST_TURNS):
        asyncio.run(end_after(turns))
    assert not any(map(_runs, _numbers(children)))


def test_the_end_waits_for_what_must_be_tidied_up() -> None:
    done: list[str] = []

    async def tidies_up() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            done.append("tidied up")

    async def end() -> None:
        background = Background()
        background.begin(tidies_up())
        await asyncio.sleep(0)
        await background.end()
        assert done == ["tidied up"]

    asyncio.run(end())


def _numbers(children: Path) -> list[int]:
    return [int(number) for number in children.read_text(encoding="utf-8").split()] if children.exists() else []


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
