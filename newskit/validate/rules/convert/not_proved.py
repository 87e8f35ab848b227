"""The Markdown of a body would not render to the same document.

`newskit convert --on-difference fail` found that the HTML body and the Markdown made from it
differ when both are rendered. The post was left as it is; `--on-difference keep-html` keeps the
blocks that differ as HTML.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK601", "not-proved", Severity.ERROR, Finder.TOOL, __doc__)
