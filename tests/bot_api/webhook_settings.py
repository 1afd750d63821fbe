"""Where updates go when the bot asked to be called."""

from dataclasses import dataclass

from tests.bot_api.errors import Json


@dataclass(kw_only=True)
class Webhook:
    """No webhook as long as ``url`` is empty. ``retry_s`` is short, for tests; Telegram waits longer."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    ip_address: str = ""
    last_error: str = ""
    last_error_date: int = 0
    retry_s: float = 0.02

    def to_json(self, pending: int, allowed: frozenset[str] | None) -> Json:
        written: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": pending}
        if self.url:
            written |= {"max_connections": self.max_connections, "ip_address": self.ip_address or "127.0.0.1"}
        if self.last_error:
            written |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error}
        if allowed is not None:
            written["allowed_updates"] = sorted(allowed)
        return written
