"""What is counted in a room, and how much of it may be seen.

People are counted exactly, since seats are; what is shown hides a count so small that it would point at somebody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST_SHOWN = 3
"""A smaller number of people is not told."""
TOPICS_SHOWN = 6
BAR_WIDTH = 10


@dataclass(frozen=True, kw_only=True)
class TopicCount:
    """How many people asked about a topic."""

    topic: str
    people: int


@dataclass(frozen=True, kw_only=True)
class OnWall:
    """Questions of a room by what became of them: on the wall, waiting for a trainer, hidden by one."""

    shown: int = 0
    waiting: int = 0
    hidden: int = 0


@dataclass(frozen=True, kw_only=True)
class RoomCounts:
    """All that is counted; ``topics`` with the most people first."""

    people: int
    questions: int
    answered: int
    topics: Sequence[TopicCount] = ()
    wall: OnWall = OnWall()


@dataclass(frozen=True, kw_only=True)
class TopicBar:
    """A topic on the board; ``people`` is None where there are too few to tell."""

    title: str
    people: int | None
    share: float

    @property
    def bar(self) -> str:
        """The share as a bar of text."""
        return bar_of(self.share)


@dataclass(frozen=True, kw_only=True)
class Board:
    """What the room may see of its counts; ``people`` is None where there are too few to tell."""

    people: int | None
    questions: int
    answered: int
    topics: Sequence[TopicBar] = ()
    wall: OnWall = OnWall()

    @property
    def unanswered(self) -> int:
        """Questions without an answer."""
        return self.questions - self.answered


def bar_of(share: float, *, fewest: int = 1) -> str:
    """A *share* from 0 to 1 as a bar of text; even a little is seen, unless the *fewest* full places are none."""
    full = max(fewest, round(share * BAR_WIDTH))
    return "█" * full + "░" * (BAR_WIDTH - full)


def shown(people: int) -> int | None:
    """The number of *people* as it may be told; None: fewer than three."""
    return people if people >= FEWEST_SHOWN else None


def board_of(counts: RoomCounts, titles: Mapping[str, str]) -> Board:
    """The board for *counts*; topics that have no title any more are left out.

    Topics of too few people come last, in the order of their titles and with bars of one length: nothing about them
    tells how many there were.
    """
    known = [count for count in counts.topics if count.topic in titles]
    many = [count for count in known if shown(count.people) is not None]
    few = sorted(titles[count.topic] for count in known if shown(count.people) is None)
    most = max((count.people for count in many), default=FEWEST_SHOWN)
    bars = [
        TopicBar(title=titles[count.topic], people=count.people, share=count.people / most)
        for count in sorted(many, key=lambda count: (-count.people, titles[count.topic]))
    ]
    bars += [TopicBar(title=title, people=None, share=1 / max(most, BAR_WIDTH)) for title in few]
    return Board(
        people=shown(counts.people),
        questions=counts.questions,
        answered=counts.answered,
        topics=tuple(bars[:TOPICS_SHOWN]),
        wall=counts.wall,
    )
