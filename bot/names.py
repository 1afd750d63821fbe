"""Names that people give to things and to themselves, fit to be shown beside our words."""


def on_one_line(name: str) -> str:
    """*name* on one line, without signs that nobody sees or that turn the words around them; empty if none is left."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
