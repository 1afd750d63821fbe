"""``/healthz``: whether the bot is well, and ``/metrics``: its counts, for whoever watches over it."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.records.health import Health, health_of
from bot.shells.telegram.desk import Desk

ANSWERS_WITHIN_S = 3.0


def health_routes(desk: Desk) -> Sequence[BaseRoute]:
    """The pages: 200 while all is well, 503 when something must be mended; metrics where the settings want them."""

    async def on_health(_request: Request) -> Response:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN_S):
                waiting = await desk.keep(desk.records.inbox.count_waiting)
                health = await _health(desk)
        except (sqlite3.Error, TimeoutError):
            return JSONResponse({"status": "the records do not answer"}, status_code=503)
        facts = health.as_json() | {"waiting": waiting}
        # They name places on this machine; who may read them calls `tradebot health`.
        del facts["well"], facts["problems"]
        status = f"{len(health.problems)} to mend" if health.problems else "ok"
        return JSONResponse({"status": status, **facts}, status_code=503 if health.problems else 200)

    async def on_metrics(_request: Request) -> Response:
        return Response(await metrics_text(desk), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", on_health)]
    return [*routes, Route("/metrics", on_metrics)] if desk.settings.metrics else routes


async def metrics_text(desk: Desk) -> bytes:
    """All counts in Prometheus' text format."""
    health = await _health(desk)
    return generate_latest(desk.signs.registry) + generate_latest(_as_gauges(health))


async def _health(desk: Desk) -> Health:
    # A connection of its own, in a thread of its own: it tells of a thread that hangs, too.
    return await asyncio.to_thread(health_of, desk.settings.data, datetime.now(UTC))


def _as_gauges(health: Health) -> CollectorRegistry:
    registry = CollectorRegistry()
    oldest = health.holdings.oldest_waiting
    waited = 0.0 if oldest is None else (datetime.now(UTC) - datetime.fromisoformat(oldest)).total_seconds()
    for name, meaning, value in (
        ("queue_length", "Updates that wait to be answered", health.holdings.queue_length),
        ("oldest_waiting_seconds", "How long the oldest of them has waited", max(0.0, waited)),
        ("set_aside", "Updates that were set aside and not replayed", health.holdings.set_aside),
        ("database_bytes", "Size of the database", health.database_bytes),
        ("disk_free_bytes", "Room on its disk", health.disk_free_bytes),
        ("problems", "What is to be mended, as tradebot health tells", len(health.problems)),
    ):
        Gauge(f"tradebot_{name}", meaning, registry=registry).set(value)
    return registry
