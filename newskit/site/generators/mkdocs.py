"""MkDocs's site: the pages of `docs_dir`, and the posts of Material's blog plug-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from newskit.config.validate import Generator
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.site.head import Head
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


class MkDocsSite(Site):
    """A folder with ``mkdocs.yml``."""

    generator = Generator.MKDOCS

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        values = read_mapping(root / config_file)
        self._docs = folder_name(text_of(values, "docs_dir", "docs"))
        self._output = folder_name(text_of(values, "site_dir", "site"))
        self._posts = tuple(_post_folders(values.get("plugins")))
        self._excluded = tuple(text_of(values, "exclude_docs", "").splitlines())
        self._pieces = tuple(_folders_of_pieces(values.get("markdown_extensions"), self._docs))
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
        if any(below(path, one) for one in self._pieces):
            return Verdict(Kind.TEMPLATE, "a piece of text that pages include (pymdownx.snippets)")
        inner = path[len(self._docs) + 1 :] if self._docs != "." else path
        if self._excluded and _matches(self._excluded, inner):
            return Verdict(Kind.OUTSIDE, "excluded by `exclude_docs` of the configuration")
        if any(below(inner, one) for one in self._posts):
            return Verdict(Kind.POST, "in a folder of the blog plug-in")
        if inner.rpartition("/")[2].lower() in {"index.md", "readme.md"}:
            return Verdict(Kind.INDEX, "the page of a folder")
        return Verdict(Kind.PAGE, "a page")


def _matches(patterns: tuple[str, ...], path: str) -> bool:
    """Tell whether a path below `docs_dir` matches patterns as in .gitignore (MkDocs 1.5)."""
    return Patterns(patterns).match_file(path)


def _folders_of_pieces(extensions: object, docs: str) -> Iterator[str]:
    """Yield the folders below `docs_dir` from which the extension ``pymdownx.snippets`` includes.

    Its `base_path` is relative to the configuration; `docs_dir` itself holds pages, too.
    """
    items = cast("list[object]", extensions) if isinstance(extensions, list) else [extensions]
    for item in items:
        entries = dict(cast("Mapping[object, object]", item)) if isinstance(item, Mapping) else {}
        options = entries.get("pymdownx.snippets")
        if not isinstance(options, Mapping):
            continue
        named = cast("Mapping[str, object]", options).get("base_path")
        for one in cast("list[object]", named) if isinstance(named, list) else [named]:
            folder = folder_name(one) if isinstance(one, str) else "."
            if below(folder, docs) and folder != docs:
                yield folder


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
