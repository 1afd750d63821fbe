"""My list: saved with a tap, opened, tidied, and taken home as a file."""

from html.parser import HTMLParser

import pytest

from bot.assembly import Parts
from bot.records.opening import open_records
from tests.bot_api import BotApiServer, Message, User
from tests.records.clock import StandingClock
from tests.telegram.forged_buttons import press_forged, put_button
from tests.telegram.running_bot import BotThread

pytestmark = pytest.mark.usefixtures("bot")

FRAUD, COST = "Being cheated in online trade", "Shipping costs too much"


def save(person: User, *topics: str) -> None:
    for topic in topics:
        person.say(f"/topic_{topic}")
        person.press("Save", person.wait_for_reply()[0])
        person.wait_for_edit()


def my_list(person: User) -> Message:
    person.say("/saved")
    return person.wait_for_reply()[0]


def test_an_empty_list_says_how_to_fill_it(bot_api: BotApiServer) -> None:
    shown = my_list(bot_api.user())
    assert "Tap “Save” under an answer" in shown.plain
    assert shown.labels == ("All themes",)


def test_what_was_saved_is_listed_and_opens(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    save(anna, "online_fraud", "logistics_cost")
    shown = my_list(anna)
    assert shown.plain.startswith("My list: 2 topics")
    assert shown.labels == (FRAUD, COST, "Take topics off", "Send me my list as a file")
    anna.press(COST, shown)
    card = anna.wait_for_reply()[0]
    assert card.plain.startswith(f"You asked about: {COST}")
    assert "✓ Saved (tap to remove)" in card.labels


def test_topics_are_taken_off_one_by_one(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    save(anna, "online_fraud", "logistics_cost")
    anna.press("Take topics off", my_list(anna))
    tidying = anna.wait_for_edit()
    assert tidying.labels == (f"✕ {FRAUD}", f"✕ {COST}", "« Done")
    anna.press(f"✕ {FRAUD}", tidying)
    anna.press(f"✕ {FRAUD}", tidying)
    anna.press("« Done", anna.wait_for_edit())
    assert anna.wait_for_edit().labels[0] == COST
    anna.press("Take topics off")
    anna.press(f"✕ {COST}", anna.wait_for_edit())
    assert "Nothing is saved yet" in anna.wait_for_edit().plain


def test_the_list_is_a_file_that_stands_on_its_own(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    save(anna, "online_fraud", "logistics_cost")
    anna.press("Send me my list as a file", my_list(anna))
    (sent,) = anna.wait_for_reply()
    assert sent.file is not None
    assert sent.file.name == "trade-advice.html"
    page = sent.file.content.decode()
    page_parser = Page()
    page_parser.feed(page)
    assert page_parser.open == []
    assert page_parser.links == []
    for words in (FRAUD, COST, "our own practical advice", "section 6.1", "@media print"):
        assert words in page
    assert "2 topics" in sent.plain


class Page(HTMLParser):
    """Which tags stay open, and what the page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [str(value) for name, value in attrs if name in {"src", "href"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_group_does_not_get_to_read_the_list(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    save(anna, "online_fraud")
    group = bot_api.supergroup(anna)
    anna.say("/saved@trade_test_bot", chat=group)
    assert FRAUD not in anna.wait_for_reply()[0].plain


def test_a_topic_that_is_no_more_leaves_the_list(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    save(anna, "online_fraud")
    records = open_records(bot.settings.data, StandingClock(), bot=bot_api.world.bot.id)
    records.saved.add(records.names.person(anna.id), "a_topic_we_had")
    records.close()
    assert FRAUD in my_list(anna).labels
    assert bot.rows("SELECT 1 FROM saved WHERE topic = 'a_topic_we_had'") == []


def test_a_long_list_has_pages(bot_api: BotApiServer, bot: BotThread, small_parts: Parts) -> None:
    anna = bot_api.user()
    put_button(anna, "v:en:7")
    save(anna, *(topic.id for topic in small_parts.knowledge.topics))
    anna.press("v:en:7")
    assert len(anna.wait_for_edit().labels) == len(small_parts.knowledge.topics) + 2


@pytest.mark.parametrize("data", ["vr:en:never_there:1", "ve:en", "vd:en:3"])
def test_old_buttons_of_an_empty_list_do_no_harm(bot_api: BotApiServer, data: str) -> None:
    anna = bot_api.user()
    press_forged(anna, data)
    assert "Nothing is saved yet" in anna.wait_for_edit().plain
