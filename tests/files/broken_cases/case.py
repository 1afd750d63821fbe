"""One change to the small knowledge, and what the curator is told about it."""

from dataclasses import dataclass

COST = "topics/logistics_cost.yaml"
TRADE = "topics/what_is_trade.yaml"
FASTER = "topics/faster_logistics.yaml"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text of one file is replaced, and a problem expected on the line where ``at`` then stands, in these words.

    ``{other}`` in them is the line of COST that holds ``other``.
    """

    file: str
    old: str
    new: str
    at: str
    says: str
    at_file: str = ""
    other: str = ""
