"""What is said in the terminal to each line: topics by number, commands, languages, and odd lines."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.deciding import Choice
from bot.advice.markup import plain_text
from bot.answering import Answer, Answerer
from bot.assembly import Parts
from bot.shells.numbered_conversation import NumberedConversation
from tests.bot_api import format_text

YOU = "You: "
NO_WORDS = "I found no words in your message"
NO_SUCH_NUMBER = "There is no such number above."
SECTIONS = ["First steps", "What the papers say", "Sources"]
RELATED = ["Faster goods through live information", "What international trade is"]


@pytest.fixture
def conversation(small_parts: Parts) -> NumberedConversation:
    return NumberedConversation(small_parts)


def said(conversation: NumberedConversation, *lines: str) -> str:
    """What is said to the last of *lines*, as text."""
    return [plain_text(conversation.hear(line)) for line in lines][-1]


def titles(text: str) -> list[str]:
    """The numbered titles at the end of a reply, in their order."""
    return re.findall(r"^\d+\. (.+)$", text.rpartition("\n\n")[2], re.MULTILINE)


def test_advice_ends_with_its_other_parts_and_related_topics_by_number(conversation: NumberedConversation) -> None:
    text = said(conversation, "freight too expensive")
    assert text.startswith("You asked about: Shipping costs too much (I am sure)\n")
    assert titles(text) == [*SECTIONS, *RELATED]
    assert said(conversation, "5").startswith("You asked about: What international trade is\n")


def test_who_gets_no_answer_twice_running_chooses_a_theme_by_number(conversation: NumberedConversation) -> None:
    first = said(conversation, "hs code ceramic tiles")
    assert titles(first) == []
    second = said(conversation, "hs code of leather bags")
    assert titles(second) == titles(said(conversation, "/topics"))
    assert second.splitlines()[-3:] != first.splitlines()[-3:]


def test_topics_are_chosen_in_words_too(conversation: NumberedConversation) -> None:
    offered = titles(said(conversation, "train staff or hire"))
    assert said(conversation, "the first one").startswith(f"You asked about: {offered[0]}\n")
    assert titles(said(conversation, "both")) == offered
    none = said(conversation, "none of these")
    assert none.startswith("Then let us look by theme.")
    assert titles(none) == titles(said(conversation, "/topics"))


def test_what_follows_a_number_goes_on_with_the_topic_it_opened(conversation: NumberedConversation) -> None:
    said(conversation, "freight too expensive", "5")
    assert said(conversation, "why?").startswith("You asked about: What international trade is ")


def test_each_part_of_a_topic_leads_on_to_the_others(conversation: NumberedConversation) -> None:
    steps = said(conversation, "freight too expensive", "1")
    assert steps.startswith("Shipping costs too much\n\nFirst steps (our own practical advice")
    assert titles(steps) == [*SECTIONS[1:], *RELATED]
    papers = said(conversation, "1")
    assert "What the papers observe" in papers
    assert titles(papers) == [SECTIONS[0], SECTIONS[2], *RELATED]
    assert "[1] The impact of big data technology" in said(conversation, "2")


@pytest.mark.parametrize("number", ["1", "1.", "1)", " 1 ", "１"])
def test_a_number_may_be_typed_in_many_ways(conversation: NumberedConversation, number: str) -> None:
    assert said(conversation, "freight too expensive", number).startswith("Shipping costs too much\n\nFirst steps")


@pytest.mark.parametrize("number", ["0", "6", "99"])
def test_a_number_that_is_not_there_changes_nothing(conversation: NumberedConversation, number: str) -> None:
    assert said(conversation, "freight too expensive", number).startswith(NO_SUCH_NUMBER)
    assert said(conversation, "4").startswith("You asked about: Faster goods")


def test_a_number_with_nothing_to_choose_from_gets_a_line(conversation: NumberedConversation) -> None:
    assert said(conversation, "1").startswith("There is nothing to choose by number here.")


def test_topics_are_browsed_by_theme(conversation: NumberedConversation) -> None:
    assert titles(said(conversation, "/topics")) == ["Safety and trust (2)", "Goods across borders (3)"]
    shelf = said(conversation, "2")
    assert shelf.startswith("Goods across borders\n")
    assert titles(shelf)[1] == "Shipping costs too much"
    assert said(conversation, "2").startswith("You asked about: Shipping costs too much")


@pytest.mark.parametrize("command", ["/topic_logistics_cost", "/TOPIC_LOGISTICS_COST", "／topic_logistics_cost"])
def test_a_topic_has_a_command_of_its_own(conversation: NumberedConversation, command: str) -> None:
    assert said(conversation, command).startswith("You asked about: Shipping costs too much")


@pytest.mark.parametrize("command", ["/nonsense", "/topic_nonsense", "/topic_", "/theme_nonsense", "/", "/{{ 7*7 }}"])
def test_an_unknown_command_gets_a_line(conversation: NumberedConversation, command: str) -> None:
    assert said(conversation, command).startswith("I don't know this command.")


@pytest.mark.parametrize(
    ("command", "beginning"),
    [
        ("/start", "Trade advice, with its sources"),
        ("/help", "How to use me"),
        ("/sources", "The three papers"),
    ],
)
def test_every_page_can_be_read(conversation: NumberedConversation, command: str, beginning: str) -> None:
    assert said(conversation, command).startswith(beginning)


def test_an_example_of_the_start_is_asked_by_its_number(conversation: NumberedConversation) -> None:
    assert titles(said(conversation, "/start"))[1] == "Shipping eats all our profit"
    assert said(conversation, "1").startswith("You asked about: Being cheated in online trade")


def test_help_names_the_commands(conversation: NumberedConversation) -> None:
    assert re.findall(r"^/\w+", said(conversation, "/help"), re.MULTILINE) == [
        "/start",
        "/help",
        "/topics",
        "/sources",
        "/language",
    ]


def test_a_choice_is_made_by_number(conversation: NumberedConversation, small_parts: Parts) -> None:
    question, decision = next(unclear_questions(small_parts))
    text = said(conversation, question)
    assert text.startswith("I am not sure")
    assert text.count("\n1. ") == 1
    wanted = small_parts.knowledge.topic_by_id[decision.candidates[1].label.id]
    assert said(conversation, "2").startswith(f"You asked about: {wanted.title['en']}")


def unclear_questions(parts: Parts) -> Iterator[tuple[str, Choice]]:
    """Questions made of halves of two phrasings, so that we must ask back."""
    phrasings = [topic.phrasings["en"] for topic in parts.knowledge.topics]
    for number, first in enumerate(phrasings):
        for one, other in ((a, b) for second in phrasings[number + 1 :] for a in first for b in second):
            words = [*one.split()[:3], "and", *other.split()[:3]]
            decision = parts.answerer.answer(" ".join(words)).decision
            if isinstance(decision, Choice) and not decision.several_needs:
                yield " ".join(words), decision


def test_the_language_can_be_chosen_and_left_open_again(conversation: NumberedConversation) -> None:
    assert titles(said(conversation, "/language"))[:2] == ["English", "中文"]
    assert said(conversation, "2").startswith("好的")
    assert said(conversation, "freight too expensive").startswith("您问的是：运费太贵")
    assert said(conversation, "4").startswith("您问的是")
    assert "编号" in said(conversation, "9")
    assert said(conversation, "/language", "3").startswith("好的")
    assert said(conversation, "freight too expensive").startswith("You asked about")


def test_we_go_on_in_the_language_of_the_last_question(conversation: NumberedConversation) -> None:
    assert said(conversation, "运费太高", "/help").startswith("怎么用")
    assert conversation.label("console_prompt") == "您："
    assert said(conversation, "freight too expensive", "/help").startswith("How to use me")


def test_an_unknown_language_shows_those_we_speak(conversation: NumberedConversation) -> None:
    assert "中文" in said(conversation, "/language fr")


@pytest.mark.parametrize(("language", "prompt"), [("zh", "您："), ("en", YOU), ("fr", YOU), (None, YOU)])
def test_we_begin_in_the_language_of_the_terminal(small_parts: Parts, language: str | None, prompt: str) -> None:
    assert NumberedConversation(small_parts, client_language=language).label("console_prompt") == prompt


@pytest.mark.parametrize(
    ("line", "beginning"),
    [
        pytest.param("", NO_WORDS, id="empty"),
        pytest.param(" \t ", NO_WORDS, id="blank"),
        pytest.param("\x00\x07\x1b", NO_WORDS, id="control characters"),
        pytest.param("\u200b\u200e\u202e", NO_WORDS, id="invisible and direction characters"),
        pytest.param("🙂🙂", NO_WORDS, id="emoji only"),
        pytest.param("123456", "A number alone tells me too little", id="a long number"),
        pytest.param("{{ 7*7 }}", "A number alone tells me too little", id="a template"),
        pytest.param(
            "x" * 5_000, "Your message is long; I have read its first 1500 characters.", id="5,000 characters"
        ),
        pytest.param("freight too expensive " * 250, "Your message is long", id="5,000 characters of words"),
        pytest.param("<b>freight too expensive</b>", "You asked about", id="markup"),
    ],
)
def test_odd_lines_get_a_clear_one(conversation: NumberedConversation, line: str, beginning: str) -> None:
    assert said(conversation, line).startswith(beginning)


@pytest.fixture(scope="module")
def start(small_parts: Parts) -> Callable[[], NumberedConversation]:
    """Starts conversations; hypothesis writes out what a test was given, and all parts would fill pages."""
    return lambda: NumberedConversation(small_parts)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_whatever_is_typed_the_reply_is_printable_and_valid(
    start: Callable[[], NumberedConversation], lines: list[str]
) -> None:
    conversation = start()
    for line in lines:
        html = conversation.hear(line)
        assert format_text(html, "HTML").plain
        assert plain_text(html).replace("\n", "").isprintable()


class Listener:
    """Answers as *answerer* does, and keeps the earlier questions it was told of."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self.replies = answerer.replies
        self.told: list[tuple[str, ...]] = []

    def answer(self, text: str, **known: Any) -> Answer:
        self.told.append(tuple(known["after"]))
        return self._answerer.answer(text, **known)


def test_earlier_questions_go_with_the_next(small_parts: Parts) -> None:
    listener = Listener(small_parts.answerer)
    conversation = NumberedConversation(replace(small_parts, answerer=cast("Answerer", listener)))
    said(conversation, "freight too expensive", "thank you very much", "/help", "1", "", "and by sea?", "to Peru?")
    assert listener.told[0] == ()
    assert listener.told[-2] == ("freight too expensive",)
    assert listener.told[-1] == ("freight too expensive", "and by sea?")
