"""The one path from a question to an answer. Console, Telegram, evaluation and tests all take it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.advice.certainty import certainty_of
from bot.advice.conversation import FollowUpAsk, earlier_heard
from bot.advice.deciding import Advice, Choice, Decision, NoAdvice, PaperAnswer, Smalltalk, decide, decision_name
from bot.advice.explaining import Piece, pieces_of
from bot.advice.languages import language_of
from bot.advice.matching import Match, Matcher
from bot.advice.needs import Clause, clauses_of, needs_meant, with_needs
from bot.advice.normalising import cleaned, comparable
from bot.advice.own_words import OwnWords
from bot.advice.paper_answers import paper_answer, with_candidates
from bot.advice.paper_follow_ups import PaperPointers, Spoken, spoken_of
from bot.advice.paper_questions import OF_THEMSELVES, PaperQuestions, PaperRequest
from bot.advice.repeating import NO_PAST, Past
from bot.advice.run_together import spaced
from bot.advice.story import parts_of, which_part
from bot.advice.wordless import wordless
from bot.asides import Asides
from bot.going_on import GoingOnWith
from bot.replies import GoneOn, Replies, Reply
from bot.saying_little import SayingLittle

_OPENED_FOR: Mapping[FollowUpAsk, GoneOn] = {
    "measure": "steps",
    "short": "short",
    "further": "further",
    "done": "done",
    "unable": "unable",
    "for_me": "for_me",
    "cost": "cost",
    "time": "time",
    "doubt": "doubt",
}
"""What the other asks open is what the papers say."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A question in ``language``, what we made of it, and what we say in ``reply_language``, a ``note`` first.

    It was asked ``after`` others. The ``pieces`` of it are there only if we were to explain ourselves. Words that
    choose from what was offered, or want the last reply in another language, are logged as what that ``stands_for``.
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
    stands_for: str | None = None

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
        self._asides = Asides(replies.knowledge, lambda text, after: self._decided(text, self._language(text), after))
        own_words = OwnWords(replies.knowledge.topics)
        self._going_on = GoingOnWith(replies.knowledge, own_words, matcher, self._asides, self._decided)
        self._saying_little = SayingLittle(replies.knowledge, own_words, matcher, self._asides, self._going_on.before)

    def answer(
        self,
        text: str,
        *,
        chosen_language: str | None = None,
        client_language: str | None = None,
        after: Sequence[str] = (),
        past: Past = NO_PAST,
        explain: bool = False,
    ) -> Answer:
        """Answer *text*, said *after* earlier questions of the same conversation (oldest first), with that *past*.

        The reply is in the *chosen_language*, else in that of the question, else in the *client_language* (Telegram's
        code), else in English. The candidates' evidence and the question's pieces are there only if we are to *explain*
        ourselves.
        """
        typed, earlier, text, after = text, after, self._read(text), tuple(map(self._read, after))
        heard = earlier_heard(after, lambda earlier: self.matcher.leans(earlier, language=self._language(earlier)))
        said = self._asides.spelt_out(heard)
        language = next(filter(None, map(self._language, (text, *reversed(said)))), "")
        wanted = self._asides.language_wanted(text) if said else None
        reply_language = wanted or self._reply_language(chosen_language, language, client_language)
        aside = self._asides.meaning(text, said, reply_language)
        if aside is None:
            match, decision = self._decided(text, language, said, explain=explain)
        else:
            match, decision = aside.match, aside.decision
        is_foreign = bool(match.text) and aside is None and chosen_language not in self.replies.languages
        note = self._foreign_note(language) if is_foreign else None
        instead = "pinyin" if self._is_pinyin(text) else wordless(cleaned(text))
        if instead and isinstance(decision, NoAdvice):
            reply = self.replies.no_words(reply_language, instead, past)
        else:
            reply = self._reply(match, decision, reply_language, note, past)
        return Answer(
            question=cleaned(typed),
            after=tuple(earlier),
            language=language or reply_language,
            reply_language=reply_language,
            match=match,
            decision=decision,
            reply=reply,
            note=note,
            pieces=self._pieces(match, decision, language) if explain else (),
            stands_for=None if aside is None else aside.stands_for,
        )

    def _read(self, text: str) -> str:
        """*text* as it is written with care: Cantonese or Latin letters as Chinese, and English with its blanks."""
        knowledge = self.replies.knowledge
        read = knowledge.pinyin.read(text, self._common_words) or spaced(comparable(text), self._common_words)
        return read or knowledge.cantonese.read(text)

    def _is_pinyin(self, text: str) -> bool:
        return self.replies.knowledge.pinyin.is_typed(text, self._common_words)

    def _language(self, text: str) -> str:
        if self._is_pinyin(text):
            return "zh"
        return language_of(comparable(text), common_words=self._common_words, detect_latin=self._detect_latin)

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

    def _reply(self, match: Match, decision: Decision, language: str, note: str | None, past: Past) -> Reply:
        """What we say on *decision*; who asks for more of a topic has its short answer already."""
        going_on = match.going_on
        if isinstance(decision, Advice) and going_on and going_on.topic == decision.candidate.label.id:
            section = _OPENED_FOR.get(going_on.ask, "papers")
            certainty = certainty_of(decision.candidate.confidence)
            return self.replies.more(going_on.topic, language, section, note=note, certainty=certainty)
        return self.replies.to_decision(decision, language, note=note, past=past)

    def _decided(
        self, text: str, language: str, after: tuple[str, ...], *, explain: bool = False
    ) -> tuple[Match, Decision]:
        text, after = self._asides.corrected(text, after)
        question = cleaned(text)
        form = self.matcher.form(question, language=language)
        clauses = clauses_of(form, self.replies.knowledge.need_cues)
        request = self._paper_questions.request(form)
        of_papers = request.subject if request else ""
        pieces = [of_papers] if of_papers else [*(clause.text for clause in clauses), *parts_of(text)]
        # One by one, each of them would take as long as all together.
        self.matcher.foresee(question, pieces, language=language, after=after)
        match = self.matcher.match(question, language=language, after=after, explain=explain)
        if not match.text:
            return match, self._asides.sign(question) or decide(match)
        if wordless(question) or self._is_pinyin(question):
            return match, NoAdvice()
        # Spelling may have been mended: "unsubscribe" is a word that few people know.
        heard = self._asides.heard(comparable(question)) or self._asides.heard(match.text)
        if heard is not None:
            return match, heard
        return (
            self._about_papers(match, request, language, after)
            or self._about_several(match, clauses, language, explain=explain)
            or self._going_on.found(match, language, after)
            or self._saying_little.found(match, language, after)
            or self._asides.subject_named(match, decide(match))
            or self._asides.online_anywhere(match, decide(match))
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

    def _about_several(
        self, match: Match, clauses: Sequence[Clause], language: str, *, explain: bool
    ) -> tuple[Match, Decision] | None:
        """A choice of two or three topics, if the question has so many needs."""
        if match.share_of_earlier or isinstance(decide(match), Smalltalk):
            return None
        needs = needs_meant(
            match,
            clauses,
            lambda texts: self.matcher.match_all(texts, language=language, explain=explain),
            self.replies.knowledge.topic_by_id,
        )
        return None if needs is None else (with_needs(match, needs), Choice(candidates=needs, several_needs=True))

    def _foreign_note(self, asked: str) -> str | None:
        """A line, in the language *asked* in, that says in which one we answer; None if we answer in that."""
        return None if asked in self.replies.languages else self.replies.templates.foreign_note(asked)

    def _reply_language(self, chosen: str | None, asked: str, client: str | None) -> str:
        spoken = self.replies.templates.spoken
        if chosen in self.replies.languages:
            return chosen
        return spoken(asked or (client or "").partition("-")[0].lower())
