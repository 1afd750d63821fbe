"""Pages to keep and print: every language has the same look, and what people wrote stays within the page."""

import re
from dataclasses import replace

import pytest

from bot.advice.normalising import has_han
from bot.records.room_questions import RoomQuestion
from bot.workshops.counts import OnWall
from tests.kept_rooms import COUNTS, ROOMS, TEMPLATES, kept_room

RTL = "ورشة عمل 2026"
LONG = "Donaudampfschifffahrtselektrizität" * 5
LANGUAGES = pytest.mark.parametrize("language", TEMPLATES.languages)
STYLE = re.compile(r"{% block style %}.*?{% endblock %}", re.DOTALL)


def style_of(page: str, language: str) -> str:
    source = (TEMPLATES.folder / language / f"{page}.html").read_text(encoding="utf-8")
    return "".join(STYLE.findall(source))


@pytest.mark.parametrize("page", ["handout_room", "handout_saved", "handout_checkup", "handout_stats"])
def test_pages_look_alike_in_every_language(page: str) -> None:
    assert len({style_of(page, language) for language in TEMPLATES.languages}) == 1


@LANGUAGES
def test_what_people_wrote_keeps_its_direction_and_does_not_widen_the_page(language: str) -> None:
    room = replace(kept_room(language), name=RTL)
    asked = [
        RoomQuestion(conversation=number, question=words, language=language, decision=decision, topic=topic)
        for number, (words, decision, topic) in enumerate(((LONG, "advice", "hiring"), (RTL, "none", None)))
    ]
    page = ROOMS.hand_out(room, asked, language, counts=COUNTS).decode()
    assert page.count(f"<bdi>{RTL}</bdi>") == 2
    assert f"<bdi>{LONG}</bdi>" in page
    assert "overflow-wrap: anywhere" in page
    sheet = ROOMS.join_sheet(room, "https://t.me/bot?start=room-KM7PQ4", None, language).decode()
    assert f"<h1><bdi>{RTL}</bdi></h1>" in sheet
    assert '<html lang="{}"'.format({"en": "en", "zh": "zh-Hans"}[language]) in sheet
    assert "overflow-wrap: anywhere" in sheet


def test_files_are_named_in_the_language_of_their_words() -> None:
    names = {"saved_file", "checkup_file", "mydata_file", "stats_file"}
    names |= {key for key in TEMPLATES.labels("zh") if key.startswith("room_file_")}
    assert len(names) > 8
    assert [name for name in sorted(names) if not has_han(TEMPLATES.label("zh", name))] == []


def test_each_question_of_a_hand_out_is_marked_with_its_own_language() -> None:
    given = (("运费太贵", "zh", "logistics_cost"), ("freight", "en", "logistics_cost"), ("海关编码", "zh", None))
    asked = [
        RoomQuestion(conversation=number, question=words, language=language, decision="advice", topic=topic)
        for number, (words, language, topic) in enumerate((*given, *given))
    ]
    page = ROOMS.hand_out(kept_room("en"), asked, "en").decode()
    assert re.findall(r'<li lang="(\w+)">“?<bdi>(.*?)</bdi>', page) == [
        ("en", "freight"),
        ("zh", "运费太贵"),
        ("zh", "海关编码"),
    ]


@LANGUAGES
def test_the_foot_of_a_wall_tells_of_hidden_and_waiting_questions_only_where_there_are_any(language: str) -> None:
    say = TEMPLATES.labels(language)
    waiting, hidden = say["wall_waiting"].format(count=24), say["wall_hidden"].format(count=1)

    def foot(**wall: int) -> list[str]:
        now = ROOMS.wall_now(kept_room(language), replace(COUNTS, wall=OnWall(shown=15, **wall)), (), language)
        return re.findall("<span>(.*?)</span>", now.partition('class="foot"')[2])[1:]

    assert foot(waiting=24, hidden=1) == [f"{waiting} · {hidden}"]
    assert foot(waiting=24, hidden=0) == [waiting]
    assert foot(waiting=0, hidden=1) == [hidden]
    assert foot(waiting=0, hidden=0) == []
