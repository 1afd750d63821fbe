"""/admin and /trainer: curators put people on the team and take them off.

    /admin 12345                        by number
    /admin, then a contact or a forward  within ten minutes
    /admin as the reply to one           at any time

Whoever the settings name is there for good. A person's number and the name they had are kept until they are taken off.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from telegram import Message, MessageOriginUser, Update, User

from bot.lines import on_one_line
from bot.records.audit import Deed
from bot.records.team import Member, Post
from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.desk import Asker, Context, Desk, Handler
from bot.shells.telegram.keyboards import Row, Screen, row
from bot.shells.telegram.pressing import Pressed, PressHandler, turn_to
from bot.shells.telegram.roles import Role

EXPECTED_FOR = timedelta(minutes=10)
"""How long after /admin or /trainer a contact or a forwarded message names somebody for the team."""
_LARGEST_ID = 2**52
PostCode = Annotated[str, r"[at]"]
POST_OF: dict[str, Post] = {"a": "admin", "t": "trainer"}
_ADDED: dict[Post, Deed] = {"admin": "admin_added", "trainer": "trainer_added"}
_REMOVED: dict[Post, Deed] = {"admin": "admin_removed", "trainer": "trainer_removed"}


@button_kind("ta")
@dataclass(frozen=True, kw_only=True)
class AddToTeam(Press):
    """Put this person on the team."""

    role = Role.ADMIN
    language: Language
    post: PostCode
    user: Number


@button_kind("tr")
@dataclass(frozen=True, kw_only=True)
class RemoveFromTeam(Press):
    """Take this person off the team."""

    role = Role.ADMIN
    language: Language
    user: Number


@dataclass(frozen=True, kw_only=True)
class _Expected:
    """Somebody is about to be named for this post."""

    post: Post
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Teamwork:
    """Keeps the team."""

    desk: Desk
    curators: Curators
    _expected: dict[int, _Expected] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    @property
    def on_press(self) -> dict[type[Press], PressHandler]:
        """What the buttons do."""
        return {AddToTeam: self.on_add, RemoveFromTeam: self.on_remove}

    async def on_admin(self, update: Update, context: Context) -> None:
        """A curator looks at the curators, or names one."""
        await self._on_post(update, context, "admin")

    async def on_trainer(self, update: Update, context: Context) -> None:
        """A curator looks at the trainers, or names one."""
        await self._on_post(update, context, "trainer")

    def on_named(self, otherwise: Handler) -> Handler:
        """Takes a contact or a forwarded message for a name, if a curator was asked for one, else does *otherwise*."""

        async def on_message(update: Update, context: Context) -> None:
            message = update.effective_message
            expected = None if message is None else self._expectation(message)
            if message is None or expected is None:
                await otherwise(update, context)
                return
            asker = await self.desk.asker(update)
            if Role.ADMIN in asker.roles:
                await self._propose(asker, expected, message)
            else:
                await otherwise(update, context)

        return on_message

    async def on_add(self, press: AddToTeam, pressed: Pressed) -> bool:
        """A curator is sure who it is."""
        screen = await self._add(
            pressed.language, pressed.query.from_user, self._member(POST_OF[press.post], press.user)
        )
        return await turn_to(self.desk, screen, pressed)

    async def on_remove(self, press: RemoveFromTeam, pressed: Pressed) -> bool:
        """A curator takes somebody off."""
        gone = await self.desk.keep(self.desk.records.team.remove, press.user)
        if gone is None:
            return False
        self._names[gone.user_id] = gone.name
        await self.curators.record(pressed.query.from_user, _REMOVED[gone.post], _named(gone))
        again = AddToTeam(language=pressed.language, post=gone.post[0], user=gone.user_id)
        rows = [row(self.curators.label(pressed.language, "team_add_again"), again)]
        return await turn_to(self.desk, self.curators.screen("team_removed", pressed.language, rows, who=gone), pressed)

    async def _on_post(self, update: Update, context: Context, post: Post) -> None:
        asker, message = await self.desk.asker(update), update.effective_message
        if message is None:
            return
        named = (context.args or [""])[0]
        if named:
            await self._on_number(asker, update.effective_user, post, named)
        elif message.reply_to_message is not None and _names_somebody(message.reply_to_message):
            await self._propose(asker, post, message.reply_to_message)
        else:
            if update.effective_user is not None:
                until = message.date + EXPECTED_FOR
                self._expected[update.effective_user.id] = _Expected(post=post, until=until)
            await self.desk.show(asker, await self._team(asker.language, post))

    async def _on_number(self, asker: Asker, user: User | None, post: Post, named: str) -> None:
        if not (named.isascii() and named.isdecimal() and len(named) < 18 and 0 < int(named) < _LARGEST_ID):
            await self.curators.show(asker, "team_nobody", why="number")
        elif user is not None:
            await self.desk.show(asker, await self._add(asker.language, user, self._member(post, int(named))))

    async def _add(self, language: str, by: User, member: Member) -> Screen:
        if member.user_id in self.desk.settings.admins:
            return self.curators.screen("team_nobody", language, why="fixed")
        before = await self.desk.keep(self.desk.records.team.post_of, member.user_id)
        if before != member.post:
            await self.desk.keep(self.desk.records.team.add, member)
            await self.curators.record(by, _ADDED[member.post], _named(member))
        rows = [self._removal(language, member)]
        return self.curators.screen("team_added", language, rows, who=member)

    async def _propose(self, asker: Asker, post: Post, message: Message) -> None:
        """Ask whether it is this person: a contact is easily the wrong one."""
        user_id, name, why = _somebody_in(message)
        if user_id is None:
            await self.curators.show(asker, "team_nobody", why=why)
            return
        self._names[user_id] = name
        language = asker.language
        rows = [
            row(
                self.curators.label(language, f"team_add_{other}"),
                AddToTeam(language=language, post=other[0], user=user_id),
            )
            for other in dict.fromkeys((post, *POST_OF.values()))
        ]
        member = Member(user_id=user_id, post=post, name=name)
        await self.desk.show(asker, self.curators.screen("team_who", language, rows, who=member))

    async def _team(self, language: str, post: Post) -> Screen:
        added = await self.desk.keep(self.desk.records.team.members)
        settings = self.desk.settings
        fixed = sorted(settings.admins if post == "admin" else settings.trainers - settings.admins)
        shown = [member for member in added if member.post == post]
        rows = [self._removal(language, member) for member in shown]
        return self.curators.screen("team", language, rows, post=post, fixed=fixed, added=shown)

    def _removal(self, language: str, member: Member) -> Row:
        label = self.curators.label(language, "team_remove").format(name=member.name or member.user_id)
        return row(label[:64], RemoveFromTeam(language=language, user=member.user_id))

    def _member(self, post: Post, user_id: int) -> Member:
        return Member(user_id=user_id, post=post, name=self._names.get(user_id, ""))

    def _expectation(self, message: Message) -> Post | None:
        user = message.from_user
        expected = None if user is None else self._expected.get(user.id)
        return expected.post if expected is not None and message.date <= expected.until else None


def _names_somebody(message: Message) -> bool:
    return message.contact is not None or message.forward_origin is not None


def _somebody_in(message: Message) -> tuple[int | None, str, str]:
    """The id and the name of whom a contact or a forwarded message is about; without an id, why there is none."""
    contact, origin = message.contact, message.forward_origin
    if contact is not None:
        return contact.user_id, on_one_line(f"{contact.first_name} {contact.last_name or ''}"), "no_account"
    if not isinstance(origin, MessageOriginUser):
        return None, "", "hidden"
    if origin.sender_user.is_bot:
        return None, "", "bot"
    return origin.sender_user.id, on_one_line(origin.sender_user.full_name), ""


def _named(member: Member) -> str:
    return f"{member.user_id} {member.name}".strip()
