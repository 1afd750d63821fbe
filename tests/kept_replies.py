"""What the shipped knowledge says in chosen places, word for word, by the name of the file it is kept in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from bot.advice.deciding import Choice, Decision, NoAdvice, PaperAnswer, Smalltalk
from bot.advice.knowledge import PaperAsk
from bot.advice.labels import Label
from bot.advice.matching import Candidate
from bot.advice.paper_sections import section_answer
from bot.advice.repeating import Past
from bot.files.knowledge_reading import load_knowledge
from bot.files.templates import Templates
from bot.replies import Replies
from tests.conftest import CHECKOUT
from tests.kept_checkups import KEPT_CHECKUPS
from tests.kept_rooms import KEPT_ROOMS

LANGUAGES = ("en", "zh")
REPLIES = Replies(load_knowledge(CHECKOUT / "knowledge"), Templates(CHECKOUT / "templates", lambda: date(2026, 11, 21)))
GOLDEN_TOPICS = (
    "big_data_pros_cons",
    "consumers_buy_abroad",
    "hiring",
    "internet_finance",
    "keep_pace",
    "logistics_cost",
    "negotiation",
    "online_fraud",
    "rise_of_developing_countries",
    "small_firm_weakness",
    "trade_barriers",
    "what_is_internet_plus",
)


def candidate(topic: str, confidence: float = 0.7) -> Candidate:
    return Candidate(label=Label(kind="topic", id=topic), score=50, confidence=confidence, features={}, evidence=())


def choice(*topics: str, confidence: float = 0.7) -> Choice:
    return Choice(candidates=tuple(candidate(topic, confidence) for topic in topics))


def paper_answer(
    ask: PaperAsk, *claims: str, papers: tuple[str, ...] = (), more: int = 0, others: tuple[str, ...] = ()
) -> PaperAnswer:
    found = (candidate("trade_barriers"),)
    return PaperAnswer(ask=ask, papers=papers, claims=claims, more=more, others=others, candidates=found)


PAPER_ANSWERS: Mapping[str, PaperAnswer] = {
    "paper_which": paper_answer("which", "internet-plus.c4", "network-economy.c5", "network-economy.o1"),
    "paper_summary": paper_answer(
        "summary", "network-economy.b1", "network-economy.o1", "network-economy.c1", papers=("network-economy",)
    ),
    "paper_challenges": paper_answer("challenge", "big-data.c1", "big-data.c7", papers=("big-data",), more=6),
    "paper_section": section_answer(("network-economy",), "3.2", (candidate("hiring"),), REPLIES.knowledge),
    "paper_section_not_there": section_answer(("big-data", "network-economy"), "5.1", (), REPLIES.knowledge),
    "paper_section_empty": section_answer(("network-economy",), "5", (), REPLIES.knowledge),
    "paper_sections": section_answer(("internet-plus",), "", (), REPLIES.knowledge),
    "paper_silent": paper_answer("figure", papers=("internet-plus",), others=("network-economy", "big-data")),
}


def help_page(language: str) -> str:
    names = ("start", "help", "topics", "sources", "language")
    commands = [(name, REPLIES.templates.label(language, f"command_{name}")) for name in names]
    return REPLIES.page("help", language, commands=commands)


def advice_on(topic: str, language: str) -> str:
    return REPLIES.topic(topic, language).html


def decided(decision: Decision, language: str) -> str:
    return REPLIES.to_decision(decision, language).html


KEPT: Mapping[str, Callable[[str], str]] = {
    **{f"topic_{topic}": partial(advice_on, topic) for topic in GOLDEN_TOPICS},
    "topic_hiring_sure": lambda language: REPLIES.topic("hiring", language, certainty="sure").html,
    "topic_hiring_likely": lambda language: REPLIES.topic("hiring", language, certainty="likely").html,
    "topic_hiring_closest": lambda language: REPLIES.topic("hiring", language, certainty="closest").html,
    "topic_hiring_whole": lambda language: REPLIES.whole("hiring", language).html,
    "topic_hiring_steps": lambda language: REPLIES.section("hiring", language, "steps"),
    "topic_hiring_papers": lambda language: REPLIES.section("hiring", language, "papers"),
    "topic_hiring_cited": lambda language: REPLIES.section("hiring", language, "cited"),
    "what_is_trade_papers": lambda language: REPLIES.section("what_is_trade", language, "papers"),
    "choice_of_two": partial(decided, choice("logistics_cost", "logistics_partner")),
    "choice_once_more": partial(decided, replace(choice("hiring", "negotiation"), ask="same")),
    "choice_for_all": partial(decided, replace(choice("hiring", "negotiation"), ask="further")),
    "choice_of_closest": partial(decided, choice("hiring", "negotiation", confidence=0.3)),
    "choice_of_three": partial(decided, choice("hiring", "train_own_staff", "university_training")),
    "none": partial(decided, NoAdvice()),
    "none_customs_code": partial(decided, NoAdvice(elsewhere="customs_code")),
    "none_but_beside": partial(decided, NoAdvice(elsewhere="freight_quotes", beside=candidate("logistics_cost"))),
    "none_visas_travel": partial(decided, NoAdvice(elsewhere="visas_travel")),
    "none_again": lambda language: REPLIES.to_decision(NoAdvice(), language, past=Past(refusals=1)).html,
    "none_still": lambda language: REPLIES.to_decision(NoAdvice(), language, past=Past(refusals=2)).html,
    "none_customs_code_again": lambda language: (
        REPLIES.to_decision(NoAdvice(elsewhere="customs_code"), language, past=Past(refusals=1)).html
    ),
    "none_customs_code_still": lambda language: (
        REPLIES.to_decision(NoAdvice(elsewhere="customs_code"), language, past=Past(refusals=2)).html
    ),
    "no_subject": lambda language: REPLIES.to_decision(NoAdvice(subjectless=True), language).html,
    "only_named": partial(decided, NoAdvice(only_named=True)),
    "no_subject_lost": lambda language: (
        REPLIES.to_decision(NoAdvice(subjectless=True), language, past=Past(topics=("hiring",))).html
    ),
    "smalltalk_greeting": partial(decided, Smalltalk(kind="greeting")),
    "smalltalk_who_are_you": partial(decided, Smalltalk(kind="who_are_you")),
    **{name: partial(decided, answer) for name, answer in PAPER_ANSWERS.items()},
    "related": lambda language: REPLIES.page("related", language, title="X"),
    "why": lambda language: REPLIES.page("why", language, question="X"),
    "others": lambda language: REPLIES.page(
        "others", language, reason="X", offers=REPLIES.offers(("hiring", "negotiation"), language)
    ),
    "others_none": lambda language: REPLIES.page("others", language, reason="X", offers=()),
    "none_fits": lambda language: REPLIES.page("none_fits", language),
    "leave": lambda language: REPLIES.page("leave", language, question="X"),
    "left": lambda language: REPLIES.page("left", language, question="X"),
    "question_answered": lambda language: REPLIES.page(
        "question_answered", language, question="X", words="Y", title="Z", answer="W"
    ),
    "found": lambda language: REPLIES.page("found", language, words="X", offers=({"title": "Y"},)),
    "found_nothing": lambda language: REPLIES.page("found", language, words="X", offers=()),
    "saved": lambda language: REPLIES.page("saved", language, count=9, page=1, pages=2, tidying=False),
    "saved_nothing": lambda language: REPLIES.page("saved", language, count=0, page=1, pages=1, tidying=False),
    "saved_file": lambda language: REPLIES.page("saved_file", language, count=2),
    **KEPT_CHECKUPS,
    **KEPT_ROOMS,
    "no_words": lambda language: REPLIES.no_words(language, "signs").html,
    "no_words_but_a_number": lambda language: REPLIES.no_words(language, "number").html,
    "no_words_but_a_link": lambda language: REPLIES.no_words(language, "link").html,
    "no_words_but_pinyin": lambda language: REPLIES.no_words(language, "pinyin").html,
    "no_words_again": lambda language: REPLIES.no_words(language, "signs", Past(refusals=1)).html,
    "start": lambda language: REPLIES.page("start", language),
    "help": help_page,
    "sources": REPLIES.sources,
}
