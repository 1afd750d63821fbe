"""answerInlineQuery."""

from typing import Any

from tests.bot_api.errors import ApiError, Json, bad_request
from tests.bot_api.formatting import format_text
from tests.bot_api.keyboards import checked_inline_keyboard
from tests.bot_api.methods.answering_presses import TOO_OLD
from tests.bot_api.methods.registry import method
from tests.bot_api.methods.sending import MAX_TEXT
from tests.bot_api.methods.sending_files import MAX_CAPTION
from tests.bot_api.records import InlineAnswer
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.utf16 import utf16_length
from tests.bot_api.world import World

MAX_RESULTS = 50
NEEDED = {
    "article": ("title", "input_message_content"),
    "photo": ("photo_url", "thumbnail_url"),
    "document": ("title", "document_url", "mime_type"),
    "location": ("latitude", "longitude", "title"),
    "contact": ("phone_number", "first_name"),
}


@method("answerInlineQuery")
def answer_inline_query(world: World, parameters: Parameters) -> object:
    query_id = parameters.text("inline_query_id")
    if world.inline.get(query_id, TOO_OLD) is not None or query_id in world.expired:
        raise bad_request(TOO_OLD)
    results = parameters.list_of_objects("results")
    _check_results(results)
    if len(parameters.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    cache_time = parameters.integer("cache_time")
    world.inline[query_id] = InlineAnswer(
        results=tuple(results),
        cache_time=300 if cache_time is None else cache_time,
        is_personal=parameters.flag("is_personal"),
        next_offset=parameters.text("next_offset"),
        button=_checked_button(parameters.structure("button")),
    )
    world.record_sent("answerInlineQuery", parameters)
    return True


def _check_results(results: list[Json]) -> None:
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if not all(1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)


def _check_result(result: Json) -> None:
    kind = str(result.get("type"))
    for name in NEEDED.get(kind, ()):
        if not result.get(name):
            raise _unparsable(f'Field "{name}" must be specified in a result of type {kind}')
    if "input_message_content" in result:
        _check_content(result["input_message_content"])
    caption = format_text(str(result.get("caption", "")), str(result.get("parse_mode", "")))
    if utf16_length(caption.plain) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    if "reply_markup" in result:
        checked_inline_keyboard(result["reply_markup"].get("inline_keyboard"))


def _check_content(content: Any) -> None:
    if not isinstance(content, dict):
        raise _unparsable("Inline query result content must be an Object")
    if "message_text" not in content:
        if not {"latitude", "phone_number", "title"} & set(content):
            raise _unparsable("Unknown input message content")
        return
    text = format_text(str(content["message_text"]), str(content.get("parse_mode", "")), content.get("entities"))
    if not text.plain:
        raise bad_request("MESSAGE_EMPTY")
    if utf16_length(text.plain) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")


def _checked_button(button: Any) -> Json | None:
    if button is None:
        return None
    start = button.get("start_parameter", "") if isinstance(button, dict) else ""
    is_start = 1 <= len(start) <= 64 and start.replace("-", "").replace("_", "").isalnum()
    if not (is_start or (isinstance(button, dict) and "web_app" in button)):
        raise bad_request("START_PARAM_INVALID")
    return dict(button)


def _unparsable(what: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {what}")
