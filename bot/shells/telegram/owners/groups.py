"""Manners in groups: a greeting when we are let in, a cooldown, and nothing left behind when we are put out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import ChatMember, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType

from bot.shells.telegram.addressing import command_is_for_us, is_for_us
from bot.shells.telegram.delivery.deliveries import Sent
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Screen
from bot.shells.telegram.owners.cooldown import Cooldown, Free, Tell
from bot.shells.telegram.payloads import ASK, link_to
from bot.shells.telegram.screens import Screens

ANSWERS_A_PERSON = 5
ANSWERS_A_GROUP = 15
"""Each within ``COOLDOWN``. Telegram lets us send 20 messages a minute to a group."""
COOLDOWN = timedelta(minutes=1)
GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})

Calls = Callable[[Message], bool]
"""Whether a message calls us."""


def _cooldown(most: int) -> Callable[[], Cooldown]:
    return lambda: Cooldown(most=most, within=COOLDOWN)


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Minds our manners."""

    desk: Desk
    _of_person: Cooldown = field(default_factory=_cooldown(ANSWERS_A_PERSON))
    _of_group: Cooldown = field(default_factory=_cooldown(ANSWERS_A_GROUP))

    def in_turn(self, handler: Handler, calls: Calls | None = None) -> Handler:
        """*handler*, but in groups not for who has had enough answers for now.

        *calls* says which messages call us, default: all.
        """

        async def on_message(update: Update, context: Context) -> None:
            message = update.message
            calls_us = message is not None and (calls is None or calls(message))
            if message is None or not calls_us or await self._has_a_turn(update, message):
                await handler(update, context)

        return on_message

    def names_us(self, message: Message) -> bool:
        """Claim that *message* names us or replies to us."""
        return is_for_us(message, self.desk.me)

    def is_our_command(self, message: Message) -> bool:
        """Claim that a command we do not know is meant for us all the same."""
        return command_is_for_us(message, self.desk.me)

    async def on_standing(self, update: Update, _context: Context) -> None:
        """Someone lets us into a group, or puts us out."""
        change = update.my_chat_member
        if change is None or change.chat.type not in GROUPS:
            return
        was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        if was_in and not is_in:
            await self._forget(change.chat.id)
        elif is_in and not was_in and not await self.desk.keep(self.desk.records.chats.is_greeted, change.chat.id):
            hears_all = change.new_chat_member.status == ChatMember.ADMINISTRATOR
            await self._greet(await self.desk.asker(update), hears_all=hears_all)

    async def on_migration(self, update: Update, _context: Context) -> None:
        """A group became a supergroup and has another id; Telegram tells it twice, from either side."""
        message = update.effective_message
        if message is None:
            return
        old, new = message.migrate_from_chat_id, message.chat.id
        if message.migrate_to_chat_id is not None:
            old, new = message.chat.id, message.migrate_to_chat_id
        if old is None:
            return
        names = self.desk.records.names
        await self.desk.keep(self.desk.records.chats.move, old, new)
        await self.desk.keep(self.desk.records.conversations.move_chat, names.chat(old), names.chat(new))

    async def _has_a_turn(self, update: Update, message: Message) -> bool:
        if message.chat.type == ChatType.PRIVATE:
            return True
        asker = await self.desk.asker(update)
        chat, person = asker.asking.chat, asker.asking.person
        for cooldown, who in ((self._of_person, (chat, person)), (self._of_group, (chat,))):
            match cooldown.verdict(who, update.update_id, message.date):
                case Free():
                    continue
                case Tell(wait=wait):
                    await self._tell(asker, wait)
            return False
        return True

    async def _tell(self, asker: Asker, wait: timedelta) -> None:
        seconds = 10 * -(-max(1, round(wait.total_seconds())) // 10)
        html = self.desk.parts.answerer.replies.page("cooldown", asker.language, seconds=seconds)
        label = self.desk.parts.templates.label(asker.language, "ask_privately")
        button = InlineKeyboardButton(label, url=link_to(self.desk.me, ASK))
        await self.desk.show(asker, Screen(html=html, keyboard=InlineKeyboardMarkup.from_button(button)))

    async def _greet(self, asker: Asker, *, hears_all: bool) -> None:
        screen = Screens(self.desk.parts).page(
            "added",
            asker.language,
            name=self.desk.me.username,
            hears_all=hears_all or bool(self.desk.me.can_read_all_group_messages),
        )
        # Where we may not speak we stay silent.
        if isinstance(await self.desk.sender.send(asker.place, screen.html), Sent):
            await self.desk.keep(self.desk.records.chats.mark_greeted, asker.place.chat_id)

    async def _forget(self, chat_id: int) -> None:
        await self.desk.keep(self.desk.records.chats.forget, chat_id)
        await self.desk.keep(self.desk.records.conversations.leave_chat, self.desk.records.names.chat(chat_id))


def _is_in(member: ChatMember) -> bool:
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}
