"""What is measured: the shipped engine, and the same engine with parts left out, by public names alone."""

import random
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.advice.examples import examples_of, neighbours_of
from bot.advice.index import MatchingIndex
from bot.advice.knowledge import KnowledgeBase
from bot.advice.labels import Example
from bot.advice.matching import Matcher
from bot.advice.meaning import Encoder
from bot.advice.switches import ALL_ON, Switches
from bot.answering import Answerer
from bot.assembly import Progress, kept_index
from bot.files.encoders import load_encoders
from bot.files.knowledge_reading import load_knowledge
from bot.files.language_data import common_english_words, detect_latin_language, simplifier
from bot.files.question_files import MeasuredQuestion, read_questions
from bot.files.templates import Templates
from bot.replies import Replies
from bot.settings import Settings

QUESTIONS = Path(__file__).resolve().parents[1] / "evaluation"
_SENTENCE_MARKS = re.compile(r"[.!?;。！？；…\n]")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Knowledge, encoders and the fitted index that are measured, and the questions they are measured with."""

    settings: Settings
    knowledge: KnowledgeBase
    templates: Templates
    encoders: Mapping[str, Encoder]
    index: MatchingIndex
    questions: tuple[MeasuredQuestion, ...]
    warnings: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[MeasuredQuestion, ...]:
        """The English and the Chinese questions that have an answer."""
        return tuple(question for question in self.questions if question.group in {"en", "zh"})

    @property
    def examples(self) -> tuple[Example, ...]:
        """All phrasings, as they are indexed."""
        return examples_of(self.knowledge)

    def encoders_without(self, without: Collection[str]) -> dict[str, Encoder]:
        """The encoders but for those of the measures *without*."""
        return {measure: encoder for measure, encoder in self.encoders.items() if measure not in without}

    def settings_without(self, without: Collection[str]) -> Settings:
        """Settings whose data folder keeps the index fitted *without* some encoders, apart from the bot's own."""
        left_out = sorted(set(without) & set(self.encoders))
        if not left_out:
            return self.settings
        folder = self.settings.data / "bench" / "fits" / f"without-{'-'.join(left_out)}"
        return self.settings.model_copy(update={"data": folder})

    def index_without(self, without: Collection[str], progress: Progress = lambda *_: None) -> MatchingIndex:
        """An index fitted *without* some encoders; fitted only the first time, which may take minutes."""
        return self.index_with(ALL_ON, without=without, progress=progress)

    def index_with(
        self, switches: Switches, *, without: Collection[str] = (), progress: Progress = lambda *_: None
    ) -> MatchingIndex:
        """An index fitted with *switches* and *without* some encoders; fitted only the first time."""
        # These two change nothing in fitting.
        switches = replace(switches, spelling=True, gate=True)
        settings = self.settings_without(without)
        if switches == ALL_ON and settings is self.settings:
            return self.index
        if switches != ALL_ON:
            off = "-".join(name for name, is_on in asdict(switches).items() if not is_on)
            settings = settings.model_copy(update={"data": self.settings.data / "bench" / "fits" / f"{off}-off"})
        _share_vectors(self.settings.data / "index", settings.data / "index")
        return kept_index(self.knowledge, self.encoders_without(without), settings, progress, switches)

    def matcher(
        self, index: MatchingIndex | None = None, *, switches: Switches = ALL_ON, sentences: bool = True
    ) -> Matcher:
        """A matcher on *index* (default: the whole one), with *switches*, if need be without its *sentences*."""
        index = index or self.index
        simplify = simplifier()
        used = {measure for blend in index.blends.values() for measure in blend.measures}
        return Matcher(
            index=index,
            encoders={measure: encoder for measure, encoder in self.encoders.items() if measure in used},
            # A text without sentence marks is one sentence.
            simplify=simplify if sentences else lambda text: _SENTENCE_MARKS.sub(",", simplify(text)),
            common_words=common_english_words(),
            cues=self.knowledge.cues,
            neighbours=neighbours_of(self.knowledge),
            shorthand=self.knowledge.shorthand,
            switches=switches,
        )

    def answerer(self, matcher: Matcher | None = None) -> Answerer:
        """An answerer with *matcher* (default: the whole one)."""
        return Answerer(
            matcher=matcher or self.matcher(),
            replies=Replies(self.knowledge, self.templates),
            detect_latin=detect_latin_language,
            common_words=common_english_words(),
        )


def subject_of(
    settings: Settings,
    progress: Progress = lambda *_: None,
    *,
    encoders: Mapping[str, Encoder] | None = None,
    questions: Sequence[MeasuredQuestion] | None = None,
) -> Subject:
    """The subject that *settings* name, with the installed encoders and the project's own questions by default."""
    knowledge = load_knowledge(settings.knowledge)
    installed, warnings = load_encoders() if encoders is None else (dict(encoders), ())
    return Subject(
        settings=settings,
        knowledge=knowledge,
        templates=Templates(settings.templates),
        encoders=installed,
        index=kept_index(knowledge, installed, settings, progress),
        questions=tuple(own_questions() if questions is None else questions),
        warnings=warnings,
    )


def seeded(seed: int) -> random.Random:
    """Chance that takes the same course with the same *seed*."""
    return random.Random(seed)  # noqa: S311 - for varying words, not for secrets


def own_questions() -> list[MeasuredQuestion]:
    """The project's own questions in English, in Chinese, and out of scope."""
    return [q for name in ("en", "zh", "out_of_scope") for q in read_questions(QUESTIONS / f"{name}.jsonl")]


def _share_vectors(source: Path, target: Path) -> None:
    """Copy kept sentence vectors, so that another index costs arithmetic alone."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.glob("vectors-*.npz"):
        if not (target / path.name).exists():
            shutil.copyfile(path, target / path.name)
