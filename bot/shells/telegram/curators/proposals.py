"""Proposals as values: what somebody may publish, what waits for a yes, and what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.curation.floors import FallenFloor
from bot.records.audit import Deed
from bot.records.knowledge_versions import Publication, Way
from bot.shells.telegram.curators.editions import Draft
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed

Pupil = Literal["topic", "elsewhere", "new"]
"""What learns: a topic, a kind of question that others answer, or a topic that is not there yet."""


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What is to be taught: ``items`` are the questions of the review queue that it comes from, ``texts`` the words.

    ``id`` is that of the topic or kind; a new topic has none.
    """

    items: tuple[str, ...]
    kind: Pupil
    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Done:
    """A proposal that somebody said yes to.

    There is no ``publication`` where no answer changes by it; ``change`` is the number to take it back by, if any.
    """

    publication: Publication | None
    change: int | None
    pressed: Pressed


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A draft that somebody may publish, and why.

    ``deed`` is what the audit trail calls it, ``taught`` what is taught by it, if it comes from the review queue.
    One that is ``quick`` is not tried on any question.
    """

    draft: Draft
    note: str
    way: Way = "published"
    deed: Deed | None = None
    taught: Taught | None = None
    quick: bool = False


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A proposal that waits for somebody to say yes: it would put version ``new`` in the place of ``old``.

    ``below`` are the floors that fall by it.
    """

    proposal: Proposal
    old: str
    new: str
    below: tuple[FallenFloor, ...] = ()

    @property
    def changes_answers(self) -> bool:
        """Claim that there is something to publish, and not only a draft or a comment to keep."""
        return self.old != self.new or not self.proposal.draft.changes


OnDone = Callable[[Proposal, Done], Awaitable[Screen]]
"""Does what else is to be done when somebody said yes, and gives the screen that says so."""
