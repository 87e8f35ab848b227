"""Addresses of posts and pages that template code names by their files.

Where the site's own settings give no address, the one its generator makes by default stands in;
books lead it to the chapter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy
from newskit.render.templates.expressions import relative, site_address

if TYPE_CHECKING:
    from newskit.render.templates.context import Context

__all__ = ["file_address", "post_address", "reference_address"]

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
