"""Which parts of the engine are at work. All are, but where it is measured what one of them is worth."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Switches:
    """One claim for each part: whether it is at work, in fitting and in matching alike.

    Without the ``normaliser`` texts are compared as they were typed, and as spelling mends normalised words alone, it
    rests, too. Where ``spelling`` rests, so does shorthand. Without ``wording`` or ``meaning`` nothing is compared by
    it, and confidence does not look at it. Without ``fusion`` the weightiest measure decides alone. Without the
    ``gate`` whatever comes first is advised.
    """

    normaliser: bool = True
    spelling: bool = True
    wording: bool = True
    meaning: bool = True
    fusion: bool = True
    gate: bool = True


ALL_ON = Switches()
