"""What could not be handled is tried again at a word, while the bot runs, and answered as if nothing had been."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assembly import Parts
from bot.records.database import open_database
from bot.records.set_aside import put_back
from bot.shells.telegram.delivery import working
from tests.bot_api import BotApiServer, Refusal, User
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotThread, settings_for, settle

CHEATED = "a supplier took our deposit and vanished"
WHIM = Refusal(code=400, description="Bad Request: a whim")


@pytest.fixture
def admin(fresh_api: BotApiServer) -> User:
    return fresh_api.user(id=ADMIN, first_name="Ada")


@pytest.fixture
def bot(fresh_api: BotApiServer, small_parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BotThread:
    monkeypatch.setattr(working, "LOOKS_EVERY_S", 0.02)
    return BotThread(small_parts, settings_for(fresh_api, tmp_path, admins=frozenset({ADMIN})))


def _fails(api: BotApiServer, person: User, bot: BotThread, times: int = 3) -> str:
    """*person* asks in vain, and gets this reference."""
    api.fail(WHIM, method="sendMessage", chat_id=person.id, times=times)
    person.say(CHEATED)
    person.wait_for_reply()
    return str(bot.wait_for_row("SELECT reference FROM inbox WHERE state = 'set_aside'")["reference"])


def _last(person: User) -> str:
    return next((message.plain for message in reversed(person.messages) if message.from_bot), "")


def test_an_admin_has_it_tried_again_and_the_person_gets_the_answer(
    fresh_api: BotApiServer, bot: BotThread, admin: User
) -> None:
    anna = fresh_api.user()
    with bot:
        reference = _fails(fresh_api, anna, bot)
        (notice,) = admin.wait_for_reply()
        assert f"/replay {reference}" in notice.plain
        admin.say("/replay")
        assert reference in admin.wait_for_reply()[0].plain
        admin.say(f"/replay {reference}")
        assert admin.wait_for_reply()[0].plain.startswith("Put back in line: 1.")
        fresh_api.wait_until(lambda: _last(anna).startswith("You asked about: Being cheated"))
        bot.wait_for_row("SELECT 1 FROM inbox GROUP BY 1 HAVING count(*) = sum(state = 'done')")
        admin.say("/replay all")
        assert admin.wait_for_reply()[0].plain.startswith("Nothing is set aside under that.")


def test_what_another_process_puts_back_is_found_without_a_restart(
    fresh_api: BotApiServer, bot: BotThread, admin: User
) -> None:
    anna = fresh_api.user()
    with bot:
        _fails(fresh_api, anna, bot)
        database = open_database(bot.settings.data, lambda: datetime.now(UTC))
        assert put_back(database) == 1
        database.close()
        fresh_api.wait_until(lambda: _last(anna).startswith("You asked about: Being cheated"))


def test_tried_again_in_vain_it_keeps_its_reference_and_the_person_is_left_in_peace(
    fresh_api: BotApiServer, bot: BotThread, admin: User
) -> None:
    anna = fresh_api.user()
    with bot:
        reference = _fails(fresh_api, anna, bot)
        admin.wait_for_reply()
        fresh_api.fail(WHIM, method="sendMessage", chat_id=anna.id, times=3)
        admin.say("/replay all")
        _, again = admin.wait_for_reply(2)
        assert f"/replay {reference}" in again.plain
        assert len([message for message in anna.messages if message.from_bot]) == 1
        assert bot.rows("SELECT reference FROM inbox WHERE state = 'set_aside'") == [{"reference": reference}]


def test_after_days_it_is_answered_all_the_same_with_a_word_about_it(
    fresh_api: BotApiServer, bot: BotThread, admin: User
) -> None:
    anna = fresh_api.user()
    when = int((datetime.now(UTC) - timedelta(days=3)).timestamp())
    message = {"message_id": 7, "date": when, "chat": anna.chat.to_json(), "from": anna.account.to_json()}
    with bot:
        settle(admin)
        fresh_api.fail(WHIM, method="sendMessage", chat_id=anna.id, times=3)
        fresh_api.push_raw({"message": message | {"text": CHEATED}})
        bot.wait_for_row("SELECT 1 FROM inbox WHERE state = 'set_aside'")
        admin.say("/replay all")
        fresh_api.wait_until(lambda: "You asked about: Being cheated" in _last(anna))
    assert _last(anna).startswith("Sorry for the wait: you asked this 3 days ago.")


def test_for_all_others_there_is_no_such_command(fresh_api: BotApiServer, bot: BotThread, admin: User) -> None:
    anna = fresh_api.user()
    with bot:
        reference = _fails(fresh_api, anna, bot)
        anna.say(f"/replay {reference}")
        anna.wait_for_reply()
        settle(anna)
        assert bot.rows("SELECT reference FROM inbox WHERE state = 'set_aside'") == [{"reference": reference}]
