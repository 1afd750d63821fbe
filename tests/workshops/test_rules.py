"""The rules of rooms: codes, days, names, and which counts may be seen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workshops.codes import ALPHABET, LENGTH, codes_in, new_code
from bot.workshops.counts import FEWEST_SHOWN, RoomCounts, TopicCount, board_of
from bot.workshops.days import read_day
from bot.workshops.nicknames import MOST_NICKNAME, may_be_nickname, may_be_question, nickname_in
from bot.workshops.rehearsing import rehearsal
from bot.workshops.rooms import MOST_NAME, SEATS, seats_after, tidy_name
from bot.workshops.walls import WORDS_SHOWN, each_once, in_order, wall_question

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_new_code_can_be_read_again_and_has_nothing_that_looks_alike() -> None:
    made = {new_code() for _ in range(200)}
    assert len(made) > 190
    for code in made:
        assert codes_in(code) == (code,)
        assert not set(code) & set("O0I1")


@given(codes, st.sampled_from([" ", "-", "\u3000", "–", ""]))
def test_a_code_is_read_in_small_letters_and_in_groups(code: str, between: str) -> None:
    assert codes_in(f" {code[:3].lower()}{between}{code[3:]} ") == (code,)


def test_a_code_is_read_in_full_width_letters() -> None:
    assert codes_in("ＫＭ７ｐｑ４") == ("KM7PQ4",)


@pytest.mark.parametrize(
    "words",
    ["join code WXZVAV", "WXZ VAV", "wxzvav.", "code: WXZ-VAV", "“WXZVAV”!", "房间码是WXZVAV。", "my code: WXZVAV"],
)
def test_a_code_is_found_among_other_words(words: str) -> None:
    assert codes_in(words) == ("WXZVAV",)


def test_whatever_may_be_a_code_is_found_and_nothing_else() -> None:
    assert codes_in("the KM7 PQ4") == ("THEKM7", "KM7PQ4")
    assert codes_in("WXZVAVX, I00000, WXZ VA, WXZVA?") == ()


groups = st.text(st.sampled_from(f"{ALPHABET}{ALPHABET.lower()}01io"), min_size=1, max_size=LENGTH) | st.text()


@given(st.lists(groups).flatmap(lambda found: st.sampled_from(["", " ", "-", ", "]).map(lambda gap: gap.join(found))))
def test_whatever_is_written_has_codes_or_none(words: str) -> None:
    assert all(len(code) == LENGTH and set(code) <= set(ALPHABET) for code in codes_in(words))


@pytest.mark.parametrize("words", ["2031-03-14", "2031/3/14", "14.03.2031", "2031年3月14日", "on 14.3.2031!"])
def test_a_day_is_read_as_people_write_it(words: str) -> None:
    assert read_day(words) == date(2031, 3, 14)


@pytest.mark.parametrize("words", ["", "tomorrow", "2031-13-01", "31.2.2031", "14.3.31", "99999-1-1"])
def test_what_is_no_day_is_none(words: str) -> None:
    assert read_day(words) is None


@given(st.text(max_size=300))
def test_a_name_is_one_line_that_fits(words: str) -> None:
    name = tidy_name(words)
    assert len(name) <= MOST_NAME
    assert name == name.strip()
    assert name.isprintable()


def test_seats_go_round() -> None:
    assert [seats_after(seats) for seats in SEATS] == [*SEATS[1:], SEATS[0]]
    assert seats_after(7) == SEATS[0]


counts = st.lists(st.integers(1, 60), max_size=12).map(
    lambda people: RoomCounts(
        people=max(people, default=0),
        questions=sum(people),
        answered=sum(people),
        topics=tuple(TopicCount(topic=f"t{place}", people=number) for place, number in enumerate(people)),
    )
)
TITLES = {f"t{place}": f"Topic {place:02}" for place in range(12)}


@given(counts)
def test_a_board_tells_no_number_of_people_below_three(given: RoomCounts) -> None:
    board = board_of(given, TITLES)
    for people in (board.people, *(bar.people for bar in board.topics)):
        assert people is None or people >= FEWEST_SHOWN


@given(counts)
def test_one_person_and_two_look_the_same_on_a_board(given: RoomCounts) -> None:
    """Nothing on it may tell them apart: not the length of a bar, and not the order."""
    other = RoomCounts(
        people=3 - given.people if given.people in {1, 2} else given.people,
        questions=given.questions,
        answered=given.answered,
        topics=tuple(
            TopicCount(topic=count.topic, people=3 - count.people if count.people < 3 else count.people)
            for count in given.topics
        ),
    )
    assert board_of(given, TITLES) == board_of(other, TITLES)


@given(counts)
def test_bars_grow_with_people_and_the_longest_is_full(given: RoomCounts) -> None:
    many = [bar for bar in board_of(given, TITLES).topics if bar.people is not None]
    assert [bar.share for bar in many] == sorted((bar.share for bar in many), reverse=True)
    assert not many or many[0].bar == "█" * 10
    assert all(len(bar.bar) == 10 and "█" in bar.bar for bar in board_of(given, TITLES).topics)


def test_a_topic_that_is_no_more_is_on_no_board() -> None:
    gone = RoomCounts(people=5, questions=5, answered=5, topics=(TopicCount(topic="gone", people=5),))
    assert board_of(gone, TITLES).topics == ()


def test_in_a_rehearsal_everybody_joins_first_and_asks_what_people_ask() -> None:
    phrasings = {"a": ("one", "two"), "b": ("three",), "c": ()}
    steps = rehearsal(phrasings, ("elsewhere",), people=40, questions=3, seed=1)
    assert [step.person for step in steps if step.words is None] == list(range(1, 41))
    asked = [step for step in steps if step.words is not None]
    assert len(asked) == 120
    assert {step.words for step in asked} == {"one", "two", "three", "elsewhere"}
    assert steps == rehearsal(phrasings, ("elsewhere",), people=40, questions=3, seed=1)


def test_a_rehearsal_without_anything_to_ask_just_fills_the_room() -> None:
    assert len(rehearsal({}, (), people=3, questions=5, seed=1)) == 3


# Nicknames


@pytest.mark.parametrize("words", ["Blue Whale", " Team 7 ", "蓝鲸", "The Rocky Road", "x" * MOST_NICKNAME])
def test_a_short_line_may_be_a_nickname(words: str) -> None:
    assert may_be_nickname(words)
    assert nickname_in(words) == words.strip()


@pytest.mark.parametrize(
    "words", ["", "why?", "为什么？", "my freight is dear", "x" * (MOST_NICKNAME + 1), "Blue\nWhale"]
)
def test_what_is_long_or_asks_is_no_nickname(words: str) -> None:
    assert not may_be_nickname(words)


def test_one_word_or_two_hardly_say_what_somebody_wants_to_know() -> None:
    assert [may_be_question(words) for words in ("freight", "Cash King", "freight too dear")] == [False, False, True]
    assert [may_be_question(words) for words in ("物流大王", "运费太贵了")] == [False, True]


# Walls


def test_a_question_on_the_wall_is_one_short_line_and_few_votes_are_not_told() -> None:
    question = wall_question(number=1, words="  a\n\u2028b  " + "c" * 300, votes=2)
    assert question.words.startswith("a b ccc")
    assert len(question.words) == WORDS_SHOWN
    assert question.words.endswith("…")
    assert question.votes is None
    assert wall_question(number=1, words="a", votes=3).votes == 3


def test_the_order_by_votes_does_not_tell_which_of_the_few_has_a_vote() -> None:
    questions = [wall_question(number=number, words="a", votes=votes) for number, votes in enumerate((2, 0, 5, 1, 3))]
    assert [question.id for question in in_order(questions, "newest")] == [4, 3, 2, 1, 0]
    assert [question.id for question in in_order(questions, "votes")] == [2, 4, 3, 1, 0]


def test_the_wall_says_the_same_once_and_keeps_what_has_votes() -> None:
    given = [
        (4, "Freight is dear!", 0),
        (3, "We were cheated", 0),
        (2, "freight is dear", 5),
        (1, "we were cheated?", 2),
    ]
    questions = [wall_question(number=number, words=words, votes=votes) for number, words, votes in given]
    assert [question.id for question in each_once(questions)] == [2, 3]
