"""What was set aside is listed, and put back in line by its reference or all at once."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import RecordsError, TradebotError
from bot.records.inbox import Arrival
from bot.records.opening import Records
from bot.records.set_aside import all_set_aside, put_back
from bot.settings import PREFIX
from bot.upkeep.replay import add_arguments, run
from tests.records.clock import StandingClock


def _set_aside(records: Records, **references: int) -> None:
    """Sets aside, under each reference, so many updates."""
    for place, (reference, count) in enumerate(references.items()):
        numbers = range(1000 + 10 * place, 1000 + 10 * place + count)
        for waiting in records.inbox.store(Arrival(update_id=one, chat="c", raw='{"words": 1}') for one in numbers):
            records.inbox.mark_failed(waiting, "SomeError")
            records.inbox.set_aside(waiting, reference)


@pytest.fixture
def command(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """``command(*words)`` calls ``tradebot replay`` with them and gives what it prints."""
    monkeypatch.chdir(data)
    monkeypatch.setenv(f"{PREFIX}DATA", str(data))

    def call(*words: str) -> str:
        parser = ArgumentParser()
        add_arguments(parser)
        assert run(parser.parse_args(words)) == 0
        return capsys.readouterr().out

    return call


def test_what_is_set_aside_is_told_by_reference_latest_first(records: Records) -> None:
    _set_aside(records, aaaa=1, bbbb=3)
    assert [(one.reference, one.updates, one.error) for one in all_set_aside(records.database)] == [
        ("bbbb", 3, "SomeError"),
        ("aaaa", 1, "SomeError"),
    ]
    assert len(all_set_aside(records.database, most=1)) == 1


def test_what_is_put_back_waits_again_with_its_reference_and_all_its_tries(records: Records) -> None:
    _set_aside(records, aaaa=1, bbbb=3)
    assert put_back(records.database, ["bbbb", "no such"]) == 3
    assert [waiting.reference for waiting in records.inbox.put_back()] == ["bbbb"] * 3
    assert records.inbox.waiting() == records.inbox.put_back()
    assert records.inbox.raw(records.inbox.waiting()[0]) == '{"words": 1}'
    assert [records.inbox.mark_failed(waiting, "X") for waiting in records.inbox.waiting()] == [1] * 3
    assert put_back(records.database) == 1
    assert all_set_aside(records.database) == ()


def test_what_never_was_set_aside_is_not_among_what_is_put_back(records: Records) -> None:
    (waiting,) = records.inbox.store([Arrival(update_id=5000, chat="c", raw="{}")])
    assert not waiting.is_replay
    assert records.inbox.put_back() == ()


def test_the_command_lists_and_puts_back(command: Callable[..., str], records: Records, clock: StandingClock) -> None:
    assert command() == command("--list") == "Nothing is set aside.\n"
    _set_aside(records, aaaa=1, bbbb=3)
    listed = command()
    assert [line.split()[0] for line in listed.splitlines()] == ["reference", "bbbb", "aaaa"]
    assert f"{clock():%Y-%m-%d %H:%M}" in listed
    assert command("aaaa").startswith("1 put back in line")
    assert command("--all").startswith("3 put back in line")
    assert len(records.inbox.put_back()) == 4


def test_an_unknown_reference_is_told_and_nothing_is_done(command: Callable[..., str], records: Records) -> None:
    _set_aside(records, aaaa=1)
    with pytest.raises(TradebotError, match="nothing is set aside under bbbb"):
        command("aaaa", "bbbb")
    assert records.inbox.put_back() == ()


def test_without_a_database_it_is_told(command: Callable[..., str]) -> None:
    with pytest.raises(RecordsError, match="there is no database yet"):
        command("--all")
