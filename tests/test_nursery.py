"""A process from the nursery is, for whoever starts it, a process like any other."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import LONGEST_RUN_S, SMALL_KNOWLEDGE, RunCommand, child_environment, nursery


@contextmanager
def conversation(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A conversation in a pipe that has begun, and waits for its next line."""
    started = subprocess.Popen(
        nursery().command_line("console"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=data,
        env=child_environment(data, {"TRADEBOT_KNOWLEDGE": str(SMALL_KNOWLEDGE)}),
    )
    too_long = threading.Timer(LONGEST_RUN_S, started.kill)
    too_long.start()
    try:
        assert started.stdin is not None
        assert started.stdout is not None
        started.stdin.write(b"freight too expensive\n")
        started.stdin.flush()
        assert started.stdout.readline()
        yield started
    finally:
        too_long.cancel()
        started.kill()
        started.communicate()


def test_what_it_reads_says_and_ends_with_is_its_own(run_command: RunCommand) -> None:
    answered = run_command("ask", "--json", "-", stdin="freight too expensive\n")
    assert (answered.returncode, answered.stdout.count("\n")) == (0, 1)
    refused = run_command("ask", "--no-such-thing")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "usage: tradebot" in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_as_it_ends_others(tmp_path: Path, number: signal.Signals) -> None:
    with conversation(tmp_path) as started:
        started.send_signal(number)
        assert started.wait(LONGEST_RUN_S) == -number


def test_who_kills_the_command_kills_the_process_behind_it(tmp_path: Path) -> None:
    with conversation(tmp_path) as started:
        started.kill()
        assert started.stdout is not None
        # It ends when nobody holds the other side any more.
        started.stdout.read()
