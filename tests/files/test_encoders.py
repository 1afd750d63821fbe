"""The encoders stay among themselves: they fetch nothing, report nothing and leave nothing behind."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import CHECKOUT, LONGEST_RUN_S, child_environment

ENCODE = "from bot.files.encoders import load_encoders; print(*load_encoders()[0])"


def test_encoders_keep_no_record_of_their_use(tmp_path: Path) -> None:
    """A package that reports its use to its maker first writes down, in the home folder, what there is to report."""
    own = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", ENCODE],
        cwd=CHECKOUT,
        env=child_environment(tmp_path / "data", own),
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN_S,
        check=True,
    )
    assert ended.stdout.split() == ["meaning", "english"]
    assert list(tmp_path.rglob("*")) == []
