"""Choosing in words from topics that were offered, and what else is said to a reply of ours."""

import pytest

from bot.advice.asides import AsideCues
from bot.advice.picking import places_picked
from bot.assembly import Parts


@pytest.fixture(scope="module")
def cues(small_parts: Parts) -> AsideCues:
    return small_parts.knowledge.aside_cues


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", ("first",)),
        ("the first one please", ("first",)),
        ("number two", ("second",)),
        ("2nd", ("second",)),
        ("i think the last one", ("last",)),
        ("1 and 3", ("first", "third")),
        ("ok, both of them", ("all",)),
        ("none of these", ("none",)),
        ("no, the second", ("none", "second")),
        ("and the other one", ("other",)),
        ("yes", ("unsaid",)),
        ("第一个", ("first",)),
        ("选第二个吧", ("second",)),
        ("我想看第一个和第三个", ("first", "third")),
        ("两个都要", ("all",)),
        ("都不是", ("none",)),
        ("那另一个呢", ("other",)),
        ("2", ("second",)),
    ],
)
def test_a_choice_in_words_is_understood(cues: AsideCues, text: str, said: tuple[str, ...]) -> None:
    assert cues.picks.said(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "please",
        "first we paid and then they vanished",
        "12",
        "the third paper",
        "one buyer does not pay",
        "no staff",
        "both shipping and customs",
        "第三篇呢",
        "第一次出口",
        "没有客户",
        "一直没到货",
        "the first " * 40,
    ],
)
def test_what_says_more_than_which_one_is_no_choice(cues: AsideCues, text: str) -> None:
    assert cues.picks.said(text) == ()


@pytest.mark.parametrize(
    ("said", "offered", "taken", "places"),
    [
        pytest.param(["second"], 3, [], (1,), id="one"),
        pytest.param(["third"], 2, [], None, id="one that is not there"),
        pytest.param(["first", "third"], 3, [], (0, 2), id="two"),
        pytest.param(["all"], 2, [], (0, 1), id="all"),
        pytest.param(["last"], 3, [], (2,), id="the last"),
        pytest.param(["other"], 2, [0], (1,), id="the one not taken"),
        pytest.param(["other"], 1, [0], None, id="no other"),
        pytest.param(["none"], 2, [], (), id="none"),
        pytest.param(["none", "first"], 2, [], (0,), id="not that, but the first"),
        pytest.param(["best"], 3, [], (1,), id="the one that we are surest of"),
        pytest.param(["unsaid"], 2, [], None, id="yes, but which"),
    ],
)
def test_words_mean_places_in_the_list(
    said: list[str], offered: int, taken: list[int], places: tuple[int, ...] | None
) -> None:
    assert places_picked(said, offered, taken, surest=1) == places  # type: ignore[arg-type] # words as a table has them


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No, I meant shipping", "shipping"),
        ("sorry i mean the cost of freight", "the cost of freight"),
        ("I said shipping, not data!!", "shipping"),
        ("that's not what i meant, i'm asking about customs", "customs"),
        ("不对，我问的是人才", "人才"),
        ("不是这个意思，我是说运费", "运费"),
        ("我说的是运费，不是人才", "运费"),
        ("we have no staff", None),
        ("不是很懂海关", None),
        ("I meant", None),
    ],
)
def test_a_correction_is_taken_off(cues: AsideCues, text: str, meant: str | None) -> None:
    assert cues.without_correction(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no, training", "training"),
        ("No. My problem is staff", "staff"),
        ("not that, the shipping", "shipping"),
        ("not shipping, training", "training"),
        ("not shipping but training", "training"),
        ("不是，培训", "培训"),
        ("不对，是员工的问题", "员工"),
        ("不是运费，是培训", "培训"),
        ("不是运费而是培训", "培训"),
        ("no staff", None),
        ("not enough", None),
        ("不是很懂", None),
        ("no, we have tried all of this for many years", None),
    ],
)
def test_what_is_named_instead_is_found(cues: AsideCues, text: str, meant: str | None) -> None:
    assert cues.instead(text, has_reply=True) == meant


def test_a_plain_no_denies_nothing_where_nothing_was_said(cues: AsideCues) -> None:
    assert cues.instead("no, training", has_reply=False) is None
    assert cues.instead("not shipping, training", has_reply=False) == "training"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("it is about my staff", "staff"),
        ("one more thing, my staff", "staff"),
        ("back to shipping", "shipping"),
        ("是关于员工的", "员工"),
        ("我们的问题是运费", "运费"),
        ("staff", None),
        ("it is about", None),
        ("my staff leave as soon as they can sell online", None),
    ],
)
def test_a_subject_that_is_only_named_is_found(cues: AsideCues, text: str, subject: str | None) -> None:
    assert cues.subject_named(text) == subject


@pytest.mark.parametrize(
    "text", ["not that", "no, that's not it", "no not that", "不是这个", "不对", "不，不是这个意思"]
)
def test_a_rejection_is_one_whatever_stands_around_it(cues: AsideCues, text: str) -> None:
    assert cues.rejects(text)


@pytest.mark.parametrize("text", ["no", "sorry", "不", "not that expensive", "不对称信息"])
def test_less_or_more_than_a_rejection_is_none(cues: AsideCues, text: str) -> None:
    assert not cues.rejects(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("in english please", "en"),
        ("用英文", "en"),
        ("中文", "zh"),
        ("chinese pls", "zh"),
        ("sell to english customers", None),
        ("中文网站", None),
    ],
)
def test_wanting_the_reply_in_a_language_is_understood(cues: AsideCues, text: str, language: str | None) -> None:
    assert cues.language_wanted(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "no " * 3000 + "x",
        "no, " * 3000,
        "not that " * 3000 + "x",
        "不是" * 3000,
        "好的是的" * 9 + "x",
        "a the " * 6 + "x",
    ],
)
def test_nothing_takes_long_to_read(cues: AsideCues, text: str) -> None:
    assert cues.picks.said(text) == ()
    assert cues.without_correction(text) is None
    assert cues.instead(text, has_reply=True) is None
    assert not cues.rejects(text)


@pytest.mark.parametrize("text", ["what do i say to him", "how can i answer her", "怎么回他"])
def test_a_person_spoken_of_leans_on_what_was_said(small_parts: Parts, text: str) -> None:
    assert small_parts.knowledge.cues.lean(text)
