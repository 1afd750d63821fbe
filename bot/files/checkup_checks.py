"""What ``checkup.yaml`` cannot know by itself: whether it fits the topics and the papers, and a phone's screen."""

from collections.abc import Iterator

from bot.advice.knowledge import CheckupQuestion, KnowledgeBase
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.yaml_reading import Document, Place

MOST_WORDS = 15
MOST_CHARACTERS = {"zh": 30}
"""Of a question, by language; where none is given, words are counted."""
FEWEST_STEPS = 2
"""Of a plan, for each gap."""
LONGEST_AREA = {"zh": 8}
LONGEST_AREA_ELSE = 24
"""Characters of an area: it stands beside a bar of the picture."""


def checkup_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    """All problems of the readiness check."""
    document = read.documents["checkup.yaml"]
    for number, question in enumerate(base.checkup):
        place: Place = ("questions", number)
        yield from _unknown(document, place, question, read, base)
        yield from _too_long(document, place, question)


def _unknown(
    document: Document, place: Place, question: CheckupQuestion, read: ReadKnowledge, base: KnowledgeBase
) -> Iterator[Problem]:
    if question.topic not in base.topic_by_id and read.base is not None:
        yield document.problem((*place, "topic"), f'there is no topic "{question.topic}"', "fix the id")
    elif question.topic in base.topic_by_id:
        left = len(base.topic_by_id[question.topic].steps) - question.skip_steps
        if left < FEWEST_STEPS:
            what = f'"{question.topic}" has {left} of its steps left for a plan'
            yield document.problem((*place, "skip_steps"), what, f"leave {FEWEST_STEPS}")
    for index, claim in enumerate(question.why.claims):
        if claim not in base.claim_by_id:
            what = f'claim "{claim}" is not listed in papers.yaml'
            yield document.problem((*place, "why", "claims", index), what, "add it to papers.yaml or fix the id")


def _too_long(document: Document, place: Place, question: CheckupQuestion) -> Iterator[Problem]:
    for language, words in question.ask.items():
        most = MOST_CHARACTERS.get(language, MOST_WORDS)
        length, unit = (len(words), "characters") if language in MOST_CHARACTERS else (len(words.split()), "words")
        if length > most:
            yield document.problem(
                (*place, "ask", language), f"the question has {length} {unit}", f"shorten it to {most}"
            )
    for language, area in question.area.items():
        most = LONGEST_AREA.get(language, LONGEST_AREA_ELSE)
        if len(area) > most:
            what = f"the area has {len(area)} characters and stands beside a bar"
            yield document.problem((*place, "area", language), what, f"shorten it to {most}")
