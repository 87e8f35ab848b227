"""Rules of newskit itself: what happened to a run, a repair or an ignore comment.

A rule's manual page is its text here; its first line is the summary.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

__all__ = ["RULES"]

RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "NK900",
            "worker-died",
            Severity.ERROR,
            Finder.TOOL,
            """The process that worked on a post died, twice.

Out of memory, or a crash in a library. The post was left as it is. Run newskit on the file
alone with `--jobs 1` and report what it says.
""",
        ),
        Rule(
            "NK901",
            "unused-ignore",
            Severity.WARNING,
            Finder.TOOL,
            """An ignore comment that covers no finding.

What it was for has been repaired, or the code is not the right one. Comments about archive-wide
rules (NK4xx) are not judged.
""",
        ),
        Rule(
            "NK902",
            "not-written",
            Severity.ERROR,
            Finder.TOOL,
            """A file that could not be written.

A full disk, no permission, or a file that changed while newskit worked on it. What was there
before is still there.
""",
        ),
        Rule(
            "NK903",
            "encoding-changed",
            Severity.WARNING,
            Finder.TOOL,
            """A post that had to be written as UTF-8.

Its own encoding cannot say a character of the new text, or the new text would not be read in it: a
page in windows-1252 or Shift_JIS that declares so in ``<meta charset>`` becomes Markdown, which
declares nothing.
""",
        ),
        Rule(
            "NK904",
            "repair-refused",
            Severity.WARNING,
            Finder.TOOL,
            """A repair that was not made, because the result did not read as it should.

Every repaired post is read again before it is written; where another value changed, or the
front matter could no longer be read, the file is left as it was.
""",
        ),
        Rule(
            "NK905",
            "bare-ignore",
            Severity.WARNING,
            Finder.TOOL,
            """An ignore comment that names no code.

`# newskit: ignore` would hide every finding, also those that come later, so it ignores nothing.
Name the codes: `# newskit: ignore[NK201]`.
""",
        ),
        Rule(
            "NK906",
            "unknown-code-in-ignore",
            Severity.WARNING,
            Finder.TOOL,
            """An ignore comment that names a rule that does not exist.
""",
        ),
        Rule(
            "NK907",
            "internal-error",
            Severity.ERROR,
            Finder.TOOL,
            """newskit met a bug of its own on a post.

The post was left as it is, and the run went on. Please report the message, with the post if it may
be shown.
""",
        ),
    )
}
