"""How the site of a file publishes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from newskit.config.validate import Generator
from newskit.files import file_below
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.site.address import (
    PublishedPost,
    Publishing,
    ascii_slug,
    filled,
    real_address,
    site_name,
    text,
    without_day,
)
from newskit.site.find import find_site
from newskit.site.generators.eleventy import EleventySite
from newskit.site.generators.hexo import HexoPublishing, HexoSite
from newskit.site.generators.hugo import HugoPublishing, HugoSite, ZolaPublishing, ZolaSite
from newskit.site.generators.javascript import DocusaurusSite, QuartzSite
from newskit.site.generators.pelican import PelicanPublishing, PelicanSite
from newskit.site.model import Site, below, read_mapping, read_text, strings_in

_DOMAIN_FILE: Final = "CNAME"
_DOMAIN: Final = lazy(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")


class SitePublishing(NamedTuple):
    """How a site publishes.

    Attributes:
        root: the site's folder.
        config_file: what its settings were read from, relative to `root`.
        publishing: addresses, language and defaults.
    """

    root: Path
    config_file: str
    publishing: Publishing

    def inner(self, path: str) -> str:
        """Return the path of a file relative to the site, with ``/`` separators."""
        return os.path.relpath(os.path.abspath(path), self.root).replace(os.sep, "/")  # noqa: PTH100


@lru_cache(maxsize=4096)
def publishing_of(folder: str) -> SitePublishing | None:
    """Return how the site that a folder belongs to publishes; None without a site."""
    site = find_site(Path(folder))
    return None if site is None else _of_site(site)


def file_of(post: str, address: str) -> Path | None:
    """Return the file of its site that a post names by an address; None where it has none.

    Args:
        post: path of the post.
        address: path or URL as the post gives it: beside the post, or from the site's own address.
    """
    site = publishing_of(os.path.dirname(post))  # noqa: PTH120
    if site is None:
        return None
    root = site.root.resolve()
    try:
        for path in _files(site, post, address):
            found = path.resolve()
            # A post must not put other files of this machine into a book.
            if found.is_relative_to(root) and found.is_file():
                return found
    except (OSError, ValueError):
        pass
    return None


def _files(site: SitePublishing, post: str, address: str) -> Iterator[Path]:
    parts = urlsplit(address)
    own = urlsplit(site.publishing.base_url)
    if parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", own.netloc}:
        return
    path = unquote(parts.path)
    if not path.strip("/"):
        return
    if not path.startswith("/"):
        folder = Path(os.path.abspath(post))  # noqa: PTH100 (links stay as they were named)
        yield folder.parent / path
        yield folder.with_suffix("") / path  # Hexo's folder of a post
    inner = path.removeprefix(own.path.rstrip("/") + "/").lstrip("/")
    for static in site.publishing.static:
        yield site.root / static / inner
        if own.path:
            yield site.root / static / path.lstrip("/")


@lru_cache(maxsize=64)
def _of_site(site: Site) -> SitePublishing:
    publishing = _read(site)
    if not publishing.base_url:
        publishing.base_url, publishing.domain_file = _custom_domain(site.root, publishing.static)
    return SitePublishing(site.root, site.config_file, publishing)


def _custom_domain(root: Path, static: tuple[str, ...]) -> tuple[str, str]:
    """Return the address in a site's ``CNAME``, and where the file lies; empty where it has none.

    Source: GitHub Pages, "Managing a custom domain": one host name, in the folder that is served.
    """
    for folder in dict.fromkeys((".", *static)):
        path = file_below(root, f"{folder}/{_DOMAIN_FILE}".removeprefix("./"))
        try:
            lines = path.read_text("utf-8").split() if path else []
        except (OSError, UnicodeDecodeError):
            continue
        if len(lines) == 1 and _DOMAIN.fullmatch(lines[0]):
            address = real_address(f"https://{lines[0].lower()}")
            if address:
                return address, f"{folder}/{_DOMAIN_FILE}".removeprefix("./")
    return "", ""


def _read(site: Site) -> Publishing:
    """Return how a site publishes; what its generator does not read is not imported."""
    if site.generator is Generator.JEKYLL:
        from newskit.site.generators.jekyll import JekyllPublishing

        return JekyllPublishing(site)
    if isinstance(site, HugoSite | ZolaSite):
        return HugoPublishing(site) if isinstance(site, HugoSite) else ZolaPublishing(site)
    if isinstance(site, HexoSite):
        return HexoPublishing(site)
    if isinstance(site, PelicanSite):
        return PelicanPublishing(site)
    if isinstance(site, QuartzSite):
        return QuartzPublishing(site)
    if isinstance(site, EleventySite | DocusaurusSite):
        if isinstance(site, EleventySite):
            return EleventyPublishing(site)
        return DocusaurusPublishing(site)
    return Publishing()


# Where Eleventy and Docusaurus publish: as their programs do by default, and by what data says.
# Their configuration is a program: texts in it are found, and nothing is run.
# Sources: Eleventy 3, `TemplateFileSlug`, `TemplatePermalink`; Docusaurus 3, `plugin-content-blog`,
# `plugin-content-docs`.


_SITE_DATA: Final = ("site", "metadata", "meta", "config", "global", "settings")
_ADDRESSES: Final = ("url", "baseUrl", "baseURL", "base_url", "siteUrl", "siteURL", "domain")
_LANGUAGES: Final = ("language", "lang", "locale")
_EXPRESSION: Final = lazy(r"\{\{-?\s*(.*?)\s*-?\}\}")
_SLUG: Final = frozenset(("page.fileslug", "page.fileSlug"))
_ROUTE: Final = r"\b{}\s*:\s*\{{[^{{}}]*?\brouteBasePath\s*:\s*"
_DATED: Final = lazy(r"(?:.*/)?(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/](.*)")
_NUMBERED: Final = lazy(r"\d+[-_. ]+(?=\D)")


class EleventyPublishing(Publishing):
    """The addresses of an Eleventy site."""

    def __init__(self, site: EleventySite) -> None:
        self._root = site.root
        self.static = (site.input, ".", "public", "static")
        self._input = "" if site.input == "." else site.input
        self.base_url = self._language = ""
        for name in _SITE_DATA:
            found = _data(read_mapping(site.root / self._input / "_data" / f"{name}.json"))
            self.base_url = self.base_url or next(
                (url for key in _ADDRESSES if (url := real_address(found.get(key)))), ""
            )
            self.name = self.name or site_name(found.get("title"))
            self._language = self._language or next(
                (tag for key in _LANGUAGES if (tag := text(found.get(key)))), ""
            )
        self._found: dict[str, Mapping[str, object] | None] = {}

    def language(self, path: str) -> str:
        return self._language

    def defaults(self, path: str) -> Mapping[str, object]:
        """Return the data of the folders a file lies in, and of the file's own data file."""
        *folders, name = path.split("/")
        values: dict[str, object] = {}
        for depth in range(1, len(folders) + 1):
            base = "/".join(folders[:depth])
            values |= self._data_beside(f"{base}/{folders[depth - 1]}") or {}
        values |= self._data_beside("/".join([*folders, name.rpartition(".")[0]])) or {}
        return values

    def _data_beside(self, stem: str) -> Mapping[str, object] | None:
        if stem not in self._found:
            found: dict[str, object] = {}
            for ending in (".json", ".11tydata.json"):
                found |= read_mapping(self._root / f"{stem}{ending}")
            for ending in (".11tydata.js", ".11tydata.cjs", ".11tydata.mjs"):
                if "permalink" in read_text(self._root / f"{stem}{ending}"):
                    found["permalink"] = "{{ a program }}"
            self._found[stem] = found or None
        return self._found[stem]

    def address(self, post: PublishedPost) -> str | None:
        inner = post.path[len(self._input) + 1 :] if self._input else post.path
        *folders, name = inner.split("/")
        stem = without_day(name.partition(".")[0])
        slug = stem if stem != "index" else without_day(folders[-1]) if folders else ""
        given = post.values.get("permalink")
        if given is False:
            return None
        if isinstance(given, str) and given:
            words = {key: text(value) for key, value in post.values.items()}
            words |= dict.fromkeys(_SLUG, slug)
            found = filled(given, _EXPRESSION, lambda token: _evaluated(token, words))
            return found.removesuffix("index.html") if found else None
        return "/".join(["", *folders, *([stem] if stem != "index" else []), ""])


class DocusaurusPublishing(Publishing):
    """The addresses of a Docusaurus site."""

    def __init__(self, site: DocusaurusSite) -> None:
        config = read_text(site.root / site.config_file)
        urls = strings_in(config, r"\burl\s*:\s*")
        below_url = (strings_in(config, r"\bbaseUrl\s*:\s*") or ["/"])[0]
        self.base_url = real_address(urls[0] if urls else "", below_url)
        self.name = site_name((strings_in(config, r"\btitle\s*:\s*") or [""])[0])
        self._main = (strings_in(config, r"\bdefaultLocale\s*:\s*") or [""])[0]
        self._blogs, self._docs = site.blogs, site.docs
        self.static = ("static",)
        self._routes = {
            name: next(iter(strings_in(config, _ROUTE.format(name))), name)
            for name in ("blog", "docs")
        }

    def language(self, path: str) -> str:
        parts = path.split("/")
        return parts[1] if parts[0] == "i18n" and len(parts) > 2 else self._main

    def address(self, post: PublishedPost) -> str | None:
        folder = next((one for one in self._blogs if below(post.path, one)), None)
        if folder is None or len(self._blogs) > 1:
            return self._of_docs(post)
        route = "/" + self._routes["blog"].strip("/")
        if slug := post.stated("slug"):
            return f"{route}/{slug.lstrip('/')}"
        inner = post.path[len(folder) + 1 :].rpartition(".")[0].removesuffix("/index")
        dated = _DATED.fullmatch(inner)
        if dated:
            above = inner[: dated.start(1)]
            return f"{route}/{above}{dated[1]}/{int(dated[2]):02}/{int(dated[3]):02}/{dated[4]}"
        return f"{route}/{inner}"

    def _of_docs(self, post: PublishedPost) -> str | None:
        folder = self._docs[0] if self._docs else ""
        if not folder or not below(post.path, folder) or len(self._docs) > 2:
            return None
        route = "/" + self._routes["docs"].strip("/")
        slug = post.stated("slug")
        inner = post.path[len(folder) + 1 :].rpartition(".")[0]
        *folders, stem = (_NUMBERED.sub("", part) for part in inner.split("/"))
        above = "/".join(folders)
        if slug.startswith("/"):
            return route.rstrip("/") + slug
        last = slug or post.stated("id") or stem
        if last in {"index", "README", folders[-1] if folders else ""}:
            return f"{route}/{above}/".replace("//", "/")
        return f"{route}/{above}/{last}".replace("//", "/")


class QuartzPublishing(Publishing):
    """The addresses of a Quartz site: the path of a note below ``content/``, made a slug.

    A ``permalink`` only adds a page that leads there. Source: Quartz 4.4, `slugifyFilePath`.
    """

    def __init__(self, site: QuartzSite) -> None:
        config = read_text(site.root / site.config_file)
        host = next(iter(strings_in(config, r"\bbaseUrl\s*:\s*")), "")
        self.base_url = real_address(f"https://{host}") if host else ""
        self.name = site_name(next(iter(strings_in(config, r"\bpageTitle\s*:\s*")), ""))
        self.static = ("content",)

    def address(self, post: PublishedPost) -> str | None:
        slug = re.sub(r"\s", "-", post.path.removeprefix("content/").removesuffix(".md"))
        slug = re.sub(r"[?#]", "", slug.replace("&", "-and-").replace("%", "-percent"))
        return f"/{re.sub(r'(?:^|(?<=/))_?index$', '', slug)}"


def _evaluated(token: str, words: Mapping[str, str]) -> str | None:
    """Return what an expression of a permalink shows: a value, perhaps as a slug."""
    name, *filters = (part.strip() for part in token.split("|"))
    value = words.get(name)
    for one in filters:
        if one not in {"slugify", "slug", "url"}:
            return None
        value = ascii_slug(value) if value and one != "url" else value
    return value or None


def _data(found: Mapping[str, object]) -> Mapping[str, object]:
    """Return the values of a data file, with those of a mapping it keeps them in."""
    inner = found.get("site")
    return {**found, **cast("Mapping[str, object]", inner)} if isinstance(inner, Mapping) else found
