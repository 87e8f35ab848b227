"""Hugo's and Zola's sites: what lies in the content folders, and which sections hold posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.post import Kind
from newskit.site.common import below, dependency, ending, holds_dated, repository_file
from newskit.site.model import Head, Site, Verdict, is_dated_name
from newskit.site.settings import folder_name, read_mapping, text_of

__all__ = ["HugoSite", "ZolaSite"]

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

    def _bundle(self, base: str, folders: list[str], name: str) -> str:
        """Return the leaf bundle that a file is a resource of; empty where it is a page."""
        if not self._bundles:
            return ""
        for depth in range(len(folders), 0, -1):
            folder = self.root.joinpath(base, *folders[:depth])
            if depth == len(folders) and name.startswith("index."):
                continue
            if any((folder / f"index{one}").is_file() for one in (".md", ".html", ".markdown")):
                return "/".join(folders[:depth])
        return ""

    def _is_post_section(self, section: str) -> bool:
        if section in self._main or (not self._main and section.lower() in _CONVENTIONAL):
            return True
        counts = [holds_dated(self.root / base / section) for base in self.content]
        return sum(dated for dated, _ in counts) * 2 > sum(total for _, total in counts)


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
        main = values.get("mainsections") or _lower(values.get("params")).get("mainsections")
        self._main = (
            frozenset(map(str, cast("list[object]", main)))
            if isinstance(main, list)
            else frozenset()
        )

    @cached_property
    def shortcodes(self) -> tuple[str, ...]:
        """Folders of the templates of shortcodes, the site's own before those of its themes."""
        given = self.values.get("theme")
        themes = cast("list[object]", given) if isinstance(given, list) else [given]
        names = [one.rstrip("/").rpartition("/")[2] for one in themes if isinstance(one, str)]
        layouts = folder_name(text_of(self.values, "layoutdir", "layouts"))
        bases = [layouts, *(f"themes/{name}/layouts" for name in names if name)]
        return tuple(f"{base}/{name}" for base in bases for name in ("shortcodes", "_shortcodes"))

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
        if "/" not in inner and is_dated_name(inner):
            return Verdict(Kind.POST, "at the top of the content, with a date in its name")
        return super()._in_content(path, base, head)


def _lower(values: object) -> dict[str, object]:
    if not isinstance(values, Mapping):
        return {}
    return {
        str(key).lower(): value for key, value in cast("Mapping[object, object]", values).items()
    }


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
