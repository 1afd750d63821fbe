"""The one path from a question to an answer. Console, Telegram, evaluation and tests all take it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.advice.certainty import certainty_of
from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, PaperAnswer, Smalltalk, decide, decision_name
from bot.advice.explaining import Piece, pieces_of
from bot.advice.languages import language_of
from bot.advice.matching import Match, Matcher
from bot.advice.needs import Clause, clauses_of, two_needs, with_needs
from bot.advice.normalising import cleaned, comparable
from bot.advice.paper_answers import paper_answer, with_candidates
from bot.advice.paper_follow_ups import PaperPointers, Spoken, spoken_of
from bot.advice.paper_questions import OF_THEMSELVES, PaperQuestions, PaperRequest
from bot.advice.story import parts_of, which_part
from bot.replies import Replies, Reply, Section


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question in ``language``, what we made of it, and what we say in ``reply_language``, a ``note`` first.

    It was asked ``after`` others. The ``pieces`` of it are there only if we were to explain ourselves.
    """

    question: str
    after: tuple[str, ...]
    language: str
    reply_language: str
    match: Match
    decision: Decision
    reply: Reply
    note: str | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def decision_name(self) -> str:
        """The decision in one word, see ``deciding.decision_name``."""
        return decision_name(self.decision)


class Answerer:
    """Answers questions from one version of the knowledge; knows no conversation, so it may be asked from anywhere."""

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
        self._common_words = replies.knowledge.shorthand.words.union(common_words)
        self._paper_questions = PaperQuestions(replies.knowledge.papers, replies.knowledge.paper_cues)
        self._paper_pointers = PaperPointers(
            replies.knowledge.papers, replies.knowledge.paper_cues, self._paper_questions
        )

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
        code), else in English. The candidates' evidence and the question's pieces are there only if we are to *explain*
        ourselves.
        """
        question = cleaned(text)
        language = language_of(comparable(text), common_words=self._common_words, detect_latin=self._detect_latin)
        reply_language = self._reply_language(chosen_language, language, client_language)
        match, decision = self._decided(text, language, tuple(map(cleaned, after)), explain=explain)
        is_foreign = bool(match.text) and chosen_language not in self.replies.languages
        note = self._foreign_note(language) if is_foreign else None
        if not match.text:
            reply = self.replies.no_words(reply_language)
        else:
            reply = self._reply(match, decision, reply_language, note)
        return Answer(
            question=question,
            after=tuple(after),
            language=language or reply_language,
            reply_language=reply_language,
            match=match,
            decision=decision,
            reply=reply,
            note=note,
            pieces=self._pieces(match, decision, language) if explain else (),
        )

    def _pieces(self, match: Match, decision: Decision, language: str) -> tuple[Piece, ...]:
        """What was matched apart from the whole question."""
        is_cut = not match.share_of_earlier and not isinstance(decision, PaperAnswer | Smalltalk)
        clauses = clauses_of(match.text, self.replies.knowledge.need_cues) if is_cut else ()
        return pieces_of(
            match,
            decision,
            [clause.text for clause in clauses],
            lambda words, after: self.matcher.match(words, language=language, after=after, explain=True),
        )

    def _reply(self, match: Match, decision: Decision, language: str, note: str | None) -> Reply:
        """What we say on *decision*; who asks for more of a topic has its short answer already."""
        going_on = match.going_on
        if isinstance(decision, Advice) and going_on and going_on.topic == decision.candidate.label.id:
            section: Section = "steps" if going_on.ask == "measure" else "papers"
            certainty = certainty_of(decision.candidate.confidence)
            return self.replies.more(going_on.topic, language, section, note=note, certainty=certainty)
        return self.replies.to_decision(decision, language, note=note)

    def _decided(
        self, text: str, language: str, after: tuple[str, ...], *, explain: bool = False
    ) -> tuple[Match, Decision]:
        question = cleaned(text)
        form = self.matcher.form(question, language=language)
        clauses = clauses_of(form, self.replies.knowledge.need_cues)
        request = self._paper_questions.request(form)
        of_papers = request.subject if request else ""
        pieces = [of_papers] if of_papers else [*(clause.text for clause in clauses), *parts_of(text)]
        # One by one, each of them would take as long as all together.
        self.matcher.foresee(question, pieces, language=language, after=after)
        match = self.matcher.match(question, language=language, after=after, explain=explain)
        return (
            self._about_papers(match, request, language, after)
            or self._about_two(match, clauses, language, explain=explain)
            or (match, self._in_parts(text, language, decide(match)))
        )

    def _about_papers(
        self, match: Match, request: PaperRequest | None, language: str, after: tuple[str, ...]
    ) -> tuple[Match, Decision] | None:
        """What the papers say, if the question is about them: by itself as in *request*, or *after* others."""
        spoken = self._spoken(language, after) if after and self._paper_pointers.points(match.text) else None
        pointed = self._paper_pointers.request(match.text, spoken) if spoken else None
        request, spoken = (pointed, spoken) if pointed else (request, None)
        if request is None:
            return None
        on_subject = self._on_subject(request, spoken, language, after)
        answer = paper_answer(request, match, on_subject, self.replies.knowledge)
        if answer is None or (spoken and request.subject and not answer.claims):
            return None
        subject = request.subject or (spoken.subject if spoken else "")
        return with_candidates(match, answer), replace(answer, subject=subject)

    def _on_subject(
        self, request: PaperRequest, spoken: Spoken | None, language: str, after: tuple[str, ...]
    ) -> Match | None:
        """The topics on what the papers are asked; None if that is no subject but a list of theirs."""
        if request.subject:
            return self.matcher.match(request.subject, language=language, after=after)
        if spoken is None or request.ask in OF_THEMSELVES:
            return None
        if spoken.subject:
            return self.matcher.match(spoken.subject, language=language)
        return None if spoken.ask in OF_THEMSELVES else spoken.match

    def _spoken(self, language: str, after: tuple[str, ...]) -> Spoken | None:
        """What the last of the questions *after* that was more than a pleasantry spoke of."""
        match, decision = self._decided(after[-1], language, after[:-1])
        if isinstance(decision, Smalltalk) and len(after) > 1:
            return self._spoken(language, after[:-1])
        return spoken_of(match, decision, self.replies.knowledge)

    def _in_parts(self, text: str, language: str, decision: Decision) -> Decision:
        """*decision*, unless *text* is a story of which it is not clear what its writer wants."""
        match decision:
            case Advice() | Choice() | NoAdvice(elsewhere=None):
                topics = self.replies.knowledge.topic_by_id
                asked = which_part(
                    text,
                    decision,
                    lambda sentences: self.matcher.match_all(sentences, language=language),
                    lambda one, other: not set(topics[one].covers).isdisjoint(topics[other].covers),
                )
                return asked or decision
            case _:
                return decision

    def _about_two(
        self, match: Match, clauses: Sequence[Clause], language: str, *, explain: bool
    ) -> tuple[Match, Decision] | None:
        """A choice of two topics, if the question has two needs."""
        if match.share_of_earlier or isinstance(decide(match), Smalltalk):
            return None
        needs = two_needs(
            match,
            clauses,
            lambda texts: self.matcher.match_all(texts, language=language, explain=explain),
            self.replies.knowledge.topic_by_id,
        )
        return None if needs is None else (with_needs(match, needs), Choice(candidates=needs, two_needs=True))

    def _foreign_note(self, asked: str) -> str | None:
        """A line, in the language *asked* in, that says in which one we answer; None if we answer in that."""
        return None if asked in self.replies.languages else self.replies.templates.foreign_note(asked)

    def _reply_language(self, chosen: str | None, asked: str, client: str | None) -> str:
        spoken = self.replies.templates.spoken
        if chosen in self.replies.languages:
            return chosen
        return spoken(asked or (client or "").partition("-")[0].lower())
