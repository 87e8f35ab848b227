"""Sites recognised by their folders alone: what holds content, and what holds something else.

For generators that newskit knows nothing else of. Each row is from the generator's own manual:
Middleman 4, Franklin.jl 0.10, Lektor 3, Hakyll 4, Nanoc 4, mdBook 0.4, Sphinx 7, Quarto 1, Lume 2,
Valaxy 0.2, Cecil 8, Cobalt 0.19, GitBook's command line 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.frozen import NamedTuple
from newskit.post import Kind
from newskit.site.generators.jekyll import JekyllSite
from newskit.site.head import Head
from newskit.site.model import (
    MARKDOWN,
    DatedSite,
    Verdict,
    below,
    ending,
    folder_name,
    read_mapping,
    read_text,
    repository_file,
    shelf,
    strings_in,
    text_of,
)


class _Plan(NamedTuple):
    """The folders of a generator's sites, relative to the site's root.

    Attributes:
        label: the generator's name.
        content: where pages lie.
        templates, data, static, outputs: folders that hold something else.
        hidden: whether a name that starts with `_` is a piece that pages include.
        settings: files of the content that are settings.
    """

    label: str
    content: str = "."
    templates: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    static: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    hidden: bool = True
    settings: tuple[str, ...] = ()


_PLANS: Final = MappingProxyType(
    {
        "middleman": _Plan(
            "Middleman",
            content="source",
            templates=("source/layouts", "source/partials", "layouts"),
            data=("data", "locales"),
            outputs=("build",),
        ),
        "franklin": _Plan(
            "Franklin",
            templates=("_layout", "_libs", "_css"),
            static=("_assets",),
            outputs=("__site",),
            settings=("config.md",),
        ),
        "lektor": _Plan(
            "Lektor",
            content="content",
            templates=("templates", "models", "flowblocks", "themes"),
            data=("databags",),
            static=("assets",),
        ),
        "hakyll": _Plan(
            "Hakyll",
            templates=("templates", "partials"),
            static=("css", "images", "js"),
            outputs=("_site", "_cache", "_store"),
        ),
        "nanoc": _Plan(
            "Nanoc",
            content="content",
            templates=("layouts", "lib"),
            outputs=("output", "tmp"),
            hidden=False,
        ),
        "mdbook": _Plan(
            "mdBook",
            content="src",
            templates=("theme",),
            outputs=("book",),
            hidden=False,
            settings=("src/SUMMARY.md",),
        ),
        "sphinx": _Plan(
            "Sphinx",
            templates=("_templates", "_themes"),
            static=("_static",),
            outputs=("_build", "build"),
        ),
        "quarto": _Plan("Quarto", outputs=("_site", "_book", "_manuscript")),
        "cecil": _Plan(
            "Cecil",
            content="pages",
            templates=("layouts", "models", "themes"),
            data=("data",),
            static=("static", "assets"),
            outputs=("_site",),
            hidden=False,
        ),
        "valaxy": _Plan(
            "Valaxy",
            content="pages",
            templates=("scaffolds", "components", "layouts"),
            data=("locales",),
            static=("public",),
            outputs=("dist",),
            hidden=False,
        ),
        "lume": _Plan(
            "Lume",
            templates=("_includes", "_components"),
            data=("_data",),
            outputs=("_site", "_cache"),
        ),
        "cobalt": _Plan(
            "Cobalt",
            templates=("_layouts", "_includes", "_defaults", "_sass"),
            data=("_data",),
            outputs=("_site",),
        ),
        "gitbook": _Plan(
            "GitBook", outputs=("_book",), hidden=False, settings=("SUMMARY.md", "GLOSSARY.md")
        ),
    }
)
_PAGES: Final = MARKDOWN | {".mkd", ".mdown", ".mmd"}


class FolderSite(DatedSite):
    """A site of one of the generators that are known by their folders."""

    generator = Generator.OTHER
    formats = frozenset()

    def __init__(self, root: Path, config_file: str, plan: str) -> None:
        super().__init__(root, config_file)
        self._plan = _configured(_PLANS[plan], root, config_file)
        self.name = self._plan.label
        if self.name == "Sphinx":
            self.unread = frozenset((".txt",))  # reStructuredText where `source_suffix` says so

    def closed(self, folder: str) -> Verdict | None:
        if folder in self._plan.outputs:
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {folder}/")
        return super().closed(folder)

    def holds(self, folder: str) -> bool:
        content = self._plan.content
        return below(folder, content) or below(content, folder)

    def judge(self, path: str, head: Head) -> Verdict:
        plan = self._plan
        for folders, kind, why in (
            (plan.outputs, Kind.OUTPUT, f"built by {plan.label}: "),
            (plan.templates, Kind.TEMPLATE, "a template: "),
            (plan.data, Kind.DATA, "data: "),
            (plan.static, Kind.STATIC, "copied as it is: "),
        ):
            for folder in folders:
                if below(path, folder):
                    return Verdict(kind, f"{why}{folder}/ is {plan.label}'s")
        if path in plan.settings:
            return Verdict(Kind.DATA, f"settings of {plan.label}'s, no page")
        if not below(path, plan.content):
            return repository_file(path) or Verdict(Kind.OUTSIDE, f"outside of {plan.content}/")
        return self._in_content(path, head)

    def _in_content(self, path: str, head: Head) -> Verdict:
        name = path.rpartition("/")[2]
        inner = path if self._plan.content == "." else path[len(self._plan.content) + 1 :]
        if self._plan.hidden and any(part.startswith("_") for part in inner.split("/")):
            return Verdict(Kind.TEMPLATE, "a piece that pages include: its name starts with `_`")
        if self.name == "Lektor" and name == "contents.lr":
            return Verdict(Kind.PAGE, "a page")
        if self.name == "Lektor":
            return Verdict(Kind.STATIC, "an attachment: Lektor's pages are contents.lr")
        found = repository_file(path)
        if found is not None and head.front_matter is None and self.name != "GitBook":
            return found
        if ending(path) not in _PAGES:
            return self._no_markdown(path, head)
        return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")

    def _no_markdown(self, path: str, head: Head) -> Verdict:
        """Return what a file of HTML or text is: a page where it has front matter and a body."""
        name = path.rpartition("/")[2]
        if ending(name) == ".txt" or (head.front_matter is None and not head.is_templated):
            return Verdict(Kind.STATIC, f"copied as it is by {self.label}")
        if head.is_templated or name.startswith("404.") or head.is_empty:
            return Verdict(Kind.TEMPLATE, "a page made by template code")
        return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")


class BridgetownSite(JekyllSite):
    """A folder with Bridgetown's configuration: Jekyll's folders below ``src/``, built alike.

    A folder that starts with `_` is a collection where the configuration, a program, may name it.
    """

    generator = Generator.OTHER
    default_source = "src"
    default_output = "output"
    template_folders = frozenset(
        ("_layouts", "_partials", "_components", "_includes", "_sass", "_plugins")
    )

    @property
    def label(self) -> str:
        return "Bridgetown"

    def is_collection(self, name: str) -> bool:
        return name != "data"


def _configured(plan: _Plan, root: Path, config_file: str) -> _Plan:
    """Return a plan with the folders that the site's own configuration names."""
    path = root / config_file
    if plan.label == "Middleman":
        text = read_text(path)
        named = strings_in(text, r"\bset\s*\(?\s*:source\s*,\s*")
        built = strings_in(text, r"\bset\s*\(?\s*:build_dir\s*,\s*")
        source = folder_name(named[0]) if named else plan.content
        return plan._replace(
            content=source,
            templates=(f"{source}/layouts", f"{source}/partials", "layouts"),
            outputs=(folder_name(built[0]) if built else "build",),
        )
    if plan.label == "Nanoc":
        return plan._replace(
            outputs=(folder_name(text_of(read_mapping(path), "output_dir", "output")), "tmp")
        )
    if plan.label == "Cobalt":
        values = read_mapping(path)
        return plan._replace(
            content=folder_name(text_of(values, "source", ".")),
            outputs=(folder_name(text_of(values, "destination", "_site")),),
        )
    if plan.label == "mdBook":
        source = folder_name(text_of(_table(path, "book"), "src", "src"))
        summary = "SUMMARY.md" if source == "." else f"{source}/SUMMARY.md"
        return plan._replace(content=source, settings=(summary,))
    if plan.label == "Quarto":
        output = text_of(_table(path, "project"), "output-dir")
        return plan._replace(outputs=(*plan.outputs, *([folder_name(output)] if output else [])))
    return plan


def _table(path: Path, name: str) -> Mapping[str, object]:
    value = read_mapping(path).get(name)
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}
