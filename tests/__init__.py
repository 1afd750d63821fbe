"""Tests of the bot, from its core to whole conversations."""
