"""Edited files are taken over when they say something new; what was changed from the chat answers already."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.curation.effects import Effect
from bot.shells.telegram.curators import reloading
from bot.shells.telegram.curators.editions import OvertakenError

IN_FORCE = "a"


class Editions:
    """Finds the folder to hold a version, and notes what is asked for."""

    def __init__(self, found: str) -> None:
        self.found = found
        self.reloaded = False
        self.overtaken = False

    async def draft(self) -> None:
        """Whatever is there."""

    async def effect_of(self, _draft: None, *, quick: bool) -> Effect:
        assert quick
        return Effect(old=IN_FORCE, new=self.found)

    async def reload(self, _draft: None, _effect: Effect, *, author: str) -> None:
        assert author == reloading.WATCHER
        if self.overtaken:
            self.overtaken = False
            raise OvertakenError
        self.reloaded = True


@pytest.mark.parametrize(
    ("found", "has_new_words", "overtaken", "is_read"),
    [
        (IN_FORCE, False, False, False),
        (IN_FORCE, True, False, True),
        ("b", False, False, True),
        ("b", False, True, True),
    ],
)
def test_only_what_is_new_is_read_and_told(
    found: str, monkeypatch: pytest.MonkeyPatch, *, has_new_words: bool, overtaken: bool, is_read: bool
) -> None:
    told: list[str] = []

    async def tell(_desk: object, page: str, **_values: object) -> None:
        told.append(page)

    monkeypatch.setattr(reloading, "tell_admins", tell)
    served = SimpleNamespace(newest=SimpleNamespace(knowledge=SimpleNamespace(version=IN_FORCE)))
    desk, editions = cast("Any", SimpleNamespace(served=served)), Editions(found)
    editions.overtaken = overtaken
    asyncio.run(reloading.reload_edited(desk, cast("Any", editions), has_new_words=has_new_words))
    assert editions.reloaded is is_read
    assert told == (["edition_reloaded"] if is_read else [])
