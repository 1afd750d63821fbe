"""What papers say to a question about them: the claims that answer it, and nothing that is no claim of theirs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from bot.advice.cues import bounded
from bot.advice.deciding import Advice, Decision, NoAdvice, PaperAnswer, Smalltalk, decide
from bot.advice.knowledge import KnowledgeBase, PaperAsk, TopicKind
from bot.advice.matching import Match
from bot.advice.normalising import has_han, words_of
from bot.advice.paper_questions import LISTS, PaperRequest
from bot.advice.paper_sections import covering_first, section_answer

MOST_LINES = 6
_IN_A_SUMMARY: tuple[TopicKind, ...] = ("background", "opportunity", "challenge", "measure")
_BARE_HAN = 2
_CONFIDENT_SHARE = 0.5
"""A further topic counts from this share of the surest one's confidence."""
_WIDE_SHARE = 0.25
"""The same, where a paper would have nothing to say else."""
_CITED_CONFIDENCE = 0.9
"""A topic that covers what is cited helps at least this surely; of own questions about papers 97 in 100 are right."""
_LEAST_COMMON = 0.02
"""A word is common among the phrasings of a topic (both languages) from this share on."""


def paper_answer(
    request: PaperRequest, whole: Match, on_subject: Match | None, knowledge: KnowledgeBase
) -> PaperAnswer | None:
    """What the papers say to *request*, by the topics ranked for the *whole* question and, if it has one, its subject.

    The subject alone finds better claims: words for papers and for telling lead astray. None if the question is better
    answered like any other: no paper was named and we are not sure of the subject, or it is known to lie elsewhere.
    """
    if request.ask == "origin":
        return _origin_of(request.papers, whole, knowledge)
    if request.ask == "section":
        return section_answer(request.papers, request.section, whole.topics, knowledge)
    if request.subject and _is_elsewhere(decide(whole)):
        return None
    if on_subject and request.ask == "subject" and not request.papers and not isinstance(decide(on_subject), Advice):
        return None
    asked = request.papers or tuple(paper.id for paper in knowledge.papers)
    on_it = _claims_on(on_subject, knowledge) if on_subject else ()
    found = any(knowledge.claim_by_id[claim].paper in asked for claim in on_it)
    if on_subject and (not found or _is_bare(on_subject.text)):
        share = _CONFIDENT_SHARE if found or not asked else _WIDE_SHARE
        on_it = tuple(dict.fromkeys((*_claims_by_words(on_subject, knowledge, share), *on_it)))
    others: tuple[str, ...] = ()
    if request.ask in LISTS and not _is_subject_of_summary(request, on_subject):
        cited = _listed_claims(request.ask, asked, on_it, knowledge)
    else:
        if request.ask == "figure":
            on_it = _figures(on_it if on_subject else knowledge.claim_by_id, knowledge)
        cited = tuple(claim for claim in on_it if knowledge.claim_by_id[claim].paper in asked)
        others = tuple(dict.fromkeys(knowledge.claim_by_id[claim].paper for claim in on_it if claim not in cited))
    if not cited and not request.papers:
        return None
    shown = cited[:MOST_LINES]
    if request.ask == "summary":
        shown = tuple(claim for claim in knowledge.claim_by_id if claim in shown)
    return PaperAnswer(
        ask=request.ask,
        papers=request.papers,
        claims=shown,
        # A summary is short by nature; nobody misses the rest of it.
        more=len(cited) - len(shown) if request.ask != "summary" else 0,
        others=others,
        candidates=covering_first((on_subject or whole).topics, shown, knowledge),
    )


def _origin_of(papers: Sequence[str], whole: Match, knowledge: KnowledgeBase) -> PaperAnswer:
    """That it is known of these *papers*, or of all of them, where they come from; no claim of theirs is cited."""
    asked = tuple(papers) or tuple(paper.id for paper in knowledge.papers)
    return PaperAnswer(ask="origin", papers=asked, claims=(), more=0, others=(), candidates=whole.topics)


def _is_elsewhere(decision: Decision) -> bool:
    return isinstance(decision, NoAdvice) and decision.elsewhere is not None


def _figures(claims: Iterable[str], knowledge: KnowledgeBase) -> tuple[str, ...]:
    return tuple(claim for claim in claims if knowledge.claim_by_id[claim].figure)


def _is_subject_of_summary(request: PaperRequest, on_subject: Match | None) -> bool:
    """Whether "sum up what they say about fraud" was said: a summary, but of one subject."""
    return request.ask == "summary" and on_subject is not None and isinstance(decide(on_subject), Advice)


def _claims_on(match: Match, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The claims covered by the topics of *match* that may be meant, surest topic first; none if we would refuse it."""
    if isinstance(decide(match), NoAdvice | Smalltalk):
        return ()
    least = _CONFIDENT_SHARE * max(candidate.confidence for candidate in match.topics)
    sure = sorted((c for c in match.topics if c.confidence >= least), key=lambda c: -c.confidence)
    return tuple(dict.fromkeys(claim for c in sure for claim in knowledge.topic_by_id[c.label.id].covers))


def _is_bare(subject: str) -> bool:
    return len(subject) <= _BARE_HAN if has_han(subject) else " " not in subject


def _claims_by_words(match: Match, knowledge: KnowledgeBase, share: float) -> tuple[str, ...]:
    """The claims of the topics in whose phrasings the words of *match* are common, those with most first.

    A bare "talent" is little for the matcher, yet it is all that people say after "what does this paper say about".
    """
    words = [re.compile(bounded(word)) for word in words_of(match.text)]
    shares = {}
    for topic in knowledge.topics:
        texts = [text.casefold() for listed in topic.phrasings.values() for text in listed]
        shares[topic.id] = sum(all(word.search(text) for word in words) for text in texts) / len(texts)
    least = max(_LEAST_COMMON, share * max(shares.values()))
    common = sorted((topic for topic, share in shares.items() if share >= least), key=lambda topic: -shares[topic])
    return tuple(dict.fromkeys(claim for topic in common for claim in knowledge.topic_by_id[topic].covers))


def _listed_claims(
    ask: PaperAsk, papers: Sequence[str], on_it: Sequence[str], knowledge: KnowledgeBase
) -> tuple[str, ...]:
    """The claims of one kind, or some of every kind for a summary; of several papers in turn, those *on_it* first."""
    by_paper = []
    for paper in papers:
        claims = knowledge.paper_by_id[paper].claims
        if ask == "summary":
            by_kind = [[claim.id for claim in claims if claim.kind == kind] for kind in _IN_A_SUMMARY]
            by_paper.append([claim for claim in chain.from_iterable(zip_longest(*by_kind)) if claim])
        else:
            own = [claim.id for claim in claims if claim.kind == ask]
            by_paper.append(sorted(own, key=lambda claim: claim not in on_it))
    return tuple(claim for claim in chain.from_iterable(zip_longest(*by_paper)) if claim)


def with_candidates(match: Match, answer: PaperAnswer) -> Match:
    """*match*, its topics in the order that suits *answer*; if that cites claims, the first covers some of them."""
    topics = answer.candidates
    if answer.claims and topics:
        topics = (replace(topics[0], confidence=max(topics[0].confidence, _CITED_CONFIDENCE)), *topics[1:])
    return replace(match, topics=topics)
