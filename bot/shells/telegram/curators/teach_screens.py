"""What curators see when they teach: whom the words may go to, which words, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.curation.known_texts import Owner
from bot.paging import page_of
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.lessons import Lesson
from bot.shells.telegram.curators.proposals import Taught
from bot.shells.telegram.curators.review_buttons import OpenCluster, OpenReview
from bot.shells.telegram.curators.review_queue import FoundCluster
from bot.shells.telegram.curators.settling import Told
from bot.shells.telegram.curators.teach_buttons import (
    KIND,
    NEW_TOPIC,
    TOPIC,
    ChooseWords,
    FindTarget,
    OnlyTell,
    OpenKinds,
    TeachWords,
    target_of,
)
from bot.shells.telegram.keyboards import Row, Screen, button, row

TOPICS_OFFERED = 3
KINDS_A_PAGE = 8


@dataclass(frozen=True, kw_only=True)
class TeachScreens:
    """Makes the screens."""

    curators: Curators

    def entry_rows(self, found: FoundCluster, language: str) -> list[Row]:
        """The buttons under a cluster that lead to teaching it."""
        topics, item = self.curators.desk.parts.knowledge.topic_by_id, found.cluster.item
        likely = [topic for topic in found.cluster.topics if topic in topics][:TOPICS_OFFERED]
        new = ChooseWords(language=language, item=item, target=NEW_TOPIC, ticked=None)
        return [
            *self._topic_rows(likely, item, language),
            (
                button(self._label(language, "teach_other"), FindTarget(language=language, item=item, kind=TOPIC)),
                button(self._label(language, "teach_not_ours"), OpenKinds(language=language, item=item, page=1)),
                button(self._label(language, "teach_new"), new),
            ),
        ]

    def words(self, lesson: Lesson, language: str) -> Screen:
        """Which ways of asking to teach."""
        go = TeachWords(language=language, item=lesson.item, target=lesson.target, ticked=lesson.ticked)
        tell = OnlyTell(language=language, item=lesson.item, target=lesson.target)
        may_tell = lesson.found.cluster.left and lesson.kind != "new"
        rows = [
            *self._tick_rows(lesson, language),
            self.curators.turning(
                lesson.page, language, lambda number: self._choosing(lesson, language, lesson.ticked, number)
            ),
            row(self._label(language, "teach_go"), go) if lesson.chosen else (),
            row(self._label(language, "teach_only_tell"), tell) if may_tell else (),
            self.back_row(lesson.item, language),
        ]
        return self.curators.screen(
            "teach_words",
            language,
            rows,
            kind=lesson.kind,
            title=self.title(lesson.owner, language),
            offered=[(number, one.phrasing, one.times, lesson.is_ticked(one)) for number, one in lesson.page.numbered],
            count=len(lesson.offered),
            chosen=len(lesson.chosen),
            page=lesson.page.number,
            pages=lesson.page.pages,
        )

    def _tick_rows(self, lesson: Lesson, language: str) -> list[Row]:
        """A button for each way of asking on the page that may be taught, and one for all of them."""
        free = [(number, one) for number, one in lesson.page.numbered if one.is_free]
        ticks = tuple(
            button(
                f"{'☑' if lesson.is_ticked(one) else '☐'} {number}",
                self._choosing(lesson, language, lesson.ticked ^ 1 << one.bit),
            )
            for number, one in free
        )
        every = sum(1 << one.bit for _, one in free)
        are_all = lesson.ticked & every == every
        label = self._label(language, "teach_none_here" if are_all else "teach_all_here")
        ticked = lesson.ticked & ~every if are_all else lesson.ticked | every
        return [ticks[:4], ticks[4:], row(label, self._choosing(lesson, language, ticked)) if len(free) > 1 else ()]

    def kinds(self, found: FoundCluster, kinds: Sequence[str], number: int, language: str) -> Screen:
        """The page of this *number* of *kinds* of question that others answer."""
        item, page = found.cluster.item, page_of(kinds, number, KINDS_A_PAGE)
        rows = [
            *self._kind_rows(page.items, item, language),
            self.curators.turning(page, language, lambda other: OpenKinds(language=language, item=item, page=other)),
            row(self._label(language, "search"), FindTarget(language=language, item=item, kind=KIND)),
            self.back_row(item, language),
        ]
        text = found.cluster.questions[0].text
        return self.curators.screen("teach_kinds", language, rows, text=text, page=page.number, pages=page.pages)

    def found(self, kind: str, ids: Sequence[str], item: str, language: str, words: str) -> Screen:
        """The topics or kinds of question that were found for some *words*."""
        some = ids[:KINDS_A_PAGE]
        made = self._topic_rows if kind == TOPIC else self._kind_rows
        rows = [
            *made(some, item, language),
            row(self._label(language, "search"), FindTarget(language=language, item=item, kind=kind)),
            self.back_row(item, language),
        ]
        return self.curators.screen("teach_found", language, rows, words=words[:64], count=len(some))

    def taught(self, taught: Taught, told: Told, version: int | None, rows: list[Row], language: str) -> Screen:
        """What was taught, and whom that was told."""
        return self.curators.screen(
            "taught",
            language,
            [*rows, row(self._label(language, "back"), OpenReview(language=language, state="n", page=1))],
            kind=taught.kind,
            title="" if taught.kind == "new" else self._title(taught.kind, taught.id, language),
            phrasings=taught.texts,
            version=version,
            told=told.told,
            waiting=told.waiting,
        )

    def stopped(self, page: str, item: str, language: str, /, **values: object) -> Screen:
        """Why somebody cannot teach a cluster now, with the way back to it."""
        return self.curators.screen(page, language, [self.back_row(item, language)], **values)

    def back_row(self, item: str, language: str) -> Row:
        """The way back to the cluster."""
        return row(self._label(language, "back"), OpenCluster(language=language, item=item))

    def title(self, owner: Owner, language: str) -> str:
        """What people call a topic or a kind of question."""
        return self._title(owner.kind, owner.id, language)

    def _title(self, kind: str, ident: str, language: str) -> str:
        knowledge = self.curators.desk.parts.knowledge
        shelf = knowledge.topic_by_id if kind == "topic" else knowledge.elsewhere_by_id
        return shelf[ident].title[language] if ident in shelf else ident

    def _topic_rows(self, topics: Sequence[str], item: str, language: str) -> list[Row]:
        titles = self.curators.desk.parts.knowledge.topic_by_id
        label = self._label(language, "teach_this")
        return [
            row(label.format(title=titles[topic].title[language]), self._first(TOPIC, topic, item, language))
            for topic in topics
        ]

    def _kind_rows(self, kinds: Sequence[str], item: str, language: str) -> list[Row]:
        titles = self.curators.desk.parts.knowledge.elsewhere_by_id
        return [row(titles[kind].title[language], self._first(KIND, kind, item, language)) for kind in kinds]

    def _first(self, kind: str, ident: str, item: str, language: str) -> ChooseWords:
        return ChooseWords(language=language, item=item, target=target_of(kind, ident), ticked=None)

    def _choosing(self, lesson: Lesson, language: str, ticked: int, page: int | None = None) -> ChooseWords:
        page = lesson.number if page is None else page
        return ChooseWords(language=language, item=lesson.item, target=lesson.target, ticked=ticked, page=page)

    def _label(self, language: str, key: str) -> str:
        return self.curators.label(language, key)
