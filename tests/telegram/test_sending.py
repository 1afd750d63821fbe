"""Long messages, changed messages, and the many ways in which Telegram says no."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from telegram.error import BadRequest, NetworkError

from bot.shells.telegram import sending
from bot.shells.telegram.client import make_client
from bot.shells.telegram.sending import Blocked, Place, Refused, Sender, Sent
from tests.bot_api import BotApiServer, Refusal, ServerError, User

T = TypeVar("T")

LONG = "\n".join(f"<b>line {number}</b> {'word ' * 30}" for number in range(60))
GONE = "Bad Request: message to edit not found"


@pytest.fixture
def anna(fresh_api: BotApiServer) -> User:
    return fresh_api.user()


def _with_sender(api: BotApiServer, use: Callable[[Sender], Awaitable[T]]) -> T:
    async def run() -> T:
        async with make_client(api.token, api.url) as client:
            return await use(Sender(client))

    return asyncio.run(run())


def _texts(person: User) -> list[str]:
    return [message.plain for message in person.messages]


def test_a_long_message_is_sent_in_pieces(fresh_api: BotApiServer, anna: User) -> None:
    outcome = _with_sender(fresh_api, lambda sender: sender.send(Place(chat_id=anna.id), LONG))
    assert isinstance(outcome, Sent)
    assert len(outcome.message_ids) == len(_texts(anna)) == 3
    assert "line 0" in _texts(anna)[0]
    assert "line 59" in _texts(anna)[-1]


def test_fewer_pieces_take_the_place_of_more(fresh_api: BotApiServer, anna: User) -> None:
    async def use(sender: Sender) -> object:
        first = await sender.send(Place(chat_id=anna.id), LONG)
        assert isinstance(first, Sent)
        second = await sender.replace(Place(chat_id=anna.id), first.message_ids, "short")
        return second == Sent(message_ids=first.message_ids[:1])

    assert _with_sender(fresh_api, use)
    assert _texts(anna) == ["short"]


def test_more_pieces_are_sent_anew_and_the_old_ones_taken_away(fresh_api: BotApiServer, anna: User) -> None:
    async def use(sender: Sender) -> None:
        first = await sender.send(Place(chat_id=anna.id), "short")
        assert isinstance(first, Sent)
        await sender.replace(Place(chat_id=anna.id), first.message_ids, LONG)

    _with_sender(fresh_api, use)
    assert len(_texts(anna)) == 3
    assert "short" not in _texts(anna)


@pytest.mark.parametrize(
    ("refusal", "changed"),
    [
        (Refusal(code=400, description="Bad Request: message is not modified: exactly the same"), True),
        (Refusal(code=400, description=GONE), False),
        (Refusal(code=403, description="Forbidden: bot was blocked by the user"), False),
    ],
)
def test_an_edit_that_is_not_possible_is_no_error(
    fresh_api: BotApiServer, anna: User, refusal: Refusal, *, changed: bool
) -> None:
    fresh_api.fail(refusal, method="editMessageText")
    assert _with_sender(fresh_api, lambda sender: sender.edit(Place(chat_id=anna.id), 1, "x")) is changed


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [
        (Refusal(code=403, description="Forbidden: bot was kicked from the group chat"), Blocked()),
        (Refusal(code=400, description="Bad Request: chat not found"), Refused(reason="Chat not found")),
    ],
)
def test_a_chat_that_is_closed_to_us_is_an_outcome(
    fresh_api: BotApiServer, anna: User, refusal: Refusal, outcome: object
) -> None:
    fresh_api.fail(refusal, method="sendMessage")
    assert _with_sender(fresh_api, lambda sender: sender.send(Place(chat_id=anna.id), "x")) == outcome


@pytest.mark.parametrize("method", ["editMessageText", "deleteMessage", "answerCallbackQuery", "sendMessage"])
def test_what_nobody_expects_is_raised(fresh_api: BotApiServer, anna: User, method: str) -> None:
    fresh_api.fail(Refusal(code=400, description="Bad Request: a whim"), method=method)
    place = Place(chat_id=anna.id)
    calls: dict[str, Callable[[Sender], Awaitable[object]]] = {
        "editMessageText": lambda sender: sender.edit(place, 1, "x"),
        "deleteMessage": lambda sender: sender.delete(place, 1),
        "answerCallbackQuery": lambda sender: sender.answer_press("1"),
        "sendMessage": lambda sender: sender.send(place, "x"),
    }
    with pytest.raises(BadRequest, match=r"[Aa] whim"):
        _with_sender(fresh_api, calls[method])


def test_after_some_tries_a_fault_that_stays_is_raised(
    fresh_api: BotApiServer, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_TRIES", 2)
    fresh_api.fail(ServerError(code=502), method="sendMessage", times=None)
    with pytest.raises(NetworkError):
        _with_sender(fresh_api, lambda sender: sender.send(Place(chat_id=anna.id), "x"))
    assert len([call for call in fresh_api.calls if call.method == "sendMessage"]) == 2
