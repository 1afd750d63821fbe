"""Which addresses Telegram accepts in links and buttons."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]", re.IGNORECASE)
_USER = re.compile(r"tg://user\?id=(\d+)$", re.IGNORECASE)


def is_link(url: str) -> bool:
    """Claim that Telegram would open *url*; a host needs a dot, so localhost is none."""
    if not url or any(character.isspace() for character in url):
        return False
    if url.lower().startswith(("tg://", "ton://", "tonsite://")):
        return len(url) > len("tg://")
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.hostname or "") is not None


def user_in_link(url: str) -> int | None:
    """The user id in a ``tg://user?id=`` link."""
    found = _USER.match(url)
    return int(found[1]) if found else None
