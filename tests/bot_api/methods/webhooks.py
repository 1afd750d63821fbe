"""setWebhook and what belongs to it."""

import re
from urllib.parse import urlsplit

from tests.bot_api.errors import bad_request
from tests.bot_api.methods.receiving import read_allowed_updates
from tests.bot_api.methods.registry import method
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.webhook_settings import Webhook
from tests.bot_api.world import World

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET = re.compile(r"[A-Za-z0-9_-]*")


@method("setWebhook")
def set_webhook(world: World, parameters: Parameters) -> object:
    """Plain HTTP and any port are fine on this machine; elsewhere Telegram's rules hold."""
    url = parameters.text("url")
    if not url:
        return delete_webhook(world, parameters)
    _check_address(url)
    secret = parameters.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if _SECRET.fullmatch(secret) is None:
        raise bad_request("secret token contains unallowed characters")
    connections = parameters.integer("max_connections")
    world.updates.allow(read_allowed_updates(parameters))
    world.updates.return_undelivered()
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = Webhook(
        url=url,
        secret_token=secret,
        max_connections=min(max(connections or 40, 1), 100),
        ip_address=parameters.text("ip_address"),
        retry_s=world.webhook.retry_s,
    )
    if world.updates.poll is not None:
        world.updates.poll.end("terminated by setWebhook request")
    world.updates.tell()
    return True


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.hostname in LOCAL:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in {80, 88, 443, 8443}:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@method("deleteWebhook")
def delete_webhook(world: World, parameters: Parameters) -> object:
    world.updates.return_undelivered()
    if parameters.flag("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = Webhook(retry_s=world.webhook.retry_s)
    world.updates.tell()
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, _parameters: Parameters) -> object:
    return world.webhook.to_json(world.updates.count, world.updates.allowed)
