"""Why a question was answered as it was, for curators: as text, and in the JSON answers."""

from typing import Any

from bot.advice.deciding import Advice, Choice, Chosen, NoAdvice, PaperAnswer, Smalltalk, WhichPart
from bot.advice.explaining import Piece
from bot.advice.matching import Candidate, Match
from bot.advice.wordless import wordless
from bot.answering import Answer

TOPICS_SHOWN = 5
OTHERS_SHOWN = 3
NO_WORDS = "(no words)"


def reasons(answer: Answer) -> str:
    """The decision and its reason, what was mended, the pieces, and each candidate with what spoke for it."""
    match = answer.match
    lines = [
        f"understood as: {match.text or NO_WORDS}",
        f"language: {answer.language} (answered in {answer.reply_language})",
        *(f"mended: {repair.typed} -> {repair.taken_for}" for repair in match.repairs),
        *_leaning(answer),
        f"decision: {_decision_reason(answer)}",
    ]
    if not match.text:
        return "\n".join(lines)
    if answer.pieces:
        lines += ["", "pieces (what each speaks for by itself: score from 0 to 100, confidence from 0 to 1):"]
    for piece in answer.pieces:
        lines += _piece_lines(piece)
    lines += ["", "topics (confidence from 0 to 1; below each, its share in the score by phrasing):"]
    for candidate in match.topics[:TOPICS_SHOWN]:
        lines += _candidate_lines(candidate)
    if match.others:
        lines += ["", "not topics:"]
    for candidate in match.others[:OTHERS_SHOWN]:
        lines += _candidate_lines(candidate)
    return "\n".join(lines)


def reasons_as_json(answer: Answer) -> dict[str, Any]:
    """The same for programs: the whole as text, and by itself what was found piece by piece."""
    return {
        "why": reasons(answer),
        "share_of_earlier": round(answer.match.share_of_earlier, 4),
        "pieces": [
            {
                "kind": piece.kind,
                "words": piece.words,
                "speaks_for": [
                    {
                        "id": candidate.label.id,
                        "kind": candidate.label.kind,
                        "score": round(candidate.score, 2),
                        "confidence": round(candidate.confidence, 4),
                    }
                    for candidate in piece.candidates
                ],
                "stood_for": piece.stood_for,
            }
            for piece in answer.pieces
        ],
    }


def _leaning(answer: Answer) -> list[str]:
    """How far the question leans on those before it, if there were any."""
    share, going_on = answer.match.share_of_earlier, answer.match.going_on
    if not share:
        # What points back to papers leans on what was said without being matched with it.
        stands_alone = bool(answer.after) and not isinstance(answer.decision, PaperAnswer)
        return ["no follow-up: it is clear alone, long, or begins a new subject"] if stands_alone else []
    reason = "it names no subject of its own" if share == 1 else "it points back, or is not clear alone"
    lines = [f"follow-up: {share:.0%} from the questions before it and the topics next to theirs, for {reason}"]
    if going_on:
        lines.append(f"goes on with: {going_on.topic}, asked for: {going_on.ask}")
    return lines


def _piece_lines(piece: Piece) -> list[str]:
    taken = f", stood for {piece.stood_for}" if piece.stood_for else ""
    spoken_for = "; ".join(
        f"{candidate.label.kind} {candidate.label.id} {candidate.score:.0f} ({candidate.confidence:.2f})"
        for candidate in piece.candidates
    )
    return [f"{piece.kind}: “{piece.words or NO_WORDS}”{taken}", f"       {spoken_for}"]


def _decision_reason(answer: Answer) -> str:
    limits = answer.match.thresholds
    best = f"{answer.match.topics[0].confidence:.2f}" if answer.match.topics else "none"
    match answer.decision:
        case Advice():
            return f"advice, for the best confidence {best} reaches {limits.answer:.2f}"
        case Choice(candidates=candidates, several_needs=True):
            each = " and ".join(f"{c.label.id} {c.confidence:.2f}" for c in candidates)
            return f"all offered, for so many clauses are each clear and their topics unrelated: {each}"
        case Choice():
            return f"asked back, for the best confidence {best} is short of {limits.answer:.2f} for advice"
        case WhichPart(parts=parts):
            return f"asked which part of the story is meant; {len(parts)} of its sentences have a topic"
        case Chosen(candidates=candidates):
            return f"chosen from what was offered: {', '.join(candidate.label.id for candidate in candidates)}"
        case NoAdvice() if wordless(answer.question):
            return "refused, for there is no word in it"
        case NoAdvice():
            return _refusal_reason(answer.decision, answer.match)
        case Smalltalk(kind=kind):
            return f'small talk, "{kind}" of smalltalk.yaml'
        case PaperAnswer(ask=ask, papers=papers, claims=claims, subject=subject, section=section):
            named = ", ".join(papers) or "any of them"
            asked = f"{ask}, on “{subject}”" if subject else f"{ask} {section}".rstrip()
            return f"a question about the papers ({named}), asked for: {asked}; cited: {', '.join(claims) or 'nothing'}"


def _refusal_reason(refused: NoAdvice, match: Match) -> str:
    if refused.none_fits:
        return "refused, for none of what was offered fits, as was said"
    if refused.subjectless:
        return "refused, for it names no subject, and nothing before it tells what is meant"
    if refused.only_named:
        return "refused, for it names a thing and no need"
    if refused.elsewhere is not None:
        beside = f"; {refused.beside.label.id} may help and is offered" if refused.beside else ""
        return f'refused, for it looks more like "{refused.elsewhere}" of elsewhere.yaml than like any topic{beside}'
    return (
        f"refused, for the chance that it is one of ours, {match.ours:.2f}, stays below {match.thresholds.choice:.2f}"
    )


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
