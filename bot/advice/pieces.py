"""Stories are matched in pieces: the whole, and the sentences that tell most."""

from collections.abc import Callable

from bot.advice.normalising import has_han, sentences_of

SHORTEST_STORY, SHORTEST_PIECE = 160, 12
SHORTEST_HAN_STORY, SHORTEST_HAN_PIECE = 40, 4
"""Characters from which a question is a story whose sentences are scored alone, too, and of such a sentence."""

MOST_PIECES = 3
"""Sentences of a story that are scored alone; each costs as much as a question."""


def telling_sentences(text: str, form: Callable[[str], str]) -> tuple[str, ...]:
    """The last and the longest sentences of a story, brought into one *form*; none if *text* is no story."""
    shortest_story, shortest_piece = (
        (SHORTEST_HAN_STORY, SHORTEST_HAN_PIECE) if has_han(text) else (SHORTEST_STORY, SHORTEST_PIECE)
    )
    forms = [form(sentence) for sentence in sentences_of(text)]
    long_enough = [sentence for sentence in forms if len(sentence) >= shortest_piece]
    if len(long_enough) < 2 or sum(map(len, forms)) < shortest_story:
        return ()
    # People come to the point at the end, or at length.
    last, *others = dict.fromkeys(reversed(long_enough))
    longest = sorted(others, key=len, reverse=True)[: MOST_PIECES - 1]
    return (last, *longest)
