"""Replies are written once, in Telegram's HTML. Here they are measured, split, and turned into plain text."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

MESSAGE_LIMIT = 4096
"""What Telegram takes in one message, in UTF-16 units after its tags are parsed."""

_TAG = re.compile(r"<(/?)([a-z-]+)([^<>]*)>", re.IGNORECASE)
_TOKEN = re.compile(r"<[^<>]*>|&#?\w+;|\s+|[^\s<>&。；！？]+[。；！？]*|[<>&。；！？]")
"""What is never cut: a tag, an entity, a word, or a sentence of a script without spaces."""


def utf16_length(text: str) -> int:
    """The length of *text* as Telegram counts it: in UTF-16 units, not characters."""
    return len(text.encode("utf-16-le")) // 2


def visible_length(html: str) -> int:
    """The length of *html* as Telegram counts it after parsing."""
    return utf16_length(unescape(_TAG.sub("", html)))


def split_html(html: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """*html* in pieces of at most *limit* visible units (at least 2), cut between lines, each with its tags closed.

    A single line longer than the limit is cut between its words, or between characters if it has none. No piece is
    blank, for Telegram refuses such a message.
    """
    pieces: list[str] = []
    open_tags: list[tuple[str, str]] = []
    current, length = "", 0
    for line in _lines(html, limit):
        line_length = visible_length(line)
        if length and length + line_length > limit:
            pieces.append(_closed(current, open_tags))
            current, length = "".join(tag for _, tag in open_tags), 0
        current += line
        length += line_length
        open_tags = _open_after(line, open_tags)
    pieces.append(_closed(current, open_tags))
    return [piece.strip("\n") for piece in pieces if unescape(_TAG.sub("", piece)).strip()]


def plain_text(html: str) -> str:
    """*html* as it reads without markup: quotes indented, links followed by their address."""
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    text = re.sub(r"[ \t]+\n", "\n", "".join(parser.parts))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _lines(html: str, limit: int) -> Iterator[str]:
    for line in html.splitlines(keepends=True):
        if visible_length(line) <= limit:
            yield line
        else:
            yield from _cut(line, limit)


def _cut(line: str, limit: int) -> Iterator[str]:
    """Cut one long line outside its tags and entities."""
    current, length = "", 0
    for token in _TOKEN.findall(line):
        for part in [token] if token.startswith("<") or visible_length(token) <= limit else _chunks(token, limit):
            part_length = visible_length(part)
            if length + part_length > limit:
                yield current
                current, length = "", 0
            current += part
            length += part_length
    yield current


def _chunks(word: str, limit: int) -> list[str]:
    size = max(1, limit // 2)
    return [word[start : start + size] for start in range(0, len(word), size)]


def _open_after(line: str, open_tags: list[tuple[str, str]]) -> list[tuple[str, str]]:
    stack = list(open_tags)
    for closing, name, rest in _TAG.findall(line):
        if not closing:
            stack.append((name, f"<{name}{rest}>"))
        elif stack and stack[-1][0] == name:
            stack.pop()
    return stack


def _closed(html: str, open_tags: list[tuple[str, str]]) -> str:
    return html.rstrip("\n") + "".join(f"</{name}>" for name, _ in reversed(open_tags))


class _PlainText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._quoted = False
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self._quoted = True
            self.parts.append("  ")
        elif tag == "a":
            self._link = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quoted = False
            self.parts.append("\n")
        elif tag == "a" and self._link:
            self.parts.append(f" ({self._link})")
            self._link = None

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", "\n  ") if self._quoted else data)
