"""What is wrong in the templates folder: files, variables, and what ``label_checks`` finds."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.curation.label_checks import foreign_problems, label_problems
from bot.curation.template_values import REPLIES, VALUES
from bot.files.problems import Problem, shown_path
from bot.files.templates import FOREIGN, FRAMES, LABELS, OWN_FILTERS, REPORTS, environment, template_problem


def language_folders(folder: Path) -> tuple[str, ...]:
    """The languages that *folder* has templates in, English first, complete or not."""
    found = {path.parent.name for pattern in ("*/*.html", f"*/{LABELS}") for path in folder.glob(pattern)} - {
        REPORTS,
        FRAMES,
    }
    return tuple(sorted(found, key=lambda language: (language != "en", language)))


def template_problems(folder: Path) -> list[Problem]:
    """All problems of the templates in *folder* that can be seen without the knowledge."""
    languages = language_folders(folder)
    problems = list(_file_problems(folder, languages))
    for place in sorted({path.parent for path in folder.glob("*/*.html")}):
        templates = environment(place)
        for path in sorted(place.glob("*.html")):
            problems += _source_problems(path, templates)
    for language in languages:
        problems += _page_problems(folder / language)
    problems += label_problems(folder, languages)
    problems += foreign_problems(folder / FOREIGN, languages)
    return sorted(set(problems))


def _file_problems(folder: Path, languages: Sequence[str]) -> Iterator[Problem]:
    needed = {f"{name}.html" for name in (*VALUES, *REPLIES)} | {LABELS}
    for language in languages:
        there = {path.name for path in (folder / language).iterdir()}
        for name in sorted(needed - there):
            yield _problem(folder / language / name, "the file is missing", "add it")
        for name in sorted(there - needed):
            if name.endswith(".html"):
                yield _problem(folder / language / name, "nothing shows this template", "fix its name, or take it away")


def _source_problems(path: Path, templates: Environment) -> Iterator[Problem]:
    """Broken syntax, and variables that nobody gives."""
    try:
        text = path.read_text(encoding="utf-8")
        templates.get_template(path.name)
    except UnicodeDecodeError:
        yield _problem(path, "the file is not UTF-8 text", "save it as UTF-8")
        return
    except OSError as error:
        yield _problem(path, f"the file cannot be read ({error.strerror})", "check its rights")
        return
    except TemplateSyntaxError as error:
        yield template_problem(path.parent, path.stem, error)
        return
    given = _given(path.stem)
    if path.parent.name in {REPORTS, FRAMES} or given is None:
        return
    for name, line in _wanted(text):
        if name not in given:
            mend = f"fix the name (given: {', '.join(sorted(given)) or 'nothing'})"
            yield _problem(path, f'"{name}" is not given to this template', mend, line=line)


def _given(name: str) -> frozenset[str] | None:
    if name in VALUES:
        return frozenset(VALUES[name][0])
    return REPLIES.get(name)


@lru_cache(maxsize=1_000)
def _wanted(text: str) -> tuple[tuple[str, int], ...]:
    """The variables that a template of this *text* is to be given, each with the first line that names it."""
    reading = ImmutableSandboxedEnvironment()
    reading.filters |= dict.fromkeys(OWN_FILTERS, str)
    tree = reading.parse(text)
    return tuple((name, _line_of(tree, name)) for name in sorted(find_undeclared_variables(tree)))


def _line_of(tree: nodes.Template, name: str) -> int:
    return min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=1)


def _page_problems(folder: Path) -> Iterator[Problem]:
    templates = environment(folder)
    for name, samples in VALUES.items():
        path = folder / f"{name}.html"
        for values in samples if path.is_file() else ():
            try:
                templates.get_template(path.name).render(**values)
            except Exception as error:  # noqa: BLE001 - an expression in a template can raise anything
                yield template_problem(folder, name, error)


def _problem(path: Path, what: str, mend: str, *, line: int = 1) -> Problem:
    return Problem(file=shown_path(path), line=line, what=what, mend=mend)
