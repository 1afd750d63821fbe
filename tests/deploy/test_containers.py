"""The image and the containers: made of what is pinned, closed, and with nothing secret in them."""

import re
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX
from bot.shells.telegram.serving import FINISH_S
from tests.conftest import CHECKOUT
from tests.deploy.deployed import DATA, text_of


def compose() -> dict[str, Any]:
    parsed = yaml.safe_load(text_of("compose.yaml"))
    assert isinstance(parsed, dict)
    return parsed


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and what follows each, on one line."""
    whole = re.sub(r"\\\n\s*", "", text_of("Dockerfile"))
    lines = (line for line in whole.splitlines() if line and not line.startswith("#"))
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


def test_the_image_is_made_in_two_stages_from_the_hashed_lock_file() -> None:
    assert [name for name, _ in instructions()].count("FROM") == 2
    assert any("--require-hashes -r requirements.txt" in rest for name, rest in instructions() if name == "RUN")
    assert all("pip" not in rest for name, rest in last_stage() if name == "RUN")


def test_the_image_runs_without_root_and_checks_its_health() -> None:
    given = dict(last_stage())
    user, _, group = given["USER"].partition(":")
    assert int(user) >= 1000
    assert int(group) >= 1000
    assert given["HEALTHCHECK"].endswith('CMD ["tradebot", "health"]')
    assert given["ENTRYPOINT"] == '["tradebot"]'
    assert given["CMD"] == '["run"]'
    assert given["VOLUME"] == DATA
    assert f"{PREFIX}DATA={DATA}" in given["ENV"]
    assert "TOKEN" not in text_of("Dockerfile")


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    starts = [place for place, (name, _) in enumerate(found) if name == "FROM"]
    return found[starts[-1] :]


def test_what_the_image_copies_is_there_and_reaches_the_build() -> None:
    copied = [
        word for name, rest in instructions() if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    ]
    assert {"bot", "knowledge", "templates", "requirements.txt"} <= set(copied)
    assert [name for name in copied if not (CHECKOUT / name).exists() or is_ignored(name)] == []


@pytest.mark.parametrize("secret", [".env", "data", ".git", ".venv", "deploy/tradebot.env", "bot/x.env", "tests"])
def test_nothing_secret_or_needless_reaches_the_build(secret: str) -> None:
    assert is_ignored(secret)


def is_ignored(name: str) -> bool:
    """Whether .dockerignore leaves *name* out: the last line that fits decides, as Docker reads it."""
    ignored = False
    for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.lstrip("!")
        if not pattern or pattern.startswith("#"):
            continue
        # ``**/`` means in any folder, this one too; a folder's line is good for all that is in it.
        forms = {pattern, pattern.removeprefix("**/"), f"{pattern}/*"}
        if any(fnmatch(name, form) for form in forms):
            ignored = not line.startswith("!")
    return ignored


def test_compose_closes_every_container() -> None:
    for name, service in compose()["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
    assert "ports" not in compose()["services"]["bot"]


def test_compose_keeps_the_data_in_a_volume_and_gives_a_stop_time() -> None:
    bot = compose()["services"]["bot"]
    assert bot["environment"][f"{PREFIX}DATA"] == DATA
    assert f"data:{DATA}" in bot["volumes"]
    assert {"data", "backups"} <= set(compose()["volumes"])
    assert int(bot["stop_grace_period"].removesuffix("s")) > FINISH_S + 2
    user = compose()["services"]["litestream"]["user"]
    assert user == bot["user"] == dict(last_stage())["USER"]
