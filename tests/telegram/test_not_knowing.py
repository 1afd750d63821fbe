"""Who gets no answer several times in a row is not told the same again, and who lost the thread is handed it."""

from datetime import UTC, datetime, timedelta

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.running_bot import BotThread, settle

UNKNOWN = ("hs code ceramic tiles", "hs code of leather bags", "hs code for green tea")
LEAVE = "Leave my question for a curator"
CHEATED = "we paid a supplier online and got nothing"


def replies(person: User, *words: str) -> list[Message]:
    found = []
    for each in words:
        person.say(each)
        found += person.wait_for_reply()
    return found


def test_refusals_in_a_row_offer_the_themes_and_then_a_person(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    first, second, third = replies(anna, *UNKNOWN)
    assert first.labels == third.labels == ("All topics by theme", LEAVE)
    assert second.labels == ("Safety and trust (2)", "Goods across borders (3)", LEAVE)
    assert "one plain sentence what you sell" in second.plain
    assert "a person reads it and answers" in third.plain
    told = [set(reply.plain.splitlines()[2:]) - {""} for reply in (first, second, third)]
    assert told[0].isdisjoint(told[1])
    assert told[1].isdisjoint(told[2])

    # A theme leads back to leaving that question; and after help, all begins anew.
    anna.press(second.labels[0], second)
    assert "Being cheated in online trade" in anna.wait_for_edit().labels
    help_given, fourth = replies(anna, CHEATED, UNKNOWN[0])
    assert help_given.plain.startswith("You asked about")
    assert fourth.plain == first.plain
    # Somebody else is told what anybody is told first.
    (other,) = replies(bot_api.user(), UNKNOWN[0])
    assert other.plain == first.plain


def test_who_goes_on_after_hours_is_offered_the_topics_shown_last(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    (first,) = replies(anna, "and then?")
    assert first.plain.startswith("What is this about?")
    replies(anna, CHEATED, "freight too expensive")
    settle(anna)
    two_hours_ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    bot.write("UPDATE conversations SET asked_at = ?", two_hours_ago)
    (lost,) = replies(anna, "and then?")
    assert lost.plain.startswith("I have lost the thread")
    assert lost.labels[:2] == ("Shipping costs too much", "Being cheated in online trade")
    anna.press(lost.labels[1], lost)
    assert anna.wait_for_reply()[0].plain.startswith("You asked about: Being cheated in online trade")
    (steps,) = replies(anna, "and then?")
    assert "First steps" in steps.plain
