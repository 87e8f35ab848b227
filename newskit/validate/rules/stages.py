"""Rules of the stages: what stripping and converting report about a post.

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
    )
}
