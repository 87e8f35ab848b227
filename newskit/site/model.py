"""What the files of a site are: the site, the verdict on a file; what all sites share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from newskit.config.validate import Generator
from newskit.files import open_file
from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.parsing import load_json, load_toml, load_yaml
from newskit.post import Kind
from newskit.site.head import Head, holds_dated

WORKED_ON: Final = frozenset({Kind.POST, Kind.PAGE, Kind.INDEX, Kind.DRAFT})
"""The kinds of files that commands work on."""

_LABELS: Final = {Generator.VITEPRESS: "VitePress", Generator.MKDOCS: "MkDocs"}


class Verdict(NamedTuple):
    """What a file is to its site, and why."""

    kind: Kind
    why: str


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

    leaves_out_html: bool = False
    """Whether HTML in its Markdown is not shown (Goldmark's, unless its settings say otherwise)."""

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
_LISTS = lazy(
    r"(?:(?:dev-|test-|docs-)?requirements(?:[-_.]\w+)?|constraints(?:[-_.]\w+)?|runtime|robots|humans|ads"
    r"|app-ads|security|llms(?:-full)?|keybase|manifest|version|cmakelists|google[0-9a-f]{8,}"
    r"|baidu_verify_\w+|yandex_[0-9a-f]+|cname)\.(?:txt|html)",
    re.IGNORECASE,
)


def ending(path: str) -> str:
    """Return the ending of a file's name in small letters, with its dot."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def shelf(path: str) -> str:
    """Return the folder in which a page lies among others: ``a`` for ``a/ferry/index.md``."""
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[0] if name.lower().startswith("index.") else folder


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
            return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")
        return found or Verdict(Kind.OUTSIDE, f"outside of {folders}")
