"""People check their firm: one message from question to question, a result, a picture, a page to print, a plan."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.assembly import Parts
from bot.records.keyed_hash import keyed_hash
from tests.bot_api import BotApiServer, Message, Refusal, Stall, User
from tests.telegram.running_bot import START_S, BotProcess, BotThread, rows, settings_for, settle, wait_for_row

FIRST, SECOND = "Do you check a new partner before money moves?", "Do you know what freight costs you?"


def _begun(person: User, start: str = "Start", *, wait_s: float = 10) -> Message:
    person.say("/checkup")
    (intro,) = person.wait_for_reply(timeout=wait_s)
    person.press(start, intro)
    return person.wait_for_edit()


def _answer(person: User, *labels: str) -> Message:
    """Give answers that do not finish the check; the message as it stands then."""
    for label in labels:
        person.press(label)
        message = person.wait_for_edit()
    return message


def _finish(person: User, label: str) -> tuple[Message, Message, Message]:
    """Give the last answer: the result, the picture and the page."""
    person.press(label)
    picture, page = person.wait_for_reply(2)
    return person.wait_for_edit(), picture, page


def test_a_check_goes_from_question_to_question_in_one_message(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/checkup")
    (intro,) = anna.wait_for_reply()
    assert "4 short questions" in intro.plain
    assert intro.labels == ("Start",)
    anna.press("Start", intro)
    first = anna.wait_for_edit()
    assert first.message_id == intro.message_id
    assert first.plain.splitlines()[:2] == ["Question 1 of 4 · Fraud protection", "▰▱▱▱"]
    assert FIRST in first.plain
    assert first.labels == ("Yes", "Partly", "No", "Don't know", "Pause")
    second = _answer(anna, "Yes")
    assert second.plain.startswith("Question 2 of 4")
    assert "« Question before" in second.labels
    _answer(anna, "No", "Don't know")
    result, picture, page = _finish(anna, "Partly")
    assert result.message_id == intro.message_id
    assert "In place: 1 of 4 · partly: 1 · not: 1 · not known: 1" in result.plain
    assert "You check new partners before money moves." in result.plain
    gaps = [line for line in result.plain.splitlines() if line[:2] in {"1.", "2.", "3."}]
    assert gaps == [
        "1. Logistics cost – you said: no",
        "2. Trade secrets – you said: don't know",
        "3. Speed of delivery – you said: partly",
    ]
    assert "Logistics is a costly part of trade. [1]" in result.plain
    assert "section 6.1" in result.plain
    assert picture.photo is not None
    assert Image.open(BytesIO(picture.photo)).width == 1080
    assert "No: Logistics cost" in picture.plain
    assert page.document is not None
    assert page.file is not None
    assert page.file.name.startswith("readiness-check-20")
    assert page.file.name.endswith(".html")
    assert b"data:image/png;base64," in page.document


@pytest.mark.usefixtures("bot")
def test_the_check_speaks_chinese(bot_api: BotApiServer) -> None:
    mei = bot_api.user(language_code="zh-hans")
    first = _begun(mei, "开始")
    assert first.plain.splitlines()[0] == "第1题，共4题 · 防骗"
    assert first.labels == ("是", "部分是", "否", "不清楚", "暂停")
    _answer(mei, "是", "否", "不清楚")
    result, picture, page = _finish(mei, "部分是")
    assert "4项里，做到1项，部分做到1项，没做到1项，不清楚1项" in result.plain
    assert "1. 物流成本（您答：否）" in result.plain
    assert "否：物流成本" in picture.plain
    assert page.file is not None
    assert page.file.name.startswith("外贸自查-20")
    assert "我们的实操建议" in (page.document or b"").decode()
    mei.say("/plan")
    assert "论文的建议：" in mei.wait_for_reply()[0].plain


@pytest.mark.usefixtures("bot")
def test_the_plan_is_shown_again_and_leads_to_topics_and_back_to_the_result(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/plan")
    (none,) = anna.wait_for_reply()
    assert "no plan yet" in none.plain
    anna.press("Readiness check", none)
    anna.wait_for_edit()
    _answer(anna, "No", "Yes", "Yes")
    result, _, _ = _finish(anna, "Yes")
    anna.press("Plan of first steps", result)
    turned = anna.wait_for_edit()
    anna.say("/plan")
    (plan,) = anna.wait_for_reply()
    assert plan.plain == turned.plain
    assert "The papers: " in plan.plain
    assert "our own practical advice" in plan.plain
    anna.press("« Result", plan)
    assert anna.wait_for_edit().plain == result.plain
    anna.press("Plan of first steps", plan)
    anna.wait_for_edit()
    anna.press("Being cheated in online trade", plan)
    assert "Being cheated in online trade" in anna.wait_for_reply()[0].plain
    anna.press("Picture", plan)
    assert anna.wait_for_reply()[0].photo is not None
    anna.press("Page to print", plan)
    assert anna.wait_for_reply()[0].document is not None


@pytest.mark.usefixtures("bot")
def test_going_back_keeps_answers_and_a_new_one_replaces_the_old(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _begun(anna)
    _answer(anna, "No", "No")
    back = _answer(anna, "« Question before", "« Question before")
    assert FIRST in back.plain
    assert "Your answer so far: No" in back.plain
    assert "« Question before" not in back.labels
    _answer(anna, "Yes", "No", "Yes")
    result, _, _ = _finish(anna, "Yes")
    assert "In place: 3 of 4 · not: 1" in result.plain


@pytest.mark.usefixtures("bot")
def test_a_pause_ends_where_it_began_by_button_or_command(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _begun(anna)
    _answer(anna, "Yes")
    paused = _answer(anna, "Pause")
    assert "Paused at question 2 of 4" in paused.plain
    assert SECOND in _answer(anna, "Go on").plain
    _answer(anna, "Pause")
    anna.say("/checkup")
    (again,) = anna.wait_for_reply()
    assert "You stopped here last time" in again.plain
    assert SECOND in again.plain
    anna.press("Start over", again)
    assert FIRST in anna.wait_for_edit().plain
    assert "Your answer so far" not in anna.wait_for_edit().plain


@pytest.mark.usefixtures("bot")
def test_a_double_tap_answers_one_question_only(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    first = _begun(anna)
    with bot_api.world.lock:
        anna.press("No", first)
        anna.press("No", first)
    anna.wait_for_answer()
    settle(anna)
    shown = bot_api.world.chats[anna.id].messages[first.message_id]
    assert shown.plain.startswith("Question 2 of 4")
    name = keyed_hash(bot.settings.data).person(anna.id)
    found = [row["answers"] for row in bot.rows("SELECT person, answers FROM checkups") if row["person"] == name]
    assert found == ['{"fraud": "no"}']


@pytest.mark.usefixtures("bot")
def test_buttons_of_a_finished_or_dropped_check_say_what_became_of_it(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _begun(anna)
    _answer(anna, "Yes", "Yes", "Yes")
    data = _data_of(anna, "Yes")
    result, _, _ = _finish(anna, "Yes")
    assert "No gap among these questions" in result.plain
    _forge(bot_api, anna, data)
    anna.press(data)
    assert anna.wait_for_edit().plain == result.plain
    _forge(bot_api, anna, "ka:en:99999:fraud:yes")
    anna.press("ka:en:99999:fraud:yes")
    assert "no longer there" in anna.wait_for_edit().plain
    for odd in ("kv:en:99999:plan", "kf:en:99999:page", "kp:en:99999", "kb:en:99999:fraud"):
        _forge(bot_api, anna, odd)
        anna.press(odd)
        assert "no longer there" in anna.wait_for_edit().plain


@pytest.mark.usefixtures("bot")
def test_nobody_sees_or_changes_anothers_check(bot_api: BotApiServer) -> None:
    anna, ben = bot_api.user(), bot_api.user()
    _begun(anna)
    answer = _data_of(anna, "No")
    _answer(anna, "Yes", "No", "No")
    _finish(anna, "No")
    plan = _data_of(anna, "Plan of first steps")
    for data in (answer, plan):
        _forge(bot_api, ben, data)
        ben.press(data)
        assert "no longer there" in ben.wait_for_edit().plain


@pytest.mark.usefixtures("bot")
def test_a_repeat_shows_what_changed(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _begun(anna)
    _answer(anna, "No", "Yes", "Partly")
    result, _, _ = _finish(anna, "Yes")
    assert "Since" not in result.plain
    anna.press("Do the check again", result)
    (first,) = anna.wait_for_reply()
    assert FIRST in first.plain
    _answer(anna, "Yes", "No", "Partly")
    repeated, picture, page = _finish(anna, "Yes")
    assert repeated.message_id == first.message_id
    assert "Better: Fraud protection (no → yes)" in repeated.plain
    assert "Worse: Logistics cost (yes → no)" in repeated.plain
    assert "Rings show where you were" in picture.plain
    assert "(was: no)" in (page.document or b"").decode()
    anna.say("/checkup")
    (intro,) = anna.wait_for_reply()
    assert "You did it last on" in intro.plain
    assert intro.labels == ("Start", "My last plan")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("command", ["/checkup", "/plan"])
def test_in_a_group_it_leads_into_the_private_chat(bot_api: BotApiServer, command: str) -> None:
    anna = bot_api.user()
    group = bot_api.group(anna)
    anna.say(f"{command}@trade_test_bot", chat=group)
    (way,) = anna.wait_for_reply()
    ((link,),) = way.buttons
    assert link.url is not None
    assert link.url.endswith("?start=checkup")
    anna.say("/start checkup")
    assert "Readiness check" in anna.wait_for_reply()[0].plain


@pytest.mark.usefixtures("bot")
def test_what_was_answered_is_told_and_forgotten_on_wish(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    _begun(anna)
    _answer(anna, "Yes")
    anna.say("/mydata")
    (file,) = anna.wait_for_reply()
    assert '"fraud": "yes"' in (file.document or b"").decode()
    anna.say("/forget")
    (ask,) = anna.wait_for_reply()
    anna.press("Yes, delete it all", ask)
    anna.wait_for_edit()
    anna.say("/checkup")
    assert "4 short questions" in anna.wait_for_reply()[0].plain


def test_a_check_goes_on_after_the_bot_was_killed(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, tmp_path) as bot:
        first = _begun(anna, wait_s=START_S)
        _answer(anna, "No")
        bot.kill()
    anna.press("Partly", first)
    with BotProcess(fresh_api, tmp_path) as bot:
        assert anna.wait_for_edit(timeout=START_S).plain.startswith("Question 3 of 4")
        _answer(anna, "Yes")
        bot.kill()
    with BotProcess(fresh_api, tmp_path):
        anna.press("Yes", first)
        picture, page = anna.wait_for_reply(2, timeout=START_S)
        assert "No: Fraud protection" in picture.plain
        assert page.document is not None
        row = wait_for_row(tmp_path, "SELECT answers, current FROM checkups WHERE finished_at IS NOT NULL")
    assert row["answers"] == '{"fraud": "no", "logistics_cost": "partly", "rivals": "yes", "speed": "yes"}'
    assert row["current"] is None


def test_who_was_cut_off_before_the_files_came_gets_them_after_the_restart(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    settings = settings_for(fresh_api, tmp_path)
    with BotThread(small_parts, settings):
        message = _begun(anna)
        _answer(anna, "No", "Yes", "Yes")
        fresh_api.fail(Stall(seconds=60), method="sendPhoto", times=None)
        anna.press("Yes", message)
        fresh_api.wait_until(lambda: any(call.method == "sendPhoto" for call in fresh_api.calls))
    fresh_api.heal()
    with BotThread(small_parts, settings):
        picture, page = anna.wait_for_reply(2)
        assert picture.photo is not None
        assert page.document is not None
        settle(anna)
    (row,) = rows(tmp_path, "SELECT finished_at FROM checkups")
    assert row["finished_at"] is not None


def test_a_picture_that_cannot_be_sent_keeps_nobody_at_the_last_question(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Refusal(code=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS"), method="sendPhoto")
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)) as bot:
        _begun(anna)
        _answer(anna, "No", "Yes", "Yes")
        anna.press("Yes")
        assert "In place: 3 of 4" in anna.wait_for_edit().plain
        bot.wait_for_row("SELECT 1 FROM checkups WHERE finished_at IS NOT NULL")
        anna.press("Picture")
        assert anna.wait_for_reply()[0].photo is not None


def test_a_question_that_was_taken_out_is_passed_over(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    settings = settings_for(fresh_api, tmp_path)
    with BotThread(small_parts, settings) as bot:
        first = _begun(anna)
        _answer(anna, "No")
        settle(anna)
        assert bot.rows("SELECT current FROM checkups") == [{"current": "logistics_cost"}]
    fewer = tuple(question for question in small_parts.knowledge.checkup if question.id != "logistics_cost")
    parts = replace(small_parts, knowledge=replace(small_parts.knowledge, checkup=fewer))
    with BotThread(parts, settings):
        anna.press("Yes", first)
        due = anna.wait_for_edit()
        assert due.plain.startswith("Question 2 of 3 · Trade secrets")
        _answer(anna, "Yes")
        result, _, _ = _finish(anna, "Yes")
        assert "In place: 2 of 3 · not: 1" in result.plain


def _data_of(person: User, label: str) -> str:
    data = person.button(label).callback_data
    assert data is not None
    return data


def _forge(bot_api: BotApiServer, person: User, data: str) -> None:
    """A message of the bot's with an old button under it."""
    with bot_api.world.lock:
        bot_api.world.post(
            bot_api.world.chats[person.id],
            sender_id=bot_api.world.bot.id,
            text="an old message",
            plain="an old message",
            inline_keyboard={"inline_keyboard": [[{"text": "old", "callback_data": data}]]},
        )
