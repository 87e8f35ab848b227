"""What tags that enclose something, and tags that lead somewhere, show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy
from newskit.render.cmark import inline_html
from newskit.render.templates.arguments import Arguments
from newskit.render.templates.context import Shown
from newskit.render.templates.expressions import relative, site_address
from newskit.render.templates.media import code_block, link

if TYPE_CHECKING:
    from newskit.render.templates.context import Context

CODE: Final = frozenset({"highlight", "codeblock", "code", "prism", "highlightjs", "codetabs"})
"""Tags whose content is code, character by character."""

_TITLED: Final = ("title", "caption", "summary", "heading", "header", "name", "label")
"""Arguments of enclosing tags that pages show above what is enclosed."""

_EDGES: Final = lazy(r"\A[ \t]*\n|\n[ \t]*\Z")
_LANGUAGE: Final = lazy(r"[\w.+#-]+")
_ADDRESS: Final = lazy(r"https?://\S+")


def show_code(name: str, given: Arguments, code: str) -> Shown:
    """Return the code a tag encloses, with its language.

    Jekyll, Hugo and Eleventy name the language first; Hexo's ``codeblock`` has a title first, then
    ``lang:x``, an address and its words.
    """
    code = _EDGES.sub("", code).strip("\n") + "\n"
    if name in {"codeblock", "code"}:
        language = given.get("lang", "language")
        rest = list(given.values)
        words = " ".join(one for one in rest if not _ADDRESS.fullmatch(one))
        address = next((one for one in rest if _ADDRESS.fullmatch(one)), "")
        shown = escape(words, quote=False)
        if address:
            shown = f'<a href="{escape(address)}">{shown or escape(address)}</a>'
        return code_block(code, language, shown)
    first = given.at(0).split(" ")[0] or given.get("lang", "language", "type")
    return code_block(code, first if _LANGUAGE.fullmatch(first) else "")


def titled(given: Arguments, content: str) -> str:
    """Return what an enclosing tag shows: its title, if it has one, and what it encloses."""
    words = given.get(*_TITLED)
    return f"**{words}**\n\n{content}" if words and "\n" in content else content


def _jekyll_link(given: Arguments, context: Context) -> Shown:
    """Show ``link``: a file of the site (Jekyll), or words and their address (Hexo)."""
    if len(given.values) == 1:
        return file_address(given.values[0], context)
    address = next((one for one in given.values if _ADDRESS.fullmatch(one)), "")
    if not address:
        return None
    place = given.values.index(address)
    return link(address, " ".join(given.values[:place]) or address)


def _post_link(given: Arguments, context: Context) -> Shown:
    name = given.at(0)
    if not name:
        return None
    words = " ".join(one for one in given.values[1:] if one not in {"true", "false"})
    return link(post_address(name, context), words or name)


def _asset_link(given: Arguments, _: Context) -> Shown:
    name = given.at(0)
    return link(name, " ".join(given.values[1:]) or name) if name else None


def _reference(given: Arguments, context: Context, *, full: bool) -> Shown:
    path = given.get("path") or given.at(0)
    return reference_address(path, context, full=full) if path else None


_Show = Callable[[Arguments, "Context"], Shown]

LINKS: Mapping[str, _Show] = MappingProxyType(
    {
        "post_url": lambda given, context: post_address(given.at(0), context),
        "post_path": lambda given, context: post_address(given.at(0), context),
        "link": _jekyll_link,
        "post_link": _post_link,
        "asset_path": lambda given, _: given.at(0) or None,
        "asset_link": _asset_link,
        "url": lambda given, context: relative(given.at(0), context) if given.values else None,
        "url_for": lambda given, context: relative(given.at(0), context) if given.values else None,
        "ref": lambda given, context: _reference(given, context, full=True),
        "relref": lambda given, context: _reference(given, context, full=False),
    }
)
"""What tags that lead somewhere show, by name in lower case."""


def quotation(name: str, given: Arguments, content: str, raw: str) -> str | None:
    """Return a quotation with who said it, or None for other tags.

    Hexo's ``blockquote`` says it in words, shortcodes by names of their own.
    """
    if name not in {"blockquote", "quote"}:
        return None
    words = raw.replace('"', "")
    if given.named:
        words = given.get("by", "author", "source", "caption", "name", "title")
    source = escape(" ".join(words.split()), quote=False)
    lines = content.strip("\n").split("\n")
    quoted = "\n".join(f"> {line}" for line in lines)
    return f"\n{quoted}\n>\n> {inline_html(source)}\n" if source else f"\n{quoted}\n"


_DATED: Final = lazy(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})-([^/]+?)(?:\.[A-Za-z]{2,8})?\Z")
_SOURCE: Final = lazy(r"\.(?:md|markdown|mkdn|mkd|html?|textile|adoc)\Z", re.IGNORECASE)


def post_address(name: str, context: Context) -> str:
    """Return the address of a post by its file's name (Jekyll's `post_url`)."""
    known = context.address(name) if context.address else None
    if known:
        return known
    dated = _DATED.match(name)
    if dated:
        path = f"{dated[1]}/{int(dated[2]):02}/{int(dated[3]):02}/{dated[4]}.html"
        above = name.rpartition("/")[0].partition("_posts")[0].strip("/")
        return relative(f"{above}/{path}" if above else path, context)
    return relative(_SOURCE.sub("", name) + "/", context)


def file_address(path: str, context: Context) -> str:
    """Return the address of a file of the site by its path (Jekyll's `link`)."""
    if "_posts/" in path:
        return post_address(path, context)
    known = context.address(path) if context.address else None
    if known:
        return known
    path = path.lstrip("/").removeprefix("_") if path.lstrip("/").startswith("_") else path
    return relative(_SOURCE.sub(".html", path), context)


def reference_address(path: str, context: Context, *, full: bool) -> str:
    """Return the address of a page by its path below the content (Hugo's `ref`, `relref`)."""
    page, mark, fragment = path.partition("#")
    if not page:
        return f"#{fragment}"
    known = context.address(page) if context.address else None
    if not known:
        stem = re.sub(r"(?:^|/)_?index\Z", "", _SOURCE.sub("", page))
        known = stem if stem.startswith(".") else f"/{stem.strip('/')}/".replace("//", "/")
        known = known.lower()
        if full and known.startswith("/"):
            known = site_address(context) + known
    return f"{known}{mark}{fragment}"
