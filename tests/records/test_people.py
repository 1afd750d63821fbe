"""People are remembered by a name that tells nobody who they are."""

from pathlib import Path

import pytest

from bot.errors import RecordsError
from bot.records.keyed_hash import KEY_FILE, keyed_hash
from bot.records.opening import Records


def test_a_chosen_language_is_remembered_until_it_is_given_up(records: Records) -> None:
    people = records.people
    assert people.chosen_language("anna") is None
    people.choose_language("anna", "zh")
    people.choose_language("bob", "en")
    assert (people.chosen_language("anna"), people.chosen_language("bob")) == ("zh", "en")
    people.choose_language("anna", None)
    assert people.chosen_language("anna") is None


def test_the_same_id_has_the_same_name_for_as_long_as_the_key_is_kept(tmp_path: Path) -> None:
    first, again, elsewhere = keyed_hash(tmp_path), keyed_hash(tmp_path), keyed_hash(tmp_path / "other")
    assert first.person(42) == again.person(42)
    assert len({first.person(42), first.person(43), first.chat(42), elsewhere.person(42)}) == 4
    assert first.person(42) != "42"


def test_the_key_is_for_our_eyes_only(tmp_path: Path) -> None:
    keyed_hash(tmp_path)
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd"])
def test_a_key_that_is_not_whole_is_told_and_never_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / KEY_FILE).write_text(content)
    with pytest.raises(RecordsError, match="from a backup"):
        keyed_hash(tmp_path)
    assert (tmp_path / KEY_FILE).read_text() == content
