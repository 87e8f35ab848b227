"""An ignore comment that names no code.

`# newskit: ignore` would hide every finding, also those that come later, so it ignores nothing.
Name the codes: `# newskit: ignore[NK201]`.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK905", "bare-ignore", Severity.WARNING, Finder.TOOL, __doc__)
