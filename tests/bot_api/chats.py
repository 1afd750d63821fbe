"""People and chats as the server keeps them."""

from dataclasses import dataclass, field
from typing import Literal

from tests.bot_api.errors import ApiError, Json, bad_request, forbidden
from tests.bot_api.messages import Message

ChatKind = Literal["private", "group", "supergroup", "channel"]
Standing = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person or a bot."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def to_json(self) -> Json:
        written: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return written | {key: value for key, value in optional.items() if value is not None}


@dataclass(kw_only=True)
class Chat:
    """A chat and all that happened in it; ``refusal`` is what the bot gets if it may not write there."""

    id: int
    kind: ChatKind
    title: str | None = None
    first_name: str | None = None
    username: str | None = None
    is_forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    members: dict[int, Standing] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    from_bot: list[int] = field(default_factory=list)
    edited_by_bot: list[int] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    menu_button: Json | None = None
    refusal: ApiError | None = None

    def to_json(self) -> Json:
        written: Json = {"id": self.id, "type": self.kind}
        optional = {"title": self.title, "first_name": self.first_name, "username": self.username}
        written |= {key: value for key, value in optional.items() if value is not None}
        return written | {"is_forum": True} if self.is_forum else written

    @property
    def is_private(self) -> bool:
        return self.kind == "private"

    def standing(self, user_id: int) -> Standing:
        return self.members.get(user_id, "left")

    def check_topic(self, thread_id: int | None) -> None:
        if thread_id is None or not self.is_forum or thread_id == 1:
            return
        if thread_id not in self.topics:
            raise bad_request("message thread not found")
        if thread_id in self.closed_topics:
            raise bad_request("TOPIC_CLOSED")


BLOCKED = forbidden("bot was blocked by the user")
DEACTIVATED = forbidden("user is deactivated")
NEVER_MET = forbidden("bot can't initiate conversation with a user")


def put_out(kind: ChatKind) -> ApiError:
    return forbidden(f"bot was kicked from the {kind} chat")


def not_member(kind: ChatKind) -> ApiError:
    return forbidden(f"bot is not a member of the {kind} chat")


def migrated(new_id: int) -> ApiError:
    return bad_request("group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": new_id})


def member_json(account: Account, standing: Standing) -> Json:
    """A ChatMember with every field that its standing requires."""
    written: Json = {"user": account.to_json(), "status": standing}
    match standing:
        case "creator":
            return written | {"is_anonymous": False}
        case "administrator":
            return written | {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(ADMIN_RIGHTS, True)
        case "restricted":
            return written | {"is_member": True, "until_date": 0} | dict.fromkeys(MEMBER_RIGHTS, False)
        case "kicked":
            return written | {"until_date": 0}
        case _:
            return written


ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
MEMBER_RIGHTS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics", "can_edit_tag", "can_react_to_messages",
)  # fmt: skip
