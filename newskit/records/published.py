"""What the settings of a post's site say of it: its address, its language, its defaults."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple, cast
from urllib.parse import urljoin

from newskit.read.article.fields import Article, absolute_address, read_article
from newskit.read.article.language import language_tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.config.export import ExportConfig
    from newskit.post import JsonValue, Post
    from newskit.site.publishing.find import SitePublishing
    from newskit.site.publishing.model import PublishedPost

__all__ = ["Published", "published"]

_ADDRESSES: Final = frozenset({"permalink", "url", "link", "slug", "aliases"})
"""Keys that name one post: given to many they are patterns."""

_NONE: Final[Mapping[str, str]] = {}


class Published(NamedTuple):
    """A post's article with what its site adds.

    Attributes:
        article: the post's own statements, and those its site makes for it.
        url: of its page, absolute; None where it cannot be known.
        language: of the site where the post lies, as a BCP 47 tag; None where none is set.
        title: that the site makes of the file's name where none is stated; empty for none.
        derived: record field → where its value was taken from.
    """

    article: Article
    url: str | None
    language: str | None = None
    title: str = ""
    derived: Mapping[str, str] = _NONE


def published(
    post: Post, values: Mapping[str, JsonValue], article: Article, config: ExportConfig
) -> Published:
    """Return what a post states together with what the settings of its site state for it.

    Args:
        post: the post; without a generator it has no site.
        values: its front matter.
        article: what that says.
        config: keys and preset; its base URL counts before the site's.
    """
    if not post.generator or not post.front_matter.valid:
        return Published(article, article.url)
    from newskit.site.publishing.find import publishing_of
    from newskit.site.publishing.model import PublishedPost

    site = publishing_of(os.path.dirname(post.path))  # noqa: PTH120
    if site is None:
        return Published(article, article.url)
    path = site.inner(post.path)
    derived: dict[str, str] = {}
    defaults = cast("Mapping[str, JsonValue]", site.publishing.defaults(path))
    stated = {key: value for key, value in defaults.items() if key not in _ADDRESSES}
    if stated:
        own = article
        relative = post.relative or post.path
        article = read_article({**stated, **values}, relative, config, post.generator)
        found = (name for name in Article._fields if getattr(own, name) != getattr(article, name))
        derived.update(dict.fromkeys(found, f"defaults, {site.config_file}"))
    url = article.url
    base = config.base_url or site.publishing.base_url
    if url is None and base:
        placed = PublishedPost(path, {**defaults, **values}, article.title, None)
        url = _url(site, article, placed, base)
        if url:
            files = (site.config_file, site.publishing.domain_file)
            derived["url"] = f"permalink, {', '.join(file for file in files if file)}"
    language = language_tag(site.publishing.language(path))
    return Published(article, url, language, site.publishing.title(path), derived)


def _url(site: SitePublishing, article: Article, post: PublishedPost, base: str) -> str | None:
    from newskit.site.publishing.tokens import encoded

    by_pattern = article.address in {None, post.values.get("permalink")}
    path = None
    if by_pattern and not article.draft:
        path = site.publishing.address(post._replace(date=_moment(article.date_published)))
    if path is None:
        return absolute_address(article.address, base)
    return urljoin(f"{base}/", encoded(path).lstrip("/"))


def _moment(date: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(date) if date else None
    except ValueError:
        return None
