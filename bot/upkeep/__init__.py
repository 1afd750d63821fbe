"""Commands for those who run the bot: is it well, back up, restore, recover."""
