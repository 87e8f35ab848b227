"""Front matter too large, too deep, or with aliases that multiply without bounds.

Such front matter ("billion laughs", 100,000 nested brackets) makes other tools hang or crash.
It is refused before any value is built.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK112", "hostile-front-matter", Severity.ERROR, Finder.READER, __doc__)
