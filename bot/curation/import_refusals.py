"""Why an entry of a table is not taken over, with the mend."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advice.normalising import comparable
from bot.curation.import_columns import Entry, Why
from bot.curation.known_texts import KnownText, KnownTexts, Owner

WHY: Mapping[str, str] = {
    "formula": "it is a formula, or begins like one; write the words themselves, not a sign first",
    "error": "the cell shows an error; write the words themselves",
    "no_language": '"{0}" is no language we know; write en or zh, or leave it empty',
    "no_words": "there are no words; write how people ask",
    "too_long": "it has {0} characters; shorten it to {1}",
    "no_label": "no topic is named; write its id in every row, merged cells or not",
    "no_topic": 'there is no topic "{0}"; write its id or title',
    "other_topic": 'there is no topic "{0}"; did you mean "{1}"?',
    "language": 'it seems to be in "{0}", and {1} has phrasings in {2}; say in which it is',
    "there": "it is there already ({0}); leave it out",
    "taken": "it belongs to {0} ({1}); keep it in one place",
    "near": "it is nearly a phrasing of {0} ({1}); say it in other words",
    "measured": "understanding is measured with it ({0}); say it in other words",
    "a_phrasing": "it is a phrasing of {0} ({1}) and would measure nothing; say it differently",
}
"""Why an entry is not taken over, with the mend. In another language, as its catalogue ``problems.yaml`` has it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An entry that is not taken over, the reason, one of ``WHY``, and what that is about."""

    row: int
    text: str
    reason: str
    about: tuple[str, ...] = ()

    @property
    def why(self) -> str:
        """The reason, with the mend."""
        return WHY[self.reason].format(*self.about)


def refused_for(entry: Entry, why: Why) -> Refused:
    """*entry* is not taken over: *why*."""
    reason, *about = why
    return Refused(row=entry.row, text=entry.text, reason=reason, about=tuple(about))


def no_entry(entry: Entry, longest: int) -> Why | None:
    """Why *entry* is none at all, if it is none; its words may have the *longest* length."""
    if entry.fault:
        return entry.fault
    if not comparable(entry.text):
        return ("no_words",)
    if len(entry.text) > longest:
        return ("too_long", f"{len(entry.text):,}", f"{longest:,}")
    if not entry.label:
        return ("no_label",)
    return None


def no_owner(entry: Entry, known: KnownTexts) -> Why:
    """That nothing has the label of *entry*, and what may be meant."""
    meant = known.meant(entry.label)
    return ("other_topic", entry.label, meant) if meant else ("no_topic", entry.label)


def no_phrasing(entry: Entry, owner: Owner | None, language: str, known: KnownTexts) -> Why | None:
    """Why *entry* is no phrasing for *owner*, if it is none."""
    if owner is None:
        return None
    objection = known.objection(entry.text, language, owner.name, owner.languages)
    if objection is None:
        return None
    there = objection.known or KnownText(owner="", where="")
    match objection.why:
        case "no_words":
            return ("no_words",)
        case "language":
            return ("language", language, owner.name, ", ".join(sorted(owner.languages)))
        case "there" | "measured":
            return (objection.why, there.where)
    return (objection.why, there.owner, there.where)


def no_question(entry: Entry, known: KnownTexts) -> Why | None:
    """Why *entry* is no question to measure with, if it is none."""
    same = known.question(entry.text)
    if same:
        return ("there", same.where)
    phrasing = known.phrasing(entry.text)
    return ("a_phrasing", phrasing.owner, phrasing.where) if phrasing else None
