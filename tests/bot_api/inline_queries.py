"""Typing the bot's name and a question in any chat, and choosing what it offers."""

from dataclasses import dataclass

from tests.bot_api.chats import Account
from tests.bot_api.errors import Json
from tests.bot_api.formatting import FormattedText, format_text
from tests.bot_api.groups import Place
from tests.bot_api.incoming import deliver
from tests.bot_api.messages import Message
from tests.bot_api.records import InlineAnswer
from tests.bot_api.waiting import PATIENCE_S, wait_for
from tests.bot_api.world import World


@dataclass(frozen=True, kw_only=True)
class AskedInline:
    """An inline query on its way."""

    world: World
    who: Account
    query: str
    query_id: str
    update_id: int | None

    def wait(self, timeout: float = PATIENCE_S) -> InlineAnswer:
        """The results, once the bot answered."""
        return wait_for(
            self.world,
            f"answer to inline query {self.query!r}",
            lambda: self.world.inline[self.query_id],
            timeout,
        )

    def choose(self, result_id: str, chat: Place | None = None) -> Message:
        """Send the result with this id to *chat*, or to the bot itself; the bot learns what was chosen."""
        result = next(found for found in self.wait().results if found["id"] == result_id)
        text = _words(result)
        with self.world.lock:
            chosen = {"result_id": result_id, "from": self.who.to_json(), "query": self.query}
            self.world.updates.push("chosen_inline_result", chosen)
            return deliver(
                self.world,
                self.world.chats[chat.chat_id if chat else self.who.id],
                self.who.id,
                text=text.source,
                plain=text.plain,
                entities=text.entities,
                inline_keyboard=result.get("reply_markup"),
                thread_id=chat.thread_id if chat else None,
                via_bot=True,
            )


def ask_inline(world: World, who: Account, query: str, offset: str) -> AskedInline:
    query_id = str(5_000_000_000 + len(world.inline))
    world.inline[query_id] = None
    asked = {"id": query_id, "from": who.to_json(), "query": query, "offset": offset, "chat_type": "sender"}
    update_id = world.updates.push("inline_query", asked)
    return AskedInline(world=world, who=who, query=query, query_id=query_id, update_id=update_id)


def _words(result: Json) -> FormattedText:
    content = result.get("input_message_content") or {}
    return format_text(
        str(content.get("message_text", result.get("caption", result.get("title", "")))),
        str(content.get("parse_mode", result.get("parse_mode", ""))),
        content.get("entities"),
    )
