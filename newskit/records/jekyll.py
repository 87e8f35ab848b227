"""What a Jekyll site makes of a body before its renderer reads it.

Sources: kramdown 2, `parse_block_html`; Octopress 2, ``plugins/backtick_code_block.rb``.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

from newskit.lazy import lazy

_MARKDOWN_INSIDE: Final = '{::options parse_block_html="true" /}'
_TITLED: Final = lazy(
    r"^`{3}[ ]*(?P<language>[^\s`]+)(?P<title>[ \t]+[^\n`]*)?\n(?P<code>.+?)\n`{3}",
    re.MULTILINE | re.DOTALL,
)
_LINKED: Final = lazy(r"(.+?)(?<!\s)\s+(https?://\S+|/\S+)\s*(.+)?")


def as_read(path: str, markdown: str) -> str:
    """Write a body of a Jekyll site so that the renderer reads it as that site's does.

    Args:
        path: of the post's file.
        markdown: its body.
    """
    if "<" not in markdown and "```" not in markdown:
        return markdown
    from newskit.site.find import find_site
    from newskit.site.generators.jekyll import JekyllSite

    site = find_site(Path(path).parent)
    if not isinstance(site, JekyllSite):
        return markdown
    if "```" in markdown and site.titles_code:
        markdown = _TITLED.sub(_fenced, markdown)
    if "<" in markdown and site.parses_block_html:
        markdown = f"{_MARKDOWN_INSIDE}\n\n{markdown}"
    return markdown


def _fenced(match: re.Match[str]) -> str:
    """Set the title of Octopress's code above a fence of its own."""
    title = (match["title"] or "").strip()
    linked = _LINKED.fullmatch(title)
    words = escape(f"{linked[1]} {linked[3] or 'link'}" if linked else title, quote=False)
    above = f"<figcaption>{words}</figcaption>\n\n" if words else ""
    return f"\n\n{above}```{match['language']}\n{match['code']}\n```\n\n"
