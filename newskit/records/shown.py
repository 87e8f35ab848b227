"""What readers of a post's site see of its body."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from newskit.config.export import ExportConfig
from newskit.files import file_below, inside
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup import cuts
from newskit.markup.text import without_data
from newskit.post import JsonValue, Post
from newskit.read.source import unsafe_path
from newskit.records.jekyll import as_read
from newskit.records.text import markdown_text, plain_text
from newskit.render.flavour import Flavour, flavour_of, needs_more
from newskit.render.site import RenderedBody, is_crowded, render_body, render_site
from newskit.render.templates.context import Hook, Template, TemplateContext

if TYPE_CHECKING:
    from newskit.render.templates.scripts import Scripts, Shortcode
    from newskit.site.generators.eleventy import EleventySite

_LONGEST_INCLUDE: Final = 64_000  # bytes
_LIQUID: Final = frozenset({"jekyll", "eleventy", "hexo"})
_NO_LIQUID: Final = frozenset({"hugo", "zola", "pelican"})
_SIGN_NAME: Final = lazy(r":[a-z0-9_+-]{1,50}:", re.IGNORECASE)
_DIVIDER: Final = lazy(r"<!--[ \t]*more[ \t]*-->\s*\n[ \t]+(?=\S)")
"""The end of a summary, behind which Hugo takes blanks away (0.111 to 0.168)."""

_ATTRIBUTE: Final = r"(?:[.#][\w:-]+|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[\w.%-]+))"
_BLOCK_ATTRIBUTES: Final = lazy(
    rf"(?<=[^\n])\n[ \t]{{0,3}}\{{[ \t]*{_ATTRIBUTE}(?:[ \t,]+{_ATTRIBUTE})*[ \t]*\}}"
    r"[ \t]*(?=\n|\Z)"
)
_EXTRAS: Final = {
    "mark": ("==", lazy(r"(?<!=)==(?=[^\s=])([^=\n]*[^\s=])==(?!=)")),
    "insert": ("++", lazy(r"(?<!\+)\+\+(?=[^\s+])([^+\n]*[^\s+])\+\+(?!\+)")),
    "subscript": ("~", lazy(r"(?<!~)~(?=[^\s~])([^~\s]*[^\s~])~(?!~)")),
    "superscript": ("^", lazy(r"(?<![\^\[])\^(?=[^\s^])([^\^\s\]]*[^\s^\]])\^(?!\^)")),
}
"""Marks of goldmark's extension `extras` (Hugo 0.126), each with a sign it is not without."""
_EXTRA_TAGS: Final = {
    "mark": "mark",
    "insert": "ins",
    "subscript": "sub",
    "superscript": "sup",
}
_TEMPLATE_PLUGIN: Final = lazy(r"^[^#\n]*(?:liquid|jinja2?content)", re.IGNORECASE | re.MULTILINE)
_SIGN_PACKAGES: Final = {
    "jekyll": lazy(r"^[^#\n]*\bjemoji\b", re.MULTILINE),
    "eleventy": lazy(r'"markdown-it-emoji"'),
    "hexo": lazy(r'"hexo-filter-(?:github-)?emojis?"'),
}
"""What says that names of signs are read, in a site's settings or its list of packages."""

_FORMULA_PACKAGE: Final = lazy(
    r"hexo-renderer-(?:markdown-it-plus|markdown-it-katex|pandoc)|hexo-filter-(?:mathjax|katex)"
)
_FORMULA_PLUGIN: Final = lazy(r"markdown-it-(?:katex|mathjax3?|texmath|latex2img)\b")
"""Packages by which single dollars enclose formulas: Hexo's own, and those of Eleventy's renderer,
which a Hexo site has to name in its settings as well."""

_NOTHING: Final[Mapping[str, JsonValue]] = MappingProxyType({})


class ShownText(NamedTuple):
    """The words readers see, and the template code that is not among them.

    Attributes:
        text: the words.
        left: the template code, as it was written.
        plain: whether the body is beyond what a site's own Markdown is read of.
    """

    text: str
    left: tuple[str, ...]
    plain: bool = False


def shown_body(
    post: Post, markdown: str, config: ExportConfig, *, ids: bool = True
) -> RenderedBody:
    """Render a body as the site of the post does; `ids` tells whether its headings have ids."""
    flavour = _flavour(post, markdown)
    if post.generator == "jekyll":
        markdown = as_read(post.path, markdown)
    if post.generator == "hugo" and "<!--" in markdown:
        markdown = _DIVIDER.sub("\n\n", markdown, count=1)
    formulas = _formulas(post) if "$" in markdown or "\\" in markdown else None
    braced = "{" in markdown
    values, tags = braced and "{{" in markdown, braced and "{%" in markdown
    templated = values or tags
    finds_data = templated and ("site.data" in markdown or "include" in markdown)
    context = TemplateContext(
        base_url=config.base_url,
        page=post.front_matter.values,
        site=_site(post) if templated else _NOTHING,
        templates=_templates(tuple(config.templates.items())),
        data=_data(post) if finds_data else None,
        include=_includes(post) if tags else None,
        script=_scripts(post) if tags else None,
        globals=_globals(post) if templated else None,
        shortcode=_shortcodes(post) if values else None,
        hook=_hooks(post),
        resource=partial(_has_resource, _folder(post.path)),
        tags=post.generator != "hugo" and not _is_plain_pelican(post),
        calls=post.generator == "zola",
        render=partial(
            render_site, flavour=flavour, formulas=formulas is None or "$$" in formulas, ids=ids
        ),
        formulas=formulas,
        reading=_reading(post),
        liquid=_reads_liquid(post, markdown) if braced else None,
        plain_code=post.generator == "hexo",
    )
    return render_body(markdown, flavour, context, ids=ids)


def _folder(path: str) -> str:
    return os.path.dirname(path) or "."  # noqa: PTH120 - a Path costs more


def shown_text(post: Post, markdown: str, config: ExportConfig) -> ShownText:
    """Return the words of a body that its site shows."""
    short = without_data(markdown)
    if short is not None:
        shown = shown_text(post, short.text, config)
        left = tuple(map(short.undo, shown.left))
        return shown._replace(text=short.undo(shown.text), left=left)
    if cuts.is_long(markdown) and "{" not in markdown:
        flavour = _flavour(post, markdown)
        if not needs_more(markdown, flavour):
            return ShownText(markdown_text(markdown), ())
    body = shown_body(post, markdown, config, ids=False)
    return ShownText(plain_text(body.html), body.left, is_crowded(markdown))


def _flavour(post: Post, markdown: str) -> Flavour:
    """Return the Markdown that the site of a post reads."""
    flavour = flavour_of(post.relative or post.path, markdown, post.generator)
    if flavour is Flavour.MARKDOWN_IT and _is_first_eleventy(_folder(post.path)):
        return Flavour.ANY
    return flavour


@lru_cache(maxsize=256)
def _is_first_eleventy(folder: str) -> bool:
    site = _eleventy(folder)
    return site is not None and site.reads_indented_code


def _eleventy(folder: str) -> EleventySite | None:
    from newskit.site.find import find_site
    from newskit.site.generators.eleventy import EleventySite

    site = find_site(Path(folder))
    return site if isinstance(site, EleventySite) else None


def _scripts(post: Post) -> Callable[[str], Shortcode | None] | None:
    """Return what reads the shortcodes of an Eleventy site; None for other sites."""
    if post.generator != "eleventy":
        return None
    return partial(_script, _folder(post.path))


@lru_cache(maxsize=512)
def _script(folder: str, name: str) -> Shortcode | None:
    site = _eleventy(folder)
    return None if site is None else _scripts_of(site.root, site.config_file).find(name)


@lru_cache(maxsize=8)
def _scripts_of(root: Path, config_file: str) -> Scripts:
    from newskit.render.templates.scripts import Scripts

    def read(path: str) -> str:
        return "" if unsafe_path(path) is not None else _text_below(root, path) or ""

    return Scripts(config_file, read)


def _globals(post: Post) -> Callable[[str], JsonValue] | None:
    """Return what reads the data files of an Eleventy site; None for other sites."""
    if post.generator != "eleventy":
        return None
    return partial(_global, _folder(post.path))


def _global(folder: str, name: str) -> JsonValue:
    site = _eleventy(folder)
    return None if site is None else _value_below(site.root, site.data, name)


@lru_cache(maxsize=32)
def _value_below(root: Path, folder: str, name: str) -> JsonValue:
    """Return what a data file of a site holds; None for one that lies outside of the site."""
    from newskit.site.model import read_values

    if unsafe_path(name) is not None:
        return None
    for ending in (".json", ".yml", ".yaml"):
        path = file_below(root / folder, f"{name}{ending}")
        if path is not None and inside(path, root):
            return cast("JsonValue", read_values(path))
    return None


def _reads_liquid(post: Post, markdown: str) -> bool | None:
    """Tell whether the site reads ``{{ }}`` in posts; None where that is not known."""
    if post.generator in _LIQUID:
        return True
    if post.generator in _NO_LIQUID:
        return False
    return False if flavour_of(post.relative or post.path, markdown) == "goldmark" else None


def _site(post: Post) -> Mapping[str, JsonValue]:
    """Return the settings of the site a post belongs to; none where it has none."""
    if not post.generator:
        return _NOTHING
    return _settings(_folder(post.path))


@lru_cache(maxsize=256)
def _settings(folder: str) -> Mapping[str, JsonValue]:
    from newskit.site.find import find_site
    from newskit.site.generators.hugo import HugoSite
    from newskit.site.model import read_mapping

    site = find_site(Path(folder))
    if isinstance(site, HugoSite):
        return {"params": _lower(cast("JsonValue", site.values.get("params")))}
    if site is None or not site.config_file.endswith((".yml", ".yaml", ".toml")):
        return _NOTHING
    return cast("Mapping[str, JsonValue]", read_mapping(site.root / site.config_file))


def _lower(value: JsonValue) -> JsonValue:
    """Return parameters with keys in small letters, as Hugo looks them up."""
    if isinstance(value, dict):
        return {str(key).lower(): _lower(inner) for key, inner in value.items()}
    return value


def _data(post: Post) -> Callable[[str], JsonValue] | None:
    """Return what reads the data files of a Jekyll site; None for other sites."""
    if post.generator != "jekyll":
        return None
    return partial(_data_file, _folder(post.path))


def _data_file(folder: str, name: str) -> JsonValue:
    """Read a file of ``_data``, as YAML or JSON; None where there is none that can be read."""
    from newskit.site.find import find_site

    site = find_site(Path(folder))
    return None if site is None else _value_below(site.root, "_data", name)


def _includes(post: Post) -> Callable[[str], str | None] | None:
    """Return what reads the files that posts of a site include; None where that is not known."""
    if post.generator not in {"jekyll", "eleventy"}:
        return None
    return partial(_included, _folder(post.path))


@lru_cache(maxsize=512)
def _included(folder: str, name: str) -> str | None:
    """Read a file of ``_includes``; Eleventy's Liquid leaves the ending of a name out."""
    from newskit.site.find import find_site
    from newskit.site.generators.eleventy import EleventySite

    site = find_site(Path(folder))
    if site is None or unsafe_path(name) is not None:
        return None
    below = site.root / (site.includes if isinstance(site, EleventySite) else "_includes")
    if not inside(below, site.root):
        return None
    text = _text_below(below, name)
    if text is None and isinstance(site, EleventySite):
        return _text_below(below, f"{name}.liquid")
    return text


def _text_below(folder: Path, name: str) -> str | None:
    """Read a file of a site: a text, not long, and none that a link leads out to."""
    path = file_below(folder, name)
    try:
        if path is None or path.stat().st_size > _LONGEST_INCLUDE:
            return None
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _reading(post: Post) -> Callable[[str], str] | None:
    """Return what a site's settings make of Markdown before it is read; None for nothing."""
    folder = _folder(post.path)
    if post.generator == "hugo":
        found = _goldmark(folder)
    elif post.generator in _SIGN_PACKAGES and _reads_signs(post.generator, folder):
        found = frozenset({"emoji"})
    else:
        return None
    return partial(_as_goldmark, found) if found else None


@lru_cache(maxsize=256)
def _reads_signs(generator: str, folder: str) -> bool:
    """Tell whether an extension of the site reads names of signs (``:ship:``)."""
    from newskit.site.find import find_site

    site = find_site(Path(folder))
    if site is None:
        return False
    listed = site.config_file if generator == "jekyll" else "package.json"
    return _SIGN_PACKAGES[generator].search(_text_below(site.root, listed) or "") is not None


def _as_goldmark(found: frozenset[str], markdown: str) -> str:
    """Read what settings of goldmark add: attributes of blocks, signs, and marks of its `extras`.

    Code is left alone, as by 0.151 (0.111 put signs into it, too).
    """
    from newskit.markup.code import outside_code

    if "block" in found and "}" in markdown:
        markdown = outside_code(_BLOCK_ATTRIBUTES, lambda _: "", markdown)
    for name, (sign, pattern) in _EXTRAS.items():
        if name in found and sign in markdown:
            tag = _EXTRA_TAGS[name]
            markdown = outside_code(pattern, partial(_tagged, tag), markdown)
    if "emoji" in found and _SIGN_NAME.search(markdown):
        from emoji import emojize

        markdown = outside_code(
            _SIGN_NAME, lambda name: emojize(name[0], language="alias"), markdown
        )
    return markdown


def _tagged(tag: str, match: re.Match[str]) -> str:
    return f"<{tag}>{match[1]}</{tag}>"


@lru_cache(maxsize=256)
def _goldmark(folder: str) -> frozenset[str]:
    """Return what a Hugo site's settings switch on: ``emoji``, ``block``, names of `extras`."""
    from newskit.site.find import find_site
    from newskit.site.generators.hugo import HugoSite

    site = find_site(Path(folder))
    if not isinstance(site, HugoSite):
        return frozenset()
    goldmark = _at(site.values, "markup", "goldmark")
    found = {"emoji"} if site.values.get("enableemoji") is True else set[str]()
    if _at(goldmark, "parser", "attribute").get("block") is True:
        found.add("block")
    extras = _at(goldmark, "extensions", "extras")
    return frozenset(found | {name for name in _EXTRAS if _at(extras, name).get("enable") is True})


def _formulas(post: Post) -> frozenset[str] | None:
    """Return the signs behind which extensions of a site read formulas; None when not known."""
    if post.generator not in {"hexo", "eleventy", "hugo"}:
        return None
    return _formula_signs(_folder(post.path))


@lru_cache(maxsize=256)
def _formula_signs(folder: str) -> frozenset[str] | None:
    from newskit.site.find import find_site
    from newskit.site.generators.hugo import HugoSite

    site = find_site(Path(folder))
    if site is None:
        return None
    if isinstance(site, HugoSite):
        found = _at(site.values, "markup", "goldmark", "extensions", "passthrough")
        stated = _at(found, "delimiters").values() if found.get("enable") is True else ()
        pairs = cast("list[JsonValue]", list(stated))
        signs = [pair for given in pairs if isinstance(given, list) for pair in given]
        return frozenset(str(pair[0]) for pair in signs if isinstance(pair, list) and pair)
    packages = _text_below(site.root, "package.json") or ""
    named = packages if site.generator != "hexo" else _text_below(site.root, site.config_file)
    reads = _FORMULA_PACKAGE.search(packages) or _FORMULA_PLUGIN.search(named or "")
    return frozenset({"$", "$$"} if reads else ())


def _at(values: Mapping[str, object], *names: str) -> Mapping[str, object]:
    """Return the settings below some names, whose letters count in any case; empty without them."""
    for name in names:
        inner = next((one for key, one in values.items() if key.lower() == name), None)
        values = cast("Mapping[str, object]", inner) if isinstance(inner, Mapping) else {}
    return values


def _is_plain_pelican(post: Post) -> bool:
    """Tell whether Pelican reads no template code in posts, as no plug-in makes it."""
    if post.generator != "pelican":
        return False
    return not _has_template_plugin(_folder(post.path))


@lru_cache(maxsize=64)
def _has_template_plugin(folder: str) -> bool:
    from newskit.site.find import find_site
    from newskit.site.model import read_text

    site = find_site(Path(folder))
    return (
        site is not None
        and _TEMPLATE_PLUGIN.search(read_text(site.root / site.config_file)) is not None
    )


def _shortcodes(post: Post) -> Callable[[str], str | None] | None:
    """Return what reads the templates of a Hugo site's shortcodes; None for other sites."""
    if post.generator != "hugo":
        return None
    return partial(_shortcode, _folder(post.path))


@lru_cache(maxsize=512)
def _shortcode(folder: str, name: str) -> str | None:
    from newskit.site.find import find_site
    from newskit.site.generators.hugo import HugoSite

    site = find_site(Path(folder))
    if not isinstance(site, HugoSite) or unsafe_path(name) is not None:
        return None
    folders = (site.root / one for one in site.shortcodes)
    found = (
        _text_below(one, f"{name}.{ending}")
        for one in folders
        if inside(one, site.root)
        for ending in ("html", "md")
    )
    return next((text for text in found if text is not None), None)


def _hooks(post: Post) -> Callable[[str], Hook | None] | None:
    """Return what reads the render hooks of a Hugo site; None for sites that have none."""
    if post.generator != "hugo":
        return None
    folder = _folder(post.path)
    return partial(_hook, folder) if _hook_folders(folder) else None


@lru_cache(maxsize=256)
def _hook_folders(folder: str) -> tuple[tuple[Path, str], ...]:
    from newskit.site.find import find_site
    from newskit.site.generators.hugo import HugoSite

    site = find_site(Path(folder))
    if not isinstance(site, HugoSite):
        return ()
    found = [(site.root / one, one) for one in site.hooks]
    return tuple((one, name) for one, name in found if one.is_dir() and inside(one, site.root))


@lru_cache(maxsize=512)
def _hook(folder: str, name: str) -> Hook | None:
    if unsafe_path(name) is not None:
        return None
    for below, shown in _hook_folders(folder):
        for ending in (".html", ".html.html"):
            text = _text_below(below, f"{name}{ending}")
            if text is not None:
                return Hook(f"{shown}/{name}{ending}", text)
    return None


def _has_resource(folder: str, name: str) -> bool:
    """Tell whether a file lies beside a post or in the ``assets/`` of its site."""
    from newskit.site.find import find_site

    if unsafe_path(name) is not None:
        return False
    site = find_site(Path(folder))
    places = [Path(folder), *([site.root / "assets"] if site else [])]
    return any(file_below(one, name) is not None for one in places)


@lru_cache(maxsize=8)
def _templates(given: tuple[tuple[str, str], ...]) -> tuple[Template, ...]:
    return tuple(Template(pattern, markdown) for pattern, markdown in given)
