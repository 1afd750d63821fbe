"""The form of the files with the words by which people go on talking, ask about the papers, and shorten."""

from pydantic import Field

from bot.advice.asides import AsideCues
from bot.advice.cantonese import Cantonese
from bot.advice.conversation import ConversationCues, FollowUpAsk
from bot.advice.cues import NeedCues
from bot.advice.knowledge import NO_SECTIONS, PaperAsk, PaperCues, Phrasings, SectionCues
from bot.advice.picking import PickCues
from bot.advice.pinyin import Pinyin
from bot.advice.shorthand import Shorthand
from bot.files.forms import Form, PhrasingsForm, Words


class FollowUpAsksForm(Form):
    done: PhrasingsForm = Field(default_factory=dict)
    challenge: PhrasingsForm
    opportunity: PhrasingsForm
    measure: PhrasingsForm
    unable: PhrasingsForm = Field(default_factory=dict)
    for_me: PhrasingsForm = Field(default_factory=dict)
    time: PhrasingsForm = Field(default_factory=dict)
    cost: PhrasingsForm = Field(default_factory=dict)
    short: PhrasingsForm = Field(default_factory=dict)
    same: PhrasingsForm
    doubt: PhrasingsForm = Field(default_factory=dict)

    def value(self) -> dict[FollowUpAsk, dict[str, tuple[str, ...]]]:
        """The cues as the core knows them, surest first."""
        return {
            "done": _casefolded(self.done),
            "challenge": _casefolded(self.challenge),
            "opportunity": _casefolded(self.opportunity),
            "measure": _casefolded(self.measure),
            "unable": _casefolded(self.unable),
            "for_me": _casefolded(self.for_me),
            "time": _casefolded(self.time),
            "cost": _casefolded(self.cost),
            "short": _casefolded(self.short),
            "same": _casefolded(self.same),
            "doubt": _casefolded(self.doubt),
        }


class PicksForm(Form):
    first: PhrasingsForm
    second: PhrasingsForm
    third: PhrasingsForm
    last: PhrasingsForm
    other: PhrasingsForm
    best: PhrasingsForm = Field(default_factory=dict)
    all: PhrasingsForm
    none: PhrasingsForm
    unsaid: PhrasingsForm
    fillers: PhrasingsForm

    def value(self) -> PickCues:
        """The cues as the core knows them."""
        return PickCues(
            words={
                "first": _casefolded(self.first),
                "second": _casefolded(self.second),
                "third": _casefolded(self.third),
                "last": _casefolded(self.last),
                "other": _casefolded(self.other),
                "best": _casefolded(self.best),
                "all": _casefolded(self.all),
                "none": _casefolded(self.none),
                "unsaid": _casefolded(self.unsaid),
            },
            fillers=_casefolded(self.fillers),
        )


class FurtherForm(Form):
    before: PhrasingsForm = Field(default_factory=dict)
    about: PhrasingsForm = Field(default_factory=dict)
    after: PhrasingsForm = Field(default_factory=dict)


class ConversationFile(Form):
    leading: PhrasingsForm
    leaning: PhrasingsForm
    trailing: PhrasingsForm = Field(default_factory=dict)
    fresh: PhrasingsForm
    asks: FollowUpAsksForm
    fillers: PhrasingsForm
    alone: PhrasingsForm = Field(default_factory=dict)
    further: FurtherForm = Field(default_factory=FurtherForm)
    additions: PhrasingsForm
    joins: PhrasingsForm
    ones: PhrasingsForm
    picks: PicksForm | None = None
    rejections: PhrasingsForm = Field(default_factory=dict)
    denials: PhrasingsForm = Field(default_factory=dict)
    corrections: PhrasingsForm = Field(default_factory=dict)
    contrasts: PhrasingsForm = Field(default_factory=dict)
    namings: PhrasingsForm = Field(default_factory=dict)
    online: PhrasingsForm = Field(default_factory=dict)
    say_in: PhrasingsForm = Field(default_factory=dict)
    repeats: PhrasingsForm = Field(default_factory=dict)

    def value(self) -> ConversationCues:
        """The cues as the core knows them."""
        return ConversationCues(
            leading=_casefolded(self.leading),
            leaning=_casefolded(self.leaning),
            fresh=_casefolded(self.fresh),
            asks=self.asks.value(),
            fillers=_casefolded(self.fillers),
            alone=_casefolded(self.alone),
            trailing=_casefolded(self.trailing),
            further_before=_casefolded(self.further.before),
            further_about=_casefolded(self.further.about),
            further_after=_casefolded(self.further.after),
        )

    def needs(self) -> NeedCues:
        """The words that tell two needs from one."""
        return NeedCues(
            additions=_casefolded(self.additions), joins=_casefolded(self.joins), ones=_casefolded(self.ones)
        )

    def asides(self) -> AsideCues:
        """What people say to our replies."""
        return AsideCues(
            picks=PickCues() if self.picks is None else self.picks.value(),
            rejections=_casefolded(self.rejections),
            denials=_casefolded(self.denials),
            corrections=_casefolded(self.corrections),
            contrasts=_casefolded(self.contrasts),
            namings=_casefolded(self.namings),
            online=_casefolded(self.online),
            say_in=_casefolded(self.say_in),
            repeats=_casefolded(self.repeats),
        )


class PaperWordsForm(Form):
    paper: PhrasingsForm
    joins: PhrasingsForm
    says: PhrasingsForm


class PaperAsksForm(Form):
    origin: PhrasingsForm = Field(default_factory=dict)
    section: PhrasingsForm = Field(default_factory=dict)
    figure: PhrasingsForm
    which: PhrasingsForm
    challenge: PhrasingsForm
    measure: PhrasingsForm
    opportunity: PhrasingsForm
    background: PhrasingsForm
    summary: PhrasingsForm
    subject: PhrasingsForm


class PaperFollowUpsForm(Form):
    same: PhrasingsForm
    others: PhrasingsForm
    rest: PhrasingsForm = Field(default_factory=dict)
    where: PhrasingsForm
    one: PhrasingsForm
    origin: PhrasingsForm = Field(default_factory=dict)
    section: PhrasingsForm = Field(default_factory=dict)


class SectionsForm(Form):
    words: PhrasingsForm
    marks: PhrasingsForm = Field(default_factory=dict)
    cardinals: PhrasingsForm = Field(default_factory=dict)
    ordinals: PhrasingsForm = Field(default_factory=dict)
    fillers: PhrasingsForm = Field(default_factory=dict)

    def value(self) -> SectionCues:
        """The cues as the core knows them."""
        return SectionCues(
            words=_casefolded(self.words),
            marks=_casefolded(self.marks),
            cardinals=_casefolded(self.cardinals),
            ordinals=_casefolded(self.ordinals),
            fillers=_casefolded(self.fillers),
        )


class PaperQuestionsFile(Form):
    words: PaperWordsForm
    together: PhrasingsForm
    asks: PaperAsksForm
    follow_ups: PaperFollowUpsForm
    fillers: PhrasingsForm
    sections: SectionsForm | None = None

    def value(self) -> PaperCues:
        """The cues as the core knows them; what is asked stands in the order of the form, surest first."""
        asks: dict[PaperAsk, Phrasings] = {
            "origin": _texts(self.asks.origin),
            "section": _texts(self.asks.section),
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
            follow_ups={
                "same": _texts(self.follow_ups.same),
                "others": _texts(self.follow_ups.others),
                "rest": _texts(self.follow_ups.rest),
                "where": _texts(self.follow_ups.where),
                "one": _texts(self.follow_ups.one),
                "origin": _texts(self.follow_ups.origin),
                "section": _texts(self.follow_ups.section),
            },
            fillers=_texts(self.fillers),
            sections=NO_SECTIONS if self.sections is None else self.sections.value(),
        )


class ShorthandFile(Form):
    english: dict[str, Words]
    pinyin: dict[str, Words] = Field(default_factory=dict)
    cantonese: dict[str, Words] = Field(default_factory=dict)

    def value(self) -> Shorthand:
        """The shorthand as the core knows it."""
        return Shorthand(meanings=self.english)

    def characters(self) -> Pinyin:
        """Chinese in Latin letters as the core knows it."""
        return Pinyin(characters=self.pinyin)

    def written(self) -> Cantonese:
        """Cantonese as the core knows it."""
        return Cantonese(written=self.cantonese)


def _texts(form: PhrasingsForm) -> Phrasings:
    return {language: tuple(texts) for language, texts in form.items()}


def _casefolded(cues: PhrasingsForm) -> dict[str, tuple[str, ...]]:
    return {language: tuple(cue.casefold() for cue in of_language) for language, of_language in cues.items()}
