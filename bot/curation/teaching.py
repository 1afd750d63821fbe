"""What a cluster of the review queue can teach.

    a cluster  ->  ways of asking, masked  ->  judged for a topic, a kind or a new topic  ->  changed files

Nothing is written here; what becomes of the changes is for a curator to decide, who sees their effect first.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.advice.knowledge import KnowledgeBase
from bot.advice.masks import unmarked
from bot.advice.matching import Match
from bot.advice.normalising import comparable
from bot.curation.clusters import Cluster
from bot.curation.import_texts import phrased
from bot.curation.known_texts import KnownTexts, Owner, Phrasing, kept_under
from bot.curation.new_topic import Wanted, draft_of, free_id
from bot.errors import KnowledgeError
from bot.files.knowledge_changes import Changes
from bot.files.knowledge_files import Files
from bot.files.knowledge_reading import ReadKnowledge, read_knowledge
from bot.files.question_files import questions_in
from bot.files.topic_drafts import TopicDraft, topic_draft
from bot.files.unwritten import TO_FILL_IN
from bot.settings import Settings

MOST_OFFERED = 56
"""Ways of asking of a cluster that are offered to be taught, the commonest; a number on a button has no more bits."""
MOST_RELATED = 3


def known_texts(read: ReadKnowledge, settings: Settings) -> KnownTexts:
    """What stands somewhere already; raises TradebotError where it cannot be read."""
    return KnownTexts(read, _base(read), questions_in(settings.evaluation))


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A way of asking that may be taught, and how often it was asked; ``bit`` stays its own when it is asked again."""

    phrasing: Phrasing
    times: int
    bit: int

    @property
    def is_free(self) -> bool:
        """Claim that nothing speaks against teaching it."""
        return self.phrasing.objection is None


def offered_for(cluster: Cluster, owner: Owner, known: KnownTexts) -> tuple[Offered, ...]:
    """The ways of asking in *cluster* judged for *owner*, the commonest first.

    Each has its bit by when it was first asked, so what was chosen is still what was meant when somebody asks again.
    """
    texts: dict[str, tuple[str, str]] = {}
    times: Counter[str] = Counter()
    for question in sorted(cluster.questions[:MOST_OFFERED], key=lambda one: one.asked[-1].asked_at):
        text = unmarked(question.text)
        texts.setdefault(comparable(text), (text, kept_under(question.asked[0].language, owner.languages)))
        times[comparable(text)] += len(question.asked)
    offered = (
        Offered(phrasing=_judged(*texts[form], owner, known), times=times[form], bit=bit)
        for bit, form in enumerate(texts)
    )
    return tuple(sorted(offered, key=lambda one: -one.times))


def _judged(text: str, language: str, owner: Owner, known: KnownTexts) -> Phrasing:
    objection = known.objection(text, language, owner.name, owner.languages)
    return Phrasing(text=text, language=language, objection=objection)


def taught(files: Files, owner: Owner, phrasings: Sequence[Phrasing]) -> Changes:
    """What changes in *files* when *owner* has these *phrasings*, too; raises KnowledgeError where it has no place."""
    if owner.file not in files:
        raise KnowledgeError(f"{owner.file}: there is no such file any more")
    text = files[owner.file].decode()
    for one in phrasings:
        text = phrased(text, owner, one.language, [one.text])
    return {owner.file: text.encode()}


def new_topic_owner(languages: Sequence[str]) -> Owner:
    """Stands for a topic that is not there yet."""
    return Owner(kind="topic", id="", languages=frozenset(languages))


def started(
    cluster: Cluster, phrasings: Sequence[Phrasing], settings: Settings, languages: Sequence[str], today: date
) -> tuple[str, Changes]:
    """A draft of a topic with all that *cluster* tells, for who writes it: its id, and the new file."""
    read = read_knowledge(settings.knowledge)
    base = _base(read)
    texts = tuple(one.text for one in phrasings)
    wanted = Wanted(titles=texts[:1], id=free_id(texts[0], read, otherwise=f"topic_{cluster.item}"))
    related = tuple(topic for topic in cluster.topics if topic in base.topic_by_id)[:MOST_RELATED]
    by_language: dict[str, list[str]] = {}
    for one in phrasings:
        by_language.setdefault(one.language, []).append(one.text)
    draft: TopicDraft = replace(
        draft_of(wanted, read, today),
        related=related,
        theme=base.topic_by_id[related[0]].theme if related else TO_FILL_IN,
        phrasings=by_language,
    )
    return draft.id, {f"topics/{draft.id}.yaml": topic_draft(draft, languages).encode()}


def likely_kinds(match: Match, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """All kinds of question that others answer, those that *match* is near first, then in file order."""
    near = [candidate.label.id for candidate in match.others if candidate.label.kind == "elsewhere"]
    return tuple(dict.fromkeys([*near, *(kind.id for kind in knowledge.elsewhere)]))


def kinds_found(words: str, knowledge: KnowledgeBase) -> tuple[str, ...]:
    """The kinds of question for others whose title has all of *words*, then those with a phrasing that does."""
    needles = comparable(words).split()

    def has(text: str) -> bool:
        return bool(needles) and all(needle in comparable(text) for needle in needles)

    titled = [kind.id for kind in knowledge.elsewhere if any(map(has, kind.title.values()))]
    phrased_so = [
        kind.id for kind in knowledge.elsewhere if any(has(text) for texts in kind.phrasings.values() for text in texts)
    ]
    return tuple(dict.fromkeys([*titled, *phrased_so]))


def _base(read: ReadKnowledge) -> KnowledgeBase:
    if read.base is None:
        raise KnowledgeError("the knowledge has files of another form; mend them first: tradebot check")
    return read.base
