"""Faults, run for real: the process is killed, Telegram misbehaves, two thousand people ask at once."""
