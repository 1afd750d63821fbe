"""Templates are filled as they stand in their folder, whichever folder had the same words before."""

from datetime import date
from pathlib import Path

import pytest

from bot.errors import TemplateError
from bot.files.templates import Templates


def _laid_out(folder: Path, template: str, catalogue: str = "", frame: str = "") -> Path:
    (folder / "en").mkdir(parents=True, exist_ok=True)
    (folder / "frames").mkdir(exist_ok=True)
    (folder / "en" / "labels.yaml").write_text("a: b\n", encoding="utf-8")
    (folder / "en" / "problems.yaml").write_text(catalogue, encoding="utf-8")
    (folder / "en" / "page.html").write_text(template, encoding="utf-8")
    (folder / "frames" / "frame.html").write_text(frame, encoding="utf-8")
    return folder


@pytest.mark.parametrize("same_place", [True, False])
def test_the_same_words_are_filled_by_the_catalogue_and_the_day_of_their_own(
    tmp_path: Path, *, same_place: bool
) -> None:
    words = '{{ "late" | translated }} {{ 2020 | years_old }}'
    old = Templates(_laid_out(tmp_path / "a", words, "late: spät"), lambda: date(2024, 1, 1))
    assert old.render("en", "page") == "spät 4"
    place = tmp_path / ("a" if same_place else "b")
    new = Templates(_laid_out(place, words, "late: tard"), lambda: date(2025, 1, 1))
    assert new.render("en", "page") == "tard 5"
    assert old.render("en", "page") == "spät 4"


def test_what_is_wrong_is_told_at_the_place_of_the_copy_that_is_wrong(tmp_path: Path) -> None:
    extends = '{% extends "frames/frame.html" %}'
    for name in ("a", "b"):
        templates = Templates(_laid_out(tmp_path / name, extends, frame="<p>\n{{ missing }}"))
        with pytest.raises(TemplateError, match=rf"{name}/frames/frame\.html:2: 'missing' is undefined"):
            templates.render("en", "page")


def test_what_a_template_leaves_out_leaves_one_blank_line(tmp_path: Path) -> None:
    templates = Templates(_laid_out(tmp_path, "{{ first }}\n\n{{ second }}\n\n{{ third }}\n"))
    assert templates.render("en", "page", first="a", second="", third="b") == "a\n\nb"
    assert templates.render("en", "page", first="a", second="b", third="") == "a\n\nb"
