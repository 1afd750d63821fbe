"""/publish, /versions, /rollback and /reload: another version answers, after a curator has seen its effect."""

from dataclasses import dataclass

from telegram import Update

from bot.shells.telegram.curators.curatorship import Curators
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.long_work import Showing
from bot.shells.telegram.curators.proposals import Proposal
from bot.shells.telegram.curators.proposing import Proposing
from bot.shells.telegram.desk import Asker, Context, Desk, Handler

MOST_LISTED = 15
LONGEST_NOTE = 200


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """Shows versions, and proposes to put one in force."""

    desk: Desk
    curators: Curators
    editions: Editions
    proposing: Proposing

    @property
    def on_command(self) -> dict[str, Handler]:
        """What the commands do."""
        return {
            "publish": self.on_publish,
            "versions": self.on_versions,
            "rollback": self.on_rollback,
            "reload": self.on_reload,
        }

    async def on_publish(self, update: Update, context: Context) -> None:
        """A curator wants the knowledge folder to answer; what stands after the command is the note."""
        asker, note = await self.desk.asker(update), " ".join(context.args or ())[:LONGEST_NOTE]

        async def make() -> Proposal:
            return Proposal(draft=await self.editions.draft(), note=note)

        await self.proposing.propose(asker, asker.language, make, begun_by="publish")

    async def on_rollback(self, update: Update, context: Context) -> None:
        """A curator wants an earlier version to answer again."""
        asker = await self.desk.asker(update)
        number, *note = context.args or ("",)
        draft = await self.editions.version(int(number)) if number.isdecimal() and len(number) < 10 else None
        if draft is None:
            await self._show_versions(asker, unknown=number)
            return
        proposal = Proposal(draft=draft, note=" ".join(note)[:LONGEST_NOTE], way="rolled_back")

        async def make() -> Proposal:
            return proposal

        await self.proposing.propose(asker, asker.language, make, begun_by="rollback")

    async def on_versions(self, update: Update, _context: Context) -> None:
        """A curator wants to see which there are."""
        await self._show_versions(await self.desk.asker(update))

    async def on_reload(self, update: Update, _context: Context) -> None:
        """A curator wants the knowledge and the templates read anew, without any question asked."""
        asker, user = await self.desk.asker(update), update.effective_user

        async def reload(showing: Showing) -> None:
            draft = await self.editions.draft()
            effect = await self.editions.effect_of(draft, showing.on_step, quick=True)
            if effect.is_broken:
                proposal = Proposal(draft=draft, note="", way="reloaded")
                await showing.show(self.proposing.effect_screen(effect, proposal, asker.language))
                await self.proposing.send_problems(effect, asker, asker.language)
                return
            author = asker.asking.person
            publication = await self.editions.reload(draft, effect, author=author)
            if publication is not None:
                await self.curators.record(user, "reloaded", str(publication.version))
            await showing.show(self.curators.screen("edition_reloaded", asker.language, publication=publication))

        page = self.proposing.comparing(asker.language)
        # What has begun to answer is not stopped halfway.
        await self.proposing.long_work.do(asker, asker.language, page, reload, begun_by="reload", can_stop=False)

    async def _show_versions(self, asker: Asker, *, unknown: str = "") -> None:
        versions = await self.desk.keep(self.desk.records.versions.listed, MOST_LISTED)
        await self.curators.show(asker, "editions", versions=versions, unknown=unknown)
