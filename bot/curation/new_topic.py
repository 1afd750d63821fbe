"""``tradebot new-topic``: a draft with everything that is known filled in."""

import re
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from rapidfuzz.process import extractOne

from bot.advice.knowledge import KnowledgeBase, Statement, TopicKind
from bot.advice.normalising import has_han
from bot.curation.importing import detected_language
from bot.curation.known_texts import KnownTexts
from bot.curation.template_checks import language_folders
from bot.errors import KnowledgeError, TradebotError
from bot.files.knowledge_reading import ReadKnowledge, read_knowledge
from bot.files.problems import shown_path
from bot.files.templates import utc_today
from bot.files.topic_drafts import TopicDraft, topic_draft
from bot.files.unwritten import TO_FILL_IN, unwritten_places
from bot.files.yaml_reading import parse_yaml
from bot.settings import read_settings

KINDS: tuple[TopicKind, ...] = get_args(TopicKind)
MOST_RELATED = 3
_ID = re.compile(r"[a-z][a-z0-9_]{1,47}")
EPILOG = """
What is not given is asked for, if somebody sits at the terminal. From the claims follow the kind, the statements in
both languages, the theme and related topics; all of it can be changed in the file. Nobody is answered with a draft,
until its line "draft: yes" is taken out.
"""

Ask = Callable[[str], str]
"""Asks somebody and gives the answer."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is said of a topic that is to be started. ``id``, ``kind`` and ``theme`` may follow from the rest."""

    titles: tuple[str, ...]
    claims: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    id: str = ""
    kind: str = ""
    theme: str = ""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("id", nargs="?", default="", metavar="ID", help="short name; else made from the English title")
    parser.add_argument("--title", action="append", default=[], help="what it is about, once in each language")
    parser.add_argument("--claims", default="", metavar="IDS", help="claims it answers for, with commas between")
    parser.add_argument("--kind", choices=KINDS, default="", help="else that of the first claim")
    parser.add_argument("--theme", default="", metavar="ID", help="the shelf; else that of related topics")
    parser.add_argument("--question", action="append", default=[], help="how somebody asked; any number of times")
    parser.add_argument("--dry-run", action="store_true", help="show the file and write nothing")


def run(arguments: Namespace) -> int:
    """Start the topic, and return the exit status."""
    settings = read_settings()
    read = read_knowledge(settings.knowledge)
    wanted = _wanted(arguments)
    if sys.stdin.isatty():
        wanted = asked_for(wanted, read, _asked_at_terminal)
    draft = draft_of(wanted, read, utc_today())
    languages = language_folders(settings.templates)
    for language in sorted(set(draft.phrasings) - set(languages)):
        raise TradebotError(f'a question seems to be in "{language}"; give those in {" or ".join(languages)}')
    text = topic_draft(draft, languages)
    if arguments.dry_run:
        print(text, end="")
        return 0
    path = settings.knowledge / "topics" / f"{draft.id}.yaml"
    _write_new(path, text)
    document, _ = parse_yaml(text.encode(), path)
    places = len(unwritten_places(document)) if document else 0
    print(f"written: {shown_path(path)}, a draft with {places} places that say {TO_FILL_IN}")
    print("Fill them in, take out `draft: yes`, then call: tradebot check")
    return 0


def asked_for(wanted: Wanted, read: ReadKnowledge, ask: Ask) -> Wanted:
    """*wanted* with what it lacks from somebody who answers; an empty answer leaves it open."""
    titles = wanted.titles or tuple(
        title for title in (ask("What is it about, in a few words of English? "), ask("And in Chinese? ")) if title
    )
    claims = wanted.claims or _listed(ask("Which claims does it answer for, such as big-data.c7, big-data.m2? "))
    themes = ", ".join(theme.id for theme in read.base.themes) if read.base else ""
    theme = wanted.theme or ask(f"On which shelf ({themes}; Enter: that of related topics)? ")
    questions = list(wanted.questions)
    while not wanted.questions and (question := ask("How do people ask for it (Enter when done)? ")):
        questions.append(question)
    return Wanted(titles=titles, claims=claims, questions=tuple(questions), id=wanted.id, kind=wanted.kind, theme=theme)


def draft_of(wanted: Wanted, read: ReadKnowledge, today: date) -> TopicDraft:
    """The draft that *wanted* describes; raises TradebotError with the mend where it cannot be."""
    base = read.base
    if base is None:
        raise KnowledgeError("the knowledge has files of another form; mend them first: tradebot check")
    titles = {_language_of_title(title): title for title in wanted.titles}
    claims = tuple(_known_claim(claim, base) for claim in wanted.claims)
    related = _related(claims, wanted.theme, base)
    statements = {claim: Statement(claims=(claim,), text=base.claim_by_id[claim].says) for claim in claims}
    kinds = [base.claim_by_id[claim].kind for claim in claims]
    return TopicDraft(
        id=_new_id(wanted.id or _slug(titles.get("en", "")), read),
        reviewed=today.isoformat(),
        kind=wanted.kind or (kinds[0] if kinds else "challenge"),
        theme=_theme(wanted.theme, related, base),
        covers=claims,
        related=related,
        title=titles,
        observe=tuple(statements[claim] for claim, kind in zip(claims, kinds, strict=True) if kind != "measure"),
        recommend=tuple(statements[claim] for claim, kind in zip(claims, kinds, strict=True) if kind == "measure"),
        phrasings=_phrasings(wanted.questions, read, base),
    )


def _wanted(arguments: Namespace) -> Wanted:
    return Wanted(
        titles=tuple(arguments.title),
        claims=_listed(arguments.claims),
        questions=tuple(arguments.question),
        id=arguments.id,
        kind=arguments.kind,
        theme=arguments.theme,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,，、;；]+", text) if part))


def _asked_at_terminal(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        raise KeyboardInterrupt from None


def _language_of_title(title: str) -> str:
    return "zh" if has_han(title) else "en"


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.casefold())
    return "_".join(words)[:48].strip("_")


def free_id(title: str, read: ReadKnowledge, *, otherwise: str) -> str:
    """An id that no topic and no draft has: made from *title* where that has English words, else this one."""
    slug = _slug(title)
    wanted = slug if _ID.fullmatch(slug) else otherwise
    taken = _taken_ids(read)
    numbered = (f"{wanted[:44]}_{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (wanted, *numbered) if one not in taken)


def _taken_ids(read: ReadKnowledge) -> frozenset[str]:
    return frozenset({*read.topic_documents, *(Path(name).stem for name in read.drafts)})


def _new_id(wanted: str, read: ReadKnowledge) -> str:
    if not _ID.fullmatch(wanted):
        told = f'"{wanted}" is no id' if wanted else "there is neither an id nor an English title to make it from"
        raise TradebotError(f"{told}; give an id of small letters, digits and _, such as pallet_fees")
    if wanted in _taken_ids(read):
        raise TradebotError(f'there is a topic "{wanted}" already; give another id, or edit topics/{wanted}.yaml')
    return wanted


def _known_claim(claim: str, base: KnowledgeBase) -> str:
    if claim not in base.claim_by_id:
        near = extractOne(claim, list(base.claim_by_id))
        raise TradebotError(f'there is no claim "{claim}"; did you mean {near[0]}? papers.yaml lists all')
    return claim


def _related(claims: Sequence[str], theme: str, base: KnowledgeBase) -> tuple[str, ...]:
    """Topics that answer for the same claims, those that mention them, then those of the same shelf."""
    covering = [topic.id for topic in base.topics if set(claims) & set(topic.covers)]
    stating = [
        topic.id
        for topic in base.topics
        for statement in (*topic.observe, *topic.recommend)
        if set(claims) & set(statement.claims)
    ]
    beside = [topic.id for topic in base.topics_of(theme)]
    return tuple(dict.fromkeys([*covering, *stating, *beside]))[:MOST_RELATED]


def _theme(wanted: str, related: Sequence[str], base: KnowledgeBase) -> str:
    themes = [theme.id for theme in base.themes]
    if wanted and wanted not in themes:
        raise TradebotError(f'there is no theme "{wanted}"; name one of {", ".join(themes)}')
    beside = Counter(base.topic_by_id[topic].theme for topic in related).most_common(1)
    return wanted or (beside[0][0] if beside else TO_FILL_IN)


def _phrasings(questions: Sequence[str], read: ReadKnowledge, base: KnowledgeBase) -> Mapping[str, list[str]]:
    known = KnownTexts(read, base, ())
    found: dict[str, list[str]] = {}
    for question in dict.fromkeys(questions):
        there = known.phrasing(question)
        if there:
            raise TradebotError(f'"{question}" is a phrasing of {there.owner} ({there.where}); take it out there first')
        found.setdefault(detected_language(question), []).append(question)
    return found


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise TradebotError(f"{path}: {error.strerror}; choose another id, or make the folder writable") from error
