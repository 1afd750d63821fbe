"""Failures in the log, by place and kind; see ``bot.logs``."""

import logging

from bot.logs import where

__all__ = ["logger", "where"]

logger = logging.getLogger(__name__)
