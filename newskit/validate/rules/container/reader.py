"""Rules that the reader finds while a file is decoded and taken apart.

A rule's manual page is its text here; its first line is the summary.
"""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

__all__ = ["RULES"]

RULES = {
    rule.code: rule
    for rule in (
        Rule(
            "NK100",
            "unreadable",
            Severity.ERROR,
            Finder.READER,
            """A file that cannot be read.

No permission, gone, larger than `read.max-bytes`, or no file at all. The run goes on with the
other files and ends with exit code 2.
""",
        ),
        Rule(
            "NK143",
            "incomplete-container",
            Severity.ERROR,
            Finder.READER,
            """A tar archive or a compressed file that is not read whole.

A damaged header, a link that leads nowhere, bytes behind the end, an archive that is cut off or
expands out of all proportion: the posts before and behind the fault are worked on, and what is
missing is reported. The run ends with exit code 1.
""",
        ),
        Rule(
            "NK103",
            "unterminated-front-matter",
            Severity.ERROR,
            Finder.READER,
            """Front matter that is opened and never closed.

Without a closing fence, Jekyll takes the file for a page without front matter and publishes the
keys as text; Hugo stops the build.

    ---
    title: Open day
    We open at nine.

The repair adds the closing fence behind the last line that reads as an entry.
""",
            repair=Repair.SAFE,
        ),
        Rule(
            "NK104",
            "front-matter-not-a-mapping",
            Severity.ERROR,
            Finder.READER,
            """Front matter that is a list or plain text instead of keys with values.

Site generators ignore it or stop; the post loses its title and date.

    ---
    - title
    - date
    ---
""",
        ),
        Rule(
            "NK109",
            "not-utf-8",
            Severity.WARNING,
            Finder.READER,
            """A file that is not encoded in UTF-8.

newskit reads it by what the file declares or by a detector, and says which and how sure it is.
Site generators read UTF-8 and show broken characters or stop. An error when the detector is not
sure.
""",
        ),
        Rule(
            "NK110",
            "damaged-text",
            Severity.ERROR,
            Finder.READER,
            """Single bytes that are not UTF-8 in a file that otherwise is.

Usually a text pasted from another encoding, or a character cut in half by a tool that counts
bytes. The bytes are kept as they are; the character they were has to be restored by hand.
""",
        ),
        Rule(
            "NK112",
            "hostile-front-matter",
            Severity.ERROR,
            Finder.READER,
            """Front matter too large, too deep, or with aliases that multiply without bounds.

Such front matter ("billion laughs", 100,000 nested brackets) makes other tools hang or crash.
It is refused before any value is built.
""",
        ),
        Rule(
            "NK117",
            "nul-character",
            Severity.ERROR,
            Finder.READER,
            """A NUL character in the text.

Left by a disk fault or by UTF-16 text saved as something else. HTML and YAML forbid it.
""",
        ),
        Rule(
            "NK118",
            "unread-front-matter",
            Severity.WARNING,
            Finder.READER,
            """Front matter that is a program: JavaScript, CoffeeScript or CSON.

Eleventy runs what stands between ``---js`` and ``---``. newskit runs nothing: it keeps such front
matter as it is, converts the body behind it, and knows none of its values, so a record has no title
or date from there.
""",
        ),
        Rule(
            "NK119",
            "not-a-post",
            Severity.ERROR,
            Finder.READER,
            """A file that was named and is not a post or page of the site it lies in.

A site's templates, built output, data and the notes on its repository are not posts: the file was
left alone. `newskit site` shows what is taken for what, and why; `--force` works on the file all
the same.
""",
        ),
    )
}
