"""``tradebot overlaps``: topics that take each other's questions, topics that never win, and phrasings nearly alike."""

from argparse import ArgumentParser, Namespace
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.advice.labels import Label
from bot.assembly import Progress
from bot.curation.kept_held_out import kept_held_out
from bot.curation.lists import Cell, Listing, add_list_arguments, shortened, write_lists
from bot.files.knowledge_reading import load_knowledge
from bot.progress import progress_shown
from bot.settings import Settings, read_settings

ALIKE_FROM = 0.75
"""Likeness of phrasings from which people cannot be expected to mean different things by them."""
SHADOWED_BELOW = 0.25
"""Share of its own phrasings below which a topic is hardly ever found by words it does not know."""
SHOWN = 25
NAMES = ("rivals", "shadowed", "phrasings", "duplicates")
EPILOG = """
Each phrasing is asked as if the bot did not know it. Where another topic wins then, people who say it in other words
may get that one: give the losing topic more phrasings of that sort, or move the phrasing. "rivals" counts that topic by
topic, "shadowed" lists topics that hardly ever win so, "phrasings" those that were lost, clearest first; "duplicates"
are phrasings of two topics that say nearly the same. The first run takes a few minutes, later ones a second, until the
knowledge changes.
"""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A phrasing, whose it is, who wins when it is not known and when it is, and its nearest phrasing elsewhere."""

    label: Label
    language: str
    phrasing: str
    winner: Label
    winner_known: Label
    lead: float
    helps: float
    nearest: str
    nearest_label: Label
    likeness: float

    @property
    def is_lost(self) -> bool:
        """Whether another label wins."""
        return self.winner != self.label


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("--topic", metavar="ID", help="only what has to do with this topic")
    parser.add_argument("--all", action="store_true", help=f"more than the {SHOWN} clearest of each list")
    add_list_arguments(parser, NAMES)


def run(arguments: Namespace) -> int:
    """List the overlaps, and return the exit status."""
    with progress_shown() as progress:
        judged = judged_phrasings(read_settings(), progress)
    lists = overlap_lists(judged, topic=arguments.topic, most=None if arguments.all else SHOWN)
    write_lists(lists, arguments)
    return 0


def judged_phrasings(settings: Settings, progress: Progress) -> list[Judged]:
    """Every phrasing of the knowledge that *settings* name, judged."""
    knowledge = load_knowledge(settings.knowledge)
    index, languages, found = kept_held_out(knowledge, settings, progress)
    labels = [index.labels[place] for place in index.places.tolist()]
    return [
        Judged(
            label=labels[row],
            language=languages[row],
            phrasing=index.phrasings[row],
            winner=index.labels[found.winner[row]],
            winner_known=index.labels[found.winner_known[row]],
            lead=float(found.lead[row]),
            helps=float(index.helps[found.winner[row], index.places[row]]),
            nearest=index.phrasings[found.nearest[row]],
            nearest_label=labels[found.nearest[row]],
            likeness=float(found.likeness[row]),
        )
        for row in found.judged.nonzero()[0].tolist()
    ]


def overlap_lists(judged: Sequence[Judged], *, topic: str | None = None, most: int | None = None) -> list[Listing]:
    """The lists of the command: the first *most* rows of each, or of those that name the *topic*."""
    of_topics = [one for one in judged if one.label.kind == "topic"]
    lists = [_rivals(of_topics), _shadowed(of_topics), _phrasings(of_topics), _alike(judged)]
    return [_about(listing, topic, most) for listing in lists]


def _about(listing: Listing, topic: str | None, most: int | None) -> Listing:
    rows = [row for row in listing.rows if topic is None or topic in row]
    return shortened(replace(listing, rows=rows), most)


def _rivals(judged: Sequence[Judged]) -> Listing:
    totals = Counter(one.label for one in judged)
    lost: dict[tuple[Label, Label], list[Judged]] = defaultdict(list)
    for one in judged:
        if one.is_lost:
            lost[one.label, one.winner].append(one)
    pairs = sorted(lost.items(), key=lambda pair: (-len(pair[1]) / totals[pair[0][0]], pair[0][0].id))
    rows: list[tuple[Cell, ...]] = [
        (label.id, _name(winner), len(some), totals[label], max(some, key=lambda one: one.lead).phrasing)
        for (label, winner), some in pairs
    ]
    return _listing(
        "rivals",
        "Topics that win the phrasings of others, most of them first",
        ("topic", "won by", "phrasings", "of", "for example"),
        rows,
    )


def _shadowed(judged: Sequence[Judged]) -> Listing:
    """Topics that hardly ever win; ``never`` where they do not even win a phrasing that is known word for word."""
    by_topic: dict[Label, list[Judged]] = defaultdict(list)
    for one in judged:
        by_topic[one.label].append(one)
    rows: list[tuple[Cell, ...]] = []
    for label, own in by_topic.items():
        won = sum(not one.is_lost for one in own)
        if won < SHADOWED_BELOW * len(own):
            word_for_word = sum(one.winner_known == label for one in own)
            rival = Counter(_name(one.winner) for one in own if one.is_lost).most_common(1)[0][0]
            rows.append((label.id, len(own), won, word_for_word, "never" if not word_for_word else "hardly", rival))
    rows.sort(key=lambda row: (int(str(row[3])) > 0, int(str(row[2])) / int(str(row[1]))))
    return _listing(
        "shadowed",
        f"Shadowed topics: they win less than {SHADOWED_BELOW:.0%} of their phrasings when those are not known",
        ("topic", "phrasings", "won", "won word for word", "wins", "mostly won by"),
        rows,
    )


def _phrasings(judged: Sequence[Judged]) -> Listing:
    # What helps half as well is half a loss.
    lost = sorted((one for one in judged if one.is_lost), key=lambda one: -one.lead * (1 - one.helps))
    rows: list[tuple[Cell, ...]] = [
        (one.label.id, one.language, one.phrasing, _name(one.winner), round(one.lead, 2), one.nearest) for one in lost
    ]
    columns = ("topic", "language", "phrasing", "won by", "lead", "nearest elsewhere")
    return _listing("phrasings", "Phrasings that another topic wins, clearest first", columns, rows)


def _alike(judged: Sequence[Judged]) -> Listing:
    pairs: dict[frozenset[str], Judged] = {}
    for one in sorted(judged, key=lambda one: -one.likeness):
        if one.likeness >= ALIKE_FROM and "topic" in {one.label.kind, one.nearest_label.kind}:
            pairs.setdefault(frozenset({one.phrasing, one.nearest}), one)
    rows: list[tuple[Cell, ...]] = [
        (_name(one.label), one.phrasing, _name(one.nearest_label), one.nearest, round(one.likeness, 2))
        for one in pairs.values()
    ]
    columns = ("topic", "phrasing", "other topic", "its phrasing", "likeness")
    return _listing("duplicates", "Phrasings of two topics that are nearly alike", columns, rows)


def _listing(name: str, about: str, columns: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> Listing:
    return Listing(name=name, about=about, empty="none", columns=columns, rows=rows)


def _name(label: Label) -> str:
    return label.id if label.kind == "topic" else f"{label.kind}: {label.id}"
