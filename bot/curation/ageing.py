"""What has stood for long: topics that nobody has read through for a year, and drafts that nobody has finished."""

from datetime import date, timedelta

from bot.advice.knowledge import KnowledgeBase, Topic
from bot.files.knowledge_reading import ReadKnowledge
from bot.files.problems import Problem
from bot.files.unwritten import unwritten_places

REVIEWED_FOR = timedelta(days=365)
"""How long a topic counts as looked at."""


def unreviewed(base: KnowledgeBase, today: date) -> tuple[Topic, ...]:
    """The topics that nobody has looked at for a year, the longest first."""
    old = [topic for topic in base.topics if _age(topic, today) > REVIEWED_FOR]
    return tuple(sorted(old, key=lambda topic: topic.reviewed))


def ageing_problems(read: ReadKnowledge, today: date) -> list[Problem]:
    """What is to be looked at again, sorted by file and line."""
    return sorted([*_review_problems(read, today), *_figure_problems(read, today), *_draft_problems(read)])


def draft_notes(read: ReadKnowledge) -> list[str]:
    """A line for each draft: what is still to be written."""
    return [f"note: {problem.file} is a draft: {problem.what}" for problem in _draft_problems(read)]


def _review_problems(read: ReadKnowledge, today: date) -> list[Problem]:
    problems = []
    for topic in read.base.topics if read.base else ():
        age = _age(topic, today)
        mend = f"read it through, mend it, and write reviewed: {today.isoformat()}"
        document = read.topic_documents[topic.id]
        if age > REVIEWED_FOR:
            what = f"nobody has looked at this topic for {_in_words(age)}"
            problems.append(document.problem(("reviewed",), what, mend))
        elif age < timedelta(0):
            problems.append(document.problem(("reviewed",), f"{topic.reviewed} has not come yet", mend))
    return problems


def _figure_problems(read: ReadKnowledge, today: date) -> list[Problem]:
    document = read.documents.get("papers.yaml")
    return [
        document.problem(
            ("papers", p, "claims", c, "year"), f"{claim.year} has not come yet", "write the figure's year"
        )
        for p, paper in enumerate(read.base.papers if read.base else ())
        for c, claim in enumerate(paper.claims)
        if document and claim.year and claim.year > today.year
    ]


def _draft_problems(read: ReadKnowledge) -> list[Problem]:
    problems = []
    for document in read.drafts.values():
        places = len(unwritten_places(document))
        left = f"{places} place{'s' * (places != 1)} to fill in" if places else "nothing is left to fill in"
        problems.append(document.problem(("draft",), left, "finish it and take out `draft: yes`, or delete the file"))
    return problems


def _age(topic: Topic, today: date) -> timedelta:
    """For how long nobody has looked at *topic*; nothing where there is no such day, which ``check`` says anyway."""
    try:
        return today - date.fromisoformat(topic.reviewed)
    except ValueError:
        return timedelta(0)


def _in_words(age: timedelta) -> str:
    years = age.days // 365
    return f"{years} year{'s' * (years != 1)}"
