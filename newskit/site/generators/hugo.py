"""Hugo's and Zola's sites: what the content folders hold, and where posts are published."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast
from unicodedata import category

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.linear import ExpressionError, compile_expression
from newskit.post import Kind
from newskit.site.address import (
    PublishedPost,
    Publishing,
    ascii_slug,
    date_tokens,
    filled,
    real_address,
    site_name,
    text,
)
from newskit.site.head import Head, holds_dated, is_dated_name, read_head
from newskit.site.model import (
    Site,
    Verdict,
    below,
    dependency,
    ending,
    folder_name,
    read_mapping,
    repository_file,
    text_of,
)

_PAGE_TYPES: Final = frozenset(
    ("page", "pages", "static", "about", "contact", "search", "archives", "authors", "author")
)
_CONVENTIONAL: Final = frozenset(("post", "posts", "blog", "blogs", "news", "articles", "article"))
_MARKDOWN: Final = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".html", ".htm"))
_CONFIG_FOLDER: Final = "config/_default"


class _Sectioned(Site):
    """A site whose pages lie in sections of content folders."""

    content: tuple[str, ...] = ("content",)
    _main: frozenset[str] = frozenset()
    _output = "public"
    _parts: Mapping[str, Verdict]
    _languages: tuple[str, ...] = ()
    _bundles = False

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output:
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        return any(below(folder, one) or below(one, folder) for one in self.content)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {self._output}/")
        # Of content folders in one another (languages), the inner one counts.
        base = max((one for one in self.content if below(path, one)), key=len, default=None)
        if base is None:
            first = path.partition("/")[0]
            for name, verdict in self._parts.items():
                if below(path, name):
                    return verdict
            if first == "themes":
                return Verdict(Kind.TEMPLATE, "a file of a theme")
            return repository_file(path) or Verdict(
                Kind.OUTSIDE, f"outside of {', '.join(f'{one}/' for one in self.content)}"
            )
        return self._in_content(path, base, head)

    def _in_content(self, path: str, base: str, head: Head) -> Verdict:
        inner = path if base == "." else path[len(base) + 1 :]
        *folders, name = inner.split("/")
        if ending(name) == ".txt":
            return Verdict(
                Kind.DATA, f"a text file beside the content; {self.label} builds no page of it"
            )
        if name.startswith("_index."):
            return Verdict(Kind.INDEX, "the index of a section")
        bundle = self._bundle(base, folders, name)
        if bundle:
            return Verdict(Kind.STATIC, f"a resource of the page bundle {bundle}/")
        is_index = name.startswith("index.")
        section = folders[0] if folders and not (is_index and len(folders) == 1) else ""
        if not section:
            return Verdict(Kind.PAGE, "a page at the top of the content")
        if head.keys.get("type", "").lower() in _PAGE_TYPES:
            return Verdict(Kind.PAGE, f"its type is {head.keys['type']}")
        if not self._is_post_section(section):
            return Verdict(Kind.PAGE, f"the section {section}/ holds pages: few of them are dated")
        if head.keys.get("draft", "").lower() == "true":
            return Verdict(Kind.DRAFT, f"a draft of the section {section}/")
        return Verdict(Kind.POST, f"in the section {section}/, which holds posts")

    @cached_property
    def _index_names(self) -> frozenset[str]:
        """The names of the pages of bundles, which may tell their language."""
        languages = ("", *(f".{one}" for one in self._languages))
        endings = (".md", ".html", ".markdown")
        return frozenset(f"index{one}{ending}" for one in languages for ending in endings)

    def _bundle(self, base: str, folders: list[str], name: str) -> str:
        """Return the leaf bundle that a file is a resource of; empty where it is a page."""
        if not self._bundles:
            return ""
        for depth in range(len(folders), 0, -1):
            folder = self.root.joinpath(base, *folders[:depth])
            if depth == len(folders) and name.startswith("index."):
                continue
            if _holds_any(folder, self._index_names):
                return "/".join(folders[:depth])
        return ""

    def _is_post_section(self, section: str) -> bool:
        if section in self._main or (not self._main and section.lower() in _CONVENTIONAL):
            return True
        counts = [holds_dated(self.root / base / section) for base in self.content]
        return sum(dated for dated, _ in counts) * 2 > sum(total for _, total in counts)


_SHORTCODES: Final = ("shortcodes", "_shortcodes")
_HOOKS: Final = ("_markup", "_default/_markup")


class HugoSite(_Sectioned):
    """A folder with Hugo's ``hugo.toml``, ``config.yaml`` or ``config/_default/``."""

    generator = Generator.HUGO
    _bundles = True
    _parts = MappingProxyType(
        {
            "layouts": Verdict(Kind.TEMPLATE, "a template: layouts/ is Hugo's"),
            "archetypes": Verdict(Kind.TEMPLATE, "a template of new posts: archetypes/ is Hugo's"),
            "themes": Verdict(Kind.TEMPLATE, "a file of a theme"),
            "_vendor": Verdict(Kind.DEPENDENCY, "a module that Hugo has fetched"),
            "assets": Verdict(Kind.TEMPLATE, "a source of scripts and styles: assets/ is Hugo's"),
            "resources": Verdict(Kind.OUTPUT, "kept by Hugo in resources/"),
            "static": Verdict(Kind.STATIC, "copied as it is: static/ is Hugo's"),
            "data": Verdict(Kind.DATA, "data of data/"),
            "i18n": Verdict(Kind.DATA, "words of translations"),
        }
    )

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = dict(self.values)
        default = folder_name(text_of(values, "contentdir", "content"))
        folders = [default, *_language_folders(values), *_mounts(values)]
        self.content = tuple(dict.fromkeys(folders))
        self._output = folder_name(text_of(values, "publishdir", "public"))
        self._ignored = tuple(_expressions(values.get("ignorefiles")))
        self._languages = tuple(_lower(values.get("languages")))
        self.leaves_out_html = _leaves_out_html(_lower(values.get("markup")))
        main = values.get("mainsections") or _lower(values.get("params")).get("mainsections")
        self._main = (
            frozenset(map(str, cast("list[object]", main)))
            if isinstance(main, list)
            else frozenset()
        )

    def _in_content(self, path: str, base: str, head: Head) -> Verdict:
        whole = str(self.root / path)
        with suppress(TimeoutError):
            if any(one.search(whole) is not None for one in self._ignored):
                return Verdict(Kind.OUTSIDE, "left out by `ignoreFiles` of the configuration")
        return super()._in_content(path, base, head)

    @cached_property
    def shortcodes(self) -> tuple[str, ...]:
        """Folders of the templates of shortcodes, the site's own before those of its themes."""
        return tuple(f"{base}/{name}" for base in self._layouts for name in _SHORTCODES)

    @cached_property
    def hooks(self) -> tuple[str, ...]:
        """Folders of the templates of render hooks, the site's own before those of its themes."""
        return tuple(f"{base}/{name}" for base in self._layouts for name in _HOOKS)

    @cached_property
    def _layouts(self) -> tuple[str, ...]:
        given = self.values.get("theme")
        themes = cast("list[object]", given) if isinstance(given, list) else [given]
        names = [one.rstrip("/").rpartition("/")[2] for one in themes if isinstance(one, str)]
        layouts = folder_name(text_of(self.values, "layoutdir", "layouts"))
        return (layouts, *(f"themes/{name}/layouts" for name in names if name))

    def host_of(self, path: str) -> str:
        """The address of a page's language, where languages have addresses of their own."""
        folder = max((one for one in self._hosts if below(path, one)), key=len, default=None)
        if folder is not None:
            return self._hosts[folder]
        ending_of_language = path.rpartition("/")[2].split(".")[1:-1]
        return next((self._hosts_by_name.get(one, "") for one in ending_of_language), "")

    @cached_property
    def _hosts(self) -> Mapping[str, str]:
        """The addresses of languages by their content folders."""
        languages = map(_lower, _lower(self.values.get("languages")).values())
        return {
            folder_name(text_of(one, "contentdir")): text_of(one, "baseurl")
            for one in languages
            if text_of(one, "contentdir") and text_of(one, "baseurl")
        }

    @cached_property
    def _hosts_by_name(self) -> Mapping[str, str]:
        """The addresses of languages by their names, as in ``post.fr.md``."""
        languages = _lower(self.values.get("languages"))
        return {name: text_of(_lower(one), "baseurl") for name, one in languages.items()}

    @cached_property
    def values(self) -> Mapping[str, object]:
        """The configuration's keys in small letters, as Hugo compares them."""
        found: dict[str, object] = {}
        if not self.config_file.startswith("config/"):
            found.update(_lower(read_mapping(self.root / self.config_file)))
        for path in sorted((self.root / _CONFIG_FOLDER).rglob("*.*")):
            values = _lower(read_mapping(path))
            names = path.stem.lower().split(".")
            if names[0] in {"hugo", "config"}:
                found.update(values)
                continue
            for name in reversed(names[1:]):  # languages.fr.toml holds `languages.fr`
                values = {name: values}
            kept = _lower(found.get(names[0]))
            found[names[0]] = {**kept, **values}
        return found


class ZolaSite(_Sectioned):
    """A folder with Zola's ``config.toml`` or ``zola.toml``."""

    generator = Generator.ZOLA
    _parts = MappingProxyType(
        {
            "templates": Verdict(Kind.TEMPLATE, "a template: templates/ is Zola's"),
            "themes": Verdict(Kind.TEMPLATE, "a file of a theme"),
            "static": Verdict(Kind.STATIC, "copied as it is: static/ is Zola's"),
            "sass": Verdict(Kind.TEMPLATE, "a source of styles: sass/ is Zola's"),
        }
    )

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = read_mapping(root / config_file)
        self._output = folder_name(text_of(values, "output_dir", "public"))

    def _in_content(self, path: str, base: str, head: Head) -> Verdict:
        if ending(path) != ".md":
            return Verdict(Kind.STATIC, "copied as it is: Zola's pages are .md files")
        inner = path if base == "." else path[len(base) + 1 :]
        if "/" not in inner and inner != "_index.md" and self._is_post_on_top(inner, base, head):
            if head.keys.get("draft", "").lower() == "true":
                return Verdict(Kind.DRAFT, "a draft at the top of the content")
            return Verdict(Kind.POST, "at the top of the content, and dated")
        return super()._in_content(path, base, head)

    def _is_post_on_top(self, name: str, base: str, head: Head) -> bool:
        """Tell whether a page is dated where the first page lists by days, or most others are."""
        if is_dated_name(name) or not head.is_dated:
            return head.is_dated
        content = self.root / base
        index = read_head(content / "_index.md").keys
        dated, total = holds_dated(content)
        return index.get("sort_by") == "date" or "paginate_by" in index or dated * 2 > total


def _leaves_out_html(markup: Mapping[str, object]) -> bool:
    """Tell whether Markdown goes through Goldmark, which leaves HTML out unless told not to."""
    renderer = _lower(_lower(markup.get("goldmark")).get("renderer"))
    handler = text_of(markup, "defaultmarkdownhandler", "goldmark")
    return handler.lower() == "goldmark" and renderer.get("unsafe") is not True


def _lower(values: object) -> dict[str, object]:
    if not isinstance(values, Mapping):
        return {}
    return {
        str(key).lower(): value for key, value in cast("Mapping[object, object]", values).items()
    }


@lru_cache(maxsize=4096)
def _holds_any(folder: Path, names: frozenset[str]) -> bool:
    """Tell whether a folder holds one of some names; what else it holds is not kept in memory."""
    try:
        return not names.isdisjoint(os.listdir(folder))  # noqa: PTH208 (names alone)
    except OSError:
        return False


def _expressions(stated: object) -> Iterator[Any]:
    """Return the expressions of a list; they are the archive's, and matched in bounded time."""
    for one in cast("list[object]", stated) if isinstance(stated, list) else ():
        with suppress(ExpressionError):
            yield compile_expression(str(one))


def _language_folders(values: Mapping[str, object]) -> Iterator[str]:
    for one in _lower(values.get("languages")).values():
        folder = text_of(_lower(one), "contentdir")
        if folder:
            yield folder_name(folder)


def _mounts(values: Mapping[str, object]) -> Iterator[str]:
    """Yield the folders that are mounted as content (module.mounts)."""
    mounts = _lower(values.get("module")).get("mounts")
    for one in cast("list[object]", mounts) if isinstance(mounts, list) else []:
        mount = _lower(one)
        target = folder_name(text_of(mount, "target"))
        source = folder_name(text_of(mount, "source"))
        if below(target, "content") and target != "." and source != ".":
            yield source


# Where Hugo and Zola publish: the tree of the content, ``permalinks`` and languages.
#
# Sources: Hugo 0.111 to 0.150, `resources/page/permalinks.go`,
# `helpers.PathSpec.MakePathSanitized`; Zola 0.20, `content/page.rs`.

_TOKEN: Final = lazy(r":(\w+(?:\[[^\]]*\])?)")
_KEPT: Final = frozenset("./\\_-#+~@")
_DAY: Final = lazy(r"\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?[_-]")


class HugoPublishing(Publishing):
    """The addresses of a Hugo site."""

    completes_addresses = True

    def __init__(self, site: HugoSite) -> None:
        self._values = values = site.values
        self.base_url = real_address(values.get("baseurl"))
        self.name = site_name(values.get("title"))
        self.zone = text(values.get("timezone"))
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
        self.name = site_name(values.get("title"))
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
