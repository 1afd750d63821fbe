"""Needs of two words in languages that we read and do not write: their blend is asked, not that of English."""

import pytest

from bot.advice.deciding import Advice, Choice
from bot.assembly import Parts


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("encontrar clientes", "customers_and_demand"),
        ("trouver clients", "customers_and_demand"),
        ("Kunden finden", "customers_and_demand"),
        ("müşteri bulmak", "customers_and_demand"),
        ("найти клиентов", "customers_and_demand"),
        ("إيجاد عملاء", "customers_and_demand"),
        ("顧客探し", "customers_and_demand"),
        ("หาลูกค้า", "customers_and_demand"),
        ("고객 찾기", "customers_and_demand"),
        ("Fracht teuer", "logistics_cost"),
        ("kargo pahalı", "logistics_cost"),
        ("personel eğitimi", "train_own_staff"),
    ],
)
def test_a_need_of_two_words_is_understood(shipped_parts: Parts, text: str, topic: str) -> None:
    answer = shipped_parts.answerer.answer(text)
    assert isinstance(answer.decision, Advice | Choice)
    assert answer.match.surest is not None
    assert answer.match.surest.label.id == topic


def test_english_with_typing_errors_is_not_told_that_it_is_another_language(shipped_parts: Parts) -> None:
    for text in ("shiping kost", "hirng staf", "custmer dta", "dta leked", "taobao"):
        answer = shipped_parts.answerer.answer(text)
        assert (answer.language, answer.note) == ("en", None)
