"""Changes of a knowledge folder: files with their new content, written all together or not at all."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from bot.errors import KnowledgeError
from bot.files.knowledge_files import Files
from bot.files.yaml_reading import Value, parse_yaml
from bot.whole_files import half_made

Changes = Mapping[str, bytes | None]
"""The content of files by their names in the folder, such as ``topics/online_fraud.yaml``; None: it is not there."""


class ChangeRefusedError(KnowledgeError):
    """A change cannot be written: ``file`` was edited meanwhile, or cannot be written at all."""

    def __init__(self, why: Literal["edited", "locked"], file: str) -> None:
        mends = {
            "edited": "what stands in the knowledge folder is not what answers; publish or mend it first",
            "locked": "the knowledge folder cannot be written; give this user the right to write there",
        }
        super().__init__(f"{file}: {mends[why]}")
        self.why = why
        self.file = file


def changed(files: Files, changes: Changes) -> dict[str, bytes]:
    """*files* after *changes*."""
    after: dict[str, bytes | None] = {**files, **changes}
    return {name: content for name, content in after.items() if content is not None}


def there(folder: Path, names: Iterable[str]) -> dict[str, bytes | None]:
    """What the files of these *names* hold now; raises ChangeRefusedError where none may be written."""
    return {name: _content(folder, name) for name in names}


def answer_alike(one: bytes | None, other: bytes | None) -> bool:
    """Whether two contents of a file say the same to people: comments do not count, and a draft is as good as none."""
    return one == other or _said(one) == _said(other)


def write_changes(folder: Path, before: Changes, after: Changes) -> None:
    """Put *after* in the place of *before*; raises ChangeRefusedError, with all as it was, where that cannot be."""
    for name, content in before.items():
        if _content(folder, name) != content:
            raise ChangeRefusedError("edited", name)
    written: list[str] = []
    for name, content in after.items():
        try:
            _put(folder / name, content)
        except OSError as error:
            for done in written:
                with suppress(OSError):
                    _put(folder / done, before[done])
            raise ChangeRefusedError("locked", name) from error
        written.append(name)


def _said(content: bytes | None) -> "Value | None":
    if content is None:
        return None
    document, problems = parse_yaml(content, Path())
    if document is None or problems:
        return repr(content)
    is_draft = isinstance(document.value, dict) and document.value.get("draft") == "yes"
    return None if is_draft else document.value


def _content(folder: Path, name: str) -> bytes | None:
    """What the file holds; whether we may write there is tried, so that nobody waits for a change in vain."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise KnowledgeError(f"{name}: a file of knowledge must lie in its folder; rename it")
    try:
        with TemporaryFile(dir=path.parent):
            pass
        return path.read_bytes() if path.exists() else None
    except OSError as error:
        raise ChangeRefusedError("locked", name) from error


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
        return
    with half_made(path) as new:
        new.write_bytes(content)
        if path.exists():
            new.chmod(path.stat().st_mode)
