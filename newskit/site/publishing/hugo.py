"""Where Hugo and Zola publish: the tree of the content, ``permalinks`` and languages.

Sources: Hugo 0.111 to 0.150, `resources/page/permalinks.go`, `helpers.PathSpec.MakePathSanitized`;
Zola 0.20, `content/page.rs`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, cast
from unicodedata import category

from newskit.lazy import lazy
from newskit.site.common import below
from newskit.site.generators.hugo import HugoSite, ZolaSite
from newskit.site.publishing.model import (
    PublishedPost,
    Publishing,
    ascii_slug,
    date_tokens,
    filled,
    real_address,
    real_name,
    text,
)
from newskit.site.settings import folder_name, read_mapping

__all__ = ["HugoPublishing", "ZolaPublishing"]

_TOKEN: Final = lazy(r":(\w+(?:\[[^\]]*\])?)")
_KEPT: Final = frozenset("./\\_-#+~@")
_DAY: Final = lazy(r"\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?[_-]")


class HugoPublishing(Publishing):
    """The addresses of a Hugo site."""

    completes_addresses = True

    def __init__(self, site: HugoSite) -> None:
        self._values = values = site.values
        self.base_url = real_address(values.get("baseurl"))
        self.name = real_name(values.get("title"))
        self._content = site.content
        self.static = ("static", *site.content, "assets")
        self._languages = {
            name.lower(): _lower(one) for name, one in _lower(values.get("languages")).items()
        }
        self._main = text(values.get("defaultcontentlanguage")).lower() or next(
            iter(self._languages) if "en" not in self._languages else iter(("en",)), ""
        )
        in_folder = values.get("defaultcontentlanguageinsubdir") is True
        self._unprefixed = "" if in_folder else self._main
        permalinks = _lower(values.get("permalinks"))
        self._patterns = _lower(permalinks["page"]) if _is_of_kinds(permalinks) else permalinks

    def language(self, path: str) -> str:
        key, _ = self._placed(path)
        own = self._languages.get(key, {})
        stated = text(own.get("languagecode")) or text(own.get("locale"))
        if not stated and (key == self._main or not self._languages):
            stated = text(self._values.get("languagecode")) or text(self._values.get("locale"))
        return stated or key

    def address(self, post: PublishedPost) -> str | None:
        language, inner = self._placed(post.path)
        *folders, stem = inner.split("/")
        own = post.stated("url") or post.stated("URL")
        if own.startswith(("http://", "https://")):
            return own
        if own and "." not in own and not own.endswith("/"):
            own += "/"  # without a point in it, an address is a folder's
        if own.startswith("/"):
            return own
        if own:
            path = f"/{own}"
        elif stem == "_index":
            path = "/".join(["", *folders, ""])
        else:
            if stem == "index" and folders:
                stem = folders.pop()
            path = self._path(post, folders, stem) or ""
        if not path:
            return None
        if self._values.get("disablepathtolower") is not True:
            path = path.lower()
        own = text(self._languages.get(language, {}).get("baseurl"))
        if own:
            return (real_address(own) + path) if real_address(own) else None
        return path if language in {"", self._unprefixed} else f"/{language}{path}"

    def _placed(self, path: str) -> tuple[str, str]:
        """Return the language of a file and its path in the content, without its endings."""
        folder = max((one for one in self._content if below(path, one)), key=len, default="")
        inner = path[len(folder) + 1 :] if folder and folder != "." else path
        language = self._main
        for name, values in self._languages.items():
            given = text(values.get("contentdir"))
            if given and folder_name(given) == folder:
                language = name
        inner = inner.rpartition(".")[0]
        stem, _, ending = inner.rpartition(".")
        if stem and ending.lower() in self._languages:
            return ending.lower(), stem
        return language, inner

    def _path(self, post: PublishedPost, folders: list[str], stem: str) -> str | None:
        slug = post.stated("slug")
        pattern = text(self._patterns.get(folders[0].lower())) if folders else ""
        if not pattern:
            last = _sanitized(slug or stem)
            ending = ".html" if self._values.get("uglyurls") is True else "/"
            return "/".join(["", *map(_sanitized, folders), last]) + ending
        title = _sanitized(post.title or "")
        words = {
            "section": _sanitized(folders[0]),
            "sections": "/".join(map(_sanitized, folders)),
            "title": title,
            "slug": _sanitized(slug) or title,
            "filename": stem,
            "slugorfilename": _sanitized(slug or stem),
            "contentbasename": stem,
            "slugorcontentbasename": _sanitized(slug or stem),
        }
        if post.date is not None:
            dates = date_tokens(post.date)
            words |= {
                "year": dates["year"],
                "month": dates["month"],
                "monthname": dates["long_month"],
                "day": dates["day"],
                "weekday": str(post.date.isoweekday() % 7),
                "weekdayname": dates["long_day"],
                "yearday": str(post.date.timetuple().tm_yday),
            }
        found = filled(pattern, _TOKEN, lambda name: words.get(name) or None)
        if found is None:
            return None
        found = "/".join(map(_sanitized, found.split("/")))
        return found if found.endswith(("/", ".html")) else found + "/"


class ZolaPublishing(Publishing):
    """The addresses of a Zola site."""

    def __init__(self, site: ZolaSite) -> None:
        values = read_mapping(site.root / site.config_file)
        self.base_url = real_address(values.get("base_url"))
        self.name = real_name(values.get("title"))
        self.static = ("static", "content")
        self._main = text(values.get("default_language"))
        self._languages = frozenset(_lower(values.get("languages")))
        slugify = _lower(values.get("slugify"))
        self._slugs = text(slugify.get("paths")) or "on"
        self._dates_stay = slugify.get("paths_keep_dates") is True

    def language(self, path: str) -> str:
        return self._split(path)[0] or self._main

    def address(self, post: PublishedPost) -> str | None:
        language, inner = self._split(post.path)
        prefix = f"/{language}" if language else ""
        if path := post.stated("path"):
            return f"{prefix}/{path.strip('/')}/"
        *folders, stem = inner.split("/")
        if stem == "_index":
            return "/".join([prefix, *folders, ""])
        if stem == "index" and folders:
            stem = folders.pop()
        day = None if self._dates_stay else _DAY.match(stem)
        stem = post.stated("slug") or (stem[day.end() :] if day else stem)
        slug = ascii_slug(stem) if self._slugs == "on" else stem.replace(" ", "_")
        return "/".join([prefix, *folders, slug, ""]) if slug else None

    def _split(self, path: str) -> tuple[str, str]:
        """Return the language in a file's name, and its path in the content without endings."""
        inner = path.removeprefix("content/").rpartition(".")[0]
        stem, _, ending = inner.rpartition(".")
        return (ending, stem) if stem and ending.lower() in self._languages else ("", inner)


def _is_of_kinds(permalinks: Mapping[str, object]) -> bool:
    """Tell whether patterns stand below kinds of pages, as from Hugo 0.112 on."""
    return isinstance(permalinks.get("page"), Mapping)


def _sanitized(name: str) -> str:
    """Return a name as Hugo writes it into a path: marks go, white space is hyphens."""
    shown = "".join(
        one
        for one in re.sub(r"\s+", "-", name.strip())
        if one.isalnum() or one in _KEPT or category(one)[0] == "M"
    )
    return re.sub(r"--+", "-", shown) if " " in name else shown


def _lower(values: object) -> dict[str, object]:
    if not isinstance(values, Mapping):
        return {}
    items = cast("Mapping[object, object]", values).items()
    return {str(key).lower(): value for key, value in items}
