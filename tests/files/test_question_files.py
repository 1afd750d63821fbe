import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.question_files import QuestionFileError, read_labelled, read_questions


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_question_in_scope_has_the_claims_that_help(tmp_path: Path) -> None:
    line = {"id": "en1", "q": "scammed", "accept": ["a.c1", "a.c2"], "best": ["a.c1"], "kind": "keyword", "voice": "x"}
    (question,) = read_questions(written(tmp_path, "en.jsonl", json.dumps(line)))
    assert question.in_scope
    assert (question.text, question.kind, question.language) == ("scammed", "keyword", "en")
    assert question.accept == {"a.c1", "a.c2"}
    assert question.best == {"a.c1"}


def test_a_question_without_accepted_claims_is_out_of_scope(tmp_path: Path) -> None:
    path = written(tmp_path, "out.jsonl", '{"q": "hs code of mugs", "kind": "near", "lang": "es"}\n\n')
    (question,) = read_questions(path)
    assert not question.in_scope
    assert (question.group, question.kind, question.language) == ("out", "near", "es")


def test_later_turns_know_the_earlier_ones(tmp_path: Path) -> None:
    turns = [{"q": "one", "accept": ["a.c1"]}, {"q": "two", "accept": ["a.c2"]}, {"q": "three", "accept": ["a.c3"]}]
    questions = read_questions(written(tmp_path, "en_followups.jsonl", json.dumps({"turns": turns})))
    assert [question.after for question in questions] == [(), ("one",), ("one", "two")]
    assert [question.kind for question in questions] == ["first turn", "later turn", "later turn"]
    assert {question.language for question in questions} == {"en"}


def test_questions_about_papers_accept_their_claims(tmp_path: Path) -> None:
    path = written(tmp_path, "papers.jsonl", '{"q": "which one?", "papers": ["a"], "claims": ["a.c1"]}')
    (question,) = read_questions(path)
    assert question.papers == {"a"}
    assert question.accept == {"a.c1"}


def test_labels_of_a_csv_name_topics_or_nothing_we_know(tmp_path: Path) -> None:
    path = written(tmp_path, "mine.csv", 'text,label\n"one, two",hiring\nthree,oos\nfour,elsewhere\n')
    questions = read_questions(path)
    assert [question.text for question in questions] == ["one, two", "three", "four"]
    assert [question.in_scope for question in questions] == [True, False, False]
    assert questions[0].topics == {"hiring"}


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b"])
def test_a_sign_that_ends_lines_elsewhere_ends_none_within_a_text(tmp_path: Path, sign: str) -> None:
    text = f"no{sign}staff"
    line = json.dumps({"q": text}, ensure_ascii=False)
    assert [question.text for question in read_questions(written(tmp_path, "en.jsonl", line))] == [text]
    assert [row.text for row in read_labelled(written(tmp_path, "en.csv", f"text,label\r\n{text},oos\r\n"))] == [text]


def test_a_quoted_text_may_have_several_lines(tmp_path: Path) -> None:
    rows = read_labelled(written(tmp_path, "mine.csv", 'label,text\nhiring,"one\ntwo"\nhiring,three\n'))
    assert [row.text for row in rows] == ["one\ntwo", "three"]
    assert rows[1].where.endswith("mine.csv:4")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.jsonl", "", ":1: there is no question; write one JSON object a line", id="empty"),
        pytest.param("a.jsonl", '{"q": "x"}\nhello\n', ":2: this is not JSON (", id="not JSON"),
        pytest.param("a.jsonl", "[1]", ":1: this is not a JSON object;", id="list"),
        pytest.param("a.jsonl", '{"question": "x"}', ':1: there is no "q";', id="no q"),
        pytest.param(
            "a.jsonl", '{"q": "x", "accept": "a.c1"}', ':1: "accept" is not a list of ids;', id="text for list"
        ),
        pytest.param("a.jsonl", '{"turns": "x"}', ':1: "turns" is not a list of objects;', id="turns"),
        pytest.param("a.jsonl", b"\xff", ":1: the file is not UTF-8 text; save it as UTF-8", id="not UTF-8"),
        pytest.param("a.csv", "", ":1: the columns text and label are not both there;", id="empty CSV"),
        pytest.param("a.csv", "one,two\n1,2\n", ":1: the columns text and label are not both there;", id="columns"),
        pytest.param("a.csv", "text,label\n", ":1: there is no question;", id="no rows"),
        pytest.param("a.csv", "text,label\na,b\nc,\n", ":3: a text or its label is missing;", id="no label"),
        pytest.param("a.csv", 'text,label\n"a"b,c\n', ":2: this is not CSV (", id="broken quotes"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_its_line(
    name: str, content: str | bytes, says: str, tmp_path: Path
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(QuestionFileError) as raised:
        read_questions(path)
    assert str(raised.value).startswith(f"{path.as_posix()}{says}")


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        QuestionFileError, match=r"gone\.jsonl:1: the file cannot be read \(No such file or directory\)"
    ):
        read_questions(tmp_path / "gone.jsonl")


@given(content=st.binary(max_size=120), name=st.sampled_from(["a.csv", "a.jsonl"]))
def test_any_bytes_are_read_or_refused_in_words(
    content: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.getbasetemp(), name, content)
    try:
        told = [question.where for question in read_questions(path)]
    except QuestionFileError as error:
        told = [str(error)]
    assert told
    assert all(line.startswith(f"{path.as_posix()}:") for line in told)
