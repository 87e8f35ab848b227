"""A YAML tag that safe readers do not know, such as `!ruby/object:Date`.

Safe loaders refuse the whole front matter because of it.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK115", "unknown-yaml-tag", Severity.WARNING, Finder.READER, __doc__)
