"""Votes for questions on the wall: whoever is in the room has one for each, and can take it back."""

import pytest

from tests.bot_api import BotApiServer, Message
from tests.telegram.forged_buttons import press_forged
from tests.telegram.running_bot import BotThread, settle
from tests.telegram.workshop_room import people_in, press, put_on_wall, reply, row_of

pytestmark = pytest.mark.usefixtures("bot")

FREIGHT, CHEATED = "freight is too expensive", "we were cheated online"


def test_a_vote_counts_once_and_can_be_taken_back(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    asker, *voters = people_in(bot_api, room, 4)
    for question in (FREIGHT, CHEATED):
        reply(asker, question)
    put_on_wall(bot, room)
    for voter in voters:
        shown = reply(voter, "/questions")
        assert "▲ 2" in shown.labels
        assert "2. freight is too expensive · ✓ your vote" in press(voter, "▲ 2", shown).plain.replace(" · ▲ 3", "")
    assert f"{FREIGHT} (yours) · ▲ 3" in reply(asker, "/questions").plain
    best = press(asker, "Most votes first", asker.messages[-1])
    assert best.plain.index(FREIGHT) < best.plain.index(CHEATED)
    # Pressed again by whoever still has the old buttons, it counts no second time.
    press_forged(voters[0], f"wv:en:newest:1:{question_of(bot, room)}:give")
    voters[0].wait_for_edit()
    assert votes(bot, room) == 3
    assert "✓ your vote" not in press(voters[0], "✓ 2", voters[0].messages[-1]).plain
    assert votes(bot, room) == 2
    assert "▲ 2" not in reply(asker, "/questions").plain


def question_of(bot: BotThread, room: Message) -> int:
    """The first that was asked in the room."""
    number = row_of(bot, room)["id"]
    first = f"SELECT min(conversation) AS number FROM workshop_questions WHERE workshop = {number}"  # noqa: S608 - a number
    return int(bot.rows(first)[0]["number"])


def votes(bot: BotThread, room: Message) -> int:
    cast = f"SELECT count(*) AS votes FROM wall_votes WHERE conversation = {question_of(bot, room)}"  # noqa: S608 - a number
    return int(bot.rows(cast)[0]["votes"])


def test_who_is_not_in_the_room_has_no_vote_and_nobody_votes_for_what_is_hidden(
    room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    asker, inside = people_in(bot_api, room, 2)
    reply(asker, FREIGHT)
    put_on_wall(bot, room)
    question, stranger = question_of(bot, room), bot_api.user()
    assert "You are in no workshop" in reply(stranger, "/questions").plain
    press_forged(stranger, f"wv:en:newest:1:{question}:give")
    assert "You are in no workshop" in stranger.wait_for_edit().plain
    bot.write("UPDATE workshop_questions SET standing = 'hidden' WHERE conversation = ?", str(question))
    press_forged(inside, f"wv:en:newest:1:{question}:give")
    assert "No question is on the wall yet" in inside.wait_for_edit().plain
    assert votes(bot, room) == 0


def test_many_questions_are_paged(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    for number in range(7):
        reply(anna, f"how do I pay less for freight to port {number}")
    put_on_wall(bot, room)
    first = reply(anna, "/questions")
    assert "page 1 of 2" in first.plain
    assert "1. how do I pay less for freight to port 6" in first.plain
    second = press(anna, "Next page »", first)
    assert "7. how do I pay less for freight to port 0" in second.plain
    assert "page 2 of 2" in press(anna, "▲ 7", second).plain


def test_votes_are_forgotten_with_who_cast_them(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    asker, voter = people_in(bot_api, room, 2)
    reply(asker, FREIGHT)
    put_on_wall(bot, room)
    press(voter, "▲ 1", reply(voter, "/questions"))
    assert votes(bot, room) == 1
    asked = reply(voter, "/forget")
    assert "voted for" in asked.plain
    press(voter, "Yes, delete it all", asked)
    settle(voter)
    assert votes(bot, room) == 0
