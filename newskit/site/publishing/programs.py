"""Where Eleventy and Docusaurus publish: as their programs do by default, and by what data says.

Their configuration is a program: texts in it are found, and nothing is run.
Sources: Eleventy 3, `TemplateFileSlug`, `TemplatePermalink`; Docusaurus 3, `plugin-content-blog`,
`plugin-content-docs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from newskit.lazy import lazy
from newskit.site.common import below
from newskit.site.generators.eleventy import EleventySite
from newskit.site.generators.javascript import DocusaurusSite
from newskit.site.publishing.model import (
    PublishedPost,
    Publishing,
    ascii_slug,
    filled,
    real_address,
    real_name,
    text,
    without_day,
)
from newskit.site.settings import read_mapping, read_text, strings_in

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
            self.name = self.name or real_name(found.get("title"))
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
        self.name = real_name((strings_in(config, r"\btitle\s*:\s*") or [""])[0])
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
