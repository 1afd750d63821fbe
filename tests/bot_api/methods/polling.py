"""sendPoll and stopPoll."""

from dataclasses import replace
from typing import Any

from tests.bot_api.errors import Json, bad_request
from tests.bot_api.formatting import format_text
from tests.bot_api.keyboards import read_markup
from tests.bot_api.messages import Message
from tests.bot_api.methods.registry import method
from tests.bot_api.methods.sending import read_target, sent
from tests.bot_api.polls import Poll
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.utf16 import utf16_length
from tests.bot_api.world import World


@method("sendPoll")
def send_poll(world: World, parameters: Parameters) -> object:
    wanted = _read_poll(parameters)
    target = read_target(world, parameters)
    number = str(len(world.polls) + 1)
    message = target.post(world, text=wanted["question"], content={"poll": {}})
    poll = Poll(id=number, chat_id=target.chat.id, message_id=message.message_id, **wanted)
    world.polls[number] = poll
    message = show_poll(world, poll)
    sent(world, "sendPoll", parameters, [message])
    return world.message_json(message)


def show_poll(world: World, poll: Poll) -> Message:
    """The message of *poll* with the poll's present state in it."""
    chat = world.chats[poll.chat_id]
    message = chat.messages[poll.message_id]
    shown = replace(message, content={"poll": poll.to_json()})
    chat.messages[poll.message_id] = shown
    return shown


def _read_poll(parameters: Parameters) -> Json:
    question = _short(parameters.text("question"), "question", 300)
    options = tuple(_short(_option_text(option), "options", 100) for option in parameters.structure("options") or ())
    if len(options) < 2:
        raise bad_request("poll must have at least 2 option")
    if len(options) > 12:
        raise bad_request("poll can't have more than 12 options")
    kind = parameters.text("type") or "regular"
    if kind not in {"regular", "quiz"}:
        raise bad_request("unsupported poll type specified")
    anonymous = parameters.flag("is_anonymous") if parameters.has("is_anonymous") else True
    multiple = parameters.flag("allows_multiple_answers")
    found = {"question": question, "options": options, "kind": kind, "is_anonymous": anonymous}
    found |= {"allows_multiple_answers": multiple, "is_closed": parameters.flag("is_closed")}
    return found | (_read_quiz(parameters, len(options)) if kind == "quiz" else {})


def _read_quiz(parameters: Parameters, options: int) -> Json:
    single = parameters.integer("correct_option_id")
    correct = tuple(parameters.structure("correct_option_ids") or (() if single is None else (single,)))
    if not correct or not all(isinstance(number, int) and 0 <= number < options for number in correct):
        raise bad_request("wrong correct option ID specified")
    explanation = format_text(parameters.text("explanation"), parameters.text("explanation_parse_mode"))
    if utf16_length(explanation.plain) > 200:
        raise bad_request("quiz explanation length must not exceed 200")
    if explanation.plain.count("\n") > 2:
        raise bad_request("quiz explanation must not contain more than 2 line feeds")
    return {"correct_options": correct, "explanation": explanation.plain}


def _option_text(option: Any) -> str:
    return str(option.get("text", "")) if isinstance(option, dict) else str(option)


def _short(text: str, what: str, limit: int) -> str:
    text = text.strip()
    if not text:
        raise bad_request(f"poll {what} must be non-empty")
    if utf16_length(text) > limit:
        raise bad_request(f"poll {what} length must not exceed {limit}")
    return text


@method("stopPoll")
def stop_poll(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters)
    message = chat.messages.get(parameters.integer("message_id") or 0)
    if message is None or not message.from_bot or "poll" not in message.content:
        raise bad_request("message with poll to stop not found")
    poll = world.polls[message.content["poll"]["id"]]
    if poll.is_closed:
        raise bad_request("poll has already been closed")
    poll.is_closed = True
    keyboard = read_markup(parameters).inline
    message = world.amend(chat, replace(show_poll(world, poll), inline_keyboard=keyboard))
    sent(world, "stopPoll", parameters, [message])
    return poll.to_json()
