"""From an answer everything else is a tap away, in the same message, and back again."""

import re

import pytest

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.forged_buttons import data_of, press_forged
from tests.telegram.running_bot import BotThread, settle

pytestmark = pytest.mark.usefixtures("bot")

CHEATED = "a supplier took our deposit and vanished"
CARD = (
    "First steps", "What the papers say", "Sources", "Related topics", "Helpful", "Not helpful", "Save", "Share",
)  # fmt: skip
REASONS = ("Wrong topic", "Too general", "Out of date", "Unclear")


def card_of(person: User, words: str = CHEATED) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def feedback(bot: BotThread) -> list[tuple[str, str | None]]:
    rows = bot.rows("SELECT verdict, reason FROM feedback ORDER BY conversation")
    return [(row["verdict"], row["reason"]) for row in rows]


def test_the_first_screen_is_short_says_how_sure_it_is_and_cites(bot_api: BotApiServer) -> None:
    card = card_of(bot_api.user())
    assert re.match(
        r"You asked about: Being cheated in online trade \((I am sure|likely what you mean)\)\n", card.plain
    )
    said, _, sources = card.plain.partition("\nSources\n")
    assert len(said.split()) <= 90
    assert "[1][2] section" in sources
    assert card.labels == CARD


def test_every_part_opens_in_the_same_message_and_leads_back(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    for label, words in {
        "First steps": "our own practical advice, not the papers'",
        "What the papers say": "What the papers observe",
        "Sources": "[1] On the innovation of international trade",
        "Related topics": "Related topics:",
    }.items():
        anna.press(label, card)
        part = anna.wait_for_edit()
        assert part.message_id == card.message_id
        assert words in part.plain
        assert label not in part.labels
        assert part.labels[-1] == "« The answer"
        anna.press("« The answer", part)
        back = anna.wait_for_edit()
        assert (back.plain, back.labels) == (card.plain, card.labels)


def test_parts_lead_to_each_other(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    anna.press("First steps", card)
    anna.press("What the papers say", anna.wait_for_edit())
    assert "What the papers recommend" in anna.wait_for_edit().plain


def test_a_related_topic_opens_as_a_card_of_its_own(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    anna.press("Related topics", card)
    related = anna.wait_for_edit()
    assert related.labels[0] == "Rivals getting our market information"
    anna.press(related.labels[0], related)
    (other,) = anna.wait_for_reply()
    assert other.plain.startswith("You asked about: Rivals getting our market information\n")
    assert other.labels == CARD


def test_a_citation_can_be_copied(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.press("Sources", card_of(anna))
    sources = anna.wait_for_edit()
    copied = [button.copy_text for row in sources.buttons for button in row if button.copy_text]
    assert copied
    assert re.fullmatch(r"On the innovation .*, section .*", copied[0])
    assert all(len(line) <= 256 for line in copied)


def test_a_card_is_shared_by_a_query_that_finds_its_topic(bot_api: BotApiServer) -> None:
    card = card_of(bot_api.user())
    (share,) = [button for row in card.buttons for button in row if button.text == "Share"]
    assert share.switch_inline_query_chosen_chat is not None
    assert share.switch_inline_query_chosen_chat["query"] == "Being cheated in online trade"


def test_a_chinese_card_stays_chinese(bot_api: BotApiServer) -> None:
    anna = bot_api.user(language_code="en")
    card = card_of(anna, "网上交易被骗了怎么办")
    assert card.labels == ("先做这几步", "论文怎么说", "出处", "相关话题", "有帮助", "没帮上", "收藏", "分享")
    anna.press("论文怎么说", card)
    assert "论文看到的情况" in anna.wait_for_edit().plain
    anna.press("« 回到答案")
    anna.press("没帮上", anna.wait_for_edit())
    why = anna.wait_for_edit()
    assert why.labels == ("话题不对", "太笼统", "过时了", "没讲清楚", "« 回到答案")
    anna.press("太笼统", why)
    assert "太笼统" in anna.wait_for_edit().plain


def test_an_opinion_is_kept_once_and_can_be_changed(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    known = len(feedback(bot))
    for _ in range(2):
        anna.press("j:en:" + card_number(card) + ":h", card)
    judged = anna.wait_for_edit()
    settle(anna)
    assert feedback(bot)[known:] == [("helpful", None)]
    assert "✓ Helpful, thank you" in judged.labels
    assert judged.plain == card.plain
    anna.press("Not helpful", judged)
    why = anna.wait_for_edit()
    assert why.labels == (*REASONS, "« The answer")
    assert "Being cheated in online trade" in why.plain
    anna.press("Out of date", why)
    others = anna.wait_for_edit()
    settle(anna)
    assert feedback(bot)[known:] == [("not_helpful", "out_of_date")]
    anna.press("« The answer", others)
    assert {"✓ Not helpful", "Helpful"} < set(anna.wait_for_edit().labels)


def card_number(card: Message) -> str:
    """The row of the answer, as its buttons carry it."""
    return data_of(card, "Not helpful").split(":")[2]


def test_after_an_answer_that_did_not_help_the_next_two_topics_are_offered(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.press("Not helpful", card_of(anna))
    anna.press("Wrong topic", anna.wait_for_edit())
    others = anna.wait_for_edit()
    first, second, *ways = others.labels
    assert "Being cheated in online trade" not in (first, second)
    assert ways == ["None of these", "Leave my question for a curator", "« The answer"]
    assert f"1. {first}\n2. {second}" in others.plain
    anna.press(first, others)
    assert anna.wait_for_reply()[0].plain.startswith(f"You asked about: {first}")


def test_after_a_chosen_topic_that_did_not_help_its_related_ones_are_offered(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    anna.press("Not helpful", card_of(anna, "/topic_online_fraud"))
    anna.press("Unclear", anna.wait_for_edit())
    assert anna.wait_for_edit().labels[0] == "Rivals getting our market information"


def test_an_answer_about_the_papers_can_be_judged_too(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    answer = card_of(anna, "summarise the internet plus paper")
    known = len(feedback(bot))
    assert answer.labels[-2:] == ("Helpful", "Not helpful")
    anna.press("Not helpful", answer)
    anna.press("« The answer", anna.wait_for_edit())
    back = anna.wait_for_edit()
    assert back.plain == answer.plain
    assert back.labels == (*answer.labels[:-1], "✓ Not helpful")
    settle(anna)
    assert feedback(bot)[known:] == [("not_helpful", None)]


def test_a_topic_is_saved_and_taken_off_by_the_same_button(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    known = len(bot.rows("SELECT * FROM saved"))
    anna.press("Save", card)
    saved = anna.wait_for_edit()
    assert saved.labels[-2] == "✓ Saved (tap to remove)"
    assert card_of(anna).labels[-2] == "✓ Saved (tap to remove)"
    anna.press("✓ Saved (tap to remove)", saved)
    assert anna.wait_for_edit().labels[-2] == "Save"
    assert len(bot.rows("SELECT * FROM saved")) == known


def test_a_double_tap_saves_once_and_takes_no_reason_back(bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    for _ in range(2):
        anna.press("k:en:online_fraud:" + card_number(card) + ":y", card_with_buttons(bot_api, anna, card))
        anna.wait_for_answer()
    settle(anna)
    assert card_of(anna).labels[-2] == "✓ Saved (tap to remove)"
    known = len(feedback(bot))
    card = card_of(anna)
    anna.press("Not helpful", card)
    anna.press("Unclear", anna.wait_for_edit())
    anna.press("« The answer", anna.wait_for_edit())
    anna.press("✓ Not helpful", anna.wait_for_edit())
    anna.wait_for_edit()
    settle(anna)
    assert feedback(bot)[known:] == [("not_helpful", "unclear")]


def card_with_buttons(bot_api: BotApiServer, person: User, card: Message) -> Message:
    """*card* with the buttons it had at first, as an app shows them that is slow to hear of a change."""
    with bot_api.world.lock:
        bot_api.world.chats[person.id].messages[card.message_id] = card
    return card


def test_in_a_group_a_card_belongs_to_who_asked(bot_api: BotApiServer, bot: BotThread) -> None:
    anna, bob = bot_api.user(), bot_api.user(first_name="Bob")
    group = bot_api.supergroup(anna, bob)
    anna.say(f"@trade_test_bot {CHEATED}", chat=group)
    (card,) = anna.wait_for_reply()
    for label in ("First steps", "Helpful", "Save"):
        bob.press(label, card)
        answer = bob.wait_for_answer()
        assert answer.text.startswith("These buttons belong to whoever asked here.")
        assert answer.show_alert
    assert group.messages[-1].edited_at is None
    anna.press("First steps", card)
    assert "First steps" in anna.wait_for_edit().plain


def test_the_answer_of_somebody_else_cannot_be_called_up_by_its_number(bot_api: BotApiServer, bot: BotThread) -> None:
    anna, eve = bot_api.user(), bot_api.user(first_name="Eve")
    number = card_number(card_of(anna))
    for code in (f"a:en:{number}", f"j:en:{number}:n", f"e:en:{number}:w", f"q:en:{number}", f"qy:en:{number}"):
        press_forged(eve, code)
        assert eve.wait_for_reply()[0].plain.startswith("This button belongs to an older version")
    press_forged(eve, f"mq:en:{number}")
    assert "Leave my question for a curator" not in eve.wait_for_edit().labels
    assert int(number) not in [row["conversation"] for row in bot.rows("SELECT conversation FROM feedback")]


def test_a_card_whose_row_was_deleted_still_opens_its_parts(bot_api: BotApiServer) -> None:
    anna = bot_api.user()
    card = card_of(anna)
    press_forged(anna, f"c:en:online_fraud:{int(card_number(card)) + 999999}:s")
    assert "First steps" in anna.wait_for_edit().plain


@pytest.mark.parametrize(
    "data",
    [
        "c:en:a_topic_we_had:1:s",
        "c:en:online_fraud:1:x",
        "c:en:online_fraud:-1:s",
        "k:en:a_topic_we_had:1:y",
        "k:en:online_fraud:1",
        "j:en:999999999:h",
        "j:en:1:x",
        "e:en:999999999:w",
        "a:en:999999999",
        "q:en:999999999",
        "qy:en:999999999",
        "j:en:99999999999999999:h",
    ],
)
def test_a_button_of_an_answer_that_is_gone_gets_an_answer_and_a_way_on(bot_api: BotApiServer, data: str) -> None:
    anna = bot_api.user()
    press_forged(anna, data)
    assert "/topics" in anna.wait_for_reply()[0].plain
    assert "/topics" in anna.wait_for_answer().text
