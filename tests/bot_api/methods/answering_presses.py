"""answerCallbackQuery."""

from tests.bot_api.errors import bad_request
from tests.bot_api.methods.registry import method
from tests.bot_api.records import CallbackAnswer
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.utf16 import utf16_length
from tests.bot_api.world import World

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(world: World, parameters: Parameters) -> object:
    query_id = parameters.text("callback_query_id")
    if world.callbacks.get(query_id, TOO_OLD) is not None or query_id in world.expired:
        raise bad_request(TOO_OLD)
    text = parameters.text("text")
    if utf16_length(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.callbacks[query_id] = CallbackAnswer(
        text=text, show_alert=parameters.flag("show_alert"), url=parameters.text("url") or None
    )
    world.record_sent("answerCallbackQuery", parameters, text=text, plain=text)
    return True
