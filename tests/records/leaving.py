"""What people leave in the records."""

import json
from dataclasses import replace

from bot.records.conversation_log import Asking
from bot.records.inbox import Arrival
from bot.records.opening import Records
from tests.records.test_conversation_log import UNDERSTANDING

WORRY = "my-unmistakable-worry"


def asks(records: Records, user: int, update_id: int, question: str = WORRY) -> None:
    """*user* asks in private and is about to be answered."""
    names = records.names
    asking = Asking(
        update_id=update_id,
        person=names.person(user),
        chat=names.chat(user),
        chat_kind="private",
        message_id=update_id,
        asked_at=records.conversations._clock(),
    )
    records.conversations.record_answer(asking, replace(UNDERSTANDING, question=question))


def leaves_aside(records: Records, user: int, chat: int, update_id: int) -> None:
    """What *user* wrote in *chat* could not be handled."""
    raw = json.dumps({"update_id": update_id, "message": {"from": {"id": user}, "text": WORRY}})
    (waiting,) = records.inbox.store([Arrival(update_id=update_id, chat=records.names.chat(chat), raw=raw)])
    records.inbox.set_aside(waiting, "ref")


def forget(records: Records, user: int) -> dict[str, int]:
    """*user* has everything erased; how much of each table went."""
    return dict(records.erasing.forget(records.names.person(user), records.names.chat(user)))


def counts(records: Records, user: int) -> dict[str, int]:
    """How much there is about *user*."""
    return dict(records.erasing.counts(records.names.person(user), records.names.chat(user)))
