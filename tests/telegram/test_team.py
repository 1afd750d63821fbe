"""Curators put people on the team, see who did what, and switch the bot off and on."""

import csv
import io
from typing import Any

import pytest

from tests.bot_api import BotApiServer, Message, User
from tests.telegram.conftest import ADMIN
from tests.telegram.running_bot import BotThread

UNKNOWN_COMMAND = "I don't know this command"


@pytest.fixture
def admin(bot_api: BotApiServer, bot: BotThread) -> User:
    bot.write("DELETE FROM team")
    bot.write("DELETE FROM audit")
    bot.write("DELETE FROM pause")
    return bot_api.user(id=ADMIN, first_name="Eva")


def reply(person: User, words: str) -> Message:
    person.say(words)
    return person.wait_for_reply()[0]


def contact(user_id: int | None, name: str) -> dict[str, Any]:
    return {"contact": {"phone_number": "+4400000", "first_name": name} | ({"user_id": user_id} if user_id else {})}


def forwarded(**origin: Any) -> dict[str, Any]:
    return {"forward_origin": {"date": 1_760_000_000, **origin}}


def account(person: User, **more: Any) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": "Maria", **more}


def is_curator(person: User) -> bool:
    return UNKNOWN_COMMAND not in reply(person, "/audit").plain


def test_a_curator_is_added_by_number_and_taken_off_again(admin: User, bot_api: BotApiServer) -> None:
    maria = bot_api.user()
    assert not is_curator(maria)
    added = reply(admin, f"/admin {maria.id}")
    assert "is a curator from now on" in added.plain
    assert is_curator(maria)
    admin.press(f"Take off: {maria.id}", added)
    assert "is no curator any more" in admin.wait_for_edit().plain
    assert not is_curator(maria)
    admin.press("Put back")
    admin.wait_for_edit()
    assert is_curator(maria)


def test_a_contact_is_asked_about_before_it_counts(admin: User, bot_api: BotApiServer) -> None:
    maria = bot_api.user()
    assert "forward me a message" in reply(admin, "/admin").plain
    admin.send(contact(maria.id, "Maria"))
    (question,) = admin.wait_for_reply()
    assert question.labels == ("Yes, as a curator", "Yes, as a trainer")
    assert not is_curator(maria)
    admin.press("Yes, as a curator", question)
    assert "Maria" in admin.wait_for_edit().plain
    assert is_curator(maria)
    assert "Take off: Maria" in reply(admin, "/admin").labels


def test_a_name_turns_no_words_around_it(admin: User, bot_api: BotApiServer) -> None:
    reply(admin, "/trainer")
    admin.send(contact(bot_api.user().id, "\u202eairaM\n\x07"))
    (question,) = admin.wait_for_reply()
    assert "airaM" in question.plain
    assert not set("\u202e\x07") & set(question.plain)


def test_a_forwarded_message_names_who_wrote_it(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    maria = bot_api.user()
    reply(admin, "/trainer")
    admin.send(forwarded(type="user", sender_user=account(maria)), caption="hello")
    admin.wait_for_reply()
    admin.press("Yes, as a trainer")
    admin.wait_for_edit()
    assert bot.rows("SELECT user_id, post, name FROM team") == [
        {"user_id": maria.id, "post": "trainer", "name": "Maria"}
    ]


def test_the_command_may_reply_to_a_contact(admin: User, bot_api: BotApiServer) -> None:
    maria = bot_api.user()
    sent = admin.send(contact(maria.id, "Maria"))
    admin.wait_for_reply()
    admin.say("/trainer", reply_to=sent.message_id)
    assert admin.wait_for_reply()[0].labels == ("Yes, as a trainer", "Yes, as a curator")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (contact(None, "Maria"), "no Telegram account"),
        (forwarded(type="hidden_user", sender_user_name="Maria"), "does not tell who wrote it"),
        (forwarded(type="user", sender_user={"id": 9, "is_bot": True, "first_name": "Bot"}), "Only people"),
    ],
    ids=["no account", "hidden", "a bot"],
)
def test_who_cannot_be_added_is_explained(content: dict[str, Any], why: str, admin: User) -> None:
    reply(admin, "/admin")
    admin.send(content, caption="hello")
    assert why in admin.wait_for_reply()[0].plain


@pytest.mark.parametrize("number", ["abc", "-5", "0", "９９", "9" * 40, "0" * 17 + "9" * 23])
def test_what_is_no_number_adds_nobody(number: str, admin: User, bot: BotThread) -> None:
    assert "no Telegram number" in reply(admin, f"/admin {number}").plain
    assert bot.rows("SELECT * FROM team") == []


def test_a_curator_of_the_settings_stays(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    maria = bot_api.user()
    reply(admin, f"/admin {maria.id}")
    assert "by the settings" in reply(maria, f"/trainer {ADMIN}").plain
    assert [row["user_id"] for row in bot.rows("SELECT user_id FROM team")] == [maria.id]
    assert f"{ADMIN} (from the settings, stays)" in reply(maria, "/admin").plain


def test_for_everybody_else_a_forwarded_message_is_a_question(admin: User, bot_api: BotApiServer) -> None:
    reply(admin, "/admin")
    anna = bot_api.user()
    anna.send(forwarded(type="user", sender_user=account(admin)), caption="freight is too expensive")
    assert "Shipping costs too much" in anna.wait_for_reply()[0].plain
    anna.send(contact(ADMIN, "Eva"))
    assert "as a curator" not in str(anna.wait_for_reply()[0].labels)


def test_the_commands_of_curators_do_not_exist_for_others(admin: User, bot_api: BotApiServer, bot: BotThread) -> None:
    anna = bot_api.user()
    for command in ("admin", "trainer", "audit", "pause", "resume"):
        assert UNKNOWN_COMMAND in reply(anna, f"/{command} {anna.id}").plain
        assert f"/{command}" in reply(admin, "/help").plain
    assert "/audit" not in reply(anna, "/help").plain
    assert bot.rows("SELECT * FROM pause") == []


def test_in_a_group_curators_are_asked_into_the_private_chat(admin: User, bot_api: BotApiServer) -> None:
    group = bot_api.group()
    admin.join(group)
    admin.say("/audit", chat=group)
    assert "private chat" in admin.wait_for_reply()[0].plain


def test_the_trail_tells_who_did_what_also_as_a_file(admin: User, bot_api: BotApiServer) -> None:
    maria = bot_api.user()
    reply(admin, f"/admin {maria.id}")
    reply(admin, "/pause =1+1")
    reply(admin, "/resume")
    shown = reply(admin, "/audit")
    lines = [line for line in shown.plain.splitlines() if "Eva" in line]
    assert [line.partition("Eva: ")[2] for line in lines] == [
        "ended the pause",
        "paused the bot – =1+1",
        f"added a curator – {maria.id}",
    ]
    admin.press("Send me all as a file", shown)
    (file,) = admin.wait_for_reply()
    assert file.document is not None
    rows = list(csv.DictReader(io.StringIO(file.document.decode("utf-8-sig"))))
    assert [(row["name"], row["what"], row["subject"]) for row in rows] == [
        ("Eva", "resumed", ""),
        ("Eva", "paused", "'=1+1"),
        ("Eva", "admin_added", str(maria.id)),
    ]


def test_a_curator_who_is_forgotten_leaves_the_team_and_the_trail_forgets_the_name(
    admin: User, bot_api: BotApiServer, bot: BotThread
) -> None:
    maria = bot_api.user(first_name="Maria")
    reply(admin, f"/admin {maria.id}")
    reply(maria, "/pause")
    reply(maria, "/resume")
    maria.press("Yes, delete it all", reply(maria, "/forget"))
    maria.wait_for_edit()
    assert not is_curator(maria)
    rows = bot.rows("SELECT user_id, name, deed FROM audit ORDER BY id")
    assert [(row["name"], row["deed"]) for row in rows] == [("Eva", "admin_added"), ("", "paused"), ("", "resumed")]
    assert [row["user_id"] for row in rows] == [ADMIN, None, None]


def test_in_a_pause_everybody_gets_a_polite_line_and_curators_an_answer(admin: User, bot_api: BotApiServer) -> None:
    anna, wei = bot_api.user(), bot_api.user(language_code="zh-hans")
    card = reply(anna, "freight is too expensive")
    assert "Back at noon" in reply(admin, "/pause\nBack at noon.").plain
    assert reply(anna, "freight is too expensive").plain.endswith("Please ask again later. Back at noon.")
    assert "请稍后再问" in reply(wei, "运费太贵").plain
    anna.press("First steps", card)
    assert "ask again later" in (anna.wait_for_answer().text or "")
    assert "Shipping costs too much" in reply(admin, "freight is too expensive").plain
    assert "stored" in reply(anna, "/privacy").plain
    assert anna.inline("freight").wait().results == ()
    assert reply(admin, "/resume").plain == "I answer again."
    assert "Shipping costs too much" in reply(anna, "freight is too expensive").plain
    assert "no pause" in reply(admin, "/resume").plain
