"""Which language a question is in."""

import pytest

from bot.advice.languages import language_of
from bot.advice.normalising import comparable
from bot.files.language_data import common_english_words, detect_latin_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("our shipping costs eat the profit", "en", id="English"),
        pytest.param("freight", "en", id="a single word"),
        pytest.param("shiping cost too mutch", "en", id="English with typing errors"),
        pytest.param("custmr dta got stoln frm r pc", "en", id="English without vowels, which looks Polish"),
        pytest.param("shpng cst 2 hi", "en", id="English without vowels, which looks Vietnamese"),
        pytest.param("upskllng trd clrks", "en", id="English of which only consonants are left"),
        pytest.param("nao acho gente", "pt", id="three words of Portuguese without accents"),
        pytest.param("le transport est trop cher", "fr", id="French of words that English has too"),
        pytest.param("klient nam nie placi", "pl", id="Polish without accents"),
        pytest.param("buscar clientes", "es", id="two words of Spanish"),
        pytest.param("trouver clients", "fr", id="two words of French, one of them English too"),
        pytest.param("Kunden finden", "de", id="two words of German"),
        pytest.param("müşteri bulmak", "tr", id="two words of Turkish"),
        pytest.param("logística", "es", id="one word of Spanish"),
        pytest.param("shiping kost", "en", id="two words of English with typing errors"),
        pytest.param("dta leked", "en", id="two words of English without vowels, which look Indonesian"),
        pytest.param("taobao", "en", id="a name, which looks Swahili"),
        pytest.param("运费太贵", "zh", id="Chinese"),
        pytest.param("運費太貴", "zh", id="traditional Chinese"),
        pytest.param("我们的shipping cost太高", "zh", id="Chinese with English words"),
        pytest.param("送料が高すぎます", "ja", id="Japanese, which has Han characters too"),
        pytest.param("배송비가 너무 비싸요", "ko", id="Korean"),
        pytest.param("стоимость доставки слишком высока", "ru", id="Russian"),
        pytest.param("تكلفة الشحن مرتفعة جدا", "ar", id="Arabic"),
        pytest.param("los gastos de envío se comen nuestra ganancia", "es", id="Spanish"),
        pytest.param("les frais de transport mangent notre bénéfice", "fr", id="French"),
        pytest.param("12 345 %", "", id="no words"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_script_and_words_tell_the_language(text: str, language: str) -> None:
    found = language_of(
        comparable(text), common_words=frozenset(common_english_words()), detect_latin=detect_latin_language
    )
    assert found == language


def test_the_slow_detection_is_not_called_for_plain_english() -> None:
    def never(text: str) -> str:
        pytest.fail(f"called for {text!r}")

    assert language_of("who pays the ship", common_words={"who", "pays", "the", "ship"}, detect_latin=never) == "en"
