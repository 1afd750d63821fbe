"""What was found out about the phrasings of an index, kept beside it: it costs minutes and changes only with it."""

import os
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from bot.advice.examples import examples_of
from bot.advice.index import MatchingIndex
from bot.advice.knowledge import KnowledgeBase
from bot.assembly import Progress, kept_index
from bot.curation.held_out import HeldOut, held_out
from bot.files.encoders import load_encoders
from bot.files.index_cache import index_key
from bot.files.kept_arrays import keep_arrays
from bot.files.language_data import simplifier
from bot.settings import Settings

_KEPT = 3


def kept_held_out(
    knowledge: KnowledgeBase, settings: Settings, progress: Progress
) -> tuple[MatchingIndex, Sequence[str], HeldOut]:
    """The index of *knowledge*, the language of each of its phrasings, and how these fare."""
    encoders, _ = load_encoders()
    index = kept_index(knowledge, encoders, settings, progress)
    examples = examples_of(knowledge)
    language_of = {(example.label, example.text): example.language for example in examples}
    languages = [
        language_of[index.labels[place], text] for place, text in zip(index.places, index.phrasings, strict=True)
    ]
    covers = [f"{topic.id} {' '.join(topic.covers)}" for topic in knowledge.topics]
    folder = settings.data / "index"
    path = folder / f"held-out-{index_key(examples, covers, encoders, settings.caution)}.npz"
    found = _load(path, len(index.phrasings))
    if found is None:
        english = np.array([language == "en" for language in languages], dtype=np.bool_)
        with threadpool_limits(limits=os.cpu_count()):
            found = held_out(index, english, simplifier(), progress)
        _save(path, found)
    return index, languages, found


def _load(path: Path, count: int) -> HeldOut | None:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = HeldOut(**{field.name: arrays[field.name] for field in fields(HeldOut)})
    except (OSError, ValueError, KeyError, EOFError):
        return None
    return found if len(found.winner) == count else None


def _save(path: Path, found: HeldOut) -> None:
    keep_arrays(path, **{field.name: getattr(found, field.name) for field in fields(HeldOut)})
    kept = sorted(path.parent.glob("held-out-*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        old.unlink(missing_ok=True)
