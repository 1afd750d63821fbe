"""A Telegram bot that gives trade advice and cites the paper each piece rests on."""

__version__ = "0.1.0"
