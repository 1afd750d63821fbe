"""Topics are found by a word, typed after /topics or asked for by a button."""

import pytest

from bot.assembly import Parts
from bot.searching import TopicSearch
from tests.bot_api import BotApiServer

pytestmark = pytest.mark.usefixtures("bot")


@pytest.mark.parametrize(
    ("words", "first"), [("freight", "Shipping costs too much"), ("运费", "运费太贵"), ("deposit", "Being cheated")]
)
def test_a_word_after_the_command_finds_topics(bot_api: BotApiServer, words: str, first: str) -> None:
    anna = bot_api.user()
    anna.say(f"/topics {words}")
    (found,) = anna.wait_for_reply()
    assert words in found.plain
    assert found.labels[0].startswith(first)
    anna.press(found.labels[0], found)
    assert first in anna.wait_for_reply()[0].plain


def test_a_button_asks_for_the_word_and_the_reply_to_it_is_looked_for(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.say("/topics")
    anna.press("Search for a word", anna.wait_for_reply()[0])
    (prompt,) = anna.wait_for_reply()
    assert prompt.other_keyboard is not None
    assert prompt.other_keyboard["force_reply"]
    anna.say("freight", reply_to=prompt.message_id)
    (found,) = anna.wait_for_reply()
    assert found.plain.startswith("Topics for “freight”")
    assert found.labels[-2:] == ("Search for a word", "All themes")


@pytest.mark.parametrize("words", ["qwrtzp xvbnmk", "?", "<"])
def test_what_leads_to_nothing_is_said_and_the_themes_are_offered(bot_api: BotApiServer, words: str) -> None:
    anna = bot_api.user()
    anna.say(f"/topics {words}")
    (found,) = anna.wait_for_reply()
    assert found.plain.startswith(f"I found no topic for “{words}”")
    assert found.labels == ("Search for a word", "All themes")


def test_every_title_finds_its_own_topic_so_that_sharing_does(shipped_parts: Parts) -> None:
    search = TopicSearch(shipped_parts.answerer)
    for topic in shipped_parts.knowledge.topics:
        for title in topic.title.values():
            assert search.find(title).topics[0] == topic.id
