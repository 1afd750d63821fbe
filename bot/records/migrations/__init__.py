"""How the tables came to be: steps in order, each applied once. A step that was published is never changed.

A new step goes to the end of the module of its subject, with the next number of all.
"""

from bot.records.migrations import conversation, curators, owners, workshops
from bot.records.migrations.step import Migration

__all__ = ["MIGRATIONS", "Migration"]

MIGRATIONS = tuple(
    sorted(
        (*conversation.STEPS, *owners.STEPS, *curators.STEPS, *workshops.STEPS), key=lambda migration: migration.number
    )
)
