"""What the inbox is told of an update, whatever is in it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.records.keyed_hash import KeyedHash
from bot.shells.telegram.delivery.arriving import arrival_of, read_update

NAMES = KeyedHash(b"k" * 32)
ANNA = {"id": 5, "is_bot": False, "first_name": "Anna"}

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("id", "chat", "from", "message", "user")), inner),
)


def _lane(**update: Any) -> str:
    arrival = arrival_of({"update_id": 1, **update}, NAMES)
    assert arrival is not None
    return arrival.chat


def test_what_happens_in_a_chat_stands_in_line_with_what_else_happens_there() -> None:
    chat = {"id": -7, "type": "group"}
    assert _lane(message={"chat": chat, "from": ANNA}) == NAMES.chat(-7)
    assert _lane(callback_query={"from": ANNA, "message": {"chat": chat}}) == NAMES.chat(-7)
    assert _lane(my_chat_member={"chat": chat, "from": ANNA}) == NAMES.chat(-7)


def test_what_happens_in_no_chat_stands_in_the_line_of_its_person() -> None:
    assert _lane(inline_query={"id": "1", "from": ANNA, "query": "x"}) == NAMES.person(5)
    assert _lane(poll_answer={"poll_id": "1", "user": ANNA}) == NAMES.person(5)
    assert _lane(poll={"id": "1"}) == ""


@pytest.mark.parametrize(
    "update", [{}, {"update_id": "7"}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}, [], "x", None, 7]
)
def test_what_cannot_be_confirmed_is_no_arrival(update: object) -> None:
    assert arrival_of(update, NAMES) is None


def test_a_poll_of_an_older_server_is_read() -> None:
    option = {"text": "A", "voter_count": 0}
    poll = {"id": "1", "question": "?", "options": [option, option], "total_voter_count": 0, "type": "quiz"}
    poll |= {"is_closed": False, "is_anonymous": False, "allows_multiple_answers": False}
    message = {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}, "poll": poll}
    answer = {"poll_id": "1", "option_ids": [0], "user": {"id": 5, "is_bot": False, "first_name": "Anna"}}
    shown = Update.de_json(read_update(json.dumps({"update_id": 1, "message": message})), None).message
    assert shown is not None
    assert shown.poll is not None
    assert shown.poll.question == "?"
    given_ = Update.de_json(read_update(json.dumps({"update_id": 2, "poll_answer": answer})), None).poll_answer
    assert given_ is not None
    assert given_.option_ids == (0,)


@given(st.dictionaries(st.sampled_from(("message", "poll", "inline_query", "x")), JSON))
def test_whatever_an_update_holds_it_has_a_line_to_stand_in(update: dict[str, Any]) -> None:
    arrival = arrival_of({"update_id": 1} | update, NAMES)
    assert arrival is not None
    assert arrival.raw
