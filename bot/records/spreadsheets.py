"""Cells of a spreadsheet that come from people."""

from typing import Any

BYTE_ORDER_MARK = "\ufeff"
"""Before a CSV file; without it a spreadsheet takes Chinese for something else."""


def harmless(value: Any) -> Any:
    """*value* so that a spreadsheet shows it and does not take it for a formula."""
    is_formula = isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    return f"'{value}" if is_formula else value
