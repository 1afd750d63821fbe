"""What a file of any kind may have: keys, languages and texts that are wrong or missing."""

from tests.files.broken_cases.case import COST, Case

FORM = {
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
}
