"""The one path from a question to an answer: in which language we reply, and what we say to other ones."""

from collections.abc import Sequence

import pytest

from bot.advice.arrays import Floats
from bot.advice.deciding import Choice, NoAdvice, Smalltalk
from bot.advice.wordless import Wordless
from bot.assembly import Parts


@pytest.mark.parametrize(
    ("text", "chosen", "client", "expected"),
    [
        pytest.param("freight too expensive", None, None, "en", id="the question's"),
        pytest.param("运费太高", None, "en", "zh", id="the question's before the client's"),
        pytest.param("運費太高", None, None, "zh", id="traditional Chinese"),
        pytest.param("运费太高", "en", "zh", "en", id="the chosen one before all"),
        pytest.param("freight too expensive", "fr", None, "en", id="never one we do not speak"),
        pytest.param("los gastos de envío son demasiado altos", None, "zh", "en", id="English to other languages"),
        pytest.param("12 345", None, "zh-hans", "zh", id="the client's where there are no words"),
        pytest.param("🙂", None, "pt-br", "en", id="English where all else fails"),
        pytest.param("", None, None, "en", id="nothing known"),
    ],
)
def test_the_reply_is_in_the_best_language_we_know(
    small_parts: Parts, text: str, chosen: str | None, client: str | None, expected: str
) -> None:
    answer = small_parts.answerer.answer(text, chosen_language=chosen, client_language=client)
    assert answer.reply_language == expected


def test_a_question_in_another_language_is_told_so_first(small_parts: Parts) -> None:
    answer = small_parts.answerer.answer("los gastos de envío son demasiado altos para nosotros")
    assert answer.language == "es"
    assert answer.reply.html.startswith(f"<i>{small_parts.templates.foreign_note('es')}</i>")


@pytest.mark.parametrize("chosen", ["en", "zh"])
def test_who_chose_the_language_of_replies_is_not_told_of_it(small_parts: Parts, chosen: str) -> None:
    answer = small_parts.answerer.answer(
        "los gastos de envío son demasiado altos para nosotros", chosen_language=chosen
    )
    assert str(small_parts.templates.foreign_note("es")) not in answer.reply.html


def test_a_choice_we_can_not_follow_is_no_choice(small_parts: Parts) -> None:
    asked = "los gastos de envío son demasiado altos para nosotros"
    assert small_parts.answerer.answer(asked, chosen_language="fr") == small_parts.answerer.answer(asked)


def test_an_answer_has_the_question_as_it_can_be_shown(small_parts: Parts) -> None:
    assert small_parts.answerer.answer("  Freight\u200b\n too   EXPENSIVE?? ").question == "Freight too EXPENSIVE??"


@pytest.mark.parametrize("text", ["", "?!", "🙂🙂", "\u202e\u200b", "…"])
def test_a_message_without_words_is_told_so(small_parts: Parts, text: str) -> None:
    answer = small_parts.answerer.answer(text)
    assert answer.decision_name == "none"
    assert answer.reply == small_parts.answerer.replies.no_words("en", "signs")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        *(
            ("2000", "number"),
            ("$ 2,000", "number"),
            ("50%", "number"),
            ("+86 138 0013 8000", "number"),
            ("1+1", "number"),
        ),
        *(("https://shop.example/42", "link"), ("www.shop.example 👀", "link"), ("eva@shop.example", "link")),
    ],
)
def test_numbers_and_links_alone_are_matched_with_nothing(small_parts: Parts, text: str, instead: Wordless) -> None:
    answer = small_parts.answerer.answer(text)
    assert answer.decision == NoAdvice()
    assert answer.reply == small_parts.answerer.replies.no_words("en", instead)
    beside_words = small_parts.answerer.answer(f"freight too expensive {text}")
    assert beside_words.reply.topic == "logistics_cost"


@pytest.mark.parametrize(("text", "said"), [("asdf jkl", "I can't make out"), ("啊啊啊啊", "没看懂")])
def test_what_nobody_can_read_is_not_said_to_be_missing_in_the_papers(
    shipped_parts: Parts, text: str, said: str
) -> None:
    answer = shipped_parts.answerer.answer(text)
    assert answer.decision_name == "none"
    first_line = answer.reply.html.splitlines()[0]
    assert said in first_line
    assert "paper" not in first_line
    assert "论文" not in first_line


def test_advice_comes_with_offers_and_sources(small_parts: Parts) -> None:
    answer = small_parts.answerer.answer("freight too expensive")
    assert answer.decision_name == "advice"
    assert [offer.topic for offer in answer.reply.offers] == ["faster_logistics", "what_is_trade"]
    assert [source.claim for source in answer.reply.sources] == ["big-data.m2", "big-data.c7"]


@pytest.mark.parametrize(
    ("text", "before", "language", "section"),
    [
        ("what do we do then?", "a supplier took our deposit and vanished", "en", "steps"),
        ("那怎么办", "被供应商骗了定金", "zh", "steps"),
        ("why?", "freight too expensive", "en", "papers"),
    ],
)
def test_who_goes_on_asking_gets_what_the_short_answer_left_out(
    small_parts: Parts, text: str, before: str, language: str, section: str
) -> None:
    answerer = small_parts.answerer
    first, then = answerer.answer(before), answerer.answer(text, after=[before])
    assert first.reply.topic == then.reply.topic
    assert first.reply.topic is not None
    opened = answerer.replies.section(first.reply.topic, language, "steps")
    assert (opened.partition("</b>")[2].strip() in then.reply.html) == (section == "steps")
    assert then.reply.html != first.reply.html
    assert "<blockquote expandable>" in then.reply.html, "what it rests on is said again"


def test_who_names_a_subject_gets_its_short_answer(small_parts: Parts) -> None:
    answerer = small_parts.answerer
    before = "a supplier took our deposit and vanished"
    again = answerer.answer("what should we do if a supplier took our deposit and vanished?", after=[before])
    assert (
        again.reply.html == answerer.answer("what should we do if a supplier took our deposit and vanished?").reply.html
    )


@pytest.fixture
def rounds(shipped_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the multilingual encoder is given from now on, together each time."""
    encoder, given = shipped_parts.loaded["meaning"], []
    encode = encoder.encode

    def listening(texts: Sequence[str]) -> Floats:
        given.append(texts)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", listening)
    return given


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("运费太贵了", id="one need"),
        pytest.param("我们被骗了订金，而且招不到人", id="two needs"),
        pytest.param("大数据论文怎么说物流成本", id="the papers on a subject"),
        pytest.param(
            "我们做陶瓷二十年了。运费吃掉了三分之一的利润。" * 6 + "现在海关又扣住了货柜。", id="a long story"
        ),
    ],
)
def test_a_question_is_encoded_with_its_pieces_in_one_go(
    shipped_parts: Parts, rounds: list[Sequence[str]], text: str
) -> None:
    shipped_parts.answerer.answer(f"请问{text}")
    assert len(rounds) == 1


@pytest.mark.parametrize(
    ("typed", "topic"),
    [("freightistooexpensivewhatcanido", "logistics_cost"), ("MyStaffCannotUseComputers", "train_own_staff")],
)
def test_english_without_blanks_is_understood(shipped_parts: Parts, typed: str, topic: str) -> None:
    answer = shipped_parts.answerer.answer(typed)
    assert answer.reply.topic == topic
    assert (answer.question, answer.language) == (typed, "en")


def test_a_need_that_sounds_a_little_like_a_pleasantry_is_a_need(shipped_parts: Parts) -> None:
    assert isinstance(shipped_parts.answerer.answer("收不到钱").decision, Choice)
    assert shipped_parts.answerer.answer("is it free").decision == Smalltalk(kind="cost")


def test_a_follow_up_is_encoded_with_the_text_it_makes_in_one_go(
    shipped_parts: Parts, rounds: list[Sequence[str]]
) -> None:
    first, then = "我们找不到既懂外贸又懂数据的人", "那怎么培养他们呢"
    shipped_parts.answerer.answer(first)
    match = shipped_parts.answerer.answer(then, after=(first,)).match
    assert 0 < match.share_of_earlier < 1
    assert len(rounds) == 2
