"""A question sent in pieces is read whole, and nothing of it is lost."""

import asyncio
import json
from collections.abc import Callable, Container
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records.inbox import Waiting
from bot.shells.telegram.delivery.bursts import MOST_PIECES, Burst, Bursts, Line, Piece
from tests.bot_api import BotApiServer, Stall, User
from tests.telegram.running_bot import BotProcess, BotThread, rows, settings_for, settle

PIECES = ("a supplier", "took our deposit", "and vanished")
WHOLE = " ".join(PIECES)
NOW = datetime(2026, 1, 2, tzinfo=UTC)
SLOWLY = {"TRADEBOT_BURST_S": "2"}
STILL_WAITING = "SELECT count(*) AS n FROM inbox WHERE state = 'waiting'"
LOGGED = "SELECT question, parts, delivery FROM conversations ORDER BY id"

Start = Callable[[], BotThread]


@pytest.fixture
def start(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path) -> Start:
    """Starts a bot that waits long for the rest of a question; a question mark or a command ends the wait."""
    return lambda: BotThread(small_parts, settings_for(fresh_api, tmp_path, burst_s=2))


def _answers(person: User) -> list[str]:
    return [message.plain for message in person.messages if message.from_bot]


def test_three_messages_are_one_question_with_one_answer_and_one_row(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start() as bot:
        said = [anna.say(piece) for piece in ("a supplier", "took our deposit", "and vanished?")]
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")
        settle(anna)
        (row,) = bot.rows(LOGGED)
        assert row["question"] == f"{WHOLE}?"
        assert [number for number, _ in json.loads(row["parts"])] == [message.message_id for message in said]
        assert len(_answers(anna)) == 2
        assert bot.rows("SELECT count(*) AS n FROM inbox WHERE raw LIKE '%vanished%'") == [{"n": 0}]


def test_it_is_seen_that_the_bot_reads_on(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        anna.say(PIECES[0])
        fresh_api.wait_until(lambda: any(done.method == "sendChatAction" for done in fresh_api.sent))
        anna.say("/help")
        anna.wait_for_reply(2)


def test_after_some_quiet_a_question_is_answered_though_nothing_ends_it(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    anna = fresh_api.user()
    with BotThread(small_parts, settings_for(fresh_api, tmp_path, burst_s=0.01)):
        anna.say(WHOLE)
        assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated")


def test_a_command_ends_the_burst(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        anna.say(PIECES[0])
        anna.say(PIECES[1])
        anna.say("/help")
        anna.wait_for_reply()
        fresh_api.wait_until(lambda: len(_answers(anna)) == 2)
    assert _answers(anna)[1].startswith("How to use me")


def test_a_button_ends_the_burst(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start():
        anna.say("/topics")
        anna.wait_for_reply()
        anna.say("shipping is too expensive")
        anna.press("Safety and trust (2)")
        fresh_api.wait_until(lambda: len(_answers(anna)) == 2)
        anna.wait_for_edit()


def test_two_people_in_a_group_are_two_questions(fresh_api: BotApiServer, start: Start) -> None:
    anna, bob = fresh_api.user(), fresh_api.user(first_name="Bob")
    group = fresh_api.supergroup(anna, bob)
    with start():
        anna.say(f"@trade_test_bot {WHOLE}", chat=group)
        bob.say("@trade_test_bot shipping is too expensive?", chat=group)
        fresh_api.wait_until(lambda: len(group.chat.from_bot) == 2)


def test_a_changed_piece_changes_the_answer_to_the_whole(fresh_api: BotApiServer, start: Start) -> None:
    anna = fresh_api.user()
    with start() as bot:
        first = anna.say("shipping costs")
        second = anna.say("are too high?")
        (answer,) = anna.wait_for_reply()
        anna.edit(second.message_id, "are eating our profit?")
        fresh_api.wait_until(lambda: len(bot.rows(LOGGED)) == 2)
        anna.edit(first.message_id, "a supplier took our deposit and vanished, and the losses")
        changed = anna.wait_for_edit()
        assert changed.message_id == answer.message_id
        settle(anna)
        assert [row["question"] for row in bot.rows(LOGGED)] == [
            "shipping costs are too high?",
            "shipping costs are eating our profit?",
            "a supplier took our deposit and vanished, and the losses are eating our profit?",
        ]


def test_a_kill_before_the_answer_is_out_loses_nothing(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    fresh_api.fail(Stall(seconds=60), method="sendMessage", times=None)
    with BotProcess(fresh_api, tmp_path, SLOWLY) as bot:
        for piece in (*PIECES[:2], "and vanished?"):
            anna.say(piece)
        fresh_api.wait_until(lambda: any(call.method == "sendMessage" for call in fresh_api.calls), timeout=30)
        bot.kill()
    assert rows(tmp_path, STILL_WAITING) == [{"n": 3}]
    fresh_api.heal()
    with BotProcess(fresh_api, tmp_path, SLOWLY):
        fresh_api.wait_until(lambda: len(_answers(anna)) == 1, timeout=30)
        settle(anna)
    assert [(row["question"], row["delivery"]) for row in rows(tmp_path, LOGGED)] == [(f"{WHOLE}?", "sent")]


def test_a_kill_in_the_middle_of_a_burst_loses_nothing(fresh_api: BotApiServer, tmp_path: Path) -> None:
    anna = fresh_api.user()
    with BotProcess(fresh_api, tmp_path, SLOWLY) as bot:
        for piece in PIECES:
            anna.say(piece)
        fresh_api.wait_until(lambda: fresh_api.pending_updates == 0, timeout=30)
        bot.kill()
    assert rows(tmp_path, STILL_WAITING) == [{"n": 3}]
    with BotProcess(fresh_api, tmp_path, SLOWLY):
        anna.say("/help")
        fresh_api.wait_until(lambda: len(_answers(anna)) == 2, timeout=30)
    assert [(row["question"], row["delivery"]) for row in rows(tmp_path, LOGGED)] == [(WHOLE, "sent")]


def _piece(words: str, *, sender: int = 1, at_s: float = 0) -> Piece:
    return Piece(chat=1, sender=sender, thread=None, at=NOW + timedelta(seconds=at_s), words=words)


def _bursts(pieces: list[Piece | None], begun: Container[int] = ()) -> list[int]:
    """How many updates each burst takes from a line of *pieces* where nothing more will come."""

    async def run() -> list[int]:
        line = Line()
        for number in range(len(pieces)):
            line.put(Waiting(number=number, update_id=number, chat="", received_at=NOW, is_begun=number in begun))

        async def piece_of(waiting: Waiting) -> Piece | None:
            return pieces[waiting.number]

        line.close()
        bursts = Bursts(quiet_s=1, piece_of=piece_of)
        taken: list[Burst] = []
        while line:
            taken.append(await bursts.next_of(line))
        return [len(burst.waiting) for burst in taken]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("pieces", "taken"),
    [
        ([_piece("we"), _piece("ship"), _piece("cups")], [3]),
        ([_piece("we"), None, _piece("cups")], [1, 1, 1]),
        ([None, _piece("ship"), _piece("cups")], [1, 2]),
        ([_piece("is it dear?"), _piece("who can help?")], [1, 1]),
        ([_piece("贵吗？"), _piece("怎么办")], [1, 1]),
        ([_piece("word " * 40), _piece("more")], [1, 1]),
        ([_piece("we"), _piece("ship", sender=2)], [1, 1]),
        ([_piece("we"), _piece("ship", at_s=2), _piece("cups", at_s=5)], [2, 1]),
        ([replace(_piece("we"), thread=7), _piece("ship")], [1, 1]),
        ([_piece("on")] * (MOST_PIECES + 1), [MOST_PIECES, 1]),
    ],
    ids=[
        "pieces",
        "a command",
        "after a command",
        "questions",
        "Chinese",
        "a story",
        "two people",
        "gap",
        "threads",
        "many",
    ],
)
def test_pieces_of_one_question_are_taken_together(pieces: list[Piece | None], taken: list[int]) -> None:
    assert _bursts(pieces) == taken


def test_what_was_being_answered_when_we_were_killed_is_not_joined_by_what_came_later() -> None:
    pieces: list[Piece | None] = [_piece("we"), _piece("ship"), _piece("cups"), _piece("abroad")]
    assert _bursts(pieces, begun={1}) == [2, 2]
    assert _bursts(pieces, begun={0, 2}) == [1, 2, 1]
