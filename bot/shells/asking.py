"""``tradebot ask``: one question with a readable answer, or many as JSON lines for other programs."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from bot.advice.markup import plain_text
from bot.answering import Answer, Answerer
from bot.assembly import assemble
from bot.errors import TradebotError
from bot.progress import progress_shown
from bot.replies import SECTIONS, Reply
from bot.settings import read_settings
from bot.shells.reasons import reasons, reasons_as_json

TOPICS_GIVEN = 5


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("question", nargs="*", help="the question, in your own words")
    parser.add_argument("--lang", help="language of the reply (default: that of the question)")
    parser.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="a question asked before in the same conversation; give it again for more, oldest first",
    )
    parser.add_argument(
        "--why",
        action="store_true",
        help="show the candidates and what spoke for each, and what each sentence or clause speaks for by itself",
    )
    parser.add_argument(
        "--json",
        metavar="FILE",
        help='a question a line from FILE ("-": standard input), plain or {"q", "lang", "after"}; one JSON object each',
    )


def run(arguments: Namespace) -> int:
    """Answer, and return the exit status."""
    with progress_shown() as progress:
        parts = assemble(read_settings(), progress)
    for warning in parts.warnings:
        print(f"note: {warning}", file=sys.stderr)
    answerer = parts.answerer
    _check_language(arguments.lang, answerer)
    if arguments.json:
        for answer in _answers(answerer, arguments):
            given = as_json(answer, answerer) | (reasons_as_json(answer) if arguments.why else {})
            print(json.dumps(given, ensure_ascii=False), flush=True)
        return 0
    if not arguments.question:
        raise TradebotError('there is no question; write one, as in: tradebot ask "shipping is too expensive"')
    question = " ".join(arguments.question)
    answer = answerer.answer(question, chosen_language=arguments.lang, after=arguments.after, explain=arguments.why)
    print(plain_text(_all_of(answer, answerer).html))
    if answer.decision_name == "advice" and answer.reply.offers:
        label = parts.templates.label(answer.reply_language, "console_related")
        print(f"\n{label} {', '.join(offer.title for offer in answer.reply.offers)}")
    if arguments.why:
        print(f"\n{reasons(answer)}")
    return 0


def as_json(answer: Answer, answerer: Answerer) -> dict[str, Any]:
    """*answer* in the form that other programs rely on (DESIGN: machine-readable answers)."""
    topics = answerer.replies.knowledge.topic_by_id
    return {
        "question": answer.question,
        "language": answer.language,
        "decision": answer.decision_name,
        "topics": [
            {
                "id": candidate.label.id,
                "confidence": round(candidate.confidence, 4),
                "covers": list(topics[candidate.label.id].covers),
            }
            for candidate in answer.match.topics[:TOPICS_GIVEN]
        ],
        "reply": plain_text(answer.reply.html),
        "sources": [{"paper": source.paper, "at": source.at, "claim": source.claim} for source in answer.reply.sources],
        "certainty": answer.reply.certainty,
        "more": _more(answer, answerer),
    }


def _more(answer: Answer, answerer: Answerer) -> dict[str, str]:
    """What a tap opens under an answer on a topic, by section."""
    topic = answer.reply.topic
    if topic is None:
        return {}
    return {
        section: plain_text(answerer.replies.section(topic, answer.reply_language, section)) for section in SECTIONS
    }


def _all_of(answer: Answer, answerer: Answerer) -> Reply:
    """The reply; on a topic, the whole of it, for here nothing can be opened."""
    reply = answer.reply
    if reply.topic is None:
        return reply
    return answerer.replies.whole(reply.topic, answer.reply_language, note=answer.note, certainty=reply.certainty)


def _answers(answerer: Answerer, arguments: Namespace) -> Iterator[Answer]:
    """An answer to each line of the file; what a line does not say of itself, the *arguments* say for all."""
    with _opened(arguments.json) as lines:
        for number, line in enumerate(lines, start=1):
            question, own_language, after = _read_line(line.rstrip("\r\n"), number)
            if own_language is not None:
                _check_language(own_language, answerer)
            yield answerer.answer(
                question,
                chosen_language=own_language or arguments.lang,
                after=after or arguments.after,
                explain=arguments.why,
            )


def _opened(file: str) -> TextIO:
    try:
        return open(0 if file == "-" else file, encoding="utf-8-sig", errors="replace", closefd=file != "-")
    except OSError as error:
        raise TradebotError(f"{file}: {error.strerror}; give a file of questions or - for standard input") from error


def _read_line(line: str, number: int) -> tuple[str, str | None, Sequence[str]]:
    if not line.startswith("{"):
        return line, None, ()
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return line, None, ()
    question, language, after = given.get("q"), given.get("lang"), given.get("after") or []
    if not isinstance(question, str):
        raise TradebotError(f'line {number}: there is no "q"; write {{"q": "the question"}}')
    if not isinstance(after, list) or not all(isinstance(earlier, str) for earlier in after):
        raise TradebotError(f'line {number}: "after" must be a list of earlier questions')
    return question, language if isinstance(language, str) else None, after


def _check_language(language: str | None, answerer: Answerer) -> None:
    if language is not None and language not in answerer.replies.languages:
        known = ", ".join(answerer.replies.languages)
        raise TradebotError(f'we do not answer in "{language}"; choose one of: {known}')
