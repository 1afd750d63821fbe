"""``tradebot preview``: one page that shows every screen and every topic, in all languages, as on a phone."""

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.assembly import Parts, assemble
from bot.errors import TradebotError
from bot.preview.bubbles import Bubbles
from bot.progress import progress_shown
from bot.settings import read_settings

DEFAULT = Path("preview.html")
_COMMAND = re.compile(r"(?<![\w/<])/[a-z_]{2,}")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("output", nargs="?", type=Path, default=DEFAULT, help=f"the page to write (default: {DEFAULT})")
    parser.add_argument("--topic", help="only this topic")


def run(arguments: Namespace) -> int:
    """Write the page, and return the exit status."""
    with progress_shown() as progress:
        parts = assemble(read_settings(), progress)
    if arguments.topic is not None and arguments.topic not in parts.knowledge.topic_by_id:
        raise TradebotError(f'there is no topic "{arguments.topic}"; see the names of the files in the topics folder')
    page = preview_page(parts, topic=arguments.topic)
    try:
        arguments.output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise TradebotError(f"{arguments.output}: {error.strerror}; name a file that we may write") from error
    print(f"written: {arguments.output}; open it in a browser")
    return 0


def preview_page(parts: Parts, *, topic: str | None = None) -> str:
    """The page: all of it, or that of one *topic*. It needs nothing but itself."""
    bubbles = Bubbles(parts)
    languages = parts.templates.languages
    topics = [known for known in parts.knowledge.topics if topic in {None, known.id}]
    groups = {"Screens": bubbles.screens, "Answers of each kind": bubbles.decisions, "Elsewhere": bubbles.elsewhere}
    return parts.templates.report(
        "preview",
        languages=languages,
        version=parts.knowledge.version,
        groups=[
            (title, list(zip(*(list(make(language)) for language in languages), strict=True)))
            for title, make in (groups if topic is None else {}).items()
        ],
        topics=[
            (known, list(zip(*(list(bubbles.topic(known.id, language)) for language in languages), strict=True)))
            for known in topics
        ],
        as_seen=as_seen,
    )


def as_seen(html: str) -> str:
    """Telegram's *html* as a browser shows it; commands are coloured, as they are in the app."""
    coloured = _COMMAND.sub(lambda found: f'<span class="command">{found[0]}</span>', html)
    return coloured.replace("<blockquote expandable>", "<blockquote>")
