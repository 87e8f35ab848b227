"""Where the front matter of a text starts and ends.

Fences known: ``---`` (YAML, closed by ``---`` or ``...``; Jekyll's own pattern), ``---`` with the
language behind it (Eleventy, which reads front matter with gray-matter: ``---json``, ``--- toml``,
``---js`` and ``---coffee``, programs of which only the end is found), ``+++`` (TOML; Hugo, Zola),
``;;;`` (JSON; Hexo) and a bare ``{`` … ``}`` (JSON; Hugo). Only a line of its own at column 1 is a
fence, so neither an indented ``---`` in a block scalar nor a rule in the body splits anything.
"""

from __future__ import annotations

import re

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, Span

_OPENING = lazy(
    r"(?:[ \t]*(?:\r\n?|\n))*+"
    r"(?:(?P<fence>---(?:[ \t]*(?P<name>json|toml|ya?ml|js|javascript|coffee(?:script)?|cson))?"
    r"|\+\+\+|;;;)[ \t]*(?=[\r\n]|\Z)"
    # Keys without double quotes are not JSON, but meant as it: a brace alone on the first line.
    r"|(?P<brace>\{(?=\s*[\"}]|[ \t]*(?:\r\n?|\n)[ \t]*(?:'[\w-]+'|[A-Za-z_]\w*)[ \t]*:)))",
    re.IGNORECASE,
)
_CLOSING = {
    "---": lazy(r"(?:(?<=[\r\n])|\A)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": lazy(r"(?:(?<=[\r\n])|\A)\+\+\+[ \t]*(?=[\r\n]|\Z)"),
    ";;;": lazy(r"(?:(?<=[\r\n])|\A);;;[ \t]*(?=[\r\n]|\Z)"),
}
_FORMATS = {
    "+++": FrontMatterFormat.TOML,
    ";;;": FrontMatterFormat.JSON,
    "json": FrontMatterFormat.JSON,
    "toml": FrontMatterFormat.TOML,
    "yaml": FrontMatterFormat.YAML,
    "yml": FrontMatterFormat.YAML,
    "---": FrontMatterFormat.YAML,
}
_NEWLINE = lazy(r"\r\n?|\n")
# In an unterminated block: a key, a list item, a comment or an indented continuation.
_ENTRY_LINE = lazy(r"(?:[^\s:#\[{<][^:\r\n<]{0,80}:(?:[ \t]|$)|-[ \t]|#|[ \t]+\S)")
_JSON_TOKEN = lazy(r'"(?:[^"\\\r\n]|\\.)*"|[{}]')


class Fences(NamedTuple):
    """Spans of a front matter block; `closing` is empty at the end of an unterminated one."""

    format: FrontMatterFormat
    opening: Span
    content: Span
    closing: Span
    body_start: int
    terminated: bool = True


def find_fences(text: str) -> Fences | None:
    """Find the front matter block that `text` starts with, or None (offsets in code points)."""
    plain = _plain_fences(text)
    if plain is not None:
        return plain
    match = _OPENING.match(text)
    if match is None:
        return None
    if match["brace"]:
        return _json_braces(text, match.start("brace"))
    fence = match["fence"].lower()
    kind = _FORMATS.get((match["name"] or fence).lower(), FrontMatterFormat.OTHER)
    opening = (match.start("fence"), match.end())
    content_start = _after_newline(text, match.end())
    closing = _CLOSING[fence[:3]].search(text, content_start)
    if closing is None:
        if kind is FrontMatterFormat.OTHER:
            return None  # a program that nothing closes may as well be text
        end = _unterminated_end(text, content_start)
        content = (content_start, end)
        return Fences(kind, opening, content, (end, end), end, terminated=False)
    return Fences(
        kind,
        opening,
        (content_start, closing.start()),
        closing.span(),
        _after_newline(text, closing.end()),
    )


def _plain_fences(text: str) -> Fences | None:
    """Find what most posts have: ``---`` and LF at the very start, and once again further down.

    Whatever might be another fence in between is left to the patterns.
    """
    if not text.startswith("---\n"):
        return None
    end = text.find("\n---\n", 3)
    if end < 0 or text.find("\r", 0, end) >= 0:
        return None
    if text.find("\n---", 3, end) >= 0 or text.find("\n...", 3, end) >= 0:
        return None
    return Fences(FrontMatterFormat.YAML, (0, 3), (4, end + 1), (end + 1, end + 4), end + 5)


def _after_newline(text: str, position: int) -> int:
    match = _NEWLINE.match(text, position)
    return match.end() if match else position


def _unterminated_end(text: str, start: int) -> int:
    """Guess the end of a block that nothing closes: its run of entries, up to a blank line."""
    position = start
    while position < len(text):
        if not _ENTRY_LINE.match(text, position):
            break
        newline = _NEWLINE.search(text, position)
        position = newline.end() if newline else len(text)
    return position


def _json_braces(text: str, start: int) -> Fences | None:
    depth = 0
    for token in _JSON_TOKEN.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            end = token.end()
            rest = re.compile(r"[ \t]*(?:\r\n?|\n|\Z)").match(text, end)
            if rest is None:
                # Text goes on behind the brace: a body that starts with a brace, no front matter.
                return None
            return Fences(
                FrontMatterFormat.JSON,
                (start, start + 1),
                (start, end),
                (end - 1, end),
                rest.end(),
            )
    if not re.compile(r"\{\s*\"(?:[^\"\\\r\n]|\\.)*\"\s*:").match(text, start):
        return None
    end = len(text)
    opening, content = (start, start + 1), (start, end)
    return Fences(FrontMatterFormat.JSON, opening, content, (end, end), end, terminated=False)
