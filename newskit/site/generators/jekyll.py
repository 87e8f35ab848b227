"""Jekyll's site: what its reader takes (`EntryFilter`, `PostReader`, `CollectionReader`, 4.x)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.post import Kind
from newskit.site.common import below, dependency, ending, repository_file
from newskit.site.model import Head, Site, Verdict
from newskit.site.settings import folder_name, read_mapping, read_text, text_of

__all__ = ["JekyllSite"]

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
            return _post(path, folders, name, head)
        if _excluded(inner, self._exclude) and not _excluded(inner, self._include):
            return repository_file(path) or Verdict(
                Kind.OUTSIDE, "excluded by `exclude` of the configuration"
            )
        return self._elsewhere(path, inner, folders, name, head)

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
        return _page(name, head)

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


def _page(name: str, head: Head) -> Verdict:
    if ending(name) in {".html", ".htm", ".txt"}:
        if _ERROR_PAGE.fullmatch(name):
            return Verdict(Kind.TEMPLATE, "an error page")
        if head.is_template:
            return Verdict(Kind.TEMPLATE, "a page made by template code")
        if name.lower() in {"index.html", "index.htm"}:
            return Verdict(Kind.TEMPLATE, "the page of a folder, in HTML")
    if name.lower().startswith("index."):
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
