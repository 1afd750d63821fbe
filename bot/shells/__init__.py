"""Where people meet the bot: Telegram, the terminal, and programs that ask in bulk."""
