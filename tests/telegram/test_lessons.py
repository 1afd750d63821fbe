"""Which ways of asking to teach: many are shown page by page, and what is ticked on one stays ticked on the others."""

from types import SimpleNamespace
from typing import Any, cast

from bot.assembly import Parts
from bot.curation.clusters import Cluster, questions_of
from bot.curation.known_texts import Objection, Owner, Phrasing
from bot.curation.teaching import MOST_OFFERED, Offered
from bot.records.review import Asked
from bot.shells.telegram.callbacks import read_button_data
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.lessons import Lesson
from bot.shells.telegram.curators.review_queue import FoundCluster
from bot.shells.telegram.curators.teach_buttons import ChooseWords, target_of
from bot.shells.telegram.curators.teach_screens import TeachScreens
from bot.shells.telegram.keyboards import Screen

OWNER = Owner(kind="topic", id="logistics_cost", languages=frozenset({"en", "zh"}))
ASKED = Asked(
    item="c123456789012345", text="crates", language="en", person="p", asked_at="2026", doings=frozenset({"refused"})
)
FOUND = FoundCluster(cluster=Cluster(questions=questions_of([ASKED])), state="new")
OFFERED = tuple(
    Offered(
        phrasing=Phrasing(text=f"crate {bit}", language="en", objection=Objection(why="long") if bit == 3 else None),
        times=2 if bit == 0 else 1,
        bit=bit,
    )
    for bit in range(MOST_OFFERED)
)


def lesson(ticked: int, number: int = 1) -> Lesson:
    target = target_of("topic", OWNER.id)
    return Lesson(found=FOUND, target=target, owner=OWNER, offered=OFFERED, ticked=ticked, number=number)


def shown(parts: Parts, given: Lesson, language: str = "en") -> Screen:
    desk = cast("Any", SimpleNamespace(parts=parts))
    return TeachScreens(curators=Curators(desk=desk)).words(given, language)


def labels(screen: Screen) -> list[str]:
    assert screen.keyboard is not None
    return [button.text for row in screen.keyboard.inline_keyboard for button in row]


def pressed(screen: Screen, label: str) -> Lesson:
    """What comes of the button with this *label*."""
    assert screen.keyboard is not None
    (data,) = (b.callback_data for row in screen.keyboard.inline_keyboard for b in row if b.text == label)
    press = read_button_data(str(data))
    assert isinstance(press, ChooseWords)
    assert press.ticked is not None
    return lesson(press.ticked, press.page)


def test_every_way_of_asking_can_be_reached_and_several_be_ticked(small_parts: Parts) -> None:
    first = shown(small_parts, lesson(1))
    assert "1 of 56 are ticked; page 1 of 7, the commonest first." in first.html
    assert (
        "☑ <b>1.</b> crate 0 (2×)\n☐ <b>2.</b> crate 1\n☐ <b>3.</b> crate 2\n– crate 3 <i>(too long)</i>" in first.html
    )
    assert labels(first) == [
        *("☑ 1", "☐ 2", "☐ 3", "☐ 5", "☐ 6", "☐ 7", "☐ 8", "Tick all of these"),
        *("Next page »", "Show what it does", "« Back"),
    ]
    every = pressed(first, "Tick all of these")
    assert [one.text for one in every.chosen] == [f"crate {number}" for number in (0, 1, 2, 4, 5, 6, 7)]
    second = shown(small_parts, pressed(shown(small_parts, every), "Next page »"))
    assert {"☐ 9", "☐ 16", "« Previous page", "Next page »"} <= set(labels(second))
    more = pressed(second, "☐ 10")
    assert (len(more.chosen), more.page.number) == (8, 2)
    assert "7 of 56" in shown(small_parts, pressed(shown(small_parts, more), "☑ 10")).html
    none = pressed(shown(small_parts, lesson(every.ticked)), "Tick none of these")
    assert none.chosen == ()
    assert "Show what it does" not in labels(shown(small_parts, none))


def test_the_last_page_with_everything_ticked_still_fits_on_buttons(small_parts: Parts) -> None:
    last = shown(small_parts, lesson(2**MOST_OFFERED - 1, number=99), "zh")
    assert "共 56 种，选了 55 种；第 7/7 页" in last.html
    assert "这些都不选" in labels(last)
    assert len(pressed(last, "这些都不选").chosen) == 47
