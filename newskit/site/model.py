"""What the files of a site are: the site, the verdict on a file, its head; what all sites share."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.files import open_file
from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.parsing import load_json, load_toml, load_yaml
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
_PRINTED = lazy(r"\[?%(?:\(\w+\))?[sd]\]?")
_SHOWN = lazy(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SHOWN_LAST = lazy(r"<(?:pre|code|script|style|textarea)\b.*", re.DOTALL | re.IGNORECASE)
_LABELS: Final = {Generator.VITEPRESS: "VitePress", Generator.MKDOCS: "MkDocs"}


class Verdict(NamedTuple):
    """What a file is to its site, and why."""

    kind: Kind
    why: str


class Head:
    """The start of a file (64 KiB), read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_cut = False

    @cached_property
    def text(self) -> str:
        """The text; empty where the file cannot be read, which whoever reads it all reports."""
        try:
            with open_file(self._path) as file:
                data = file.read(_HEAD_BYTES)
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
            bool(self.keys.keys() & {"date", "pubdate", "publishdate", "published", "pubdatetime"})
            or is_dated_name(self._path.name)
            or _DATED_FOLDERS.fullmatch("/".join(self._path.parts[-5:-1])) is not None
        )

    @property
    def is_form(self) -> bool:
        """Whether a program prints values into it: two keys or more hold ``%s`` and no more."""
        return sum(_PRINTED.fullmatch(value) is not None for value in self.keys.values()) > 1

    @property
    def is_filled_in(self) -> bool:
        """Whether Obsidian's templates (``{{date}}``), or Templater's, fill in a value."""
        front_matter = self.text[:400] if self.front_matter is None else self.front_matter
        return self.text.startswith("<%") or _MACRO.search(front_matter) is not None

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

FORM_FOLDERS = frozenset(
    ("scaffolds", "archetypes", "templates", "_templates", "template", "models", "scripts", "tools")
)
"""Folders of forms of new posts, in small letters."""


def form_of_notes(folder: Path, head: Head) -> Verdict | None:
    """Return the verdict on a form that Obsidian fills in to make a note; None for others."""
    if folder.name.lower().endswith(("template", "templates")) and head.is_filled_in:
        return Verdict(Kind.TEMPLATE, "a form of new notes: its values are filled in later")
    return None


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

    text_keys: frozenset[str] = frozenset()
    """Keys that its settings take for text, whatever they are called (Astro's ``z.string()``)."""

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


# What sites share: their configuration files, read and never run, and what is no post in any.

# What generators' configuration files say, read and never run.

_MOST_BYTES: Final = 1 << 20
_STRING = lazy(r"'([^'\\\n]*)'|\"([^\"\\\n]*)\"|`([^`\\\n]*)`")


def read_text(path: Path) -> str:
    """Return the text of a configuration file (its first MiB); empty where it cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(_MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def read_mapping(path: Path) -> Mapping[str, object]:
    """Return what a YAML, TOML or JSON file holds; empty where it cannot be parsed.

    YAML tags of a generator's own (``!!python/name``, ``!ENV``) give null.
    """
    found = read_values(path)
    return cast("Mapping[str, object]", found) if isinstance(found, dict) else {}


def read_values(path: Path) -> object:
    """Return what a YAML, TOML or JSON file holds, whatever it is; None where it has no values."""
    try:
        return _parsed(path)
    except (ValueError, RecursionError):
        return None


def fault_in(path: Path) -> str:
    """Return why a YAML, TOML or JSON file cannot be parsed; empty where it can, and for others."""
    if path.suffix.lower() not in {".yml", ".yaml", ".toml", ".json"}:
        return ""
    try:
        _parsed(path)
    except (ValueError, RecursionError) as error:
        return " ".join(str(error).split())
    return ""


def _parsed(path: Path) -> object:
    text = read_text(path)
    ending = path.suffix.lower()
    if ending == ".toml":
        return load_toml(text)
    if ending == ".json":
        return load_json(text)
    return load_yaml(text)


def python_values(path: Path) -> Mapping[str, object]:
    """Return the literals that a Python file assigns to names at its top level; it is not run.

    Strings that are joined by ``+`` or ``os.path.join`` are not worked out.
    """
    import ast

    try:
        tree = ast.parse(read_text(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, object] = {}
    for node in tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                try:
                    found[target.id] = ast.literal_eval(value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    found.setdefault(target.id, None)
    return found


def strings_in(text: str, pattern: str) -> list[str]:
    """Return the string literals of JavaScript that stand right behind `pattern`."""
    found: list[str] = []
    for match in re.finditer(pattern, text):
        literal = _STRING.match(text, match.end())
        if literal:
            found.append(next(part for part in literal.groups() if part is not None))
    return found


def text_of(values: Mapping[str, object], key: str, default: str = "") -> str:
    """Return a text of a mapping, or `default` where it has none."""
    value = values.get(key)
    return value if isinstance(value, str) and value else default


def folder_name(text: str) -> str:
    """Return a folder of a configuration relative to the site's root, ``.`` for the root."""
    parts = [part for part in text.replace("\\", "/").split("/") if part not in {"", "."}]
    return "/".join(parts) or "."


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


OTHER_FORMATS: Final = frozenset(
    wordlist(
        """
        .mdx .rst .rest .adoc .asciidoc .asc .org .textile .wiki .mediawiki .creole .pod .rmd .qmd
        .rmarkdown .ipynb .typ .lr .svx .markdoc .mdoc .djot .dj .muse .t2t .tid
        """
    )
)
"""Endings of posts in formats that are not read."""

DEPENDENCIES: Final = frozenset(
    (
        *("node_modules", "bower_components", "vendor", "venv", "__pycache__", "site-packages"),
        *("Pods", "Carthage"),
    )
)
PACKAGES: Final = DEPENDENCIES | {"_vendor", ".bundle", "gems"}
"""Folders of packages, those that generators leave out by their names as well."""
_DOCUMENTS = lazy(
    r"(?:readme|licen[cs]e|copying|changelog|changes|history|contributing|contributors|authors"
    r"|code[-_]of[-_]conduct|security|support|governance|maintainers|codeowners|notice|todo"
    r"|upgrading|funding|pull_request_template|issue_template|claude|agents|gemini|translation"
    r"|documentation|install|roadmap|style[-_]?guide|writing[-_]guide)"
    r"(?:[-._][\w-]{1,12})?(?:\.(?:md|markdown|mkd|txt|html?|rst|adoc|org))?",
    re.IGNORECASE,
)
_PATTERN = lazy(
    r"y{4}[-_.]?m{2}[-_.]?d{2}(?![A-Za-z])"
    r"|[-_]*(?:(?:blog[-_]?)?post|article|news|episode|issue)[-_]template\.\w+\Z",
    re.IGNORECASE,
)
_LISTS = lazy(
    r"(?:(?:dev-|test-|docs-)?requirements(?:[-_.]\w+)?|constraints(?:[-_.]\w+)?|runtime|robots|humans|ads"
    r"|app-ads|security|llms(?:-full)?|keybase|manifest|version|cmakelists|google[0-9a-f]{8,}"
    r"|baidu_verify_\w+|yandex_[0-9a-f]+|cname)\.(?:txt|html)",
    re.IGNORECASE,
)


def form_of_posts(path: str) -> Verdict | None:
    """Return the verdict on a form of posts (``YYYY-MM-DD-title.md``, ``post-template.md``)."""
    if _PATTERN.match(path[path.rfind("/") + 1 :]) is None:
        return None
    return Verdict(Kind.TEMPLATE, "a form of new posts, by its name")


def ending(path: str) -> str:
    """Return the ending of a file's name in small letters, with its dot."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def below(path: str, folder: str) -> bool:
    """Tell whether a path is `folder` or lies below it; ``.`` holds everything."""
    return folder in {"", "."} or path == folder or path.startswith(folder + "/")


def repository_file(path: str) -> Verdict | None:
    """Return the verdict on a file that speaks of a repository, not in it; None for others."""
    name = path.rpartition("/")[2]
    if _LISTS.fullmatch(name) or name.endswith(".LICENSE.txt"):
        return Verdict(Kind.DATA, "a file for programs, not for readers")
    if path.endswith(".txt") and ("/" + path).rpartition("/")[0].endswith("/requirements"):
        return Verdict(Kind.DATA, "a list of packages")
    if path.startswith(".github/") or "/.github/" in path:
        return Verdict(Kind.README, "a form or note of the repository's service")
    if _DOCUMENTS.fullmatch(name):
        return Verdict(Kind.README, "a note on the repository")
    return None


def dependency(folder: str) -> Verdict | None:
    """Return the verdict on a folder of other people's code; None for others."""
    name = folder.rpartition("/")[2]
    if name in DEPENDENCIES and name != "vendor":
        return Verdict(Kind.DEPENDENCY, f"{name}/ holds other people's code")
    return None


# What sites have in common that tell no posts from pages: a folder of dated files holds posts.


MARKDOWN: Final = frozenset((".md", ".markdown", ".mdx"))
"""Endings of Markdown, JSX in it or not."""


class DatedSite(Site):
    """What the sites have in common: one output folder, Markdown in content folders."""

    formats = frozenset((".mdx",))
    output = "dist"
    name = ""

    @property
    def label(self) -> str:
        """The name of the generator, which one class may stand for several of."""
        return self.name or super().label

    def closed(self, folder: str) -> Verdict | None:
        """Return why a folder is not looked into: it is built, or holds dependencies."""
        if folder == self.output:
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {folder}/")
        return dependency(folder)

    def dated(self, folder: str, head: Head, label: str) -> Verdict:
        """Return post or page: a folder whose files are mostly dated holds posts."""
        if head.is_form:
            return Verdict(Kind.TEMPLATE, "a form of new posts: a program fills in its values")
        if head.is_dated:
            dated, total = holds_dated(self.root / folder)
            if dated * 2 > total:
                if head.keys.get("draft", "").lower() == "true":
                    return Verdict(Kind.DRAFT, f"a draft of {label}")
                return Verdict(Kind.POST, f"in {label}, whose files are dated")
        return Verdict(Kind.PAGE, f"a page of {label}")

    def outside(self, path: str, folders: str, head: Head | None = None) -> Verdict:
        """Return what a file is that lies in none of the folders found in the configuration.

        The configuration is a program, so more folders may be content than are named in it:
        Markdown with front matter is.
        """
        found = repository_file(path)
        text = head is not None and ending(path) in MARKDOWN
        if found is None and head is not None and text and head.front_matter is not None:
            folder = path.rpartition("/")[0]
            return self.dated(folder, head, f"{folder or '.'}/")
        return found or Verdict(Kind.OUTSIDE, f"outside of {folders}")
