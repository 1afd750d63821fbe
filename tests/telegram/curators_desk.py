"""A bot on knowledge of its own, with its curator and somebody who asks: what tests of changing knowledge share."""

from collections.abc import Callable
from pathlib import Path

from tests.bot_api import BotApiServer, Message
from tests.curation.edited import replace_words
from tests.telegram.running_bot import BotThread

TOPIC = "topics/logistics_cost.yaml"
LONG_S = 90
"""A child process compares meanwhile, on a machine that may be busy."""


class Desk:
    """A bot on knowledge of its own, its curator, and somebody who asks."""

    def __init__(self, bot_api: BotApiServer, bot: BotThread, knowledge: Path, *, admin: int) -> None:
        self.bot_api = bot_api
        self.bot = bot
        self.knowledge = knowledge
        self.admin = bot_api.user(id=admin, language_code="en")
        self.anna = bot_api.user(language_code="en")

    def shown(self, words: str) -> Message:
        """The message in which the curator reads *words*, once they do."""
        found: list[Message] = []

        def is_there() -> bool:
            found[:] = [message for message in self.admin.messages if words in message.plain]
            return bool(found)

        self.bot_api.wait_until(is_there, LONG_S)
        return found[-1]

    def asked(self, words: str) -> str:
        self.anna.say(words)
        return self.anna.wait_for_reply()[0].plain

    def version_in_log(self) -> str:
        row = self.bot.wait_for_row("SELECT knowledge_version FROM conversations ORDER BY id DESC LIMIT 1")
        return str(row["knowledge_version"])

    def publish(self, note: str = "") -> None:
        self.admin.say(f"/publish {note}".strip())
        self.admin.press("Publish", self.shown("Other answers"))
        self.shown("answers now")

    def edit(self, before: str, after: str) -> None:
        replace_words(self.knowledge, TOPIC, before, after)


MakeDesk = Callable[..., Desk]
