"""``tradebot console``: the conversation in a terminal, or a reply for each line that comes through a pipe.

a line  ->  NumberedConversation.hear  ->  Telegram's HTML  ->  set for the terminal, or plain text in a pipe
"""

import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path

from rich.console import Console

from bot.advice.markup import plain_text
from bot.assembly import Parts, assemble
from bot.progress import progress_shown
from bot.settings import Settings, read_settings
from bot.shells.numbered_conversation import NumberedConversation
from bot.shells.typesetting import typeset

HISTORY_FILE = "console_history"
WIDEST = 88
"""Cells of a line; longer ones are hard to read however wide the terminal is."""

_HISTORY_KEPT = 500


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes: nothing."""
    parser.epilog = "Ctrl-D leaves. In a pipe, each line of standard input gets a reply."


def run(_: Namespace) -> int:
    """Hold the conversation, and return the exit status."""
    settings = read_settings()
    with progress_shown() as progress:
        parts = assemble(settings, progress)
    return converse(parts, settings)


def converse(parts: Parts, settings: Settings) -> int:
    """Talk on standard input and output until the input ends, and return the exit status."""
    for warning in parts.warnings:
        print(f"note: {warning}", file=sys.stderr)
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            # A byte that is no text, or a sign that the terminal cannot show, must not end the conversation.
            stream.reconfigure(errors="replace")
    conversation = NumberedConversation(parts, client_language=_system_language())
    if sys.stdin.isatty() and sys.stdout.isatty():
        with _history_kept(settings.data / HISTORY_FILE):
            _talk_at_terminal(conversation)
    else:
        for line in sys.stdin:
            print(plain_text(conversation.hear(line)), end="\n\n", flush=True)
    return 0


def _talk_at_terminal(conversation: NumberedConversation) -> None:
    screen = Console(highlight=False)

    def show(html: str) -> None:
        screen.print(typeset(html, min(screen.width, WIDEST)), end="\n\n", soft_wrap=True)

    show(escape(conversation.label("console_welcome")))
    while True:
        try:
            line = input(conversation.label("console_prompt"))
            print()
            show(conversation.hear(line))
        except KeyboardInterrupt:
            print()
        except EOFError:
            print()
            show(escape(conversation.label("console_goodbye")))
            return


@contextmanager
def _history_kept(path: Path) -> Iterator[None]:
    """Lines typed before can be called back, and those typed now will be, from the file at *path*."""
    if find_spec("readline") is None:  # pragma: no cover - Python may be built without it
        yield
        return
    import readline  # noqa: PLC0415 - from now on it edits the lines of this process, so only a conversation loads it

    readline.set_history_length(_HISTORY_KEPT)
    with suppress(OSError):
        readline.read_history_file(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            readline.write_history_file(path)


def _system_language() -> str | None:
    """The language code of the terminal's own language, if it is set."""
    given = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return re.split(r"[_.@-]", given)[0].lower() or None
