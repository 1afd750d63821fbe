"""``tradebot ask`` as people and programs call it."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import Parts
from bot.shells.asking import as_json
from bot.shells.reasons import reasons
from tests.conftest import RunCommand

KEYS = ["question", "language", "decision", "topics", "reply", "sources"]


def lines_of(given: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in given.splitlines()]


def test_a_question_gets_a_readable_answer(run_command: RunCommand) -> None:
    ended = run_command("ask", "freight", "too", "expensive")
    assert ended.returncode == 0
    assert ended.stdout.startswith("You asked about: Shipping costs too much (I am sure)\n")
    assert "First steps (our own practical advice" in ended.stdout
    assert "[1] The impact of big data technology" in ended.stdout
    assert "<b>" not in ended.stdout
    assert "Related: Faster goods through live information, What international trade is" in ended.stdout


def test_missing_encoders_are_told_beside_the_answer(run_command: RunCommand) -> None:
    ended = run_command("ask", "hello")
    assert "encoder is not installed; questions are matched by wording alone" in ended.stderr
    assert "encoder" not in ended.stdout


def test_why_shows_what_spoke_for_each_candidate(run_command: RunCommand) -> None:
    shown = run_command("ask", "--why", "frieght too expensive").stdout
    assert "understood as: freight too expensive" in shown
    assert "mended: frieght -> freight" in shown
    assert "decision: advice, for the best confidence" in shown
    assert "topic logistics_cost" in shown
    assert "spoken for by 100% wording" in shown
    assert "from “freight too expensive” (wording 1.00)" in shown
    assert "not topics:" in shown


def test_why_shows_what_was_written_out(run_command: RunCommand) -> None:
    shown = run_command("ask", "--why", "wat 2 do, frt 2 expensive").stdout
    assert "understood as: what to do, freight 2 expensive" in shown
    assert "mended: wat -> what" in shown
    assert "mended: 2 do -> to do" in shown
    assert "mended: frt -> freight" in shown
    assert "topic logistics_cost" in shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("hs code ceramic tiles", '"customs_code" of elsewhere.yaml', id="elsewhere"),
        pytest.param("thank you very much", 'small talk, "thanks"', id="small talk"),
        pytest.param("qwrtzp xvbnmk", "refused", id="unknown"),
        pytest.param("?!", "refused, for there is no word in it", id="no words"),
    ],
)
def test_the_reason_fits_the_decision(small_parts: Parts, text: str, reason: str) -> None:
    assert reason in reasons(small_parts.answerer.answer(text))


@pytest.mark.parametrize(
    ("arguments", "beginning"),
    [
        pytest.param(["--lang", "zh", "freight too expensive"], "您问的是：运费太贵", id="Chinese to English"),
        pytest.param(["--lang", "en", "运费太高"], "You asked about: Shipping", id="English to Chinese"),
        pytest.param(["运费太高"], "您问的是：运费太贵", id="the question's own"),
    ],
)
def test_the_reply_language_can_be_chosen(run_command: RunCommand, arguments: list[str], beginning: str) -> None:
    assert run_command("ask", *arguments).stdout.startswith(beginning)


def test_json_answers_have_the_agreed_form(run_command: RunCommand) -> None:
    ended = run_command("ask", "--json", "-", stdin="freight too expensive\n")
    (answer,) = lines_of(ended.stdout)
    assert list(answer)[: len(KEYS)] == KEYS
    assert (answer["question"], answer["language"]) == ("freight too expensive", "en")
    assert answer["decision"] == "advice"
    assert answer["topics"][0]["id"] == "logistics_cost"
    assert answer["topics"][0]["covers"] == ["big-data.c7", "big-data.m2"]
    assert 0 <= answer["topics"][0]["confidence"] <= 1
    assert answer["reply"].startswith("You asked about: Shipping costs too much")
    assert answer["sources"][0] == {"paper": "big-data", "at": "6.1", "claim": "big-data.m2"}


def test_json_answers_keep_the_order_of_the_questions(run_command: RunCommand) -> None:
    asked = [
        "freight too expensive",
        '{"q": "运费太高"}',
        '{"q": "freight too expensive", "lang": "zh"}',
        '{"q": "and by sea?", "after": ["freight too expensive"]}',
        "hs code ceramic tiles",
        "thank you",
        "",
        "{ this is no object",
        "😀 \u200e\u0007",
        "word " * 1_000,
    ]
    ended = run_command("ask", "--json", "-", stdin="\n".join(asked) + "\n")
    answers = lines_of(ended.stdout)
    assert ended.returncode == 0
    assert len(answers) == len(asked)
    assert [answer["decision"] for answer in answers[:3]] == ["advice"] * 3
    assert [answer["decision"] for answer in answers[4:7]] == ["none", "smalltalk", "none"]
    assert [answer["reply"][:4] for answer in answers[:3]] == ["You ", "您问的是", "您问的是"]
    assert answers[7]["question"] == "{ this is no object"
    assert all(len(answer["topics"]) == 5 for answer in answers if answer["question"].isascii() and answer["question"])
    assert all(answer["reply"] for answer in answers)


def test_json_questions_may_come_from_a_file(run_command: RunCommand, tmp_path: Path) -> None:
    # Some editors begin a file with a mark of its encoding.
    (tmp_path / "asked.jsonl").write_text('{"q": "运费太高"}\n', encoding="utf-8-sig")
    (answer,) = lines_of(run_command("ask", "--json", str(tmp_path / "asked.jsonl")).stdout)
    assert (answer["question"], answer["topics"][0]["id"]) == ("运费太高", "logistics_cost")


@pytest.mark.parametrize("line", [b"\xff\xfe", b'{"q":' * 20_000], ids=["no text", "nested JSON"])
def test_a_line_that_cannot_be_read_does_not_stop_the_rest(run_command: RunCommand, line: bytes) -> None:
    answers = lines_of(run_command("ask", "--json", "-", stdin=line + b"\nfreight too expensive\n").stdout)
    assert answers[1]["decision"] == "advice"


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        pytest.param(["ask"], "", "there is no question", id="no question"),
        pytest.param(
            ["ask", "--lang", "fr", "hello"], "", 'we do not answer in "fr"; choose one of: en, zh', id="language"
        ),
        pytest.param(["ask", "--json", "no-such-file"], "", "no-such-file: No such file", id="file"),
        pytest.param(["ask", "--json", "-"], '{"question": "x"}\n', 'line 1: there is no "q"', id="no q"),
        pytest.param(
            ["ask", "--json", "-"], '{"q": "x", "after": "y"}\n', 'line 1: "after" must be a list', id="after"
        ),
    ],
)
def test_a_wrong_call_gets_one_line_that_says_the_mend(
    run_command: RunCommand, arguments: list[str], stdin: str, message: str
) -> None:
    ended = run_command(*arguments, stdin=stdin)
    assert ended.returncode == 2
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("tradebot: ")
    assert message in last
    assert "Traceback" not in ended.stderr


def test_json_stays_one_line_whatever_was_asked(small_parts: Parts) -> None:
    answer = small_parts.answerer.answer("freight\u2028too\nexpensive\x85")
    assert len(json.dumps(as_json(answer, small_parts.answerer), ensure_ascii=False).splitlines()) == 1


@pytest.mark.parametrize("command", ["run", "console", "ask", "check", "evaluate", "conversations"])
def test_every_command_explains_itself(run_command: RunCommand, command: str) -> None:
    ended = run_command(command, "--help")
    assert ended.returncode == 0
    assert ended.stdout.startswith("usage: tradebot")
