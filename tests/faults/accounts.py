"""What people got, held against what they were owed and what the log says."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.bot_api import BotApiServer, Message
from tests.faults.crowd import Act
from tests.telegram.running_bot import rows

LOG = "SELECT * FROM conversations ORDER BY update_id"
INBOX = "SELECT update_id, state FROM inbox"


class Accounts:
    """The accounts of *acts* that should all be answered by now."""

    def __init__(self, bot_api: BotApiServer, data: Path, acts: Sequence[Act]) -> None:
        self.acts = acts
        self._states = {row["update_id"]: row["state"] for row in rows(data, INBOX)}
        self._log = {row["update_id"]: row for row in rows(data, LOG)}
        self._row_of = dict(self._rows_of_acts())
        chats = dict.fromkeys(act.chat_id for act in acts)
        self._got = {chat: [message for message in bot_api.messages(chat) if message.from_bot] for chat in chats}

    def check(self) -> None:
        """Raise AssertionError where anything is missing or out of order."""
        for act in self.acts:
            assert self._states.get(act.update_id) == "done", f"{act}: {self._states.get(act.update_id)}"
        self._check_log()
        self._check_order()

    def surplus(self, has_reason: Callable[[Message], bool] = lambda _: False) -> tuple[Message, ...]:
        """The messages that came twice: no row of the log and no unlogged act accounts for them.

        Pages of help look alike; of those the ones that have a reason to be there twice are taken to be surplus.
        """
        return tuple(self._surplus(has_reason))

    def _check_log(self) -> None:
        """Each question has one row, each row the messages that were sent, with the words that the log holds."""
        by_number = {message.message_id: message for messages in self._got.values() for message in messages}
        sent = [number for row in self._log.values() for number in _ids(row)]
        assert len(set(sent)) == len(sent)
        assert {row["update_id"] for row in self._log.values()} == {row["update_id"] for row in self._row_of.values()}
        for act in self._logged_acts():
            row = self._row_of[act.update_id]
            assert row["delivery"] == "sent", f"{act}: {row['delivery']}"
            assert row["latency_ms"] >= 0
            assert _ids(row), act
            for number in _ids(row):
                assert by_number[number].chat_id == act.chat_id
                assert by_number[number].text in row["reply"]
            if act.deed == "question":
                assert act.text in row["question"] if _parts(row) else row["question"] == act.text

    def _check_order(self) -> None:
        """In each chat replies came in the order of the questions."""
        last: dict[int, int] = defaultdict(int)
        for act in self._logged_acts():
            ids = _ids(self._row_of[act.update_id])
            # Pieces of one question have one answer.
            assert ids[0] > last[act.chat_id] or ids[-1] == last[act.chat_id], act
            last[act.chat_id] = ids[-1]

    def _logged_acts(self) -> list[Act]:
        return sorted((act for act in self.acts if act.is_logged), key=lambda act: act.update_id)

    def _rows_of_acts(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The row of each logged act: its own, or that of the question it is a piece of."""
        updates = {(act.chat_id, act.message_id): act.update_id for act in self.acts}
        chats = {act.update_id: act.chat_id for act in self.acts}
        for update_id, row in self._log.items():
            for message_id in _parts(row):
                yield updates[chats[update_id], message_id], row
            yield update_id, row

    def _surplus(self, has_reason: Callable[[Message], bool]) -> Iterator[Message]:
        claimed = {number for row in self._log.values() for number in _ids(row)}
        unlogged: dict[int, int] = defaultdict(int)
        for act in self.acts:
            unlogged[act.chat_id] += not act.is_logged
        for chat, messages in self._got.items():
            unclaimed = [message for message in messages if message.message_id not in claimed]
            helps = sorted(filter(_is_help, unclaimed), key=has_reason)
            assert len(helps) >= unlogged[chat], f"no help in chat {chat}"
            yield from helps[unlogged[chat] :]
            yield from (message for message in unclaimed if not _is_help(message))


def _is_help(message: Message) -> bool:
    return "/topics" in message.plain and "/language" in message.plain


def _parts(row: Mapping[str, Any]) -> list[int]:
    return [message_id for message_id, _words in json.loads(row["parts"])]


def _ids(row: Mapping[str, Any]) -> list[int]:
    found: list[int] = json.loads(row["reply_ids"])
    return found
