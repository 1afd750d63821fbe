"""The preview shows everything people can see, and what it shows is what they get."""

import re
from pathlib import Path

from bot.assembly import Parts
from bot.curation.reply_checks import wrong_markup
from bot.preview.bubbles import Bubbles
from bot.preview.command import as_seen, preview_page
from tests.conftest import RunCommand

LANGUAGES = ("en", "zh")


def test_every_template_is_shown_in_every_language(small_parts: Parts) -> None:
    page = preview_page(small_parts)
    for topic in small_parts.knowledge.topics:
        for language in LANGUAGES:
            assert page.count(f"<b>{topic.title[language]}</b>") >= 4
    for language in LANGUAGES:
        assert page.count(f'<figure lang="{language}">') == page.count("<figure") / len(LANGUAGES)
    for words in ("That is quite a story", "您说的我都看了", "These buttons belong to", "这些按钮是给提问的人用的"):
        assert words in page


def test_all_languages_show_the_same_bubbles_with_as_many_buttons(small_parts: Parts) -> None:
    bubbles = Bubbles(small_parts)
    for make in (bubbles.screens, bubbles.decisions, bubbles.elsewhere):
        english, chinese = (list(make(language)) for language in LANGUAGES)
        assert [bubble.name for bubble in english] == [bubble.name for bubble in chinese]
        assert [[len(row) for row in bubble.rows] for bubble in english] == [
            [len(row) for row in bubble.rows] for bubble in chinese
        ]


def test_what_is_shown_is_what_telegram_would_take(small_parts: Parts) -> None:
    bubbles = Bubbles(small_parts)
    for language in LANGUAGES:
        for bubble in (*bubbles.screens(language), *bubbles.decisions(language), *bubbles.elsewhere(language)):
            assert not wrong_markup(bubble.html), bubble.name
            assert all(key.text.strip() for row in bubble.rows for key in row)


def test_the_page_needs_nothing_but_itself(small_parts: Parts) -> None:
    page = preview_page(small_parts)
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert not re.search("https?:", page.replace("https://t.me", ""))
    assert "default-src 'none'" in page


def test_commands_are_coloured_and_markup_is_not_touched() -> None:
    assert as_seen("<b>x</b> /topics and/or") == '<b>x</b> <span class="command">/topics</span> and/or'


def test_the_command_writes_the_page(run_command: RunCommand, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ended = run_command("preview", str(page), "--topic", "online_fraud")
    assert ended.returncode == 0
    assert str(page) in ended.stdout
    text = page.read_text(encoding="utf-8")
    assert 'id="online_fraud"' in text
    assert 'id="logistics_cost"' not in text


def test_a_topic_that_is_not_there_and_a_place_that_cannot_be_written_are_told(
    run_command: RunCommand, tmp_path: Path
) -> None:
    for arguments, told in (
        ((str(tmp_path / "page.html"), "--topic", "nothing"), 'there is no topic "nothing"'),
        ((str(tmp_path / "no" / "folder.html"),), "No such file or directory"),
    ):
        ended = run_command("preview", *arguments)
        assert ended.returncode == 2
        assert told in ended.stderr
