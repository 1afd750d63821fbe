"""Why a question was answered as it was, for curators."""

from bot.advice.deciding import Advice, Choice, NoAdvice, PaperAnswer, Smalltalk, WhichPart
from bot.advice.matching import Candidate
from bot.answering import Answer

TOPICS_SHOWN = 5
OTHERS_SHOWN = 3


def reasons(answer: Answer) -> str:
    """The decision and its reason, what was mended, and each candidate with the phrasings that spoke for it."""
    match = answer.match
    lines = [
        f"understood as: {match.text or '(no words)'}",
        f"language: {answer.language} (answered in {answer.reply_language})",
        *(f"mended: {repair.typed} -> {repair.taken_for}" for repair in match.repairs),
        *_leaning(match.share_of_earlier),
        f"decision: {_decision_reason(answer)}",
    ]
    if not match.text:
        return "\n".join(lines)
    lines += ["", "topics (confidence from 0 to 1; below each, its share in the score by phrasing):"]
    for candidate in match.topics[:TOPICS_SHOWN]:
        lines += _candidate_lines(candidate)
    if match.others:
        lines += ["", "not topics:"]
    for candidate in match.others[:OTHERS_SHOWN]:
        lines += _candidate_lines(candidate)
    return "\n".join(lines)


def _leaning(share: float) -> list[str]:
    if not share:
        return []
    reason = "it names no subject of its own" if share == 1 else "it points back, or is not clear alone"
    return [f"follow-up: {share:.0%} from the questions before it and the topics next to theirs, for {reason}"]


def _decision_reason(answer: Answer) -> str:
    limits = answer.match.thresholds
    if not answer.match.text:
        return "refused, for there is no word in it"
    best = f"{answer.match.topics[0].confidence:.2f}" if answer.match.topics else "none"
    match answer.decision:
        case Advice():
            return f"advice, for the best confidence {best} reaches {limits.answer:.2f}"
        case Choice(candidates=candidates, two_needs=True):
            both = " and ".join(f"{c.label.id} {c.confidence:.2f}" for c in candidates)
            return f"both offered, for two clauses are each clear and their topics unrelated: {both}"
        case Choice():
            return f"asked back, for the best confidence {best} is short of {limits.answer:.2f} for advice"
        case WhichPart(parts=parts):
            return f"asked which part of the story is meant; {len(parts)} of its sentences have a topic"
        case NoAdvice(elsewhere=None):
            return f"refused, for the best confidence {best} stays below {limits.choice:.2f}"
        case NoAdvice(elsewhere=kind):
            return f'refused, for it looks more like "{kind}" of elsewhere.yaml than like any topic'
        case Smalltalk(kind=kind):
            return f'small talk, "{kind}" of smalltalk.yaml'
        case PaperAnswer(ask=ask, papers=papers, claims=claims):
            named = ", ".join(papers) or "any of them"
            return f"a question about the papers ({named}), asked for: {ask}; cited: {', '.join(claims) or 'nothing'}"


def _candidate_lines(candidate: Candidate) -> list[str]:
    features = "  ".join(f"{name} {value:.2f}" for name, value in candidate.features.items())
    lines = [f"{candidate.confidence:5.2f}  {candidate.label.kind} {candidate.label.id}   ({features})"]
    shares = ", ".join(f"{share:.0%} {name}" for name, share in candidate.shares.items() if share)
    if shares:
        lines.append(f"       spoken for by {shares}")
    for evidence in candidate.evidence:
        if evidence.share > 0:
            measures = ", ".join(f"{name} {value:.2f}" for name, value in evidence.likeness.items())
            lines.append(f"       {evidence.share:4.0%} from “{evidence.phrasing}” ({measures})")
    return lines
