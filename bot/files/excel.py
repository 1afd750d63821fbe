"""The first sheet of an Excel file as rows of text, after a look at what it would unpack to."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile, is_zipfile

from openpyxl import load_workbook

from bot.files.sheets import CellProblem, RawRow, SheetError

LARGEST_UNPACKED_BYTES = 30_000_000
MOST_PARTS = 500
MOST_ROWS_LOOKED_AT = 100_000
_FEW_COLUMNS = 51


def excel_rows(content: bytes, name: str) -> tuple[Iterator[RawRow], tuple[str, ...]]:
    """The rows of the first visible sheet in *content*, and notes; raises SheetError where it cannot be trusted."""
    _refuse_bombs(content, name)
    try:
        with catch_warnings():
            simplefilter("ignore")  # about styles and such, which are nothing to us
            book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception as error:  # openpyxl raises whatever it stumbles over
        raise _unreadable(name, error) from error
    if not sheets:
        raise SheetError(name, 1, "there is no visible sheet with rows", "put the table on the first sheet")
    others = len(sheets) - 1
    notes = (f'only the first sheet, "{sheets[0].title}", was read; there are {others} more',) if others else ()
    return _rows(sheets[0], name), notes


def _rows(sheet: Any, name: str) -> Iterator[RawRow]:
    # What a file says of its own size may be wrong, and some programs write none.
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(max_col=_FEW_COLUMNS), start=1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception as error:
            raise _unreadable(name, error) from error
        if number > MOST_ROWS_LOOKED_AT:
            mend = "delete the rows below the table, and split it if it is as long"
            raise SheetError(name, number, f"the sheet has more than {MOST_ROWS_LOOKED_AT:,} rows", mend)
        yield number, _without_empty_end([_cell(cell) for cell in cells])


def _without_empty_end(cells: list[tuple[str, CellProblem | None]]) -> list[tuple[str, CellProblem | None]]:
    while cells and cells[-1] == ("", None):
        cells.pop()
    return cells


def _cell(cell: Any) -> tuple[str, CellProblem | None]:
    match cell.data_type, cell.value:
        case _, None:
            return "", None
        case "f", _:
            return "", "formula"
        case "e", _:
            return "", "error"
        case _, float() as number if number.is_integer():
            return str(int(number)), None
        case _, date() | datetime() | time() as moment:
            return moment.isoformat(), None
        case _, value:
            return str(value).strip(), None


def _refuse_bombs(content: bytes, name: str) -> None:
    if not is_zipfile(BytesIO(content)):
        raise SheetError(name, 1, "this is no Excel file, or it is protected by a password", "save it anew as .xlsx")
    try:
        with ZipFile(BytesIO(content)) as packed:
            _refuse_parts(packed, name)
    except SheetError:
        raise
    except Exception as error:  # of a damaged archive anything may come: zlib's own, struct's, a negative seek
        raise _unreadable(name, error) from error


def _refuse_parts(packed: ZipFile, name: str) -> None:
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED_BYTES:
        raise SheetError(name, 1, "the file unpacks to too much", "copy the table into a new file, without pictures")
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise SheetError(name, 1, "the file has macros", "save it as .xlsx without them")
    for part in parts:
        _refuse_declarations(packed.read(part), name)


def _refuse_declarations(part: bytes, name: str) -> None:
    """No spreadsheet program writes them; a few lines of them can unfold into gigabytes."""
    # Without NULs, UTF-16 reads like UTF-8.
    if b"<!DOCTYPE" in part.replace(b"\0", b""):
        raise SheetError(name, 1, "the file declares entities", "save it anew with a spreadsheet program")


def _unreadable(name: str, error: Exception) -> SheetError:
    reason = " ".join(str(error).split())[:120] or type(error).__name__
    return SheetError(name, 1, f"the Excel file cannot be read ({reason})", "save it anew as .xlsx, or as CSV")
