"""What stands in deploy/."""

from tests.conftest import CHECKOUT

DEPLOY = CHECKOUT / "deploy"
DATA = "/var/lib/tradebot"


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")
