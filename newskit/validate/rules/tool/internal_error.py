"""newskit met a bug of its own on a post.

The post was left as it is, and the run went on. Please report the message, with the post if it may
be shown.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK907", "internal-error", Severity.ERROR, Finder.TOOL, __doc__)
