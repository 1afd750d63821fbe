"""Readiness checks on their way: restarts, files that cannot be sent, and questions that are taken out meanwhile."""

from dataclasses import replace
from pathlib import Path

from bot.assembly import Parts
from tests.bot_api import BotApiServer, Refusal, Stall
from tests.telegram.answering_checkup import answer, begin, finish
from tests.telegram.running_bot import START_S, BotProcess, BotThread, rows, settings_for, settle, wait_for_row


def test_a_check_goes_on_after_the_bot_was_killed(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, tmp_path) as bot:
        first = begin(anna)
        answer(anna, "No")
        bot.kill()
    anna.press("Partly", first)
    with BotProcess(fresh_api, tmp_path) as bot:
        assert anna.wait_for_edit(timeout=START_S).plain.startswith("Question 3 of 4")
        answer(anna, "Yes")
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
        message = begin(anna)
        answer(anna, "No", "Yes", "Yes")
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
        begin(anna)
        answer(anna, "No", "Yes", "Yes")
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
        first = begin(anna)
        answer(anna, "No")
        settle(anna)
        assert bot.rows("SELECT current FROM checkups") == [{"current": "logistics_cost"}]
    fewer = tuple(question for question in small_parts.knowledge.checkup if question.id != "logistics_cost")
    parts = replace(small_parts, knowledge=replace(small_parts.knowledge, checkup=fewer))
    with BotThread(parts, settings):
        anna.press("Yes", first)
        due = anna.wait_for_edit()
        assert due.plain.startswith("Question 2 of 3 · Trade secrets")
        answer(anna, "Yes")
        result, _, _ = finish(anna, "Yes")
        assert "In place: 2 of 3 · not: 1" in result.plain
