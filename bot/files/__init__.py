"""Everything read from disk that does not change while the bot runs: knowledge, templates, bundled language data."""
