"""A link whose address is misspelt.

`http//example.com`, `htp://…`, `http:/example.com`, `http://http://…`: the browser opens something
else, or nothing. So does what is no link: brackets that are parted, swapped or never closed, and a
space in the address where the generator's Markdown takes none (kramdown and Python-Markdown do; the
latter takes a line ending too).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Severity
from newskit.validate.body import mask_templates
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_TARGET = lazy(
    r"(?:\]\(|(?:href|src)\s*=\s*[\"']|^\[[^\]\n]+\]:[ \t]*)<?"
    r"(?P<target>(?:https?:/(?!/)|https?：/*|https?//|https?;//|htt?ps?//|htps?://|htttps?://|ttps?://"
    r"|hhttps?://|https?:/*https?:(?=//)|www\.[^\s/]+\.[a-z]{2,}/?)[^\s)\"'<>]*)",
    re.IGNORECASE | re.MULTILINE,
)

# One of these stands in every misspelt address but `http:/example.com`: anywhere, behind no h, or
# behind no slashes.
_SLIPS = (
    *("http//", "https//", "http;//", "https;//", "htp://", "htps://", "hhttp", "://http"),
    *(":http", "htpp", "http：", "https："),
)
_BARE_SLIPS = ("htttp", "(ttp", '"ttp', "'ttp", "(<ttp", ": ttp")
_WWW_SLIPS = ("(www.", '"www.', "'www.", "(<www.", ": www.")
# Not a title in quotes, and no bracket inside: the whole of it was meant as an address.
_SPACED = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+[ \t]+(?![\"'(])[^()<>\"'\n]*[^\s()<>\"'])[ \t]*\)"
)
_APART = lazy(
    r"(?<![\]!\\])\[(?P<text>[^\[\]\n^]{0,200}?[^\W\d][^\[\]\n]{0,200})\][ ]+\(https?://[^\s()]+\)"
)
_OPEN = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+)[ \t]*(?=\r?\n[ \t]*(?:\r?\n|[^\s\"'(),)])|\r?\n?\Z)"
)

# Words behind the address, and no bracket that closes it up to the end of the paragraph.
_RUN_ON = lazy(
    r"\]\((?P<target>https?://[^\s()<>\"']+)(?=[ \t]+[^()\n\"'\s])"
    r"(?=(?:[^()\n]|\n(?![ \t]*\r?\n)){0,2000}(?:\n[ \t]*\r?\n|\r?\n?\Z))"
)
_SWAPPED = lazy(r"(?<![\]\w])\([^()\[\]\n]{1,200}\)\[(?:https?://|www\.)[^\]\s]+\](?![(\[:])")
_PICTURE_APART = lazy(
    r"!\[[^\[\]\n]{0,200}\][ ]+\([^\s()]{1,400}\.(?:png|jpe?g|gif|svg|webp|avif)\)", re.IGNORECASE
)

# Browsers leave line endings in an address out.
_BROKEN_LINE = lazy(r"\]\(https?://[^\s()<>\"']+\r?\n[^\s()<>\"']+\)")

# An address that is not followed by what may follow it in a link: looked at more closely.
_GAP = lazy(r"\]\(https?://[^\s()<>\"']+(?=\s|\Z)")
_HOLDS_SPACE = "the address holds a space, so many renderers show the link as text"
_NEVER_CLOSED = "the address is not followed by `)`, so this is not a link"


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    prose = subject.prose
    yield from _torn(rule, subject)
    if not _may_slip(prose):
        return
    for match in _TARGET.finditer(prose):
        target = match["target"]
        shown = target if len(target) <= 60 else f"{target[:59]}…"
        span = subject.in_body(*match.span("target"))
        if target[:4].lower() == "www.":
            message = f"the address {shown} lacks `https://`, so it leads to a page of this site"
        else:
            message = f"the address {shown} is misspelt"
        yield rule.at(subject, span, message)


def _may_slip(prose: str) -> bool:
    """Tell whether an address may be misspelt."""
    if prose.count(":/") != prose.count("://"):
        return True
    marks: tuple[str, ...] = _SLIPS
    if prose.count("ttp") != prose.count("http"):
        marks += _BARE_SLIPS
    if prose.count("www.") != prose.count("//www."):
        marks += _WWW_SLIPS
    return any(mark in prose for mark in marks)


def _torn(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Links that are text, because a space or a line ending tears them apart."""
    if "](http" in subject.prose and _GAP.search(subject.prose):
        prose = mask_templates(subject.prose)
        for gap in _GAP.finditer(prose):
            found, message, hint = _gap(prose, gap.start(), spaced=_takes_spaces(subject))
            broken = subject.is_python_markdown and _BROKEN_LINE.match(prose, gap.start())
            if found is not None and not broken:
                span = subject.in_body(*found.span("target"))
                yield rule.at(subject, span, message, hint=hint)
    if "] (http" in subject.prose:
        for match in _APART.finditer(subject.prose):
            message = (
                f"a space parts `[{match['text'][:40]}]` from its address, so this is not a link"
            )
            span = subject.in_body(*match.span())
            yield rule.at(subject, span, message, hint="remove the space")
    for mark, pattern, message, hint in _NO_LINKS:
        if mark in subject.prose:
            for match in pattern.finditer(subject.prose):
                span = subject.in_body(*match.span())
                yield rule.at(subject, span, message, hint=hint)


_NO_LINKS = (
    (
        "] (",
        _PICTURE_APART,
        "a space parts the text of the image from its address, so this is not an image",
        "remove the space",
    ),
    (
        ")[",
        _SWAPPED,
        "text and address stand in each other's brackets, so this is not a link",
        "write [text](address)",
    ),
)


def _gap(prose: str, at: int, *, spaced: bool) -> tuple[re.Match[str] | None, str, str]:
    """What is wrong with an address that is not followed by what may follow it."""
    found = _SPACED.match(prose, at)
    if found is not None:
        return (None if spaced else found), _HOLDS_SPACE, "write %20"
    return _OPEN.match(prose, at) or _RUN_ON.match(prose, at), _NEVER_CLOSED, "add `)`"


def _takes_spaces(subject: Subject) -> bool:
    """Whether the generator's Markdown reads a link whose address holds a space."""
    return subject.is_python_markdown or subject.generator is Generator.JEKYLL


RULE = Rule("NK364", "broken-link", Severity.WARNING, Finder.BODY, __doc__, _check)
