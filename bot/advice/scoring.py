"""From a text to a score for every label.

    text -> simplified characters, one form, spelling mended
         -> likeness to every phrasing, by wording and by meaning     (wording.py, meaning.py)
         -> a blend of both -> a score for every label                (regression.py)

A story is scored in pieces: the whole, and the sentences that tell most.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import numpy as np

from bot.advice.index import Blend, Floats, MatchingIndex
from bot.advice.meaning import Encoder
from bot.advice.normalising import comparable
from bot.advice.pieces import telling_sentences
from bot.advice.ranking import Ranker, Ranking, combined_scores
from bot.advice.regression import blended
from bot.advice.spelling import Repair, SpellingRepairer
from bot.advice.switches import Switches

LONGEST_QUESTION = 1_500
TEXTS_REMEMBERED = 64
"""Texts whose scores are kept at hand, about a tenth of a megabyte each."""
VECTORS_REMEMBERED = 64
"""Texts whose English sentence vectors are kept at hand, two kilobytes each."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A text with a score and the closest phrasing for each label, and its likeness to each phrasing.

    Of a story, ``sentences`` are those that were scored alone, too.
    """

    text: str
    repairs: tuple[Repair, ...]
    sentences: tuple[str, ...]
    scores: Floats
    nearest: Mapping[str, Floats]
    kernel: Floats
    likeness: Mapping[str, Floats]


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A text in the form that is compared: the whole, what was mended in it, and the sentences of a story."""

    whole: str
    repairs: tuple[Repair, ...]
    sentences: tuple[str, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """What is scored: the whole first."""
        return (self.whole, *self.sentences)


class Scorer:
    """Scores texts by an index; the *encoders* must be those the index was made with."""

    def __init__(
        self,
        *,
        index: MatchingIndex,
        encoders: Mapping[str, Encoder],
        simplify: Callable[[str], str],
        common_words: Sequence[str],
        switches: Switches,
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._simplify = simplify if switches.normaliser else str
        self._form: Callable[[str], str] = comparable if switches.normaliser else str
        self._switches = switches
        self._spelling = SpellingRepairer(index.own_words, common_words)
        self._rankers = {
            name: Ranker(
                labels=index.labels, places=index.places[blend.rows], helps=index.helps, measures=blend.measures
            )
            for name, blend in index.blends.items()
        }
        # Each follow-up asks again how those before it were understood.
        self._remembered: Callable[[str, str], Scored] = lru_cache(maxsize=TEXTS_REMEMBERED)(self._scored)
        # Clauses and sentences of a question are often the same.
        self._encoded: Callable[[str], Floats] = lru_cache(maxsize=VECTORS_REMEMBERED)(self._english_vector)

    def score(self, text: str, language: str) -> Scored:
        """The scores of *text*, which is in *language*; the same each time."""
        return self._remembered(text, language)

    def score_all(self, texts: Sequence[str], language: str) -> list[Scored]:
        """The scores of some *texts*: those that each gets alone, but for rounding.

        Most of what a short text costs is to read all weights and vectors; that is done once for all of them.
        """
        if not texts:
            return []
        name = self._index.blend_name(language)
        blend, ranker = self._index.blends[name], self._rankers[name]
        read = [self._read(text, language) for text in texts]
        likeness = {measure: self._likeness(measure, read, blend) for measure in blend.measures}
        kernel = blended(likeness, blend.measures, blend.width)
        by_piece = kernel @ blend.alpha
        ends = accumulate(len(one.pieces) for one in read)
        return [
            Scored(
                text=one.whole,
                repairs=one.repairs,
                sentences=one.sentences,
                scores=combined_scores(by_piece[begin:end]),
                nearest={m: ranker.nearest(values[begin:end].max(axis=0)) for m, values in likeness.items()},
                kernel=kernel[begin],
                likeness={m: values[begin] for m, values in likeness.items()},
            )
            for one, (begin, end) in zip(read, pairwise(chain([0], ends)), strict=True)
        ]

    def rank(self, scored: Scored, language: str) -> Ranking:
        """The labels in the order of what was *scored*."""
        ranker = self._rankers[self._index.blend_name(language)]
        uncovered = self._index.wording.uncovered_share(scored.text) if "wording" in ranker.measures else 0.0
        return ranker.rank(scored.scores, scored.nearest, uncovered=uncovered, length=len(scored.text))

    def _scored(self, text: str, language: str) -> Scored:
        return self.score_all([text], language)[0]

    def _read(self, text: str, language: str) -> _Read:
        simplified = self._simplify(text[:LONGEST_QUESTION])
        whole, repairs = self._mended(self._form(simplified), language)
        sentences = telling_sentences(simplified, self._form)
        return _Read(
            whole=whole,
            repairs=repairs,
            sentences=tuple(self._mended(sentence, language)[0] for sentence in sentences),
        )

    def _mended(self, form: str, language: str) -> tuple[str, tuple[Repair, ...]]:
        """*form* with its spelling mended if it is English: the words of other languages are not errors."""
        mends = language == "en" and self._switches.spelling and self._switches.normaliser
        return self._spelling.repair(form) if mends else (form, ())

    def _likeness(self, measure: str, read: Sequence[_Read], blend: Blend) -> Floats:
        """Likeness of each piece to each phrasing of *blend* by one *measure*, shape (pieces, phrasings)."""
        if measure == "english":
            return blend.meanings[measure].likeness(np.vstack([self._english_vectors(one) for one in read]))
        pieces = [piece for one in read for piece in one.pieces]
        if measure == "wording":
            return np.stack([self._index.wording.likeness(piece)[blend.rows] for piece in pieces])
        return blend.meanings[measure].likeness(self._encoders[measure].encode(pieces))

    def _english_vectors(self, read: _Read) -> Floats:
        if not read.sentences:
            return self._encoded(read.whole)[np.newaxis]
        # This encoder takes as long for a whole story as for its sentences together, and their mean is as good.
        vectors = np.stack([self._encoded(sentence) for sentence in read.sentences])
        return np.vstack([vectors.mean(axis=0), vectors])

    def _english_vector(self, piece: str) -> Floats:
        """The vector of *piece*, encoded alone: this encoder rounds by what is greatest in all it is given."""
        return np.asarray(self._encoders["english"].encode([piece])[0])
