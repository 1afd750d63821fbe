"""What curators see when they teach: whom the words may go to, which words, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.curation.known_texts import Owner, Phrasing
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.review_buttons import OpenCluster, OpenReview
from bot.shells.telegram.curators.review_queue import Found
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
class Lesson:
    """A cluster, whom it may be taught to, and the ways of asking, of which some are ticked."""

    found: Found
    target: str
    owner: Owner
    phrasings: tuple[Phrasing, ...]
    ticked: int

    @property
    def chosen(self) -> tuple[Phrasing, ...]:
        """What is to be taught."""
        return tuple(one for number, one in enumerate(self.phrasings) if self.is_ticked(number))

    @property
    def item(self) -> str:
        """A question of the cluster, for buttons."""
        return self.found.cluster.item

    @property
    def is_new(self) -> bool:
        """Claim that the topic is not there yet."""
        return self.target == NEW_TOPIC

    def is_ticked(self, number: int) -> bool:
        """Claim that the phrasing with this *number*, from 0, is ticked and may be taught."""
        return bool(self.ticked >> number & 1) and self.phrasings[number].objection is None


@dataclass(frozen=True, kw_only=True)
class TeachScreens:
    """Makes the screens."""

    curators: Curators

    def entry_rows(self, found: Found, language: str) -> list[Row]:
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
        ticks = tuple(
            button(
                f"{'☑' if lesson.is_ticked(number) else '☐'} {number + 1}",
                self._choosing(lesson, language, lesson.ticked ^ 1 << number),
            )
            for number, one in enumerate(lesson.phrasings)
            if one.objection is None
        )
        go = TeachWords(language=language, item=lesson.item, target=lesson.target, ticked=lesson.ticked)
        tell = OnlyTell(language=language, item=lesson.item, target=lesson.target)
        rows = [
            ticks[:4],
            ticks[4:],
            row(self._label(language, "teach_go"), go) if lesson.chosen else (),
            row(self._label(language, "teach_only_tell"), tell)
            if lesson.found.cluster.left and not lesson.is_new
            else (),
            self.back_row(lesson.item, language),
        ]
        return self.curators.screen(
            "teach_words",
            language,
            rows,
            kind="new" if lesson.is_new else lesson.owner.kind,
            title=self.title(lesson.owner, language),
            phrasings=[(number, one, lesson.is_ticked(number - 1)) for number, one in enumerate(lesson.phrasings, 1)],
        )

    def kinds(self, found: Found, kinds: Sequence[str], page: int, language: str) -> Screen:
        """A page, from 1, of *kinds* of question that others answer."""
        item, pages = found.cluster.item, max(1, -(-len(kinds) // KINDS_A_PAGE))
        page = min(max(1, page), pages)
        turns = tuple(
            button(self._label(language, label), OpenKinds(language=language, item=item, page=other))
            for label, other in (("previous_page", page - 1), ("next_page", page + 1))
            if 1 <= other <= pages
        )
        rows = [
            *self._kind_rows(kinds[(page - 1) * KINDS_A_PAGE : page * KINDS_A_PAGE], item, language),
            turns,
            row(self._label(language, "search"), FindTarget(language=language, item=item, kind=KIND)),
            self.back_row(item, language),
        ]
        text = found.cluster.questions[0].text
        return self.curators.screen("teach_kinds", language, rows, text=text, page=page, pages=pages)

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

    def taught(self, lesson: Lesson, told: Told, version: int | None, rows: list[Row], language: str) -> Screen:
        """What was taught, and whom that was told."""
        return self.curators.screen(
            "taught",
            language,
            [*rows, row(self._label(language, "back"), OpenReview(language=language, state="n", page=1))],
            kind="new" if lesson.is_new else lesson.owner.kind,
            title=self.title(lesson.owner, language),
            phrasings=[one.text for one in lesson.chosen],
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
        knowledge = self.curators.desk.parts.knowledge
        shelf = knowledge.topic_by_id if owner.kind == "topic" else knowledge.elsewhere_by_id
        return shelf[owner.id].title[language] if owner.id in shelf else owner.id

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

    def _choosing(self, lesson: Lesson, language: str, ticked: int) -> ChooseWords:
        return ChooseWords(language=language, item=lesson.item, target=lesson.target, ticked=ticked)

    def _label(self, language: str, key: str) -> str:
        return self.curators.label(language, key)
