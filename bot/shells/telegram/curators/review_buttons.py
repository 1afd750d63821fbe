"""The buttons of the review queue. ``item`` is any question of a cluster: the cluster that has it is meant."""

from dataclasses import dataclass
from typing import Annotated

from bot.records.review import State
from bot.shells.telegram.callbacks import Language, Number, Press, button_kind
from bot.shells.telegram.roles import Role

Item = Annotated[str, r"[cl][0-9]{1,15}"]
StateCode = Annotated[str, r"[nldi]"]
STATE_OF: dict[str, State] = {"n": "new", "l": "later", "d": "done", "i": "ignored"}
CODE_OF = {state: code for code, state in STATE_OF.items()}


@button_kind("rq")
@dataclass(frozen=True, kw_only=True)
class OpenReview(Press):
    """Show a page, from 1, of the clusters in this state."""

    role = Role.ADMIN
    language: Language
    state: StateCode
    page: Number


@button_kind("rc")
@dataclass(frozen=True, kw_only=True)
class OpenCluster(Press):
    """Show a cluster."""

    role = Role.ADMIN
    language: Language
    item: Item


@button_kind("rs")
@dataclass(frozen=True, kw_only=True)
class SetState(Press):
    """Put a cluster into this state."""

    role = Role.ADMIN
    language: Language
    state: StateCode
    item: Item


@button_kind("ra")
@dataclass(frozen=True, kw_only=True)
class AnswerInWords(Press):
    """Ask for a curator's own words for those who left a question of this cluster."""

    role = Role.ADMIN
    language: Language
    item: Item
