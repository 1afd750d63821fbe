"""What buttons carry survives the way to Telegram and back, and nothing else is believed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shells.telegram.callbacks import (
    DATA_LIMIT,
    ChooseLanguage,
    OpenTheme,
    OpenThemes,
    OpenTopic,
    Press,
    button_data,
    read_button_data,
)
from bot.shells.telegram.owners.card_buttons import Explain, Judge, OpenThemesFor, SaveTopic, ShowPart

languages = st.from_regex(r"[a-z]{2,3}", fullmatch=True)
ids = st.from_regex(r"[a-z][a-z0-9_]{1,47}", fullmatch=True)
topics = st.from_regex(r"[a-z][a-z0-9_]{1,45}", fullmatch=True)
numbers = st.integers(0, 99_999_999)
presses = st.one_of(
    st.builds(
        ShowPart,
        language=languages,
        topic=topics,
        answer=numbers,
        part=st.sampled_from("aspcr"),
    ),
    st.builds(
        SaveTopic,
        language=languages,
        topic=topics,
        answer=numbers,
        wanted=st.sampled_from("yn"),
    ),
    st.builds(Judge, language=languages, answer=numbers, verdict=st.sampled_from("hn")),
    st.builds(Explain, language=languages, answer=numbers, reason=st.sampled_from("wgou")),
    st.builds(OpenThemesFor, language=languages, answer=numbers),
    st.builds(OpenTopic, language=languages, topic=ids),
    st.builds(OpenThemes, language=languages),
    st.builds(OpenTheme, language=languages, theme=ids, page=st.integers(1, 999)),
    st.builds(ChooseLanguage, chosen=st.none() | languages),
)


@given(presses)
def test_every_press_survives_the_way_there_and_back(press: Press) -> None:
    data = button_data(press)
    assert len(data.encode()) <= DATA_LIMIT
    assert read_button_data(data) == press


@given(st.text(max_size=80) | st.from_regex(r"[tmpl]:[a-z:_0-9-]*", fullmatch=True))
def test_any_data_is_read_or_refused_and_what_is_read_is_ours(data: str) -> None:
    press = read_button_data(data)
    assert press is None or button_data(press) == data


@pytest.mark.parametrize("topic", ["Über", "a b", "x" * 60, "", "a:b"])
def test_what_does_not_fit_is_not_put_on_a_button(topic: str) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        button_data(OpenTopic(language="en", topic=topic))
