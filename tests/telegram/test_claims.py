"""Two curators are not at the same questions at once."""

from bot.shells.telegram.curators.claims import CLAIM_S, Claims

EVA = ("p1", "Eva")
BEN = ("p2", "Ben")


def test_who_comes_second_learns_who_was_first() -> None:
    claims = Claims(clock=lambda: 0.0)
    assert claims.take(["a", "b"], *EVA) is None
    assert claims.take(["a"], *EVA) is None
    assert claims.take(["b", "c"], *BEN) == "Eva"
    assert claims.take(["c"], *BEN) is None
    claims.release(EVA[0])
    assert claims.take(["b"], *BEN) is None


def test_a_question_is_free_again_after_a_while() -> None:
    now = [0.0]
    claims = Claims(clock=lambda: now[0])
    claims.take(["a"], *EVA)
    now[0] = CLAIM_S / 2
    assert claims.take(["a"], *BEN) == "Eva"
    claims.take(["a"], *EVA)
    now[0] = CLAIM_S
    assert claims.take(["a"], *BEN) == "Eva"
    now[0] = 2 * CLAIM_S
    assert claims.take(["a"], *BEN) is None
