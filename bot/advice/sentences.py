"""The sentences of a story that are scored alone, beside the whole: those that tell most.

Here a story is any text of a few lines, and its writer does not notice. Whoever writes much more than that is asked by
``story.py`` which part matters.
"""

from collections.abc import Callable

from bot.advice.normalising import has_han, sentences_of

_SHORTEST_STORY, _SHORTEST_SENTENCE = 160, 12
_SHORTEST_HAN_STORY, _SHORTEST_HAN_SENTENCE = 40, 4
"""Characters from which a question is a story whose sentences are scored alone, too, and of such a sentence."""

_MOST_SENTENCES = 3
"""Each costs as much as a question."""


def telling_sentences(text: str, form: Callable[[str], str]) -> tuple[str, ...]:
    """The last and the longest sentences of a story, brought into one *form*; none if *text* is no story."""
    shortest_story, shortest_sentence = (
        (_SHORTEST_HAN_STORY, _SHORTEST_HAN_SENTENCE) if has_han(text) else (_SHORTEST_STORY, _SHORTEST_SENTENCE)
    )
    forms = [form(sentence) for sentence in sentences_of(text)]
    long_enough = [sentence for sentence in forms if len(sentence) >= shortest_sentence]
    if len(long_enough) < 2 or sum(map(len, forms)) < shortest_story:
        return ()
    # People come to the point at the end, or at length.
    last, *others = dict.fromkeys(reversed(long_enough))
    longest = sorted(others, key=len, reverse=True)[: _MOST_SENTENCES - 1]
    return (last, *longest)
