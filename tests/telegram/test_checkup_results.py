"""What a finished readiness check leaves: a plan to come back to, a comparison, and nothing that others see."""

import pytest

from tests.bot_api import BotApiServer
from tests.telegram.answering_checkup import FIRST, answer, begin, finish
from tests.telegram.forged_buttons import data_of, press_forged

pytestmark = pytest.mark.usefixtures("bot")


def test_the_plan_is_shown_again_and_leads_to_topics_and_back_to_the_result(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/plan")
    (none,) = anna.wait_for_reply()
    assert "no plan yet" in none.plain
    anna.press("Readiness check", none)
    anna.wait_for_edit()
    answer(anna, "No", "Yes", "Yes")
    result, _, _ = finish(anna, "Yes")
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


def test_buttons_of_a_finished_or_dropped_check_say_what_became_of_it(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    begin(anna)
    data = data_of(answer(anna, "Yes", "Yes", "Yes"), "Yes")
    result, _, _ = finish(anna, "Yes")
    assert "No gap among these questions" in result.plain
    press_forged(anna, data)
    assert anna.wait_for_edit().plain == result.plain
    for odd in (
        "ka:en:99999:fraud:yes",
        "kv:en:99999:plan",
        "kf:en:99999:page",
        "kp:en:99999",
        "kb:en:99999:fraud",
    ):
        press_forged(anna, odd)
        assert "no longer there" in anna.wait_for_edit().plain


def test_nobody_sees_or_changes_anothers_check(bot_api: BotApiServer) -> None:
    anna, ben = bot_api.user(), bot_api.user()
    first = data_of(begin(anna), "No")
    answer(anna, "Yes", "No", "No")
    result, _, _ = finish(anna, "No")
    for data in (first, data_of(result, "Plan of first steps")):
        press_forged(ben, data)
        assert "no longer there" in ben.wait_for_edit().plain


def test_a_repeat_shows_what_changed(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    begin(anna)
    answer(anna, "No", "Yes", "Partly")
    result, _, _ = finish(anna, "Yes")
    assert "Since" not in result.plain
    anna.press("Do the check again", result)
    (first,) = anna.wait_for_reply()
    assert FIRST in first.plain
    answer(anna, "Yes", "No", "Partly")
    repeated, picture, page = finish(anna, "Yes")
    assert repeated.message_id == first.message_id
    assert "Better: Fraud protection (no → yes)" in repeated.plain
    assert "Worse: Logistics cost (yes → no)" in repeated.plain
    assert "Rings show where you were" in picture.plain
    assert "(was: no)" in (page.document or b"").decode()
    anna.say("/checkup")
    (intro,) = anna.wait_for_reply()
    assert "You did it last on" in intro.plain
    assert intro.labels == ("Start", "My last plan")


def test_what_was_answered_is_told_and_forgotten_on_wish(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    begin(anna)
    answer(anna, "Yes")
    anna.say("/mydata")
    (file,) = anna.wait_for_reply()
    assert '"fraud": "yes"' in (file.document or b"").decode()
    anna.say("/forget")
    (ask,) = anna.wait_for_reply()
    anna.press("Yes, delete it all", ask)
    anna.wait_for_edit()
    anna.say("/checkup")
    assert "4 short questions" in anna.wait_for_reply()[0].plain
