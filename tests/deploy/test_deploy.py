"""What stands in deploy/ and in the lock files names what there is, and nothing that is not meant to be there."""

import re

import pytest
import yaml

from bot.records.database import FILE_NAME
from bot.settings import PREFIX, Settings
from tests.conftest import CHECKOUT
from tests.deploy.deployed import DATA, DEPLOY, text_of


def test_litestream_copies_the_database_and_its_keys_are_explained() -> None:
    (database,) = yaml.safe_load(text_of("litestream.yml"))["dbs"]
    assert database["path"] == f"{DATA}/{FILE_NAME}"
    asked = set(re.findall(r"\${(\w+)}", text_of("litestream.yml").partition("\n\n")[2]))
    given = set(re.findall(r"^(LITESTREAM_\w+)=", text_of("litestream.env.example"), re.MULTILINE))
    assert given == asked | {"LITESTREAM_ACCESS_KEY_ID", "LITESTREAM_SECRET_ACCESS_KEY"}


def test_every_setting_that_deploy_names_exists() -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for path in (path for path in DEPLOY.iterdir() if path.suffix != ".md"):
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path.name


def test_the_files_that_the_readme_installs_are_there() -> None:
    named = re.findall(r"deploy/([\w.-]+)", text_of("README.md"))
    assert len(named) >= 8
    assert [name for name in named if not (DEPLOY / name).is_file()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", ".ci/requirements-audit.txt"])
def test_every_pinned_package_has_hashes_and_no_address(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[\w.!+-]+ (?:; [^\\]+)?\\\n", entry, re.IGNORECASE), entry
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$", entry, re.MULTILINE), entry
    assert not re.search(r"https?:|--index|--extra-index|--find-links|@ ", text)
