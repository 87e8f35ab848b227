"""Articles to posts of a generator: its front matter, its folders and names.

Addresses that live on.

Keys and folders are those of each generator's own documentation (Jekyll 4, Hugo 0.150, Hexo 8,
Eleventy 3, Pelican 4, Astro 5).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import Final
from urllib.parse import unquote

from newskit.importers.article import Article, BodyKind, PublishStatus
from newskit.importers.names import harmless_part, parts_of, slug_of
from newskit.post import FrontMatterFormat, JsonValue
from newskit.read.compose import compose_post
from newskit.read.source import unsafe_path
from newskit.run.scratch import Taken


class TargetSite(StrEnum):
    """Whose posts are written."""

    NEWSKIT = "newskit"
    JEKYLL = "jekyll"
    HUGO = "hugo"
    HEXO = "hexo"
    ELEVENTY = "eleventy"
    PELICAN = "pelican"
    ASTRO = "astro"


@dataclass(frozen=True, slots=True)
class _Keys:
    """How a generator names what an article has; an empty name leaves it to `extra`."""

    date: str = "date"
    modified: str = "updated"
    authors: str = "authors"
    one_author: str = ""
    summary: str = "description"
    image: str = "image"
    address: str = "permalink"
    whole_address: bool = False
    redirects: str = "redirect_from"
    draft: str = "draft"
    posts: str = "{slug}"
    drafts: str = "drafts/{slug}"
    pages: str = "pages/{slug}"
    static: str = ""


_KEYS: Final[Mapping[TargetSite, _Keys]] = {
    TargetSite.NEWSKIT: _Keys(whole_address=True, posts="{date}-{slug}"),
    TargetSite.JEKYLL: _Keys(
        modified="last_modified_at",
        one_author="author",
        summary="excerpt",
        posts="_posts/{date}-{slug}",
        drafts="_drafts/{slug}",
        pages="{slug}",
    ),
    TargetSite.HUGO: _Keys(
        modified="lastmod",
        summary="summary",
        image="images",
        address="url",
        redirects="aliases",
        posts="content/posts/{slug}",
        drafts="content/posts/{slug}",
        pages="content/{slug}",
        static="static/",
    ),
    TargetSite.HEXO: _Keys(
        one_author="author",
        summary="excerpt",
        image="cover",
        posts="source/_posts/{date}-{slug}",
        drafts="source/_drafts/{slug}",
        pages="source/{slug}/index",
        static="source/",
    ),
    TargetSite.ELEVENTY: _Keys(posts="posts/{slug}", drafts="posts/{slug}", pages="{slug}"),
    TargetSite.PELICAN: _Keys(
        modified="modified",
        summary="summary",
        address="url",
        posts="content/{slug}",
        drafts="content/drafts/{slug}",
        pages="content/pages/{slug}",
        static="content/",
    ),
    TargetSite.ASTRO: _Keys(
        date="pubDate",
        modified="updatedDate",
        one_author="author",
        image="heroImage",
        address="",
        posts="src/content/blog/{slug}",
        drafts="src/content/blog/{slug}",
        pages="src/content/pages/{slug}",
        static="public/",
    ),
}
_HIDDEN: Final = frozenset({PublishStatus.DRAFT, PublishStatus.PENDING, PublishStatus.SCHEDULED})


def front_matter(article: Article, target: TargetSite) -> dict[str, JsonValue]:
    """Return the front matter of an article for a generator; what is empty has no key."""
    keys = _KEYS[target]
    values: dict[str, JsonValue] = {
        "title": article.title,
        keys.date: article.published,
        keys.modified: article.modified if article.modified != article.published else "",
        **_authors(article, keys),
        **_terms(article, target),
        keys.summary: article.summary,
        **_picture(article, keys, target),
        "slug": article.slug if target in {TargetSite.HUGO, TargetSite.PELICAN} else "",
        **_address(article, keys, target),
        "lang": article.language,
        **_status(article, keys, target),
    }
    if target is TargetSite.JEKYLL:
        values = {"layout": "page" if article.kind == "page" else "post", **values}
    if article.kind not in {"post", "page"}:
        values["type"] = article.kind
    if article.identifier and target is TargetSite.NEWSKIT:
        values["guid"] = article.identifier
    for key, value in article.extra.items():
        values[key if key not in values else f"source_{key}"] = value
    return {key: value for key, value in values.items() if value not in ("", [], {}, None)}


def _authors(article: Article, keys: _Keys) -> dict[str, JsonValue]:
    names: list[JsonValue] = list(article.authors)
    if keys.one_author and len(names) == 1:
        return {keys.one_author: names[0]}
    return {keys.one_author or keys.authors: names}


def _terms(article: Article, target: TargetSite) -> dict[str, JsonValue]:
    paths = article.categories
    nested = any(len(path) > 1 for path in paths)
    values: dict[str, JsonValue] = {}
    if target is TargetSite.HEXO and nested:
        values["categories"] = [list(path) for path in paths]
    elif target is TargetSite.PELICAN:
        values["category"] = "/".join(paths[0]) if paths else ""
        if len(paths) > 1:
            values["categories"] = ["/".join(path) for path in paths]
    else:
        values["categories"] = list(dict.fromkeys(path[-1] for path in paths))
        if nested:
            values["category_paths"] = ["/".join(path) for path in paths]
    values["tags"] = list(article.tags)
    return values


def _picture(article: Article, keys: _Keys, target: TargetSite) -> dict[str, JsonValue]:
    if not article.image:
        return {}
    image: JsonValue = [article.image] if target is TargetSite.HUGO else article.image
    return {keys.image: image, "image_alt": article.image_alt}


def _address(article: Article, keys: _Keys, target: TargetSite) -> dict[str, JsonValue]:
    parts = parts_of(article.url)
    path = unquote(parts.path)
    values: dict[str, JsonValue] = {}
    if article.url and keys.whole_address:
        values[keys.address] = article.url
    elif path and path != "/" and keys.address:
        bare = target in {TargetSite.HEXO, TargetSite.PELICAN}  # both join it to the site's address
        values[keys.address] = path.lstrip("/") if bare else path
        if target is TargetSite.PELICAN:
            values["save_as"] = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
    elif article.url:
        values["canonical_url"] = article.url
    values[keys.redirects] = [one for one in article.redirects if one != path]
    return values


def _status(article: Article, keys: _Keys, target: TargetSite) -> dict[str, JsonValue]:
    status = article.status
    if status is PublishStatus.PUBLISHED:
        return {}
    if target is TargetSite.PELICAN:
        return {"status": "draft" if status in _HIDDEN else "hidden"}
    if status in _HIDDEN:
        rest = "" if status is PublishStatus.DRAFT else status.value
        return {keys.draft: True, "status": rest}
    if target is TargetSite.JEKYLL or target is TargetSite.HEXO:
        return {"published": False, "status": status.value}
    return {keys.draft: True, "status": status.value}


def post_text(article: Article, target: TargetSite, kind: FrontMatterFormat) -> str:
    """Return the text of a post: front matter and body.

    Raises:
        ValueError: when no front matter can say the values.
    """
    values = front_matter(article, target)
    body = article.body.replace("\r\n", "\n")
    if target is not TargetSite.PELICAN:
        return compose_post(values, body, kind)
    said = {key: _pelican(value) for key, value in values.items()}
    if article.body_kind is BodyKind.HTML:
        return _pelican_page(said, body)
    lines = {key.title(): value for key, value in said.items()}
    return compose_post(lines, body, FrontMatterFormat.META)


def _pelican(value: JsonValue) -> str:
    if isinstance(value, list):
        texts = [str(item) for item in value]
        return "; ".join(texts) if any("," in text for text in texts) else ", ".join(texts)
    return " ".join(str(value).split())


def _pelican_page(values: Mapping[str, str], body: str) -> str:
    """Return a page as Pelican's HTML reader takes one: it reads no other front matter."""
    metas = [
        f'<meta name="{escape(key)}" content="{escape(value)}">\n'
        for key, value in values.items()
        if key != "title"
    ]
    title = escape(values.get("title", ""), quote=False)
    head = f"<html>\n<head>\n<title>{title}</title>\n{''.join(metas)}</head>"
    return f"{head}\n<body>\n{body}</body>\n</html>\n"


@dataclass(slots=True)
class Names:
    """File names that no other post of this run has, on any file system."""

    target: TargetSite
    _taken: Taken = field(default_factory=Taken)

    def name(self, article: Article, ending: str) -> str:
        """Return the path of an article's post below the output folder.

        Names that differ only in capitals or in the composition of their characters are one name
        on some systems: the second gets a number.
        """
        keys = _KEYS[self.target]
        pattern = keys.posts
        if article.kind == "page":
            pattern = keys.pages
        elif article.status in _HIDDEN or (
            self.target is not TargetSite.NEWSKIT and not article.published
        ):
            pattern = keys.drafts
        slug = slug_of(article.slug) or slug_of(article.title) or slug_of(article.identifier)
        slug = slug or "untitled"
        day = article.published[:10]
        name = pattern.format(slug=slug, date=day).replace("/-", "/").removeprefix("-")
        name = "/".join(map(harmless_part, name.split("/")))
        number = 1
        while not self._taken.add(_folded(tried := self._numbered(name, number) + ending)):
            number += 1
        return tried if unsafe_path(tried) is None else f"post-{number}{ending}"

    def asset(self, path: str) -> str:
        """Return where a file that the site serves at `path` lies below the output folder."""
        name = f"{_KEYS[self.target].static}{path}"
        self._taken.add(_folded(name))
        return name

    @staticmethod
    def _numbered(name: str, number: int) -> str:
        if number == 1:
            return name
        if name.endswith("/index"):
            return f"{name.removesuffix('/index')}-{number}/index"
        return f"{name}-{number}"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def ending_of(article: Article, *, converted: bool) -> str:
    """Return the ending of a post's file name."""
    if converted or article.body_kind is BodyKind.MARKDOWN:
        return ".md"
    return ".html" if article.body_kind is BodyKind.HTML else ".txt"
