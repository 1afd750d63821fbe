"""Tables that curators send: phrasings become a proposed change, questions to measure with go to the evaluation.

a table  ->  read by a process of its own, a counted result  ->  phrasings: their effect, two buttons (proposing.py)
                                                             ->  questions: what becomes of them today, two buttons
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, ClassVar

from pydantic import TypeAdapter
from telegram import Message

from bot.curation.floors import FallenFloor
from bot.curation.import_refusals import Refused
from bot.curation.table_trials import TableTrial, What
from bot.files.knowledge_changes import ChangeRefusedError, Changes, there, write_changes
from bot.files.knowledge_files import packed, unpacked
from bot.files.uploaded_text import shown_name
from bot.files.uploads import LARGEST_UPLOAD_BYTES, sheet_name
from bot.lines import on_one_line
from bot.records.proposals import OpenProposal
from bot.records.spreadsheets import csv_file
from bot.shells.telegram.callbacks import Id, Language, Number, Press, button_kind
from bot.shells.telegram.curators.comparing import OnStep, trial_of
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.long_work import HowFar, Showing
from bot.shells.telegram.curators.open_proposals import only, packed_there
from bot.shells.telegram.curators.proposal_buttons import LeaveDraft
from bot.shells.telegram.curators.proposals import Proposal
from bot.shells.telegram.curators.proposing import Proposing
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.documents import Document, DocumentGoneError, fetched, send_document
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role

MOST_SHOWN = 10
"""Refused rows that the chat lists; where there are more, all come as a file."""
_FLOORS_MAY_FALL = 1


@button_kind("iw")
@dataclass(frozen=True, kw_only=True)
class ReadTableAs(Press):
    """Take the table for what it was not taken for."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    what: Annotated[str, r"phrasings|questions"]


@button_kind("iq")
@dataclass(frozen=True, kw_only=True)
class KeepQuestions(Press):
    """Write the questions to the evaluation; ``sure`` is 1 where floors may fall."""

    role: ClassVar[Role] = Role.ADMIN
    language: Language
    table: Id
    sure: Number


@dataclass(frozen=True, kw_only=True)
class _WaitingQuestions:
    """Questions that wait for somebody to say yes: how many, in which files, and the floors that fall by them."""

    count: int
    files: tuple[str, ...]
    below: tuple[FallenFloor, ...]


_FORM = TypeAdapter(_WaitingQuestions)


@dataclass(frozen=True, kw_only=True)
class TableUploads:
    """Takes tables, one at a time."""

    desk: Desk
    curators: Curators
    editions: Editions
    proposing: Proposing
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {ReadTableAs: self.on_read_as, KeepQuestions: self.on_keep}

    async def take(self, asker: Asker, content: bytes, name: str, note: str, what: What | None = None) -> None:
        """Say what is in a table, or only *what* of it is wanted, and propose to take it over."""

        async def read(showing: Showing) -> None:
            async with self._turn:
                before = await asyncio.to_thread(_questions_there, self.desk.settings.evaluation)
                trial = await self._tried(content, name, what, showing.on_step)
            await showing.show(await self._report(trial, name, before, asker.language))
            await self._send_refused(trial.imported.refused, asker)
            if trial.what == "phrasings" and trial.imported.files:
                await self._propose(trial, note or name, asker)

        def page(how_far: HowFar) -> Screen:
            return self.curators.screen("table_reading", asker.language, name=name, how_far=how_far)

        await self.proposing.long_work.do(asker, asker.language, page, read, begun_by="file")

    async def on_read_as(self, press: ReadTableAs, pressed: Pressed) -> bool:
        """It is meant for the other thing."""
        message = pressed.query.message
        sent = message.reply_to_message if isinstance(message, Message) else None
        if sent is None or sent.document is None:
            return await self._gone(pressed, "file_gone")
        try:
            content = await fetched(self.desk.sender, sent.document, LARGEST_UPLOAD_BYTES)
        except DocumentGoneError:
            content = None
        if content is None:
            return await self._gone(pressed, "file_gone")
        await self.desk.sender.answer_press(pressed.query.id)
        asker = replace(pressed.asker, place=replace(pressed.asker.place, reply_to=sent.message_id))
        what: What = "questions" if press.what == "questions" else "phrasings"
        name, note = shown_name(sent.document.file_name or ""), on_one_line(sent.caption or "")
        await self.take(asker, content, name, note, what)
        return True

    async def on_keep(self, press: KeepQuestions, pressed: Pressed) -> bool:
        """Somebody wants the questions to be measured with; where floors fall they are asked once more."""
        kept = await self.desk.keep(self.desk.records.proposals.get, press.table, "questions")
        if kept is None:
            return await self._gone(pressed, "forgotten")
        waiting, language = _FORM.validate_json(kept.about), pressed.language
        if waiting.below and press.sure != _FLOORS_MAY_FALL:
            rows = self._buttons(press.table, language, "table_keep_lower", sure=_FLOORS_MAY_FALL)
            screen = self.curators.screen("table_sure", language, rows, below=waiting.below, most=MOST_SHOWN)
            return await turn_to(self.desk, screen, pressed)
        before, after = only(unpacked(kept.before), waiting.files), only(unpacked(kept.files), waiting.files)
        await self.desk.keep(self.desk.records.proposals.drop, press.table)
        try:
            await asyncio.to_thread(write_changes, self.desk.settings.evaluation, before, after)
        except ChangeRefusedError:
            return await turn_to(self.desk, self.curators.screen("table_not_kept", language, why="edited"), pressed)
        subject = f"{waiting.count} {', '.join(waiting.files)}"
        await self.curators.record(pressed.query.from_user, "questions_kept", subject)
        screen = self.curators.screen("table_kept", language, count=waiting.count, files=waiting.files)
        return await turn_to(self.desk, screen, pressed)

    async def _gone(self, pressed: Pressed, why: str) -> bool:
        """Say below why nothing comes of it: the message itself may tell what became of the table."""
        await self.desk.sender.answer_press(pressed.query.id)
        await self.desk.show(pressed.asker, self.curators.screen("table_not_kept", pressed.language, why=why))
        return True

    async def _tried(self, content: bytes, name: str, what: What | None, on_step: OnStep) -> TableTrial:
        draft = await self.editions.draft(await self.editions.answering())
        settings = self.desk.settings.model_copy(update={"knowledge": draft.folder})
        with TemporaryDirectory() as made:
            table = Path(made) / _harmless_name(sheet_name(content, name))
            await asyncio.to_thread(table.write_bytes, content)
            return await trial_of(settings, table, what, on_step)

    async def _propose(self, trial: TableTrial, note: str, asker: Asker) -> None:
        changes = {place: text.encode() for place, text in trial.imported.files.items()}

        async def make() -> Proposal:
            return Proposal(draft=await self.editions.changed(changes), note=note)

        await self.proposing.propose(asker, asker.language, make, begun_by="file")

    async def _report(self, trial: TableTrial, name: str, before: Changes | None, language: str) -> Screen:
        other: What = "phrasings" if trial.what == "questions" else "questions"
        rows = [row(self.curators.label(language, f"table_as_{other}"), ReadTableAs(language=language, what=other))]
        if trial.what == "questions" and before is not None and trial.imported.kept:
            rows[:0] = await self._offered(trial, before, language)
        values = {"trial": trial, "imported": trial.imported, "tried": trial.tried, "has_place": before is not None}
        return self.curators.screen("table_read", language, rows, name=name, most=MOST_SHOWN, **values)

    async def _offered(self, trial: TableTrial, before: Changes, language: str) -> list[Row]:
        after = {name: text.encode() for name, text in trial.imported.files.items()}
        below = trial.tried.below if trial.tried else ()
        about = _WaitingQuestions(count=len(trial.imported.kept), files=tuple(after), below=below)
        waiting = OpenProposal(
            kind="questions",
            about=_FORM.dump_json(about).decode(),
            files=packed(after),
            before=packed_there({name: before.get(name) for name in after}),
        )
        name = await self.desk.keep(self.desk.records.proposals.add, waiting)
        return self._buttons(name, language, "table_keep", sure=0)

    def _buttons(self, key: str, language: str, label: str, *, sure: int) -> list[Row]:
        return [
            row(self.curators.label(language, label), KeepQuestions(language=language, table=key, sure=sure)),
            row(self.curators.label(language, "effect_leave"), LeaveDraft(language=language, draft=key)),
        ]

    async def _send_refused(self, refused: Sequence[Refused], asker: Asker) -> None:
        if len(refused) > MOST_SHOWN:
            html = self.curators.screen("table_refused", asker.language, count=len(refused)).html
            content = refused_csv(refused, self.curators.translator(asker.language))
            file = Document(name="refused.csv", content=content, html=html)
            await send_document(self.desk.sender, asker.place, file)


def refused_csv(refused: Sequence[Refused], translated: Callable[[str], str]) -> bytes:
    """The rows that were *refused*, as a spreadsheet reads them, with the reasons *translated* for its reader."""
    columns = tuple(map(translated, ("row", "text", "why")))
    return csv_file(columns, [(one.row, one.text, translated(one.why)) for one in refused])


def _questions_there(folder: Path) -> Changes | None:
    """The question files in *folder*; None where there are none, or none may be written."""
    names = [path.name for path in folder.glob("*.jsonl")]
    try:
        return there(folder, names) if names else None
    except ChangeRefusedError:
        return None


def _harmless_name(name: str) -> str:
    """A name for the file on our disk: what people see in messages, and no way out of its folder."""
    return re.sub(r"[^\w.-]", "_", name).lstrip(".-") or "table"
