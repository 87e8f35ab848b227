"""A Liquid block or tag that is opened and never closed, in a post for Jekyll.

Jekyll stops the build: `{% highlight %}` wants `{% endhighlight %}`, `{%` wants `%}`.
"""

from __future__ import annotations

import re
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
    endless: set[str] = set()
    position = 0
    while match := _TAG.search(body, position):
        position = match.end()
        if match["end"]:
            names = [one["name"] for one in opened]
            if match["name"] in names:
                del opened[len(names) - 1 - names[::-1].index(match["name"]) :]
            continue
        opened.append(match)
        name = match["name"]
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


RULE = Rule("NK359", "unclosed-template-tag", Severity.ERROR, Finder.BODY, __doc__, _check)
