"""A NUL character in the text.

Left by a disk fault or by UTF-16 text saved as something else. HTML and YAML forbid it.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK117", "nul-character", Severity.ERROR, Finder.READER, __doc__)
