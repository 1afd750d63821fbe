"""The first steps with the bot: example questions that really ask, and the language."""

from dataclasses import dataclass

from bot.shells.telegram.desk import Desk
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.pressing import Pressed, turn_to
from bot.shells.telegram.screens import EXAMPLES, AskExample, OpenLanguages, Screens


@dataclass(frozen=True, kw_only=True)
class Starting:
    """Follows the buttons of the start screen."""

    desk: Desk
    questions: Questions

    async def on_ask_example(self, press: AskExample, pressed: Pressed) -> bool:
        """Someone taps an example: it is asked as if they had written it."""
        if press.number not in EXAMPLES:
            return False
        await self.desk.sender.answer_press(pressed.query.id)
        words = self.desk.parts.templates.label(pressed.language, f"example_{press.number}")
        await self.questions.ask_words(pressed.asker, words)
        return True

    async def on_open_languages(self, _press: OpenLanguages, pressed: Pressed) -> bool:
        """Someone wants another language."""
        return await turn_to(self.desk, Screens(self.desk.parts).languages(pressed.language), pressed)
