"""The engine on nothing but labelled examples."""

import json

import pytest

from bot.curation.example_runs import AnsweredExample, auroc, example_figures, examples_of_rows, run_examples
from bot.files.question_files import LabelledText
from tests.advice.letters import LetterEncoder
from tests.conftest import CHECKOUT, RunCommand

EXAMPLES = CHECKOUT / "tests" / "curation" / "samples" / "examples.csv"
QUESTIONS = CHECKOUT / "tests" / "curation" / "samples" / "questions.csv"


def row(text: str, label: str) -> LabelledText:
    return LabelledText(text=text, label=label, where="some.csv:2")


def test_labels_made_of_words_are_phrasings_of_their_own() -> None:
    examples = examples_of_rows([row("where is it", "card_arrival"), row("gone", "lost-card"), row("hm", "7")])
    assert [(example.text, example.label.id) for example in examples] == [
        ("where is it", "card_arrival"),
        ("gone", "lost-card"),
        ("hm", "7"),
        ("card arrival", "card_arrival"),
        ("lost card", "lost-card"),
    ]


def test_examples_out_of_scope_compete_and_are_no_topic() -> None:
    examples = examples_of_rows([row("weather today", "oos"), row("where is it", "card_arrival")])
    assert [example.label.kind for example in examples] == ["elsewhere", "topic", "topic"]


@pytest.mark.parametrize(
    ("higher", "lower", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1], [0.9], 0.0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.3], [0.5, 0.1], 0.75),
        ([], [0.1], None),
        ([0.1], [], None),
    ],
)
def test_auroc_is_the_chance_of_a_right_order(higher: list[float], lower: list[float], expected: float | None) -> None:
    assert auroc(higher, lower) == expected


def answered(label: str, *best: str, advised: bool = False, offered: bool = False) -> AnsweredExample:
    return AnsweredExample(
        label=label, best=best, offered=best if offered else (), advised=advised, ours=0.5, latency_ms=2.0
    )


def test_figures_are_shares_of_the_questions_in_scope_and_of_the_others() -> None:
    asked = [
        answered("a", "a", "b", "c", advised=True),
        answered("a", "b", "a", "c", advised=True),
        answered("b", "c", "b", "a", offered=True),
        answered("c", "b", "a", "d"),
        answered("oos", "a", "b", "c", advised=True),
        answered("elsewhere", "a", "b", "c"),
    ]
    figures = example_figures([row("x", label) for label in ("a", "b", "c", "oos")], asked, measures=(), fit_s=0)
    assert (figures.examples, figures.labels, figures.n, figures.n_oos) == (4, 3, 4, 2)
    assert (figures.accuracy, figures.hit_at_3) == (0.25, 0.75)
    assert (figures.right_advice, figures.wrong_advice) == (0.25, 0.25)
    assert (figures.choice_with_right, figures.refused) == (0.25, 0.25)
    assert (figures.oos_auroc, figures.oos_refused, figures.oos_false_advice) == (0.5, 0.5, 0.5)


def test_there_are_no_figures_out_of_scope_without_such_questions() -> None:
    figures = example_figures([row("x", "a")], [answered("a", "a")], measures=("wording",), fit_s=0.1)
    assert (figures.n_oos, figures.oos_auroc, figures.oos_refused) == (0, None, None)


def test_the_command_prints_the_figures_as_one_object(run_command: RunCommand) -> None:
    ended = run_command("evaluate", "--examples", str(EXAMPLES), "--questions", str(QUESTIONS), "--light", "--json")
    assert ended.returncode == 0, ended.stderr
    figures = json.loads(ended.stdout)
    assert (figures["labels"], figures["n"], figures["n_oos"]) == (4, 12, 6)
    assert figures["measures"] == ["wording"]
    assert figures["accuracy"] >= 0.8
    assert figures["hit_at_3"] >= figures["accuracy"]
    assert figures["oos_auroc"] >= 0.8
    assert figures["latency_p99_ms"] >= figures["latency_median_ms"] > 0


def test_few_examples_are_compared_by_profiles_too() -> None:
    figures = run_examples(EXAMPLES, QUESTIONS, {"meaning": LetterEncoder()})
    assert figures.measures == ("meaning", "wording", "profile")
    assert figures.accuracy >= 0.8


def test_the_command_prints_the_figures_for_people(run_command: RunCommand) -> None:
    ended = run_command("evaluate", "--examples", str(EXAMPLES), "--questions", str(QUESTIONS))
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("26 examples of 4 labels, matched by wording\n")
    assert "accuracy (hit@1), %" in ended.stdout
    assert "AUROC" in ended.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--examples", str(EXAMPLES)], "--examples and --questions belong together; give both"),
        (["--light"], "--examples and --questions belong together; give both"),
        (
            ["--examples", str(EXAMPLES), "--questions", str(QUESTIONS), "--errors"],
            "--examples goes with --questions, --light and --json alone; leave out the rest",
        ),
        (["--examples", "gone.csv", "--questions", str(QUESTIONS)], "gone.csv:1: the file cannot be read"),
    ],
)
def test_what_cannot_be_run_is_told_in_one_line(arguments: list[str], says: str, run_command: RunCommand) -> None:
    ended = run_command("evaluate", *arguments)
    assert ended.returncode == 2
    assert says in ended.stderr.splitlines()[-1]


def test_a_question_whose_label_has_no_example_is_told(
    run_command: RunCommand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("asked") / "asked.csv"
    path.write_text("text,label\nwhere is it,card_departure\n", encoding="utf-8")
    ended = run_command("evaluate", "--examples", str(EXAMPLES), "--questions", str(path))
    assert ended.returncode == 2
    assert 'asked.csv:2: no example has the label "card_departure"; add one or fix the label' in ended.stderr
