"""Commands that may take long tell how far they are, from the first second on."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import assembly
from bot.__main__ import COMMANDS, main
from bot.assembly import Parts, Progress
from bot.curation import kept_held_out
from bot.records.opening import open_records
from bot.settings import Settings
from tests.conftest import SMALL_KNOWLEDGE
from tests.curation.small_log import SmallLog

LONG = {
    "report": "report.html",
    "evaluate": "questions.jsonl",
    "diff": f"{SMALL_KNOWLEDGE} {SMALL_KNOWLEDGE} --questions questions.jsonl",
    "overlaps": "--output overlaps.txt",
    "gaps": "--output gaps.txt",
    "import": "phrasings.csv --dry-run --output import.txt",
    "export": "log --format sqlite --output masked.db",
}
"""Each with arguments, in a folder that has these files."""
Told = list[tuple[str, int, int]]


@pytest.fixture
def folder(tmp_path: Path, small_parts: Parts, small_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands are called: with an index, a log, a question and a phrasing."""
    assert small_parts.folder == SMALL_KNOWLEDGE, "its index is kept by now"
    monkeypatch.chdir(tmp_path)
    for name, value in (("DATA", "."), ("KNOWLEDGE", str(SMALL_KNOWLEDGE)), ("EVALUATION", ".")):
        monkeypatch.setenv(f"TRADEBOT_{name}", value)
    for module in (assembly, kept_held_out):
        monkeypatch.setattr(module, "load_encoders", lambda *_: ({}, ()))
    monkeypatch.setattr("tests.curation.small_log.NOW", datetime.now(UTC))
    records = open_records(tmp_path, lambda: datetime.now(UTC), bot=1)
    SmallLog(records).ask("anna", "where do I buy bricks", decision="none")
    records.close()
    (tmp_path / "questions.jsonl").write_text('{"q": "freight too expensive", "accept": ["big-data.c7"]}\n', "utf-8")
    (tmp_path / "phrasings.csv").write_text("topic,phrasing\nonline_fraud,the seller took the money\n", "utf-8")
    # What another test may have kept there is no work any more.
    shutil.copytree(small_settings.data / "index", tmp_path / "index", ignore=shutil.ignore_patterns("held-out-*"))
    return tmp_path


@pytest.mark.parametrize("command", LONG)
@pytest.mark.usefixtures("folder")
def test_a_command_that_may_take_long_tells_how_far_it_is(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: Told = []
    module = COMMANDS[command][0]
    monkeypatch.setattr(f"{module}.progress_shown", recording(told))
    with pytest.raises(SystemExit) as left:
        main([command, *LONG[command].split()])
    assert left.value.code in {0, 1}
    assert [(what, done, total) for what, done, total in told if total and 0 <= done <= total]


def recording(told: Told) -> Callable[..., object]:
    """Stands in for the bar, and writes down in *told* what it is told."""

    @contextmanager
    def shown(_doing: str = "") -> Iterator[Progress]:
        yield lambda what, done, total: told.append((what, done, total))

    return shown
