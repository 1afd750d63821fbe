"""``tradebot evaluate``: how well questions are understood, refused and followed up."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.assembly import Parts, assemble
from bot.curation.evaluation_page import evaluation_page
from bot.curation.evaluation_text import evaluation_text
from bot.curation.example_runs import example_text, run_examples
from bot.curation.floors import floor_problems, read_floors
from bot.curation.measuring import Evaluation, evaluation_of, misses_of
from bot.curation.outcomes import Outcome, outcomes_of
from bot.errors import TradebotError
from bot.files.encoders import load_encoders
from bot.files.question_files import read_questions
from bot.progress import progress_shown
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="question files: JSON Lines, or CSV with the columns text,label (default: the project's own questions)",
    )
    parser.add_argument("--json", action="store_true", help="print all figures as one JSON object")
    parser.add_argument("--html", type=Path, metavar="PAGE", help="write a page that anybody can read")
    parser.add_argument("--errors", action="store_true", help="list every question that went wrong")
    parser.add_argument(
        "--floors", type=Path, metavar="FILE", help="compare with the floors of a YAML file; below one: exit status 1"
    )
    parser.add_argument(
        "--examples", type=Path, metavar="CSV", help="fit the engine on nothing but these examples (text,label)"
    )
    parser.add_argument("--questions", type=Path, metavar="CSV", help="ask these (text,label; oos: out of scope)")
    parser.add_argument("--light", action="store_true", help="with --examples: without the English encoder")


def run(arguments: Namespace) -> int:
    """Evaluate, and return the exit status."""
    if arguments.examples or arguments.questions or arguments.light:
        return _run_examples(arguments)
    settings = read_settings()
    files = arguments.files or own_questions(settings.evaluation)
    floors = read_floors(arguments.floors) if arguments.floors else None
    questions = [question for file in files for question in read_questions(file)]
    with progress_shown() as progress:
        parts = assemble(settings, progress)
    _print_warnings(parts.warnings)
    with progress_shown("asking") as progress:
        outcomes = outcomes_of(parts.answerer, questions, progress)
    evaluation = evaluation_of(outcomes)
    if arguments.html:
        _write(arguments.html, evaluation_page(evaluation, outcomes, parts))
    if arguments.json:
        print(json.dumps(as_json(evaluation, outcomes, parts, errors=arguments.errors), ensure_ascii=False, indent=1))
    else:
        print(evaluation_text(evaluation, outcomes, errors=arguments.errors))
    below = floor_problems(evaluation, floors) if floors else []
    for problem in below:
        print(problem, file=sys.stderr)
    return 1 if below else 0


def own_questions(folder: Path) -> list[Path]:
    """The project's own question files, in *folder*."""
    found = sorted(folder.glob("*.jsonl"))
    if not found:
        raise TradebotError(f"there are no question files in {folder}; name one, or set TRADEBOT_EVALUATION")
    return found


def as_json(
    evaluation: Evaluation, outcomes: Sequence[Outcome], parts: Parts, *, errors: bool = False
) -> dict[str, Any]:
    """All figures of *evaluation* as one object; with *errors*, the questions that went wrong, too."""
    found = {"knowledge": parts.knowledge.version, "warnings": list(parts.warnings), **asdict(evaluation)}
    if errors:
        found["misses"] = [_miss(outcome) for outcome in misses_of(outcomes)]
    return found


def _miss(outcome: Outcome) -> dict[str, Any]:
    return {
        "where": outcome.question.where,
        "question": outcome.question.text,
        "decision": outcome.decision,
        "confidence": round(outcome.confidence, 4),
        "meant": outcome.meant,
        "topics": list(outcome.topics),
    }


def _run_examples(arguments: Namespace) -> int:
    if not arguments.examples or not arguments.questions:
        raise TradebotError("--examples and --questions belong together; give both")
    if arguments.files or arguments.html or arguments.floors or arguments.errors:
        raise TradebotError("--examples goes with --questions, --light and --json alone; leave out the rest")
    encoders, warnings = load_encoders()
    _print_warnings(warnings)
    if arguments.light:
        encoders.pop("english", None)
    with progress_shown("examples") as progress:
        figures = run_examples(arguments.examples, arguments.questions, encoders, progress)
    print(json.dumps(asdict(figures)) if arguments.json else example_text(figures))
    return 0


def _print_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        print(f"note: {warning}", file=sys.stderr)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise TradebotError(f"{path}: the page cannot be written ({error.strerror}); name another place") from error
