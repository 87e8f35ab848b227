"""Marked parts of a page: ``:::note`` and ``!!! note``, and what MDX has besides Markdown.

Sources: Docusaurus 3, "Admonitions" and "MDX"; VitePress 1, "Custom Containers"; Python-Markdown
3, `admonition`; pymdownx, `details` and `tab`.
"""

from __future__ import annotations

import re
from typing import Final

from newskit.lazy import lazy
from newskit.markup.code import outside_code

_OPENING: Final = lazy(
    r"^(?P<indent>[ \t>]*):{3,}[ \t]*(?:\{[ \t]*\.)?(?P<name>[A-Za-z][\w-]*)"
    r"(?:\[(?P<label>[^\]\n]*)\])?[ \t]*(?:\{[^}\n]*\})?[ \t]*\}?(?P<title>[^\n]*)$",
    re.MULTILINE,
)
_CLOSING: Final = lazy(r"^[ \t>]*:{3,}[ \t]*$", re.MULTILINE)
_INDENTED: Final = lazy(
    r"^(?P<indent>[ \t]*)(?:!!!|\?\?\?\+?|===[!+]?)[ \t]+(?P<name>[A-Za-z][\w -]*?)?[ \t]*"
    r"(?:\"(?P<title>[^\"\n]*)\")?[ \t]*\n"
    r"(?P<body>(?:[ \t]*\n)*(?:(?P=indent)(?: {4}|\t)[^\n]*\n?|[ \t]*\n)+)",
    re.MULTILINE,
)
_SILENT: Final = frozenset(
    ("code-group", "code-tabs", "code-tab", "tabs", "tab", "columns", "column", "grid", "div")
)
"""Names that group what they hold, and are not shown."""

_MODULE: Final = lazy(
    r"^(?:import\s+(?:[\w*{][^;\n]*?\s+from\s+)?[\"'][^\"'\n]+[\"'];?"
    r"|import\s+\{[^}]*\}\s+from\s+[\"'][^\"'\n]+[\"'];?"
    r"|export\s+(?:const|default|function|let)\b[^\n]*(?:\n[^\n]+)*)[ \t]*$",
    re.MULTILINE,
)
_COMMENT: Final = lazy(r"\{/\*.*?\*/\}", re.DOTALL)
_TEXT: Final = lazy(r"\{(?:\"([^\"\n]*)\"|'([^'\n]*)'|`([^`$\n]*)`)\}")
_FRAGMENT: Final = lazy(r"</?>")
_BRACED: Final = lazy(
    r"\s+[\w:-]+=\{(?:[^{}\"'`]|\"[^\"]*\"|'[^']*'|`[^`]*`|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
)
_TAG: Final = lazy(
    r"<[A-Za-z][\w.]*(?:\s(?:[^<>{}\"']|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*)?/?>"
)
_LABELLED: Final = lazy(r"<TabItem\b[^<>]*?\slabel=\"([^\"]*)\"[^<>]*>")
_DOTTED: Final = lazy(r"(?<=<)(/?[A-Za-z]\w*)(?:\.\w+)+")


def with_containers(markdown: str) -> str:
    """Take the marks of containers off, so that their title stands above what they hold."""
    if not _CLOSING.search(markdown):
        return markdown
    markdown = outside_code(_OPENING, _opened, markdown)
    return outside_code(_CLOSING, lambda _: "", markdown)


def with_indented(markdown: str) -> str:
    """Do the same for blocks that are marked by their indent."""
    return outside_code(_INDENTED, _dedented, markdown)


def as_markdown(text: str) -> tuple[str, list[str]]:
    """Return MDX without its modules and expressions, and what was left out of it."""
    left: list[str] = []

    def module(match: re.Match[str]) -> str:
        left.append(match[0])
        return ""

    if "import " in text or "export " in text:
        text = outside_code(_MODULE, module, text)
    if "{" in text:
        text = outside_code(_COMMENT, lambda _: "", text)
        text = outside_code(_TAG, lambda match: _BRACED.sub("", match[0]), text)
        text = outside_code(_TEXT, lambda match: match[1] or match[2] or match[3] or " ", text)
    text = outside_code(_FRAGMENT, lambda _: "", text)
    text = outside_code(_LABELLED, lambda match: f"{match[0]}\n\n**{match[1]}**\n", text)
    return outside_code(_DOTTED, lambda match: match[1], text), left


def _opened(match: re.Match[str]) -> str:
    title = (match["label"] or match["title"]).strip()
    if not title and match["name"].lower() in _SILENT:
        return match["indent"]
    return f"{match['indent']}**{title or match['name']}**\n{match['indent']}"


def _dedented(match: re.Match[str]) -> str:
    indent = match["indent"]
    title = match["title"]
    if title is None:
        title = (match["name"] or "").partition(" ")[0].capitalize()
    inner = re.compile(rf"^{re.escape(indent)}(?: {{4}}|\t)", re.MULTILINE)
    body = inner.sub(lambda _: indent, match["body"]).strip("\n")
    head = f"{indent}**{title}**\n\n" if title else ""
    return f"{head}{with_indented(body)}\n\n"
