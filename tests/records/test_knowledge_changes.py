"""Changes made from the chat, kept so that the last ones can be taken back."""

from bot.records.knowledge_changes import MOST_KEPT, NewChange, digest
from bot.records.opening import Records

DIGESTS = {"a.yaml": digest(b"x"), "b.yaml": None}
CHANGE = NewChange(note="a", versions=(1, 2), item="c3", before=b"zip", digests=DIGESTS)


def test_a_change_is_kept_with_all_that_taking_it_back_needs(records: Records) -> None:
    number = records.changes.add(CHANGE)
    kept = records.changes.get(number)
    assert kept is not None
    assert (kept.note, kept.versions, kept.item, kept.before, kept.digests) == (
        CHANGE.note,
        CHANGE.versions,
        CHANGE.item,
        CHANGE.before,
        CHANGE.digests,
    )
    assert not kept.is_undone
    records.changes.mark_undone(number)
    undone = records.changes.get(number)
    assert undone is not None
    assert undone.is_undone
    assert records.changes.get(number + 1) is None


def test_a_change_that_nobody_is_answered_by_has_no_versions(records: Records) -> None:
    number = records.changes.add(NewChange(note="", versions=None, item=None, before=b"", digests={}))
    kept = records.changes.get(number)
    assert kept is not None
    assert kept.versions is None


def test_old_changes_are_let_go(records: Records) -> None:
    numbers = [records.changes.add(CHANGE) for _ in range(MOST_KEPT + 2)]
    assert [records.changes.get(number) is None for number in numbers] == [True, True, *([False] * MOST_KEPT)]
