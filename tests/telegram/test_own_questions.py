"""All questions of the project's own set go through the running bot at once: none is lost, none answered twice."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot.advice.normalising import cleaned
from bot.assembly import Parts
from tests.bot_api import BotApiServer
from tests.conftest import CHECKOUT
from tests.telegram.running_bot import BotThread, settings_for

PEOPLE = 60


def _questions() -> list[str]:
    """Every question, follow-ups included, in the order of the files."""
    asked: list[str] = []
    for file in sorted((CHECKOUT / "tests" / "evaluation").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            entry: dict[str, Any] = json.loads(line)
            asked += [str(turn["q"]) for turn in entry.get("turns", [entry])]
    return asked


def test_every_question_is_answered_once_and_logged_once(
    fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path
) -> None:
    questions = _questions()
    assert len(questions) > 500
    people = [fresh_api.user(first_name=f"Person {number}") for number in range(PEOPLE)]
    for number, question in enumerate(questions):
        people[number % PEOPLE].say(question)
    with BotThread(small_parts, settings_for(fresh_api, tmp_path)) as bot:

        def answered() -> int:
            return sum(len(person.chat.from_bot) for person in people)

        fresh_api.wait_until(lambda: answered() >= len(questions), timeout=120)
        for person in people:
            person.say("/help")
        fresh_api.wait_until(lambda: answered() >= len(questions) + PEOPLE, timeout=60)
        assert answered() == len(questions) + PEOPLE
        logged = bot.rows("SELECT question, way, delivery FROM conversations")
    said = Counter(cleaned(question) for question in questions)
    asked = Counter(row["question"] for row in logged if row["way"] == "asked")
    assert len(logged) == said.total()
    assert asked <= said
    # Asked after a choice, it opens a topic, and the log names that.
    assert set(said - asked) <= {"and the third one?"}
    assert {row["delivery"] for row in logged} == {"sent"}
    assert not fresh_api.refused
