"""The start of a file: what its front matter says, whether it is dated, filled in, a template."""

from __future__ import annotations

import os
import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from newskit.dates.names import DATE_KEYS
from newskit.files import read_start
from newskit.lazy import lazy, wordlist

_HEAD_BYTES: Final = 1 << 16
_DATES: Final = frozenset(wordlist(f"{DATE_KEYS} pubdatetime"))
_FENCED = lazy(
    r"\ufeff?(?:[ \t]*(?:\r\n?|\n)){0,20}"
    r"(?:(-{3,}|\+\+\+|;{3,})[^\r\n]*(?:\r\n?|\n)(.*?)(?:\r\n?|\n|\A)(?:\1|\.\.\.)"
    r"[ \t]*(?:[\r\n]|\Z)"
    r"|(\{\s*\"))",
    re.DOTALL,
)
_EMPTY = lazy(r"\ufeff?\s*(-{3,}|\+\+\+)[ \t]*(?:\r\n?|\n)\1[ \t]*(?:[\r\n]|\Z)")
_KEY = lazy(r"^[ \t]{0,3}[\"']?([A-Za-z][\w-]*)[\"']?[ \t]*[:=][ \t]*(.*?)[ \t]*$", re.MULTILINE)
_CONTROL = lazy(
    r"\{%-?\s*(?:for|if|unless|case|assign|capture|paginate|set|macro|extends|block|import)\b"
    r"|\{\{-?\s*(?:content|paginator|site\.posts|collections)\b"
)

_INCLUDE = lazy(r"\{%-?\s*include\b")
_NOT_READ = lazy(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]*+>|\{%[^%]*+%\}", re.DOTALL | re.IGNORECASE
)
# Thai, Japanese and Chinese have no blanks between words, which are of some two characters.
_UNSPACED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD = lazy(rf"[{_UNSPACED}]{{2}}|[^\s{_UNSPACED}]+")
_FEWEST_WORDS: Final = 60

# ERB and EJS, Handlebars and Mustache, Hakyll, Franklin, Go, FreeMarker: what begins or includes.
_TEMPLATED = lazy(
    r"<%[-=#@!]?\s*\w|\{\{\s*[#>/^]\s*[\w.]|\$(?:body\$|partial\(|for\(|if\()"
    r"|\{\{-?\s*(?:\.[A-Z]\w*|insert|fill|isdef|ispage|isnotpage|end\b|block|define|template|range|with|if|partial)\b"
    r"|<#(?:if|list|include|macro)\b|\{\{[^{}<>%]*\}\}\s*</title>"
)
_PRINTED = lazy(r"\[?%(?:\(\w+\))?[sd]\]?|\{\{[^{}]+\}\}")
_SHOWN = lazy(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SHOWN_LAST = lazy(r"<(?:pre|code|script|style|textarea)\b.*", re.DOTALL | re.IGNORECASE)


class Head:
    """The start of a file (64 KiB), read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_cut = False

    @cached_property
    def text(self) -> str:
        """The text; empty where the file cannot be read, which whoever reads it all reports."""
        try:
            data = read_start(self._path, _HEAD_BYTES)
        except (OSError, ValueError):  # a name no file can have
            return ""
        self._is_cut = len(data) == _HEAD_BYTES
        return data.decode("utf-8", "replace")

    @cached_property
    def front_matter(self) -> str | None:
        """The text between the fences; None without any."""
        if _EMPTY.match(self.text):
            return ""
        match = _FENCED.match(self.text)
        if match is None:
            return None
        return match[2] if match[3] is None else self.text

    @cached_property
    def keys(self) -> dict[str, str]:
        """Top-level keys of the front matter, in small letters, with their values as written."""
        found: dict[str, str] = {}
        for match in _KEY.finditer(self.front_matter or ""):
            found.setdefault(match[1].lower(), match[2].strip("\"', "))
        return found

    @property
    def is_dated(self) -> bool:
        """Whether a date stands in the front matter, or the name or its folders are a day's."""
        return (
            any(key.replace("-", "_") in _DATES for key in self.keys)
            or is_dated_name(self._path.name)
            or _DATED_FOLDERS.fullmatch("/".join(self._path.parts[-5:-1])) is not None
        )

    @property
    def is_note(self) -> bool:
        """Whether its name is one of Markdown."""
        return self._path.suffix.lower() in {".md", ".markdown"}

    @property
    def is_form(self) -> bool:
        """Whether a program fills it in: two keys or more hold ``%s``, or ``{{name}}``, alone."""
        return sum(_PRINTED.fullmatch(value) is not None for value in self.keys.values()) > 1

    @property
    def is_filled_in(self) -> bool:
        """Whether Obsidian's templates (``{{date}}``), or Templater's, fill in a value."""
        front_matter = self.text[:400] if self.front_matter is None else self.front_matter
        if self.text.startswith("<%") or _MACRO.search(front_matter) is not None:
            return True
        # A manual shows such code, below a title.
        empty = bool(self.keys) and not any(self.keys.values())
        return empty and _OF_NOTES.search(self.text) is not None

    @property
    def is_template(self) -> bool:
        """Whether template code in it repeats, chooses or includes: a page made of others.

        One with a layout and sixty words of its own includes a part, and is not made of it.
        """
        if _CONTROL.search(self.text) is not None:
            return True
        if _INCLUDE.search(self.text) is None:
            return False
        words = len(_WORD.findall(_NOT_READ.sub(" ", self.text)))
        return "layout" not in self.keys or words < _FEWEST_WORDS

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands behind the front matter: a layout makes what the page shows."""
        match = _EMPTY.match(self.text) or _FENCED.match(self.text)
        return match is not None and not self.text[match.end() :].strip()

    @property
    def is_templated(self) -> bool:
        """Whether it is a template, in whatever language; what is shown as code does not count."""
        if not any(mark in self.text for mark in ("{{", "{%", "<%", "<#", "$")):
            return False
        text = _SHOWN.sub("", self.text)
        if self._is_cut:  # within what is shown as code, it may be
            text = _SHOWN_LAST.sub("", text)
        return (
            _CONTROL.search(text) or _INCLUDE.search(text) or _TEMPLATED.search(text)
        ) is not None


_MACRO = lazy(r":[ \t]*[\[\"']*(?:\{\{|<%)")
_OF_NOTES = lazy(r"\{\{(?:title|date|time)(?::[^{}]*)?\}\}|<%[-*+_~]? tp\.")


_DATED = lazy(r"(?:19|20)\d\d-?(?:0?[1-9]|1[0-2])-?(?:0?[1-9]|[12]\d|3[01])(?!\d)")

_DATED_FOLDERS = lazy(r"(?:.*/)?(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d\d?)?(?:/[^/]+)?")


def is_dated_name(name: str) -> bool:
    """Tell whether a file's name starts with a day."""
    return _DATED.match(name) is not None


@lru_cache(maxsize=512)
def read_head(path: Path) -> Head:
    """Return the head of a file; it is read once, as what asks for one again does so soon."""
    return Head(path)


# Which folders hold posts: those whose files are dated, as generators' own lists take them.

_SAMPLE: Final = 40
_TEXT: Final = (".md", ".markdown", ".mdx", ".html", ".htm", ".mkd", ".mdown")
_NOT_LOOKED_INTO: Final = frozenset(("node_modules", ".git"))


@lru_cache(maxsize=4096)
def holds_dated(folder: Path) -> tuple[int, int]:
    """Return how many of the first files of text below a folder are dated, and how many there are.

    Section indexes and files without front matter do not count; forty files are looked at.
    """
    dated = total = 0
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NOT_LOOKED_INTO)
        for name in sorted(names):
            if not name.lower().endswith(_TEXT) or name.startswith("_index."):
                continue
            head = Head(Path(base, name))
            if head.front_matter is None:
                continue
            total += 1
            dated += head.is_dated
            if total >= _SAMPLE:
                return dated, total
    return dated, total
