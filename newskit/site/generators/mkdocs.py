"""MkDocs's site: the pages of `docs_dir`, and the posts of Material's blog plug-in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from newskit.config.validate import Generator
from newskit.post import Kind
from newskit.site.common import below, dependency, ending, repository_file
from newskit.site.model import Head, Site, Verdict
from newskit.site.settings import folder_name, read_mapping, text_of

__all__ = ["MkDocsSite"]


class MkDocsSite(Site):
    """A folder with ``mkdocs.yml``."""

    generator = Generator.MKDOCS

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = read_mapping(root / config_file)
        self._docs = folder_name(text_of(values, "docs_dir", "docs"))
        self._output = folder_name(text_of(values, "site_dir", "site"))
        self._posts = tuple(_post_folders(values.get("plugins")))
        theme = values.get("theme")
        custom = (
            text_of(cast("Mapping[str, object]", theme), "custom_dir")
            if isinstance(theme, Mapping)
            else ""
        )
        self._theme = folder_name(custom) if custom else ""

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output:
            return Verdict(Kind.OUTPUT, f"built by MkDocs into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        return below(folder, self._docs) or below(self._docs, folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by MkDocs into {self._output}/")
        if self._theme and below(path, self._theme):
            return Verdict(Kind.TEMPLATE, f"a template: {self._theme}/ is the theme's")
        if not below(path, self._docs):
            return repository_file(path) or Verdict(Kind.OUTSIDE, f"outside of {self._docs}/")
        if ending(path) not in {".md", ".markdown", ".mdown", ".mkd", ".mkdn"}:
            return Verdict(Kind.STATIC, "copied as it is: MkDocs's pages are Markdown files")
        inner = path[len(self._docs) + 1 :] if self._docs != "." else path
        if any(below(inner, one) for one in self._posts):
            return Verdict(Kind.POST, "in a folder of the blog plug-in")
        if inner.rpartition("/")[2].lower() in {"index.md", "readme.md"}:
            return Verdict(Kind.INDEX, "the page of a folder")
        return Verdict(Kind.PAGE, "a page")


def _post_folders(plugins: object) -> list[str]:
    """Return the folders of posts of Material for MkDocs's plug-in ``blog``, below `docs_dir`."""
    found: list[str] = []
    items = cast("list[object]", plugins) if isinstance(plugins, list) else [plugins]
    for item in items:
        entries: dict[object, object] = {}
        if isinstance(item, Mapping):
            entries = dict(cast("Mapping[object, object]", item))
        elif isinstance(item, str):
            entries = {item: {}}
        for name, options in entries.items():
            if str(name).rpartition("/")[2] != "blog":
                continue
            values: Mapping[str, object] = {}
            if isinstance(options, Mapping):
                values = cast("Mapping[str, object]", options)
            blog = text_of(values, "blog_dir", "blog")
            posts = text_of(values, "post_dir", "{blog}/posts").replace("{blog}", blog)
            found.append(folder_name(posts))
    return found
