"""Files, polls and inline cards."""

import json
from typing import Any

import pytest

from tests.bot_api import CannotVoteError, User
from tests.bot_api.errors import Json
from tests.bot_api_server.calling_bot import BOLD, Bot, button, keyboard


def test_an_uploaded_document_can_be_read(bot: Bot, anna: User) -> None:
    content = bytes(range(256)) + b"\r\n--not a boundary\r\n"
    response = bot.client.post(
        f"/bot{bot.server.token}/sendDocument",
        data={"chat_id": anna.id, "caption": "<b>Topics</b>", "parse_mode": "HTML"},
        files={"document": ("topics.csv", content, "text/csv")},
    )
    document = response.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("topics.csv", "text/csv")
    (sent,) = bot.server.sent
    assert (sent.document, sent.file_name, sent.plain) == (content, "topics.csv", "Topics")
    path = bot.call("getFile", file_id=document["file_id"])["file_path"]
    assert bot.client.get(f"/file/bot{bot.server.token}/{path}").content == content
    bot.call("sendDocument", chat_id=anna.id, document=document["file_id"])
    assert anna.messages[1].document == content


def test_a_photo_and_its_caption_can_be_changed(bot: Bot, anna: User) -> None:
    response = bot.client.post(
        f"/bot{bot.server.token}/sendPhoto", data={"chat_id": anna.id}, files={"photo": ("a.png", b"png", "image/png")}
    )
    where = {"chat_id": anna.id, "message_id": response.json()["result"]["message_id"]}
    assert anna.messages[0].photo == b"png"
    bot.call("editMessageCaption", caption="Chart", **where)
    assert anna.messages[0].plain == "Chart"
    assert bot.refusal("editMessageText", text="a", **where).startswith("Bad Request: there is no text in the message")
    media = {"type": "document", "media": "attach://report", "caption": "Report"}
    bot.client.post(
        f"/bot{bot.server.token}/editMessageMedia",
        data={"media": json.dumps(media), **where},
        files={"report": ("report.txt", b"words")},
    )
    assert (anna.messages[0].document, anna.messages[0].plain) == (b"words", "Report")


def test_an_album_is_several_messages(bot: Bot, anna: User) -> None:
    media = [{"type": "photo", "media": f"attach://{name}"} for name in ("one", "two")]
    response = bot.client.post(
        f"/bot{bot.server.token}/sendMediaGroup",
        data={"chat_id": anna.id, "media": json.dumps(media)},
        files={"one": ("1.png", b"1"), "two": ("2.png", b"2")},
    )
    assert len({message["media_group_id"] for message in response.json()["result"]}) == 1
    assert [message.photo for message in anna.messages] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        pytest.param("sendDocument", {}, "there is no document in the request", id="no document"),
        pytest.param("sendPhoto", {"photo": "made up"}, "wrong remote file identifier", id="unknown id"),
        pytest.param("sendPhoto", {"caption": "a" * 1025}, "message caption is too long", id="long caption"),
        pytest.param("sendMediaGroup", {"media": []}, "wrong number of messages", id="empty album"),
        pytest.param("getFile", {"file_id": "made up"}, "invalid file_id", id="unknown file"),
    ],
)
def test_a_wrong_file_is_refused(bot: Bot, anna: User, method: str, params: Json, reason: str) -> None:
    assert bot.refusal(method, **{"chat_id": anna.id, **params}).startswith(f"Bad Request: {reason}")


def test_a_document_of_a_person_can_be_fetched(bot: Bot, anna: User) -> None:
    anna.send_document(b"q,answer", "questions.csv")
    document = bot.call("getUpdates")[0]["message"]["document"]
    path = bot.call("getFile", file_id=document["file_id"])["file_path"]
    assert bot.client.get(f"/file/bot{bot.server.token}/{path}").content == b"q,answer"


QUIZ: Json = {"question": "Who pays?", "options": ["A", {"text": "B"}], "type": "quiz", "correct_option_ids": [1]}


def test_a_quiz_counts_votes_until_it_is_stopped(bot: Bot, anna: User) -> None:
    sent = bot.call("sendPoll", chat_id=anna.id, is_anonymous=False, explanation="<b>B</b>", **QUIZ)
    anna.vote(sent["poll"]["id"], 1)
    answer, state = bot.call("getUpdates")
    assert answer["poll_answer"]["option_ids"] == [1]
    assert [option["voter_count"] for option in state["poll"]["options"]] == [0, 1]
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    assert bot.call("stopPoll", **where)["is_closed"] is True
    assert anna.messages[0].content["poll"]["is_closed"] is True
    assert bot.refusal("stopPoll", **where) == "Bad Request: poll has already been closed"
    with pytest.raises(CannotVoteError):
        bot.server.user().vote(sent["poll"]["id"], 0)


def test_a_quiz_takes_one_answer_of_each_person(bot: Bot, anna: User) -> None:
    sent = bot.call("sendPoll", chat_id=anna.id, is_anonymous=False, **QUIZ)
    anna.vote(sent["poll"]["id"], 1)
    with pytest.raises(CannotVoteError):
        anna.vote(sent["poll"]["id"], 0)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        pytest.param({"question": ""}, "poll question must be non-empty", id="no question"),
        pytest.param({"question": "a" * 301}, "poll question length must not exceed 300", id="long question"),
        pytest.param({"options": ["A"]}, "poll must have at least 2 option", id="one option"),
        pytest.param({"options": ["A"] * 13}, "poll can't have more than 12 options", id="13 options"),
        pytest.param({"options": ["A", "b" * 101]}, "poll options length must not exceed 100", id="long option"),
        pytest.param({"options": ["A", ""]}, "poll options must be non-empty", id="empty option"),
        pytest.param({"explanation": "a" * 201}, "quiz explanation length must not exceed 200", id="explanation"),
        pytest.param({"explanation": "a\nb\nc\nd"}, "quiz explanation must not contain more", id="four lines"),
        pytest.param({"correct_option_ids": [2]}, "wrong correct option ID specified", id="no such option"),
        pytest.param({"correct_option_ids": []}, "wrong correct option ID specified", id="none correct"),
        pytest.param({"type": "riddle"}, "unsupported poll type specified", id="unknown type"),
    ],
)
def test_a_wrong_quiz_is_refused(bot: Bot, anna: User, changed: Json, reason: str) -> None:
    assert bot.refusal("sendPoll", chat_id=anna.id, **(QUIZ | changed)).startswith(f"Bad Request: {reason}")
    assert anna.messages == ()


def article(number: str = "1", **more: Any) -> Json:
    return {"type": "article", "id": number, "title": "Tariffs", "input_message_content": {"message_text": "a"}} | more


def test_inline_results_can_be_chosen(bot: Bot, anna: User) -> None:
    asked = anna.inline("tariffs")
    query = bot.call("getUpdates")[0]["inline_query"]
    assert (query["query"], query["from"]["id"]) == ("tariffs", anna.id)
    content = {"message_text": "<b>Advice</b>", **BOLD}
    bot.call("answerInlineQuery", inline_query_id=query["id"], results=[article(input_message_content=content)])
    assert asked.wait().titles == ("Tariffs",)
    group = bot.server.group(anna)
    assert asked.choose("1", group).plain == "Advice"
    updates = bot.call("getUpdates")
    assert any(update.get("chosen_inline_result", {}).get("result_id") == "1" for update in updates)
    assert "query is too old" in bot.refusal("answerInlineQuery", inline_query_id=query["id"], results=[])


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        pytest.param([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH", id="51 results"),
        pytest.param([article("1"), article("1")], "RESULT_ID_DUPLICATE", id="same id twice"),
        pytest.param([article("税" * 22)], "RESULT_ID_INVALID", id="id of 66 bytes"),
        pytest.param([article("")], "RESULT_ID_INVALID", id="empty id"),
        pytest.param([article(title="")], "can't parse inline query result", id="no title"),
        pytest.param([article(input_message_content={})], "can't parse inline query result", id="no content"),
        pytest.param([article(input_message_content={"a": 1})], "can't parse inline query result", id="odd content"),
        pytest.param([article(input_message_content={"message_text": " "})], "MESSAGE_EMPTY", id="empty text"),
        pytest.param([article(input_message_content={"message_text": "a" * 4097})], "MESSAGE_TOO_LONG", id="long"),
        pytest.param(
            [article(input_message_content={"message_text": "<p>", **BOLD})], "can't parse entities", id="bad HTML"
        ),
        pytest.param([article(reply_markup=keyboard(button(callback_data="")))], "BUTTON_DATA_INVALID", id="button"),
    ],
)
def test_wrong_inline_results_are_refused(bot: Bot, anna: User, results: list[Json], reason: str) -> None:
    asked = anna.inline("tariffs")
    refusal = bot.refusal("answerInlineQuery", inline_query_id=asked.query_id, results=results)
    assert refusal.startswith(f"Bad Request: {reason}")
