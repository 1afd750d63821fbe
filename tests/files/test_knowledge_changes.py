"""Changes of a knowledge folder are written whole or not at all, and never over what somebody else edited."""

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.files.knowledge_changes import ChangeRefusedError, answer_alike, changed, there, write_changes

OLD, NEW = b"id: a\n", b"id: b\n"
NAMES = ("topics/old.yaml", "topics/gone.yaml", "topics/new.yaml")
AFTER = {"topics/old.yaml": NEW, "topics/gone.yaml": None, "topics/new.yaml": NEW}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topics").mkdir()
    for name in NAMES[:2]:
        (tmp_path / name).write_bytes(OLD)
    return tmp_path


def test_files_are_edited_made_and_taken_away(folder: Path) -> None:
    before = there(folder, NAMES)
    assert before == {"topics/old.yaml": OLD, "topics/gone.yaml": OLD, "topics/new.yaml": None}
    (folder / NAMES[0]).chmod(0o640)
    write_changes(folder, before, AFTER)
    assert there(folder, NAMES) == AFTER
    assert (folder / NAMES[0]).stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (folder / "topics").iterdir()) == ["new.yaml", "old.yaml"]
    write_changes(folder, AFTER, before)
    assert there(folder, NAMES) == before


def test_what_was_edited_meanwhile_stays(folder: Path) -> None:
    before = there(folder, NAMES)
    (folder / NAMES[1]).write_bytes(b"id: c\n")
    with pytest.raises(ChangeRefusedError, match="not what answers") as refused:
        write_changes(folder, before, AFTER)
    assert (refused.value.why, refused.value.file) == ("edited", NAMES[1])
    assert (folder / NAMES[0]).read_bytes() == OLD


def test_where_one_file_cannot_be_written_none_is(folder: Path) -> None:
    inside_a_file = f"{NAMES[0]}/new.yaml"
    with pytest.raises(ChangeRefusedError, match="cannot be written") as refused:
        there(folder, [NAMES[1], inside_a_file])
    assert (refused.value.why, refused.value.file) == ("locked", inside_a_file)
    # It fits while it is only looked at, and is too long with what is added while it is half made.
    too_long = f"topics/{'n' * 245}.yaml"
    assert there(folder, [too_long]) == {too_long: None}
    with pytest.raises(ChangeRefusedError) as refused:
        write_changes(
            folder, {**dict.fromkeys(NAMES[:2], OLD), too_long: None}, {NAMES[1]: None, NAMES[0]: NEW, too_long: NEW}
        )
    assert (refused.value.why, refused.value.file) == ("locked", too_long)
    assert [(folder / name).read_bytes() for name in NAMES[:2]] == [OLD, OLD]


@pytest.mark.parametrize("name", ["../out.yaml", "/etc/hostname", "topics/../../out.yaml"])
def test_a_file_outside_the_folder_is_none_of_the_knowledge(folder: Path, name: str) -> None:
    with pytest.raises(KnowledgeError, match="must lie in its folder"):
        there(folder, [name])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (b"a: 1\n", b"# why\na:   1\n", True),
        (b"a: 1\n", b"a: 2\n", False),
        (None, b"id: x\ndraft: yes\n", True),
        (None, b"id: x\n", False),
        (b"a: [", b"a: [[", False),
        (b"a: [", b"a: [", True),
    ],
)
def test_comments_and_drafts_answer_nobody(one: bytes | None, other: bytes | None, *, alike: bool) -> None:
    assert answer_alike(one, other) is alike
    assert answer_alike(other, one) is alike


def test_files_after_a_change() -> None:
    assert changed({"a": OLD, "b": OLD}, {"b": None, "c": NEW}) == {"a": OLD, "c": NEW}
