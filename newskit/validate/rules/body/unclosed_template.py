"""A Liquid block or tag that is opened and never closed, in a post for Jekyll.

Jekyll stops the build: `{% highlight %}` wants `{% endhighlight %}`, `{%` wants `%}`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.balance import MAX_SHOWN
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_BLOCKS = "highlight|raw|comment|capture|if|unless|for|case|tablerow"
_TAG = lazy(
    r"\{%-?\s*(?P<end>end)?(?P<name>"
    + _BLOCKS
    + r")\b(?P<rest>[^%\n]*(?:%(?!\})[^%\n]*)*)(?P<close>%\})?"
)

# What stands in these is text: no tag inside them counts.
_OPAQUE = frozenset(("raw", "comment", "highlight"))


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.generator is not Generator.JEKYLL or "{%" not in subject.post.body:
        return
    body = subject.post.body
    opened: list[re.Match[str]] = []
    counts: Counter[str] = Counter()
    endless: set[str] = set()
    position = 0
    while match := _TAG.search(body, position):
        position = match.end()
        if match["end"]:
            if counts[match["name"]]:
                _close(opened, counts, match["name"])
            continue
        opened.append(match)
        name = match["name"]
        counts[name] += 1
        if name in _OPAQUE and name not in endless:
            end = re.compile(rf"\{{%-?\s*end{name}\b").search(body, position)
            if end is None:
                endless.add(name)
            else:
                position = end.start()
    for match in opened[:MAX_SHOWN]:
        name = match["name"]
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"`{{% {name} %}}` is never closed by `{{% end{name} %}}`")


def _close(opened: list[re.Match[str]], counts: Counter[str], name: str) -> None:
    """Take the last block of a name, and those opened in it, off the open ones."""
    while True:
        last = opened.pop()["name"]
        counts[last] -= 1
        if last == name:
            return


RULE = Rule("NK359", "unclosed-template-tag", Severity.ERROR, Finder.BODY, __doc__, _check)
