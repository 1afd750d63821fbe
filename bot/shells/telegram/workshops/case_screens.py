"""What trainers and people in rooms see of exercises."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.advice.knowledge import Case
from bot.pages.cases import CasePages, CaseResult
from bot.records.room_cases import CaseCounts, RoomCase
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.workshops.case_buttons import CloseCase, GiveCase, ListCases, OpenCase, SendTicked, TickTopic
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens
from bot.workshops.cases import Choices
from bot.workshops.counts import shown
from bot.workshops.rooms import Room

_NAME_SHOWN = 48


@dataclass(frozen=True, kw_only=True)
class CaseScreens(WorkshopScreens):
    """Makes the screens of exercises."""

    @property
    def pages(self) -> CasePages:
        """The pages of exercises on the knowledge in force."""
        return CasePages(self.desk.parts.knowledge, self.desk.parts.templates)

    def which(self, rooms: Sequence[Room], language: str) -> Screen:
        """Rooms of a trainer, to choose one for an exercise."""
        rows = [
            row(f"{room.name[:_NAME_SHOWN]} · {room.code}", ListCases(language=language, room=room.id))
            for room in rooms
        ]
        return self.screen("workshop_which", language, rows, count=len(rooms))

    def cases(self, room: Room, had: Collection[str], language: str) -> Screen:
        """All exercises; those that the room has had are marked."""
        cases = self.desk.parts.knowledge.cases
        rows = [
            row(
                f"{'✓ ' if case.id in had else ''}{case.title[language]}",
                OpenCase(language=language, room=room.id, case=case.id),
            )
            for case in cases
        ]
        return self.screen("cases", language, rows, name=room.name, count=len(cases))

    def preview(self, room: Room, case: Case, language: str) -> Screen:
        """An exercise with what fits, for the trainer alone."""
        rows = [
            self.row(language, "case_give", GiveCase(language=language, room=room.id, case=case.id)),
            self.row(language, "case_list", ListCases(language=language, room=room.id)),
        ]
        return self.screen(
            "case_preview",
            language,
            rows,
            name=room.name,
            title=case.title[language],
            story=case.story[language],
            challenges=self._titles(case.challenges, language),
            measures=self._titles(case.measures, language),
        )

    def control(self, room: Room, case: Case, given: RoomCase, counts: CaseCounts, language: str) -> Screen:
        """How many have chosen."""
        close = CloseCase(language=language, given=given.id)
        rows = [self.row(language, "case_close", close)] if given.is_open else []
        return self.screen(
            "case_control",
            language,
            rows,
            name=room.name,
            title=case.title[language],
            reached=shown(counts.reached),
            answered=shown(counts.answered),
            is_open=given.is_open,
        )

    def task(self, case: Case, given: RoomCase, choices: Choices, language: str) -> Screen:
        """The exercise as somebody in the room sees it: what is to be ticked now; once sent, what they chose."""
        rows: list[Row] = []
        if choices.stage != "sent":
            options = self.pages.options(case, choices.stage)
            rows = [
                row(
                    f"{'✅' if topic in choices.ticked else '▫️'} {title}",
                    TickTopic(language=language, given=given.id, topic=topic),
                )
                for topic, title in zip(options, self.pages.titles(options, language), strict=True)
            ]
            rows.append(self.row(language, "case_send", SendTicked(language=language, given=given.id)))
        return self.screen(
            "case_task",
            language,
            rows,
            title=case.title[language],
            story=case.story[language],
            stage=choices.stage,
            challenges=self._titles(choices.challenges, language),
            measures=self._titles(choices.measures, language),
        )

    def result(self, result: CaseResult, language: str) -> Screen:
        """How the room chose beside what the papers say."""
        return self.screen("case_result", language, result=result)

    def _titles(self, topics: Sequence[str], language: str) -> tuple[str, ...]:
        known = [topic for topic in topics if topic in self.desk.parts.knowledge.topic_by_id]
        return self.pages.titles(known, language)
