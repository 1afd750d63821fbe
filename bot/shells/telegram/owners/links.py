"""Links by which people share what they found."""

from urllib.parse import urlencode

from telegram import User

from bot.shells.telegram.payloads import TOPIC, link_to


def share_link(me: User, topic: str, title: str) -> str:
    """Lets the person choose a chat to share a link to *topic* in."""
    return f"https://t.me/share/url?{urlencode({'url': link_to(me, TOPIC, topic), 'text': title})}"
