"""What the bot asks and tells about itself: getMe, commands, names, descriptions, the menu button."""

import re

from tests.bot_api.errors import Json, bad_request
from tests.bot_api.methods.registry import Handler, method
from tests.bot_api.profile import ScopeKey
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.utf16 import utf16_length
from tests.bot_api.world import World

SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


@method("getMe")
def get_me(world: World, _parameters: Parameters) -> object:
    return world.bot.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


@method("logOut")
def log_out(world: World, _parameters: Parameters) -> object:
    world.logged_out = True
    return True


@method("close")
def close(_world: World, _parameters: Parameters) -> object:
    return True


@method("setMyCommands")
def set_my_commands(world: World, parameters: Parameters) -> object:
    commands = parameters.list_of_objects("commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")) is None:
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16_length(str(command.get("description", "")).strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(world, parameters)] = commands
    return True


@method("getMyCommands")
def get_my_commands(world: World, parameters: Parameters) -> object:
    return world.profile.commands.get(_scope(world, parameters), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, parameters: Parameters) -> object:
    world.profile.commands.pop(_scope(world, parameters), None)
    return True


def _scope(world: World, parameters: Parameters) -> ScopeKey:
    scope = parameters.structure("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in SCOPES[kind]:
        if not scope.get(name):
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    if "chat_id" in SCOPES[kind] and world.chat_named(str(scope["chat_id"])) is None:
        raise bad_request("chat not found")
    return kind, str(scope.get("chat_id", "")), str(scope.get("user_id", "")), _language(parameters)


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code")
    if _LANGUAGE.fullmatch(code) is None:
        raise bad_request("invalid language code specified")
    return code


def _text_methods(name: str, parameter: str, limit: int, too_long: str) -> None:
    """Register the pair that sets and gets one text by language."""

    def texts(world: World) -> dict[str, str]:
        by_parameter = {
            "name": world.profile.names,
            "description": world.profile.descriptions,
            "short_description": world.profile.short_descriptions,
        }
        return by_parameter[parameter]

    def set_text(world: World, parameters: Parameters) -> object:
        text = parameters.text(parameter)
        if utf16_length(text) > limit:
            raise bad_request(too_long)
        texts(world)[_language(parameters)] = text
        return True

    def get_text(world: World, parameters: Parameters) -> Json:
        kept = texts(world)
        return {parameter: kept.get(_language(parameters)) or kept.get("", "")}

    pair: dict[str, Handler] = {f"set{name}": set_text, f"get{name}": get_text}
    for full_name, handler in pair.items():
        method(full_name)(handler)


_text_methods("MyName", "name", 64, "BOT_TITLE_TOO_LONG")
_text_methods("MyDescription", "description", 512, "BOT_DESCRIPTION_TOO_LONG")
_text_methods("MyShortDescription", "short_description", 120, "BOT_SHORT_DESCRIPTION_TOO_LONG")


@method("setChatMenuButton")
def set_chat_menu_button(world: World, parameters: Parameters) -> object:
    button = parameters.structure("menu_button") or {"type": "default"}
    if button.get("type") not in {"commands", "web_app", "default"}:
        raise bad_request("can't parse MenuButton: unsupported type specified")
    if button["type"] == "web_app" and not str(button.get("web_app", {}).get("url", "")).startswith("https://"):
        raise bad_request("BUTTON_URL_INVALID")
    if parameters.text("chat_id"):
        world.find_chat(parameters).menu_button = button
    else:
        world.profile.menu_button = button
    return True


@method("getChatMenuButton")
def get_chat_menu_button(world: World, parameters: Parameters) -> object:
    chat = world.find_chat(parameters) if parameters.text("chat_id") else None
    return (chat.menu_button if chat else None) or world.profile.menu_button
