"""Articles to posts of a generator: their front matter, folders and file names by a pattern.

Addresses that live on.

Keys and folders are those of each generator's own documentation (Jekyll 4, Hugo 0.150, Hexo 8,
Eleventy 3, Pelican 4, Astro 5).
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from string import Formatter
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from newskit.config.model import POST_PATTERNS, ReadConfig
from newskit.errors import UsageError
from newskit.files import Taken
from newskit.importers.article import Article, BodyKind, PublishStatus
from newskit.post import FrontMatterFormat, JsonValue
from newskit.read.compose import compose_post
from newskit.read.source import unsafe_path

# File names of imported posts by a pattern: ``{path}``, ``{date}-{slug}.md``, ``{lang}/{id}``.

_FIELDS: Final = ("path", "folder", "stem", "id", "date", "year", "month", "day", "slug", "lang")
_MAX_SLUG_BYTES: Final = 120


def check_pattern(pattern: str) -> None:
    """Check a pattern of file names.

    Raises:
        UsageError: when it names something a record does not have.
    """
    try:
        names = [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
    except ValueError as error:
        raise UsageError(f"{pattern!r} is not a pattern of file names: {error}") from error
    for name in names:
        if name not in _FIELDS:
            raise UsageError(
                f"{pattern!r}: there is no {{{name}}}",
                hint=f"the parts are {', '.join(f'{{{field}}}' for field in _FIELDS)}",
            )


def name_for(pattern: str, record: Mapping[str, JsonValue], relative: str) -> str:
    """Return the path of a record's post by `pattern`.

    Args:
        pattern: as checked by `check_pattern`.
        record: the record.
        relative: the path the post had.
    """
    folder, _, file = relative.rpartition("/")
    stem = file.rpartition(".")[0] or file
    day = str(record.get("date_published") or "undated")[:10]
    year, _, rest = day.partition("-")
    name = pattern.format(
        path=relative,
        folder=folder or ".",
        stem=stem,
        id=slug_of(str(record.get("id") or "")) or "post",
        date=day,
        year=year,
        month=rest[:2] or "00",
        day=rest[3:5] or "00",
        slug=slug_of(str(record.get("title") or "")) or stem,
        lang=str(record.get("language") or "und"),
    )
    return name.removeprefix("./")


def harmless_name(path: str, config: ReadConfig) -> str:
    """Return a path that is that of a post, to every tool and system.

    A record says under which name it wants to lie. A file without the ending of a post may be the
    configuration of a tool (``newskit.toml``, ``Makefile``, ``conftest.py``), a hidden folder that
    of another (``.github``), and Windows opens a device for ``CON`` in any folder.

    Args:
        path: a path that leads out of no folder (see `newskit.read.source.unsafe_path`).
        config: which other endings posts have.
    """
    *folders, file = path.split("/")
    ending = file.rpartition(".")[2].lower()
    known = {pattern.rpartition(".")[2].lower() for pattern in (*POST_PATTERNS, *config.include)}
    if not (ending in known or ending in _OTHER_ENDINGS) or file.lower() in _READ_BY_TOOLS:
        file = f"{file.rstrip('. ')}.md"
    return "/".join(map(harmless_part, (*folders, file)))


def harmless_part(part: str) -> str:
    """Return a name that no system hides, shortens or opens a device for."""
    plain = part.rstrip(". ") or "_"
    if plain.startswith("."):
        plain = f"_{plain.lstrip('.')}"
    device = unicodedata.normalize("NFKC", plain).partition(".")[0].rstrip(" ").upper()
    return f"_{plain}" if device in _DEVICES else plain


_OTHER_ENDINGS: Final = frozenset(
    {"mdx", "qmd", "rmd", "rst", "adoc", "asciidoc", "org", "textile", "xhtml"}
)
_READ_BY_TOOLS: Final = frozenset(
    {"requirements.txt", "constraints.txt", "cmakelists.txt", "robots.txt", "ads.txt"}
)
# Microsoft, "Naming Files, Paths, and Namespaces"; the superscript digits fold to plain ones.
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in range(10)}
)


def slug_in(path: str) -> str:
    """Return the part of a URL's path that names a page, without the ending of a file."""
    parts = [unquote(part) for part in path.split("/") if part]
    stem = _PAGE_ENDING.sub("", parts[-1]) if parts else ""
    if stem.lower() in {"index", "default"} and len(parts) > 1:
        return _PAGE_ENDING.sub("", parts[-2])
    return stem


_PAGE_ENDING: Final = re.compile(
    r"\.(?:x?html?|php\d?|aspx?|jsp|cfm|cgi|pl|s?html)$", re.IGNORECASE
)


def slug_of(title: str) -> str:
    """Return `title` as a part of a file name: letters and digits of any script, and hyphens."""
    text = unicodedata.normalize("NFC", title).lower()
    slug = re.sub(r"[^\w]+", "-", text).strip("-_")
    return slug.encode("utf-8", "replace")[:_MAX_SLUG_BYTES].decode("utf-8", "ignore").strip("-_")


def asset_name(url: str, media: str, host: str) -> str:
    """Return where a file of the site lies on the new site: where it was, or below ``assets/``.

    Args:
        url: its address.
        media: its media type; empty where it is unknown.
        host: the host of the site's pages; what another host served lies below its name.
    """
    parts = parts_of(url)
    own = parts.netloc.lower().removeprefix("www.")
    path = unquote(parts.path).lstrip("/") or "file"
    if own != host:
        path = f"assets/{own.replace(':', '-')}/{path}"
    stem, dot, ending = path.rpartition(".")
    if not dot or "/" in ending or not _fits(path, media):
        stem, ending = path, (mimetypes.guess_extension(media) or ".bin").lstrip(".")
    if parts.query:
        stem += f"-{hashlib.sha256(parts.query.encode()).hexdigest()[:8]}"
    name = "/".join(harmless_part(part) for part in f"{stem}.{ending}".split("/") if part)
    if unsafe_path(name) is not None:
        name = f"assets/{hashlib.sha256(url.encode()).hexdigest()[:16]}.{ending[:8]}"
    return name


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address; anything else is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def joined_address(base: str, address: str) -> str:
    """Return an address seen from another one; unchanged where either is not an address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _fits(path: str, media: str) -> bool:
    """Tell whether an ending is that of its media type, or at least of the same sort."""
    guessed = mimetypes.guess_type(path)[0]
    return guessed is not None and (
        not media or guessed == media or guessed.partition("/")[0] == media.partition("/")[0]
    )


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
    alone = "" if values.get("description") else "description"
    for name, value in article.extra.items():
        key = alone or name if name == "seo_description" else name
        values[f"source_{key}" if values.get(key) else key] = value
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
