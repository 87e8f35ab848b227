"""Single bytes that are not UTF-8 in a file that otherwise is.

Usually a text pasted from another encoding, or a character cut in half by a tool that counts
bytes. The bytes are kept as they are; the character they were has to be restored by hand.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK110", "damaged-text", Severity.ERROR, Finder.READER, __doc__)
