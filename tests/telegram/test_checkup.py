"""People check their firm: one message from question to question, a result, a picture, a page to print, a plan."""

from io import BytesIO

import pytest
from PIL import Image

from bot.records.keyed_hash import keyed_hash
from tests.bot_api import BotApiServer
from tests.telegram.answering_checkup import FIRST, SECOND, answer, begin, finish
from tests.telegram.running_bot import BotThread, settle

pytestmark = pytest.mark.usefixtures("bot")


def test_a_check_goes_from_question_to_question_in_one_message(bot_api: BotApiServer) -> None:
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
    second = answer(anna, "Yes")
    assert second.plain.startswith("Question 2 of 4")
    assert "« Question before" in second.labels
    answer(anna, "No", "Don't know")
    result, picture, page = finish(anna, "Partly")
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


def test_the_check_speaks_chinese(bot_api: BotApiServer) -> None:
    mei = bot_api.user(language_code="zh-hans")
    first = begin(mei, "开始")
    assert first.plain.splitlines()[0] == "第1题，共4题 · 防骗"
    assert first.labels == ("是", "部分是", "否", "不清楚", "暂停")
    answer(mei, "是", "否", "不清楚")
    result, picture, page = finish(mei, "部分是")
    assert "4项里，做到1项，部分做到1项，没做到1项，不清楚1项" in result.plain
    assert "1. 物流成本（您答：否）" in result.plain
    assert "否：物流成本" in picture.plain
    assert page.file is not None
    assert page.file.name.startswith("外贸自查-20")
    assert "我们的实操建议" in (page.document or b"").decode()
    mei.say("/plan")
    assert "论文的建议：" in mei.wait_for_reply()[0].plain


def test_going_back_keeps_answers_and_a_new_one_replaces_the_old(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    begin(anna)
    answer(anna, "No", "No")
    back = answer(anna, "« Question before", "« Question before")
    assert FIRST in back.plain
    assert "Your answer so far: No" in back.plain
    assert "« Question before" not in back.labels
    answer(anna, "Yes", "No", "Yes")
    result, _, _ = finish(anna, "Yes")
    assert "In place: 3 of 4 · not: 1" in result.plain


def test_a_pause_ends_where_it_began_by_button_or_command(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    begin(anna)
    answer(anna, "Yes")
    paused = answer(anna, "Pause")
    assert "Paused at question 2 of 4" in paused.plain
    assert SECOND in answer(anna, "Go on").plain
    answer(anna, "Pause")
    anna.say("/checkup")
    (again,) = anna.wait_for_reply()
    assert "You stopped here last time" in again.plain
    assert SECOND in again.plain
    anna.press("Start over", again)
    anew = anna.wait_for_edit().plain
    assert FIRST in anew
    assert "Your answer so far" not in anew


def test_a_double_tap_answers_one_question_only(bot: BotThread, bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    first = begin(anna)
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
