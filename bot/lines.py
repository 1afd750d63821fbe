"""What people give as a line: names, notes, phrasings."""

import unicodedata


def on_one_line(text: str) -> str:
    """*text* on one line, without signs that nobody sees or that turn the words around them; empty if none is left."""
    spaced = " ".join(text.split())
    return " ".join("".join(one for one in spaced if unicodedata.category(one)[0] != "C").split())
