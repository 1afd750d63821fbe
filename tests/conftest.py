"""What many tests share: answering parts of the small and of the shipped knowledge, and the command as a child process.

Ask for ``small_parts`` where few topics are enough: they match by wording alone and are ready in a second.
``shipped_parts`` keep their index in the checkout's data folder; only its first fitting takes minutes.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from bot import assembly
from bot.assembly import Parts, assemble
from bot.settings import PREFIX, Settings
from tests.nursery import Nursery

# The machine may be busy; how long a law takes says nothing about whether it holds. The same examples each time:
# a change is judged by what it changed; new examples are looked for by `make test-deep`.
settings.register_profile("patient", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None, max_examples=2_000)
settings.load_profile("patient")

CHECKOUT = Path(__file__).resolve().parents[1]
SMALL_KNOWLEDGE = CHECKOUT / "tests" / "knowledge_small"
LONGEST_RUN_S = 300

RunCommand = Callable[..., subprocess.CompletedProcess[str]]
"""Runs ``tradebot`` with some arguments and returns when it has ended, see ``run_command``."""


SHIPPED = "shipped_parts"
TAKE_LONG = (SHIPPED, "run_command", "BotProcess", "MakeDesk", "effect_between", "template_problems", "put_under")
"""Who uses these takes long; where a file has none of them, its tests are done in no time."""


class _ByFile(LoadFileScheduling):  # type: ignore[misc] # pytest-xdist has no types
    """Keeps the tests of a file in one process, and all that need the shipped index, so that it is fitted once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return SHIPPED if SHIPPED in _words_of(CHECKOUT / file) else file


def pytest_configure() -> None:
    """What is started in the background may ignore signals, and would hand that down to all that the tests start."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """How ``-n`` hands out the tests: in their order."""
    config.option.loadscopereorder = False
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that no process has all of it to do when the others are done."""
    items.sort(
        key=lambda item: next((place for place, word in enumerate(TAKE_LONG) if word in _words_of(item.path)), 99)
    )


@cache
def _words_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def child_environment(data: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """An environment for a child: no setting of the machine's own, its data in *data*, UTF-8, and what is *extra*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "LC_"))}
    kept |= {"LANG": "C.UTF-8", "PYTHONUTF8": "1", f"{PREFIX}DATA": str(data), "COLUMNS": "100"}
    return kept | dict(extra or {})


def command_line(*arguments: str, wording_only: bool = True) -> list[str]:
    """The command with *arguments*; *wording_only* leaves the sentence encoders out and so starts within a second."""
    return [sys.executable, "-m", "tests.wording_only" if wording_only else "bot", *arguments]


@cache
def nursery() -> Nursery:
    """Where processes on wording alone start in an instant; ready in two seconds, when somebody first needs it."""
    data = Path(mkdtemp(prefix="nursery-"))
    return Nursery(child_environment(data, {f"{PREFIX}KNOWLEDGE": str(SMALL_KNOWLEDGE)}), CHECKOUT, data)


def pytest_unconfigure() -> None:
    """End the nursery, if there is one."""
    if nursery.cache_info().currsize:
        nursery().close()


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the small knowledge with a data folder of its own; the environment has no say."""
    return plain_settings(knowledge=SMALL_KNOWLEDGE, data=tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_parts(small_settings: Settings) -> Parts:
    """What answers from the small knowledge, by wording alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "load_encoders", lambda _: ({}, ()))
        return assemble(small_settings)


@pytest.fixture(scope="session")
def shipped_parts() -> Parts:
    """What answers from the shipped knowledge, as people get it."""
    return assemble(plain_settings(data=CHECKOUT / "data"))


@pytest.fixture(scope="session")
def run_command(small_settings: Settings) -> RunCommand:
    """``run_command(*arguments, stdin="", wording_only=True, settings={...})``, on the small knowledge."""

    def run(
        *arguments: str,
        stdin: str | bytes = "",
        wording_only: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        given = {f"{PREFIX}KNOWLEDGE": str(SMALL_KNOWLEDGE)} | dict(settings or {})
        ended = subprocess.run(
            nursery().command_line(*arguments) if wording_only else command_line(*arguments, wording_only=False),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=LONGEST_RUN_S,
            cwd=CHECKOUT,
            env=child_environment(small_settings.data, given),
            check=False,
        )
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, ended.stdout.decode(), ended.stderr.decode(errors="replace")
        )

    return run


def plain_settings(**given: Path) -> Settings:
    """Settings with *given* values and defaults, whatever ``.env`` says."""
    values: dict[str, Any] = {"_env_file": None, **given}
    return Settings(**values)
