"""Teaching from the review queue.

a cluster  ->  this is topic X | not ours | new topic  ->  which ways of asking  ->  their effect  ->  published
               (buttons, pages, or a word to find it by)                                              and taught
"""

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from telegram import Update

from bot.curation.clusters import Cluster
from bot.curation.known_texts import KnownTexts
from bot.curation.teaching import (
    kinds_found,
    known_texts,
    likely_kinds,
    new_topic_owner,
    offered_for,
    started,
    taught,
)
from bot.errors import TradebotError
from bot.files.knowledge_reading import read_knowledge
from bot.files.templates import utc_today
from bot.records.audit import Deed
from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.curators.claims import Claims
from bot.shells.telegram.curators.curatorship import Curators, actor_of
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.lessons import Lesson
from bot.shells.telegram.curators.prompting import Prompting, WordsHandler
from bot.shells.telegram.curators.proposals import Done, OnDone, Proposal
from bot.shells.telegram.curators.proposing import Proposing
from bot.shells.telegram.curators.review_queue import FoundCluster, Queue
from bot.shells.telegram.curators.settling import Settling, Told
from bot.shells.telegram.curators.teach_buttons import (
    KIND,
    NEW_TOPIC,
    TOPIC,
    ChooseWords,
    FindTarget,
    OnlyTell,
    OpenKinds,
    TeachWords,
    owner_for,
)
from bot.shells.telegram.curators.teach_screens import TeachScreens
from bot.shells.telegram.desk import Asker, Desk
from bot.shells.telegram.documents import Document, send_document
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to

LONGEST_NOTE = 300


@dataclass(frozen=True, kw_only=True)
class Teaching:
    """Leads curators from a cluster to what the bot learns from it."""

    desk: Desk
    curators: Curators
    editions: Editions
    proposing: Proposing
    queue: Queue
    settling: Settling
    prompting: Prompting
    screens: TeachScreens
    claims: Claims
    _known: dict[Path, KnownTexts] = field(default_factory=dict)

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {
            ChooseWords: self.on_choose_words,
            TeachWords: self.on_teach_words,
            OnlyTell: self.on_only_tell,
            OpenKinds: self.on_open_kinds,
            FindTarget: self.on_find_target,
        }

    @property
    def on_done(self) -> dict[Deed, OnDone]:
        """What follows when somebody said yes."""
        return {"taught": self.on_taught, "draft_started": self.on_started}

    @property
    def on_words(self) -> dict[str, WordsHandler]:
        """What becomes of words that were asked for."""
        return {"topic": self.on_topic_word, "kind": self.on_kind_word}

    async def on_choose_words(self, press: ChooseWords, pressed: Pressed) -> bool:
        """A curator knows whom a cluster belongs to; where there is but one way of asking, nothing is to be chosen."""
        lesson = await self._lesson(press.item, press.target, press.ticked, pressed)
        if not isinstance(lesson, Lesson):
            return await turn_to(self.desk, lesson, pressed)
        lesson = replace(lesson, number=press.page)
        if press.ticked is None and len(lesson.offered) == len(lesson.chosen) == 1:
            return await self._propose(lesson, pressed)
        return await turn_to(self.desk, self.screens.words(lesson, pressed.language), pressed)

    async def on_teach_words(self, press: TeachWords, pressed: Pressed) -> bool:
        """A curator has chosen, and wants to see what it would do."""
        lesson = await self._lesson(press.item, press.target, press.ticked, pressed)
        if not isinstance(lesson, Lesson):
            return await turn_to(self.desk, lesson, pressed)
        if not lesson.chosen:
            return await turn_to(self.desk, self.screens.words(lesson, pressed.language), pressed)
        return await self._propose(lesson, pressed)

    async def on_only_tell(self, press: OnlyTell, pressed: Pressed) -> bool:
        """A curator wants to answer those who wait, and nothing else."""
        found = await self._entered(press.item, pressed)
        owner = owner_for(press.target, self.desk.parts.knowledge)
        if not isinstance(found, FoundCluster) or owner is None:
            return await turn_to(self.desk, found if isinstance(found, Screen) else None, pressed)
        told = await self._tell(found.cluster, owner.kind, owner.id)
        await self.settling.settle(found.cluster, "done")
        self.claims.release(pressed.asker.asking.person)
        await self.curators.record(pressed.query.from_user, "answered", found.cluster.questions[0].text[:LONGEST_NOTE])
        screen = self.curators.screen("answered", pressed.language, told=told.told, waiting=told.waiting)
        return await turn_to(self.desk, screen, pressed)

    async def on_open_kinds(self, press: OpenKinds, pressed: Pressed) -> bool:
        """A curator says that a cluster is for others to answer."""
        found = await self._entered(press.item, pressed)
        if not isinstance(found, FoundCluster):
            return await turn_to(self.desk, found, pressed)
        answer = await self.desk.think(self.desk.parts.answerer.answer, found.cluster.questions[0].asked[0].text)
        kinds = likely_kinds(answer.match, self.desk.parts.knowledge)
        return await turn_to(self.desk, self.screens.kinds(found, kinds, press.page, pressed.language), pressed)

    async def on_find_target(self, press: FindTarget, pressed: Pressed) -> bool:
        """A curator wants to find a topic or a kind by a word."""
        found = await self._entered(press.item, pressed)
        if not isinstance(found, FoundCluster):
            return await turn_to(self.desk, found, pressed)
        await self.desk.sender.answer_press(pressed.query.id)
        purpose = "topic" if press.kind == TOPIC else "kind"
        await self.prompting.ask(pressed.asker, pressed.language, purpose, press.item)
        return True

    async def on_topic_word(self, asker: Asker, _update: Update, item: str, words: str) -> None:
        """The word to find a topic by has come."""
        found = await self.desk.think(self.desk.parts.search.find, words, chosen_language=asker.language)
        await self.desk.show(asker, self.screens.found(TOPIC, found.topics, item, asker.language, words))

    async def on_kind_word(self, asker: Asker, _update: Update, item: str, words: str) -> None:
        """The word to find a kind by has come."""
        kinds = kinds_found(words, self.desk.parts.knowledge)
        await self.desk.show(asker, self.screens.found(KIND, kinds, item, asker.language, words))

    async def _entered(self, item: str, pressed: Pressed) -> FoundCluster | Screen | None:
        """The cluster, which is *pressed* by somebody who may go on with it; else why not, or None if it is gone."""
        found = await self.queue.find(item)
        if found is None:
            return None
        if found.state == "done":
            return self.screens.stopped("teach_settled", item, pressed.language)
        forms, user = [question.form for question in found.cluster.questions], pressed.query.from_user
        other = self.claims.take(forms, pressed.asker.asking.person, actor_of(user).name)
        if other is not None:
            return self.screens.stopped("teach_busy", item, pressed.language, name=other)
        return found

    async def _lesson(self, item: str, target: str, ticked: int | None, pressed: Pressed) -> Lesson | Screen | None:
        found = await self._entered(item, pressed)
        parts = self.desk.parts
        is_new = target == NEW_TOPIC
        owner = new_topic_owner(parts.templates.languages) if is_new else owner_for(target, parts.knowledge)
        if not isinstance(found, FoundCluster) or owner is None:
            return found if isinstance(found, Screen) else None
        try:
            known = await self._known_texts()
        except TradebotError as error:
            return self.curators.failed(error, pressed.language)
        offered = await asyncio.to_thread(offered_for, found.cluster, owner, known)
        first = next((1 << one.bit for one in offered if one.is_free), 0)
        ticked = first if ticked is None else ticked
        return Lesson(found=found, target=target, owner=owner, offered=offered, ticked=ticked)

    async def _known_texts(self) -> KnownTexts:
        folder = self.editions.served_folder
        if folder not in self._known:
            read = await asyncio.to_thread(read_knowledge, folder)
            known = await asyncio.to_thread(known_texts, read, self.desk.settings)
            self._known.clear()
            self._known[folder] = known
        return self._known[folder]

    async def _propose(self, lesson: Lesson, pressed: Pressed) -> bool:
        await self.desk.sender.answer_press(pressed.query.id)
        make = self._draft_of_topic if lesson.kind == "new" else self._changed_file
        await self.proposing.propose(pressed.asker, pressed.language, partial(make, lesson), begun_by="review")
        return True

    async def _changed_file(self, lesson: Lesson) -> Proposal:
        files = await self.editions.answering()
        changes = await asyncio.to_thread(taught, files, lesson.owner, lesson.chosen)
        texts = "; ".join(one.text for one in lesson.chosen)
        return Proposal(
            draft=await self.editions.changed(changes),
            note=f"{lesson.owner.name}: {texts}"[:LONGEST_NOTE],
            deed="taught",
            taught=lesson.taught,
        )

    async def _draft_of_topic(self, lesson: Lesson) -> Proposal:
        settings, languages = self.desk.settings, self.desk.parts.templates.languages
        topic, changes = await asyncio.to_thread(
            started, lesson.found.cluster, lesson.chosen, settings, languages, utc_today()
        )
        return Proposal(
            draft=await self.editions.changed(changes),
            note=topic,
            deed="draft_started",
            taught=lesson.taught,
            quick=True,
        )

    async def on_taught(self, proposal: Proposal, done: Done) -> Screen:
        """It is taught: its questions are done, and whoever left one of them is told."""
        what, told = proposal.taught, Told()
        if what is None:
            return self.proposing.told_of(done, proposal)
        cluster = await self.queue.among(what.items)
        if cluster is not None:
            await self.settling.settle(cluster, "done")
            told = await self._tell(cluster, what.kind, what.id)
        self.claims.release(done.pressed.asker.asking.person)
        version = None if done.publication is None else done.publication.version
        return self.screens.taught(what, told, version, self.proposing.undo_rows(done), done.pressed.language)

    async def on_started(self, proposal: Proposal, done: Done) -> Screen:
        """A draft lies there: nobody is answered by it yet, so its questions wait."""
        what, language = proposal.taught, done.pressed.language
        if what is None:
            return self.proposing.told_of(done, proposal)
        cluster = await self.queue.among(what.items)
        if cluster is not None:
            await self.settling.settle(cluster, "later")
        self.claims.release(done.pressed.asker.asking.person)
        caption = self.curators.screen("draft_file", language).html
        for place, content in proposal.draft.changes.items():
            document = Document(name=PurePosixPath(place).name, content=content or b"", html=caption)
            await send_document(self.desk.sender, done.pressed.asker.place, document)
        return self.screens.taught(what, Told(), None, self.proposing.undo_rows(done), language)

    async def _tell(self, cluster: Cluster, kind: str, ident: str) -> Told:
        if kind == "topic":
            return await self.settling.answer(cluster, topic=ident)
        line = self.desk.parts.knowledge.elsewhere_by_id[ident].line
        spoken = self.desk.parts.templates.spoken
        return await self.settling.answer(cluster, words=lambda language: line[spoken(language)])
