"""What topics are called, belong to, are related to, and are asked for by."""

from tests.files.broken_cases.case import COST, TRADE, Case

TOPICS = {
    "theme that is not listed": Case(
        file=COST,
        old="theme: logistics\n",
        new="theme: shipping\n",
        at="theme: shipping",
        says='theme "shipping" is not listed in themes.yaml; fix the id',
    ),
    "related topic that is not there": Case(
        file=COST,
        old="related: [faster_logistics, what_is_trade]",
        new="related: [faster_logistics, what_was_trade]",
        at="related:",
        says='there is no topic "what_was_trade"; fix the id or take it out',
    ),
    "related to itself": Case(
        file=COST,
        old="related: [faster_logistics, what_is_trade]",
        new="related: [logistics_cost]",
        at="related:",
        says="the topic is related to itself; take it out",
    ),
    "topic id used twice": Case(
        file=TRADE,
        old="id: what_is_trade\n",
        new="id: online_fraud\n",
        at="id: online_fraud",
        says='the id "online_fraud" is used twice (topic); give one of them another id',
    ),
    "topic id that is not the file's name": Case(
        file=TRADE,
        old="id: what_is_trade\n",
        new="id: what_trade_is\n",
        at="id: what_trade_is",
        says='the file of topic "what_trade_is" has another name; rename one of them',
    ),
    "topic id with a capital": Case(
        file=TRADE,
        old="id: what_is_trade\n",
        new="id: WhatIsTrade\n",
        at="id: WhatIsTrade",
        says='"id" has a value of the wrong form; it must match ^[a-z][a-z0-9_]{1,47}$',
    ),
    "kind of small talk twice": Case(
        file="smalltalk.yaml",
        old="id: thanks\n",
        new="id: greeting\n",
        at="id: greeting",
        says='the id "greeting" is used twice (kind of smalltalk.yaml); give one of them another id',
    ),
    "day that is not in the calendar": Case(
        file=COST,
        old="reviewed: 2026-11-21\n",
        new="reviewed: 2026-02-30\n",
        at="reviewed:",
        says='there is no day "2026-02-30"; write it as 2026-01-31',
    ),
    "phrasing in two topics": Case(
        file=TRADE,
        old="phrasings:\n  en:\n",
        new="phrasings:\n  en:\n    - FREIGHT too  expensive?\n",
        at="- FREIGHT too",
        says="this phrasing stands at {other} too; keep it in one place",
        other="- freight too expensive",
    ),
    "phrasing nearly in two topics": Case(
        file=TRADE,
        old="phrasings:\n  en:\n",
        new="phrasings:\n  en:\n    - how do I bring down what we pay for moving our goods there?\n",
        at="- how do I bring down",
        says="this phrasing is nearly the one at {other}; keep it where it belongs",
        other="- How do I bring down what we pay for moving our goods?",
    ),
    "phrasing without letters": Case(
        file=COST,
        old="phrasings:\n  en:\n",
        new="phrasings:\n  en:\n    - '???'\n",
        at="- '???'",
        says="this phrasing has no letters; write words",
    ),
}
