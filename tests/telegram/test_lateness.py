"""Who waited too long is told so, who waited for days gets one apology, and no clock can spoil it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.assembly import Parts
from bot.shells.telegram.delivery.lateness import TelegramTime, waited
from tests.bot_api import BotApiServer, ServerError
from tests.bot_api import User as Person
from tests.telegram.running_bot import BotThread, settings_for, settle

CHEATED = "a supplier took our deposit and vanished"
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANNA = User(5, "Anna", is_bot=False)

Start = Callable[..., BotThread]


@pytest.fixture
def start(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> Start:
    """Starts the bot, each time on the same data, with its own clock wrong by *off* if wanted."""
    settings = settings_for(fresh_api, tmp_path)

    def make(off: timedelta = timedelta(0)) -> BotThread:
        return BotThread(small_parts, settings, clock=lambda: datetime.now(UTC) + off)

    return make


def _said(person: Person, text: str, ago: timedelta, message_id: int = 7, kind: str = "message") -> None:
    """*person* wrote *text* so long ago, and the bot gets it now."""
    when = int((datetime.now(UTC) - ago).timestamp())
    message = {
        "message_id": message_id, "date": when, "chat": person.chat.to_json(), "from": person.account.to_json(),
        "text": text,
    }  # fmt: skip
    if kind == "edited_message":
        message["edit_date"] = when
    person.world.updates.push_raw({kind: message})


def _answers(person: Person) -> list[str]:
    return [message.plain for message in person.messages if message.from_bot]


def _apologies(person: Person) -> int:
    return sum(answer.startswith("Sorry, I was away") for answer in _answers(person))


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(minutes=20), "you asked this 20 minutes ago."),
        (timedelta(minutes=70), "you asked this an hour ago."),
        (timedelta(hours=3), "you asked this 3 hours ago."),
    ],
)
def test_an_answer_that_comes_late_says_so_and_names_its_question(
    fresh_api: BotApiServer, start: Start, ago: timedelta, told: str
) -> None:
    anna = fresh_api.user()
    asked = anna.say("/start")
    _said(anna, CHEATED, ago, asked.message_id)
    with start():
        fresh_api.wait_until(lambda: len(_answers(anna)) == 2)
    late = [message for message in anna.messages if message.from_bot][-1]
    assert told in late.plain
    assert "You asked about: Being cheated" in late.plain
    assert late.reply_to == asked.message_id


def test_what_was_said_hours_apart_is_no_one_conversation(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    _said(anna, CHEATED, timedelta(hours=3), 7)
    _said(anna, "what do we do then?", timedelta(hours=1), 8)
    _said(anna, "shipping is too expensive", timedelta(minutes=40), 9)
    _said(anna, "what do we do then?", timedelta(minutes=35), 10)
    with start():
        fresh_api.wait_until(lambda: len(_answers(anna)) == 4)
    _, alone, _, together = _answers(anna)
    assert "Being cheated" not in alone
    assert "I have lost the thread" in alone
    assert "Shipping costs too much" in together
    assert "First steps" in together


def test_an_answer_in_time_says_nothing_of_it(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    _said(anna, CHEATED, timedelta(minutes=9))
    with start():
        fresh_api.wait_until(lambda: bool(_answers(anna)))
    assert _answers(anna)[0].startswith("You asked about")


def test_a_late_answer_in_chinese_says_so_in_chinese(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user(language_code="zh")
    _said(anna, "我被骗了定金", timedelta(hours=3))
    with start():
        fresh_api.wait_until(lambda: bool(_answers(anna)))
    assert "这是您 3 小时前问的" in _answers(anna)[0]


def test_what_waited_for_more_than_a_day_gets_one_apology_in_each_chat(fresh_api: BotApiServer, start: Start) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob", language_code="zh")
    for number in range(30):
        _said(anna, CHEATED, timedelta(days=2) - timedelta(minutes=number), number + 10)
    _said(bob, "/help", timedelta(days=2))
    with start() as bot:
        bot.wait_for_row("SELECT 1 FROM inbox GROUP BY 1 HAVING sum(state = 'done') = 31")
        assert bot.rows("SELECT count(*) AS n FROM conversations") == [{"n": 0}]
    assert [answer[:16] for answer in _answers(anna)] == ["Sorry, I was awa"]
    (answer,) = _answers(bob)
    assert "我已经回来了" in answer


def test_the_apology_is_remembered_across_a_restart_and_made_again_after_another_outage(
    fresh_api: BotApiServer, start: Start
) -> None:
    anna = fresh_api.user()
    for _ in range(2):
        _said(anna, CHEATED, timedelta(days=2))
        with start():
            settle(anna)
    assert _apologies(anna) == 1
    with start() as bot:
        old = (datetime.now(UTC) - timedelta(days=9)).isoformat()
        bot.write("UPDATE chats SET excused_at = ?", old)
        _said(anna, CHEATED, timedelta(days=2))
        # The /help of before may be answered again, so its answer tells nothing of this.
        fresh_api.wait_until(lambda: _apologies(anna) == 2)


def test_in_a_group_nobody_is_asked_for_pardon_for_what_was_said_to_others(
    fresh_api: BotApiServer, start: Start
) -> None:
    anna = fresh_api.user()
    group = fresh_api.group(anna)
    when = int((datetime.now(UTC) - 2 * DAY).timestamp())
    chat = fresh_api.world.chats[group.chat_id].to_json()
    said = {"date": when, "chat": chat, "from": anna.account.to_json()}
    fresh_api.push_raw({"message": said | {"message_id": 7, "text": "who brings the cake?"}})
    fresh_api.push_raw({"message": said | {"message_id": 8, "new_chat_members": [anna.account.to_json()]}})
    with start() as bot:
        bot.wait_for_row("SELECT 1 FROM inbox GROUP BY 1 HAVING sum(state = 'done') = 2")
    assert not [message for message in group.messages if message.from_bot]


def test_old_changes_and_old_presses_are_passed_over_in_silence(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        anna.say(CHEATED)
        (answer,) = anna.wait_for_reply()
    _said(anna, "/start", timedelta(days=3), kind="edited_message")
    for method in ("answerCallbackQuery", "editMessageText", "sendMessage"):
        fresh_api.fail(ServerError(code=502), method=method, times=None)
    anna.press(answer.labels[0], answer)
    with start() as bot:
        fresh_api.wait_until(lambda: fresh_api.pending_updates == 0)
        bot.wait_for_row("SELECT 1 FROM inbox WHERE state = 'waiting'")
    fresh_api.heal()
    assert len(bot.rows("SELECT 1 FROM inbox WHERE state = 'waiting'")) == 1
    bot.write("UPDATE inbox SET received_at = ? WHERE state = 'waiting'", (datetime.now(UTC) - 2 * DAY).isoformat())
    with start() as bot:
        settle(anna)
    assert len(_answers(anna)) == 2
    assert not [sent for sent in fresh_api.sent if sent.method in {"answerCallbackQuery", "editMessageText"}]


@pytest.mark.parametrize("off", [timedelta(days=40), timedelta(days=-40)], ids=["ahead", "behind"])
def test_a_clock_of_ours_that_is_wrong_makes_nobody_late(fresh_api: BotApiServer, start: Start, off: timedelta) -> None:
    anna = fresh_api.user()
    with start(off):
        anna.say(CHEATED)
        (answer,) = anna.wait_for_reply()
        anna.press(answer.labels[0])
        anna.wait_for_edit()
    assert answer.plain.startswith("You asked about: Being cheated")


def test_telegrams_word_counts_for_the_time_and_a_steady_clock_carries_it_on() -> None:
    steady, own = [100.0], [NOW]
    time = TelegramTime(lambda: own[0], lambda: steady[0])
    assert time() == NOW
    time.hear("Wed, 04 Mar 2026 08:00:00 GMT")
    own[0] += timedelta(days=400)
    steady[0] += 60
    assert time() == datetime(2026, 3, 4, 8, 1, tzinfo=UTC)
    for useless in (None, "", "yesterday", "Wed, 99 Mar 2026 08:00:00 GMT"):
        time.hear(useless)
    assert time() == datetime(2026, 3, 4, 8, 1, tzinfo=UTC)


def _message(**given: object) -> Message:
    return Message(message_id=1, chat=Chat(5, "private"), from_user=ANNA, **{"date": NOW, **given})  # type: ignore[arg-type] # plain values


def _press() -> Update:
    return Update(1, callback_query=CallbackQuery("1", ANNA, "x", message=_message(date=NOW - 99 * DAY), data="x"))


@pytest.mark.parametrize(
    ("update", "at_telegram", "here", "span"),
    [
        (Update(1, message=_message()), NOW + 3 * HOUR, NOW, 3 * HOUR),
        (Update(1, message=_message()), NOW, NOW + 9 * DAY, timedelta(0)),
        (Update(1, message=_message()), NOW - DAY, NOW, timedelta(0)),
        (Update(1, edited_message=_message(edit_date=NOW + HOUR)), NOW + 3 * HOUR, NOW, 2 * HOUR),
        (_press(), NOW + 2 * DAY, NOW + 2 * DAY, 2 * DAY),
        (_press(), NOW, NOW + 2 * DAY, timedelta(0)),
        (_press(), NOW + 2 * DAY, NOW, timedelta(0)),
    ],
    ids=["late", "we are ahead", "we are behind", "a change", "a press", "we jumped ahead", "we jumped back"],
)
def test_how_long_somebody_waited_is_told_by_telegrams_clock(
    update: Update, at_telegram: datetime, here: datetime, span: timedelta
) -> None:
    assert waited(update, NOW, at_telegram=at_telegram, here=here).span == span
