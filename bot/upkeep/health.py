"""``tradebot health``: whether the bot is well, for people, monitors and health checks of containers."""

import json
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime

from bot.records.health import Health, health_of
from bot.settings import read_settings


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Print how the bot is, and return 0 if it is well, 1 if something must be mended."""
    health = health_of(read_settings().data, datetime.now(UTC))
    print(json.dumps(health.as_json()) if arguments.json else as_text(health))
    return 1 if health.problems else 0


def as_text(health: Health) -> str:
    """How the bot is, a fact a line."""
    facts = health.as_json()
    del facts["well"], facts["problems"]
    verdict = [f"to mend: {problem}" for problem in health.problems] or ["The bot is well."]
    lines = (f"  {name.replace('_', ' '):27}{_readable(name, value)}" for name, value in facts.items())
    return "\n".join([*verdict, *lines])


def _readable(name: str, value: object) -> str:
    if value is None:
        return "-"
    if name.endswith("_bytes") and isinstance(value, int):
        return f"{value / 2**20:,.1f} MB"
    return str(value)
