"""All records of one bot, opened together."""

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.records.audit import Audit
from bot.records.chats import Chats
from bot.records.checkups import Checkups
from bot.records.conversation_log import ConversationLog
from bot.records.database import FILE_NAME, Clock, errors_told, open_database, refuse_damaged
from bot.records.erasing import Erasing
from bot.records.feedback import Feedback
from bot.records.inbox import Inbox
from bot.records.keyed_hash import KeyedHash, keyed_hash
from bot.records.knowledge_changes import KnowledgeChanges
from bot.records.knowledge_versions import KnowledgeVersions
from bot.records.left_questions import LeftQuestions
from bot.records.long_work import LongWorkLog
from bot.records.moderators import Moderators
from bot.records.news import News
from bot.records.pause import Pause
from bot.records.people import People
from bot.records.proposals import Proposals
from bot.records.quiz_answers import QuizAnswers
from bot.records.quiz_names import QuizNames
from bot.records.quiz_polls import QuizPolls
from bot.records.quizzes import Quizzes
from bot.records.review import Review
from bot.records.room_cases import RoomCases
from bot.records.room_members import RoomMembers
from bot.records.room_questions import RoomQuestions
from bot.records.saved import Saved
from bot.records.team import Team
from bot.records.wall_questions import WallQuestions
from bot.records.workshops import Workshops
from bot.records.writers import know_writers


@dataclass(frozen=True, kw_only=True)
class Records:
    """What is kept; used from one thread at a time."""

    path: Path
    database: Database
    names: KeyedHash
    inbox: Inbox
    conversations: ConversationLog
    people: People
    chats: Chats
    checkups: Checkups
    erasing: Erasing
    erased_again: int
    feedback: Feedback
    saved: Saved
    left_questions: LeftQuestions
    versions: KnowledgeVersions
    changes: KnowledgeChanges
    proposals: Proposals
    long_work: LongWorkLog
    team: Team
    audit: Audit
    pause: Pause
    news: News
    review: Review
    workshops: Workshops
    room_members: RoomMembers
    room_questions: RoomQuestions
    quizzes: Quizzes
    quiz_polls: QuizPolls
    quiz_answers: QuizAnswers
    quiz_names: QuizNames
    room_cases: RoomCases
    wall_questions: WallQuestions
    moderators: Moderators

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()


def open_records(folder: Path, clock: Clock, *, bot: int) -> Records:
    """The records of *bot* (its Telegram id) in *folder*; raises RecordsError where they cannot be used.

    What was erased after this database was written is erased again.
    """
    names = keyed_hash(folder)
    database = open_database(folder, clock)
    know_writers(database, names)
    erasing = Erasing(database, clock, folder)
    try:
        refuse_damaged(database, folder / FILE_NAME)
        with errors_told(folder / FILE_NAME):
            erased_again = erasing.catch_up()
    except BaseException:
        database.close()
        raise
    return Records(
        path=folder / FILE_NAME,
        database=database,
        names=names,
        inbox=Inbox(database, clock, bot=bot),
        conversations=ConversationLog(database, clock, bot=bot),
        people=People(database, clock),
        chats=Chats(database, clock, names),
        checkups=Checkups(database, clock),
        erasing=erasing,
        erased_again=erased_again,
        feedback=Feedback(database, clock),
        saved=Saved(database, clock),
        left_questions=LeftQuestions(database, clock, bot=bot),
        versions=KnowledgeVersions(database, clock),
        changes=KnowledgeChanges(database, clock),
        proposals=Proposals(database, clock),
        long_work=LongWorkLog(database, clock),
        team=Team(database, clock, names),
        audit=Audit(database, clock, names),
        pause=Pause(database, clock),
        news=News(database, clock, bot=bot),
        review=Review(database, clock, names, bot=bot),
        workshops=Workshops(database, clock, names, bot=bot),
        room_members=RoomMembers(database, clock, bot=bot),
        room_questions=RoomQuestions(database),
        quizzes=Quizzes(database, clock, bot=bot),
        quiz_polls=QuizPolls(database, clock, bot=bot),
        quiz_answers=QuizAnswers(database),
        quiz_names=QuizNames(database, clock),
        room_cases=RoomCases(database, clock, bot=bot),
        wall_questions=WallQuestions(database, clock),
        moderators=Moderators(database, bot=bot),
    )
