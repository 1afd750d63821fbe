"""Long messages, changed messages, and the many ways in which Telegram says no."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError

from bot.shells.telegram.delivery import calling
from bot.shells.telegram.delivery.client import make_client
from bot.shells.telegram.delivery.deliveries import Blocked, Place, Refused, Sent
from bot.shells.telegram.delivery.pacing import Priority
from bot.shells.telegram.delivery.sending import Sender
from tests.bot_api import BotApiServer, Refusal, ServerError, TooManyRequests, User

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
    monkeypatch.setattr(calling, "MOST_TRIES", 2)
    fresh_api.fail(ServerError(code=502), method="sendMessage", times=None)
    with pytest.raises(NetworkError):
        _with_sender(fresh_api, lambda sender: sender.send(Place(chat_id=anna.id), "x"))
    assert len([call for call in fresh_api.calls if call.method == "sendMessage"]) == 2


def test_a_crowd_is_written_to_no_faster_than_telegram_takes_and_the_answer_does_not_wait_for_it(
    fresh_api: BotApiServer, anna: User
) -> None:
    crowd = [fresh_api.user() for _ in range(60)]
    fresh_api.rate_limits.enforced = True

    async def use(sender: Sender) -> list[object]:
        broadcasts = [sender.send(Place(chat_id=one.id), "news", priority=Priority.BROADCAST) for one in crowd]
        return await asyncio.gather(*broadcasts, sender.send(Place(chat_id=anna.id), "yours"))

    assert all(isinstance(outcome, Sent) for outcome in _with_sender(fresh_api, use))
    assert fresh_api.rate_limits.exceeded == 0
    order = [sent.plain for sent in fresh_api.sent]
    assert order.index("yours") < len(crowd) / 2


def test_refusals_to_several_chats_are_waited_out_and_all_is_sent(fresh_api: BotApiServer, anna: User) -> None:
    crowd = [fresh_api.user() for _ in range(5)]
    fresh_api.fail(TooManyRequests(retry_after=1), method="sendMessage", times=4)

    async def use(sender: Sender) -> list[object]:
        return await asyncio.gather(*(sender.send(Place(chat_id=one.id), "x") for one in crowd))

    assert all(isinstance(outcome, Sent) for outcome in _with_sender(fresh_api, use))
    assert len(fresh_api.refused) == 4


def test_a_file_meets_the_same_moods(fresh_api: BotApiServer, anna: User) -> None:
    def send(sender: Sender) -> Awaitable[object]:
        return sender.deliver(Place(chat_id=anna.id), lambda bot: bot.send_document(anna.id, b"x", filename="x.txt"))

    assert isinstance(_with_sender(fresh_api, send), Sent)
    anna.block_bot()
    assert _with_sender(fresh_api, send) == Blocked()


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
def test_where_the_server_is_too_old_for_a_button_the_others_are_shown(
    fresh_api: BotApiServer, anna: User, method: str
) -> None:
    copied = InlineKeyboardButton("Copy", copy_text=CopyTextButton("words"))
    keyboard = InlineKeyboardMarkup([[copied, InlineKeyboardButton("Back", callback_data="x")], [copied]])
    refusal = "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"

    async def use(sender: Sender) -> None:
        place = Place(chat_id=anna.id)
        if method == "sendMessage":
            await sender.send(place, "words", keyboard)
            return
        sent = await sender.send(place, "before")
        assert isinstance(sent, Sent)
        assert await sender.edit(place, sent.message_ids[0], "words", keyboard)

    fresh_api.fail(Refusal(code=400, description=refusal), method=method)
    _with_sender(fresh_api, use)
    (message,) = anna.messages
    assert (message.plain, message.labels) == ("words", ("Back",))
