"""What the bot remembers, in SQLite through sqlite-utils."""
