"""Of work that a restart cut off it is known what it was begun by, and whether it can be tried again as it was."""

from datetime import timedelta

from bot.records.long_work import CutOff
from bot.records.opening import Records
from bot.records.proposals import KEPT_FOR
from tests.records.clock import StandingClock
from tests.records.test_proposals import PROPOSAL


def test_what_a_restart_cut_off_can_be_begun_again_while_it_is_kept(records: Records, clock: StandingClock) -> None:
    log = records.long_work
    log.begin("w1", "eva", 7, 70, "en", begun_by="publish")
    log.begin("w2", "eva", 7, 71, "zh", begun_by="file")
    log.tries("w1", records.proposals.add(PROPOSAL))
    expected = CutOff(
        name="w1", chat_id=7, message_id=70, language="en", begun_by="publish", was_kept=True, is_kept=True
    )
    assert log.cut_off()[0] == expected
    assert (log.cut_off()[1].begun_by, log.cut_off()[1].was_kept, log.cut_off()[1].is_kept) == ("file", False, False)
    # What goes on, and what nobody was told of yet, was not cut off for all we know.
    assert log.told("w1") is None
    log.mark_told("w1")
    assert (log.told("w1"), len(log.cut_off())) == (expected, 1)

    clock.time += KEPT_FOR + timedelta(seconds=1)
    late = log.told("w1")
    assert late is not None
    assert (late.was_kept, late.is_kept) == (True, False)
    log.end("w1")
    assert log.told("w1") is None
