"""Sections of the papers: how people name them ("section 3.2", "第三节"), and what stands in them."""

import re
from collections.abc import Iterator, Sequence

from bot.advice.cues import any_word
from bot.advice.deciding import PaperAnswer
from bot.advice.knowledge import KnowledgeBase, Paper, Phrasings, Section, SectionCues
from bot.advice.matching import Candidate
from bot.advice.normalising import has_han

MOST_OF_EACH = 4
"""Claims shown of a section where several papers are meant; of one paper all are."""
_NUMBER = r"\d{1,2}(?:\s?[.(]\s?\d{1,2}\)?)?"
_DOTTED = r"\d{1,2}\s?[.(]\s?\d{1,2}\)?"
_BEFORE_PART = 2


class SectionNames:
    """Finds sections by their numbers, as people write them by the *cues*."""

    def __init__(self, cues: SectionCues) -> None:
        self._numbers = dict(_counted(cues.cardinals)) | dict(_counted(cues.ordinals))
        words = any_word(_listed(cues.words))
        marks = f"(?:{any_word(_listed(cues.marks))} ?)"
        cardinals = [word for word, _ in _counted(cues.cardinals)]
        ordinals = any_word(word for word, _ in _counted(cues.ordinals))
        spaced = any_word(word for word in cardinals if not has_han(word))
        before = rf"{marks}(?:{_NUMBER}|{any_word(cardinals)})|{ordinals}|(?<![\d.]){_DOTTED}"
        after = rf"{_NUMBER}(?!\.?\d)|{spaced}"
        self._section = re.compile(rf"(?:{before})\s?{words}|{words}\.?\s?{marks}?(?:{after})")
        self._number = re.compile(rf"{_NUMBER}|{any_word(self._numbers)}")

    def find(self, text: str) -> tuple[str, str]:
        """The number of the section that *text* (comparable) names, such as "3.2", and the rest; "" if it names none.

        "Chapter 3, section 2" is 3.2.
        """
        found = list(self._section.finditer(text))
        if not found:
            return "", text
        numbers = [self._as_number(mention[0]) for mention in found[:_BEFORE_PART]]
        first, *second = numbers
        goes_on = second and not text[found[0].end() : found[1].start()].strip(" ,，的")
        section = f"{first}.{second[0]}" if goes_on and "." not in first + second[0] else first
        return section, " ".join(self._section.sub(" ", text).split())

    def _as_number(self, mention: str) -> str:
        found = self._number.search(mention)
        number = found[0] if found else ""
        return self._numbers.get(number) or canonical(number)


def canonical(at: str) -> str:
    """The number of a section in one form: "2.1" for "2(1)"."""
    return ".".join(re.findall(r"\d+", at)) or at


def section_named(paper: Paper, number: str) -> Section | None:
    """The section of *paper* with this *number*, if it has one."""
    return next((section for section in paper.sections if canonical(section.at) == number), None)


def section_answer(
    papers: Sequence[str], number: str, candidates: tuple[Candidate, ...], knowledge: KnowledgeBase
) -> PaperAnswer:
    """What stands in the section *number* of *papers*, or (of none named) of all that have one; "" asks for a list.

    The *candidates* are those found for the whole question.
    """
    asked = tuple(papers) or tuple(
        paper.id for paper in knowledge.papers if not number or section_named(paper, number) is not None
    )
    claims = {paper: _claims_in(knowledge.paper_by_id[paper], number) if number else () for paper in asked}
    most = None if len(asked) == 1 else MOST_OF_EACH
    shown = tuple(claim for own in claims.values() for claim in own[:most])
    return PaperAnswer(
        ask="section",
        papers=asked,
        claims=shown,
        more=sum(map(len, claims.values())) - len(shown),
        others=(),
        candidates=covering_first(candidates, shown, knowledge),
        section=number,
    )


def covering_first(
    candidates: Sequence[Candidate], claims: Sequence[str], knowledge: KnowledgeBase
) -> tuple[Candidate, ...]:
    """*candidates*, those first that cover some of the *claims* cited."""
    cited = set(claims)
    return tuple(sorted(candidates, key=lambda c: cited.isdisjoint(knowledge.topic_by_id[c.label.id].covers)))


def _claims_in(paper: Paper, number: str) -> tuple[str, ...]:
    """The claims that stand in a section of *paper* or in a part of it, in the order of the text."""
    return tuple(
        claim.id
        for claim in sorted(paper.claims, key=lambda claim: _parts(claim.at, number))
        if _parts(claim.at, number)
    )


def _parts(at: str, number: str) -> list[str]:
    """The places among those of *at* that lie in the section *number*."""
    places = (canonical(place.partition(" ")[0]) for place in at.split("; "))
    return [place for place in places if place == number or place.startswith(f"{number}.")]


def _counted(listed: Phrasings) -> Iterator[tuple[str, str]]:
    """Each word for a number, and the number; words for one number stand together, with spaces between."""
    for words in listed.values():
        for number, together in enumerate(words, start=1):
            for word in together.split():
                yield word, str(number)


def _listed(words: Phrasings) -> list[str]:
    return [word for listed in words.values() for word in listed]
