"""Rooms of workshops: values and rules, without a database and without Telegram.

A trainer opens a room, people join it by a code, and what they ask in it is counted, never who asked.
"""
