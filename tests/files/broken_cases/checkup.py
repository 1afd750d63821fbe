"""Questions of the readiness check."""

from tests.files.broken_cases.case import Case

CHECKUP = {
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
    "checkup leaves out nearly all steps": Case(
        file="checkup.yaml",
        old="    topic: online_fraud\n",
        new="    topic: online_fraud\n    skip_steps: 3\n",
        at="skip_steps: 3",
        says='"online_fraud" has 1 of its steps left for a plan; leave 2',
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
}
