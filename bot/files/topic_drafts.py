"""A topic that is yet to be written, as a file: what is known of it, and a mark where a curator goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml.comments import CommentedMap

from bot.advice.knowledge import Statement
from bot.files.unwritten import TO_FILL_IN
from bot.files.yaml_layout import dumped
from bot.lines import on_one_line


@dataclass(frozen=True, kw_only=True)
class TopicDraft:
    """What is known of a topic that is to be written."""

    id: str
    reviewed: str
    kind: str = "challenge"
    theme: str = TO_FILL_IN
    covers: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    observe: tuple[Statement, ...] = ()
    recommend: tuple[Statement, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)


def topic_draft(draft: TopicDraft, languages: Sequence[str]) -> str:
    """A topic file in the form that is wanted, with what *draft* knows; what is to be written says TODO.

    Nobody is answered with a draft, and it breaks no check, until somebody takes out its line ``draft: yes``.
    """
    empty = Statement(claims=draft.covers or (TO_FILL_IN,), text={})
    file = CommentedMap(
        {
            "id": draft.id,
            "draft": "yes",
            "kind": draft.kind,
            "theme": draft.theme,
            "reviewed": draft.reviewed,
            "covers": list(draft.covers) or [TO_FILL_IN],
            "related": list(draft.related) or [TO_FILL_IN],
            "title": _in_all(languages, draft.title),
            "answer": _in_all(languages, draft.answer),
            "observe": [_statement(one, languages) for one in draft.observe or (empty,)],
            "recommend": [_statement(one, languages) for one in draft.recommend or (empty,)],
            "steps": [_in_all(languages, {}) for _ in range(3)],
            "limits": _in_all(languages, draft.limits),
            "phrasings": {
                language: [on_one_line(one) for one in draft.phrasings.get(language, ())] or [TO_FILL_IN]
                for language in languages
            },
        }
    )
    for key in ("title", "answer", "observe", "recommend", "steps", "limits", "phrasings"):
        file.yaml_set_comment_before_after_key(key, before="\n")
    file.yaml_set_start_comment(f"A draft: write what says {TO_FILL_IN}, then take out the line `draft: yes`.")
    return dumped(file)


def _statement(statement: Statement, languages: Sequence[str]) -> dict[str, object]:
    return {"claims": list(statement.claims), **_in_all(languages, statement.text)}


def _in_all(languages: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    return {language: known.get(language) or TO_FILL_IN for language in languages}
