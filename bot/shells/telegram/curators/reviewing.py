"""/review: what the bot did not serve well, cluster by cluster.

the queue  <->  a cluster  ->  later | done | ignored
by state                   ->  this is topic X | not ours | new topic    (teaching.py)
->  a curator's own words, told to those who left a question of it
"""

from dataclasses import dataclass
from datetime import date

from telegram import Update

from bot.curation.ageing import unreviewed
from bot.paging import page_of
from bot.records.review import STATES, State
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.claims import Claims
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.prompting import Prompting
from bot.shells.telegram.curators.review_buttons import (
    CODE_OF,
    STATE_OF,
    AnswerInWords,
    OpenCluster,
    OpenReview,
    SetState,
)
from bot.shells.telegram.curators.review_queue import FoundCluster, Queue
from bot.shells.telegram.curators.settling import Settling
from bot.shells.telegram.curators.teach_screens import TeachScreens
from bot.shells.telegram.desk import Asker, Context, Desk
from bot.shells.telegram.keyboards import Row, Screen, button, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to

CLUSTERS_A_PAGE = 6
QUESTIONS_SHOWN = 8
LONGEST_SHOWN = 300
OLD_SHOWN = 5
"""Topics named that nobody has looked at for a year."""


@dataclass(frozen=True, kw_only=True)
class Reviewing:
    """Leads curators through the queue."""

    desk: Desk
    curators: Curators
    queue: Queue
    settling: Settling
    prompting: Prompting
    teach_screens: TeachScreens
    claims: Claims

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            OpenReview: self.on_open_review,
            OpenCluster: self.on_open_cluster,
            SetState: self.on_set_state,
            AnswerInWords: self.on_answer_in_words,
        }

    async def on_review(self, update: Update, _context: Context) -> None:
        """A curator wants to see what there is to do."""
        asker = await self.desk.asker(update)
        await self.desk.show(asker, await self._queue("new", 1, asker.language, asker))

    async def on_open_review(self, press: OpenReview, pressed: Pressed) -> bool:
        """A curator turns a page, or looks at what is in another state."""
        self.claims.release(pressed.asker.asking.person)
        screen = await self._queue(STATE_OF[press.state], press.page, pressed.language, pressed.asker)
        return await turn_to(self.desk, screen, pressed)

    async def on_open_cluster(self, press: OpenCluster, pressed: Pressed) -> bool:
        """A curator looks into a cluster, maybe coming back from teaching it."""
        self.claims.release(pressed.asker.asking.person)
        found = await self.queue.find(press.item)
        screen = None if found is None else self._cluster(found, pressed.language)
        return await turn_to(self.desk, screen, pressed)

    async def on_set_state(self, press: SetState, pressed: Pressed) -> bool:
        """A curator has decided what becomes of a cluster."""
        found = await self.queue.find(press.item)
        if found is None:
            return False
        state = STATE_OF[press.state]
        await self.settling.settle(found.cluster, state)
        subject = f"{state}: {found.cluster.questions[0].text[:LONGEST_SHOWN]}"
        await self.curators.record(pressed.query.from_user, "reviewed", subject)
        return await turn_to(self.desk, await self._queue(found.state, 1, pressed.language, pressed.asker), pressed)

    async def on_answer_in_words(self, press: AnswerInWords, pressed: Pressed) -> bool:
        """A curator wants to answer those who left a question."""
        found = await self.queue.find(press.item)
        if found is None or not found.cluster.left:
            return False
        await self.desk.sender.answer_press(pressed.query.id)
        await self.prompting.ask(pressed.asker, pressed.language, "answer", press.item)
        return True

    async def on_answer(self, asker: Asker, update: Update, item: str, words: str) -> None:
        """A curator's own words have come: whoever left a question is told."""
        found = await self.queue.find(item)
        if found is None or not found.cluster.left or not words:
            await self.curators.show(asker, "gone")
            return
        told = await self.settling.answer(found.cluster, words=lambda _language: words)
        await self.settling.settle(found.cluster, "done")
        await self.curators.record(update.effective_user, "answered", found.cluster.questions[0].text[:LONGEST_SHOWN])
        await self.curators.show(asker, "answered", told=told.told, waiting=told.waiting)

    async def _queue(self, state: State, number: int, language: str, asker: Asker) -> Screen:
        shelves = await self.queue.shelves()
        page = page_of(await self.queue.clusters(shelves.get(state, ())), number, CLUSTERS_A_PAGE)
        numbers = [button(str(place), OpenCluster(language=language, item=one.item)) for place, one in page.numbered]
        turns = self.curators.turning(
            page, language, lambda other: OpenReview(language=language, state=CODE_OF[state], page=other)
        )
        others = tuple(
            button(
                f"{self._label(language, f'state_{other}')} ({len(shelves.get(other, ()))})",
                OpenReview(language=language, state=CODE_OF[other], page=1),
            )
            for other in STATES
            if other != state
        )
        entries = [(place, one, self._doings(found=one.doings, language=language)) for place, one in page.numbered]
        return self.curators.screen(
            "review",
            language,
            [tuple(numbers), turns, others],
            state=self._label(language, f"state_{state}"),
            questions=len(shelves.get(state, ())),
            entries=entries,
            page=page.number,
            pages=page.pages,
            old=self._old_topics(asker.asking.asked_at.date(), language) if state == "new" else (),
            old_shown=OLD_SHOWN,
        )

    def _old_topics(self, today: date, language: str) -> tuple[str, ...]:
        """Titles of the topics that nobody has looked at for a year, the longest first."""
        knowledge = self.desk.parts.knowledge
        return tuple(topic.title[language] for topic in unreviewed(knowledge, today))

    def _cluster(self, found: FoundCluster, language: str) -> Screen:
        return self.curators.screen(
            "review_cluster",
            language,
            self._cluster_rows(found, language),
            cluster=found.cluster,
            state=self._label(language, f"state_{found.state}"),
            doings=self._doings(found=found.cluster.doings, language=language),
            questions=[(one.text[:LONGEST_SHOWN], len(one.asked)) for one in found.cluster.questions[:QUESTIONS_SHOWN]],
            more=max(0, len(found.cluster.questions) - QUESTIONS_SHOWN),
            left=len(found.cluster.left),
        )

    def _cluster_rows(self, found: FoundCluster, language: str) -> list[Row]:
        item = found.cluster.item
        rows = self.teach_screens.entry_rows(found, language) if found.state != "done" else []
        if found.cluster.left:
            rows.append(row(self._label(language, "answer_in_words"), AnswerInWords(language=language, item=item)))
        states = tuple(
            button(self._label(language, f"set_{state}"), SetState(language=language, state=CODE_OF[state], item=item))
            for state in STATES
            if state != found.state
        )
        back = OpenReview(language=language, state=CODE_OF[found.state], page=1)
        return [*rows, states, row(self._label(language, "back"), back)]

    def _doings(self, *, found: tuple[tuple[str, int], ...], language: str) -> list[tuple[str, int]]:
        return [(self._label(language, f"doing_{doing}"), count) for doing, count in found]

    def _label(self, language: str, key: str) -> str:
        return self.curators.label(language, key)
