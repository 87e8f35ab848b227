r"""A link to somebody's own machine.

`file:///…`, `http://localhost:4000/…`, `C:\…`: it works for the author and nobody else. A post may
send its readers to a server of their own, so of such servers only the preview of a site generator
is named, by its port, and a link to nothing but its root is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_TARGET = lazy(
    r"(?:\]\(|(?:href|src)\s*=\s*[\"'])<?"
    r"(?P<target>(?:file:/|https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?=[:/\s)\"'>])|[A-Za-z]:\\)"
    r"[^\s)\"'<>]*)",
    re.IGNORECASE,
)
# Jekyll and Hexo, Hugo, Zola, Astro, Eleventy, Pelican and Nikola, Docusaurus, VitePress.
_PREVIEWS = frozenset((4000, 1313, 1111, 4321, 8000))
_PORT = lazy(r"https?://[^/:]+:(\d{1,5})", re.IGNORECASE)
_ROOT = lazy(r"https?://[^/]+/?", re.IGNORECASE)
_LOCAL = lazy(r"localhost|127\.0\.0\.1|0\.0\.0\.0")


def _speaks_of(body: str, target: str) -> bool:
    """Whether the same server is named elsewhere than in links: the post starts it."""
    server = target.split("/")[2]
    return any(
        not body[: match.start()].endswith(("](http://", "](<http://", '"http://'))
        for match in re.finditer(re.escape(server), body)
    )


def _is_picture(prose: str, match: re.Match[str]) -> bool:
    if match[0][0] == "]":
        return prose[max(0, match.start() - 300) : match.start()].rpartition("[")[0].endswith("!")
    return match[0][0] in "sS"


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    for match in _TARGET.finditer(subject.prose):
        target = match["target"]
        text = subject.prose[max(0, match.start() - 200) : match.start()].rpartition("[")[2]
        port = _PORT.search(target)
        if not _is_picture(subject.prose, match) and _ROOT.fullmatch(target):
            # Whoever follows the post has a server there, too.
            continue
        if _LOCAL.search(text) or (port and int(port[1]) not in _PREVIEWS):
            # The text of the link says where it leads: the post is about that machine.
            continue
        if _PORT.search(target) and _speaks_of(subject.post.body, target):
            continue
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        span = subject.in_body(*match.span("target"))
        yield rule.at(subject, span, f"the address {shown} is on somebody's own machine")


RULE = Rule("NK365", "private-link", Severity.WARNING, Finder.BODY, __doc__, _check)
