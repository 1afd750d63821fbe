"""Claims that topics rest on and papers list."""

from tests.files.broken_cases.case import COST, FASTER, TRADE, Case

CLAIMS = {
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
}
