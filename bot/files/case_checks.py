"""What ``cases.yaml`` cannot know by itself: whether it fits the topics, and a phone's screen."""

from collections.abc import Callable, Iterator, Sequence

from bot.advice.knowledge import Case, KnowledgeBase, Topic
from bot.files.knowledge_reading import CASES_FILE, ReadKnowledge
from bot.files.problems import Problem
from bot.files.yaml_reading import Document, Place

LONGEST_STORY = 700
"""Characters: it is read on a phone, above the choices."""
LONGEST_TITLE = 48


def _is_challenge(topic: Topic, _base: KnowledgeBase) -> bool:
    return topic.kind == "challenge"


def _has_measure(topic: Topic, base: KnowledgeBase) -> bool:
    """Claim that a paper recommends something there."""
    claims = (base.claim_by_id.get(claim) for statement in topic.recommend for claim in statement.claims)
    return any(claim is not None and claim.kind == "measure" for claim in claims)


_STAGES: tuple[tuple[tuple[str, str], Callable[[Topic, KnowledgeBase], bool], str], ...] = (
    (("challenges", "other_challenges"), _is_challenge, "is no challenge"),
    (("measures", "other_measures"), _has_measure, "has no measure that a paper recommends"),
)


def case_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    """All problems of the exercises."""
    document = read.documents.get(CASES_FILE)
    if document is None:
        return
    for number, case in enumerate(base.cases):
        place: Place = ("cases", number)
        yield from _too_long(document, place, case)
        if read.base is not None:
            yield from _unfitting(document, place, case, base)
            yield from _not_told_apart(document, place, case, base)


def _too_long(document: Document, place: Place, case: Case) -> Iterator[Problem]:
    for key, texts, most in (("story", case.story, LONGEST_STORY), ("title", case.title, LONGEST_TITLE)):
        for language, text in texts.items():
            if len(text) > most:
                what = f"the {key} has {len(text)} characters"
                yield document.problem((*place, key, language), what, f"shorten it to {most}")


def _unfitting(document: Document, place: Place, case: Case, base: KnowledgeBase) -> Iterator[Problem]:
    """Topics that are not there, are no challenge or advise nothing, or are named twice."""
    for keys, is_fitting, lack in _STAGES:
        seen: set[str] = set()
        listed = [((key, index), name) for key in keys for index, name in enumerate(_named(case, key))]
        for inside, name in listed:
            topic, where = base.topic_by_id.get(name), (*place, *inside)
            if topic is None:
                yield document.problem(where, f'there is no topic "{name}"', "fix the id")
            elif not is_fitting(topic, base):
                yield document.problem(where, f'topic "{name}" {lack}', "name another one")
            elif name in seen:
                yield document.problem(where, f'topic "{name}" is named twice', "take one out")
            seen.add(name)


def _not_told_apart(document: Document, place: Place, case: Case, base: KnowledgeBase) -> Iterator[Problem]:
    """Measures that have nothing to do with the challenges, and wrong ones that have."""
    challenges = [base.topic_by_id[name] for name in case.challenges if name in base.topic_by_id]
    for key, must_be_tied in (("measures", True), ("other_measures", False)):
        for index, name in enumerate(_named(case, key)):
            topic = base.topic_by_id.get(name)
            if topic is None or any(_are_tied(topic, challenge) for challenge in challenges) == must_be_tied:
                continue
            what, mend = (
                (f'no challenge of this case is tied to measure "{name}"', "name a related one")
                if must_be_tied
                else (f'measure "{name}" is tied to a challenge of this case', "move it to measures, or name another")
            )
            yield document.problem((*place, key, index), what, mend)


def _are_tied(measure: Topic, challenge: Topic) -> bool:
    """Claim that one leads to the other, or that the papers say the same on both."""
    is_related = measure.id in challenge.related or challenge.id in measure.related
    return is_related or bool({*measure.covers} & {*challenge.covers})


def _named(case: Case, key: str) -> Sequence[str]:
    named: Sequence[str] = getattr(case, key)
    return named
