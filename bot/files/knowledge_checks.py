"""What one file cannot know: whether the files fit together.

Every rule gives problems with file and line; ``tradebot check`` prints them all. Rules about replies and
templates stand in ``curation.checking``, where replies can be rendered.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from bot.advice.citing import places_of
from bot.advice.knowledge import KnowledgeBase, Phrasings, Topic
from bot.advice.paper_cues import words_referred_to
from bot.files.case_checks import case_problems
from bot.files.checkup_checks import checkup_problems
from bot.files.knowledge_reading import CASES_FILE, FILES, SHORTHAND_FILE, ReadKnowledge, missing_languages
from bot.files.placed_phrasings import Placed, placed_phrasings
from bot.files.problems import Problem, shown_path
from bot.files.shorthand_checks import shorthand_problems
from bot.files.unwritten import unwritten_problems
from bot.files.yaml_reading import Document, Place, Value

TEXTS = frozenset(
    {"about", "answer", "area", "ask", "good", "lacks", "limits", "line", "names", "note", "phrasings", "reply", "says"}
    | {"short", "story", "title", "why"}
)
"""Keys whose values are given by language."""
LISTS_OF_TEXTS = frozenset({"observe", "recommend", "steps"})
FEWEST_PHRASINGS = {"en": 25, "zh": 15}
FEWEST_PHRASINGS_ELSEWHERE = {"en": 5, "zh": 5}
NEAR_IDENTICAL = 93
"""rapidfuzz ratio from which two phrasings of different topics are too alike for either to be told from the other."""


def knowledge_problems(read: ReadKnowledge, languages: Sequence[str]) -> list[Problem]:
    """All problems of the knowledge *read*, which must speak all *languages*; sorted by file and line."""
    problems = list(read.problems)
    problems += _language_problems(read, languages)
    problems += _stray_files(read)
    problems += unwritten_problems(read)
    if read.readable is not None:
        for rule in (
            _claim_problems,
            _paper_problems,
            _topic_problems,
            _kind_problems,
            _id_problems,
            _phrasing_problems,
            _paper_question_problems,
            shorthand_problems,
            checkup_problems,
            case_problems,
        ):
            problems += rule(read, read.readable)
    return sorted(set(problems))


def _stray_files(read: ReadKnowledge) -> Iterator[Problem]:
    """Files that look like knowledge and that nothing reads, such as ``topics/hiring.yml``."""
    looked_at = {shown_path(read.folder / name) for name in (*read.documents, *read.drafts, *FILES)}
    looked_at |= {problem.file for problem in read.problems}
    for path in sorted(read.folder.rglob("*.y*ml")):
        if shown_path(path) not in looked_at:
            mend = "name it topics/<id>.yaml, or take it away"
            yield Problem(file=shown_path(path), line=1, what="nothing reads this file", mend=mend)


def _language_problems(read: ReadKnowledge, languages: Sequence[str]) -> Iterator[Problem]:
    for name, document in read.documents.items():
        if name == SHORTHAND_FILE:
            continue  # It is English; what is typed there may look like the code of a language.
        for place, text in _texts_by_language(document.value, ()):
            for language in missing_languages(text, languages):
                key = ".".join(str(part) for part in place if isinstance(part, str))
                yield document.problem(place, f'"{key}" is not given in {language}', f'add "{language}:"')


def _texts_by_language(value: Value, place: Place) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Every mapping of *value* that should have languages as its keys."""
    if isinstance(value, dict):
        if _is_by_language(value, place):
            yield place, value
        else:
            for key, inner in value.items():
                yield from _texts_by_language(inner, (*place, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts_by_language(inner, (*place, number))


def _is_by_language(value: dict[str, Value], place: Place) -> bool:
    if "en" in value or "zh" in value:
        return True
    listed_in = place[-2] if len(place) > 1 and isinstance(place[-1], int) else None
    return place[-1:] != () and (place[-1] in TEXTS or listed_in in LISTS_OF_TEXTS)


def _claim_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    for topic in base.topics:
        document = read.topic_documents[topic.id]
        stated = set()
        for place, claim in _stated_claims(topic):
            stated.add(claim)
            if claim not in base.claim_by_id:
                yield _unknown_claim(document, place, claim)
        for index, claim in enumerate(topic.covers):
            if claim not in base.claim_by_id:
                yield _unknown_claim(document, ("covers", index), claim)
            elif claim not in stated:
                yield document.problem(
                    ("covers", index),
                    f'claim "{claim}" is covered but no statement rests on it',
                    "add a statement with this claim, or take it out of covers",
                )


def _stated_claims(topic: Topic) -> Iterator[tuple[Place, str]]:
    for part, statements in (("observe", topic.observe), ("recommend", topic.recommend)):
        for number, statement in enumerate(statements):
            for index, claim in enumerate(statement.claims):
                yield (part, number, "claims", index), claim


def _unknown_claim(document: Document, place: Place, claim: str) -> Problem:
    return document.problem(
        place, f'claim "{claim}" is not listed in papers.yaml', "add it to papers.yaml or fix the id"
    )


def _paper_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    document = read.documents["papers.yaml"]
    covered = {claim for topic in base.topics for claim in topic.covers}
    for p, paper in enumerate(base.papers):
        sections = {section.at for section in paper.sections}
        for c, claim in enumerate(paper.claims):
            place: Place = ("papers", p, "claims", c)
            if claim.id not in covered and read.base is not None:
                mend = "add it to the covers of the topic that answers it"
                yield document.problem(place, f'no topic covers claim "{claim.id}"', mend)
            if claim.year and not claim.figure:
                what = f'claim "{claim.id}" has a year but no figure'
                yield document.problem((*place, "year"), what, "add `figure: yes`, or take the year out")
            if not claim.id.startswith(f"{paper.id}."):
                yield document.problem(place, f'claim "{claim.id}" stands under paper "{paper.id}"', "move it")
            for unknown in sorted({at.section for at in places_of(claim.at)} - sections):
                what = f'claim "{claim.id}" stands in "{unknown}", which is no section of the paper'
                yield document.problem((*place, "at"), what, "fix the place, or add the section")


def _topic_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    themes = {theme.id for theme in base.themes}
    for topic in base.topics:
        document = read.topic_documents[topic.id]
        if topic.theme not in themes:
            yield document.problem(("theme",), f'theme "{topic.theme}" is not listed in themes.yaml', "fix the id")
        for index, other in enumerate(topic.related):
            if other not in base.topic_by_id and read.base is not None:
                yield document.problem(("related", index), f'there is no topic "{other}"', "fix the id or take it out")
            elif other == topic.id:
                yield document.problem(("related", index), "the topic is related to itself", "take it out")
        yield from _too_few_phrasings(document, ("phrasings",), topic.phrasings, FEWEST_PHRASINGS)
        if not _is_date(topic.reviewed):
            yield document.problem(("reviewed",), f'there is no day "{topic.reviewed}"', "write it as 2026-01-31")
        if document.file.rpartition("/")[2] != f"{topic.id}.yaml":
            yield document.problem(("id",), f'the file of topic "{topic.id}" has another name', "rename one of them")


def _kind_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    document = read.documents["elsewhere.yaml"]
    for number, kind in enumerate(base.elsewhere):
        place: Place = ("kinds", number, "phrasings")
        yield from _too_few_phrasings(document, place, kind.phrasings, FEWEST_PHRASINGS_ELSEWHERE)


def _too_few_phrasings(
    document: Document, place: Place, phrasings: Phrasings, least: Mapping[str, int]
) -> Iterator[Problem]:
    for language, fewest in least.items():
        number = len(phrasings.get(language, ()))
        if 0 < number < fewest:
            what = f"there are {number} phrasings in {language}"
            yield document.problem((*place, language), what, f"write at least {fewest}")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _id_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    listed: list[tuple[Document, Place, str, str]] = []
    listed += [
        (document, ("id",), "topic", str(document.value["id"]))
        for name, document in read.documents.items()
        if name.startswith("topics/") and isinstance(document.value, dict)
    ]
    for name, key, what in (
        ("papers.yaml", "papers", "paper"),
        ("themes.yaml", "themes", "theme"),
        ("elsewhere.yaml", "kinds", "kind"),
        ("smalltalk.yaml", "kinds", "kind"),
        ("checkup.yaml", "questions", "question"),
        (CASES_FILE, "cases", "case"),
    ):
        if name not in read.documents:
            continue
        document = read.documents[name]
        listed += [
            (document, (key, n, "id"), f"{what} of {name}", ident) for n, ident in enumerate(_ids(document, key))
        ]
    listed += [
        (read.documents["papers.yaml"], ("papers", p, "claims", c, "id"), "claim", claim.id)
        for p, paper in enumerate(base.papers)
        for c, claim in enumerate(paper.claims)
    ]
    times = Counter((what, ident) for _, _, what, ident in listed)
    for document, place, what, ident in listed:
        if times[what, ident] > 1:
            yield document.problem(place, f'the id "{ident}" is used twice ({what})', "give one of them another id")


def _ids(document: Document, key: str) -> list[str]:
    value = document.value
    entries = value.get(key) if isinstance(value, dict) else None
    return [str(entry["id"]) for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _phrasing_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    placed = list(placed_phrasings(read, base))
    by_text: Callable[[Placed], str] = lambda entry: entry.comparable  # noqa: E731 - sort and group by the same key
    for text, same in groupby(sorted(placed, key=by_text), key=by_text):
        entries = list(same)
        if not text:
            for entry in entries:
                yield entry.problem("this phrasing has no letters", "write words")
        for entry in entries[1:]:
            yield entry.problem(f"this phrasing stands at {entries[0].where} too", "keep it in one place")
    yield from _near_identical(placed)


def _paper_question_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    document = read.documents["paper_questions.yaml"]
    for place, name in words_referred_to(base.paper_cues):
        if name not in base.paper_cues.words:
            known = ", ".join(f"<{word}>" for word in base.paper_cues.words)
            yield document.problem(place, f"<{name}> is no list of words", f"write one of {known}")


def _near_identical(placed: Sequence[Placed]) -> Iterator[Problem]:
    ordered = sorted((entry for entry in placed if len(entry.comparable) > 7), key=lambda entry: len(entry.comparable))
    block = 400
    for start in range(0, len(ordered), block):
        rows = ordered[start : start + block]
        longest = len(rows[-1].comparable) * (200 - NEAR_IDENTICAL) / NEAR_IDENTICAL
        columns = [entry for entry in ordered[start:] if len(entry.comparable) <= longest]
        scores = cdist(
            [entry.comparable for entry in rows],
            [entry.comparable for entry in columns],
            scorer=ratio,
            score_cutoff=NEAR_IDENTICAL,
            dtype=np.uint8,
        )
        for row, column in np.argwhere(scores).tolist():
            one, other = rows[row], columns[column]
            if column > row and one.owner != other.owner and one.comparable != other.comparable:
                yield other.problem(f"this phrasing is nearly the one at {one.where}", "keep it where it belongs")
