"""What a conversation has come to, told by its replies one by one."""

from itertools import pairwise

from bot.advice.repeating import NO_PAST, Past


def told(*decisions: str) -> Past:
    past = NO_PAST
    for number, decision in enumerate(decisions):
        topic = f"t{number}" if decision == "advice" else None
        past = past.after(decision=decision, topic=topic, reply=f"r{number}")
    return past


def test_that_we_do_not_know_is_never_said_in_the_same_manner_twice_running() -> None:
    manners = [told(*["none"] * times).manner for times in range(7)]
    assert manners[0] == "first"
    assert all(one != other for one, other in pairwise(manners))
    assert "first" not in manners[1:]


def test_help_ends_a_row_of_refusals_and_a_pleasantry_does_not() -> None:
    assert told("none", "none", "smalltalk").refusals == 2
    assert told("none", "none", "choice").refusals == 0
    assert told("none", "advice", "none").refusals == 1


def test_the_last_topics_shown_are_kept_newest_first_and_each_once() -> None:
    past = told("advice", "advice", "none", "advice", "advice")
    assert past.topics == ("t4", "t3", "t1")
    assert past.after(decision="advice", topic="t1", reply="").topics == ("t1", "t4", "t3")
    assert past.said == "r4"
