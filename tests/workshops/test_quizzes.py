"""Quiz questions: exactly one right option, plausible wrong ones that are never true as well, and Telegram's limits."""

from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.knowledge import KnowledgeBase
from bot.advice.markup import utf16_length
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.pages.quizzes import QuizPages
from bot.workshops.guessed_figures import GAP, figures_in
from bot.workshops.quizzes import (
    EXPLANATION_LIMIT,
    KINDS,
    MOST_QUESTIONS,
    OPTION_LIMIT,
    QUESTION_LIMIT,
    QuizQuestion,
    QuizWords,
    another,
    quiz,
    wanted_questions,
)
from bot.workshops.scores import Score, chosen, leaderboard
from tests.conftest import CHECKOUT, SMALL_KNOWLEDGE

SHIPPED = load_knowledge(CHECKOUT / "knowledge")
SMALL = load_knowledge(SMALL_KNOWLEDGE)
TEMPLATES = Templates(CHECKOUT / "templates")
ALL = 10_000
"""More questions than there are."""
LANGUAGES = pytest.mark.parametrize("language", TEMPLATES.languages)
seeds = st.integers(0, 2**31)


def words(knowledge: KnowledgeBase, language: str) -> QuizWords:
    return QuizPages(knowledge, TEMPLATES).words(language)


def topic_of(question: QuizQuestion) -> str:
    return question.key.partition(":")[2]


def apart(knowledge: KnowledgeBase, one: str, other: str) -> bool:
    """Claim that these topics rest on no claim in common and are not related."""
    first, second = knowledge.topic_by_id[one], knowledge.topic_by_id[other]

    def claims(topic: str) -> Iterator[str]:
        found = knowledge.topic_by_id[topic]
        yield from found.covers
        for statement in (*found.observe, *found.recommend):
            yield from statement.claims

    return not set(claims(one)) & set(claims(other)) and other not in first.related and one not in second.related


def sayers(knowledge: KnowledgeBase, text: str, language: str) -> list[str]:
    """The topics that an option is from: it is their title, or what is recommended there."""
    return [
        topic.id
        for topic in knowledge.topics
        if text in {topic.title[language], *(statement.text[language] for statement in topic.recommend)}
    ]


@LANGUAGES
def test_every_question_of_the_shipped_knowledge_keeps_the_laws(language: str) -> None:
    questions = quiz(SHIPPED, words(SHIPPED, language), count=ALL, seed=1)
    assert {question.key.partition(":")[0] for question in questions} == set(KINDS)
    assert len(questions) > 80
    assert len({question.key for question in questions}) == len(questions)
    for question in questions:
        assert 2 <= len(question.options) <= 4
        assert len(set(question.options)) == len(question.options)
        assert 0 <= question.right < len(question.options)
        assert utf16_length(question.ask) <= QUESTION_LIMIT
        assert all(0 < utf16_length(option) <= OPTION_LIMIT for option in question.options)
        assert 0 < utf16_length(question.explanation) <= EXPLANATION_LIMIT
        assert question.explanation.count("\n") <= 2
        assert any(paper.short[language] in question.explanation for paper in SHIPPED.papers)


def of_kind(kind: str, language: str, seed: int = 3) -> list[QuizQuestion]:
    """All questions of this kind about the shipped knowledge; there are some."""
    made = quiz(SHIPPED, words(SHIPPED, language), count=ALL, seed=seed)
    found = [question for question in made if question.key.startswith(f"{kind}:")]
    assert found
    return found


@LANGUAGES
def test_no_wrong_measure_of_the_shipped_knowledge_is_true_as_well(language: str) -> None:
    for question in chain.from_iterable(of_kind("measure", language, seed) for seed in range(5)):
        wrong = [option for place, option in enumerate(question.options) if place != question.right]
        for other in (topic for option in wrong for topic in sayers(SHIPPED, option, language)):
            assert apart(SHIPPED, topic_of(question), other), question


@LANGUAGES
def test_which_paper_says_so_is_asked_only_where_no_other_says_it(language: str) -> None:
    for question in of_kind("paper", language):
        covers = SHIPPED.topic_by_id[topic_of(question)].covers
        (paper,) = {SHIPPED.claim_by_id[claim].paper for claim in covers}
        assert question.options[question.right] == SHIPPED.paper_by_id[paper].short[language]


@LANGUAGES
def test_figures_are_asked_only_where_claims_have_them(language: str) -> None:
    for question in of_kind("figure", language):
        covers = SHIPPED.topic_by_id[topic_of(question)].covers
        assert any(SHIPPED.claim_by_id[claim].figure for claim in covers)
        assert GAP in question.ask
        assert question.options[question.right] not in question.ask


@given(seeds, st.integers(1, MOST_QUESTIONS))
def test_the_same_seed_gives_the_same_quiz_with_no_question_twice(seed: int, count: int) -> None:
    made = quiz(SMALL, words(SMALL, "en"), count=count, seed=seed)
    assert made == quiz(SMALL, words(SMALL, "en"), count=count, seed=seed)
    assert len(made) == min(count, len(quiz(SMALL, words(SMALL, "en"), count=ALL, seed=seed)))
    assert len({question.key for question in made}) == len(made)


def test_true_is_right_about_as_often_as_false() -> None:
    asked = [q for q in quiz(SHIPPED, words(SHIPPED, "en"), count=ALL, seed=5) if q.key.startswith("truth:")]
    true = sum(question.right == 0 for question in asked)
    assert len(asked) / 4 < true < len(asked) * 3 / 4


def test_a_quiz_keeps_to_the_themes_of_its_room() -> None:
    found = quiz(SHIPPED, words(SHIPPED, "en"), count=ALL, seed=1, themes=["safety"])
    assert {SHIPPED.topic_by_id[topic_of(question)].theme for question in found} == {"safety"}
    assert quiz(SHIPPED, words(SHIPPED, "en"), count=5, seed=1, themes=["no_such_theme"]) == ()


def test_what_the_room_has_had_comes_last() -> None:
    first = quiz(SHIPPED, words(SHIPPED, "en"), count=10, seed=1)
    keys = [question.key for question in first]
    second = quiz(SHIPPED, words(SHIPPED, "en"), count=10, seed=1, without=keys)
    assert not set(keys) & {question.key for question in second}
    there = [question.key for question in quiz(SMALL, words(SMALL, "en"), count=ALL, seed=1)]
    assert len(quiz(SMALL, words(SMALL, "en"), count=2, seed=2, without=there)) == 2
    assert another(SMALL, words(SMALL, "en"), seed=2, themes=(), without=there) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("some 25% of that", {"25%"}),
        ("from 1 billion dollars to more than 30 billion", {"1 billion", "30 billion"}),
        ("约一万亿美元，其中约25%", {"25%", "一万亿"}),
        ("十亿多美元，超过三百亿美元", {"十亿", "三百亿"}),
        ("no figure, in 2018 neither", set()),
    ],
)
def test_figures_are_found_and_left_out(text: str, right: set[str]) -> None:
    found = figures_in(text)
    assert {figure.right for figure in found} == right
    for figure in found:
        assert figure.left_out.replace(GAP, figure.right) == text
        assert figure.right not in figure.wrong
        assert not any(wrong in text for wrong in figure.wrong)


@pytest.mark.parametrize(("said", "count"), [("", 5), ("7", 7), ("٣", 3), ("0", 1), ("11", 10), ("x", 5), ("-2", 5)])
def test_a_number_of_questions_is_read(said: str, count: int) -> None:
    assert wanted_questions(said) == count


def test_who_did_equally_well_shares_a_place_and_who_has_no_name_has_none() -> None:
    scores = [
        Score(person=str(n), name=name, right=right)
        for n, (name, right) in enumerate([("Ann", 3), ("Bo", 5), (None, 5), ("Cy", 3), ("Di", 1)])
    ]
    assert [(one.place, one.name) for one in leaderboard(scores)] == [(1, "Bo"), (2, "Ann"), (2, "Cy"), (4, "Di")]


@given(st.lists(st.integers(0, 50), min_size=2, max_size=4))
def test_one_person_two_and_none_look_the_same(counts: list[int]) -> None:
    options = [str(place) for place in range(len(counts))]
    hidden = [people if people >= 3 else 0 for people in counts]
    assert chosen(options, (0,), counts) == chosen(options, (0,), hidden)
    assert all(one.people is None or one.people >= 3 for one in chosen(options, (0,), counts))
