"""How people shorten words, in ``shorthand.yaml``."""

from tests.files.broken_cases.case import Case

SHORTHAND = {
    "shorthand twice": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  frt: freight\n  ppl: persons\n",
        at="  ppl: persons",
        says='the key "ppl" stands twice; keep one of them',
    ),
    "shorthand without a meaning": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  frt:\n",
        at="  frt:",
        says='"english.frt" is empty; write its text',
    ),
    "shorthand with two meanings": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  frt: [freight, front]\n",
        at="  frt:",
        says='"english.frt" must be text; write one text, not a list or a block',
    ),
    "shorthand of another language": Case(
        file="shorthand.yaml",
        old="english:\n",
        new="french:\n  slt: salut\nenglish:\n",
        at="french:",
        says='unknown key "french"; remove it (known: cantonese, english, pinyin)',
    ),
    "shorthand in capital letters": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  FRT: freight\n",
        at="  FRT:",
        says='"FRT" is never met in this form; use small letters, and one blank between words',
    ),
    "shorthand with a blank at its end": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new='  "frt ": freight\n',
        at='  "frt "',
        says='"frt " is never met in this form; use small letters, and one blank between words',
    ),
    "shorthand that is a number": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  2: to\n",
        at="  2: to",
        says='"2" is a number, and numbers stay; write a word beside it, as in: 2 do',
    ),
    "shorthand for what is not compared": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  frt: Freight!\n",
        at="  frt:",
        says='"Freight!" is not written as words are compared; write "freight"',
    ),
    "shorthand that never ends": Case(
        file="shorthand.yaml",
        old="  frt: freight\n",
        new="  people: ppl\n",
        at="  people: ppl",
        says='each word of "people" stands in what is meant somewhere; take it out, or give it a word more',
    ),
    "pinyin with tones": Case(
        file="shorthand.yaml",
        old="  yunfei: 运费\n",
        new="  yun4fei4: 运费\n",
        at="  yun4fei4:",
        says='"yun4fei4" is not a word in Latin letters with its characters; '
        "write it in small letters without tones, as in: yunfei: 运费",
    ),
    "pinyin without characters": Case(
        file="shorthand.yaml",
        old="  yunfei: 运费\n",
        new="  yunfei: freight\n",
        at="  yunfei: freight",
        says='"yunfei" is not a word in Latin letters with its characters; '
        "write it in small letters without tones, as in: yunfei: 运费",
    ),
    "cantonese without characters": Case(
        file="shorthand.yaml",
        old="  點解: 为什么\n",
        new="  點解: why\n",
        at="  點解: why",
        says='"點解" is not a word in Chinese characters with that of written Chinese; '
        "write both in characters, as in: 點解: 为什么",
    ),
}
