"""A lesson: what may be taught of a cluster to whom, and what of it a curator has ticked."""

from dataclasses import dataclass

from bot.curation.known_texts import Owner, Phrasing
from bot.curation.teaching import Offered
from bot.paging import Page, page_of
from bot.shells.telegram.curators.proposals import Pupil, Taught
from bot.shells.telegram.curators.review_queue import FoundCluster
from bot.shells.telegram.curators.teach_buttons import NEW_TOPIC

WORDS_A_PAGE = 8


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A cluster, whom it may be taught to, and the ways of asking, some of them ticked; page ``number`` is shown."""

    found: FoundCluster
    target: str
    owner: Owner
    offered: tuple[Offered, ...]
    ticked: int
    number: int = 1

    @property
    def chosen(self) -> tuple[Phrasing, ...]:
        """What is to be taught."""
        return tuple(one.phrasing for one in self.offered if self.is_ticked(one))

    @property
    def item(self) -> str:
        """A question of the cluster, for buttons."""
        return self.found.cluster.item

    @property
    def kind(self) -> Pupil:
        """What learns."""
        return "new" if self.target == NEW_TOPIC else "elsewhere" if self.owner.kind == "elsewhere" else "topic"

    @property
    def taught(self) -> Taught:
        """What is to be taught, to be remembered until somebody says yes."""
        return Taught(
            items=(self.item, *(one.item for one in self.found.cluster.asked if one.item != self.item)),
            kind=self.kind,
            id=self.owner.id,
            texts=tuple(one.text for one in self.chosen),
        )

    @property
    def page(self) -> Page[Offered]:
        """The ways of asking that are shown."""
        return page_of(self.offered, self.number, WORDS_A_PAGE)

    def is_ticked(self, one: Offered) -> bool:
        """Claim that it is ticked and may be taught."""
        return bool(self.ticked >> one.bit & 1) and one.is_free
