"""What happens to the template files while the bot serves, such as an update of the program, does not reach people."""

import shutil
from pathlib import Path

from bot.files.templates import Templates
from tests.conftest import CHECKOUT


def test_templates_that_change_on_disk_change_nothing_for_who_read_them_before(tmp_path: Path) -> None:
    folder = shutil.copytree(CHECKOUT / "templates", tmp_path / "templates")
    templates = Templates(folder)
    before = templates.render("en", "apology", reference="12ab")
    for path in folder.rglob("*.html"):
        path.write_text("{{ made_for_the_next_version }} {% if", encoding="utf-8")
    assert templates.render("en", "apology", reference="12ab") == before
    assert "12ab" in templates.render("zh", "apology", reference="12ab"), "read at the start, though never filled"
    shutil.rmtree(folder)
    assert templates.render("en", "apology", reference="12ab") == before
