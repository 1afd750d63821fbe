"""``tradebot report``: how much the bot is used and how well it serves, as one page or as lists."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path

from bot.curation.figure_pages import FigurePages
from bot.curation.lists import Cell, Listing, add_list_arguments, opened, shortened, write_lists
from bot.curation.log_figures import MOST_DAYS, Counted, LogFigures, figures_in
from bot.errors import TradebotError
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates, utc_today
from bot.progress import progress_shown
from bot.records.log_counts import last_days
from bot.settings import read_settings

DEFAULT = Path("report.html")
DAYS = 30
SHOWN = 25
NAMES = ("figures", "days", "topics", "unanswered", "languages", "workshops")
WHOLE = ("figures", "days")
PAGE = "page"
FEW = "fewer than 3"
EPILOG = f"""
Without --format it writes a page with pictures that needs nothing else. Nobody is named. Fewer than three people are
shown as "{FEW}" where that could point at somebody; telephone numbers and the like are masked. Days are those of UTC.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=f"where to (page: {DEFAULT}; lists: screen)")
    parser.add_argument("--days", metavar="N", type=_days, default=DAYS, help=f"the last N days (default: {DAYS})")
    parser.add_argument("--lang", metavar="CODE", default="en", help="language of the page and of titles (default: en)")
    parser.add_argument("--all", action="store_true", help=f"in a table more than the first {SHOWN} of each list")
    add_list_arguments(parser, NAMES, default=PAGE)


def run(arguments: Namespace) -> int:
    """Report, and return the exit status."""
    if arguments.list and arguments.format == PAGE:
        raise TradebotError("--list goes with --format table, csv or json; the page has all of it")
    settings = read_settings()
    to = arguments.output or arguments.file
    with progress_shown("reporting") as progress:
        progress("templates and knowledge", 0, 3)
        templates = Templates(settings.templates)
        if arguments.lang not in templates.languages:
            raise TradebotError(
                f'there is no language "{arguments.lang}"; name one of {", ".join(templates.languages)}'
            )
        pages = FigurePages(load_knowledge(settings.knowledge), templates)
        progress("counting", 1, 3)
        figures = figures_in(settings.data, last_days(arguments.days, utc_today()))
        if arguments.format == PAGE:
            progress("drawing", 2, 3)
            page = pages.page(figures, arguments.lang)
    if arguments.format != PAGE:
        lists = figure_lists(pages.named(figures, arguments.lang))
        arguments.output = to
        most = SHOWN if arguments.format == "table" and not arguments.all else None
        write_lists([one if one.name in WHOLE else shortened(one, most) for one in lists], arguments)
        return 0
    with opened(to or DEFAULT) as file:
        file.write(page + "\n")
    print(f"written: {to or DEFAULT}; open it in a browser")
    return 0


def figure_lists(figures: LogFigures) -> list[Listing]:
    """The lists of the command; None of a number is said in words."""
    return [
        _listing("figures", f"The last {figures.days.count} days", ("figure", "value"), _totals(figures)),
        _listing(
            "days",
            "Questions by day",
            ("day", "people", "questions", "answered", "asked back", "refused"),
            [
                (str(day.days.first), _few(day.people), day.questions, day.answered, day.asked_back, day.refused)
                for day in figures.by_day
            ],
        ),
        _listing("topics", "Top topics, by people", ("topic", "people"), _counted(figures.topics)),
        _listing("unanswered", "Refused questions, by people", ("question", "people"), _counted(figures.unanswered)),
        _listing("languages", "Languages, by people", ("language", "people"), _counted(figures.languages)),
        _listing(
            "workshops",
            "Workshops, by people who asked",
            ("workshop", "day", "people", "questions", "answered"),
            [
                (room.name, str(room.day or ""), _few(room.people), _few(room.questions), _few(room.answered))
                for room in figures.rooms
            ],
        ),
    ]


def _totals(figures: LogFigures) -> list[tuple[Cell, ...]]:
    total = figures.all_days
    return [
        ("first day", str(figures.days.first)),
        ("last day", str(figures.days.last)),
        ("people", _few(total.people)),
        ("questions", total.questions),
        ("answered", total.answered),
        ("asked back", total.asked_back),
        ("refused", total.refused),
        ("judged answers", figures.judged),
        ("helpful share", None if figures.helpful is None else round(figures.helpful, 4)),
    ]


def _counted(counted: Sequence[Counted]) -> list[tuple[Cell, ...]]:
    return [(one.name, _few(one.people)) for one in counted]


def _few(count: int | None) -> Cell:
    return FEW if count is None else count


def _listing(name: str, about: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Listing:
    return Listing(name=name, about=about, empty="none", columns=columns, rows=rows)


def _days(given: str) -> int:
    if given.isascii() and given.isdigit() and 1 <= int(given) <= MOST_DAYS:
        return int(given)
    raise ArgumentTypeError(f"give a number of days from 1 to {MOST_DAYS}")
