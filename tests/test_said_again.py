"""What is said again is said in other words, by the replies of the shipped knowledge."""

import pytest

from bot.advice.deciding import NoAdvice, Smalltalk
from bot.advice.repeating import Past
from tests.kept_replies import LANGUAGES, REPLIES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["customs_code", "nonsense", None])
def test_no_refusal_of_many_in_a_row_has_a_line_of_the_one_before_but_who_answers(
    kind: str | None, language: str
) -> None:
    past, before = Past(), set[str]()
    line = REPLIES.knowledge.elsewhere_by_id[kind].line[language] if kind else ""
    for _ in range(6):
        reply = REPLIES.to_decision(NoAdvice(elsewhere=kind), language, past=past)
        lines = set(filter(None, reply.html.split("\n"))) - {line}
        assert lines.isdisjoint(before)
        past, before = past.after(decision="none", topic=None, reply=reply.html), lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_says_a_pleasantry_twice_running_gets_another_one_back(language: str) -> None:
    for kind in REPLIES.knowledge.smalltalk:
        first = REPLIES.to_decision(Smalltalk(kind=kind.id), language).html
        second = REPLIES.to_decision(Smalltalk(kind=kind.id), language, past=Past(said=first)).html
        assert (second != first) == (kind.again is not None)
        assert REPLIES.to_decision(Smalltalk(kind=kind.id), language, past=Past(said=second)).html == first
