"""``python -m newskit``."""

from __future__ import annotations

import os
import sys

# Python looks for modules in the current folder first: that of an archive, whose files named like
# modules must not run. (The command ``newskit`` and ``python -P`` do not look there.)
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109
    del sys.path[0]

from newskit.cli.app import main

if __name__ == "__main__":
    main()
