"""A conversation in lines of text: what can be chosen has a number, and a number means what stood beside it.

It knows no terminal. A number chosen means the command of its option, so that choosing and typing are the same.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from bot.advice.conversation import EARLIER_REMEMBERED
from bot.advice.deciding import Advice, Choice, Chosen, NoAdvice, PaperAnswer, Smalltalk, WhichPart
from bot.advice.normalising import cleaned
from bot.advice.repeating import NO_PAST
from bot.advice.scoring import LONGEST_QUESTION
from bot.assembly import Parts
from bot.replies import SECTIONS, Offer, Reply, Section

COMMANDS = ("start", "help", "topics", "sources", "language")
_NUMBER = re.compile(r"(\d{1,3})[.)]?")


@dataclass(frozen=True, kw_only=True)
class Option:
    """Something to choose by its number, and the command that does it."""

    title: str
    command: str


class NumberedConversation:
    """One person's conversation: the language chosen, the questions so far, and what the numbers now mean."""

    def __init__(self, parts: Parts, *, client_language: str | None = None) -> None:
        self._answerer = parts.answerer
        self._replies = parts.answerer.replies
        self._templates = parts.templates
        self._knowledge = parts.knowledge
        self._client_language = client_language
        self._chosen_language: str | None = None
        self._earlier: deque[str] = deque(maxlen=EARLIER_REMEMBERED)
        self._past = NO_PAST
        self._options: tuple[Option, ...] = ()
        self.language = self._templates.spoken(client_language)
        """The language we speak now."""

    def label(self, key: str) -> str:
        """The short text *key* in the language we speak now."""
        return self._templates.label(self.language, key)

    def hear(self, line: str) -> str:
        """What we say to *line*: a question, a command or the number of an option. Telegram's HTML."""
        text = cleaned(line)
        number = _NUMBER.fullmatch(text)
        if number:
            return self._on_number(int(number[1]))
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return self._on_command(name.lower(), argument.strip().lower())
        return self._on_question(line)

    def _on_number(self, number: int) -> str:
        if not 1 <= number <= len(self._options):
            return escape(self.label("console_bad_number" if self._options else "console_no_number"))
        return self.hear(self._options[number - 1].command)

    def _on_command(self, name: str, argument: str) -> str:
        match name:
            case "start":
                examples = [self.label(f"example_{number}") for number in (1, 2, 3)]
                options = [Option(title=example, command=example) for example in examples]
                return self._say(f"{self._replies.page('start', self.language)}\n", options, "console_choose")
            case "help":
                commands = [(command, self.label(f"command_{command}")) for command in COMMANDS]
                return self._say(self._replies.page("help", self.language, commands=commands))
            case "sources":
                return self._say(self._replies.sources(self.language))
            case "language":
                return self._on_language(argument)
            case "topics":
                return self._themes()
        kind, _, ident = name.partition("_")
        themes = {theme.id: theme.title[self.language] for theme in self._knowledge.themes}
        if kind == "theme" and ident in themes:
            return self._topics(ident, themes[ident])
        if kind == "topic" and ident in self._knowledge.topic_by_id:
            self._earlier.append(self._knowledge.topic_by_id[ident].title[self.language])
            reply = self._replies.topic(ident, self.language)
            self._past = self._past.after(decision="advice", topic=ident, reply=reply.html)
            return self._say_more(reply)
        for section in SECTIONS:
            if kind == section and ident in self._knowledge.topic_by_id:
                return self._section(ident, section)
        return self._replies.page("unknown_command", self.language)

    def _on_question(self, line: str) -> str:
        answer = self._answerer.answer(
            line,
            chosen_language=self._chosen_language,
            client_language=self._client_language,
            after=tuple(self._earlier),
            past=self._past,
        )
        self.language = answer.reply_language
        self._past = self._past.after(decision=answer.decision_name, topic=answer.reply.topic, reply=answer.reply.html)
        if answer.match.text and not isinstance(answer.decision, Smalltalk):
            self._earlier.append(answer.stands_for or answer.question)
        reply = answer.reply
        if len(answer.question) > LONGEST_QUESTION:
            note = escape(self.label("console_long").format(limit=LONGEST_QUESTION))
            reply = replace(reply, html=f"<i>{note}</i>\n\n{reply.html}")
        match answer.decision:
            case Advice() | PaperAnswer() | Chosen():
                return self._say_more(reply)
            case Choice() | WhichPart():
                # The template numbers the offers itself, for it is a question about them.
                return self._say(reply.html, _topic_options(reply.offers), "console_choose", numbered=True)
            case NoAdvice(none_fits=none_fits):
                themes = self._theme_options() if none_fits or reply.offers_themes else []
                options = [*_topic_options(reply.offers), *themes]
                return self._say(f"{reply.html}\n" if options else reply.html, options, "console_choose")
            case Smalltalk():
                return self._say(reply.html)

    def _on_language(self, argument: str) -> str:
        if argument == "auto":
            self._chosen_language = None
            return self._say(self._replies.page("language_auto", self.language))
        if argument in self._replies.languages:
            self._chosen_language = self.language = argument
            return self._say(self._replies.page("language_set", argument))
        options = [
            Option(title=self._templates.label(language, "language_name"), command=f"/language {language}")
            for language in self._replies.languages
        ]
        options.append(Option(title=self.label("language_follow"), command="/language auto"))
        return self._say(self._replies.page("language", self.language), options, "console_choose")

    def _themes(self) -> str:
        return self._say(self._replies.page("themes", self.language), self._theme_options(), "console_choose")

    def _theme_options(self) -> list[Option]:
        return [
            Option(title=f"{title} ({count})", command=f"/theme_{theme}")
            for theme, title, count in self._replies.themes(self.language)
        ]

    def _topics(self, theme: str, title: str) -> str:
        html = self._replies.page("topics", self.language, theme=title, page=1, pages=1)
        topics = [topic.id for topic in self._knowledge.topics_of(theme)]
        return self._say(html, _topic_options(self._replies.offers(topics, self.language)), "console_topic_list")

    def _section(self, topic: str, section: Section) -> str:
        html = self._replies.section(topic, self.language, section)
        options = [*self._section_options(topic, but=section), *_topic_options(self._related(topic))]
        return self._say(f"{html}\n", options, "console_choose")

    def _say_more(self, reply: Reply) -> str:
        """*reply* with what can be opened from it: the rest of the topic, and topics beside it."""
        sections = [] if reply.topic is None else self._section_options(reply.topic)
        return self._say(
            f"{reply.html}\n" if reply.offers or sections else reply.html,
            [*sections, *_topic_options(reply.offers)],
            "console_choose",
        )

    def _section_options(self, topic: str, but: Section | None = None) -> list[Option]:
        return [
            Option(title=self.label(f"section_{section}"), command=f"/{section}_{topic}")
            for section in SECTIONS
            if section != but
        ]

    def _related(self, topic: str) -> tuple[Offer, ...]:
        return self._replies.offers(self._knowledge.topic_by_id[topic].related, self.language)

    def _say(self, html: str, options: Sequence[Option] = (), hint: str = "", *, numbered: bool = False) -> str:
        """*html* with the *options* below, which the next number chooses from; *numbered* if they stand there yet."""
        self._options = tuple(options)
        lines = [html]
        if not numbered:
            lines += [f"{number}. {escape(option.title)}" for number, option in enumerate(options, start=1)]
        if options and hint:
            lines.append(f"<i>{escape(self.label(hint))}</i>")
        return "\n".join(lines)


def _topic_options(offers: Iterable[Offer]) -> list[Option]:
    return [Option(title=offer.title, command=f"/topic_{offer.topic}") for offer in offers]
