"""Templates: all words of replies, one folder a language, the same files in each.

Jinja2 with escaping always on, undefined names as errors, and a sandbox: what a person wrote is only ever a value.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.errors import TemplateError
from bot.files.problems import shown_path, summary
from bot.files.yaml_reading import Value, read_yaml

LABELS = "labels.yaml"
FOREIGN = "foreign.yaml"


class Templates:
    """The templates of a folder; raises TemplateError where the folder cannot serve."""

    def __init__(self, folder: Path) -> None:
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
        self._environments = {language: _environment(folder / language) for language in self.languages}

    def render(self, language: str, name: str, /, **values: object) -> str:
        """The text of template *name* in *language*, filled with *values*."""
        try:
            text = self._environments[language].get_template(f"{name}.html").render(**values)
        except TemplateNotFound as error:
            raise TemplateError(
                f"{shown_path(self.folder / language)}/{error.name}: the file is missing; add it"
            ) from error
        except JinjaError as error:
            raise TemplateError(self._explained(language, name, error)) from error
        return text.strip()

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

    def foreign_note(self, language: str) -> str | None:
        """A line in a *language* we do not answer in, that says which one the answer is in; None if there is none."""
        return self._foreign.get(language)

    def names(self, language: str) -> Sequence[str]:
        """The names of all templates of *language*, sorted."""
        return sorted(path.stem for path in (self.folder / language).glob("*.html"))

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        return {language: _flat(self.folder / language / LABELS) for language in self.languages}

    @cached_property
    def _foreign(self) -> dict[str, str]:
        return _flat(self.folder / FOREIGN)

    def _explained(self, language: str, name: str, error: JinjaError) -> str:
        where = shown_path(self.folder / language / f"{name}.html")
        line = getattr(error, "lineno", None) or _line_in_template(error) or 1
        return f"{where}:{line}: {error.message}; correct the template"


def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def _line_in_template(error: JinjaError) -> int | None:
    """Jinja rewrites the traceback so that the template's own lines stand in it."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".html"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _flat(path: Path) -> dict[str, str]:
    document, problems = read_yaml(path)
    if document is None or problems:
        raise TemplateError(summary(problems))
    return {key: value for key, value in _pairs(document.value) if isinstance(value, str)}


def _pairs(value: Value) -> list[tuple[str, Value]]:
    return list(value.items()) if isinstance(value, dict) else []


def _english_first(languages: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda language: (language != "en", language)))
