"""Like questions come together, whoever asked them; unlike ones stay apart."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.advice.arrays import Floats
from bot.assembly import Parts
from bot.curation.clusters import Cluster, by_state, clusters_of, merged_groups, questions_of
from bot.records.review import Asked, Doing


def asked(text: str, number: int = 1, person: str = "p", doing: Doing = "refused", **more: object) -> Asked:
    values = {"language": "en", "asked_at": f"2026-01-{number:02d}T00:00:00+00:00", "doings": frozenset({doing})}
    return Asked(item=f"c{number}", text=text, person=person, **values | more)  # type: ignore[arg-type] # a test's own


def no_meaning(_: Sequence[str]) -> Floats | None:
    return None


def clustered(*all_asked: Asked) -> tuple[Cluster, ...]:
    return clusters_of(questions_of(all_asked), no_meaning)


def test_the_same_words_are_one_question_whatever_their_dress() -> None:
    (cluster,) = clustered(asked("Ship ginger?", 1, "p"), asked("ship  GINGER", 2, "q"), asked("ｓhip ginger", 3, "q"))
    assert [len(question.asked) for question in cluster.questions] == [3]
    assert (cluster.count, cluster.people, cluster.newest[:10]) == (3, 2, "2026-01-03")


def test_like_wording_is_a_cluster_and_comes_before_single_questions() -> None:
    clusters = clustered(
        asked("who insures a ship against pirates", 9),
        asked("can I sell honey by post", 1),
        asked("sell honey by post, can I?", 2, "q", "asked_back", language="zh"),
    )
    assert [cluster.count for cluster in clusters] == [2, 1]
    assert clusters[0].languages == ("zh", "en")
    assert clusters[0].doings == (("refused", 1), ("asked_back", 1))


def test_questions_of_one_candidate_are_more_alike() -> None:
    words = ("honey by post", "honey in a parcel")
    apart = clustered(*(asked(text, number) for number, text in enumerate(words, start=1)))
    together = clustered(*(asked(text, number, topics=("t",)) for number, text in enumerate(words, start=1)))
    assert (len(apart), len(together)) == (2, 1)


def test_what_somebody_chose_is_the_first_topic() -> None:
    (cluster,) = clustered(
        asked("honey by post", 1, topics=("a", "b")),
        asked("honey by post", 2, topics=("a", "b")),
        asked("honey by post", 3, topics=("b", "a"), chosen="b"),
    )
    assert cluster.topics == ("b", "a")


def test_what_curators_see_has_no_personal_data() -> None:
    (cluster,) = clustered(asked("call me +44 20 7946 0958 about honey"))
    assert cluster.questions[0].text == "call me ▇phone▇ about honey"


def test_done_is_new_when_asked_again_and_ignored_stays() -> None:
    questions = questions_of([asked("honey", 5), asked("wax", 5)])
    done, ignored = ("done", "2026-01-04T00:00:00+00:00"), ("ignored", "2026-01-04T00:00:00+00:00")
    shelves = by_state(questions, {"honey": done, "wax": ignored})  # type: ignore[dict-item] # literals in tuples
    assert {state: [one.form for one in found] for state, found in shelves.items()} == {
        "new": ["honey"],
        "ignored": ["wax"],
    }
    later = by_state(questions, {"honey": ("done", "2026-01-06T00:00:00+00:00")})
    assert [one.form for one in later["done"]] == ["honey"]


@given(st.integers(1, 12).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.floats(-1, 1, width=32))))
def test_every_question_is_in_one_group_and_merged_groups_are_alike(likeness: Floats) -> None:
    likeness = np.asarray((likeness + likeness.T) / 2, dtype=np.float32)
    groups = merged_groups(likeness, 0.5)
    assert sorted(place for group in groups for place in group) == list(range(len(likeness)))
    for one in range(len(groups)):
        for other in range(one):
            average = likeness[np.ix_(groups[one], groups[other])].mean()
            assert average < 0.5 + 1e-3


@pytest.mark.parametrize(
    ("alike", "unlike"),
    [
        (("how do I ship honey to Korea", "sending honey to Korea, how?"), "my buyer has gone bankrupt"),
        (("蜂蜜怎么寄到韩国", "how can honey be sent to Korea"), "老板跑路了怎么办"),
    ],
    ids=["English", "across languages"],
)
def test_meaning_brings_questions_together(alike: tuple[str, str], unlike: str, shipped_parts: Parts) -> None:
    questions = questions_of([asked(text, number) for number, text in enumerate((*alike, unlike), start=1)])
    clusters = clusters_of(questions, shipped_parts.answerer.matcher.meanings)
    assert sorted(len(cluster.questions) for cluster in clusters) == [1, 2]
    assert {one.text for one in clusters[0].asked} == set(alike)
