"""Sites built by JavaScript: Astro, Docusaurus, VitePress, VuePress, Quartz, Gatsby and their like.

Their configuration is a program; the folders it names are found as text, and nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.patterns import Patterns
from newskit.post import Kind
from newskit.site.head import Head
from newskit.site.model import (
    MARKDOWN,
    DatedSite,
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

_BLOG: Final = "docusaurus-plugin-content-blog"
_OPTIONS: Final = lazy(r"\b(?:docs|blog|pages)\s*:\s*[{f]")
_WORKED_OUT: Final = lazy(r"\bpath\s*:\s*(?![\s'\"`])")
_DOCS: Final = ("docusaurus-plugin-content-docs", "docusaurus-plugin-content-pages")


_SCHEMA_KEY: Final = lazy(
    r"\b(\w+)['\"]?\s*:\s*z\s*\.\s*(?P<text>string\(\)"
    r"(?:\s*\.\s*(?:optional|default|min|max|nullable|nullish|trim|describe)\([^()]*\))*+\s*+(?:[,})]|//|/\*|\Z))?"
)


class AstroSite(DatedSite):
    """A folder with ``astro.config.*``."""

    generator = Generator.ASTRO

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        text = read_text(root / config_file)
        self._source = folder_name((strings_in(text, r"\bsrcDir\s*:\s*") or ["src"])[0])
        self.output = folder_name((strings_in(text, r"\boutDir\s*:\s*") or ["dist"])[0])
        self._public = folder_name((strings_in(text, r"\bpublicDir\s*:\s*") or ["public"])[0])
        named: list[str] = []
        configs: list[str] = []
        loaders = 0
        for name in (
            "content.config.ts",
            "content.config.js",
            "content.config.mjs",
            "content/config.ts",
            "content/config.js",
        ):
            config = read_text(root / self._source / name)
            configs.append(config)
            loaders += len(re.findall(r"\bglob\(", config))
            named += strings_in(config, r"\bbase\s*:\s*")
            for value in re.findall(
                r"\b(?:const|let)\s+([A-Z_]{3,})\s*=\s*[\"'](?:\./)?([^\"']+)[\"']", config
            ):
                named.append(value[1])
        self._names_all = 0 < loaders <= len(named)
        declared = [(one[1], bool(one["text"])) for one in _SCHEMA_KEY.finditer("\n".join(configs))]
        # `z.string()` takes any text for a date; another collection's `z.date()` may not.
        self.text_keys = frozenset(dict(declared)) - {name for name, text in declared if not text}
        own = [folder_name(one) for one in named if "${" not in one]
        self._content = tuple(
            dict.fromkeys(
                [
                    *[one for one in own if one != "."],
                    f"{self._source}/content",
                    f"{self._source}/pages",
                ]
            )
        )

    def holds(self, folder: str) -> bool:
        return any(below(folder, one) or below(one, folder) for one in self._content)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self.output):
            return Verdict(Kind.OUTPUT, f"built by Astro into {self.output}/")
        if below(path, self._public):
            return Verdict(Kind.STATIC, f"copied as it is: {self._public}/ is Astro's")
        base = next((one for one in self._content if below(path, one)), None)
        if base is None:
            if below(path, self._source):
                return Verdict(Kind.TEMPLATE, f"a part of the site's program in {self._source}/")
            known = None if self._names_all else head
            return self.outside(path, ", ".join(f"{one}/" for one in self._content), known)
        inner = path[len(base) + 1 :]
        if "/" not in inner and base == f"{self._source}/content":
            return Verdict(Kind.OUTSIDE, f"beside the collections of {base}/")
        if any(part.startswith("_") for part in inner.split("/")):
            return Verdict(Kind.OUTSIDE, "Astro leaves out names that start with an underscore")
        if ending(path) not in MARKDOWN:
            return Verdict(Kind.TEMPLATE, "a page of Astro's that is not Markdown")
        folder = (
            base
            if "/" not in inner or base != f"{self._source}/content"
            else f"{base}/{inner.split('/')[0]}"
        )
        return self.dated(folder, head, f"{folder}/")


class DocusaurusSite(DatedSite):
    """A folder with ``docusaurus.config.*``."""

    generator = Generator.DOCUSAURUS
    output = "build"

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        text = read_text(root / config_file)
        named = [one for name in ("blog", "docs") for one in _plugin_paths(text, name, name)]
        stated = _OPTIONS.search(text) is not None
        self._names_all = stated and _WORKED_OUT.search(text) is None
        # Sites that were made with version 1 keep their docs beside their folder.
        self.beside = tuple(one for one in named if one.startswith("../"))
        self.blogs = tuple(_plugin_paths(text, "blog", "blog"))
        self._excluded = tuple(_stated_excludes(text))
        self.docs = (
            *_plugin_paths(text, "docs", "docs"),
            *_plugin_paths(text, "pages", "src/pages"),
        )

    def holds(self, folder: str) -> bool:
        bases = (*self.blogs, *self.docs, "i18n", "versioned_docs")
        return any(below(folder, one) or below(one, folder) for one in bases)

    def closed(self, folder: str) -> Verdict | None:
        if folder == ".docusaurus":
            return Verdict(Kind.OUTPUT, "built by Docusaurus into .docusaurus/")
        return super().closed(folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, self.output) or below(path, ".docusaurus"):
            return Verdict(Kind.OUTPUT, "built by Docusaurus")
        if below(path, "static"):
            return Verdict(Kind.STATIC, "copied as it is: static/ is Docusaurus's")
        parts = path.split("/")
        if any(part.startswith("_") for part in parts):
            return Verdict(
                Kind.TEMPLATE, "a piece that other files import: its name starts with an underscore"
            )
        if any(
            below(path, base) and excluded.match_file(path[len(base) + 1 :])
            for base, excluded in self._excluded
        ):
            return Verdict(Kind.OUTSIDE, "left out by `exclude` of the configuration")
        if ending(path) not in MARKDOWN:
            return self.outside(path, "blog/, docs/")
        if any(below(path, one) for one in self.blogs) or (
            parts[0] == "i18n" and any(_BLOG in one for one in parts)
        ):
            if head.keys.get("draft", "").lower() == "true":
                return Verdict(Kind.DRAFT, "a draft of the blog")
            return Verdict(Kind.POST, "in the blog")
        if any(below(path, one) for one in self.docs) or re.match(r"[\w-]*versioned_docs/", path):
            return Verdict(Kind.PAGE, "a page of the docs")
        if parts[0] == "i18n" and any(name in one for one in parts for name in _DOCS):
            return Verdict(Kind.PAGE, "a page of the docs, translated")
        known = None if self._names_all else head
        return self.outside(path, ", ".join(f"{one}/" for one in (*self.blogs, *self.docs)), known)


class BesideSite(DatedSite):
    """A folder whose subfolder holds a Docusaurus site that takes content from beside itself."""

    generator = Generator.DOCUSAURUS

    def __init__(self, root: Path, config_file: str, beside: tuple[str, ...]) -> None:
        super().__init__(root, config_file)
        self._beside = beside

    def holds(self, folder: str) -> bool:
        return any(below(folder, one) or below(one, folder) for one in self._beside)

    def closed(self, folder: str) -> Verdict | None:
        return dependency(folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if not any(below(path, one) for one in self._beside):
            return self.outside(path, ", ".join(f"{one}/" for one in self._beside))
        if any(part.startswith("_") for part in path.split("/")):
            return Verdict(Kind.TEMPLATE, "a piece that other files import")
        if ending(path) not in MARKDOWN:
            return Verdict(Kind.STATIC, "no page: Docusaurus's pages are Markdown files")
        return Verdict(Kind.PAGE, "a page of the docs")


class VitePressSite(DatedSite):
    """A folder with ``.vitepress/`` or ``.vuepress/``."""

    generator = Generator.VITEPRESS
    formats = frozenset()

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        hidden = config_file.split("/", maxsplit=1)[0]
        self.name = "VuePress" if "vuepress" in hidden else "VitePress"
        text = "".join(read_text(path) for path in sorted((root / hidden).glob("config.*")))
        self._source = folder_name((strings_in(text, r"\bsrcDir\s*:\s*") or ["."])[0])
        excluded = re.search(r"\bsrcExclude\s*:\s*\[([^\]]*)\]", text)
        self._excluded = tuple(re.findall(r"[\"']([^\"']+)[\"']", excluded[1])) if excluded else ()
        self.output = f"{hidden}/dist"

    def judge(self, path: str, head: Head) -> Verdict:
        if path.startswith((".vitepress/", ".vuepress/")):
            return Verdict(Kind.TEMPLATE, f"a part of {self.label}'s theme or configuration")
        if not below(path, self._source):
            return self.outside(path, f"{self._source}/")
        if ending(path) != ".md":
            return Verdict(Kind.STATIC, f"no page: {self.label}'s pages are .md files")
        inner = path if self._source == "." else path[len(self._source) + 1 :]
        if below(inner, "public"):
            return Verdict(Kind.STATIC, f"copied as it is: public/ is {self.label}'s")
        if self._excluded and _spec(self._excluded, inner):
            return Verdict(Kind.OUTSIDE, "left out by `srcExclude`")
        if inner == "index.md":
            return Verdict(Kind.INDEX, "the first page")
        return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")


class QuartzSite(DatedSite):
    """A folder with ``quartz.config.ts``: a vault of Obsidian in ``content/``.

    Quartz 4 takes a title from the file's name where front matter has none, builds notes without
    front matter, and leaves out what `ignorePatterns` names from the top of ``content/``. ``docs/``
    and ``quartz/`` are its own manual and program, which every site holds a copy of.
    """

    generator = Generator.OTHER
    name = "Quartz"
    output = "public"
    formats = frozenset()

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        stated = re.search(r"\bignorePatterns\s*:\s*\[([^\]]*)\]", read_text(root / config_file))
        ignored = re.findall(r"[\"']([^\"']+)[\"']", stated[1]) if stated else []
        self._ignored = Patterns(f"/{one}" for one in ignored)

    def closed(self, folder: str) -> Verdict | None:
        if folder == "quartz":
            return Verdict(Kind.TEMPLATE, "the program of Quartz")
        return super().closed(folder)

    def judge(self, path: str, head: Head) -> Verdict:
        if below(path, "docs"):
            return Verdict(Kind.OUTSIDE, "the manual of Quartz itself")
        if not below(path, "content"):
            return repository_file(path) or Verdict(Kind.OUTSIDE, "outside of content/")
        if self._ignored.match_file(path.partition("/")[2]):
            return Verdict(Kind.OUTSIDE, "left out by `ignorePatterns`")
        if ending(path) != ".md":
            return Verdict(Kind.STATIC, "no page: Quartz's pages are .md files")
        return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")


class ProgramSite(DatedSite):
    """A folder of Gatsby, Next.js, Nuxt, Gridsome, Metalsmith or Middleman."""

    generator = Generator.OTHER
    _outputs = frozenset(
        ("public", "dist", "build", "out", ".next", ".nuxt", ".output", ".cache", ".svelte-kit")
    )

    def __init__(self, root: Path, config_file: str) -> None:
        super().__init__(root, config_file)
        self.name = re.split(r"[-.]", config_file)[0].capitalize()

    def closed(self, folder: str) -> Verdict | None:
        if folder in self._outputs:
            return Verdict(Kind.OUTPUT, f"copied or built by {self.label}: {folder}/")
        return dependency(folder)

    def judge(self, path: str, head: Head) -> Verdict:
        first = path.partition("/")[0]
        if "/" in path and first in self._outputs:
            return Verdict(Kind.OUTPUT, f"copied or built by {self.label}: {first}/")
        if "/" in path and first in {"static", "assets"}:
            return Verdict(Kind.STATIC, f"copied as it is: {first}/")
        if head.front_matter is None and (found := repository_file(path)) is not None:
            return found
        if ending(path) not in MARKDOWN:
            return Verdict(Kind.STATIC, f"{self.label}'s posts are Markdown files")
        # Nuxt's Markdown lies in content/; the others' programs say where theirs does.
        beside = "/" not in path or (self.name == "Nuxt" and "content" not in path.split("/")[:-1])
        if head.front_matter is None and beside:
            return Verdict(Kind.OUTSIDE, f"beside {self.label}'s content, without front matter")
        return self.dated(shelf(path), head, f"{shelf(path) or '.'}/")


def _plugin_options(text: str, name: str) -> Iterator[str]:
    """Find the options of a plug-in, wherever they stand."""
    starts = [rf"\b{name}\s*:\s*", rf"plugin-content-{name}[\"']\s*,\s*"]
    starts += [
        rf"\b(?:const|let|var)\s+{one}\b[^=;\n]*=\s*"
        for one in re.findall(rf"plugin-content-{name}[\"']\s*,\s*([A-Za-z_]\w*)", text)
    ]
    for match in re.finditer(rf"(?:{'|'.join(starts)})(?=\{{)", text):
        yield _braces(text, match.end())


def _stated_excludes(text: str) -> Iterator[tuple[str, Patterns]]:
    """Find what plug-ins leave out, by the folder that their patterns start from."""
    for name, default in (("blog", "blog"), ("docs", "docs"), ("pages", "src/pages")):
        for options in _plugin_options(text, name):
            listed = re.search(r"\bexclude\s*:\s*\[([^\]]*)\]", options)
            patterns = re.findall(r"[\"']([^\"']+)[\"']", listed[1]) if listed else []
            if patterns:
                paths = strings_in(_top_level(options), r"\bpath\s*:\s*") or [default]
                # A pattern without a folder holds at the top alone, as it does for micromatch.
                rooted = (f"/{one}" for pattern in patterns for one in _alternatives(pattern))
                yield folder_name(paths[0]), Patterns(rooted)


def _alternatives(pattern: str) -> list[str]:
    """Return the patterns that one with ``{a,b}`` stands for."""
    first = re.search(r"\{([^{}]*,[^{}]*)\}", pattern)
    if first is None:
        return [pattern]
    before, after = pattern[: first.start()], _alternatives(pattern[first.end() :])
    return [f"{before}{one}{rest}" for one in first[1].split(",") for rest in after]


def _plugin_paths(text: str, name: str, default: str) -> list[str]:
    """Return the folders that a preset's or plug-in's options name, or the default one."""
    found: list[str] = []
    for options in _plugin_options(text, name):
        paths = strings_in(_top_level(options), r"\bpath\s*:\s*") or [default]
        found += [folder_name(one) for one in paths if folder_name(one) not in found]
    switched_off = re.search(rf"\b{name}\s*:\s*false\b", text)
    if not found and not switched_off:
        found = [default]
    return found


def _braces(text: str, start: int) -> str:
    """Return the block of braces that starts at `start`."""
    depth = 0
    for position in range(start, min(len(text), start + 20_000)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[start : position + 1]
    return text[start : start + 20_000]


def _top_level(block: str) -> str:
    """Return a block without the blocks in it."""
    parts: list[str] = []
    depth = 0
    for character in block:
        if character == "{":
            depth += 1
        if depth <= 1:
            parts.append(character)
        if character == "}":
            depth -= 1
    return "".join(parts)


def _spec(patterns: tuple[str, ...], path: str) -> bool:
    return Patterns(patterns).match_file(path)
