"""A template block or tag that is opened and never closed, in a post for Jekyll or Hugo.

Both stop the build. In Jekyll `{% highlight %}` wants `{% endhighlight %}`, `{%` wants `%}` and
`{{` wants `}}`, in code blocks too, but not between `{% raw %}` and `{% endraw %}`. In Hugo `{{<`
wants `>}}` and `{{%` wants `%}}`.
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

_SHORTCODE = lazy(r"\{\{(?P<mark>[<%])(?!/\*)")
_OPENING = lazy(r"\{\{|\{%")
_OPAQUE_TAG = lazy(r"\{%-?\s*(?P<name>raw|comment)\s*-?%\}")
# What stands in these is text: no tag inside them counts.
_OPAQUE = frozenset(("raw", "comment", "highlight"))


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if subject.generator is Generator.HUGO:
        yield from _shortcodes(rule, subject)
    if subject.generator is not Generator.JEKYLL:
        return
    if subject.post.front_matter.values.get("render_with_liquid") is False:
        return
    yield from _outputs(rule, subject)
    if "{%" in subject.post.body:
        yield from _blocks(rule, subject)


def _shortcodes(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Hugo's shortcodes whose end is missing, before the next one starts."""
    openings = list(_SHORTCODE.finditer(subject.post.body))
    ends = [*(match.start() for match in openings), len(subject.post.body)][1:]
    shown = 0
    for match, end in zip(openings, ends, strict=True):
        closing = ">}}" if match["mark"] == "<" else "%}}"
        if subject.post.body.find(closing, match.end(), end) >= 0 or shown >= MAX_SHOWN:
            continue
        shown += 1
        span = subject.in_body(*match.span())
        yield rule.at(subject, span, f"`{match[0]}` is never closed by `{closing}`")


def _outputs(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Liquid's `{{` and `{%` whose end is missing: it reads them up to the first brace."""
    body = subject.post.body
    position = shown = 0
    while shown < MAX_SHOWN and (match := _OPENING.search(body, position)):
        position = _behind_opaque(body, match.start())
        if position >= 0:
            continue
        mark, end = ("}", "}}") if match[0] == "{{" else ("%}", "%}")
        closing = body.find(mark, match.end())
        if closing < 0 or body[closing : closing + 2] != end:
            shown += 1
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, f"`{match[0]}` is never closed by `{end}`")
        if closing < 0:
            return
        position = closing + 1


def _behind_opaque(body: str, start: int) -> int:
    """The end of a raw block or comment that starts here; -1 where none does.

    One that nothing closes is read as a block, and reaches to the end.
    """
    opaque = _OPAQUE_TAG.match(body, start)
    if opaque is None:
        return -1
    end = re.compile(rf"\{{%-?\s*end{opaque['name']}\s*-?%\}}").search(body, opaque.end())
    return end.end() if end else len(body)


def _blocks(rule: Rule, subject: Subject) -> Iterator[Problem]:
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
