"""Tables from spreadsheets: what is read, and what is refused before it can do harm."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.files.excel import LARGEST_UNPACKED_BYTES, MOST_ROWS_LOOKED_AT
from bot.files.sheets import LARGEST_SHEET_BYTES, MOST_COLUMNS, MOST_ROWS, Sheet, SheetError, read_sheet
from tests.chinese import left_in_english


def workbook(*rows: tuple[Any, ...], title: str = "Sheet") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, text: bytes) -> bytes:
    """The Excel file *content* with one part more, or with another text in it."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return file.getvalue()


def texts(sheet: Sheet) -> list[dict[str, str]]:
    return [dict(row.cells) for row in sheet.rows]


ROWS = [{"topic": "hiring", "phrasing": "no staff"}, {"topic": "fraud", "phrasing": "被骗了；咋办"}]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("topic,phrasing\nhiring,no staff\nfraud,被骗了；咋办\n".encode(), id="UTF-8"),
        pytest.param("\ufefftopic,phrasing\r\nhiring,no staff\r\nfraud,被骗了；咋办".encode(), id="with a mark"),
        pytest.param("topic;phrasing\nhiring;no staff\nfraud;被骗了；咋办\n".encode(), id="semicolons"),
        pytest.param("Topic\tPhrasing\nhiring\t no staff \n\nfraud\t被骗了；咋办\n".encode(), id="tabs, blank lines"),
        pytest.param("topic,phrasing\nhiring,no staff\nfraud,被骗了；咋办\n".encode("gb18030"), id="Chinese Excel"),
        pytest.param("topic\tphrasing\nhiring\tno staff\nfraud\t被骗了；咋办\n".encode("utf-16"), id="UTF-16"),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(content: bytes) -> None:
    assert texts(read_sheet(content, "table.csv")) == ROWS


def test_another_encoding_is_told() -> None:
    assert read_sheet(b"topic,phrasing\na,b\n", "t.csv").notes == ()
    (note,) = read_sheet("topic,phrasing\na,被骗了\n".encode("gb18030"), "t.csv").notes
    assert left_in_english([note]) == []
    assert "GB18030" in note
    assert texts(read_sheet(b"topic,phrasing\na,caf\xe9 \n", "t.csv")) == [{"topic": "a", "phrasing": "café"}]


def test_excel_is_read_with_the_numbers_of_its_rows() -> None:
    book = workbook((), ("Topic", "Phrasing"), ("hiring", "no staff"), (None, None), ("fraud", " 被骗了；咋办 "))
    sheet = read_sheet(saved(book), "folder/table.xlsx")
    assert texts(sheet) == ROWS
    assert [row.number for row in sheet.rows] == [3, 5]
    assert (sheet.name, sheet.columns, sheet.notes) == ("table.xlsx", ("topic", "phrasing"), ())


@pytest.mark.parametrize(
    "cell", ["no\x0bstaff", "no\x0cstaff", "no\x1estaff", "no\x85staff", "no\u2028staff", '"no\nstaff"']
)
def test_csv_is_cut_where_a_spreadsheet_cuts_it_and_never_within_a_cell(cell: str) -> None:
    sheet = read_sheet(f"topic,phrasing\nhiring,{cell}\nfraud,cheated\n".encode(), "table.csv")
    assert [(row.number, row.cells["phrasing"].split()) for row in sheet.rows] == [
        (2, ["no", "staff"]),
        (3, ["cheated"]),
    ]


def test_numbers_and_days_of_a_cell_are_text() -> None:
    sheet = read_sheet(saved(workbook(("text",), (12.0,), (1.5,), (date(2026, 1, 31),), (True,))), "t.xlsx")
    assert [row.cells["text"] for row in sheet.rows] == ["12", "1.5", "2026-01-31T00:00:00", "True"]


def test_of_several_sheets_the_first_one_that_can_be_seen_is_read() -> None:
    book = workbook(("text",), ("hidden",))
    book.active.sheet_state = "hidden"
    book.create_sheet("Mine").append(("text",))
    book["Mine"].append(("seen",))
    book.create_sheet("Notes").append(("ignored",))
    sheet = read_sheet(saved(book), "t.xlsx")
    assert texts(sheet) == [{"text": "seen"}]
    assert left_in_english([*sheet.notes, *read_sheet("text".encode("utf-16"), "t.csv").notes]) == []
    assert sheet.notes == ('only the first sheet, "Mine", was read; there are 1 more',)


def test_formulas_are_named_and_never_computed() -> None:
    book = workbook(("topic", "text"), ("a", "=1+1"), ("=A2", "plain"), ("a", "#REF!"))
    book.active["B4"].data_type = "e"
    rows = read_sheet(saved(book), "t.xlsx").rows
    assert [(dict(row.cells), dict(row.problems)) for row in rows] == [
        ({"topic": "a"}, {"text": "formula"}),
        ({"text": "plain"}, {"topic": "formula"}),
        ({"topic": "a"}, {"text": "error"}),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "＋2"])
def test_a_cell_of_csv_that_a_spreadsheet_would_compute_is_a_formula(cell: str) -> None:
    (row,) = read_sheet(f'text\n"{cell}"\n'.encode(), "t.csv").rows
    assert dict(row.problems) == {"text": "formula"}


@pytest.mark.parametrize("cell", ["- a list of worries", "a=b", "-", "what is 2+2"])
def test_a_sign_that_computes_nothing_is_text(cell: str) -> None:
    (row,) = read_sheet(f"text\n{cell}\n".encode(), "t.csv").rows
    assert dict(row.cells) == {"text": cell}


def refused(content: bytes, name: str) -> str:
    with pytest.raises(SheetError) as told:
        read_sheet(content, name)
    # What the library says of a broken Excel file stays in its words.
    assert left_in_english([str(told.value)]) == [] or "the Excel file cannot be read" in str(told.value)
    return str(told.value)


def test_what_is_no_table_is_refused_with_the_mend() -> None:
    assert refused(b"", "t.csv") == "t.csv:1: the table is empty; write the names of the columns in the first row"
    assert refused(b"\x89PNG\0\0\x81\x8d\x8f", "t.csv") == "t.csv:1: this is not text; save it as CSV in UTF-8"
    assert "check quotes and commas" in refused(b'text\n"broken', "t.csv")
    assert 't.csv:1: the column "text" is there twice' in refused(b"text,Text\na,b", "t.csv")
    assert "save it as .xlsx or as CSV" in refused(b"x", "old.xls")
    assert "save it as .xlsx or as CSV" in refused(b"x", "macros.xlsm")
    assert 'files that end in ".pdf" are not read' in refused(b"x", "a.pdf")
    assert "no Excel file" in refused(b"not a zip", "t.xlsx")
    assert "no Excel file" in refused(saved(workbook(("text",)))[:-300], "t.xlsx")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert "cannot be read" in refused(with_part(_zip_of({}), "a.txt", b"a"), "t.xlsx")
    broken = with_part(saved(workbook(("text",), ("a",))), "xl/worksheets/sheet1.xml", b"<worksheet><broken")
    assert "cannot be read" in refused(broken, "t.xlsx")


def _zip_of(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()


def test_what_unpacks_to_too_much_is_refused() -> None:
    bomb = with_part(saved(workbook(("text",))), "xl/media/a.bin", b"\0" * (LARGEST_UNPACKED_BYTES + 1))
    assert len(bomb) < LARGEST_SHEET_BYTES
    assert "unpacks to too much" in refused(bomb, "t.xlsx")
    assert "unpacks to too much" in refused(_zip_of({f"{n}.xml": b"" for n in range(501)}), "t.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_they_unfold(encoding: str) -> None:
    declared = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'.encode(encoding)
    assert "declares entities" in refused(
        with_part(saved(workbook(("text",))), "xl/sharedStrings.xml", declared), "t.xlsx"
    )


def test_macros_are_refused() -> None:
    assert "has macros" in refused(with_part(saved(workbook(("text",))), "xl/vbaProject.bin", b"x"), "t.xlsx")


def test_huge_tables_are_refused() -> None:
    assert "larger than 5 MB" in refused(b"a" * (LARGEST_SHEET_BYTES + 1), "t.csv")
    assert f"more than {MOST_ROWS:,} rows" in refused(b"text\n" + b"a\n" * (MOST_ROWS + 1), "t.csv")
    assert "more than 50 columns" in refused(",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)).encode(), "t.csv")
    assert "more than 50 columns" in refused(saved(workbook(tuple(f"c{n}" for n in range(60)))), "t.xlsx")
    far = workbook(("text",), ("a",))
    far.active.cell(row=MOST_ROWS_LOOKED_AT + 1, column=1, value="far below")
    assert "delete the rows below the table" in refused(saved(far), "t.xlsx")


def test_the_largest_table_allowed_is_read() -> None:
    assert len(read_sheet(b"text\n" + b"a\n" * MOST_ROWS, "t.csv").rows) == MOST_ROWS


def test_a_csv_and_an_excel_file_of_the_same_table_are_read_alike() -> None:
    samples = Path(__file__).parents[1] / "curation" / "samples"
    as_csv = read_sheet((samples / "phrasings.csv").read_bytes(), "phrasings.csv")
    as_excel = read_sheet((samples / "phrasings.xlsx").read_bytes(), "phrasings.xlsx")
    assert texts(as_csv) == texts(as_excel)
    assert len(as_csv.rows) == 4
