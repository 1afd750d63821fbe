"""The bot as a process that is killed at random points of its walk, over and over, while people keep asking.

    start -> people ask -> after a random number of its calls, and some milliseconds more: SIGKILL -> start -> ...

Each life leaves behind how far the database says it had come; ``accounts`` compares that with what people got.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path

from tests.bot_api import BotApiServer, Message
from tests.faults.accounts import Accounts
from tests.faults.conftest import chance_from
from tests.faults.crowd import Crowd
from tests.faults.left_behind import LeftBehind, left_behind
from tests.telegram.running_bot import BotProcess, rows, settle

LONGEST_S = 60
MOST_JITTER_S = 0.02
SERVING = ("getUpdates", "setWebhook")
SHOWING = ("sendMessage", "editMessage")
STARTS_CUT_SHORT = 0.15
"""The part of lives that end before they serve."""


Start = Callable[[BotApiServer, Path, Mapping[str, str]], BotProcess]
"""Starts the bot on a data folder with some settings."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """A process from its start to its kill, and what it left behind."""

    began_at: float
    where: str
    left: LeftBehind = field(repr=False)


class Killing:
    """Chance takes the same course with the same *seed*; what the machine does in between is never quite the same."""

    def __init__(
        self,
        start: Start,
        bot_api: BotApiServer,
        data: Path,
        *,
        seed: int,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self._start_process = start
        self.bot_api = bot_api
        self.data = data
        self.seed = seed
        self.lives: list[Life] = []
        self.chance = chance_from(seed)
        self.crowd = Crowd(bot_api=bot_api, chance=self.chance)
        # What it prints is read when it has ended; a talkative one would wait for a reader.
        self._settings = {"TRADEBOT_LOG_LEVEL": "WARNING"} | dict(settings or {})

    def kill(self, times: int) -> None:
        """Live and die that often, then live until everything is answered."""
        for _ in range(times):
            self._live_and_die()
        began_at, before = time.time(), len(self.bot_api.calls)
        with self._start() as bot:
            self._wait_for(before, 1, *SERVING)
            self._wait_for_the_last()
            status, output = bot.terminate()
        assert status == 0, f"exit status {status}: {output}"
        self.lives.append(Life(began_at=began_at, where="the end", left=left_behind(self.data)))

    def settled(self) -> str:
        """The counts, in a line; raises AssertionError where anything is missing, or there twice without a reason."""
        accounts = Accounts(self.bot_api, self.data, self.crowd.acts)
        accounts.check()
        for before, after in pairwise(self.lives):
            assert before.left.logged.items() <= after.left.logged.items(), "what is logged as sent is not sent again"
        surplus = accounts.surplus(self._died_before_marking)
        for message in surplus:
            assert self._died_before_marking(message), f"sent twice without a reason: {message}"
        late = {update for life in self.lives for update in life.left.waiting}
        return (
            f"{len(self.lives) - 1} kills, {len(self.crowd.acts)} acts, all answered; {len(late)} of them were found "
            f"waiting at a start; {len(surplus)} answers came twice (killed between sending and marking)"
        )

    def _died_before_marking(self, message: Message) -> bool:
        """Claim that who sent *message* left an update of that chat waiting, so that no later life could know."""
        life = [life for life in self.lives if life.began_at <= message.time][-1]
        return any(act.chat_id == message.chat_id and act.update_id in life.left.waiting for act in self.crowd.acts)

    def _start(self) -> BotProcess:
        return self._start_process(self.bot_api, self.data, self._settings)

    def _live_and_die(self) -> None:
        began_at, before = time.time(), len(self.bot_api.calls)
        acts = self.chance.randint(1, 10)
        early = self.chance.randint(0, acts)
        for _ in range(early):
            self.crowd.act()
        with self._start() as bot:
            if self.chance.random() < STARTS_CUT_SHORT:
                where = self._wait_within_its_start(before)
            else:
                where = self._wait_while_it_serves(before, acts - early)
            jitter_s = self.chance.uniform(0, MOST_JITTER_S)
            threading.Event().wait(jitter_s)
            bot.kill()
        where = f"{where} and {1000 * jitter_s:.1f} ms"
        self.lives.append(Life(began_at=began_at, where=where, left=left_behind(self.data)))

    def _wait_within_its_start(self, before: int) -> str:
        calls = self.chance.randint(1, 4)
        self._wait_for(before, calls, "")
        return f"{calls} calls after its start"

    def _wait_while_it_serves(self, before: int, late: int) -> str:
        self._wait_for(before, 1, *SERVING)
        for _ in range(late):
            self.crowd.act()
        # What is owed brings calls that show something, in this life.
        calls = self.chance.randint(0, self._owed())
        self._wait_for(before, calls, *SHOWING)
        return f"{calls} messages after its start"

    def _owed(self) -> int:
        """How many messages acts without a reply on record when this life began bring at least: one for each chat.

        Those of one chat may be pieces of one question, whose reply is on record with the last of them.
        """
        replied = self.lives[-1].left.done | self.lives[-1].left.logged.keys() if self.lives else frozenset()
        last = {act.chat_id: act.update_id for act in self.crowd.acts if act.update_id in replied}
        return len({act.chat_id for act in self.crowd.acts if act.update_id > last.get(act.chat_id, 0)})

    def _wait_for(self, before: int, count: int, *methods: str) -> None:
        """Until *count* calls of these *methods* came since the first *before*."""
        calls = self.bot_api.world.calls

        def came() -> bool:
            return sum(call.method.startswith(methods) for call in islice(calls, before, None)) >= count

        self.bot_api.wait_until(came, timeout=LONGEST_S)

    def _wait_for_the_last(self) -> None:
        self.bot_api.wait_until(lambda: self.bot_api.pending_updates == 0, timeout=LONGEST_S)
        ends_at = time.monotonic() + LONGEST_S
        while waiting := rows(self.data, "SELECT update_id FROM inbox WHERE state = 'waiting'"):
            assert time.monotonic() < ends_at, f"never answered: {waiting}"
            # The last thing the bot does is to mark what it answered; whoever comes later finds it marked.
            settle(self.crowd.newcomer())
