"""What the files of a site are: the site, the verdict on a file, the head of a file."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from newskit.config.validate import Generator
from newskit.files import open_file
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import Kind

WORKED_ON: Final = frozenset({Kind.POST, Kind.PAGE, Kind.INDEX, Kind.DRAFT})
"""The kinds of files that commands work on."""

_HEAD_BYTES: Final = 1 << 16
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
    r"\{%-?\s*(?:for|if|unless|case|assign|capture|include|paginate|set|macro|extends|block|import)\b"
    r"|\{\{-?\s*(?:content|paginator|site\.posts|collections)\b"
)

# ERB and EJS, Handlebars and Mustache, Hakyll, Franklin, Go, FreeMarker: what begins or includes.
_TEMPLATED = lazy(
    r"<%[-=#@!]?\s*\w|\{\{\s*[#>/^]\s*[\w.]|\$(?:body\$|partial\(|for\(|if\()"
    r"|\{\{-?\s*(?:\.[A-Z]\w*|insert|fill|isdef|ispage|isnotpage|end\b|block|define|template|range|with|if|partial)\b"
    r"|<#(?:if|list|include|macro)\b|\{\{[^{}<>%]*\}\}\s*</title>"
)
_PRINTED = lazy(r"\[?%(?:\(\w+\))?[sd]\]?")
_SHOWN = lazy(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LABELS: Final = {Generator.VITEPRESS: "VitePress", Generator.MKDOCS: "MkDocs"}


class Verdict(NamedTuple):
    """What a file is to its site, and why."""

    kind: Kind
    why: str


class Head:
    """The start of a file (64 KiB), read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def text(self) -> str:
        """The text; empty where the file cannot be read, which whoever reads it all reports."""
        try:
            with open_file(self._path) as file:
                return file.read(_HEAD_BYTES).decode("utf-8", "replace")
        except (OSError, ValueError):  # a name no file can have
            return ""

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
            bool(self.keys.keys() & {"date", "pubdate", "publishdate", "published", "pubdatetime"})
            or is_dated_name(self._path.name)
            or _DATED_FOLDERS.fullmatch("/".join(self._path.parts[-5:-1])) is not None
        )

    @property
    def is_form(self) -> bool:
        """Whether a program prints values into it: two keys or more hold ``%s`` and no more."""
        return sum(_PRINTED.fullmatch(value) is not None for value in self.keys.values()) > 1

    @property
    def is_template(self) -> bool:
        """Whether template code in it repeats, chooses or includes: a page made of others."""
        return _CONTROL.search(self.text) is not None

    @property
    def is_templated(self) -> bool:
        """Whether it is a template, in whatever language; what is shown as code does not count."""
        if not any(mark in self.text for mark in ("{{", "{%", "<%", "<#", "$")):
            return False
        text = _SHOWN.sub("", self.text)
        return (_CONTROL.search(text) or _TEMPLATED.search(text)) is not None


_DATED = lazy(r"(?:19|20)\d\d-?(?:0?[1-9]|1[0-2])-?(?:0?[1-9]|[12]\d|3[01])(?!\d)")

_DATED_FOLDERS = lazy(r"(?:.*/)?(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/\d\d?)?(?:/[^/]+)?")


def is_dated_name(name: str) -> bool:
    """Tell whether a file's name starts with a day."""
    return _DATED.match(name) is not None


@lru_cache(maxsize=4096)
def read_head(path: Path) -> Head:
    """Return the head of a file; it is read once."""
    return Head(path)


class Site:
    """A site: where it is, what builds it, and what its files are.

    Args:
        root: the folder of the generator's configuration.
        config_file: the file the generator was known by, relative to `root`.
    """

    generator: Generator = Generator.OTHER
    formats: frozenset[str] = frozenset()
    """Endings besides Markdown, HTML and text whose files are posts here (``.mdx``)."""

    unread: frozenset[str] = frozenset()
    """Endings that are read elsewhere and are another format here (Nikola's ``.txt`` is reST)."""

    has_tight_headings: bool = False
    """Whether its Markdown reads ``##Heading``, without a space, as a heading."""

    parses_block_html: bool = False
    """Whether Markdown is read within blocks of HTML (kramdown's option of that name)."""

    has_own_reader: bool = False
    """Whether a plug-in that lies in the site reads its posts: what they need is not known."""

    def __init__(self, root: Path, config_file: str) -> None:
        self.root = root
        self.config_file = config_file

    @property
    def label(self) -> str:
        """The generator's name as it writes it."""
        return _LABELS.get(self.generator, self.generator.value.capitalize())

    def judge(self, path: str, head: Head) -> Verdict:
        """Return what a file is.

        Args:
            path: relative to `root`, with ``/`` separators.
            head: its start, for what only that tells.
        """
        raise NotImplementedError

    def closed(self, folder: str) -> Verdict | None:  # noqa: ARG002 (for those who override it)
        """Return what a folder is where nothing in it is to be looked at (built output)."""
        return None

    def host_of(self, path: str) -> str:  # noqa: ARG002 (for those who override it)
        """Return what tells a page's host from others of the site; empty where there is one.

        Args:
            path: relative to `root`, with ``/`` separators.
        """
        return ""

    def holds(self, folder: str) -> bool:  # noqa: ARG002 (for those who override it)
        """Tell whether the generator takes content from a folder, or from one below it."""
        return True
