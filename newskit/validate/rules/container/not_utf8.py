"""A file that is not encoded in UTF-8.

newskit reads it by what the file declares or by a detector, and says which and how sure it is.
Site generators read UTF-8 and show broken characters or stop. An error when the detector is not
sure.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULE"]

RULE = Rule("NK109", "not-utf-8", Severity.WARNING, Finder.READER, __doc__)
