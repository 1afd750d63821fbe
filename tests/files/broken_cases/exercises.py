"""Exercises for rooms, in ``cases.yaml``."""

from tests.files.broken_cases.case import Case

EXERCISES = {
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
