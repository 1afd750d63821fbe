import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.yaml_reading import LARGEST_FILE_BYTES, Document, parse_yaml, read_yaml

FILE = Path("some.yaml")


def parsed(text: str | bytes) -> tuple[Document | None, list[str]]:
    document, problems = parse_yaml(text.encode() if isinstance(text, str) else text, FILE)
    return document, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("no", "no", id="no"),
        pytest.param("Yes", "Yes", id="yes"),
        pytest.param("1.10", "1.10", id="version"),
        pytest.param("0x1F", "0x1F", id="hexadecimal"),
        pytest.param("1_000", "1_000", id="underscore"),
        pytest.param("12:30", "12:30", id="sexagesimal"),
        pytest.param("2026-11-21", "2026-11-21", id="date"),
        pytest.param("~", "~", id="tilde"),
        pytest.param("null", "null", id="null"),
        pytest.param("", "", id="nothing"),
        pytest.param(".inf", ".inf", id="infinity"),
        pytest.param("=", "=", id="equals"),
        pytest.param('"a: b # c"', "a: b # c", id="quoted"),
    ],
)
def test_every_value_is_the_text_that_was_written(written: str, meant: str) -> None:
    document, problems = parsed(f"key: {written}\n")
    assert not problems
    assert document is not None
    assert document.value == {"key": meant}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(b"", "some.yaml:1: the file is empty; fill it or delete it", id="empty"),
        pytest.param(b"# only a remark\n", "some.yaml:1: the file is empty; fill it or delete it", id="only a remark"),
        pytest.param(
            b"a: 1\nb: 2\na: 3\n", 'some.yaml:3: the key "a" stands twice; keep one of them', id="key stands twice"
        ),
        pytest.param(
            b"a: &x [1]\nb: *x\n",
            "some.yaml:1: this is used again through an anchor; write it out where it is used",
            id="anchor",
        ),
        pytest.param(
            b"a: 1\nb: !!python/object/apply:os.system [ls]\n",
            "some.yaml:2: the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed; write plain text",
            id="tag that runs code",
        ),
        pytest.param(
            b"a: !secret x\n", "some.yaml:1: the tag !secret is not allowed; write plain text", id="tag of one's own"
        ),
        pytest.param(
            b"a:\n\tb: 1\n",
            "some.yaml:2: this is not valid YAML (found character that cannot start any token); "
            "check indents, quotes and colons",
            id="tab",
        ),
        pytest.param(
            b"a: [1\nb: 2\n",
            "some.yaml:2: this is not valid YAML (did not find expected ',' or ']'); check indents, quotes and colons",
            id="bracket left open",
        ),
        pytest.param(
            "a: 1\nb: caf\u00e9\n".encode("latin-1"),
            "some.yaml:2: the file is not UTF-8 text; save it as UTF-8",
            id="not UTF-8",
        ),
        pytest.param(
            b"a: 1\n? [b]\n: 2\n", "some.yaml:2: a key must be a plain word; check braces and colons", id="odd key"
        ),
        pytest.param(
            "文: 1\nb: 2\nc: x\x00y\n".encode(),
            "some.yaml:3: there is a character here that cannot be seen; write the line anew",
            id="control character",
        ),
        pytest.param(
            b'a: 1\nb: "x\\e[2Jy"\n',
            "some.yaml:2: there is a character here that cannot be seen; write the line anew",
            id="control character that is escaped",
        ),
        pytest.param(
            "a: 1\nb: \u202etxt\n".encode(),
            "some.yaml:2: there is a character here that cannot be seen; write the line anew",
            id="direction that is turned",
        ),
        pytest.param(
            b"a: 1\n---\nb: 2\n",
            "some.yaml:2: this is not valid YAML (but found another document); check indents, quotes and colons",
            id="two documents",
        ),
        pytest.param(
            b"a: 1\nb: " + b"[" * 300,
            "some.yaml:2: this is nested too deeply; check indents and brackets",
            id="brackets piled up",
        ),
        pytest.param(
            b"".join(b" " * depth + b"a:\n" for depth in range(30)),
            "some.yaml:13: this is nested too deeply; check indents and brackets",
            id="indents piled up",
        ),
        pytest.param(
            b"a" * (LARGEST_FILE_BYTES + 1), "some.yaml:1: the file is larger than 4 MB; split it", id="too large"
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: bytes, expected: str) -> None:
    assert expected in parsed(text)[1]


def test_anchors_that_would_unfold_into_gigabytes_are_read_at_once() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    document, problems = parsed("\n".join(levels))
    assert document is not None
    assert len(repr(document.value)) < 10_000
    assert len(problems) == 29 * 9


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param(("[" * 150 + "\n") * 400, id="brackets in lines"),
        pytest.param("".join(f"{' ' * level}a:\n" for level in range(2_500)), id="indents"),
        pytest.param("- " * 100_000, id="dashes"),
        pytest.param("? " * 100_000, id="question marks"),
        pytest.param("? " + "- " * 100_000, id="a question mark before dashes"),
        pytest.param("# a\r" + "- " * 100_000, id="after the end of a line of old"),
        pytest.param("\ufeff\ufeff" + "- " * 100_000, id="after a second mark of byte order"),
    ],
)
def test_a_file_nested_beyond_reason_is_refused_before_it_is_composed(text: str) -> None:
    document, problems = parsed(text)
    assert document is None
    assert len(problems) == 1


def test_a_missing_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    document, problems = read_yaml(tmp_path / "gone.yaml")
    assert document is None
    assert "the file cannot be read (No such file or directory)" in str(problems[0])


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    document, problems = parsed(b"\xef\xbb\xbfa: 1\n")
    assert not problems
    assert document is not None
    assert document.value == {"a": "1"}


def test_every_place_knows_its_line() -> None:
    document, _ = parsed("a:\n  - b: 1\n    c: 2\n  - d: 3\n")
    assert document is not None
    assert [document.line_of(place) for place in ((), ("a",), ("a", 0, "c"), ("a", 1, "d"))] == [1, 1, 3, 4]


def test_a_place_that_is_not_there_has_the_line_of_what_surrounds_it() -> None:
    document, _ = parsed("a:\n  b: 1\n")
    assert document is not None
    assert document.line_of(("a", "b", "c", 7)) == 2


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_problems(content: bytes) -> None:
    document, problems = parse_yaml(content, FILE)
    assert document is not None or problems


@given(st.text(alphabet="ab:-?*&!|>%@`'\"{}[],# \n\t~.0\x00\ufeff\u2028é文", max_size=60))
def test_any_text_gives_a_document_or_problems(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    document, problems = parse_yaml(content, FILE)
    assert document is not None or problems
    for problem in problems:
        assert 1 <= problem.line <= len(text.splitlines()) + 2
        assert "\n" not in str(problem)


@given(
    st.recursive(
        st.text(min_size=1, max_size=8).filter(str.isalnum),
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            | st.dictionaries(st.sampled_from(["a", "b", "no", "1"]), inner, min_size=1, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_what_is_written_is_what_is_read(value: object) -> None:
    """JSON is YAML, too, so it can do the writing."""
    document, problems = parsed(json.dumps(value, ensure_ascii=False))
    assert not problems
    assert document is not None
    assert document.value == value
