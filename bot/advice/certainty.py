"""Confidence in words, as people read it."""

from typing import Literal

Certainty = Literal["sure", "likely", "closest"]
"""What we say of how well a topic fits: we are sure, it is likely, or it is the closest we have."""

SURE = 0.9
"""Confidence is calibrated, so this means: right in at least nine of ten such answers."""
LIKELY = 0.5
"""Below, the topic is more likely wrong than right."""


def certainty_of(confidence: float) -> Certainty:
    """The words for a *confidence* from 0 to 1."""
    if confidence >= SURE:
        return "sure"
    return "likely" if confidence >= LIKELY else "closest"
