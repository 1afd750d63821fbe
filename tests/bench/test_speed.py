"""How long one question takes, by the engine and by other ways to search the same phrasings, also with many more.

``make bench`` measures with the shipped knowledge and keeps the times; without ``--benchmark-enable`` each search is
only tried, with the small knowledge.
"""

from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bot.advice.normalising import comparable
from bot.files.language_data import simplifier
from bot.settings import Settings, read_settings
from tests.bench.growth import resized_index
from tests.bench.rivals import topic_forms
from tests.bench.searches import searches
from tests.bench.subjects import Subject, seeded, subject_of
from tests.bench.test_bench import ASKED

ENGINE = "the engine"
RIVALS = tuple(searches(["a form"]))
TIMES = (1, 20)


@pytest.fixture(scope="module")
def subject(request: pytest.FixtureRequest, small_settings: Settings) -> Subject:
    if request.config.getoption("benchmark_enable"):
        return subject_of(read_settings())
    return subject_of(small_settings, encoders={}, questions=ASKED)


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("name", [ENGINE, *RIVALS])
def test_one_question_is_found_something_for(
    benchmark: BenchmarkFixture, subject: Subject, name: str, times: int
) -> None:
    benchmark.group = f"{times} times the phrasings"
    search = engine(subject, times) if name == ENGINE else rival(subject, name, times)
    questions = cycle([(question.text, question.group) for question in subject.asked])
    rounds = 2 * len(subject.asked)
    found = benchmark.pedantic(search, setup=lambda: (next(questions), {}), rounds=rounds)  # type: ignore[no-untyped-call] # the package leaves this function untyped
    assert found is not None


def engine(subject: Subject, times: int) -> Callable[[str, str], Any]:
    """What the engine does with a question; no more phrasings than an index holds."""
    index = subject.index
    if times > 1:
        index = resized_index(index, times * len(index.phrasings), seeded(times))
    matcher = subject.matcher(index)
    return lambda text, language: matcher.match(text, language=language).topics[0]


def rival(subject: Subject, name: str, times: int) -> Callable[[str, str], Any]:
    """What another search does with a question; as many phrasings as there are, over and over."""
    simplify = simplifier()
    search = searches(topic_forms(subject) * times)[name]
    return lambda text, _: search(comparable(simplify(text)))
