"""Where the time of one question goes: each stage run by itself on the same questions, one thread."""

from collections.abc import Callable, Sequence
from time import perf_counter

import numpy as np

from bot.advice.deciding import decide
from bot.advice.languages import language_of
from bot.advice.normalising import cleaned, comparable
from bot.advice.ranking import Ranker
from bot.advice.regression import blended
from bot.advice.spelling import SpellingRepairer
from bot.assembly import Progress
from bot.files.language_data import common_english_words, detect_latin_language, simplifier
from bot.files.question_files import MeasuredQuestion
from bot.replies import Replies
from tests.bench.results import Cell, Table, timing
from tests.bench.subjects import Subject


def run(subject: Subject, progress: Progress) -> list[Table]:
    """The stages of English and of Chinese questions."""
    tables = []
    for group in dict.fromkeys(question.group for question in subject.asked):
        questions = [question for question in subject.asked if question.group == group]
        tables.append(_stages(subject, group, questions, progress))
    return tables


def _stages(subject: Subject, group: str, questions: Sequence[MeasuredQuestion], progress: Progress) -> Table:
    answerer = subject.answerer()
    matcher, index = answerer.matcher, subject.index
    blend = index.blends[index.blend_name(group)]
    simplify, common = simplifier(), frozenset(common_english_words())
    spelling = SpellingRepairer(index.own_words, common_english_words())
    replies = Replies(subject.knowledge, subject.templates)
    places = index.places[blend.rows]
    texts = [question.text for question in questions]
    shorthand = subject.knowledge.shorthand
    typed = [comparable(simplify(text)) for text in texts]
    forms = [matcher.form(text, language=group) for text in texts]
    matches = [matcher.match(text, language=group) for text in texts]
    decisions = [decide(match) for match in matches]
    # Likeness of one piece of text, as the blend sees it.
    wording = [index.wording.likeness(form)[blend.rows][None] for form in forms]
    vectors = {m: [subject.encoders[m].encode([form]) for form in forms] for m in blend.meanings}
    likeness = [
        {"wording": wording[n]} | {m: blend.meanings[m].likeness(vectors[m][n]) for m in blend.meanings}
        for n in range(len(forms))
    ]
    if blend.profiles is not None:
        likeness = [one | {"profile": blend.profiles.likeness(one, blend.measures)} for one in likeness]
    scores = [(blended(one, blend.measures, blend.width) @ blend.alpha)[0] for one in likeness]

    ranker = Ranker(labels=index.labels, places=places, helps=index.helps, measures=blend.measures)

    def ranked(number: int) -> object:
        nearest = {m: ranker.nearest(values[0]) for m, values in likeness[number].items()}
        return ranker.rank(scores[number], nearest, uncovered=0.0, length=len(forms[number]))

    stages: dict[str, Callable[[int], object]] = {
        "whole path": lambda n: answerer.answer(texts[n]),
        "matcher alone": lambda n: matcher.match(texts[n], language=group),
        "  normalising": lambda n: comparable(simplify(cleaned(texts[n]))),
        "  language": lambda n: language_of(typed[n], common_words=common, detect_latin=detect_latin_language),
    }
    if group == "en":
        stages["  shorthand and spelling"] = lambda n: shorthand.mended(typed[n], spelling.repair)
    stages |= {
        "  wording, likeness": lambda n: index.wording.likeness(forms[n])[blend.rows],
        "  wording, uncovered share": lambda n: index.wording.uncovered_share(forms[n]),
    }
    for m in blend.meanings:
        stages[f"  {m}, encoding"] = lambda n, m=m: subject.encoders[m].encode([forms[n]])  # type: ignore[misc] # m is bound now
        stages[f"  {m}, likeness"] = lambda n, m=m: blend.meanings[m].likeness(vectors[m][n])  # type: ignore[misc] # as above
    stages |= {
        "  kernel": lambda n: blended(likeness[n], blend.measures, blend.width),
        "  scores": lambda n: blended(likeness[n], blend.measures, blend.width) @ blend.alpha,
        "  ranking": ranked,
        "  decision": lambda n: decide(matches[n]),
        "  reply": lambda n: replies.to_decision(decisions[n], group),
    }
    rows: list[dict[str, Cell]] = []
    for number, (name, stage) in enumerate(stages.items()):
        progress(group, number, len(stages))
        rows.append({"stage": name, **timing(_times(stage, len(texts)))})
    return Table(
        title=f"Where the time goes: {group}, {len(texts)} questions, {len(places)} phrasings compared",
        rows=tuple(rows),
        notes=(
            "stages run on the whole question; sentences of a story come on top, as do the reasons of candidates",
            "scores include the kernel",
        ),
    )


def _times(stage: Callable[[int], object], count: int) -> list[float]:
    """Milliseconds of *stage* for each question, the better of two."""
    rounds = []
    for _ in range(2):
        times = []
        for number in range(count):
            start = perf_counter()
            stage(number)
            times.append((perf_counter() - start) * 1000)
        rounds.append(times)
    best: list[float] = np.min(rounds, axis=0).tolist()
    return best
