"""Files of knowledge that are sent: what they are, where they go, and what is refused before anything is parsed."""

import io
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.files.knowledge_files import packed, read_files
from bot.files.uploaded_text import LONGEST_NAME, Reason, UploadRefusedError
from bot.files.uploads import (
    LARGEST_UNPACKED_BYTES,
    LARGEST_UPLOAD_BYTES,
    MOST_ENTRIES,
    Upload,
    difference,
    kind_of,
    read_upload,
)
from tests.conftest import SMALL_KNOWLEDGE

TOPIC = "topics/logistics_cost.yaml"
TEXT = (SMALL_KNOWLEDGE / TOPIC).read_bytes()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture(scope="module")
def there() -> dict[str, bytes]:
    return read_files(SMALL_KNOWLEDGE)


def upload(content: bytes, name: str) -> Upload:
    return read_upload(content, name, kind_of(content, name))


def refusal(content: bytes, name: str) -> tuple[Reason, str, int | None]:
    with pytest.raises(UploadRefusedError) as refused:
        upload(content, name)
    return refused.value.reason, refused.value.file, refused.value.line


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("logistics_cost.yaml", TEXT, TOPIC),
        ("logistics_cost (1).yaml", TEXT, TOPIC),
        ("document.YML", TEXT, TOPIC),
        ("logistics_cost.yaml.txt", TEXT, TOPIC),
        ("logistics_cost.yaml", b"\xef\xbb\xbf" + TEXT.replace(b"\n", b"\r\n"), TOPIC),
        ("x.yaml", b"# how it began\nkind: challenge\nid: 'brand_new'  # an id\n", "topics/brand_new.yaml"),
        ("papers.yaml", b"papers: []\n", "papers.yaml"),
        ("Papers - Copy.yaml", b"papers: []\n", "papers.yaml"),
        ("smalltalk(2).yaml", b"kinds: []\n", "smalltalk.yaml"),
    ],
)
def test_a_file_goes_to_its_place_by_its_id_or_its_name(name: str, content: bytes, place: str) -> None:
    assert upload(content, name) == Upload(files={place: content})


def test_the_whole_folder_comes_back_as_it_was_sent(there: dict[str, bytes]) -> None:
    found = upload(packed(there), "knowledge.zip")
    assert (found.files, found.is_whole, found.left_out) == (there, True, ())
    assert difference(there, found).changes == {}


def test_a_zip_may_be_packed_by_any_program(there: dict[str, bytes]) -> None:
    wrapped = {f"knowledge-3\\{name.replace('/', chr(92))}": content for name, content in there.items()}
    litter = {"__MACOSX/knowledge-3/._papers.yaml": b"\0\1", "knowledge-3/.DS_Store": b"\0", "Thumbs.db": b"\0"}
    found = upload(zipped({**wrapped, **litter, "knowledge-3/README.md": b"read me"}), "knowledge-3.zip")
    assert (found.files, found.is_whole, found.left_out) == (there, True, ("knowledge-3/README.md",))


def test_a_whole_folder_takes_away_what_it_lacks_and_a_part_of_it_does_not(there: dict[str, bytes]) -> None:
    edited = TEXT + b"# looked at again\n"
    fewer = {name: content for name, content in there.items() if name != "topics/online_fraud.yaml"}
    changed = difference(there, upload(zipped(fewer | {TOPIC: edited}), "a.zip"))
    assert (changed.edited, changed.added, changed.removed) == ((TOPIC,), (), ("topics/online_fraud.yaml",))
    assert changed.changes == {TOPIC: edited, "topics/online_fraud.yaml": None}
    part = difference(there, upload(zipped({TOPIC: edited, "topics/new_one.yaml": "id: new_one\n"}), "a.zip"))
    assert (part.edited, part.added, part.removed) == ((TOPIC,), ("topics/new_one.yaml",), ())
    assert part.changes == {TOPIC: edited, "topics/new_one.yaml": b"id: new_one\n"}


def test_a_new_topic_that_is_nearly_a_known_one_is_told(there: dict[str, bytes]) -> None:
    changed = difference(there, upload(b"id: logistic_costs\n", "a.yaml"))
    assert changed.meant == {"topics/logistic_costs.yaml": TOPIC}
    assert difference(there, upload(b"id: pallets\n", "a.yaml")).meant == {}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.yaml", b"", "empty"),
        ("a.zip", b"", "empty"),
        ("a.yaml", b" \n\t\n", "empty"),
        ("a.yaml", PNG, "picture"),
        ("a.png", PNG, "picture"),
        ("a.yaml", zipped({TOPIC: TEXT}), "archive"),
        ("a.yaml", b"id: \0\0\0", "not_text"),
        ("a.yaml", bytes(1000), "not_text"),
        ("a.yaml", b"%PDF-1.7", "other_kind"),
        ("a.docx", zipped({"word/document.xml": "<w/>"}), "other_kind"),
        ("a.pages", b"whatever", "other_kind"),
        ("notes", b"hello", "other_kind"),
        ("a.rar", b"Rar!\x1a\x07", "archive"),
        ("a.yaml", b"title: no id at all\n", "unknown"),
        ("a.yaml", b"id: Not-An-Id\n", "unknown"),
        ("a.yaml", b"inner:\n  id: online_fraud\n", "unknown"),
        ("a.zip", b"PK\x03\x04" + bytes(80), "damaged"),
        ("a.zip", b"nothing of that kind", "damaged"),
        ("a.zip", zipped({}), "nothing_in_it"),
        ("a.zip", zipped({"README.md": "words"}), "nothing_in_it"),
    ],
)
def test_what_is_no_knowledge_is_refused(name: str, content: bytes, reason: Reason) -> None:
    assert refusal(content, name) == (reason, name, None)


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("../../tradebot.db", "id: x\n", "unsafe"),
        ("topics/../../a.yaml", "id: abc\n", "unsafe"),
        ("/etc/a.yaml", "id: abc\n", "unsafe"),
        ("C:\\a.yaml", "id: abc\n", "unsafe"),
        ("inner.zip", "PK", "archive"),
        ("topics/inner.yaml", zipped({TOPIC: TEXT}), "archive"),
        ("topics/picture.yaml", PNG, "picture"),
        ("topics/Odd Name.yaml", "title: x\n", "unknown"),
        ("topics/empty.yaml", "\n", "empty"),
    ],
)
def test_one_bad_file_makes_a_zip_bad(path: str, content: bytes | str, reason: Reason) -> None:
    assert refusal(zipped({TOPIC: TEXT, path: content}), "a.zip") == (reason, path.replace("\\", "/"), None)


def test_in_a_folder_a_topic_without_an_id_is_left_to_the_check() -> None:
    assert upload(zipped({TOPIC: "title: x\n"}), "a.zip").files == {TOPIC: b"title: x\n"}


def test_text_of_other_encodings_is_refused_with_the_line() -> None:
    assert refusal("id: online_fraud\ntitle:\n  zh: 被骗\n".encode("gb18030"), "a.yaml") == ("not_utf8", "a.yaml", 3)
    assert refusal("id: online_fraud\n".encode("utf-16"), "a.yaml") == ("not_utf8", "a.yaml", 1)


def test_two_files_for_one_place_are_refused() -> None:
    assert refusal(zipped({TOPIC: TEXT, "old/logistics.yaml": TEXT}), "a.zip") == ("twice", TOPIC, None)


def test_a_link_and_a_locked_file_are_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        link = zipfile.ZipInfo(TOPIC)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        written.writestr(link, "/etc/passwd")
    assert refusal(archive.getvalue(), "a.zip") == ("unsafe", TOPIC, None)
    locked = bytearray(zipped({TOPIC: TEXT}))
    place = locked.index(b"PK\x01\x02")
    struct.pack_into("<H", locked, place + 8, 1)
    assert refusal(bytes(locked), "a.zip") == ("password", TOPIC, None)


def test_what_would_unpack_to_too_much_is_refused_unread() -> None:
    assert refusal(zipped({f"topics/t{n}.yaml": "" for n in range(MOST_ENTRIES + 1)}), "a.zip")[0] == "too_many"
    zeros = bytes(LARGEST_UNPACKED_BYTES // 2 + 1)
    bomb = zipped({"topics/a.yaml": zeros, "topics/b.yaml": zeros})
    assert len(bomb) < 100_000
    assert refusal(bomb, "a.zip") == ("unpacks_to_too_much", "a.zip", None)
    assert refusal(bytes(LARGEST_UPLOAD_BYTES + 1), "a.yaml") == ("too_large", "a.yaml", None)
    assert refusal(b"# \n" + b"a" * 4_000_001, "a.yaml") == ("too_large", "a.yaml", None)


def test_a_broken_archive_is_refused_wherever_it_is_broken(there: dict[str, bytes]) -> None:
    sound = packed(there)
    for place in range(0, len(sound), 499):
        broken = sound[:place] + b"\xff\xff\xff\xff" + sound[place + 4 :]
        try:
            files = upload(broken, "a.zip").files
        except UploadRefusedError:
            continue
        assert files.keys() <= there.keys()


@pytest.mark.parametrize("name", ["n" * 60_000, "\u202etxt.exe\u202c", "x\x1b[31m\u2028y"])
def test_names_of_files_are_short_and_hide_nothing(name: str) -> None:
    (left_out,) = upload(zipped({TOPIC: TEXT, f"{name}.txt": "x"}), "x.zip").left_out
    _, within, _ = refusal(zipped({f"../{name}.yaml": TEXT}), "x.zip")
    _, file, _ = refusal(b"id: \xff", f"{name}.yaml")
    for shown in (left_out, within, file):
        assert shown.isprintable()
        assert len(shown) <= LONGEST_NAME
    assert left_out.endswith(".txt")


def test_tables_are_told_from_archives() -> None:
    samples = Path(__file__).parents[1] / "curation" / "samples"
    excel = (samples / "phrasings.xlsx").read_bytes()
    assert {kind_of(excel, name) for name in ("a.xlsx", "a.zip", "a")} == {"table"}
    assert {kind_of(b"topic,phrasing\n", f"a.{ending}") for ending in ("csv", "CSV", "txt", "tsv")} == {"table"}
