"""Who may do what: every command, every button, every kind of update and of file, tried by every role.

A command or a button that is new must be entered here first, so that somebody has thought of who may use it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from string import ascii_lowercase
from typing import Any, get_args, get_type_hints

import pytest

from bot.assembly import Parts
from bot.records.opening import open_records
from bot.shells.telegram import handlers
from bot.shells.telegram.callbacks import _KINDS, Press
from bot.shells.telegram.commands import COMMANDS
from bot.shells.telegram.delivery.arriving import ALLOWED_UPDATES
from bot.shells.telegram.delivery.client import utc_now
from bot.shells.telegram.desk import Desk
from bot.shells.telegram.owners.privacy import ForgetMe
from bot.shells.telegram.pressing import Pressed, PressHandler, Pressing
from bot.shells.telegram.roles import Role
from tests.bot_api import BotApiServer, User
from tests.telegram.running_bot import BotThread, settings_for, settle

ANYBODY, CO_TRAINER, TRAINER, ADMIN = Role
NUMBERS = {ANYBODY: 31, TRAINER: 32, ADMIN: 33, CO_TRAINER: 34}
MAY = {
    ANYBODY: {ANYBODY},
    CO_TRAINER: {ANYBODY, CO_TRAINER},
    TRAINER: {ANYBODY, CO_TRAINER, TRAINER},
    ADMIN: {ANYBODY, CO_TRAINER, TRAINER, ADMIN},
}
"""What each role includes."""

COMMANDS_FOR: Mapping[Role, str] = {
    ANYBODY: """
        start help ask topics saved checkup plan join leave questions handout sources language news privacy mydata
        forget
    """,
    CO_TRAINER: "workshop board quiz case wall report end",
    TRAINER: "",
    ADMIN: "replay review stats admin trainer broadcast audit knowledge publish versions rollback reload pause resume",
}
PRESSES_FOR: Mapping[Role, str] = {
    ANYBODY: """
        AgreeToNews AskExample AskInstead CheckAgain ChooseLanguage DeclineNews Explain ExportSaved ForgetMe GiveAnswer
        GoOnChecking Judge KeepMe LeaveQuestion LeaveRoom NameMe OfferLeaving OpenLanguages OpenSaved OpenTheme
        OpenThemeFor OpenThemes OpenThemesFor OpenTopic PauseCheck QuestionBefore RemoveSaved SaveTopic
        SearchTopics SendFile SendTicked ShowAnswer ShowPart ShowQuestions StartOver TickTopic TidySaved ViewCheck
        VoteFor
    """,
    CO_TRAINER: """
        CloseCase Decide DecideNickname DraftQuiz GiveCase ListCases ListRooms OpenCase QuizAction RoomAction
        ShowNicknames ShowPile ShowThem ToggleTheme
    """,
    TRAINER: "NewRoom",
    ADMIN: """
        AddToTeam AnswerInWords ChooseWords FindTarget KeepQuestions LeaveDraft OnlyTell OpenCluster OpenKinds
        OpenReview PublishDraft PublishSurely ReadTableAs RemoveFromTeam SendAudit SendBroadcast SendStatsPage
        SendStatsPictures SetState ShowBroadcast ShowStats StopBroadcast StopWork TakeBack TeachWords TryAgain
    """,
}
UPDATES_FOR: Mapping[Role, str] = {
    ANYBODY: "message edited_message callback_query inline_query chosen_inline_result poll_answer my_chat_member",
    CO_TRAINER: "",
    TRAINER: "",
    ADMIN: "",
}

FILES = ("topic.yaml", "questions.csv", "knowledge.zip", "../../tradebot.db")
SAMPLES = ("en", "1", "c1", *ascii_lowercase)
"""For the fields of buttons, beside the words that a field itself lists; a field of a new form needs one more."""
UNKNOWN = "I don't know this command"


def role_of_each(table: Mapping[Role, str]) -> dict[str, Role]:
    return {name: role for role, names in table.items() for name in names.split()}


def what_is_to_be_entered(there: set[str], table: Mapping[Role, str]) -> set[str]:
    return there ^ set(role_of_each(table))


# The table has all there is


def test_every_command_is_in_the_table() -> None:
    assert what_is_to_be_entered({command.name for command in COMMANDS}, COMMANDS_FOR) == set()


def test_every_kind_of_button_is_in_the_table() -> None:
    assert what_is_to_be_entered({kind.__name__ for kind in _KINDS.values()}, PRESSES_FOR) == set()


def test_every_kind_of_update_is_in_the_table() -> None:
    assert what_is_to_be_entered(set(ALLOWED_UPDATES), UPDATES_FOR) == set()


# What the table says holds


class _Watched(Pressing):
    """Notes which presses are followed, and by whom."""

    followed: list[tuple[int, str]]

    def __init__(self, desk: Desk, on_press: Mapping[type[Press], PressHandler]) -> None:
        super().__init__(desk, {kind: self._noting(kind, handler) for kind, handler in on_press.items()})

    def _noting(self, kind: type[Press], handler: PressHandler) -> PressHandler:
        async def follow(press: Any, pressed: Pressed) -> bool:
            self.followed.append((pressed.query.from_user.id, kind.__name__))
            return await handler(press, pressed)

        return follow


@pytest.fixture(scope="module")
def followed() -> list[tuple[int, str]]:
    return []


@pytest.fixture(scope="module", autouse=True)
def bot(
    bot_api: BotApiServer,
    small_parts: Parts,
    tmp_path_factory: pytest.TempPathFactory,
    followed: list[tuple[int, str]],
) -> Iterator[BotThread]:
    """A bot with a curator, a trainer and somebody who leads one room, whose followed presses are noted."""
    staff = {"admins": frozenset({NUMBERS[ADMIN]}), "trainers": frozenset({NUMBERS[TRAINER]})}
    settings = settings_for(bot_api, tmp_path_factory.mktemp("data"), **staff)
    records = open_records(settings.data, utc_now, bot=bot_api.world.bot.id)
    number = NUMBERS[CO_TRAINER]
    records.workshops.open(records.names.person(number), number, name="Export", language="en")
    records.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Watched, "followed", followed, raising=False)
        patch.setattr(handlers, "Pressing", _Watched)
        with BotThread(small_parts, settings) as running:
            yield running


@pytest.fixture(scope="module")
def people(bot_api: BotApiServer) -> dict[Role, User]:
    return {role: bot_api.user(id=number, first_name=role.value) for role, number in NUMBERS.items()}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", role_of_each(COMMANDS_FOR))
def test_a_command_exists_for_those_who_may_give_it(people: dict[Role, User], role: Role, command: str) -> None:
    person = people[role]
    person.say(f"/{command}")
    (answer, *_) = person.wait_for_reply()
    may = role_of_each(COMMANDS_FOR)[command] in MAY[role]
    assert answer.plain.startswith(UNKNOWN) is not may
    if command == "pause" and may:
        person.say("/resume")
        person.wait_for_reply()


def sample_of(kind: type[Press]) -> str:
    """Data that a button of this kind could have; they may lead nowhere."""
    hints = get_type_hints(kind, include_extras=True)
    code = next(code for code, known in _KINDS.items() if known is kind)
    return ":".join([code, *(_value(hints[field.name]) for field in fields(kind))])


def _value(hint: Any) -> str:
    if type(None) in get_args(hint):
        return "-"
    pattern: str = get_args(hint)[1]
    fitting: str = next(sample for sample in (*SAMPLES, *pattern.split("|")) if re.fullmatch(pattern, sample))
    return fitting


def _dealt_with(bot: BotThread, update_id: int) -> None:
    """A press may be answered by a message or by none, so messages tell nothing; its chat's updates go in order."""
    query = f"SELECT 1 FROM inbox WHERE update_id = {update_id} AND state != 'waiting'"  # noqa: S608 - a number
    bot.wait_for_row(query, timeout=60)


@pytest.mark.parametrize("role", Role)
def test_a_press_is_followed_for_those_who_may_do_it(
    bot_api: BotApiServer, bot: BotThread, people: dict[Role, User], role: Role, followed: list[tuple[int, str]]
) -> None:
    person = people[role]
    person.say("/help")
    (under,) = person.wait_for_reply()
    last = 0
    # Whoever is forgotten leads no room any more, so that press comes last.
    for number, kind in enumerate(sorted(_KINDS.values(), key=lambda kind: kind is ForgetMe)):
        last = bot_api.push_raw(
            {
                "callback_query": {
                    "id": f"{role.value}{number}",
                    "from": person.account.to_json(),
                    "message": {"message_id": under.message_id, "date": 0, "chat": person.chat.to_json()},
                    "chat_instance": "1",
                    "data": sample_of(kind),
                }
            }
        )
    _dealt_with(bot, last)
    done = {kind for number, kind in followed if number == person.id}
    assert done == {kind for kind, needed in role_of_each(PRESSES_FOR).items() if needed in MAY[role]}


@pytest.mark.parametrize("role", [ANYBODY, CO_TRAINER, TRAINER])
def test_whatever_others_press_and_send_the_team_and_the_audit_stay_as_they_are(
    bot: BotThread, people: dict[Role, User], role: Role
) -> None:
    person = people[role]
    before = bot.rows("SELECT * FROM team"), bot.rows("SELECT * FROM audit")
    for said in (f"/admin {person.id}", f"/trainer {person.id}", "/pause", "/replay all", "/review"):
        person.say(said)
        assert person.wait_for_reply()[0].plain.startswith(UNKNOWN)
    person.send_contact()
    person.send({"forward_origin": {"type": "user", "date": 1, "sender_user": person.account.to_json()}, "text": "me"})
    settle(person)
    assert (bot.rows("SELECT * FROM team"), bot.rows("SELECT * FROM audit")) == before


@pytest.mark.parametrize("role", [ANYBODY, CO_TRAINER, TRAINER])
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_somebody_who_is_no_curator_is_not_read(
    bot_api: BotApiServer, people: dict[Role, User], role: Role, name: str
) -> None:
    stranger = bot_api.user() if role is ANYBODY else people[role]
    stranger.send_document(b"id: online_fraud\n", name)
    settle(stranger)
    assert not [call for call in bot_api.calls if call.method == "getFile"]


@pytest.mark.parametrize("role", Role)
def test_inline_mode_is_for_everybody(people: dict[Role, User], role: Role) -> None:
    answer = people[role].inline("cheated by a supplier").wait()
    assert answer.results


def test_who_speaks_in_the_name_of_a_group_has_no_rights(bot_api: BotApiServer, bot: BotThread) -> None:
    """Telegram then gives a stand-in as the sender, or an admin's number as that of a group; neither is on the team."""
    group = {"id": -NUMBERS[ADMIN], "type": "supergroup", "title": "g"}
    stand_in = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    message = {"message_id": 1, "date": 0, "chat": group, "sender_chat": group, "from": stand_in}
    entities = [{"type": "bot_command", "offset": 0, "length": 6}]
    update_id = bot_api.push_raw({"message": message | {"text": "/pause", "entities": entities}})
    _dealt_with(bot, update_id)
    assert bot.rows("SELECT * FROM pause") == []
