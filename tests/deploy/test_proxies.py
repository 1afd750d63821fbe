"""What nginx and Caddy pass on, and that they read their files, where they are installed."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.settings import PREFIX
from bot.shells.telegram.delivery.webhook import MOST_BYTES
from tests.deploy.deployed import DEPLOY, text_of

NGINX_KEEPS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
"""What it would keep in folders of the system's own."""


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
