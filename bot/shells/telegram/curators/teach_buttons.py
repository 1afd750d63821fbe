"""The buttons that teach. ``target`` is what is meant: a topic, a kind of question that others answer, or a new topic.

An id may be too long for a button, so a target is the first letter of what it is and a digest of its id.
"""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from bot.advice.knowledge import KnowledgeBase
from bot.curation.known_texts import Owner, owners_of
from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.curators.review_buttons import Item
from bot.shells.telegram.roles import Role

Target = Annotated[str, r"[te][0-9a-f]{8}|n"]
TargetKind = Annotated[str, r"[te]"]
NEW_TOPIC = "n"
TOPIC = "t"
KIND = "e"


@button_kind("tw")
@dataclass(frozen=True, kw_only=True)
class ChooseWords(Press):
    """Show a page, from 1, of the ways of asking of a cluster that may be taught.

    ``ticked`` are chosen, each a bit; None: not chosen yet.
    """

    role = Role.ADMIN
    language: Language
    item: Item
    target: Target
    ticked: Number | None
    page: Number = 1


@button_kind("tt")
@dataclass(frozen=True, kw_only=True)
class TeachWords(Press):
    """Show what teaching the ticked ways of asking would do."""

    role = Role.ADMIN
    language: Language
    item: Item
    target: Target
    ticked: Number


@button_kind("to")
@dataclass(frozen=True, kw_only=True)
class OnlyTell(Press):
    """Answer those who left a question of a cluster, and teach nothing."""

    role = Role.ADMIN
    language: Language
    item: Item
    target: Target


@button_kind("tk")
@dataclass(frozen=True, kw_only=True)
class OpenKinds(Press):
    """Show a page, from 1, of the kinds of question that others answer."""

    role = Role.ADMIN
    language: Language
    item: Item
    page: Number


@button_kind("tf")
@dataclass(frozen=True, kw_only=True)
class FindTarget(Press):
    """Ask for a word to find a topic or a kind by."""

    role = Role.ADMIN
    language: Language
    item: Item
    kind: TargetKind


def target_of(kind: str, ident: str) -> str:
    """What stands on a button for a topic or a kind of question."""
    return f"{kind[0]}{hashlib.sha256(ident.encode()).hexdigest()[:8]}"


def owner_for(target: str, knowledge: KnowledgeBase) -> Owner | None:
    """The topic or the kind that *target* stands for, if it is there."""
    return next((owner for owner in owners_of(knowledge) if target_of(owner.kind, owner.id) == target), None)
