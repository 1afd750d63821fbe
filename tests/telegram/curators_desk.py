"""A bot on knowledge of its own, with its curator and somebody who asks: what tests of changing knowledge share."""

import json
from collections.abc import Callable
from pathlib import Path

from bot.assembly import Parts, assemble
from tests.bot_api import BotApiServer, Message, User
from tests.conftest import nursery
from tests.curation.edited import STOLEN, copy_of_knowledge, replace_words
from tests.telegram.running_bot import BotThread, settings_for

TOPIC = "topics/logistics_cost.yaml"
LONG_S = 90
"""A child process compares meanwhile, on a machine that may be busy."""


class Desk:
    """A bot on knowledge of its own, its curator, and somebody who asks."""

    def __init__(self, bot_api: BotApiServer, bot: BotThread, knowledge: Path, *, admin: int) -> None:
        self.bot_api = bot_api
        self.bot = bot
        self.knowledge = knowledge
        self.admin = bot_api.user(id=admin, first_name="Eva", language_code="en")
        self.anna = bot_api.user(language_code="en")

    def shown(self, words: str) -> Message:
        """The message in which the curator reads *words*, once they do."""
        return self.shown_to(self.admin, words)

    def shown_to(self, person: User, words: str) -> Message:
        """The newest message in which *person* reads *words*, once they do."""
        found: list[Message] = []

        def is_there() -> bool:
            found[:] = [message for message in person.messages if words in message.plain]
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


def start_desk(bot_api: BotApiServer, parts: Parts, place: Path, *admins: int, **given: object) -> Desk:
    """A bot at work in *place*, with a copy of the small knowledge and one question to measure with."""
    knowledge = copy_of_knowledge(place / "knowledge")
    evaluation = place / "evaluation"
    evaluation.mkdir()
    (evaluation / "en_mine.jsonl").write_text(json.dumps({"q": STOLEN}), encoding="utf-8")
    (evaluation / "floors.yaml").write_text("at_most:\n  en_mine: {false_advice: 1}\n", encoding="utf-8")
    nursery().lend_index(place / "data")
    settings = settings_for(
        bot_api,
        place / "data",
        admins=frozenset(admins),
        knowledge=knowledge,
        evaluation=evaluation,
        **given,
    )
    bot = BotThread(assemble(settings, like=parts), settings).start()
    return Desk(bot_api, bot, knowledge, admin=admins[0])
