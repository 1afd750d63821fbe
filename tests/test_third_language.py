"""A third language needs files alone: templates, knowledge fields, questions to measure with; and no line of Python.

The pack has real Spanish where the tests look; all else is the English text with a mark, as a translator would begin.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from bot.assembly import Parts, assemble
from bot.curation.checking import problems_of
from bot.curation.measuring import evaluation_of
from bot.curation.missing import missing_translations
from bot.curation.outcomes import outcomes_of
from bot.files.knowledge_reading import load_knowledge
from bot.files.question_files import read_questions
from tests.bot_api import BotApiServer
from tests.conftest import CHECKOUT, plain_settings
from tests.curation.edited import copy_of_knowledge, replace_words
from tests.telegram.running_bot import BotThread, settings_for

PACK = CHECKOUT / "tests" / "spanish_pack"
QUESTION = "cómo puedo pagar menos por el flete"
TOPIC = "topics/logistics_cost.yaml"


def translated(value: Any, words: dict[str, str]) -> None:
    """Put Spanish beside every English text in *value*."""
    if isinstance(value, dict):
        english = value.get("en")
        if isinstance(english, str):
            value["es"] = words.get(english, f"{english} (es)")
        elif isinstance(english, list):
            value["es"] = [f"{text} (es)" for text in english]
        for inner in value.values():
            translated(inner, words)
    elif isinstance(value, list):
        for inner in value:
            translated(inner, words)


def speak_spanish(knowledge: Path) -> None:
    """Add the fields of the third language to all files of a knowledge folder."""
    pack = yaml.safe_load((PACK / "words.yaml").read_text(encoding="utf-8"))
    editor = YAML()
    editor.width = 1_000_000
    for path in knowledge.rglob("*.yaml"):
        file = editor.load(path)
        translated(file, pack["texts"])
        if path.name == Path(TOPIC).name:
            file["phrasings"]["es"] = pack["phrasings"]
        editor.dump(file, path)


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All templates, with a folder for the third language."""
    folder = Path(shutil.copytree(CHECKOUT / "templates", tmp_path_factory.mktemp("words") / "templates"))
    shutil.copytree(folder / "en", folder / "es")
    shutil.copytree(PACK / "templates", folder / "es", dirs_exist_ok=True)
    labels = folder / "es" / "labels.yaml"
    labels.write_text(labels.read_text("utf-8").replace("language_name: English", "language_name: Español"), "utf-8")
    foreign = folder / "foreign.yaml"
    kept = [line for line in foreign.read_text("utf-8").splitlines(keepends=True) if not line.startswith("es:")]
    foreign.write_text("".join(kept), "utf-8")
    return folder


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_of_knowledge(tmp_path_factory.mktemp("spanish") / "knowledge")
    speak_spanish(folder)
    return folder


@pytest.fixture(scope="module")
def parts(knowledge: Path, templates: Path, small_parts: Parts, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    settings = plain_settings(knowledge=knowledge, templates=templates, data=tmp_path_factory.mktemp("data"))
    return assemble(settings, like=small_parts)


@pytest.fixture
def bot_api() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


def test_check_names_every_text_that_is_not_translated_yet(templates: Path, tmp_path: Path) -> None:
    _, problems = problems_of(copy_of_knowledge(tmp_path / "knowledge"), templates)
    of_topic = [problem for problem in problems if problem.file.endswith(TOPIC)]
    in_knowledge = [problem for problem in problems if "/knowledge/" in problem.file]
    assert {problem.mend for problem in in_knowledge} == {'add "es:"'}
    assert {'"title" is not given in es', '"phrasings" is not given in es', '"steps" is not given in es'} <= {
        problem.what for problem in of_topic
    }


def test_with_all_fields_there_is_nothing_to_mend(knowledge: Path, templates: Path) -> None:
    _, problems = problems_of(knowledge, templates)
    assert [str(problem) for problem in problems] == []


def test_a_question_gets_its_answer_in_its_language(parts: Parts) -> None:
    answer = parts.answerer.answer(QUESTION)
    assert (answer.language, answer.reply_language, answer.note) == ("es", "es", None)
    assert answer.decision_name == "advice"
    assert answer.reply.html.startswith("Usted preguntó por: <b>El transporte cuesta demasiado</b>")
    assert "Renueve la forma en que mueve la mercancía" in answer.reply.html
    assert parts.answerer.answer("freight too expensive").reply_language == "en"


def test_its_own_questions_are_measured_under_its_name(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "es.jsonl"
    path.write_text(json.dumps({"q": QUESTION, "accept": ["big-data.c7"]}), encoding="utf-8")
    evaluation = evaluation_of(outcomes_of(parts.answerer, read_questions(path)))
    figures = evaluation.by_language["es"].in_scope
    assert figures is not None
    assert (figures.n, figures.right_advice) == (1, 1.0)


def test_a_text_that_changed_is_missing_in_the_third_language_too(knowledge: Path, tmp_path: Path) -> None:
    edited = Path(shutil.copytree(knowledge, tmp_path / "edited"))
    replace_words(edited, TOPIC, "  en: Shipping costs too much\n", "  en: Freight costs too much\n")
    found = list(missing_translations(load_knowledge(knowledge), load_knowledge(edited), ("en", "es", "zh")))
    assert [(place, changed, left) for place, changed, left, *_ in found] == [
        ("topics/logistics_cost.title", ("en",), ("es", "zh"))
    ]


def test_telegram_offers_and_speaks_it(parts: Parts, bot_api: BotApiServer, tmp_path: Path) -> None:
    settings = settings_for(bot_api, tmp_path, templates=parts.templates.folder)
    with BotThread(parts, settings):
        maria = bot_api.user(language_code="es")
        maria.say("/start")
        assert maria.wait_for_reply()[0].plain.startswith("Consejos de comercio, con sus fuentes")
        maria.say(QUESTION)
        assert "Usted preguntó por: El transporte cuesta demasiado" in maria.wait_for_reply()[0].plain
        maria.say("/language")
        maria.wait_for_reply()
        assert maria.button("Español")
