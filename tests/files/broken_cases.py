"""Ways to break the small knowledge, and what the curator is told about each.

Each case replaces a text of one file, and expects a problem on the line where ``at`` then stands, in these words;
``{other}`` in them is the line of COST that holds ``other``.
"""

from dataclasses import dataclass

COST = "topics/logistics_cost.yaml"
TRADE = "topics/what_is_trade.yaml"
FASTER = "topics/faster_logistics.yaml"


@dataclass(frozen=True, kw_only=True)
class Case:
    file: str
    old: str
    new: str
    at: str
    says: str
    at_file: str = ""
    other: str = ""


CASES = {
    "unknown key": Case(
        file=COST,
        old="theme: logistics\n",
        new="theme: logistics\nrelatd: [what_is_trade]\n",
        at="relatd:",
        says='unknown key "relatd"; did you mean "related"?',
    ),
    "unknown key that is like none": Case(
        file="themes.yaml",
        old="{id: safety,",
        new="{id: safety, colour: red,",
        at="id: safety",
        says='unknown key "colour"; remove it (known: id, themes, title)',
    ),
    "key twice": Case(
        file=COST,
        old="kind: challenge\n",
        new="kind: challenge\nkind: measure\n",
        at="kind: measure",
        says='the key "kind" stands twice; keep one of them',
    ),
    "key missing": Case(
        file=COST, old="kind: challenge\n", new="", at="id: logistics_cost", says='"kind" is missing; add it'
    ),
    "unknown kind": Case(
        file=COST,
        old="kind: challenge\n",
        new="kind: problem\n",
        at="kind: problem",
        says='"kind" has a value we do not know; write challenge, measure, opportunity or background',
    ),
    "near is not yes or no": Case(
        file="elsewhere.yaml",
        old="id: duty_rates\n    near: yes",
        new="id: duty_rates\n    near: true",
        at="near: true",
        says='"near" has a value we do not know; write yes or no',
    ),
    "language missing": Case(
        file=COST,
        old="  zh: 运费太贵\n",
        new="",
        at="title:",
        says='"title" is not given in zh; add "zh:"',
    ),
    "all languages missing": Case(
        file=COST,
        old="  en: Shipping costs too much\n  zh: 运费太贵\n",
        new="  fr: Le transport coûte trop cher\n",
        at="title:",
        says='"title" is not given in en; add "en:"',
    ),
    "language of a step missing": Case(
        file=COST,
        old="    zh: 找两家",
        new="    fr: 找两家",
        at="Ask two neighbouring",
        says='"steps" is not given in zh; add "zh:"',
    ),
    "language of a claim missing": Case(
        file="papers.yaml",
        old="          zh: 企业辛苦整理",
        new="          ja: 企业辛苦整理",
        at="says:\n          en: Rivals",
        says='"papers.claims.says" is not given in zh; add "zh:"',
    ),
    "no language code": Case(
        file=COST,
        old="  zh: 运费太贵\n",
        new="  chinese: 运费太贵\n",
        at="  chinese:",
        says='"chinese" is not a language code; use a code such as en or zh, or correct the key',
    ),
    "empty text": Case(
        file=COST,
        old="  en: Shipping costs too much\n",
        new='  en: " "\n',
        at='  en: " "',
        says='"title.en" is empty; write its text',
    ),
    "list where a text belongs": Case(
        file=COST,
        old="  en: Shipping costs too much\n",
        new="  en: [Shipping, costs]\n",
        at="  en: [Shipping",
        says='"title.en" must be text; write one text, not a list or a block',
    ),
    "text where a list belongs": Case(
        file=COST,
        old="related: [faster_logistics, what_is_trade]",
        new="related: faster_logistics",
        at="related:",
        says='"related" must be a list; start each entry with "- "',
    ),
    "claim that is in no paper": Case(
        file=COST,
        old="  - claims: [big-data.m2]\n",
        new="  - claims: [big-data.m9]\n",
        at="claims: [big-data.m9]",
        says='claim "big-data.m9" is not listed in papers.yaml; add it to papers.yaml or fix the id',
    ),
    "claim covered that is in no paper": Case(
        file=COST,
        old="covers:\n",
        new="covers:\n  - big-data.m9\n",
        at="- big-data.m9",
        says='claim "big-data.m9" is not listed in papers.yaml; add it to papers.yaml or fix the id',
    ),
    "claim id of the wrong form": Case(
        file=COST,
        old="covers:\n",
        new="covers:\n  - big_data.m2\n",
        at="- big_data.m2",
        says=r'"covers" has a value of the wrong form; it must match ^[a-z][a-z0-9-]*\.[bocm][0-9]{1,2}$',
    ),
    "claim covered without a statement": Case(
        file=TRADE,
        old="covers:\n",
        new="covers:\n  - big-data.c1\n",
        at="- big-data.c1",
        says='claim "big-data.c1" is covered but no statement rests on it; '
        "add a statement with this claim, or take it out of covers",
    ),
    "claim that no topic covers": Case(
        file=FASTER,
        old="covers:\n  - big-data.o3\n",
        new="covers:\n  - big-data.m2\n",
        at="- id: big-data.o3",
        at_file="papers.yaml",
        says='no topic covers claim "big-data.o3"; add it to the covers of the topic that answers it',
    ),
    "statement without claims": Case(
        file=COST,
        old="  - claims: [big-data.m2, big-data.c7]\n",
        new="  - claims: []\n",
        at="claims: []",
        says='"claims" has 0 entries; give at least 1',
    ),
    "statement that names no claims": Case(
        file=COST,
        old="  - claims: [big-data.m2, big-data.c7]\n    en: Renew",
        new="  - en: Renew",
        at="- en: Renew",
        says='"claims" is missing; add it',
    ),
    "claim under the wrong paper": Case(
        file="papers.yaml",
        old="      - id: internet-plus.b2\n",
        new="      - id: other-paper.b2\n",
        at="id: other-paper.b2",
        says='claim "other-paper.b2" stands under paper "internet-plus"; move it',
    ),
    "place that is no section": Case(
        file="papers.yaml",
        old='at: "3.3"\n',
        new='at: "3.9"\n',
        at='at: "3.9"',
        says='claim "big-data.o3" stands in "3.9", which is no section of the paper; fix the place, or add the section',
    ),
    "claim listed twice": Case(
        file="papers.yaml",
        old="      - id: big-data.c1\n",
        new="      - id: big-data.c7\n",
        at="id: big-data.c7",
        says='the id "big-data.c7" is used twice (claim); give one of them another id',
    ),
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
    "tab in the indent": Case(
        file=COST,
        old="covers:\n  - big-data.c7",
        new="covers:\n\t- big-data.c7",
        at="\t- big-data.c7",
        says="this is not valid YAML (found character that cannot start any token); check indents, quotes and colons",
    ),
    "anchor": Case(
        file=COST,
        old="  zh: 运费太贵\n",
        new="  zh: &title 运费太贵\nnote: *title\n",
        at="&title",
        says="this is used again through an anchor; write it out where it is used",
    ),
    "checkup question without topic": Case(
        file="checkup.yaml",
        old="topic: online_fraud",
        new="topic: online_frauds",
        at="topic: online_frauds",
        says='there is no topic "online_frauds"; fix the id',
    ),
    "checkup claim unknown": Case(
        file="checkup.yaml",
        old="claims: [big-data.c7]",
        new="claims: [big-data.c9]",
        at="claims: [big-data.c9]",
        says='claim "big-data.c9" is not listed in papers.yaml; add it to papers.yaml or fix the id',
    ),
    "checkup reason without claim": Case(
        file="checkup.yaml",
        old="claims: [big-data.c7]",
        new="claims: []",
        at="claims: []",
        says='"claims" has 0 entries; give at least 1',
    ),
    "checkup reason not in Chinese": Case(
        file="checkup.yaml",
        old="      zh: 网上互不见面。\n",
        new="",
        at="    why:",
        says='"questions.why" is not given in zh; add "zh:"',
    ),
    "checkup reason with an empty text": Case(
        file="checkup.yaml",
        old="      zh: 网上互不见面。\n",
        new='      zh: ""\n',
        at='      zh: ""',
        says='"questions.why.zh" is empty; write its text',
    ),
    "checkup weight too high": Case(
        file="checkup.yaml",
        old="weight: 5",
        new="weight: 9",
        at="weight: 9",
        says='"weight" has a value we do not know; write 1, 2, 3, 4 or 5',
    ),
    "checkup question twice": Case(
        file="checkup.yaml",
        old="- id: logistics_cost",
        new="- id: fraud",
        at="  - id: fraud",
        says='the id "fraud" is used twice (question of checkup.yaml); give one of them another id',
    ),
    "checkup question too long": Case(
        file="checkup.yaml",
        old="Do you know what freight costs you?",
        new="Do you know what freight and storage and packing and customs and insurance cost you each time?",
        at="ask: {en: Do you know what freight and",
        says="the question has 17 words; shorten it to 15",
    ),
    "checkup question too long in Chinese": Case(
        file="checkup.yaml",
        old="运费花了多少，您有数吗？",
        new="每一票货的运费、仓储费、包装费、报关费、保险费都花了多少，您有数吗？",
        at="ask: {en: Do you know what freight",
        says="the question has 34 characters; shorten it to 30",
    ),
    "checkup area too long": Case(
        file="checkup.yaml",
        old="zh: 防骗",
        new="zh: 防止在网上被各种骗子骗钱",
        at="area: {en: Fraud",
        says="the area has 12 characters and stands beside a bar; shorten it to 8",
    ),
    "case of an unknown topic": Case(
        file="cases.yaml",
        old="challenges: [logistics_cost]",
        new="challenges: [logistics]",
        at="challenges: [logistics]",
        says='there is no topic "logistics"; fix the id',
    ),
    "case whose challenge is none": Case(
        file="cases.yaml",
        old="other_challenges: [online_fraud, ",
        new="other_challenges: [what_is_trade, ",
        at="other_challenges:",
        says='topic "what_is_trade" is no challenge; name another one',
    ),
    "case whose measure is none": Case(
        file="cases.yaml",
        old="    measures: [faster_logistics]",
        new="    measures: [what_is_trade]",
        at="    measures:",
        says='topic "what_is_trade" has no measure that a paper recommends; name another one',
    ),
    "case with a topic twice": Case(
        file="cases.yaml",
        old="other_challenges: [online_fraud, ",
        new="other_challenges: [logistics_cost, ",
        at="other_challenges:",
        says='topic "logistics_cost" is named twice; take one out',
    ),
    "case whose measure has nothing to do with it": Case(
        file="cases.yaml",
        old="    measures: [faster_logistics]",
        new="    measures: [rivals_get_our_data]",
        at="    measures:",
        says='no challenge of this case is tied to measure "rivals_get_our_data"; name a related one',
    ),
    "case whose wrong measure fits": Case(
        file="cases.yaml",
        old="other_measures: [rivals_get_our_data, ",
        new="other_measures: [faster_logistics, ",
        at="other_measures:",
        says='measure "faster_logistics" is tied to a challenge of this case; move it to measures, or name another',
    ),
    "case without a Chinese story": Case(
        file="cases.yaml",
        old="      zh: 亮壶",
        new="      fr: 亮壶",
        at="    story:",
        says='"cases.story" is not given in zh; add "zh:"',
    ),
    "case with too little to choose from": Case(
        file="cases.yaml",
        old="other_challenges: [online_fraud, rivals_get_our_data]",
        new="other_challenges: [online_fraud]",
        at="other_challenges:",
        says='"other_challenges" has 1 entries; give at least 2',
    ),
    "case with a long title": Case(
        file="cases.yaml",
        old="{en: The teapots that cost more to ship,",
        new="{en: The teapots that cost more to ship than they cost to make,",
        at="    title:",
        says="the title has 57 characters; shorten it to 48",
    ),
    "case with a long story": Case(
        file="cases.yaml",
        old="The freight quote eats",
        new=f"{'Very ' * 140}much is lost. The freight quote eats",
        at="      en: Bright",
        says="the story has 795 characters; shorten it to 700",
    ),
}
