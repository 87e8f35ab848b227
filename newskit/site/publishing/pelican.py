"""Where Pelican publishes: ``ARTICLE_URL``, ``PAGE_URL`` and ``DEFAULT_LANG`` of its settings.

Source: Pelican 4.11, `contents.Content`, `settings.DEFAULT_CONFIG`, `utils.slugify`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast

from newskit.lazy import lazy
from newskit.linear import ExpressionError, compile_expression
from newskit.site.generators.pelican import PelicanSite
from newskit.site.publishing.model import (
    PublishedPost,
    Publishing,
    ascii_slug,
    filled,
    real_address,
    real_name,
    text,
)
from newskit.site.settings import python_values

__all__ = ["PelicanPublishing"]

_TOKEN: Final = lazy(r"\{([^{}]+)\}")
_DIRECTIVES: Final = frozenset("YmdbBaAjHMS-y")


class PelicanPublishing(Publishing):
    """The addresses of a folder with ``pelicanconf.py``, and with ``publishconf.py`` beside it."""

    def __init__(self, site: PelicanSite) -> None:
        own = python_values(site.root / site.config_file)
        published = python_values(site.root / "publishconf.py")
        values = {**own, **{key: value for key, value in published.items() if value is not None}}
        self._values: Mapping[str, object] = values
        self.base_url = real_address(values.get("SITEURL"))
        self.name = real_name(values.get("SITENAME"))
        self.static = (site.content, f"{site.content}/extra")
        self._content = "" if site.content == "." else f"{site.content}/"

    def language(self, path: str) -> str:
        return text(self._values.get("DEFAULT_LANG"))

    def address(self, post: PublishedPost) -> str | None:
        stated = {
            **_named(self._values.get("FILENAME_METADATA"), post.stem),
            **{key.lower(): value for key, value in post.values.items()},
        }
        inner = post.path.removeprefix(self._content)
        page = inner.startswith("pages/")
        if own := text(stated.get("url")):
            return f"/{own.lstrip('/')}"
        default = "pages/{slug}.html" if page else "{slug}.html"
        key = "PAGE_URL" if page else "ARTICLE_URL"
        pattern = text(self._values.get(key)) if key in self._values else default
        language = text(stated.get("lang"))
        if not pattern or (language and language != self.language(post.path)):
            return None  # a translation has a pattern of its own
        words = self._words(post, stated, inner)
        return filled(pattern, _TOKEN, lambda token: _word(token, post, words))

    def _words(
        self, post: PublishedPost, stated: Mapping[str, object], inner: str
    ) -> dict[str, str | None]:
        source = post.stem if self._values.get("SLUGIFY_SOURCE") == "basename" else post.title
        slug = text(stated.get("slug")) or (ascii_slug(source) if source else None)
        folders = inner.split("/")[:-1]
        by_folder = self._values.get("USE_FOLDER_AS_CATEGORY") is not False and folders
        category = text(stated.get("category")) or (folders[-1] if by_folder else "")
        author = text(stated.get("author")) or text(stated.get("authors"))
        return {
            "slug": slug,
            "category": ascii_slug(category) if category else None,
            "author": ascii_slug(author) if author else None,
            "lang": text(stated.get("lang")) or self.language(post.path) or None,
            "filename": text(stated.get("filename")) or None,
        }


def _word(token: str, post: PublishedPost, words: Mapping[str, str | None]) -> str | None:
    name, _, form = token.partition(":")
    if name != "date":
        return None if form else words.get(name)
    directives = set(re.findall(r"%(-?.)", form))
    if post.date is None or not directives or not {one[-1] for one in directives} <= _DIRECTIVES:
        return None
    return post.date.strftime(form)


def _named(pattern: object, stem: str) -> dict[str, object]:
    """Return what ``FILENAME_METADATA`` reads out of a file's name.

    The pattern is the archive's: it is matched in bounded time, whatever it is.
    """
    given = text(pattern)
    if not given:
        return {}
    try:
        match = compile_expression(given).match(stem)
    except (ExpressionError, TimeoutError):
        return {}
    named = cast("dict[str, str | None]", match.groupdict()) if match else {}
    return {key: value for key, value in named.items() if value}
