"""Why a question was answered as it was, for curators."""

from bot.advice.deciding import Advice, Choice, NoAdvice, Smalltalk
from bot.advice.matching import Candidate
from bot.answering import Answer


def reasons(answer: Answer) -> str:
    """The decision and its reason, what was mended, and each candidate with the phrasings that spoke for it."""
    match = answer.match
    lines = [f"understood as: {match.text or '(no words)'}   language: {answer.language}"]
    lines += [f"mended: {repair.typed} -> {repair.taken_for}" for repair in match.repairs]
    lines += [f"decision: {_decision_reason(answer)}", ""]
    for candidate in match.topics[:5]:
        lines += _candidate_lines(candidate)
    lines.append("not topics:")
    for candidate in match.others[:3]:
        lines += _candidate_lines(candidate)
    return "\n".join(lines)


def _decision_reason(answer: Answer) -> str:
    limits = answer.match.thresholds
    best = f"{answer.match.topics[0].confidence:.2f}" if answer.match.topics else "none"
    match answer.decision:
        case Advice():
            return f"advice, for the best confidence {best} reaches {limits.answer:.2f}"
        case Choice():
            return (
                f"asked back, for the best confidence {best} lies between {limits.choice:.2f} and {limits.answer:.2f}"
            )
        case NoAdvice(elsewhere=None):
            return f"refused, for the best confidence {best} stays below {limits.choice:.2f}"
        case NoAdvice(elsewhere=kind):
            return f'refused, for it looks more like "{kind}" of elsewhere.yaml than like any topic'
        case Smalltalk(kind=kind):
            return f'small talk, "{kind}" of smalltalk.yaml'


def _candidate_lines(candidate: Candidate) -> list[str]:
    features = "  ".join(f"{name} {value:.2f}" for name, value in candidate.features.items())
    lines = [f"{candidate.confidence:5.2f}  {candidate.label.kind} {candidate.label.id}   ({features})"]
    for evidence in candidate.evidence:
        measures = ", ".join(f"{name} {value:.2f}" for name, value in evidence.likeness.items())
        lines.append(f"       {evidence.share:4.0%} from “{evidence.phrasing}” ({measures})")
    return lines
