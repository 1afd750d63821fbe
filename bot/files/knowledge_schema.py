"""The form of the knowledge files, and their translation into the core's values.

The models know the form of one file; what ties files to each other is checked in ``knowledge_checks``.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.advice.knowledge import (
    Case,
    CheckupQuestion,
    Claim,
    ElsewhereKind,
    Paper,
    Section,
    SmalltalkKind,
    Statement,
    Theme,
    Topic,
    TopicKind,
)
from bot.files.forms import Form, PhrasingsForm, TextForm, Words

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]
CheckupId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,23}$")]
PaperId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,47}$")]
ClaimId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[bocm][0-9]{1,2}$")]
Year = Annotated[str, StringConstraints(pattern=r"^[12]\d{3}$")]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class ClaimForm(Form):
    id: ClaimId
    figure: Literal["yes", "no"] = "no"
    year: Year | None = None
    at: Words
    says: TextForm


class SectionForm(Form):
    at: Words
    title: TextForm
    note: TextForm | None = None


class PaperForm(Form):
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
        return Claim(
            id=claim.id,
            paper=self.id,
            at=claim.at,
            says=claim.says,
            figure=claim.figure == "yes",
            year=int(claim.year) if claim.year else None,
        )


class PapersFile(Form):
    papers: list[PaperForm] = Field(min_length=1)


class ThemeForm(Form):
    id: Id
    title: TextForm

    def value(self) -> Theme:
        """The theme as the core knows it."""
        return Theme(id=self.id, title=self.title)


class ThemesFile(Form):
    themes: list[ThemeForm] = Field(min_length=1)


class StatementForm(Form):
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


class TopicFile(Form):
    id: Id
    draft: Literal["yes", "no"] = "no"
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


class ElsewhereForm(Form):
    id: Id
    near: Literal["yes", "no"]
    readable: Literal["yes", "no"] = "yes"
    title: TextForm
    line: TextForm
    phrasings: PhrasingsForm

    def value(self) -> ElsewhereKind:
        """The kind as the core knows it."""
        return ElsewhereKind(
            id=self.id,
            near=self.near == "yes",
            readable=self.readable == "yes",
            title=self.title,
            line=self.line,
            phrasings={language: tuple(texts) for language, texts in self.phrasings.items()},
        )


class ElsewhereFile(Form):
    kinds: list[ElsewhereForm] = Field(min_length=1)


class SmalltalkForm(Form):
    id: Id
    reply: TextForm
    again: TextForm | None = None
    signs: list[Words] = Field(default_factory=list)
    exactly: PhrasingsForm = Field(default_factory=dict)
    containing: PhrasingsForm = Field(default_factory=dict)
    opening: PhrasingsForm = Field(default_factory=dict)
    unless: PhrasingsForm = Field(default_factory=dict)
    phrasings: PhrasingsForm = Field(default_factory=dict)

    def value(self) -> SmalltalkKind:
        """The kind as the core knows it."""
        return SmalltalkKind(
            id=self.id,
            reply=self.reply,
            again=self.again,
            signs=tuple(self.signs),
            exactly={language: tuple(texts) for language, texts in self.exactly.items()},
            containing={language: tuple(texts) for language, texts in self.containing.items()},
            opening={language: tuple(texts) for language, texts in self.opening.items()},
            unless={language: tuple(texts) for language, texts in self.unless.items()},
            phrasings={language: tuple(texts) for language, texts in self.phrasings.items()},
        )


class CheckupQuestionForm(Form):
    id: CheckupId
    weight: Literal["1", "2", "3", "4", "5"]
    topic: Id
    skip_steps: Literal["0", "1", "2", "3"] = "0"
    area: TextForm
    ask: TextForm
    good: TextForm
    why: StatementForm

    def value(self) -> CheckupQuestion:
        """The question as the core knows it."""
        return CheckupQuestion(
            id=self.id,
            weight=int(self.weight),
            topic=self.topic,
            skip_steps=int(self.skip_steps),
            area=self.area,
            ask=self.ask,
            good=self.good,
            why=self.why.value(),
        )


class CheckupFile(Form):
    questions: list[CheckupQuestionForm] = Field(min_length=3, max_length=20)


class CaseForm(Form):
    id: CheckupId
    title: TextForm
    story: TextForm
    challenges: list[Id] = Field(min_length=1, max_length=3)
    other_challenges: list[Id] = Field(min_length=2, max_length=4)
    measures: list[Id] = Field(min_length=1, max_length=3)
    other_measures: list[Id] = Field(min_length=2, max_length=4)

    def value(self) -> Case:
        """The case as the core knows it."""
        return Case(
            id=self.id,
            title=self.title,
            story=self.story,
            challenges=tuple(self.challenges),
            measures=tuple(self.measures),
            other_challenges=tuple(self.other_challenges),
            other_measures=tuple(self.other_measures),
        )


class CasesFile(Form):
    cases: list[CaseForm] = Field(min_length=1)


class SmalltalkFile(Form):
    kinds: list[SmalltalkForm] = Field(min_length=1)
