"""Rules about newskit's own work: its runs, and what stripping and converting report."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

RULES = (
    Rule(
        "NK501",
        "strip-conflict",
        Severity.WARNING,
        Finder.TOOL,
        """Boilerplate says something else than the front matter.

`newskit strip` found a source, author or address at the end of the post that contradicts a key
of the front matter. The front matter was left as it is.
""",
    ),
    Rule(
        "NK502",
        "strip-unplaced",
        Severity.WARNING,
        Finder.TOOL,
        """A fact found in boilerplate that could not be written into the front matter.
""",
    ),
    Rule(
        "NK503",
        "strip-unaccounted",
        Severity.ERROR,
        Finder.TOOL,
        """Stripping would take words away that its report does not hold.

What `newskit strip` removes stands in its report, word by word. Before a post is written its words
are counted: those of the post that is left and of what was removed are those of the post before.
Where they are not, the post is left as it is.
""",
    ),
    Rule(
        "NK601",
        "not-proved",
        Severity.ERROR,
        Finder.TOOL,
        """The Markdown of a body would not render to the same document.

`newskit convert --on-difference fail` found that the HTML body and the Markdown made from it
differ when both are rendered. The post was left as it is; `--on-difference keep-html` keeps the
blocks that differ as HTML. It is reported too for each value that would be lost: a link without
words, a formula, the address of a picture.
""",
    ),
    Rule(
        "NK602",
        "missing-value",
        Severity.ERROR,
        Finder.TOOL,
        """A document holds a value that the one made of it lacks.

`newskit compare` found words, an address, a formula, code, a value of front matter or a whole post
of the first archive nowhere in the second. It is a warning where converters leave such values out
for a reason (text that readers do not see, comments, languages), and information where another
value says the same (the other sizes of a picture).
""",
    ),
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
