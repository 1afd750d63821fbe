"""Laws of matching, on the small knowledge by wording alone and on a sample of the shipped one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.deciding import Advice, Choice, NoAdvice, Smalltalk
from bot.advice.matching import Candidate, Match
from bot.answering import Answer, Answerer
from bot.assembly import Parts
from bot.files.knowledge_reading import load_knowledge
from tests.conftest import SMALL_KNOWLEDGE

SMALL = load_knowledge(SMALL_KNOWLEDGE)
ASKED = [
    pytest.param(topic.id, text, id=f"{topic.id}-{language}-{number}")
    for topic in SMALL.topics
    for language, texts in topic.phrasings.items()
    for number, text in enumerate(texts)
]
PHRASINGS = st.sampled_from([text for topic in SMALL.topics for texts in topic.phrasings.values() for text in texts])
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@pytest.fixture(scope="module")
def small(small_parts: Parts) -> Answerer:
    """Only what answers: hypothesis writes out what a test was given, and all parts would fill pages."""
    return small_parts.answerer


def winner(answer: Answer) -> str:
    return answer.match.topics[0].label.id


def candidates(match: Match) -> tuple[Candidate, ...]:
    return (*match.topics, *match.others)


@pytest.mark.parametrize(("topic", "text"), ASKED)
def test_a_phrasing_word_for_word_finds_its_own_topic(small: Answerer, topic: str, text: str) -> None:
    assert winner(small.answer(text)) == topic


def test_shipped_phrasings_word_for_word_find_their_own_topic(shipped_parts: Parts) -> None:
    asked = [
        (topic.id, text)
        for topic in shipped_parts.knowledge.topics
        for texts in topic.phrasings.values()
        for text in texts[::17]
    ]
    missed = [(topic, text) for topic, text in asked if winner(shipped_parts.answerer.answer(text)) != topic]
    assert not missed


@given(
    PHRASINGS, st.sampled_from(["", "?", "!", "...", "。", "？！", " …"]), st.sampled_from(["as is", "upper", "full"])
)
def test_case_width_and_final_punctuation_never_change_the_winner(
    small: Answerer, text: str, end: str, form: str
) -> None:
    typed = {"as is": text, "upper": text.upper(), "full": text.translate(FULL_WIDTH)}[form] + end
    assert winner(small.answer(typed)) == winner(small.answer(text))


@given(st.one_of(st.text(max_size=300), st.lists(PHRASINGS, max_size=6).map(" ".join)))
def test_any_text_gets_an_answer_within_bounds(small: Answerer, text: str) -> None:
    answer = small.answer(text)
    assert answer.reply.html
    for found in candidates(answer.match):
        assert 0 <= found.score <= 100
        assert 0 <= found.confidence <= 1
        assert all(evidence.share <= 1 + 1e-6 for evidence in found.evidence)


@given(st.text(max_size=200))
def test_the_same_question_always_gets_the_same_answer(small: Answerer, text: str) -> None:
    assert small.answer(text) == small.answer(text)


def assert_alike(one: Match, other: Match) -> None:
    """The same, but for rounding: thousands of weights of either sign are summed in another order."""
    assert (one.text, one.repairs, one.sentences) == (other.text, other.repairs, other.sentences)
    found, expected = ({found.label: found for found in candidates(match)} for match in (one, other))
    assert set(found) == set(expected)
    for label, candidate in found.items():
        assert candidate.score == pytest.approx(expected[label].score, abs=0.05)
        assert candidate.confidence == pytest.approx(expected[label].confidence, abs=0.002)


@given(st.lists(st.one_of(st.text(max_size=80), PHRASINGS), max_size=5))
def test_asked_together_questions_get_what_each_gets_alone(small: Answerer, texts: list[str]) -> None:
    for text, match in zip(texts, small.matcher.match_all(texts), strict=True):
        assert_alike(match, small.matcher.match(text))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_all_encoders_questions_together_get_what_each_gets_alone(shipped_parts: Parts, language: str) -> None:
    story = "We sell tiles to nine countries. The forwarder takes a third of what we earn. " * 3
    texts = ["the freight eats our profit", "运费太贵了，利润都没了", story, "", "who cheats exporters?"]
    matcher = shipped_parts.answerer.matcher
    together = matcher.match_all(texts, language=language)
    for text, match in zip(texts, together, strict=True):
        assert_alike(match, matcher.match(text, language=language))
    assert matcher.match_all(texts, language=language) == together


@pytest.mark.parametrize("text", ["freight", "运费", "hello", "what is the weather on Mars", ""])
def test_candidates_stand_best_first(small: Answerer, text: str) -> None:
    match = small.answer(text).match
    for found in (match.topics, match.others):
        assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        pytest.param("freight is too expensive for us", Advice, id="advice"),
        pytest.param("海运费太高了", Advice, id="advice in Chinese"),
        pytest.param("海運費太高了", Advice, id="advice to traditional Chinese"),
        pytest.param("freigth too expnsive", Advice, id="advice in spite of typing errors"),
        pytest.param("hs code ceramic tiles", NoAdvice, id="something we do not answer"),
        pytest.param("thank you very much", Smalltalk, id="a pleasantry"),
        pytest.param("", NoAdvice, id="nothing"),
        pytest.param("🙂🙂", NoAdvice, id="emoji only"),
        pytest.param("qwrtzp xvbnmk", NoAdvice, id="no language at all"),
    ],
)
def test_each_kind_of_question_gets_its_decision(small: Answerer, text: str, decision: type) -> None:
    assert isinstance(small.answer(text).decision, decision)


@given(st.lists(PHRASINGS, min_size=2, max_size=3).map(" ".join))
def test_a_choice_has_two_or_three_different_topics(small: Answerer, text: str) -> None:
    decision = small.answer(text).decision
    if isinstance(decision, Choice):
        topics = [candidate.label.id for candidate in decision.candidates]
        assert len(topics) in {2, 3}
        assert len(set(topics)) == len(topics)


def test_evidence_names_phrasings_of_the_candidate(small: Answerer) -> None:
    best = small.answer("freight too expensive", explain=True).match.topics[0]
    topic = SMALL.topic_by_id[best.label.id]
    known = {text for texts in topic.phrasings.values() for text in texts} | set(topic.title.values())
    assert {evidence.phrasing for evidence in best.evidence} <= known
    assert best.evidence[0].phrasing == "freight too expensive"


def test_repairs_are_told(small: Answerer) -> None:
    repairs = small.answer("frieght too expensive").match.repairs
    assert [(repair.typed, repair.taken_for) for repair in repairs] == [("frieght", "freight")]


def test_the_need_at_the_end_of_a_long_story_is_found(small: Answerer) -> None:
    story = "My grandfather began this workshop in 1962 and we still use his tools. " * 4
    assert winner(small.answer(f"{story} Now the freight is too expensive.")) == "logistics_cost"
