"""Folders that versions are laid out in: those that nobody needs go, all others stay."""

import os
from pathlib import Path

from bot.files.knowledge_files import KEPT_LAID_OUT, clear_laid_out, laid_out, read_files

DAY_S = 24 * 3600.0
NOW = 100 * DAY_S


def version(under: Path, number: int, *, days_old: float) -> Path:
    folder = laid_out({"topics/a.yaml": str(number).encode()}, under)
    os.utime(folder, (NOW - days_old * DAY_S,) * 2)
    return folder


def test_old_versions_are_cleared_away_but_for_those_in_use_and_the_newest(tmp_path: Path) -> None:
    folders = [version(tmp_path, number, days_old=2 + number) for number in range(KEPT_LAID_OUT + 3)]
    served = folders[-1]
    other = tmp_path / "mine"
    other.mkdir()
    (tmp_path / ".0123456789ab.going").mkdir()
    assert clear_laid_out(tmp_path, [served], now=NOW) == 2
    assert {path.name for path in tmp_path.iterdir()} == {
        "mine",
        served.name,
        *(folder.name for folder in folders[:KEPT_LAID_OUT]),
    }
    assert read_files(laid_out({"topics/a.yaml": b"11"}, tmp_path)) == {"topics/a.yaml": b"11"}
    assert clear_laid_out(tmp_path / "nowhere", [], now=NOW) == 0


def test_what_was_laid_out_today_stays_and_laying_it_out_again_makes_it_new(tmp_path: Path) -> None:
    for number in range(KEPT_LAID_OUT + 3):
        version(tmp_path, number, days_old=0.5)
    assert clear_laid_out(tmp_path, [], now=NOW) == 0
    old = version(tmp_path, 0, days_old=50)
    laid_out({"topics/a.yaml": b"0"}, tmp_path)
    assert old.stat().st_mtime > NOW
