"""Code spans, link destinations and titles: inline Markdown with rules of its own."""

from __future__ import annotations

import re

from newskit.convert.escape import Context

__all__ = ["code_span", "destination", "escape_html", "title"]


def code_span(text: str, context: Context) -> str:
    """Write a code span, or `<code>` where a span cannot say it (CommonMark 6.1).

    Args:
        text: the code, white space collapsed, not empty.
        context: where it is written.
    """
    if context.cell and "|" in text:
        if not context.rules.pipe_in_code or "\\|" in text:
            return f"<code>{escape_html(text)}</code>"
        text = text.replace("|", "\\|")
    if context.rules.kramdown and ("{{" in text or "{%" in text or "|" in text):
        return f"<code>{escape_html(text)}</code>"
    runs = {len(run) for run in re.findall("`+", text)}
    if not runs:
        return f"`{text}`"
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    # kramdown takes a lone backtick before a space for text.
    width = 2 if pad else 1
    if context.rules.kramdown:
        # Its spans end at the first run that is long enough.
        width = max(width, max(runs) + 1)
    while width in runs:
        width += 1
    fence = "`" * width
    return f"{fence}{pad}{text}{pad}{fence}"


def escape_html(text: str) -> str:
    """Escape text for a raw element, safe from inline Markdown, Liquid and tables too."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"[\\`*_\[\]|{}~$!\r]|:(?=//)", lambda match: f"&#{ord(match[0])};", text)


_UNSAFE_URL = re.compile(r"[\s<>\\`|{}\x00-\x1f\x7f\"]|[*_](?=[*_])|&(?=#?\w+;)")
# A class by itself is searched several times as fast.
_MAY_BE_UNSAFE = re.compile(r"[\s<>\\`|{}\x00-\x1f\x7f\"*_&]")
_LINE_ENDS = re.compile(r"[\t\n\r]")
_PARENTHESES = re.compile(r"[()]")


def destination(url: str) -> str:
    """Write a link destination (CommonMark 6.3): no spaces, balanced parentheses.

    Unsafe characters are percent-encoded, which the URL standard reads as the same address.
    """
    if _MAY_BE_UNSAFE.search(url) and _UNSAFE_URL.search(url):
        url = _LINE_ENDS.sub("", url).strip(" \f")
        url = _UNSAFE_URL.sub(_percent, url)
    if "(" in url or ")" in url:
        url = _balanced(url)
    return url


def _percent(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&amp;"
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _balanced(url: str) -> str:
    depth = 0
    for match in _PARENTHESES.finditer(url):
        depth += 1 if match[0] == "(" else -1
        if depth < 0 or depth > 1:
            break
    if depth == 0:
        return url
    return url.replace("(", "%28").replace(")", "%29")


_TITLE_SPACE = re.compile(r"[ \t\n\r\f]+")
_TITLE = re.compile(r"[\"\\|<>`{$\r]|&(?=#?\w+;)|\*|_|\[|\]|\(|\)|~|:(?=//)")


def title(text: str) -> str:
    """Write a link title in double quotes, with a space before it; empty for no title."""
    if not text:
        return ""
    text = _TITLE_SPACE.sub(" ", text).strip(" ")
    return f' "{_TITLE.sub(lambda match: f"&#{ord(match[0])};", text)}"' if text else ""
