"""What ``shorthand.yaml`` cannot know by itself: whether what is written there can ever be met, and come to an end."""

import re
from collections.abc import Iterator

from bot.advice.knowledge import KnowledgeBase
from bot.advice.normalising import comparable, has_han
from bot.files.knowledge_reading import SHORTHAND_FILE, ReadKnowledge
from bot.files.problems import Problem

_WORD = r"[a-z0-9]+(?:['/&-][a-z0-9]+)*/?"
_FORM = re.compile(rf"{_WORD}(?: {_WORD})*")
_LETTER = re.compile(r"[a-z]")
_PINYIN = re.compile(r"[a-z]+")
_CHARACTERS = re.compile(r"[\u4e00-\u9fff]+")


def shorthand_problems(read: ReadKnowledge, base: KnowledgeBase) -> Iterator[Problem]:
    """All problems of the shorthand."""
    document = read.documents.get(SHORTHAND_FILE)
    if document is None:
        return
    for typed, meant in base.shorthand.meanings.items():
        found = _wrong_form(typed) or _wrong_meaning(meant)
        if found is None and typed in base.shorthand.endless:
            found = (f'each word of "{typed}" stands in what is meant somewhere', "take it out, or give it a word more")
        if found is not None:
            yield document.problem(("english", typed), *found)
    for typed, meant in base.pinyin.characters.items():
        if not _PINYIN.fullmatch(typed) or not _CHARACTERS.fullmatch(meant):
            what = f'"{typed}" is not a word in Latin letters with its characters'
            yield document.problem(
                ("pinyin", typed), what, "write it in small letters without tones, as in: yunfei: 运费"
            )
    for spoken, meant in base.cantonese.written.items():
        if not has_han(spoken) or not _CHARACTERS.fullmatch(meant):
            what = f'"{spoken}" is not a word in Chinese characters with that of written Chinese'
            yield document.problem(("cantonese", spoken), what, "write both in characters, as in: 點解: 为什么")


def _wrong_form(typed: str) -> tuple[str, str] | None:
    if not _FORM.fullmatch(typed):
        return f'"{typed}" is never met in this form', "use small letters, and one blank between words"
    if not _LETTER.search(typed):
        return f'"{typed}" is a number, and numbers stay', "write a word beside it, as in: 2 do"
    return None


def _wrong_meaning(meant: str) -> tuple[str, str] | None:
    wanted = comparable(meant)
    if meant == wanted:
        return None
    return f'"{meant}" is not written as words are compared', f'write "{wanted}"' if wanted else "write words"
