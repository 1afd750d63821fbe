"""The core: values and pure functions. Reads no file, knows no clock and no Telegram.

One question's way, in the order in which to read it:

    question     normalising, languages         one form to compare, and its language
                 wordless                       what has no words to compare
                 pinyin, cantonese              Chinese in Latin letters, or as it is spoken in Hong Kong
                 run_together                   English without blanks
                 shorthand, spelling            English written out and mended
    candidates   matching                       the way from here to confidence
                 scoring                        a score for every label
                   sentences                      those of a story that are scored, too
                   wording, meaning, profiles     likeness to every phrasing
                   regression                     from likeness to scores
                   remembering                    what was just worked out
                 turns                          what was said before
                   conversation, following_up     how far it leans on that, and where it goes on to
                 ranking                        an order, and what speaks for it
                 calibration                    from that to chances, and thresholds
    decision     deciding                       advice, choice, none, small talk
                 needs                          several needs in one message
                 story                          which part of a long message matters
                 title_words, own_words         whether a subject of ours is named, or a mere thing
                 asides, picking                what is said to a reply: which one, what was meant
                 paper_questions,               what is asked of the papers themselves,
                 paper_sections,                of a section of theirs,
                 paper_follow_ups               also after other questions
                 paper_answers                  the claims that answer it
    reply        certainty, citing, markup      confidence in words; cards and sources; Telegram's HTML
                 repeating                      what was said before, so as not to say the same again
    why          evidence, explaining           what spoke for a candidate, and for each piece of a question

Before any question, all that is learnt: examples -> fitting -> trials, tuning -> index.
Values that many share: knowledge, labels, arrays; cues and paper_cues (words that tell something); switches (parts left
out to measure them); masks (what stands where personal data was). The readiness check: checkup, checkup_plan.
"""
