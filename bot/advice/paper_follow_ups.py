"""Follow-ups about the papers: "does the other paper say the same?", "which section?", "and the third one?".

They mean the papers that were spoken of, or the others, and the subject that was spoken of, unless they name one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.advice.citing import places_of
from bot.advice.deciding import Advice, Choice, Chosen, Decision, PaperAnswer
from bot.advice.knowledge import KnowledgeBase, Paper, PaperAsk, PaperCues
from bot.advice.matching import Match
from bot.advice.normalising import has_han
from bot.advice.paper_cues import cue_pattern, names_pattern, texts_of
from bot.advice.paper_questions import LISTS, OF_THEMSELVES, PaperQuestions, PaperRequest
from bot.advice.paper_sections import canonical

_LONGEST_WORDS = 14
_LONGEST_HAN = 24
"""What is longer tells a story of its own; "that paper" is then one for the customs."""

_LISTED: tuple[PaperAsk, ...] = (*LISTS, "figure")
"""What can be asked of papers that were spoken of without naming them: "and the measures?"."""
_GO_ON: tuple[PaperAsk, ...] = (*OF_THEMSELVES, "figure")
"""What goes on with the next paper that is named."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """What was spoken of: the topics of ``match``, and these ``papers``.

    If the question was about papers, ``ask`` is what was asked of them, and ``subject`` the words on what; a list, such
    as all challenges, has none. ``section`` is the number of the section that was asked for, and ``cited`` the first
    paper that was cited, with the number of the section.
    """

    papers: tuple[str, ...]
    ask: PaperAsk | None
    subject: str
    match: Match
    section: str = ""
    cited: tuple[str, str] | None = None


class PaperPointers:
    """Recognises what points back to papers, by the *cues* and the names of the *papers*."""

    def __init__(self, papers: Sequence[Paper], cues: PaperCues, questions: PaperQuestions) -> None:
        words = {name: texts_of(texts) for name, texts in cues.words.items()}
        pointers = {pointer: texts_of(texts) for pointer, texts in cues.follow_ups.items()}
        self._same = cue_pattern(pointers.get("same", ()), words)
        self._others = cue_pattern(pointers.get("others", ()), words)
        self._where = cue_pattern(pointers.get("where", ()), words)
        self._says = cue_pattern(words.get("says", ()), words)
        self._origin = cue_pattern(pointers.get("origin", ()), words)
        self._that_section = cue_pattern(pointers.get("section", ()), words)
        self._rest = cue_pattern(pointers.get("rest", ()), words)
        one = pointers.get("one", ())
        self._by_number = {
            paper.id: names_pattern(_by_number(texts_of(paper.names), words.get("paper", ()), one), words)
            for paper in papers
        }
        self._number = {paper.id: cue_pattern(_numbers_of(paper, words.get("paper", ())), words) for paper in papers}
        self._questions = questions

    def points(self, text: str) -> bool:
        """Whether *text* (comparable) may point back to papers; cheap, and asked before more is looked into."""
        if len(text) > _LONGEST_HAN if has_han(text) else len(text.split()) > _LONGEST_WORDS:
            return False
        if self._asks_origin(text) or self._questions.bare_section(text) or self._that_section.search(text):
            return True
        request = self._questions.request(text)
        if request is not None and request.subject:
            return self._refers(text)
        if request is not None or self._refers(text) or self._asks_for_a_list(text):
            return True
        return bool(self._numbered(text) or self._only_named(text)) or self._says_only(text, self._rest)

    def request(self, text: str, spoken: Spoken) -> PaperRequest | None:
        """What *text* (comparable) asks of papers after what was *spoken* of; without a subject, the one spoken of."""
        plain = self._questions.request(text)
        if self._asks_origin(text) or (plain is not None and plain.ask == "origin" and self._refers(text)):
            return PaperRequest(papers=self._questions.named(text) or spoken.papers, ask="origin", subject="")
        in_section = self._in_section(text, plain, spoken)
        if in_section is not None:
            return in_section
        if plain is not None and not plain.subject and plain.ask in OF_THEMSELVES and not self._refers(text):
            return plain
        papers = self._papers(text, plain, spoken)
        if papers is None:
            return None
        asked: tuple[PaperAsk | None, str]
        if plain is not None and not self._refers(text):
            asked = plain.ask, plain.subject
        else:
            asked = self._questions.asked(self._without_pointers(text))
        ask, subject = asked
        if not subject and ask in {None, "subject"} and spoken.ask in _GO_ON and not spoken.subject:
            # "And the third one?" asks the same of it; "what does that paper say?" for no list at all.
            ask = "summary" if self._says.search(self._without_pointers(text)) else spoken.ask
        if not papers and ask not in {"which", "figure"}:
            papers = spoken.papers
        section = spoken.section if ask == "section" else ""
        return PaperRequest(papers=papers, ask=ask or "subject", subject=subject, section=section)

    def _in_section(self, text: str, plain: PaperRequest | None, spoken: Spoken) -> PaperRequest | None:
        """A section of the papers that were spoken of, unless *text* names others; which it has not, is said of them.

        After a topic, "chapter 64" is one of the tariff.
        """
        section = self._questions.bare_section(text)
        if spoken.cited is not None and self._that_section.search(text):
            paper, section = spoken.cited
            return PaperRequest(papers=(paper,), ask="section", subject="", section=section)
        if plain is not None and plain.ask == "section":
            return plain if plain.papers else replace(plain, papers=spoken.papers)
        if section and spoken.ask is not None:
            return PaperRequest(papers=spoken.papers, ask="section", subject="", section=section)
        return None

    def _papers(self, text: str, plain: PaperRequest | None, spoken: Spoken) -> tuple[str, ...] | None:
        """The papers *text* means; none if it means any of them, None if it does not speak of papers."""
        named = plain.papers if plain else self._only_named(text)
        if not named and spoken.ask is not None:
            named = self._numbered(text)
        if named:
            return named
        if spoken.ask is not None and not plain and self._asks_for_a_list(text):
            return spoken.papers
        if self._others.search(text) or (spoken.ask is not None and self._says_only(text, self._rest)):
            return tuple(paper for paper in self._by_number if paper not in spoken.papers) or tuple(self._by_number)
        if self._refers(text):
            return spoken.papers
        return () if plain else None

    def _numbered(self, text: str) -> tuple[str, ...]:
        """The papers *text* means by "the third one", or by "and the third?" if it says nothing else."""
        named = tuple(paper for paper, pattern in self._by_number.items() if pattern.search(text))
        return named or tuple(paper for paper, pattern in self._number.items() if self._says_only(text, pattern))

    def _says_only(self, text: str, pointer: re.Pattern[str]) -> bool:
        """Whether *text* has the *pointer*, perhaps after "and" or "what about", and nothing else."""
        if not pointer.search(text):
            return False
        ask, subject = self._questions.asked(pointer.sub(" ", text))
        return ask in {None, "subject"} and not subject

    def _asks_for_a_list(self, text: str) -> bool:
        """Whether *text* asks for something of papers that were spoken of, and no more: "and its measures?"."""
        ask, subject = self._questions.asked(self._without_pointers(text))
        return ask in _LISTED and not subject

    def _only_named(self, text: str) -> tuple[str, ...]:
        """The papers *text* names, if it says nothing else: "and the third paper?"."""
        named = self._questions.named(text)
        return named if named and self._questions.asked(self._without_pointers(text)) == (None, "") else ()

    def _refers(self, text: str) -> bool:
        rest = self._questions.without_names(text)
        return any(pattern.search(rest) for pattern in (self._same, self._others, self._where))

    def _asks_origin(self, text: str) -> bool:
        """Whether *text* asks who wrote what was spoken of, or when, and no more."""
        return self._origin.search(text) is not None and not self._questions.asked(self._origin.sub(" ", text))[1]

    def _without_pointers(self, text: str) -> str:
        rest = self._questions.without_names(text)
        for pattern in (self._others, self._where, self._same, *self._by_number.values()):
            rest = pattern.sub(" ", rest)
        for pattern in (self._rest, *self._number.values()):
            if self._says_only(rest, pattern):
                return pattern.sub(" ", rest)
        return rest


def spoken_of(match: Match, decision: Decision, knowledge: KnowledgeBase) -> Spoken | None:
    """What an answer spoke of; None if it gave none."""
    match decision:
        case PaperAnswer(papers=papers, ask=ask, claims=claims, subject=subject, section=section):
            named = papers or _papers_of(claims, knowledge)
            cited = _first_cited(claims, knowledge)
            return Spoken(papers=named, ask=ask, subject=subject, match=match, section=section, cited=cited)
        case Advice(candidate=first) | Choice(candidates=(first, *_)) | Chosen(candidates=(first, *_)):
            covers = knowledge.topic_by_id[first.label.id].covers
            return Spoken(papers=_papers_of(covers, knowledge), ask=None, subject="", match=match)
        case _:
            return None


def _papers_of(claims: Sequence[str], knowledge: KnowledgeBase) -> tuple[str, ...]:
    return tuple(dict.fromkeys(knowledge.claim_by_id[claim].paper for claim in claims))


def _first_cited(claims: Sequence[str], knowledge: KnowledgeBase) -> tuple[str, str] | None:
    """The paper of the first of *claims*, and the number of the section in which it stands."""
    found = (knowledge.claim_by_id[claim] for claim in claims)
    return next(((claim.paper, canonical(places_of(claim.at)[0].section)) for claim in found), None)


def _numbers_of(paper: Paper, words: Sequence[str]) -> list[str]:
    """The words by which *paper* is counted, "third" or "3rd": those of its names with no word of its title."""
    titles = " ".join(paper.title.values()).casefold()
    return [number for number in _by_number(texts_of(paper.names), words, ("",)) if number not in titles]


def _by_number(names: Sequence[str], papers: Sequence[str], ones: Sequence[str]) -> list[str]:
    """*names* such as "third paper" with another word for the paper: "third one"."""
    stems = [name.rpartition(" ") for name in names]
    return [f"{stem} {one}".rstrip() for stem, _, last in stems if stem and last in papers for one in ones]
