"""Versions of the knowledge, and which was put in force when, by whom and why."""

from bot.records.knowledge_versions import UNPUBLISHED_KEPT
from bot.records.opening import Records


def test_the_same_content_has_one_number(records: Records) -> None:
    first = records.versions.keep("aaa", b"one")
    assert records.versions.keep("bbb", b"two") != first
    assert records.versions.keep("aaa", b"with another comment") == first
    assert records.versions.archive(first) == b"one"
    assert records.versions.keep("ccc", b"three") == first + 2
    assert records.versions.archive(99) is None
    assert records.versions.last_publication() is None


def test_what_was_put_in_force_last_is_in_force(records: Records) -> None:
    one, two = (records.versions.keep(content, b"x") for content in ("aaa", "bbb"))
    records.versions.put_in_force(one, author="eva", note="first", way="published")
    records.versions.put_in_force(two, author="eva", note="second", way="published")
    back = records.versions.put_in_force(one, author="ann", note="back", way="rolled_back")
    assert (back.version, back.hash) == (one, "aaa")
    assert records.versions.last_publication() == back
    newest, oldest = records.versions.listed()
    assert (oldest.in_force, oldest.author, oldest.note, oldest.way) == (True, "ann", "back", "rolled_back")
    assert (newest.in_force, newest.note) == (False, "second")
    assert records.versions.listed(1) == (newest,)


def test_what_was_only_served_is_let_go_after_a_while(records: Records) -> None:
    published = records.versions.keep("published", b"x")
    records.versions.put_in_force(published, author="eva", note="", way="published")
    for number in range(UNPUBLISHED_KEPT + 3):
        records.versions.keep(f"served {number}", b"x")
    assert len(records.versions.listed()) == UNPUBLISHED_KEPT + 1
    assert records.versions.archive(published) == b"x"
    assert records.versions.numbered("served 0") is None
    assert records.versions.keep("served 0", b"x") > UNPUBLISHED_KEPT
