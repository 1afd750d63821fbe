"""Nicknames: people choose one for the leaderboard, or none, and the trainer strikes what is rude."""

import pytest

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import new_trainer
from tests.telegram.forged_buttons import data_of, press_forged
from tests.telegram.quiz_room import answers, answers_are_in, begun, votes
from tests.telegram.running_bot import BotThread
from tests.telegram.workshop_room import get, last_of, press, reply

pytestmark = pytest.mark.usefixtures("bot")


def choose(person: User, nickname: str, answer: str) -> None:
    """Press, reply with a *nickname*, and read this *answer*."""
    person.press("Choose a nickname", last_of(person, "A quiz begins"))
    person.say(nickname, reply_to=last_of(person, "Which nickname").message_id)
    last_of(person, answer)


def told(person: User) -> int:
    """How often *person* was told that a nickname was struck."""
    return sum("The trainer took" in message.plain for message in person.messages)


def test_a_nickname_is_one_persons_alone(trainer: User, room: Message, people: list[User]) -> None:
    begun(trainer)
    choose(people[0], "  Kiwi ", "call you Kiwi")
    choose(people[1], "  Kiwi ", "is called Kiwi already")


def test_a_nickname_is_struck_while_the_quiz_goes_on_and_its_owner_told_once(
    trainer: User, room: Message, people: list[User], bot: BotThread, bot_api: BotApiServer
) -> None:
    control, before = begun(trainer, 1), answers(bot)
    anna, ben, *_ = people
    assert "Nobody has chosen a nickname" in get(trainer, "Nicknames", control).plain
    for person, nickname in ((anna, "Rude Word"), (ben, "Guest 1")):
        votes(person, 1, rightly=True)
        choose(person, nickname, f"call you {nickname}")
    answers_are_in(bot, before + 2)
    listed = get(trainer, "Nicknames", control)
    assert (listed.plain.count("Rude Word"), listed.plain.count("struck:")) == (1, 0)
    place = next(number for number in (1, 2) if f"{number}. Rude Word" in listed.plain)
    struck = press(trainer, f"✕ {place}", listed)
    assert f"{place}. Guest 2 (struck: Rude Word)" in struck.plain
    assert "there you are called Guest 2. Your answers count as before" in last_of(anna, "The trainer took").plain
    # Nobody else may take the name, and she gets no other one.
    ben.say("Rude Word", reply_to=last_of(ben, "Which nickname").message_id)
    last_of(ben, "is called Rude Word already")
    anna.say("Ruder Word", reply_to=last_of(anna, "Which nickname").message_id)
    bot_api.wait_until(lambda: told(anna) == 2, 10)
    assert "The trainer took" in press(anna, "Choose a nickname", last_of(anna, "A quiz begins")).plain
    # By mistake, and then not: that is told no more.
    assert "Rude Word" in press(trainer, f"↺ {place}", struck).plain
    press(trainer, f"✕ {place}", listed)
    trainer.press("Finish", control)
    over = trainer.wait_for_reply(3)[1]
    assert "Guest 2: 1" in over.plain
    assert "Rude" not in over.plain
    assert told(anna) == 3
    shown = get(trainer, "Nicknames", over)
    trainer.press("Leaderboard again", shown)
    assert "Guest 2: 1" in trainer.wait_for_reply(2)[0].plain
    stranger = new_trainer(bot_api)
    press_forged(stranger, data_of(shown, f"↺ {place}"))
    assert "older version" in stranger.wait_for_reply()[0].plain
    trainer.say("/wall")
    pile = get(trainer, "Approve questions", trainer.wait_for_reply(2)[1])
    assert "Rude Word" in get(trainer, "Nicknames", pile).plain


def test_after_the_request_a_short_plain_message_is_the_nickname_and_a_question_ends_that(
    trainer: User, room: Message, people: list[User], bot_api: BotApiServer
) -> None:
    begun(trainer)
    anna, ben, cem, dora = people
    for person in people:
        person.press("Choose a nickname", last_of(person, "A quiz begins"))
        last_of(person, "Which nickname")
    named = reply(anna, "Blue Whale")
    assert "call you Blue Whale" in named.plain
    # What comes after it is a question again.
    assert "Shipping costs" in reply(anna, "shipping costs too much").plain
    ben.say("blue whale")
    assert "call you blue whale" in ben.wait_for_reply()[0].plain
    cem.say("Blue Whale")
    assert "is called Blue Whale already" in cem.wait_for_reply(2)[0].plain
    assert "call you Red Kite" in reply(cem, "Red Kite").plain
    for words in ("we were cheated online", "Blue Kite"):
        assert "call you" not in reply(dora, words).plain
    # What was taken for a nickname is answered, and is none any more.
    dora.press("Choose a nickname", last_of(dora, "A quiz begins"))
    last_of(dora, "Which nickname")
    bot_api.wait_until(lambda: dora.messages[-1].plain.startswith("Which nickname"), 10)
    taken = reply(dora, "shipping costs")
    assert "call you shipping costs" in taken.plain
    dora.press("I was asking a question", taken)
    assert "Shipping costs" in dora.wait_for_reply()[0].plain
    assert "You stay unnamed" in last_of(dora, "You stay unnamed").plain
    listed = get(trainer, "Nicknames", last_of(trainer, "These numbers keep")).plain
    assert ("Blue Whale" in listed, "shipping costs" in listed) == (True, False)


def test_without_a_leaderboard_nobody_is_asked_for_a_name(trainer: User, room: Message, people: list[User]) -> None:
    control = press(trainer, "Send to the room", press(trainer, "Leaderboard: yes", reply(trainer, "/quiz 1")))
    intro = last_of(people[0], "A quiz begins")
    assert intro.labels == ()
    assert "leaderboard" not in intro.plain
    trainer.press("Finish", control)
    assert "eaderboard" not in trainer.wait_for_reply(2)[1].plain
