"""Templates: all words of replies, one folder a language, the same files in each.

Jinja2 with escaping always on, undefined names as errors, and a sandbox: what a person wrote is only ever a value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.advice.masks import marks_named
from bot.errors import TemplateError
from bot.files.problems import Problem, shown_path, summary
from bot.files.translating import catalogue_in
from bot.files.yaml_reading import Value, read_yaml

if TYPE_CHECKING:
    from types import CodeType

LABELS = "labels.yaml"
FOREIGN = "foreign.yaml"
REPORTS = "reports"
"""Folder of pages for the people who keep the knowledge; in one language, English."""

FRAMES = "frames"
"""Folder of the frames of pages, without words: the templates of every language may extend them."""

OWN_FILTERS = ("translated", "years_old")
"""Filters that jinja does not bring, see ``environment``."""

_BLANK_LINES = re.compile(r"\n{3,}")

Today = Callable[[], date]
"""Tells which day it is."""


def utc_today() -> date:
    """The day it is."""
    return datetime.now(UTC).date()


class RenderError(TemplateError):
    """A template cannot be filled; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Templates:
    """The templates of a folder; raises TemplateError where the folder cannot serve."""

    def __init__(self, folder: Path, today: Today = utc_today) -> None:
        if not folder.is_dir():
            raise TemplateError(
                f"{shown_path(folder)}: there is no such templates folder; set TRADEBOT_TEMPLATES to one"
            )
        self.folder = folder
        self.languages: tuple[str, ...] = _english_first(
            sorted(path.name for path in folder.iterdir() if (path / LABELS).is_file())
        )
        if not self.languages:
            raise TemplateError(f"{shown_path(folder)}: there is no language folder with a {LABELS}; add one")
        self._environments = {language: environment(folder / language, today) for language in self.languages}
        self._catalogues = {language: catalogue_in(folder / language) for language in self.languages}

    def render(self, language: str, name: str, /, **values: object) -> str:
        """The text of template *name* in *language*, filled with *values*.

        Marks of personal data in it are named as in ``with_marks_named``.
        """
        rendered = self._rendered(self._environments[language], self.folder / language, name, values)
        return self.with_marks_named(language, rendered)

    def with_marks_named(self, language: str, text: str) -> str:
        """*text* with what its marks of personal data stand for, in *language*."""
        return marks_named(text, lambda kind: self.label(language, f"masked_{kind}"))

    def report(self, name: str, /, **values: object) -> str:
        """The page *name* for curators, filled with *values*."""
        return self._rendered(self._report_environment, self.folder / REPORTS, name, values)

    def spoken(self, *wanted: str | None) -> str:
        """The first of the languages *wanted* that we speak, else our first."""
        return next((code for code in wanted if code in self.languages), self.languages[0])

    def label(self, language: str, key: str) -> str:
        """The short text *key* of *language*, such as a button's."""
        try:
            return self._labels[language][key]
        except KeyError:
            where = shown_path(self.folder / language / LABELS)
            raise TemplateError(f'{where}:1: the label "{key}" is missing; add it') from None

    def labels(self, language: str) -> Mapping[str, str]:
        """All short texts of *language*."""
        return self._labels[language]

    def translated(self, language: str, text: str) -> str:
        """What is said of a file, in *language*, as the filter ``translated`` of its templates gives it."""
        return self._catalogues[language].translated(text)

    def foreign_note(self, language: str) -> str | None:
        """A line in a *language* we do not answer in, that says which one the answer is in; None if there is none."""
        return self._foreign.get(language)

    def longest_foreign_note(self) -> str | None:
        """The longest of those lines, for checking that replies have room for it."""
        return max(self._foreign.values(), key=len, default=None)

    def names(self, language: str) -> Sequence[str]:
        """The names of all templates of *language*, sorted."""
        return sorted(path.stem for path in (self.folder / language).glob("*.html"))

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {language: _flat(self.folder / language / LABELS) for language in self.languages}

    @cached_property
    def _foreign(self) -> dict[str, str]:
        return _flat(self.folder / FOREIGN)

    @cached_property
    def _report_environment(self) -> ImmutableSandboxedEnvironment:
        return environment(self.folder / REPORTS)

    def _rendered(
        self, templates: ImmutableSandboxedEnvironment, folder: Path, name: str, values: Mapping[str, object]
    ) -> str:
        try:
            rendered = templates.get_template(f"{name}.html").render(**values).strip()
            # What a template leaves out leaves its blank lines.
            return _BLANK_LINES.sub("\n\n", rendered)
        except TemplateNotFound as error:
            missing = folder / str(error.name)
            raise RenderError(
                Problem(file=shown_path(missing), line=1, what="the file is missing", mend="add it")
            ) from error
        except Exception as error:  # an expression in a template can raise anything
            raise RenderError(template_problem(folder, name, error)) from error


def template_problem(folder: Path, name: str, error: Exception) -> Problem:
    """What is wrong in the template *name* of *folder*, or in one that it includes."""
    place = _place_in_template(error)
    file, line = (folder / f"{name}.html", 1) if place is None else (folder.parent / place[0], place[1])
    what = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
    return Problem(file=shown_path(file), line=line, what=str(what), mend="correct the template")


class _CompiledBefore(BytecodeCache):
    """Compiled templates by their place and words: what did not change is not compiled again for the next version.

    It is kept in memory, until the process ends.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put into *bucket* what was compiled before, if it was."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in *bucket*, in the place of the oldest where there is much."""
        if len(self._codes) >= _MOST_COMPILED:
            self._codes.pop(next(iter(self._codes)), None)
        self._codes[bucket.key, bucket.checksum] = bucket.code


_MOST_COMPILED = 2_000
_COMPILED = _CompiledBefore()


def environment(folder: Path, today: Today = utc_today) -> ImmutableSandboxedEnvironment:
    """What the templates in *folder*, as they are now, are filled with; the filter ``years_old`` counts to *today*.

    The filter ``translated`` puts what is said of files into the folder's language, as its catalogue has it. The frames
    beside the folder are there, too, as ``frames/<name>.html``.

    Files that change later change nothing: they may be half written, or made for the next version of the program.
    """
    own = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    shared = {f"{FRAMES}/{path.name}": path for path in folder.parent.glob(f"{FRAMES}/*.html")}
    sources = {name: (path, path.read_bytes()) for name, path in (own | shared).items()}

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        path, source = sources.get(name, (None, b""))
        # By the folder of its language, wherever that lies: a copy with the same words need not be compiled again.
        return None if path is None else (source.decode(), path.relative_to(folder.parent).as_posix(), lambda: True)

    made = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=_COMPILED,
    )
    catalogue = catalogue_in(folder)

    # With a context nothing of this is worked out while compiling: what is compiled serves other catalogues and days.
    @pass_context
    def translated(_context: Context, text: str) -> str:
        return catalogue.translated(text)

    @pass_context
    def years_old(_context: Context, year: int) -> int:
        return today().year - year

    made.filters |= dict(zip(OWN_FILTERS, (translated, years_old), strict=True))
    return made


def _place_in_template(error: Exception) -> tuple[str, int] | None:
    """File, by the folder of its language, and line of *error*.

    Jinja rewrites the traceback so that the template's own lines stand in it.
    """
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    place = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            place = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return place


def _flat(path: Path) -> dict[str, str]:
    document, problems = read_yaml(path)
    if document is None or problems:
        raise TemplateError(summary(problems))
    return {key: value for key, value in _pairs(document.value) if isinstance(value, str)}


def _pairs(value: Value) -> list[tuple[str, Value]]:
    return list(value.items()) if isinstance(value, dict) else []


def _english_first(languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda language: (language != "en", language)))
