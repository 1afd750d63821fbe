"""The one path from a question to an answer. Console, Telegram, evaluation and tests all take it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, PaperAnswer, Smalltalk, decide
from bot.advice.languages import language_of
from bot.advice.matching import Match, Matcher
from bot.advice.normalising import cleaned, comparable
from bot.advice.paper_questions import PaperQuestions, paper_answer, with_candidates
from bot.replies import Replies, Reply


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question in ``language``, what we made of it, and what we say in ``reply_language``."""

    question: str
    language: str
    reply_language: str
    match: Match
    decision: Decision
    reply: Reply

    @property
    def decision_name(self) -> str:
        """The decision in one word: advice, choice, none or smalltalk."""
        return decision_name(self.decision)


class Answerer:
    """Answers questions from one version of the knowledge; has no state, so it may be asked from anywhere."""

    def __init__(
        self,
        *,
        matcher: Matcher,
        replies: Replies,
        detect_latin: Callable[[str], str],
        common_words: Sequence[str],
    ) -> None:
        self.matcher = matcher
        self.replies = replies
        self._detect_latin = detect_latin
        self._common_words = frozenset(common_words)
        self._paper_questions = PaperQuestions(replies.knowledge.papers, replies.knowledge.paper_cues)

    def answer(
        self,
        text: str,
        *,
        chosen_language: str | None = None,
        client_language: str | None = None,
        after: Sequence[str] = (),
        explain: bool = False,
    ) -> Answer:
        """Answer *text*, said *after* earlier questions of the same conversation (oldest first).

        The reply is in the *chosen_language*, else in that of the question, else in the *client_language* (Telegram's
        code), else in English. Candidates have their evidence only if they are to *explain* themselves.
        """
        question = cleaned(text)
        language = language_of(comparable(text), common_words=self._common_words, detect_latin=self._detect_latin)
        reply_language = self._reply_language(chosen_language, language, client_language)
        match = self.matcher.match(question, language=language, after=after, explain=explain)
        match, decision = self._about_papers(match, language, after) or (match, decide(match))
        if not match.text:
            reply = self.replies.no_words(reply_language)
        else:
            note = self._foreign_note(language, reply_language)
            reply = self.replies.to_decision(decision, reply_language, note=note)
        return Answer(
            question=question,
            language=language or reply_language,
            reply_language=reply_language,
            match=match,
            decision=decision,
            reply=reply,
        )

    def _about_papers(self, match: Match, language: str, after: Sequence[str]) -> tuple[Match, Decision] | None:
        """What the papers say, if the question is about them."""
        request = self._paper_questions.request(match.text)
        if request is None:
            return None
        subject = request.subject
        on_subject = self.matcher.match(subject, language=language, after=after) if subject else None
        answer = paper_answer(request, match, on_subject, self.replies.knowledge)
        return None if answer is None else (with_candidates(match, answer), answer)

    def _foreign_note(self, asked: str, reply_language: str) -> str | None:
        """A line for who asked in a language we do not answer in, and did not choose another."""
        spoken = self.replies.languages
        if asked in spoken or reply_language != spoken[0]:
            return None
        return self.replies.templates.foreign_note(asked)

    def _reply_language(self, chosen: str | None, asked: str, client: str | None) -> str:
        spoken = self.replies.languages
        if chosen in spoken:
            return chosen
        if asked:
            return asked if asked in spoken else spoken[0]
        base = (client or "").partition("-")[0].lower()
        return base if base in spoken else spoken[0]


def decision_name(decision: Decision) -> str:
    """*decision* in one word, as the log and the JSON answers have it."""
    match decision:
        case Advice():
            return "advice"
        case Choice():
            return "choice"
        case NoAdvice():
            return "none"
        case Smalltalk():
            return "smalltalk"
        case PaperAnswer(claims=claims):
            return "advice" if claims else "none"
