"""Pelican's and Nikola's sites: Python files of settings, read by their literals and never run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.linear import ExpressionError, compile_expression
from newskit.post import Kind
from newskit.site.address import (
    PublishedPost,
    Publishing,
    ascii_slug,
    filled,
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
    python_values,
    read_text,
    repository_file,
    text_of,
)

_SAMPLE: Final = 30
_YAML = lazy(
    r"^(?:date|Date): *(?:'\d[^'\n]*'|\"\d[^\"\n]*\") *$|^[A-Za-z_]+: *\n *- +\S", re.MULTILINE
)

_KEY_LINE = lazy(r"-{3}[ \t]*\r?\n|[A-Za-z_]+:", re.IGNORECASE)
_TITLE_LINE = lazy(r"(?:[A-Za-z_]+:[^\n]*\n){0,20}title:[ \t]*\S", re.IGNORECASE)
_META = lazy(r"<(?:meta|title)", re.IGNORECASE)
_DAY = lazy(r"<meta\s[^<>]*\bname\s*=\s*[\"']?date\b", re.IGNORECASE)
_BUILT = lazy(
    r"<meta\s(?=[^<>]*\bname\s*=\s*[\"']?generator\b)[^<>]*\bcontent\s*=\s*[\"']?Pelican\b",
    re.IGNORECASE,
)
_DATES: Final = ("DEFAULT_DATE", "FILENAME_METADATA", "PATH_METADATA", "EXTRA_PATH_METADATA")
# How a plug-in has Pelican read posts with a class of its own.
_OWN_READER = lazy(r"\breaders_init\b|\breader_classes\b|\badd_reader\(")


class PelicanSite(Site):
    """A folder with ``pelicanconf.py``, or with Pelican's settings by another name.

    Pelican reads lines ``Key: value``. Plug-ins (yaml_metadata, myst-reader) make YAML of what
    stands between fences: where most posts hold what only YAML reads, they are read so. A plug-in
    of the site's own may read a title from the heading or the name of the file.
    """

    generator = Generator.PELICAN

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = python_values(root / config_file)
        content = (
            "content" if values.get("PATH", ".") is None or (root / "content").is_dir() else "."
        )
        self.content = folder_name(text_of(values, "PATH", content))
        self._output = folder_name(text_of(values, "OUTPUT_PATH", "output"))
        self._theme = folder_name(text_of(values, "THEME", "themes"))
        self._articles = _folders(values, "ARTICLE_PATHS", ("",))
        self._not_articles = _folders(values, "ARTICLE_EXCLUDES", ())
        self._pages = _folders(values, "PAGE_PATHS", ("pages",))
        self._not_pages = _folders(values, "PAGE_EXCLUDES", ())
        self._static = _folders(values, "STATIC_PATHS", ("images",))
        # Without one of these a date stands in the article, or begins the name of its file.
        self._asks_for_dates = not any(values.get(one) for one in _DATES)
        self.has_own_reader = any(_OWN_READER.search(text) for text in _plugins(root, values))
        if _holds_yaml(root / self.content):
            self.generator = Generator.OTHER

    @property
    def label(self) -> str:
        return "Pelican"

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output:
            return Verdict(Kind.OUTPUT, f"built by Pelican into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        return below(folder, self.content) or below(self.content, folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by Pelican into {self._output}/")
        if below(path, self._theme) or below(path, "themes") or below(path, "theme"):
            return Verdict(Kind.TEMPLATE, "a file of a theme")
        if self.content != "." and not below(path, self.content):
            return repository_file(path) or Verdict(Kind.OUTSIDE, f"outside of {self.content}/")
        inner = path if self.content == "." else path[len(self.content) + 1 :]
        if ending(path) == ".txt":
            return Verdict(Kind.STATIC, "a text file; Pelican reads none")
        found = repository_file(path)
        stated = _TITLE_LINE if self.content == "." else _KEY_LINE
        if found is not None and not stated.match(head.text):
            return found
        html = ending(path) in {".html", ".htm"}
        if html and _BUILT.search(head.text):
            return Verdict(Kind.OUTPUT, "built by Pelican, which the page names")
        if _in(inner, self._pages) and not _in(inner, self._not_pages):
            return Verdict(Kind.PAGE, "in a folder of PAGE_PATHS")
        if _in(inner, self._articles) and not _in(inner, self._not_articles):
            if html and _META.search(head.text) is None:
                return Verdict(Kind.STATIC, "HTML without the title that Pelican asks for")
            if html and self._asks_for_dates and not head.is_dated and not _DAY.search(head.text):
                return Verdict(Kind.OUTSIDE, "HTML without the date that Pelican asks for")
            if _status(head) == "draft":
                return Verdict(Kind.DRAFT, "its status is draft")
            return Verdict(Kind.POST, "in a folder of ARTICLE_PATHS")
        if _in(inner, self._static):
            return Verdict(Kind.STATIC, "copied as it is (STATIC_PATHS)")
        return Verdict(Kind.OUTSIDE, "in no folder of articles or pages")


def _plugins(root: Path, values: Mapping[str, object]) -> Iterator[str]:
    """Yield the programs of the plug-ins that the settings name and that lie in the site."""
    for folder in _folders(values, "PLUGIN_PATHS", ("plugins",)):
        for name in _folders(values, "PLUGINS", ()):
            module = root / folder / name.replace(".", "/")
            yield read_text(module.with_suffix(".py"))
            yield read_text(module / "__init__.py")


def _holds_yaml(folder: Path) -> bool:
    """Tell whether most of the first posts with fences have quoted dates, or lists in lines."""
    fenced = yaml = 0
    for base, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if ending(name) not in {".md", ".markdown"}:
                continue
            head = Head(Path(base, name))
            if head.front_matter is not None and head.text.startswith("---"):
                fenced += 1
                yaml += _YAML.search(head.front_matter) is not None
            if fenced >= _SAMPLE:
                return 2 * yaml > fenced
    return fenced > 2 and 2 * yaml > fenced


class NikolaSite(Site):
    """A folder with Nikola's ``conf.py``."""

    generator = Generator.NIKOLA
    unread = frozenset((".txt",))

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = python_values(root / config_file)
        self._output = folder_name(text_of(values, "OUTPUT_FOLDER", "output"))
        self._posts = _globs(
            values, "POSTS", (("posts/*.md",), ("posts/*.txt",), ("posts/*.html",))
        )
        self._pages = _globs(
            values, "PAGES", (("pages/*.md",), ("pages/*.txt",), ("pages/*.html",))
        )
        if "PAGES" not in values:
            self._pages = (*self._pages, *_globs(values, "STORIES", ()))

    def closed(self, folder: str) -> Verdict | None:
        if folder in (self._output, "cache"):
            return Verdict(Kind.OUTPUT, f"built by Nikola into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        bases = {pattern.rpartition("/")[0] for pattern in (*self._posts, *self._pages)}
        return any(below(folder, base) or below(base, folder) for base in bases)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by Nikola into {self._output}/")
        for name in ("templates", "themes", "plugins"):
            if below(path, name):
                return Verdict(Kind.TEMPLATE, f"a template: {name}/ is Nikola's")
        for name in ("files", "galleries", "images", "listings"):
            if below(path, name):
                return Verdict(Kind.STATIC, f"copied as it is: {name}/ is Nikola's")
        for patterns, kind, name in (
            (self._posts, Kind.POST, "POSTS"),
            (self._pages, Kind.PAGE, "PAGES"),
        ):
            if any(_is_of(path, pattern) for pattern in patterns):
                return Verdict(kind, f"a file of {name}")
        return repository_file(path) or Verdict(Kind.OUTSIDE, "of no pattern in POSTS or PAGES")


def _is_of(path: str, pattern: str) -> bool:
    """Tell whether a pattern of Nikola names a file: ``posts/*.md`` takes folders below it too."""
    from fnmatch import fnmatchcase

    folder, _, name = pattern.rpartition("/")
    return below(path, folder_name(folder)) and fnmatchcase(path.rpartition("/")[2], name)


def _folders(values: Mapping[str, object], key: str, default: Iterable[str]) -> tuple[str, ...]:
    found = values.get(key)
    items = cast("Iterable[object]", found) if isinstance(found, (list, tuple, set)) else default
    if isinstance(found, str):
        items = (found,)
    return tuple(folder_name(item) for item in items if isinstance(item, str))


def _globs(values: Mapping[str, object], key: str, default: object) -> tuple[str, ...]:
    found = values.get(key) or default
    items = cast("Iterable[object]", found) if isinstance(found, (list, tuple)) else ()
    return tuple(
        str(cast("tuple[object, ...]", item)[0])
        for item in items
        if isinstance(item, (list, tuple)) and item
    )


def _in(path: str, folders: tuple[str, ...]) -> bool:
    return any(below(path, folder) for folder in folders)


def _status(head: Head) -> str:
    if head.front_matter is not None:
        return head.keys.get("status", "").lower()
    for line in head.text[:4096].splitlines():
        if line.lower().startswith("status:"):
            return line.partition(":")[2].strip().lower()
        if not line.strip():
            break
    return ""


# Where Pelican publishes: ``ARTICLE_URL``, ``PAGE_URL`` and ``DEFAULT_LANG`` of its settings.
#
# Source: Pelican 4.11, `contents.Content`, `settings.DEFAULT_CONFIG`, `utils.slugify`.

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
        self.name = site_name(values.get("SITENAME"))
        self.zone = text(values.get("TIMEZONE"))
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
