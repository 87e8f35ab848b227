"""Hexo's site: what `source/` holds (processors of posts, pages and data, 7.x)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.site.address import (
    PublishedPost,
    Publishing,
    date_tokens,
    filled,
    in_zone,
    real_address,
    site_name,
    text,
)
from newskit.site.head import Head
from newskit.site.model import (
    Site,
    Verdict,
    below,
    dependency,
    ending,
    folder_name,
    read_mapping,
    read_text,
    repository_file,
    text_of,
)


class HexoSite(Site):
    """A folder with Hexo's ``_config.yml``."""

    generator = Generator.HEXO

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = read_mapping(root / config_file)
        self.source = folder_name(text_of(values, "source_dir", "source"))
        self._output = folder_name(text_of(values, "public_dir", "public"))
        skipped = values.get("skip_render")
        listed = cast("list[object]", skipped) if isinstance(skipped, list) else [skipped]
        self._skipped = tuple(item for item in listed if isinstance(item, str))
        # kramed (0.5.6 run) is a fork of a marked that took `##Title` for a heading.
        self.has_tight_headings = '"hexo-renderer-kramed"' in read_text(root / "package.json")

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output:
            return Verdict(Kind.OUTPUT, f"built by Hexo into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        return below(folder, self.source) or below(self.source, folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by Hexo into {self._output}/")
        if below(path, "scaffolds"):
            return Verdict(Kind.TEMPLATE, "a template of new posts: scaffolds/ is Hexo's")
        if below(path, "themes"):
            return Verdict(Kind.TEMPLATE, "a file of a theme")
        if not below(path, self.source):
            return repository_file(path) or Verdict(Kind.OUTSIDE, f"outside of {self.source}/")
        inner = path[len(self.source) + 1 :] if self.source != "." else path
        return self._in_source(inner, head)

    def _in_source(self, inner: str, head: Head) -> Verdict:
        *folders, name = inner.split("/")
        top = folders[0] if folders else ""
        if ending(name) == ".txt":
            return Verdict(Kind.STATIC, "copied as it is: Hexo builds no page of it")
        if _matches(inner, self._skipped):
            return Verdict(Kind.STATIC, "copied as it is: `skip_render` names it")
        if top in {"_posts", "_drafts"}:
            if any(part[0] in "_." for part in [*folders[1:], name]):
                return Verdict(Kind.OUTSIDE, "Hexo leaves out names that start with an underscore")
            if top == "_drafts":
                return Verdict(Kind.DRAFT, "in _drafts/")
            return Verdict(Kind.POST, "in _posts/")
        if top == "_data":
            return Verdict(Kind.DATA, "data of _data/")
        if any(part[0] in "_." for part in [*folders, name]):
            return Verdict(Kind.OUTSIDE, "Hexo leaves out names that start with an underscore")
        if ending(name) in {".html", ".htm"} and (head.is_template or head.front_matter is None):
            return Verdict(Kind.TEMPLATE, "a page in HTML that Hexo puts into its layout")
        if name.startswith("index."):
            return Verdict(Kind.PAGE, "a page: the index of a folder")
        return Verdict(Kind.PAGE, "a page")


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether one of Hexo's glob patterns names a path (``*`` stops at a slash)."""
    if not patterns:
        return False
    lines = ["/" + one.lstrip("/") for one in patterns]
    return Patterns(lines).match_file(path)


# Where Hexo publishes: ``permalink``, ``new_post_name`` and ``language`` of its configuration.
#
# Source: Hexo 7, `plugins/filter/post_permalink`, `plugins/processor/post`; hexo-util, `Permalink`.

_TOKEN: Final = lazy(r":(\w+)")
_FORMS: Final = {
    "year": r"(?P<year>\d{4})",
    "month": r"(?P<month>\d{2})",
    "day": r"(?P<day>\d{2})",
    "i_month": r"(?P<i_month>\d{1,2})",
    "i_day": r"(?P<i_day>\d{1,2})",
    "hash": r"(?P<hash>[0-9a-f]{12})",
}
_MOST_NAMES: Final = 3
"""Parts of a name of any length: each more multiplies the ways to read a name by its length."""

_MARKS: Final = lazy(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_PRESERVED: Final = frozenset(("title", "year", "month", "day", "i_month", "i_day", "hash"))


class HexoPublishing(Publishing):
    """The addresses of a folder with Hexo's ``_config.yml``."""

    def __init__(self, site: HexoSite) -> None:
        values = read_mapping(site.root / site.config_file)
        self.base_url = real_address(values.get("url"))
        self.name = site_name(values.get("title"))
        self._source = site.source
        self.static = (site.source,)
        self._pattern = text(values.get("permalink")) or ":year/:month/:day/:title/"
        self._names = _names(text(values.get("new_post_name")) or ":title.md")
        self.zone = text(values.get("timezone"))
        self._language = text(values.get("language"))
        self._category = text(values.get("default_category")) or "uncategorized"
        self._in_folders = values.get("post_asset_folder") is True
        pretty = values.get("pretty_urls")
        shown = cast("Mapping[str, object]", pretty if isinstance(pretty, Mapping) else {})
        self._shortened = tuple(
            ending
            for key, ending in (("trailing_index", "index.html"), ("trailing_html", ".html"))
            if shown.get(key) is False
        )

    def language(self, path: str) -> str:
        return "" if self._language == "default" else self._language

    def defaults(self, path: str) -> Mapping[str, object]:
        """Return what ``new_post_name`` reads out of a post's path, as a category."""
        return {key: one for key, one in self._parts(path).items() if key not in _PRESERVED}

    def address(self, post: PublishedPost) -> str | None:
        inner = self._inner(post.path)
        stem = inner.rpartition(".")[0]
        if not below(inner, "_posts"):
            return None if inner.startswith("_") else self._short(f"/{stem}.html")
        if own := post.stated("permalink"):
            folder = self._in_folders and not own.endswith(("/", ".html"))
            return f"/{own.lstrip('/')}{'/' if folder else ''}"
        slug = self._parts(post.path).get("title") or _slug(stem.removeprefix("_posts/"))
        words = {**_stated(post), "title": slug, "name": slug.rpartition("/")[2]}
        words["post_title"] = _slug(post.title or "").lower()
        words["category"] = self._categories(post)
        date = in_zone(post.date, self.zone)
        if date is not None:
            words |= date_tokens(date)
        found = filled(self._pattern, _TOKEN, lambda name: words.get(name) or None)
        return self._short(found) if found else None

    def _inner(self, path: str) -> str:
        return path.removeprefix("" if self._source == "." else f"{self._source}/")

    def _parts(self, path: str) -> dict[str, str]:
        """Return what the name of a post says by the pattern of names; empty for pages."""
        inner = self._inner(path)
        match = self._names.fullmatch(inner.removeprefix("_posts/").rpartition(".")[0])
        return match.groupdict() if match and below(inner, "_posts") else {}

    def _short(self, address: str) -> str:
        for one in self._shortened:
            address = address.removesuffix(one)
        return address

    def _categories(self, post: PublishedPost) -> str:
        """Return the path of the category that counts; empty where there are several trees."""
        found = post.values.get("categories", post.values.get("category"))
        if found is None or found == []:
            return self._category
        names = cast("list[object]", found) if isinstance(found, list) else [found]
        if any(isinstance(one, list) for one in names):
            return ""
        return "/".join(_slug(str(one)) for one in names)


def _stated(post: PublishedPost) -> dict[str, str]:
    """Return what patterns may name of the front matter itself."""
    return {key: found for key in post.values if key.isidentifier() and (found := post.stated(key))}


def _names(given: str) -> re.Pattern[str]:
    """Return what reads the names of posts: where one names no title, its stem is the title."""
    pattern = given.rpartition(".")[0]
    if sum(name not in _FORMS for name in _TOKEN.findall(pattern)) > _MOST_NAMES:
        pattern = ":title"
    seen: set[str] = set()

    def named(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return r".+?"
        seen.add(name)
        return _FORMS.get(name, rf"(?P<{name}>.+?)" if name.isidentifier() else r".+?")

    parts = re.split(r"(:\w+)", pattern)
    return re.compile(
        "".join(_TOKEN.sub(named, part) if part[:1] == ":" else re.escape(part) for part in parts)
    )


def _slug(name: str) -> str:
    return _MARKS.sub("-", name).strip("-")
