"""Jekyll's site: what its reader takes (`EntryFilter`, `PostReader`, `CollectionReader`, 4.x)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, cast
from unicodedata import category

from newskit.config.validate import Generator
from newskit.lazy import lazy
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
    without_day,
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

# Where Jekyll publishes: ``permalink``, ``collections`` and ``defaults`` of its configuration.
#
# Source: Jekyll 4.3, `Drops::UrlDrop`, `URL`, `Document`, `Page`, `FrontmatterDefaults`.

_STYLES: Final = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN: Final = lazy(r":([a-z_]+)")
_DATED_NAME: Final = lazy(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-(.*)")
_KEPT: Final = frozenset("._~!$&'()+,;=@")


_TRANSLATED: Final = "_i18n"
"""Where jekyll-multiple-languages-plugin looks for the posts of each language."""


class JekyllPublishing(Publishing):
    """The addresses of a folder with Jekyll's ``_config.yml``."""

    utc_timestamps = True

    def __init__(self, site: Site) -> None:
        self._values = read_mapping(site.root / site.config_file)
        self.base_url = real_address(self._values.get("url"), self._values.get("baseurl"))
        self.name = site_name(self._values.get("title") or self._values.get("name"))
        self.zone = text(self._values.get("timezone"))
        self._source = text(self._values.get("source")).strip("./")
        self.static = (self._source or ".",)
        self._style = text(self._values.get("permalink")) or "date"
        self._collections = _mapping(self._values.get("collections"))
        self._languages, self._main = _languages(self._values)
        found = self._values.get("defaults")
        listed = cast("list[object]", found) if isinstance(found, list) else []
        self._defaults = [_mapping(one) for one in listed]

    def language(self, path: str) -> str:
        if self._languages:
            folders = path.lower().split("/")[:-1]
            return next((one for one in self._languages if one in folders), self._main)
        stated = (text(self._values.get(key)) for key in ("lang", "locale", "language"))
        return next(filter(None, stated), "")

    def defaults(self, path: str) -> Mapping[str, object]:
        """Return the values of all scopes that hold a file; the longest path counts last."""
        inner = self._inner(path)
        kind = self._kind(inner)
        found: list[tuple[int, Mapping[str, object]]] = []
        for one in self._defaults:
            scope = _mapping(one.get("scope"))
            folder = text(scope.get("path")).strip("/")
            if text(scope.get("type")) in {"", kind} and _in_scope(inner, folder):
                found.append((len(folder), _mapping(one.get("values"))))
        values: dict[str, object] = {}
        for _, given in sorted(found, key=lambda item: item[0]):
            values.update(given)
        return values

    def title(self, path: str) -> str:
        """Return the words of the name of a post or of a document of a collection."""
        inner = self._inner(path)
        if self._kind(inner) == "pages":
            return ""
        stem = without_day(inner.rpartition("/")[2].rpartition(".")[0])
        return " ".join(word.capitalize() for word in stem.split("-"))

    def address(self, post: PublishedPost) -> str | None:
        inner = self._inner(post.path)
        pattern = post.stated("permalink") or self._pattern(inner)
        if not pattern:
            return None
        pattern = _STYLES.get(pattern, pattern)
        found = filled(pattern, _TOKEN, self._tokens(post, inner).get)
        language = (post.stated("lang") or self.language(post.path)).lower()
        if found is None or language == self._main or language not in self._languages:
            return found
        return f"/{language}{found}"

    def _inner(self, path: str) -> str:
        return path[len(self._source) + 1 :] if self._source and below(path, self._source) else path

    def _kind(self, inner: str) -> str:
        """Return the type of a file as scopes name it."""
        folders = inner.split("/")[:-1]
        if "_drafts" in folders:
            return "drafts"
        if "_posts" in folders:
            return "posts"
        label = folders[0][1:] if folders and folders[0].startswith("_") else ""
        return label if label in self._collections else "pages"

    def _pattern(self, inner: str) -> str:
        """Return the pattern of a file without a permalink; empty where it has no page."""
        kind = self._kind(inner)
        if kind in self._collections:
            given = _mapping(self._collections[kind])
            if given.get("output") is not True and kind != "posts":
                return ""
            if pattern := text(given.get("permalink")):
                return pattern
            if kind != "posts":
                return "/:collection/:path" + self._suffix()
        if kind == "posts":
            return self._style
        if kind == "drafts":
            return ""
        stem = inner.rpartition("/")[2].rpartition(".")[0]
        return "/:path/" if stem == "index" else "/:path/:basename" + self._suffix()

    def _suffix(self) -> str:
        """Return what ends the address of a page: it follows the style of the posts."""
        pattern = _STYLES.get(self._style, self._style)
        if pattern.endswith("/"):
            return "/"
        return ":output_ext" if pattern.endswith(":output_ext") else ""

    def _tokens(self, post: PublishedPost, inner: str) -> dict[str, str]:
        *folders, name = inner.split("/")
        stem = name.rpartition(".")[0]
        kind = self._kind(inner)
        slug = post.stated("slug") or without_day(stem)
        categories = dict.fromkeys(one.lower() for one in _categories(post, folders))
        words = {
            "title": _slug(slug, _KEPT),
            "slug": _slug(slug).lower(),
            "name": _slug(without_day(stem)).lower(),
            "basename": stem,
            "collection": kind,
            "path": "/".join(folders),
            "output_ext": ".html",
            "categories": "/".join(categories),
            "slugified_categories": "/".join(map(_slug, categories)),
        }
        if kind != "pages":
            words["path"] = "/".join([*folders[1:], stem])
        date = in_zone(post.date, self.zone) or _day(stem)
        if date is not None:
            words |= date_tokens(date)
        return words


def _languages(values: Mapping[str, object]) -> tuple[tuple[str, ...], str]:
    """Return the languages that jekyll-polyglot builds, and the one that has no folder."""
    plugins = values.get("plugins", values.get("gems"))
    listed = values.get("languages")
    if "jekyll-polyglot" not in str(plugins) or not isinstance(listed, list):
        return (), ""
    languages = tuple(str(one).lower() for one in cast("list[object]", listed))
    return languages, (text(values.get("default_lang")) or languages[0]).lower()


def _categories(post: PublishedPost, folders: list[str]) -> list[str]:
    """Return the categories of a post: the folders above ``_posts``, then its front matter's."""
    above = folders[: folders.index("_posts")] if "_posts" in folders else []
    found = [one for one in above if one[:1] != "_"]
    single = post.values.get("category")
    if isinstance(single, str) and single:
        found.append(single)
    several = post.values.get("categories")
    if isinstance(several, str):
        found += several.split()
    elif isinstance(several, list):
        found += [str(one) for one in cast("list[object]", several) if one is not None]
    return found


def _slug(name: str, kept: frozenset[str] = frozenset()) -> str:
    """Return a name with runs of all but letters, digits, marks and `kept` as hyphens."""
    shown = "".join(
        one if one.isalnum() or one in kept or category(one)[0] == "M" else "-" for one in name
    )
    return re.sub(r"-+", "-", shown).strip("-")


def _day(stem: str) -> datetime | None:
    match = _DATED_NAME.match(stem)
    if match is None:
        return None
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]))  # noqa: DTZ001 (a day alone)
    except ValueError:
        return None


def _in_scope(path: str, folder: str) -> bool:
    if "*" in folder:
        return fnmatchcase(path, folder) or fnmatchcase(path, f"{folder}/*")
    return not folder or path == folder or path.startswith(f"{folder}/")


def _mapping(value: object) -> Mapping[str, object]:
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


_TEMPLATES: Final = frozenset(("_layouts", "_includes", "_sass", "_plugins"))
_DATED: Final = lazy(r"\d{2,4}-\d{1,2}-\d{1,2}-.")
_VENDOR: Final = ("vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby")
_ERROR_PAGE: Final = lazy(r"(?:40[0-9]|50[0-9]|offline)\.\w+", re.IGNORECASE)


class JekyllSite(Site):
    """A folder with Jekyll's ``_config.yml``."""

    generator = Generator.JEKYLL
    default_source = "."
    default_output = "_site"
    template_folders = _TEMPLATES

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = read_mapping(root / config_file)
        self._source = folder_name(text_of(values, "source", self.default_source))
        self._output = folder_name(text_of(values, "destination", self.default_output))
        self._layouts = frozenset(
            folder_name(text_of(values, key, default))
            for key, default in (
                ("layouts_dir", "_layouts"),
                ("includes_dir", "_includes"),
                ("plugins_dir", "_plugins"),
                ("sass_dir", "_sass"),
            )
        )
        self._data = folder_name(text_of(values, "data_dir", "_data"))
        self._collections = _names(values.get("collections"))
        self._collections_dir = folder_name(text_of(values, "collections_dir", "."))
        self._exclude = _patterns(values.get("exclude"))
        self._include = _patterns(values.get("include"))
        self.has_tight_headings = _has_tight_headings(values)
        pattern = text_of(values, "paginate_path", "/page:num")
        self._paginated = folder_name(pattern.rpartition("/")[0]) if values.get("paginate") else ""
        options = values.get("kramdown")
        self.parses_block_html = (
            isinstance(options, Mapping)
            and cast("Mapping[str, object]", options).get("parse_block_html") is True
        )
        self.titles_code = (root / "plugins" / "backtick_code_block.rb").is_file()
        gems = read_text(root / "Gemfile")
        plugins = _names(values.get("plugins")) | _names(values.get("gems"))
        # GitHub Pages builds Markdown without front matter; it takes a site without a Gemfile.
        self._bare_pages = (
            not gems
            or "github-pages" in gems
            or "jekyll-optional-front-matter" in gems
            or "jekyll-optional-front-matter" in plugins
        )

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output:
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {folder}/")
        if folder in _VENDOR:
            return Verdict(Kind.DEPENDENCY, f"{folder}/ holds other people's code")
        return dependency(folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {self._output}/")
        if not below(path, self._source):
            return repository_file(path) or Verdict(
                Kind.OUTSIDE, f"outside of the source folder {self._source}/"
            )
        inner = path if self._source == "." else path[len(self._source) + 1 :]
        *folders, name = inner.split("/")
        for index, folder in enumerate(folders):
            if "/".join(folders[: index + 1]) in self._layouts or folder in self.template_folders:
                return Verdict(Kind.TEMPLATE, f"a template: {folder}/ is {self.label}'s")
        if "_posts" in folders or "_drafts" in folders:
            left_out = self._left_out_above(folders)
            return left_out or _post(path, folders, name, head)
        if _excluded(inner, self._exclude) and not _excluded(inner, self._include):
            return repository_file(path) or Verdict(
                Kind.OUTSIDE, "excluded by `exclude` of the configuration"
            )
        return self._elsewhere(path, inner, folders, name, head)

    def _left_out_above(self, folders: list[str]) -> Verdict | None:
        """Return the verdict on posts in a folder that Jekyll does not look into; None for others.

        Source: `Jekyll::Reader#read_directories` (4.3) filters a folder before its posts are read.
        """
        base = [] if self._collections_dir == "." else self._collections_dir.split("/")
        start = len(base) if folders[: len(base)] == base else 0
        for index, folder in enumerate(folders[start:], start + 1):
            if folder in {"_posts", "_drafts"}:
                return None
            above = "/".join(folders[:index])
            if folder == _TRANSLATED or _excluded(above, self._include):
                continue
            if folder[0] in "_.#":
                return Verdict(Kind.OUTSIDE, f"Jekyll leaves out folders such as {folder}/")
            if _excluded(above, self._exclude):
                return Verdict(Kind.OUTSIDE, "excluded by `exclude` of the configuration")
        return None

    def _elsewhere(
        self, path: str, inner: str, folders: list[str], name: str, head: Head
    ) -> Verdict:
        if below(inner, self._data):
            return Verdict(Kind.DATA, f"data of {self._data}/")
        special = self._special(folders, inner)
        if special is not None:
            return (
                special
                if special.kind != Kind.PAGE or head.front_matter is not None
                else Verdict(
                    Kind.STATIC, "a file of a collection without front matter, copied as it is"
                )
            )
        repository = repository_file(path)
        if head.front_matter is None:
            if repository is not None:
                return repository
            if (
                ending(name) not in {".md", ".markdown", ".mkd", ".mkdn", ".mkdown"}
                or not self._bare_pages
            ):
                return Verdict(
                    Kind.STATIC, "copied as it is: Jekyll builds no page without front matter"
                )
        if repository is not None and repository.kind is Kind.DATA:
            return repository
        return _page(inner, head, paginated=self._paginated)

    def is_collection(self, name: str) -> bool:
        """Tell whether the folder ``_name`` holds a collection."""
        return name in self._collections

    def _special(self, folders: list[str], inner: str) -> Verdict | None:
        """Return the verdict on folders whose name starts with `_`: collections, or left out."""
        base = [] if self._collections_dir == "." else self._collections_dir.split("/")
        if folders[: len(base)] == base and len(folders) > len(base):
            label = folders[len(base)]
            if label.startswith("_") and self.is_collection(label[1:]):
                if inner.rpartition("/")[2][0] in "_.#~":
                    return Verdict(Kind.OUTSIDE, "Jekyll leaves out files whose name starts so")
                return Verdict(Kind.PAGE, f"a document of the collection {label[1:]}")
        for index, folder in enumerate(folders):
            if folder[0] in "_.#" and not _excluded("/".join(folders[: index + 1]), self._include):
                return Verdict(Kind.OUTSIDE, f"Jekyll leaves out folders such as {folder}/")
        if inner.rpartition("/")[2][0] in "_.#" and not _excluded(inner, self._include):
            return Verdict(Kind.OUTSIDE, "Jekyll leaves out files whose name starts so")
        return None


def _post(path: str, folders: list[str], name: str, head: Head) -> Verdict:
    if ending(name) == ".txt" and head.front_matter is None:
        return Verdict(Kind.STATIC, "copied as it is: Jekyll builds no page without front matter")
    if name[0] in "_.#~":
        return Verdict(Kind.OUTSIDE, "Jekyll leaves out files whose name starts so")
    if "_drafts" in folders:
        return Verdict(Kind.DRAFT, "in _drafts/")
    if not _DATED.match(name):
        repository = repository_file(path)
        if repository is not None:
            return repository
        return Verdict(
            Kind.POST, "in _posts/, though its name has no date and Jekyll passes it over"
        )
    return Verdict(Kind.POST, "in _posts/, with a date in its name")


def _page(inner: str, head: Head, *, paginated: str) -> Verdict:
    """Return what a page is; jekyll-paginate takes the ``index.html`` of one folder."""
    folder, _, name = inner.lower().rpartition("/")
    is_index = name.startswith("index.")
    if ending(name) in {".html", ".htm", ".txt"}:
        if _ERROR_PAGE.fullmatch(name):
            return Verdict(Kind.TEMPLATE, "an error page")
        if head.is_template:
            return Verdict(Kind.TEMPLATE, "a page made by template code")
        if is_index and (head.is_empty or (folder or ".") == paginated):
            return Verdict(Kind.TEMPLATE, "a page that its layout makes")
    if is_index:
        return Verdict(Kind.INDEX, "the page of a folder")
    return Verdict(Kind.PAGE, "a page")


def _has_tight_headings(values: Mapping[str, object]) -> bool:
    """Tell whether Markdown other than Jekyll's default, kramdown with GFM's rules, is chosen."""
    name = str(values.get("markdown", "kramdown")).lower()
    options = values.get("kramdown")
    dialect: object = "GFM"
    if isinstance(options, Mapping):
        dialect = cast("Mapping[str, object]", options).get("input", dialect)
    return "commonmark" not in name and (name != "kramdown" or str(dialect).upper() != "GFM")


def _names(value: object) -> frozenset[str]:
    if isinstance(value, Mapping):
        return frozenset(str(key) for key in cast("Mapping[object, object]", value))
    if isinstance(value, list):
        return frozenset(str(item) for item in cast("list[object]", value))
    return frozenset()


def _patterns(value: object) -> tuple[str, ...]:
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return tuple(item.strip("/") for item in items if isinstance(item, str) and item.strip("/"))


def _excluded(path: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a path is or lies below what one of Jekyll's glob patterns names."""
    from fnmatch import fnmatchcase

    return any(
        path == pattern or path.startswith(pattern + "/") or fnmatchcase(path, pattern)
        for pattern in patterns
    )
