"""Questions on their way to the wall: trainers show and hide them, and the room votes for them."""

from collections.abc import Iterator

import pytest

from bot.assembly import Parts
from bot.shells.telegram.workshops import queue_keeping, room_keeping
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN, new_trainer
from tests.telegram.running_bot import BotThread, settings_for, settle
from tests.telegram.workshop_room import (
    edited_until,
    get,
    people_in,
    press,
    put_on_wall,
    queue_with,
    reply,
    row_of,
)

FREIGHT, CHEATED = "freight is too expensive", "we were cheated online"
QUEUE = "questions waiting for you"


@pytest.fixture(scope="module", autouse=True)
def bot(bot_api: BotApiServer, small_parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotThread]:
    """A bot that brings what waits without letting a test wait."""
    settings = settings_for(bot_api, tmp_path_factory.mktemp("data"), admins=frozenset({ADMIN}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room_keeping, "QUEUES_EVERY_S", 0.1)
        with BotThread(small_parts, settings) as running:
            yield running


def wall_of(trainer: User) -> Message:
    """The message about the wall; the page itself comes before it, as a file."""
    trainer.say("/wall")
    return trainer.wait_for_reply(2)[1]


def decided(trainer: User, label: str, queue: Message, words: str) -> Message:
    """The queue after a press, once it has these *words*; it also changes by itself."""
    trainer.press(label, queue)
    return edited_until(trainer, words)


# Moderation


def test_a_question_reaches_the_wall_by_the_trainers_hand(trainer: User, room: Message, bot_api: BotApiServer) -> None:
    wall_of(trainer)
    anna, ben = people_in(bot_api, room, 2)
    reply(anna, FREIGHT)
    (queue,) = trainer.wait_for_reply(3)[2:]
    assert QUEUE in queue.plain
    assert f"1. {FREIGHT}" in queue.plain
    reply(ben, CHEATED)
    reply(ben, "call me at +44 20 7946 0958 about customs delays")
    listed = edited_until(trainer, "3.")
    assert listed.message_id == queue.message_id
    assert "7946" not in listed.plain
    assert "▇phone▇" in listed.plain
    shown = decided(trainer, "✓ 2", listed, "Waiting: 2 · on the wall: 1 · hidden: 0")
    assert CHEATED not in shown.plain
    decided(trainer, "✕ 1", shown, "Waiting: 1 · on the wall: 1 · hidden: 1")
    seen = reply(anna, "/questions").plain
    assert CHEATED in seen
    assert FREIGHT not in seen
    assert "yours" not in seen
    assert "(yours)" in reply(ben, "/questions").plain


def test_what_several_people_ask_in_the_same_words_is_decided_once(
    trainer: User, room: Message, bot_api: BotApiServer
) -> None:
    wall_of(trainer)
    anna, ben, cem = people_in(bot_api, room, 3)
    reply(anna, FREIGHT)
    reply(ben, CHEATED)
    reply(cem, f"{FREIGHT.capitalize()}!")
    queue = queue_with(trainer, "3.")
    shown = decided(trainer, "✓ 1", queue, "Waiting: 1 · on the wall: 2 · hidden: 0")
    assert CHEATED in shown.plain
    pile = get(trainer, "On the wall", shown)
    decided(trainer, "✕ 1", pile, "Waiting: 1 · on the wall: 0 · hidden: 2")


def test_all_listed_questions_are_shown_at_once_and_none_that_came_meanwhile(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    for question in (FREIGHT, CHEATED):
        reply(anna, question)
    wall_of(trainer)
    queue = queue_with(trainer, CHEATED)
    reply(anna, "how do we get goods there faster")
    them = next(button for row in queue.buttons for button in row if button.text == "✓ Show all of these")
    decided(trainer, str(them.callback_data), queue, "on the wall: 2")
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "shown", "waiting"]


def standings(bot: BotThread, room: Message) -> str:
    number = row_of(bot, room)["id"]
    return f"SELECT standing FROM workshop_questions WHERE workshop = {number} ORDER BY conversation"  # noqa: S608 - a number


def test_what_was_shown_or_hidden_can_be_looked_through_and_changed(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    wall_of(trainer)
    queue = queue_with(trainer, FREIGHT)
    queue = decided(trainer, "✓ 1", queue, "Nothing is waiting")
    on_wall = get(trainer, "On the wall", queue)
    assert FREIGHT in on_wall.plain
    decided(trainer, "✕ 1", on_wall, "Nothing is on the wall yet")
    hidden = decided(trainer, "Hidden", on_wall, "hidden questions")
    assert FREIGHT in hidden.plain
    decided(trainer, "✓ 1", hidden, "hidden: 0")
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown"]


def test_a_queue_that_was_empty_comes_anew_and_the_old_message_goes(
    trainer: User, room: Message, bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_keeping, "CALLS_AGAIN_AFTER_S", 0)
    (anna,) = people_in(bot_api, room, 1)
    queue = get(trainer, "Approve questions", wall_of(trainer))
    settle(anna)
    # The keeper must have seen it empty; that it did is seen from what it does next.
    reply(anna, FREIGHT)
    assert queue_with(trainer, FREIGHT).message_id >= queue.message_id


def test_without_moderation_questions_are_on_the_wall_at_once_for_who_was_told_so(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (early,) = people_in(bot_api, room, 1)
    assert "the trainer reads each question first" in early.messages[-1].plain
    changed = press(trainer, "You approve first: yes", wall_of(trainer))
    assert "Questions are on the wall at once" in changed.plain
    (late,) = people_in(bot_api, room, 1)
    assert "show each question at once" in late.messages[-1].plain
    reply(late, CHEATED)
    early.say(FREIGHT)
    _, notice = early.wait_for_reply(2)
    assert "something is different from now on" in notice.plain
    assert "show each question at once" in notice.plain
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "waiting"]
    settle(early)
    early.say("how do we get goods there faster")
    early.wait_for_reply()
    settle(early)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["shown", "waiting", "shown"]


def test_a_changed_question_waits_again(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    asked = anna.say(FREIGHT)
    anna.wait_for_reply()
    put_on_wall(bot, room)
    anna.edit(asked.message_id, CHEATED)
    anna.wait_for_edit()
    settle(anna)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["waiting"]
    assert "No question is on the wall yet" in reply(anna, "/questions").plain


def test_the_hand_out_of_all_lacks_what_was_hidden_and_personal_data(
    trainer: User, room: Message, bot_api: BotApiServer, bot: BotThread
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    reply(anna, f"{CHEATED}, write to eva@example.org")
    bot.write("UPDATE workshop_questions SET standing = 'hidden' WHERE conversation IN "
              "(SELECT id FROM conversations WHERE question LIKE ?)", f"{FREIGHT}%")  # fmt: skip
    handed = reply(anna, "/handout")
    assert handed.file is not None
    text = handed.file.content.decode()
    assert FREIGHT not in text
    assert "cheated" in text
    assert "example.org" not in text
    trainer.say("/report")
    report = trainer.wait_for_reply(2)[0]
    assert report.file is not None
    assert FREIGHT in report.file.content.decode()


def test_a_trainer_of_another_room_decides_nothing_here(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    reply(anna, FREIGHT)
    other = new_trainer(bot_api)
    own = reply(other, "/workshop Another")
    number, theirs = row_of(bot, room)["id"], row_of(bot, own)["id"]
    question = bot.rows("SELECT max(conversation) AS number FROM workshop_questions")[0]["number"]
    for data in (f"wd:en:{number}:waiting:1:{question}:shown", f"wd:en:{theirs}:waiting:1:{question}:shown",
                 f"wz:en:{number}:1:{question}", f"wp:en:{number}:waiting:1", f"wa:en:wall_file:{number}"):  # fmt: skip
        put_button(bot_api, other, data)
        other.press("old")
        other.wait_for_answer()
    settle(other)
    assert [row["standing"] for row in bot.rows(standings(bot, room))] == ["waiting"]
    assert not [message for message in other.messages if FREIGHT in message.plain or message.file]


def put_button(bot_api: BotApiServer, person: User, data: str) -> None:
    """A button that somebody made up."""
    with bot_api.world.lock:
        bot_api.world.post(
            bot_api.world.chats[person.id],
            sender_id=bot_api.world.bot.id,
            text="old",
            plain="old",
            inline_keyboard={"inline_keyboard": [[{"text": "old", "callback_data": data}]]},
        )


# Votes


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
    put_button(bot_api, voters[0], f"wv:en:newest:1:{question_of(bot, room)}:give")
    press(voters[0], "old", voters[0].messages[-1])
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
    put_button(bot_api, stranger, f"wv:en:newest:1:{question}:give")
    assert "You are in no workshop" in press(stranger, "old", stranger.messages[-1]).plain
    bot.write("UPDATE workshop_questions SET standing = 'hidden' WHERE conversation = ?", str(question))
    put_button(bot_api, inside, f"wv:en:newest:1:{question}:give")
    assert "No question is on the wall yet" in press(inside, "old", inside.messages[-1]).plain
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
