"""Deliver updates to the bot's webhook: in order within a chat, side by side across chats, until 200."""

import asyncio
import time
from collections import defaultdict, deque
from typing import Any

import httpx

from tests.bot_api.errors import ApiError, Json
from tests.bot_api.methods import METHODS
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.webhook_settings import Webhook
from tests.bot_api.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class WebhookDelivery:
    """Runs on the server's loop; set ``wake`` after each change of updates or webhook."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wake = asyncio.Event()
        self.client: httpx.AsyncClient | None = None  # Made at need: making one takes longer than most tests.
        self.served = world.webhook
        self.lanes: dict[int, deque[Json]] = defaultdict(deque)
        self.tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        try:
            while True:
                await self.wake.wait()
                self.wake.clear()
                self._start()
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)
            if self.client is not None:
                await self.client.aclose()

    def _start(self) -> None:
        with self.world.lock:
            webhook = self.world.webhook
            flying = self.world.updates.fly() if webhook.url else []
        if webhook is not self.served:
            self.served, self.lanes = webhook, defaultdict(deque)
        if flying and self.client is None:
            timeout, limits = httpx.Timeout(30, pool=None), httpx.Limits(max_connections=40)
            self.client = httpx.AsyncClient(timeout=timeout, limits=limits, trust_env=False)
        for update in flying:
            lane = self.lanes[_chat_of(update)]
            lane.append(update)
            if len(lane) == 1 and self.client is not None:
                task = asyncio.create_task(self._deliver_lane(self.client, webhook, lane))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def _deliver_lane(self, client: httpx.AsyncClient, webhook: Webhook, lane: deque[Json]) -> None:
        while lane and await self._deliver(client, webhook, lane[0]):
            lane.popleft()
        lane.clear()

    async def _deliver(self, client: httpx.AsyncClient, webhook: Webhook, update: Json) -> bool:
        """Post *update* until the bot takes it; False if the webhook was changed meanwhile."""
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        while self.world.webhook is webhook:
            try:
                response = await client.post(webhook.url, json=update, headers=headers)
            except httpx.HTTPError as error:
                self._note(webhook, f"Connection failed: {type(error).__name__}")
            else:
                if response.is_success:
                    self._delivered(update, response)
                    return True
                self._note(
                    webhook,
                    f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}",
                )
            await asyncio.sleep(webhook.retry_s)
        return False

    def _note(self, webhook: Webhook, reason: str) -> None:
        with self.world.lock:
            webhook.last_error = reason
            webhook.last_error_date = int(time.time())
            self.world.changed()

    def _delivered(self, update: Json, response: httpx.Response) -> None:
        with self.world.lock:
            self.world.updates.land(update["update_id"])
            _carry_out(self.world, response)
            self.world.changed()


def _carry_out(world: World, response: httpx.Response) -> None:
    """A bot may answer a webhook with a method to call; what becomes of it nobody tells the bot."""
    try:
        wanted = response.json()
    except ValueError:
        return
    name = str(wanted.get("method", "")).lower() if isinstance(wanted, dict) else ""
    if name not in METHODS:
        return
    proper_name, handler = METHODS[name]
    parameters = Parameters(values={key: value for key, value in wanted.items() if key != "method"}, files={})
    world.record_call(proper_name, parameters.readable())
    try:
        handler(world, parameters)
    except ApiError:
        return


def _chat_of(update: Json) -> int:
    """The chat or the person an update is about; 0 if it names none."""
    for payload in update.values():
        found: Any = payload if isinstance(payload, dict) else {}
        for holder in (found.get("message", {}), found):
            for key in ("chat", "from", "user"):
                if isinstance(holder, dict) and isinstance(holder.get(key), dict):
                    return int(holder[key].get("id", 0))
    return 0
