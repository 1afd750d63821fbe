"""All that rooms of workshops need here, put together: commands, buttons, links, and replies to our requests."""

from dataclasses import dataclass
from typing import Any

from telegram.ext import BaseHandler, MessageHandler, PollAnswerHandler, filters

from bot.shells.telegram.callbacks import Press
from bot.shells.telegram.desk import Context, Desk, Handler
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.payloads import CO_TRAINER, ROOM, PayloadHandler
from bot.shells.telegram.pressing import PressHandler
from bot.shells.telegram.workshops.board import Boards
from bot.shells.telegram.workshops.case_screens import CaseScreens
from bot.shells.telegram.workshops.exercising import Exercising
from bot.shells.telegram.workshops.joining import JoiningRooms
from bot.shells.telegram.workshops.leading import LeadingRooms
from bot.shells.telegram.workshops.moderating import Moderating
from bot.shells.telegram.workshops.nicknames import Nicknames
from bot.shells.telegram.workshops.quiz_buttons import AskInstead, NameMe
from bot.shells.telegram.workshops.quiz_people import QuizPeople
from bot.shells.telegram.workshops.quiz_screens import QuizScreens
from bot.shells.telegram.workshops.quizzing import Quizzing
from bot.shells.telegram.workshops.reports import Reports
from bot.shells.telegram.workshops.room_buttons import LeaveRoom
from bot.shells.telegram.workshops.room_prompts import OF_PEOPLE, AnswersRoomPrompt
from bot.shells.telegram.workshops.voting import Voting
from bot.shells.telegram.workshops.walls import TrainersWalls
from bot.shells.telegram.workshops.workshop_screens import WorkshopScreens


@dataclass(frozen=True, kw_only=True)
class Rooms:
    """What the table of handlers needs for rooms."""

    on_command: dict[str, Handler]
    on_press: dict[type[Press], PressHandler]
    on_payload: dict[str, PayloadHandler]
    handlers: tuple[BaseHandler[Any, Context, Any], ...]
    on_words: Handler


def rooms(desk: Desk, questions: Questions, on_question: Handler) -> Rooms:
    """All for rooms at *desk*; *on_question* answers what is none of theirs."""
    screens = WorkshopScreens(desk=desk)
    prompts = AnswersRoomPrompt(desk)
    boards = Boards(desk=desk, screens=screens)
    reports = Reports(desk=desk, screens=screens)
    quiz_screens = QuizScreens(desk=desk)
    for_people = AnswersRoomPrompt(desk, OF_PEOPLE)
    exercising = Exercising(desk=desk, screens=CaseScreens(desk=desk))
    quizzing = Quizzing(desk=desk, screens=quiz_screens)
    quiz_people = QuizPeople(
        desk=desk, screens=quiz_screens, prompts=for_people, questions=questions, on_question=on_question
    )
    joining = JoiningRooms(desk=desk, screens=screens, on_question=quiz_people.on_words)
    nicknames = Nicknames(desk=desk, screens=quiz_screens)
    walls = TrainersWalls(desk=desk, screens=screens)
    moderating = Moderating(desk=desk, screens=screens)
    voting = Voting(desk=desk, screens=screens)
    more = {
        "qr": reports.qr,
        "sheet": reports.sheet,
        "live": boards.live,
        "board": boards.picture,
        "wall": walls.wall,
        "report": reports.report,
        "quiz": quizzing.quiz,
        "case": exercising.case,
    }
    elsewhere = {
        "queue": moderating.queue,
        "nicknames": nicknames.nicknames,
        "wall_new": walls.new_link,
        "wall_file": walls.as_file,
        "wall_rule": walls.change_moderation,
    }
    workshops = LeadingRooms(desk=desk, screens=screens, prompts=prompts, more=more, elsewhere=elsewhere)
    on_command: dict[str, Handler] = {
        "join": joining.on_join,
        "leave": joining.on_leave,
        "questions": voting.on_questions,
        "handout": reports.on_handout,
        "workshop": workshops.on_workshop,
        "board": boards.on_board,
        "wall": walls.on_wall,
        "report": reports.on_report,
        "end": workshops.on_end,
        "quiz": quizzing.on_quiz,
        "case": exercising.on_case,
    }
    in_private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND
    return Rooms(
        on_command={name: screens.in_private(handler) for name, handler in on_command.items()},
        on_press={
            **workshops.on_press,
            **moderating.on_press,
            **voting.on_press,
            **quizzing.on_press,
            **nicknames.on_press,
            **exercising.on_press,
            LeaveRoom: joining.on_leave_room,
            NameMe: quiz_people.on_name_me,
            AskInstead: quiz_people.on_ask_instead,
        },
        on_payload={ROOM: joining.from_link, CO_TRAINER: workshops.from_link},
        handlers=(
            MessageHandler(in_private & prompts, workshops.on_reply),
            MessageHandler(in_private & for_people, quiz_people.on_nickname),
            PollAnswerHandler(quiz_people.on_answer),
        ),
        on_words=joining.on_words,
    )
