"""Changes that wait for a yes are kept for a while, and not too many of them."""

from datetime import timedelta

from bot.records.opening import Records
from bot.records.proposals import KEPT_FOR, MOST_KEPT, OpenProposal
from tests.records.clock import StandingClock

PROPOSAL = OpenProposal(kind="knowledge", about="{}", files=b"zip", before=b"")


def test_a_proposal_waits_until_it_is_dropped(records: Records) -> None:
    first, second = records.proposals.add(PROPOSAL), records.proposals.add(PROPOSAL)
    assert records.proposals.get(first, "knowledge") == PROPOSAL
    assert records.proposals.get(first, "questions") is None
    records.proposals.drop(first)
    assert records.proposals.get(first, "knowledge") is None
    assert records.proposals.get(second, "knowledge") == PROPOSAL
    assert records.proposals.get("v1", "knowledge") is None


def test_what_waits_too_long_or_has_too_many_after_it_is_let_go(records: Records, clock: StandingClock) -> None:
    names = [records.proposals.add(PROPOSAL) for _ in range(MOST_KEPT + 1)]
    assert [records.proposals.get(name, "knowledge") is None for name in names] == [True, *([False] * MOST_KEPT)]
    clock.time += KEPT_FOR + timedelta(seconds=1)
    assert records.proposals.get(names[-1], "knowledge") is None
    records.proposals.add(PROPOSAL)
    assert records.database.table("proposals").count == 1
