"""Questions on their way to the wall: trainers show and hide them."""

from collections.abc import Iterator

import pytest

from bot.assembly import Parts
from bot.shells.telegram.workshops import room_keeping
from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN, new_trainer
from tests.telegram.forged_buttons import data_of, press_forged
from tests.telegram.running_bot import BotThread, settings_for, settle
from tests.telegram.workshop_room import edited_until, get, people_in, press, put_on_wall, queue_with, reply, row_of

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


def standings(bot: BotThread, room: Message) -> list[str]:
    """What became of each question of the room, in their order."""
    number = row_of(bot, room)["id"]
    asked = f"SELECT standing FROM workshop_questions WHERE workshop = {number} ORDER BY conversation"  # noqa: S608 - a number
    return [row["standing"] for row in bot.rows(asked)]


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
    decided(trainer, data_of(queue, "✓ Show all of these"), queue, "on the wall: 2")
    assert standings(bot, room) == ["shown", "shown", "waiting"]


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
    assert standings(bot, room) == ["shown"]


def test_a_queue_that_was_empty_comes_anew_and_the_old_message_goes(
    trainer: User, room: Message, bot_api: BotApiServer
) -> None:
    (anna,) = people_in(bot_api, room, 1)
    queue = get(trainer, "Approve questions", wall_of(trainer))
    bot_api.wait_until(lambda: was_looked_after(bot_api, queue))
    reply(anna, FREIGHT)
    assert queue_with(trainer, FREIGHT).message_id > queue.message_id
    assert queue.message_id not in [message.message_id for message in trainer.messages]


def was_looked_after(bot_api: BotApiServer, queue: Message) -> bool:
    """Whether the bot has seen what stands in *queue*: it then edits it, even if nothing has changed."""
    edited = [call for call in bot_api.calls if call.method == "editMessageText" and call.chat_id == queue.chat_id]
    return str(queue.message_id) in [str(call.params["message_id"]) for call in edited]


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
    assert standings(bot, room) == ["shown", "waiting"]
    settle(early)
    early.say("how do we get goods there faster")
    early.wait_for_reply()
    settle(early)
    assert standings(bot, room) == ["shown", "waiting", "shown"]


def test_a_changed_question_waits_again(room: Message, bot_api: BotApiServer, bot: BotThread) -> None:
    (anna,) = people_in(bot_api, room, 1)
    asked = anna.say(FREIGHT)
    anna.wait_for_reply()
    put_on_wall(bot, room)
    anna.edit(asked.message_id, CHEATED)
    anna.wait_for_edit()
    settle(anna)
    assert standings(bot, room) == ["waiting"]
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
        press_forged(other, data)
        other.wait_for_answer()
    settle(other)
    assert standings(bot, room) == ["waiting"]
    assert not [message for message in other.messages if FREIGHT in message.plain or message.file]
