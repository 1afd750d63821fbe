"""What a phrasing can ask for.

A label is a topic, a kind of question we do not answer, or a pleasantry. Topics are what we look for; the others
compete with them and so keep us from answering what is not ours.
"""

from dataclasses import dataclass
from typing import Literal

LabelKind = Literal["topic", "elsewhere", "smalltalk"]


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a phrasing asks for."""

    kind: LabelKind
    id: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A phrasing in a *language* ("en", "zh"; "other" for all else), and what it asks for."""

    text: str
    label: Label
    language: str = "en"
