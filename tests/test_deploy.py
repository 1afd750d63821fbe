"""What stands in deploy/ fits the bot and is as closed as it claims; what can be run where the tests run, is run."""

import re
import shlex
import shutil
import subprocess
from configparser import RawConfigParser
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import COMMANDS
from bot.records.database import FILE_NAME
from bot.settings import PREFIX, Settings
from bot.shells.telegram.delivery.webhook import MOST_BYTES
from bot.shells.telegram.serving import FINISH_S
from tests.conftest import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
DATA = "/var/lib/tradebot"
PROGRAM = "/opt/tradebot/.venv/bin/tradebot"
UNITS = sorted(DEPLOY.glob("*.service"))
MOST_EXPOSED = 15
"""Ten times what ``systemd-analyze security`` shows, as it wants it; 100 is no protection at all."""
NGINX_KEEPS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What it would keep in folders of the system's own."""
CLOSED = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "MemoryDenyWriteExecute": "yes",
    "User": "tradebot",
    "UMask": "0077",
}


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def unit(path: Path) -> dict[str, list[str]]:
    """The settings of a unit, each with all its values, for some may stand twice."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def compose() -> dict[str, Any]:
    parsed = yaml.safe_load(text_of("compose.yaml"))
    assert isinstance(parsed, dict)
    return parsed


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions and what follows each, on one line."""
    whole = re.sub(r"\\\n\s*", "", text_of("Dockerfile"))
    lines = (line for line in whole.splitlines() if line and not line.startswith("#"))
    return [(line.split()[0], line.partition(" ")[2]) for line in lines]


# systemd


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_closed(path: Path) -> None:
    found = unit(path)
    assert {name: found.get(name) for name in CLOSED} == {name: [value] for name, value in CLOSED.items()}
    assert found["SystemCallFilter"] == ["@system-service", "~@privileged @resources"]


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("tradebot*.service")), ids=lambda path: path.name)
def test_a_unit_calls_a_command_that_there_is_on_the_data_of_the_bot(path: Path) -> None:
    found = unit(path)
    program, command, *_ = shlex.split(found["ExecStart"][0])
    if program == PROGRAM:
        assert command in COMMANDS
        assert found["Environment"] == [f"{PREFIX}DATA={DATA}"]
    else:
        assert program == "/usr/bin/litestream"
    assert found["WorkingDirectory"] == [DATA]


def test_the_unit_gives_a_stop_the_time_it_takes() -> None:
    assert int(unit(DEPLOY / "tradebot.service")["TimeoutStopSec"][0]) > FINISH_S + 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong_in_the_units_and_rates_them_safe(tmp_path: Path) -> None:
    for path in [*UNITS, *DEPLOY.glob("*.timer")]:
        # Programs must be there; these stand in for them.
        content = re.sub(rf"{PROGRAM}|/usr/bin/litestream", "/bin/true", path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(content, encoding="utf-8")
    analyse("verify", *(str(file) for file in tmp_path.iterdir()))
    for path in UNITS:
        analyse("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(tmp_path / path.name))


def analyse(*arguments: str) -> None:
    ended = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, check=False)
    # Of units that are only mentioned, such as network-online.target, a small machine may have none.
    complaints = [line for line in ended.stderr.splitlines() if "tradebot" in line]
    assert (ended.returncode, complaints) == (0, []), ended.stdout + ended.stderr


# Webhook


def webhook_path() -> str:
    shown: str
    (shown,) = set(re.findall(rf"{PREFIX}WEBHOOK_URL=https://[\w.]+(/\S+)", text_of("README.md")))
    return shown


def listened_on() -> str:
    shown: str
    (shown,) = re.findall(rf"^ *{PREFIX}LISTEN=(\S+)$", text_of("README.md"), re.MULTILINE)
    return shown


def test_nginx_passes_on_the_webhook_and_walls_alone() -> None:
    locations = re.findall(r"location (= )?(\S+) {(.*?)^    }", text_of("nginx.conf"), re.MULTILINE | re.DOTALL)
    passed_on = [(exact, place) for exact, place, block in locations if "proxy_pass" in block]
    assert passed_on == [("= ", webhook_path()), ("", "/wall/")]
    ((_, _, webhook), (_, _, wall), (_, _, rest)) = locations
    assert f"proxy_pass http://{listened_on()};" in webhook
    assert f"proxy_pass http://{listened_on()};" in wall
    assert "proxy_buffering off;" in wall
    assert f"client_max_body_size {MOST_BYTES // 2**20}m;" in webhook
    assert "return 404;" in rest


def test_caddy_passes_on_the_webhook_and_walls_alone_and_writes_no_secret_down() -> None:
    text = re.sub(r"#.*", "", text_of("Caddyfile"))
    assert re.findall(r"path (\S+)", text) == [webhook_path(), "/wall/*"]
    assert re.findall(r"reverse_proxy {\$UPSTREAM:(\S+)}", text) == [listened_on()] * 2
    assert text.count("reverse_proxy") == 2
    assert re.search(r"handle {\s*respond 404\s*}", text)
    assert not re.search(r"^\s*log\b", text, re.MULTILINE), "the secret comes as a header, which Caddy would log"


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_reads_its_file(tmp_path: Path) -> None:
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-days", "2"]
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    site = re.sub(r"/etc/\S+fullchain.pem", str(certificate), text_of("nginx.conf"))
    site = re.sub(r"/etc/\S+privkey.pem", str(key), site)
    (tmp_path / "site.conf").write_text(site, encoding="utf-8")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in NGINX_KEEPS)
    main = tmp_path / "main.conf"
    whole = f"pid {tmp_path}/pid; events {{}} http {{ {folders} include {tmp_path}/site.conf; }}"
    main.write_text(whole, encoding="utf-8")
    ended = subprocess.run(["nginx", "-t", "-p", tmp_path, "-c", main], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy is not installed")
def test_caddy_reads_its_file() -> None:
    call = ["caddy", "adapt", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


# Container


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


# Replication


def test_litestream_copies_the_database_and_its_keys_are_explained() -> None:
    (database,) = yaml.safe_load(text_of("litestream.yml"))["dbs"]
    assert database["path"] == f"{DATA}/{FILE_NAME}"
    asked = set(re.findall(r"\${(\w+)}", text_of("litestream.yml").partition("\n\n")[2]))
    given = set(re.findall(r"^(LITESTREAM_\w+)=", text_of("litestream.env.example"), re.MULTILINE))
    assert given == asked | {"LITESTREAM_ACCESS_KEY_ID", "LITESTREAM_SECRET_ACCESS_KEY"}


# All of it


def test_every_setting_that_deploy_names_exists() -> None:
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    for path in (path for path in DEPLOY.iterdir() if path.suffix != ".md"):
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8"))) <= known, path.name


def test_the_files_that_the_readme_installs_are_there() -> None:
    named = re.findall(r"deploy/([\w.-]+)", text_of("README.md"))
    assert len(named) >= 8
    assert [name for name in named if not (DEPLOY / name).is_file()] == []


def test_the_timer_calls_the_backup() -> None:
    timer = RawConfigParser()
    timer.read(DEPLOY / "tradebot-backup.timer", encoding="utf-8")
    assert timer["Timer"]["Persistent"] == "true"
    assert (DEPLOY / "tradebot-backup.service").is_file()
    assert "/var/backups/tradebot" in unit(DEPLOY / "tradebot-backup.service")["ReadWritePaths"][0]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", ".ci/requirements-audit.txt"])
def test_every_pinned_package_has_hashes_and_no_address(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) > 20
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[\w.!+-]+ (?:; [^\\]+)?\\\n", entry, re.IGNORECASE), entry
        assert re.findall(r"--hash=sha256:[0-9a-f]{64}(?: \\)?$", entry, re.MULTILINE), entry
    assert not re.search(r"https?:|--index|--extra-index|--find-links|@ ", text)
