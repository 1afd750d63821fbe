"""What an index learns about strangers from examples alone, by wording alone."""

import pytest

from bot.advice.fitting import fit_index
from bot.advice.labels import Example, Label
from bot.advice.matching import Matcher

NEEDS = (
    "freight",
    "customs",
    "payment",
    "insurance",
    "warehouse",
    "marketing",
    "staff",
    "software",
    "fraud",
    "packaging",
)
FRAMES = (
    "how do we deal with {}",
    "our {} is a problem",
    "{} costs us too much",
    "is there help with {}",
    "we know nothing about {}",
    "who can explain {} to us",
)
STRANGE = ("how do we deal with divorce", "our football is a problem", "is there help with gardening")


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """A matcher that was given no question it must refuse."""
    examples = [
        Example(text=frame.format(need), label=Label(kind="topic", id=need)) for need in NEEDS for frame in FRAMES
    ]
    return Matcher(index=fit_index(examples, {}, simplify=str), encoders={}, simplify=str)


@pytest.mark.parametrize("need", NEEDS)
def test_a_known_subject_in_a_strange_frame_is_surer_than_a_strange_one_in_a_known_frame(
    matcher: Matcher, need: str
) -> None:
    match = matcher.match(f"please tell me something on {need}")
    assert match.topics[0].label.id == need
    assert match.topics[0].confidence > max(matcher.match(text).topics[0].confidence for text in STRANGE)


@pytest.mark.parametrize("text", STRANGE)
def test_strangers_are_told_although_none_was_given(matcher: Matcher, text: str) -> None:
    assert matcher.match(text).topics[0].confidence < 0.2


def test_one_blend_for_all_languages_is_judged_by_all_of_them() -> None:
    """Easy Chinese phrasings must not make it sure of English ones that differ in nothing but their label."""
    frames = ("{}怎么办", "{}是个问题", "{}太贵了", "谁懂{}", "{}没人会", "想了解{}")
    subjects = ("运费", "海关", "付款", "保险", "仓库", "营销", "员工", "软件", "诈骗", "包装")
    labels = [Label(kind="topic", id=need) for need in NEEDS]
    chinese = [
        Example(text=frame.format(subject), label=label, language="zh")
        for label, subject in zip(labels, subjects, strict=True)
        for frame in frames
    ]
    english = [Example(text=frame.format("it"), label=label) for label in labels for frame in FRAMES]
    easy, mixed = (
        Matcher(index=fit_index(examples, {}, simplify=str), encoders={}, simplify=str)
        for examples in (chinese, [*chinese, *english])
    )
    assert easy.match("运费怎么办", language="zh").topics[0].confidence > 0.8
    assert mixed.match("how do we deal with it").topics[0].confidence < 0.4
