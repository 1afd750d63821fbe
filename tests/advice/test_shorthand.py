"""Writing out what people shorten on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.normalising import comparable
from bot.advice.shorthand import NO_SHORTHAND, Shorthand
from bot.advice.spelling import Repair, SpellingRepairer
from bot.assembly import Parts
from bot.files.knowledge_reading import load_knowledge
from tests.conftest import CHECKOUT

SHIPPED = load_knowledge(CHECKOUT / "knowledge").shorthand
WORDS = sorted({word for typed, meant in SHIPPED.meanings.items() for word in f"{typed} {meant}".split()})
SLIPS = SpellingRepairer([word for meant in SHIPPED.meanings.values() for word in meant.split()])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("wat 2 do, ppl dont trust r shop", "what to do, people don't trust our shop", id="many at once"),
        pytest.param("Thx 4 ur help", "thanks for your help", id="what is written out makes a run"),
        pytest.param("PLS help ASAP!!!", "please help as soon as possible", id="in capital letters"),
        pytest.param("y r ppl late?n how 2 fix", "why are people late?n how to fix", id="signs at both sides"),
        pytest.param("late...wat 2 do", "late...what to do", id="after dots"),
        pytest.param("b4,tmrw;asap", "before,tomorrow;as soon as possible", id="without blanks"),
        pytest.param("w/o docs, w/ docs", "without docs, with docs", id="with a slash"),
        pytest.param("the u s mkt", "the us market", id="a country in pieces"),
        pytest.param("how r u", "how are you", id="the longest run from the left"),
    ],
)
def test_shorthand_is_written_out(typed: str, meant: str) -> None:
    assert SHIPPED.written_out(comparable(typed))[0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "we sell 4 tons 2 weeks late",
        "2 containers in 4 weeks from our 2 shops",
        "buy 2 get 1 free",
        "need 2,000 boxes and 4 me-too brands",
        "r&d in the us, plan b, x and y, and u.s. law",
        "online.biz, ppl@mail, 24/7, w/out",
        "u-turn, it's 4:30, $2 my",
        "the boat's b4x, mktplace, 4ur",
    ],
)
def test_what_only_looks_like_shorthand_stays(typed: str) -> None:
    assert SHIPPED.written_out(typed) == (typed, ())


def test_what_was_written_out_is_told_as_it_was_typed() -> None:
    assert SHIPPED.written_out("thx 4 ur help")[1] == (
        Repair(typed="thx", taken_for="thanks"),
        Repair(typed="ur", taken_for="your"),
        Repair(typed="thanks 4", taken_for="thanks for"),
    )


def test_slips_are_mended_after_and_what_they_shorten_too() -> None:
    some = Shorthand(meanings={"frt": "freight", "what r": "what are"})
    mended, repairs = some.mended("frt whta r custmos", SpellingRepairer(["what", "customs", "freight"]).repair)
    assert mended == "freight what are customs"
    assert [repair.typed for repair in repairs] == ["frt", "whta", "custmos", "what r"]


@given(st.lists(st.sampled_from([*WORDS, "sell", "2", "4", "weeks", "?", "u.s.", "whta", "custmer"])))
def test_mending_twice_gives_the_same_as_once(words: list[str]) -> None:
    mended, _ = SHIPPED.mended(" ".join(words), SLIPS.repair)
    assert SHIPPED.mended(mended, SLIPS.repair) == (mended, ())


@given(st.dictionaries(st.text("ab2'/! ", min_size=1), st.text("ab2'/! ", min_size=1), max_size=4), st.text("ab2'/! "))
def test_any_table_comes_to_an_end(meanings: dict[str, str], text: str) -> None:
    some = Shorthand(meanings=meanings)
    written, _ = some.written_out(text)
    assert some.written_out(written) == (written, ())


@given(st.text())
def test_without_a_table_nothing_is_written_out(text: str) -> None:
    assert NO_SHORTHAND.written_out(text) == (text, ())


def test_english_alone_is_written_out(small_parts: Parts) -> None:
    match = small_parts.answerer.matcher.match
    assert match("frt 2 do", language="en").text == "freight to do"
    assert match("frt 2 do", language="nl").text == "frt 2 do"


def test_shorthand_is_english(small_parts: Parts) -> None:
    answer = small_parts.answerer.answer("wat ppl dont u frt")
    assert (answer.language, answer.match.text) == ("en", "what people don't you freight")
