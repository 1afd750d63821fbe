"""Exercises: a short business situation, to which people choose challenges and then measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, get_args

from bot.advice.knowledge import Case

Stage = Literal["challenges", "measures", "sent"]
"""What somebody is to choose next; sent: they have chosen both."""
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What somebody has ticked, and how far they are."""

    stage: Stage
    challenges: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    @property
    def ticked(self) -> tuple[str, ...]:
        """What is ticked of what is to be chosen now."""
        return self.challenges if self.stage == "challenges" else self.measures


def options_of(case: Case, stage: Stage) -> tuple[str, ...]:
    """The topics to choose from, in an order that tells nothing and is the same for everybody."""
    right, others = (
        (case.challenges, case.other_challenges) if stage == "challenges" else (case.measures, case.other_measures)
    )
    options = [*right, *others]
    Random(f"{case.id} {stage}").shuffle(options)  # noqa: S311 - a play, no secret
    return tuple(options)


def toggled(choices: Choices, topic: str, options: Sequence[str]) -> Choices:
    """*choices* with *topic* ticked, or no longer; unchanged where it cannot be chosen."""
    if topic not in options or choices.stage == "sent":
        return choices
    ticked = {*choices.ticked} ^ {topic}
    kept = tuple(option for option in options if option in ticked)
    if choices.stage == "challenges":
        return Choices(stage=choices.stage, challenges=kept, measures=choices.measures)
    return Choices(stage=choices.stage, challenges=choices.challenges, measures=kept)


def sent(choices: Choices) -> Choices:
    """*choices* once what is ticked is sent; with nothing ticked they stay as they are."""
    if choices.stage == "sent" or not choices.ticked:
        return choices
    following = STAGES[STAGES.index(choices.stage) + 1]
    return Choices(stage=following, challenges=choices.challenges, measures=choices.measures)
