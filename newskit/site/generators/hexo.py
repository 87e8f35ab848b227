"""Hexo's site: what `source/` holds (processors of posts, pages and data, 7.x)."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from newskit.config.validate import Generator
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.site.common import below, dependency, ending, repository_file
from newskit.site.model import Head, Site, Verdict
from newskit.site.settings import folder_name, read_mapping, text_of

__all__ = ["HexoSite"]


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
