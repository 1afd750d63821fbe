"""Questions about the papers themselves: which one says it, what one says on a subject, its challenges, a summary.

    text     ->  which papers are meant, what is asked, on what subject      (here)
    request  ->  with the topics ranked for it: the claims that answer it    (paper_answers.py)

Only a question that really speaks of papers is taken for one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.advice.knowledge import Paper, PaperAsk, PaperCues
from bot.advice.normalising import comparable, has_han
from bot.advice.paper_cues import QUOTES, cue_pattern, names_pattern, texts_of
from bot.advice.paper_sections import SectionNames, section_named

LISTS: tuple[PaperAsk, ...] = ("challenge", "measure", "opportunity", "background", "summary")
"""What can be asked of a paper without any subject, and is a list of what it says."""
OF_THEMSELVES: tuple[PaperAsk, ...] = (*LISTS, "origin", "section")
"""What is asked of papers themselves: it has no subject, and goes on with the next paper that is named."""

_APART: tuple[PaperAsk, ...] = ("origin", "section")
"""What is recognised before all else, and by more than its cues."""
_LONGEST = 140
_LONGEST_HAN = 60
"""A question longer than this that names no paper is a story, and its need counts for more than who wrote of it."""
_LONGEST_KEYWORDS = 48
_LONGEST_KEYWORDS_HAN = 16
_LATEST_NAME = 4
"""The paper stands first in keywords on it, perhaps after "the" or "in"."""
_LONGEST_REST = 12
_LONGEST_REST_HAN = 5


@dataclass(frozen=True, kw_only=True)
class PaperRequest:
    """What is asked of which *papers* (none: of any). ``subject`` is the rest; empty if nothing of content is left.

    Who asks for a ``section`` may have given its number; else they want to know which there are.
    """

    papers: tuple[str, ...]
    ask: PaperAsk
    subject: str
    section: str = ""


class PaperQuestions:
    """Recognises questions about *papers* by their names and the *cues*."""

    def __init__(self, papers: Sequence[Paper], cues: PaperCues) -> None:
        words = {name: texts_of(texts) for name, texts in cues.words.items()}
        self._names = {paper.id: names_pattern(texts_of(paper.names), words) for paper in papers}
        self._together = cue_pattern(texts_of(cues.together), words)
        self._paper = cue_pattern(words["paper"], words)
        self._origin = cue_pattern(texts_of(cues.asks.get("origin", {})), words)
        self._contents = cue_pattern(texts_of(cues.asks.get("section", {})), words)
        self._asks: dict[PaperAsk, re.Pattern[str]] = {
            ask: cue_pattern(texts_of(texts), words) for ask, texts in cues.asks.items() if ask not in _APART
        }
        self._fillers = cue_pattern(texts_of(cues.fillers), words)
        self._papers = tuple(papers)
        self._sections = SectionNames(cues.sections)
        self._beside_section = cue_pattern(texts_of(cues.sections.fillers), words)
        around = rf"(?:[\W_]|{self._asks['subject'].pattern}|{self._fillers.pattern})+"
        self._edges = re.compile(f"^{around}|{around}$")

    def request(self, text: str) -> PaperRequest | None:
        """What *text* (comparable, simplified) asks of the papers; None if it is no question about them."""
        plain = QUOTES.sub("", text)
        papers = self.named(plain)
        rest = self.without_names(plain)
        if self._asks_origin(plain, rest, papers):
            return PaperRequest(papers=papers, ask="origin", subject="")
        in_section = self._in_section(plain, rest, papers)
        if in_section is not None:
            return in_section
        which = self._asks["which"].search(plain) is not None
        if not papers:
            too_long = len(plain) > (_LONGEST_HAN if has_han(plain) else _LONGEST)
            if too_long or not (which or self._together.search(plain)):
                return None
        rest = " ".join(self._together.sub(" ", rest).split())
        ask = self._ask(rest if papers else plain, which=which)
        if ask is None:
            return self._keywords(plain, rest, papers)
        subject = self._subject_of(ask, rest)
        if not papers and ask in LISTS and len(subject) > (_LONGEST_REST_HAN if has_han(subject) else _LONGEST_REST):
            ask = "subject"
        return PaperRequest(papers=papers, ask=ask, subject=subject)

    def _in_section(self, plain: str, rest: str, papers: tuple[str, ...]) -> PaperRequest | None:
        """A section by its number, or which there are.

        Where no paper is named, one of them must have it, and "what does it say" is all that may be said beside it.
        """
        asks_which = self._contents.search(rest) is not None
        section = "" if asks_which else self._sections.find(rest)[0]
        if not asks_which and not section:
            return None
        request = PaperRequest(papers=papers, ask="section", subject="", section=section)
        if papers or asks_which or self._together.search(plain):
            return request
        is_there = any(section_named(paper, section) for paper in self._papers)
        is_asked = self._asks["subject"].search(rest) or self._beside_section.search(rest)
        return request if is_there and is_asked and self.bare_section(rest) else None

    def bare_section(self, text: str) -> str:
        """The number of the section that *text* names, if it says nothing else; "" if not."""
        section, rest = self._sections.find(text)
        return "" if self._subject(self._beside_section.sub(" ", rest)) else section

    def _keywords(self, plain: str, rest: str, papers: tuple[str, ...]) -> PaperRequest | None:
        """What is meant by a paper and a subject, without a word for asking: "paper two: talent"."""
        found = (self._names[paper].search(plain) for paper in papers)
        begins = any(name is not None and name.start() <= _LATEST_NAME for name in found)
        subject = self._subject(rest)
        is_short = len(plain) <= (_LONGEST_KEYWORDS_HAN if has_han(plain) else _LONGEST_KEYWORDS)
        return PaperRequest(papers=papers, ask="subject", subject=subject) if begins and subject and is_short else None

    def _asks_origin(self, plain: str, rest: str, papers: Sequence[str]) -> bool:
        """Whether *plain*, which is *rest* without the names of *papers*, asks where papers come from, and no more."""
        if not (papers or self._paper.search(plain)) or not self._origin.search(rest):
            return False
        return not self._subject(self._together.sub(" ", self._origin.sub(" ", rest)))

    def named(self, text: str) -> tuple[str, ...]:
        """The papers that *text* (comparable) names."""
        plain = QUOTES.sub("", text)
        return tuple(paper for paper, pattern in self._names.items() if pattern.search(plain))

    def without_names(self, text: str) -> str:
        """*text* without the names of papers."""
        rest = QUOTES.sub("", text)
        for pattern in self._names.values():
            rest = pattern.sub(" ", rest)
        return rest

    def asked(self, text: str) -> tuple[PaperAsk | None, str]:
        """What *text* asks of papers that are known already, and on what subject (empty: none is named)."""
        plain = " ".join(QUOTES.sub("", text).split())
        ask = self._ask(plain, which=False)
        return ask, self._subject_of(ask, plain) if ask else self._subject(plain)

    def _ask(self, text: str, *, which: bool) -> PaperAsk | None:
        for ask, pattern in self._asks.items():
            if (ask == "which" and which) or pattern.search(text):
                return ask
        return None

    def _subject_of(self, ask: PaperAsk, text: str) -> str:
        """On what *text* asks that; how old figures are is said with them."""
        rest = self._asks[ask].sub(" ", text)
        return self._subject(self._origin.sub(" ", rest) if ask == "figure" else rest)

    def _subject(self, rest: str) -> str:
        """*rest* as it can be matched, without fillers around it; empty if it has no more than those."""
        content = rest
        for pattern in (self._asks["summary"], self._asks["subject"], self._fillers):
            content = pattern.sub(" ", content)
        return comparable(self._edges.sub("", rest)) if comparable(content) else ""
