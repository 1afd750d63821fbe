"""Proposals as values: what somebody may publish, what waits for a yes, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.curation.effects import Effect
from bot.errors import TradebotError
from bot.records.audit import Deed
from bot.records.knowledge_versions import Publication, Way
from bot.shells.telegram.curators.editions import Draft
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed


@dataclass(frozen=True, kw_only=True)
class Done:
    """A proposal that somebody said yes to.

    There is no ``publication`` where no answer changes by it; ``change`` is the number to take it back by, if any.
    """

    publication: Publication | None
    change: int | None
    pressed: Pressed


def _nothing() -> None:
    """For a proposal that nobody needs to know the end of."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A draft that somebody may publish, and why.

    ``deed`` is what the audit trail calls it, ``item`` a question of the cluster in the review queue that it came from.
    One that is ``quick`` is not tried on any question. ``on_done`` does what else is to be done then, and gives the
    screen that says so; ``on_left`` is called if somebody would rather not.
    """

    draft: Draft
    note: str
    way: Way = "published"
    deed: Deed | None = None
    item: str | None = None
    quick: bool = False
    on_done: Callable[[Done], Awaitable[Screen]] | None = None
    on_left: Callable[[], None] = _nothing


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A proposal with its effect, waiting for somebody to say yes."""

    proposal: Proposal
    effect: Effect

    @property
    def changes_answers(self) -> bool:
        """Claim that there is something to publish, and not only a draft or a comment to keep."""
        return self.effect.old != self.effect.new or not self.proposal.draft.changes


class OvertakenError(TradebotError):
    """Another version answers since the effect was found out."""
