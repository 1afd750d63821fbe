"""sendPhoto, sendDocument and their like."""

from tests.bot_api.errors import Json, bad_request
from tests.bot_api.formatting import FormattedText, format_text, read_text
from tests.bot_api.methods.registry import Handler, method
from tests.bot_api.methods.sending import read_target, sent
from tests.bot_api.request_bodies import Parameters
from tests.bot_api.uploads import StoredFile
from tests.bot_api.utf16 import utf16_length
from tests.bot_api.world import World

MAX_CAPTION = 1024
KINDS = ("photo", "document", "audio", "video", "animation", "voice")


def _sender_of(kind: str) -> Handler:
    name = f"send{kind.capitalize()}"

    def send_file(world: World, parameters: Parameters) -> object:
        caption = read_text(parameters, "caption", required=False, limit=MAX_CAPTION)
        target = read_target(world, parameters)
        # An upload may stand in the field itself or be attached under another name.
        wanted = kind if kind in parameters.files else parameters.text(kind)
        file = world.uploads.receive(kind, parameters, wanted)
        message = target.post(
            world,
            text=caption.source,
            plain=caption.plain,
            entities=caption.entities,
            content=file.content_json(),
            file=file,
        )
        sent(world, name, parameters, [message])
        return world.message_json(message)

    return send_file


for _kind in KINDS:
    method(f"send{_kind.capitalize()}")(_sender_of(_kind))


@method("sendMediaGroup")
def send_media_group(world: World, parameters: Parameters) -> object:
    media = parameters.list_of_objects("media")
    if not 2 <= len(media) <= 10:
        raise bad_request("wrong number of messages: from 2 to 10 are allowed in an album")
    kinds = {str(item.get("type")) for item in media}
    if not kinds <= {"photo", "video"} and len(kinds) > 1:
        raise bad_request("documents and audio can't be mixed with other media types")
    target = read_target(world, parameters)
    items = [read_media(world, parameters, item) for item in media]
    group = f"album-{len(world.sent) + 1}"
    messages = [
        target.post(
            world,
            text=caption.source,
            plain=caption.plain,
            entities=caption.entities,
            content=file.content_json() | {"media_group_id": group},
            file=file,
        )
        for file, caption in items
    ]
    sent(world, "sendMediaGroup", parameters, messages)
    return [world.message_json(message) for message in messages]


def read_media(world: World, parameters: Parameters, media: Json) -> tuple[StoredFile, FormattedText]:
    """The file and the caption of an InputMedia object."""
    kind = str(media.get("type"))
    if kind not in KINDS:
        raise bad_request(f"can't parse InputMedia: type must be one of {', '.join(KINDS)}")
    file = world.uploads.receive(kind, parameters, str(media.get("media", "")))
    caption = format_text(
        str(media.get("caption", "")), str(media.get("parse_mode", "")), media.get("caption_entities")
    )
    if utf16_length(caption.plain) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return file, caption
