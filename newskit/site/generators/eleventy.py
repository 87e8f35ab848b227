"""Eleventy's site: everything below the input folder that is a template of its formats."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.site.head import Head, holds_dated
from newskit.site.model import (
    Site,
    Verdict,
    below,
    dependency,
    ending,
    folder_name,
    read_text,
    repository_file,
    shelf,
    strings_in,
)

_DIR: Final = r"\b{}\s*:\s*"
_DIRS: Final = lazy(r"\bdir\s*:\s*\{([^{}]*)\}")
_FIRST: Final = lazy(r"\"@11ty/eleventy\"\s*:\s*\"[\^~>=v]*[01]\.")
_POSTS: Final = lazy(r"[\"'](?:posts?|blog|news|articles?|writings?)[\"']", re.IGNORECASE)


class EleventySite(Site):
    """A folder with ``.eleventy.js`` or ``eleventy.config.js``, or Eleventy in its package.json.

    Attributes:
        includes: the folder of what posts include, relative to the root.
        data: that of its data files.
    """

    generator = Generator.ELEVENTY

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        text = read_text(root / config_file) if config_file != "package.json" else ""
        self.input = _folder(text, "input", "setInputDirectory", ".")
        self._output = _folder(text, "output", "setOutputDirectory", "_site")
        self._hidden = tuple(
            _below_input(self.input, _folder(text, key, method, default))
            for key, method, default in (
                ("includes", "setIncludesDirectory", "_includes"),
                ("layouts", "setLayoutsDirectory", "_includes"),
                ("data", "setDataDirectory", "_data"),
            )
        )
        self.includes, _, self.data = self._hidden
        copied = strings_in(text, r"addPassthroughCopy\(\s*(?:\{\s*)?")
        self._copied = tuple(
            folder_name(one) for one in copied if "*" not in one and folder_name(one) != "."
        )
        lines = read_text(root / ".eleventyignore").splitlines()
        self._ignored = (*lines, *strings_in(text, r"\.ignores\.add\(\s*"))

    @property
    def reads_indented_code(self) -> bool:
        """Whether a block indented by four is code, as up to Eleventy 1.0 (markdown-it's rule)."""
        return _FIRST.search(read_text(self.root / "package.json")) is not None

    def closed(self, folder: str) -> Verdict | None:
        if folder == self._output and folder != ".":
            return Verdict(Kind.OUTPUT, f"built by Eleventy into {folder}/")
        return dependency(folder)

    def holds(self, folder: str) -> bool:
        return below(folder, self.input) or below(self.input, folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if self._output != "." and below(path, self._output):
            return Verdict(Kind.OUTPUT, f"built by Eleventy into {self._output}/")
        for folder, kind, why in zip(
            self._hidden,
            (Kind.TEMPLATE, Kind.TEMPLATE, Kind.DATA),
            ("a template", "a layout", "data"),
            strict=True,
        ):
            if folder != self.input and below(path, folder):
                return Verdict(kind, f"{why}: {folder}/ is Eleventy's")
        if not below(path, self.input):
            return repository_file(path) or Verdict(Kind.OUTSIDE, f"outside of {self.input}/")
        if any(below(path, one) for one in self._copied):
            return Verdict(Kind.STATIC, "copied as it is (addPassthroughCopy)")
        return self._in_input(path, head)

    def _in_input(self, path: str, head: Head) -> Verdict:
        folder, _, name = path.rpartition("/")
        if ending(name) == ".txt":
            return Verdict(Kind.DATA, "a text file; Eleventy builds no page of it")
        if head.front_matter is None and (found := repository_file(path)) is not None:
            return found
        if _ignored(path, self._ignored):
            return Verdict(Kind.OUTSIDE, "ignored by Eleventy's own lists")
        if name.lower() in {"404.html", "500.html"}:
            return Verdict(Kind.TEMPLATE, "an error page")
        if ending(name) in {".html", ".htm"} and (
            head.is_template or (name.startswith("index.") and _is_made(head))
        ):
            return Verdict(Kind.TEMPLATE, "a page made by template code")
        if self._is_post(path, head):
            if head.keys.get("draft", "").lower() == "true":
                return Verdict(Kind.DRAFT, "a draft")
            return Verdict(
                Kind.POST, f"in {folder or self.input}/, whose files are dated or tagged as posts"
            )
        return Verdict(Kind.PAGE, "a page")

    def _is_post(self, path: str, head: Head) -> bool:
        """Tell by tags, by the data file of the folder, or by dates that most of it has."""
        if _POSTS.search(_quoted(head.keys.get("tags", ""))):
            return True
        parts = path.split("/")[:-1]
        for depth in range(len(parts), 0, -1):
            base = self.root.joinpath(*parts[:depth])
            for suffix in (
                ".json",
                ".11tydata.js",
                ".11tydata.json",
                ".11tydata.cjs",
                ".11tydata.mjs",
            ):
                text = read_text(base / (parts[depth - 1] + suffix))
                if "tags" in text and _POSTS.search(text):
                    return True
        # A page that has a folder to itself lies among those beside its folder.
        folder = shelf(path)
        if not head.is_dated or not folder or below(self.input, folder):
            return False
        dated, total = holds_dated(self.root / folder)
        return dated * 2 > total


def _is_made(head: Head) -> bool:
    """Tell whether the page of a folder is a layout's or has no front matter: a whole page."""
    return head.front_matter is None or head.is_empty


def _folder(text: str, key: str, method: str, default: str) -> str:
    # What a configuration returns stands at its end; functions of it may return such keys, too.
    within = [match[1] for match in _DIRS.finditer(text)]
    found = next(
        (one for part in reversed(within) if (one := strings_in(part, _DIR.format(key)))), None
    )
    found = found or strings_in(text, _DIR.format(key)) or strings_in(text, rf"\.{method}\(\s*")
    return folder_name(found[0]) if found else default


def _below_input(base: str, folder: str) -> str:
    """Return a folder of ``dir`` relative to the root; Eleventy takes it relative to the input."""
    import posixpath

    return folder_name(posixpath.normpath(posixpath.join(base, folder)))


def _ignored(path: str, lines: tuple[str, ...]) -> bool:
    if not any(line.strip() for line in lines):
        return False
    return Patterns(lines).match_file(path)


def _quoted(value: str) -> str:
    """Return a list's words in quotes, however they are written."""
    return " ".join(f'"{word}"' for word in re.split(r"[\s,\[\]\"']+", value) if word)
