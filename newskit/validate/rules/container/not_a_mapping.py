"""Front matter that is a list or plain text instead of keys with values.

Site generators ignore it or stop; the post loses its title and date.

    ---
    - title
    - date
    ---
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK104", "front-matter-not-a-mapping", Severity.ERROR, Finder.READER, __doc__)
