"""The conversation that the README shows is what the bot says today."""

from collections.abc import Iterator

from bot.advice.markup import plain_text
from bot.assembly import Parts
from bot.shells.numbered_conversation import NumberedConversation
from tests.test_docs import blocks


def exchanges() -> Iterator[tuple[str, str]]:
    """What was said, and what it got."""
    (transcript,) = blocks("transcript")
    _, *shown = transcript.split("You: ")
    assert shown
    for exchange in shown:
        said, _, got = exchange.partition("\n")
        yield said, got


def test_the_conversation_shown_is_what_is_said_today(shipped_parts: Parts) -> None:
    conversation = NumberedConversation(shipped_parts)
    for said, got in exchanges():
        rest = " ".join(plain_text(conversation.hear(said)).split())
        for piece in got.split("…"):
            words = " ".join(piece.split())
            assert words in rest, f"{said}: the bot says this differently now; paste it anew"
            rest = rest[rest.index(words) + len(words) :]
