"""From a text to a score for every label.

    text -> simplified characters, one form, shorthand written out, spelling mended
         -> likeness to every phrasing, by wording and by meaning     (wording.py, meaning.py)
         -> where labels have few phrasings, that of profiles, too    (profiles.py)
         -> a blend of them -> a score for every label                (regression.py)

A story is scored by the sentences that tell most, alone and together.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.advice.arrays import Floats, few_times_many
from bot.advice.index import Blend, BlendName, MatchingIndex
from bot.advice.meaning import Encoder
from bot.advice.normalising import comparable
from bot.advice.ranking import Ranker, Ranking, combined_scores
from bot.advice.regression import blended
from bot.advice.remembering import Memory
from bot.advice.sentences import telling_sentences
from bot.advice.shorthand import NO_SHORTHAND, Shorthand
from bot.advice.spelling import Repair, SpellingRepairer
from bot.advice.switches import Switches

LONGEST_QUESTION = 1_500
PIECES_REMEMBERED = 64
"""Pieces that need not be compared again, about a tenth of a megabyte each: what is foreseen of a question is matched a
moment later, its sentences and clauses are often the same, and each follow-up asks again how those before it were
understood."""
SENTENCES_ADD_UP = 0.45
"""A story is as like a phrasing as its n sentences taken together, divided by n to this power. Its vector is about the
sum of theirs, which grows with the root of n if they point anywhere; somewhat less served five hundred stories best."""
TEXTS_REMEMBERED = 64
"""Texts that need not be read again, a few kilobytes each: what is foreseen is read a moment before it is matched."""


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
    """A text in the ``form`` that is compared, the telling ``sentences`` of a story, and what was mended in it."""

    form: str
    sentences: tuple[str, ...]
    repairs: tuple[Repair, ...]

    @property
    def pieces(self) -> tuple[str, ...]:
        """What is compared with phrasings: of a story its sentences, and what the whole is like follows from them."""
        return self.sentences or (self.form,)


@dataclass(frozen=True, kw_only=True)
class _Compared:
    """A piece compared with all phrasings, as in ``Scored``."""

    scores: Floats
    nearest: Mapping[str, Floats]
    kernel: Floats
    likeness: Mapping[str, Floats]


class Scorer:
    """Scores texts by an index; the *encoders* must be those the index was made with."""

    def __init__(
        self,
        *,
        index: MatchingIndex,
        encoders: Mapping[str, Encoder],
        simplify: Callable[[str], str],
        common_words: Sequence[str],
        shorthand: Shorthand = NO_SHORTHAND,
        switches: Switches,
    ) -> None:
        self._index = index
        self._encoders = encoders
        self._simplify = simplify if switches.normaliser else str
        self._form: Callable[[str], str] = comparable if switches.normaliser else str
        self._switches = switches
        self._shorthand = shorthand
        self._spelling = SpellingRepairer(index.own_words, common_words)
        self._rankers = {
            name: Ranker(
                labels=index.labels, places=index.places[blend.rows], helps=index.helps, measures=blend.measures
            )
            for name, blend in index.blends.items()
        }
        self._read_lately = Memory[tuple[str, str], _Read](TEXTS_REMEMBERED)
        self._compared_lately = Memory[tuple[BlendName, str], _Compared](PIECES_REMEMBERED)

    def score(self, text: str, language: str) -> Scored:
        """The scores of *text*, which is in *language*; the same each time, but for rounding."""
        return self.score_all([text], language)[0]

    def score_all(self, texts: Sequence[str], language: str) -> list[Scored]:
        """The scores of some *texts*: those that each gets alone, but for rounding.

        Most of what a short text costs is to read all weights and vectors; that is done once for all of them.
        """
        read = [self._read(text, language) for text in texts]
        name = self._index.blend_name(language)
        compared = self._compared([piece for one in read for piece in one.pieces], name)
        return [_scored(one, [compared[piece] for piece in one.pieces], self._index.blends[name]) for one in read]

    def form(self, text: str, language: str) -> str:
        """*text* as it is compared, written out and mended."""
        return self._read(text, language).form

    def rank(self, scored: Scored, language: str) -> Ranking:
        """The labels in the order of what was *scored*."""
        ranker = self._rankers[self._index.blend_name(language)]
        uncovered = self._index.wording.uncovered_share(scored.text) if "wording" in ranker.measures else 0.0
        return ranker.rank(scored.scores, scored.nearest, uncovered=uncovered, length=len(scored.text))

    def _read(self, text: str, language: str) -> _Read:
        known = self._read_lately.recall([(text, language)])
        read = known.get((text, language)) or self._newly_read(text, language)
        self._read_lately.keep({(text, language): read})
        return read

    def _newly_read(self, text: str, language: str) -> _Read:
        simplified = self._simplify(text[:LONGEST_QUESTION])
        whole, repairs = self._mended(self._form(simplified), language)
        sentences = telling_sentences(simplified, self._form)
        mended = tuple(self._mended(sentence, language)[0] for sentence in sentences)
        return _Read(form=whole, sentences=mended, repairs=repairs)

    def _mended(self, form: str, language: str) -> tuple[str, tuple[Repair, ...]]:
        """*form* written out and mended if it is English: the words of other languages are not errors."""
        mends = language == "en" and self._switches.spelling and self._switches.normaliser
        return self._shorthand.mended(form, self._spelling.repair) if mends else (form, ())

    def _compared(self, pieces: Sequence[str], name: BlendName) -> dict[str, _Compared]:
        """The *pieces*, each compared with the phrasings of the blend with this *name*."""
        recalled = self._compared_lately.recall((name, piece) for piece in pieces)
        known = {piece: result for (_, piece), result in recalled.items()}
        new = [piece for piece in dict.fromkeys(pieces) if piece not in known]
        if new:
            known |= self._newly_compared(new, name)
        self._compared_lately.keep({(name, piece): result for piece, result in known.items()})
        return known

    def _newly_compared(self, new: Sequence[str], name: BlendName) -> dict[str, _Compared]:
        blend, ranker = self._index.blends[name], self._rankers[name]
        likeness = {
            measure: meaning.likeness(self._encoders[measure].encode(new))
            for measure, meaning in blend.meanings.items()
        }
        if "wording" in blend.measures:
            likeness["wording"] = self._likeness_of_wording(new, blend)
        if blend.profiles is not None:
            likeness["profile"] = blend.profiles.likeness(likeness, blend.measures)
        kernel = blended(likeness, blend.measures, blend.width)
        scores = few_times_many(kernel, blend.alpha)
        nearest = {measure: ranker.nearest(values) for measure, values in likeness.items()}
        return {
            piece: _Compared(
                scores=scores[row],
                nearest={measure: values[row] for measure, values in nearest.items()},
                kernel=kernel[row],
                likeness={measure: values[row] for measure, values in likeness.items()},
            )
            for row, piece in enumerate(new)
        }

    def _likeness_of_wording(self, pieces: Sequence[str], blend: Blend) -> Floats:
        """Likeness of each of the *pieces* to each phrasing of *blend*, shape (pieces, phrasings)."""
        return np.stack([self._index.wording.likeness(piece)[blend.rows] for piece in pieces])


def _scored(read: _Read, pieces: Sequence[_Compared], blend: Blend) -> Scored:
    """What was *read*, scored by its *pieces* as they compare with the phrasings of *blend*."""
    whole = pieces[0] if len(pieces) == 1 else _together(pieces, blend)
    return Scored(
        text=read.form,
        repairs=read.repairs,
        sentences=read.sentences,
        scores=combined_scores(whole.scores, np.stack([piece.scores for piece in pieces])),
        nearest=whole.nearest,
        kernel=whole.kernel,
        likeness=whole.likeness,
    )


def _together(sentences: Sequence[_Compared], blend: Blend) -> _Compared:
    """The whole of a story, by its *sentences*: to encode and compare it, too, would take as long as all of these."""
    size = np.float32(len(sentences) ** SENTENCES_ADD_UP)
    likeness = {m: np.sum([one.likeness[m] for one in sentences], axis=0) / size for m in blend.measures}
    kernel = blended(likeness, blend.measures, blend.width)
    return _Compared(
        scores=kernel @ blend.alpha,
        nearest={m: np.max([one.nearest[m] for one in sentences], axis=0) for m in blend.measures},
        kernel=kernel,
        likeness=likeness,
    )
