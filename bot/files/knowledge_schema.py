"""The form of the knowledge files, and their translation into the core's values.

The models know the form of one file; what ties files to each other is checked in ``knowledge_checks``.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.advice.conversation import ConversationCues
from bot.advice.knowledge import (
    Claim,
    ElsewhereKind,
    Paper,
    PaperAsk,
    PaperCues,
    Phrasings,
    Section,
    SmalltalkKind,
    Statement,
    Theme,
    Topic,
    TopicKind,
)

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]
PaperId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,47}$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[bocm][0-9]{1,2}$")]
Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}|other)$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
TextForm = dict[Language, Words]
PhrasingsForm = dict[Language, list[Words]]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimForm(_Form):
    id: ClaimId
    figure: Literal["yes", "no"] = "no"
    at: Words
    says: TextForm


class SectionForm(_Form):
    at: Words
    title: TextForm
    note: TextForm | None = None


class PaperForm(_Form):
    id: PaperId
    title: TextForm
    short: TextForm
    about: TextForm
    lacks: TextForm
    names: PhrasingsForm
    sections: list[SectionForm] = Field(min_length=1)
    claims: list[ClaimForm] = Field(min_length=1)

    def value(self) -> Paper:
        """The paper as the core knows it."""
        return Paper(
            id=self.id,
            title=self.title,
            short=self.short,
            about=self.about,
            lacks=self.lacks,
            names={language: tuple(names) for language, names in self.names.items()},
            sections=tuple(Section(at=s.at, title=s.title, note=s.note) for s in self.sections),
            claims=tuple(self._claim(claim) for claim in self.claims),
        )

    def _claim(self, claim: ClaimForm) -> Claim:
        return Claim(id=claim.id, paper=self.id, at=claim.at, says=claim.says, figure=claim.figure == "yes")


class PapersFile(_Form):
    papers: list[PaperForm] = Field(min_length=1)


class ThemeForm(_Form):
    id: Id
    title: TextForm

    def value(self) -> Theme:
        """The theme as the core knows it."""
        return Theme(id=self.id, title=self.title)


class ThemesFile(_Form):
    themes: list[ThemeForm] = Field(min_length=1)


class StatementForm(_Form):
    claims: list[ClaimId] = Field(min_length=1)
    text: TextForm

    @model_validator(mode="before")
    @classmethod
    def _languages_stand_beside_claims(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "text" in given:
            return given
        text = {key: value for key, value in given.items() if key != "claims"}
        return {"text": text} | ({"claims": given["claims"]} if "claims" in given else {})

    def value(self) -> Statement:
        """The statement as the core knows it."""
        return Statement(claims=tuple(self.claims), text=self.text)


class TopicFile(_Form):
    id: Id
    kind: TopicKind
    theme: Id
    reviewed: Date
    covers: list[ClaimId] = Field(min_length=1)
    related: list[Id] = Field(min_length=1)
    title: TextForm
    answer: TextForm
    observe: list[StatementForm] = Field(min_length=1)
    recommend: list[StatementForm] = Field(min_length=1)
    steps: list[TextForm] = Field(min_length=3, max_length=6)
    limits: TextForm
    phrasings: PhrasingsForm

    def value(self) -> Topic:
        """The topic as the core knows it."""
        return Topic(
            id=self.id,
            kind=self.kind,
            theme=self.theme,
            reviewed=self.reviewed,
            covers=tuple(self.covers),
            related=tuple(self.related),
            title=self.title,
            answer=self.answer,
            observe=tuple(statement.value() for statement in self.observe),
            recommend=tuple(statement.value() for statement in self.recommend),
            steps=tuple(self.steps),
            limits=self.limits,
            phrasings={language: tuple(texts) for language, texts in self.phrasings.items()},
        )


class ElsewhereForm(_Form):
    id: Id
    near: Literal["yes", "no"]
    title: TextForm
    line: TextForm
    phrasings: PhrasingsForm

    def value(self) -> ElsewhereKind:
        """The kind as the core knows it."""
        return ElsewhereKind(
            id=self.id,
            near=self.near == "yes",
            title=self.title,
            line=self.line,
            phrasings={language: tuple(texts) for language, texts in self.phrasings.items()},
        )


class ElsewhereFile(_Form):
    kinds: list[ElsewhereForm] = Field(min_length=1)


class SmalltalkForm(_Form):
    id: Id
    reply: TextForm
    phrasings: PhrasingsForm

    def value(self) -> SmalltalkKind:
        """The kind as the core knows it."""
        return SmalltalkKind(
            id=self.id,
            reply=self.reply,
            phrasings={language: tuple(texts) for language, texts in self.phrasings.items()},
        )


class ConversationFile(_Form):
    leading: PhrasingsForm
    leaning: PhrasingsForm
    fresh: PhrasingsForm

    def value(self) -> ConversationCues:
        """The cues as the core knows them."""
        return ConversationCues(
            leading=_casefolded(self.leading), leaning=_casefolded(self.leaning), fresh=_casefolded(self.fresh)
        )


def _casefolded(cues: PhrasingsForm) -> dict[str, tuple[str, ...]]:
    return {language: tuple(cue.casefold() for cue in of_language) for language, of_language in cues.items()}


class SmalltalkFile(_Form):
    kinds: list[SmalltalkForm] = Field(min_length=1)


class PaperWordsForm(_Form):
    paper: PhrasingsForm
    joins: PhrasingsForm
    says: PhrasingsForm


class PaperAsksForm(_Form):
    figure: PhrasingsForm
    which: PhrasingsForm
    challenge: PhrasingsForm
    measure: PhrasingsForm
    opportunity: PhrasingsForm
    background: PhrasingsForm
    summary: PhrasingsForm
    subject: PhrasingsForm


class PaperQuestionsFile(_Form):
    words: PaperWordsForm
    together: PhrasingsForm
    asks: PaperAsksForm
    fillers: PhrasingsForm

    def value(self) -> PaperCues:
        """The cues as the core knows them; what is asked stands in the order of the form, surest first."""
        asks: dict[PaperAsk, Phrasings] = {
            "figure": _texts(self.asks.figure),
            "which": _texts(self.asks.which),
            "challenge": _texts(self.asks.challenge),
            "measure": _texts(self.asks.measure),
            "opportunity": _texts(self.asks.opportunity),
            "background": _texts(self.asks.background),
            "summary": _texts(self.asks.summary),
            "subject": _texts(self.asks.subject),
        }
        words = {"paper": self.words.paper, "joins": self.words.joins, "says": self.words.says}
        return PaperCues(
            words={name: _texts(texts) for name, texts in words.items()},
            together=_texts(self.together),
            asks=asks,
            fillers=_texts(self.fillers),
        )


def _texts(form: PhrasingsForm) -> Phrasings:
    return {language: tuple(texts) for language, texts in form.items()}
