"""Which site a folder belongs to, by the configuration that generators themselves look for."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Final

from newskit.config.validate import Generator
from newskit.lazy import lazy, wordlist
from newskit.post import Kind
from newskit.site.head import Head
from newskit.site.model import PACKAGES, Site, python_values, read_mapping, read_text

_NAMED: Final = {
    **dict.fromkeys(("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"), "hugo:HugoSite"),
    "zola.toml": "hugo:ZolaSite",
    "bridgetown.config.yml": "folders:BridgetownSite",
    **dict.fromkeys(
        [f".eleventy.{one}" for one in ("js", "cjs", "mjs")]
        + [f"eleventy.config.{one}" for one in ("js", "cjs", "mjs", "ts")],
        "eleventy:EleventySite",
    ),
    "pelicanconf.py": "pelican:PelicanSite",
    **dict.fromkeys(
        [f"astro.config.{one}" for one in ("mjs", "js", "ts", "cjs", "mts")], "javascript:AstroSite"
    ),
    **dict.fromkeys(
        [f"docusaurus.config.{one}" for one in ("js", "ts", "mjs", "cjs", "mts")],
        "javascript:DocusaurusSite",
    ),
    **dict.fromkeys(("mkdocs.yml", "mkdocs.yaml"), "mkdocs:MkDocsSite"),
    "quartz.config.ts": "javascript:QuartzSite",
    **dict.fromkeys(
        [
            f"{name}.{one}"
            for name in (
                "gatsby-config",
                "next.config",
                "nuxt.config",
                "gridsome.config",
                "svelte.config",
            )
            for one in ("js", "ts", "mjs", "cjs")
        ],
        "javascript:ProgramSite",
    ),
    **dict.fromkeys(
        ("metalsmith.js", "metalsmith.json", "metalsmith.mjs"), "javascript:ProgramSite"
    ),
}
"""Files that only one generator has, each with ``module:class``; of several the first counts."""

_PLANNED: Final = (
    (
        "config.rb",
        "middleman",
        ("source",),
        r"(?m)^\s*(?:activate\s+:|page\s+[\"'/]|proxy\s|set\s+:)",
    ),
    ("config.md", "franklin", ("_layout", "utils.jl"), ""),
    ("*.lektorproject", "lektor", (), ""),
    ("site.hs", "hakyll", (), r"\bHakyll\b"),
    ("*.cabal", "hakyll", (), r"\bhakyll\b"),
    ("nanoc.yaml", "nanoc", (), ""),
    ("nanoc.yml", "nanoc", (), ""),
    ("book.toml", "mdbook", (), r"(?m)^\s*\[(?:book|output\.html)"),
    ("conf.py", "sphinx", (), r"(?m)^\s*(?:extensions|html_theme|master_doc|source_suffix)\s*="),
    ("_quarto.yml", "quarto", (), ""),
    ("_quarto.yaml", "quarto", (), ""),
    ("cecil.yml", "cecil", ("pages",), ""),
    ("valaxy.config.ts", "valaxy", ("pages",), ""),
    ("valaxy.config.js", "valaxy", ("pages",), ""),
    ("_config.ts", "lume", (), r"\blume\b"),
    ("_config.js", "lume", (), r"\blume\b"),
    ("_cobalt.yml", "cobalt", (), ""),
    ("book.json", "gitbook", ("SUMMARY.md",), ""),
)
"""File, plan in generators/folders.py, files of which one is beside it, what the file says."""

_SHARED: Final = frozenset(
    (os.sep, os.path.expanduser("~"), os.environ.get("TMPDIR", "/tmp").rstrip(os.sep))  # noqa: PTH111, S108 (names alone)
)

_CONFIG: Final = ("config.toml", "config.yaml", "config.yml", "config.json")
_UNDERSCORED: Final = ("_config.yml", "_config.yaml", "_config.toml")
_HUGO_KEYS: Final = frozenset(
    wordlist(
        """
        baseurl languagecode contentdir publishdir defaultcontentlanguage permalinks mainsections
        """
    )
)
_HEXO_KEYS: Final = frozenset(
    wordlist(
        """
        source_dir public_dir new_post_name post_asset_folder skip_render pagination_dir
        archive_dir category_dir tag_dir render_drafts deploy
        """
    )
)
_MKDOCS_FILE: Final = lazy(r"mkdocs[-_.][\w.-]+\.ya?ml")
_PELICAN_FILE: Final = lazy(r"\w*(?:conf|config|settings)\w*\.py", re.IGNORECASE)
_PELICAN_KEYS: Final = frozenset(
    wordlist(
        """
        SITEURL THEME PATH OUTPUT_PATH ARTICLE_URL ARTICLE_SAVE_AS ARTICLE_PATHS PAGE_URL
        DEFAULT_PAGINATION DEFAULT_LANG DIRECT_TEMPLATES FEED_ALL_ATOM RELATIVE_URLS
        """
    )
)
_JEKYLL_KEYS: Final = frozenset(
    wordlist(
        """
        collections kramdown plugins gems baseurl destination defaults remote_theme incremental
        safe sass liquid paginate markdown
        """
    )
)


def find_site(folder: Path) -> Site | None:
    """Return the site that a folder belongs to: the nearest above it, up to its repository's root.

    A configuration inside of what another site calls a template, built output or somebody else's
    code (the configuration of a theme, a theme's example) is part of that site.
    """
    return _find(Path(os.path.abspath(folder)))  # noqa: PTH100 (links stay as they were named)


def has_markdown_inside(path: str) -> bool:
    """Tell whether the settings of a post's site have Markdown read within its blocks of HTML."""
    site = find_site(Path(path).parent)
    return site is not None and site.parses_block_html


def leaves_out_html(path: str) -> bool:
    """Tell whether the settings of a post's site leave out the HTML in its Markdown."""
    site = find_site(Path(path).parent)
    return site is not None and site.leaves_out_html


@lru_cache(maxsize=8192)
def _find(folder: Path) -> Site | None:
    own = site_in(folder)
    outer = None
    if not os.path.lexists(folder / ".git") and folder.parent != folder:
        outer = _find(folder.parent)
    if own is None or outer is None:
        return own or outer
    inner = folder.relative_to(outer.root).as_posix()
    if own.generator is Generator.JEKYLL and outer.label == "Bridgetown":
        return outer
    if own.generator is outer.generator is Generator.JEKYLL and not _is_configured(own):
        return outer  # what `source: …` of its configuration names
    place = outer.judge(f"{inner}/index.md", Head(folder / "\0")).kind
    if place is Kind.OUTSIDE and not PACKAGES.isdisjoint(inner.split("/")):
        return outer  # the example of a package that is kept beside the posts
    return outer if place in {Kind.TEMPLATE, Kind.OUTPUT, Kind.DEPENDENCY} else own


def _is_configured(site: Site) -> bool:
    return (site.root / site.config_file).is_file()


@lru_cache(maxsize=8192)
def site_in(folder: Path) -> Site | None:
    """Return the site whose configuration lies in a folder, or None."""
    if folder.parent.name == "config":
        return None  # Hugo's own configuration, in parts
    if str(folder) in _SHARED:
        return None  # what lies there is of many projects
    try:
        names = set(os.listdir(folder))  # noqa: PTH208 (names alone, of every folder of a walk)
    except OSError:
        return None
    if not names.isdisjoint(_NAMED):
        name, made = next(item for item in _NAMED.items() if item[0] in names)
        return _make(made, folder, name)
    looks = (
        _with_config,
        _with_underscore,
        _with_package,
        _with_python,
        _with_hidden,
        _with_suffix,
        _with_plan,
        _beside,
    )
    for look in looks:
        found = look(folder, names)
        if found is not None:
            return found
    return None


def _make(named: str, folder: Path, config_file: str) -> Site:
    """Make a site of the class `named`; a generator is imported when a site of it is met."""
    module, _, name = named.partition(":")
    made: Site = getattr(import_module(f"newskit.site.generators.{module}"), name)(
        folder, config_file
    )
    return made


def _with_config(folder: Path, names: set[str]) -> Site | None:
    """Hugo's or Zola's ``config.*``, a name that much else has."""
    if "config" in names:
        for name in (*(f"hugo.{one[7:]}" for one in _CONFIG), *_CONFIG):
            path = f"config/_default/{name}"
            if (folder / path).is_file():
                return _make("hugo:HugoSite", folder, path)
    for name in _CONFIG:
        if name not in names:
            continue
        keys = {str(key).lower() for key in read_mapping(folder / name)}
        if "base_url" in keys and names & {"content", "templates", "themes"}:
            return _make("hugo:ZolaSite", folder, name)
        folders = names & {"content", "archetypes", "layouts", "themes"}
        if folders and (keys & _HUGO_KEYS or len(folders) > 1):
            return _make("hugo:HugoSite", folder, name)
    return None


def _with_underscore(folder: Path, names: set[str]) -> Site | None:
    """Jekyll's or Hexo's ``_config.yml``: distinguished by what else is there."""
    name = next((one for one in _UNDERSCORED if one in names), None)
    if name is None:
        jekyll = "Gemfile" in names and re.search(
            r"^\s*gem\s+[\"'](?:jekyll|github-pages)[\"']",
            read_text(folder / "Gemfile"),
            re.MULTILINE,
        )
        if (jekyll and "_posts" in names) or {"_posts", "_layouts"} <= names:
            return _make("jekyll:JekyllSite", folder, "_config.yml")
        return None
    values = read_mapping(folder / name)
    keys = {str(key) for key in values}
    source = str(values.get("source_dir") or "source")
    hexo = 2 * ("scaffolds" in names) + len(keys & _HEXO_KEYS)
    hexo += 3 * ('"hexo"' in read_text(folder / "package.json")) if "package.json" in names else 0
    # Octopress and Jekyll sites of `source: …` have such a folder too, named in their settings.
    hexo += 3 * ("source" not in keys and (folder / source / "_posts").is_dir())
    jekyll_marks = len(keys & _JEKYLL_KEYS) + 2 * len(
        names & {"_posts", "_layouts", "_includes", "Gemfile"}
    )
    if hexo > jekyll_marks:
        return _make("hexo:HexoSite", folder, name)
    if "layout" in names and "_posts" not in names and "_layouts" not in names:
        return None  # a theme of Hexo's on its own
    return _make("jekyll:JekyllSite", folder, name)


def _with_package(folder: Path, names: set[str]) -> Site | None:
    if "package.json" not in names:
        return None
    text = read_text(folder / "package.json")
    if re.search(r'"@11ty/eleventy"\s*:', text):
        return _make("eleventy:EleventySite", folder, "package.json")
    return None


def _with_python(folder: Path, names: set[str]) -> Site | None:
    """Nikola's ``conf.py``, which sets POSTS, and Pelican's settings by another name.

    Sphinx has a file of the first name, and every program one of the second.
    """
    if "conf.py" in names and python_values(folder / "conf.py").keys() & {"POSTS", "PAGES"}:
        return _make("pelican:NikolaSite", folder, "conf.py")
    if "content" not in names:
        return None
    for name in sorted(names):
        if _PELICAN_FILE.fullmatch(name):
            keys = python_values(folder / name).keys()
            if "SITENAME" in keys and len(keys & _PELICAN_KEYS) > 1:
                return _make("pelican:PelicanSite", folder, name)
    return None


def _beside(folder: Path, names: set[str]) -> Site | None:
    """A folder of whose content Docusaurus's own folder, one or two below it, takes a part."""
    for name in ("website", "site", "web", "www"):
        for outer in ("", *(one for one in ("packages", "apps") if one in names)):
            inner = f"{outer}/{name}" if outer else name
            own = site_in(folder / inner) if outer or name in names else None
            above = "../" * (1 + inner.count("/"))
            named: tuple[str, ...] = getattr(own, "beside", ())
            beside = tuple(one[len(above) :] for one in named if one.startswith(above))
            beside = tuple(one for one in beside if not one.startswith("../"))
            if own is not None and beside:
                from newskit.site.generators.javascript import BesideSite

                return BesideSite(folder, f"{inner}/{own.config_file}", beside)
    return None


def _with_plan(folder: Path, names: set[str]) -> Site | None:
    """A generator of which nothing is known but its folders."""
    for config_file, plan, beside, pattern in _PLANNED:
        if config_file.startswith("*"):
            found = next((name for name in sorted(names) if name.endswith(config_file[1:])), None)
        else:
            found = config_file if config_file in names else None
        if found is None or (beside and names.isdisjoint(beside)):
            continue
        if not pattern or re.search(pattern, read_text(folder / found)):
            module = import_module("newskit.site.generators.folders")
            site: Site = module.FolderSite(folder, found, plan)
            return site
    return None


def _with_suffix(folder: Path, names: set[str]) -> Site | None:
    """MkDocs's settings for one place alone (``mkdocs-local.yml``), beside what they name."""
    for name in sorted(names):
        if _MKDOCS_FILE.fullmatch(name):
            values = read_mapping(folder / name)
            if "site_name" in values and str(values.get("docs_dir", "docs")) in names:
                return _make("mkdocs:MkDocsSite", folder, name)
    return None


def _with_hidden(folder: Path, names: set[str]) -> Site | None:
    for name in (".vitepress", ".vuepress"):
        if name in names:
            return _make("javascript:VitePressSite", folder, f"{name}/")
    return None
