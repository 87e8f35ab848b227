"""What tags that enclose something, and tags that lead somewhere, show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from html import escape
from types import MappingProxyType
from typing import Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.render.cmark import inline_html
from newskit.render.templates.arguments import Arguments
from newskit.render.templates.context import Shown, TemplateContext
from newskit.render.templates.expressions import relative, site_address
from newskit.render.templates.media import code_block, link

CODE: Final = frozenset({"highlight", "codeblock", "code", "prism", "highlightjs", "codetabs"})
"""Tags whose content is code, character by character."""

_TITLED: Final = ("title", "caption", "summary", "heading", "header", "name", "label")
"""Arguments of enclosing tags that pages show above what is enclosed."""

_EDGES: Final = lazy(r"\A[ \t]*\n|\n[ \t]*\Z")
_LANGUAGE: Final = lazy(r"[\w.+#-]+")
_ADDRESS: Final = lazy(r"https?://\S+")


def show_code(name: str, given: Arguments, code: str) -> Shown:
    """Return the code a tag encloses, with its language.

    Jekyll, Hugo and Eleventy name the language first; Hexo's ``codeblock`` has a title first, then
    ``lang:x``, an address and its words.
    """
    code = _EDGES.sub("", code).strip("\n") + "\n"
    if name in {"codeblock", "code"}:
        language = given.get("lang", "language")
        rest = list(given.values)
        words = " ".join(one for one in rest if not _ADDRESS.fullmatch(one))
        address = next((one for one in rest if _ADDRESS.fullmatch(one)), "")
        shown = escape(words, quote=False)
        if address:
            shown = f'<a href="{escape(address)}">{shown or escape(address)}</a>'
        return code_block(code, language, shown)
    first = given.at(0).split(" ")[0] or given.get("lang", "language", "type")
    return code_block(code, first if _LANGUAGE.fullmatch(first) else "")


def titled(given: Arguments, content: str) -> str:
    """Return what an enclosing tag shows: its title, if it has one, and what it encloses."""
    words = given.get(*_TITLED)
    return f"**{words}**\n\n{content}" if words and "\n" in content else content


def _jekyll_link(given: Arguments, context: TemplateContext) -> Shown:
    """Show ``link``: a file of the site (Jekyll), or words and their address (Hexo)."""
    if len(given.values) == 1:
        return file_address(given.values[0], context)
    address = next((one for one in given.values if _ADDRESS.fullmatch(one)), "")
    if not address:
        return None
    place = given.values.index(address)
    return link(address, " ".join(given.values[:place]) or address)


def _post_link(given: Arguments, context: TemplateContext) -> Shown:
    name = given.at(0)
    if not name:
        return None
    words = " ".join(one for one in given.values[1:] if one not in {"true", "false"})
    return link(post_address(name, context), words or name)


def _asset_link(given: Arguments, _: TemplateContext) -> Shown:
    name = given.at(0)
    return link(name, " ".join(given.values[1:]) or name) if name else None


def _reference(given: Arguments, context: TemplateContext, *, full: bool) -> Shown:
    path = given.get("path") or given.at(0)
    return reference_address(path, context, full=full) if path else None


_Show = Callable[[Arguments, "TemplateContext"], Shown]

LINKS: Mapping[str, _Show] = MappingProxyType(
    {
        "post_url": lambda given, context: post_address(given.at(0), context),
        "post_path": lambda given, context: post_address(given.at(0), context),
        "link": _jekyll_link,
        "post_link": _post_link,
        "asset_path": lambda given, _: given.at(0) or None,
        "asset_link": _asset_link,
        "url": lambda given, context: relative(given.at(0), context) if given.values else None,
        "url_for": lambda given, context: relative(given.at(0), context) if given.values else None,
        "ref": lambda given, context: _reference(given, context, full=True),
        "relref": lambda given, context: _reference(given, context, full=False),
    }
)
"""What tags that lead somewhere show, by name in lower case."""


def quotation(name: str, given: Arguments, content: str, raw: str) -> str | None:
    """Return a quotation with who said it, or None for other tags.

    Hexo's ``blockquote`` says it in words, shortcodes by names of their own.
    """
    if name not in {"blockquote", "quote"}:
        return None
    words = raw.replace('"', "")
    if given.named:
        words = given.get("by", "author", "source", "caption", "name", "title")
    source = escape(" ".join(words.split()), quote=False)
    lines = content.strip("\n").split("\n")
    quoted = "\n".join(f"> {line}" for line in lines)
    return f"\n{quoted}\n>\n> {inline_html(source)}\n" if source else f"\n{quoted}\n"


_DATED: Final = lazy(r"(?:.*/)?(\d{4})-(\d{1,2})-(\d{1,2})-([^/]+?)(?:\.[A-Za-z]{2,8})?\Z")
_PLACEHOLDER: Final = lazy(r":([a-z_]+)")
_FORMATS: Final = MappingProxyType(
    {
        "date": "/:categories/:year/:month/:day/:title:output_ext",
        "pretty": "/:categories/:year/:month/:day/:title/",
        "none": "/:categories/:title:output_ext",
    }
)
_SOURCE: Final = lazy(r"\.(?:md|markdown|mkdn|mkd|html?|textile|adoc)\Z", re.IGNORECASE)


def post_address(name: str, context: TemplateContext) -> str:
    """Return the address of a post by its file's name (Jekyll's `post_url`)."""
    known = context.address(name) if context.address else None
    if known:
        return known
    dated = _DATED.match(name)
    if dated:
        above = name.rpartition("/")[0].partition("_posts")[0].strip("/")
        return relative(_dated_path(dated, above, context.site.get("permalink")), context)
    return relative(_SOURCE.sub("", name) + "/", context)


def _dated_path(dated: re.Match[str], above: str, permalink: JsonValue) -> str:
    """Return the path of a post by the site's permalink, as far as the post's name says it.

    Source: Jekyll 4.3, "Permalinks": built-in formats and placeholders. Without a format, or with
    one that asks for more than the name, the path is that of ``date``.
    """
    year, month, day, title = dated.groups()
    known = {
        "categories": above,
        "year": year,
        "month": f"{int(month):02}",
        "day": f"{int(day):02}",
        "i_month": str(int(month)),
        "i_day": str(int(day)),
        "short_year": year[-2:],
        "title": title,
        "slug": title,
        "output_ext": ".html",
    }
    given = permalink if isinstance(permalink, str) else "date"
    pattern = _FORMATS.get(given, given)
    if "/" not in pattern or set(_PLACEHOLDER.findall(pattern)) - known.keys():
        pattern = _FORMATS["date"]
    path = _PLACEHOLDER.sub(lambda match: known[match[1]], pattern)
    return re.sub(r"/{2,}", "/", path).lstrip("/")


def file_address(path: str, context: TemplateContext) -> str:
    """Return the address of a file of the site by its path (Jekyll's `link`)."""
    if "_posts/" in path:
        return post_address(path, context)
    known = context.address(path) if context.address else None
    if known:
        return known
    path = path.lstrip("/").removeprefix("_") if path.lstrip("/").startswith("_") else path
    return relative(_SOURCE.sub(".html", path), context)


def reference_address(path: str, context: TemplateContext, *, full: bool) -> str:
    """Return the address of a page by its path below the content (Hugo's `ref`, `relref`)."""
    page, mark, fragment = path.partition("#")
    if not page:
        return f"#{fragment}"
    known = context.address(page) if context.address else None
    if not known:
        stem = re.sub(r"(?:^|/)_?index\Z", "", _SOURCE.sub("", page))
        known = stem if stem.startswith(".") else f"/{stem.strip('/')}/".replace("//", "/")
        known = known.lower()
        if full and known.startswith("/"):
            known = site_address(context) + known
    return f"{known}{mark}{fragment}"


# Conditions of ``if`` and ``unless``, where what they ask for is known, and what they choose.


# Which end tag belongs to which tag, and where a piece of template code ends.

_ONE_LITERAL: Final = frozenset({"raw", "verbatim", "highlight", "codeblock", "code", "prism"})
"""Tags in which nothing else is read: the next end tag is theirs."""

_CALL_ENDS: Final = lazy(r"\{%-?\s*(?:end(?P<end>)\s*|[\w:./-]+\s*(?P<name>)\([^%]*?)-?%\}")
_TAGS: Final = lazy(
    r"\{%[-~+]?\s*(?:(?i:end)_?(?P<end>\w++(?:[.-]++\w++)*+)|(?P<name>\w++(?:[.-]++\w++)*+))[^%]*+%\}"
)
_SHORTCODES: Final = lazy(
    r"\{\{[<%]\s*(?:/\s*(?P<end>[\w./-]+)\s*|(?P<name>[\w-]++(?:[./][\w-]++)*+)(?:[^<>%]*[^<>%/])?)"
    r"[>%]\}\}"
)
_LONGEST: Final = 20_000
_CLOSING: Final = {"{{<": ">}}", "{{%": "%}}"}
_SHORT_CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}


class TemplateEnds:
    """Where the template code of a text ends; asked from its beginning on."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def end_of(self, start: int) -> int:
        """Return the end of the code that starts at a place; -1 where there is none near."""
        text = self._text
        sign = text[start : start + 3]
        closing = _CLOSING.get(sign) or _SHORT_CLOSING[sign[:2]]
        end = self._next.get(closing, 0)
        if end < start + 2:
            # One search serves all that is opened before it, however much nothing closes.
            end = text.find(closing, start + 2)
            end = self._next[closing] = len(text) if end < 0 else end
        end += len(closing)
        if end > min(start + _LONGEST, len(text)):
            return -1
        return -1 if sign[:2] == "{{" and text.find("\n\n", start, end) >= 0 else end


class Pairs:
    """The end tags of a text: each belongs to the nearest tag of its name before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._literal: dict[str, list[tuple[int, int]]] = {}

    def enclosed(self, name: str, end: int) -> tuple[int, int] | None:
        """Return where the content of the tag that ends at a place ends, and where its end tag."""
        low = name.lower()
        if not low or low.startswith("end"):
            return None
        if low not in _ONE_LITERAL:
            return self._tags.get(end)
        if low not in self._literal:
            closing = re.compile(rf"\{{%[-~+]?\s*end{low}(?:\s[^%]*)?%\}}", re.IGNORECASE)
            self._literal[low] = [match.span() for match in closing.finditer(self._text)]
        later = bisect_left(self._literal[low], (end, 0))
        return self._literal[low][later] if later < len(self._literal[low]) else None

    def shortcode(self, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode."""
        return self._shortcodes.get(end)

    def called(self, end: int) -> tuple[int, int] | None:
        """Return the same for a shortcode of Zola, whose end tag has no name."""
        return self._calls.get(end)

    @cached_property
    def _tags(self) -> dict[int, tuple[int, int]]:
        return _paired(_TAGS.finditer(self._text))

    @cached_property
    def _shortcodes(self) -> dict[int, tuple[int, int]]:
        return _paired(_SHORTCODES.finditer(self._text))

    @cached_property
    def _calls(self) -> dict[int, tuple[int, int]]:
        return _paired(_CALL_ENDS.finditer(self._text))


def _paired(tags: Iterable[re.Match[str]]) -> dict[int, tuple[int, int]]:
    """Return where end tags stand, by the ends of the tags that they belong to.

    Args:
        tags: matches whose group `end` is the name of an end tag, `name` that of another.
    """
    opened: dict[str, list[int]] = {}
    found: dict[int, tuple[int, int]] = {}
    for match in tags:
        if match["end"] is None:
            opened.setdefault(match["name"].lower(), []).append(match.end())
        elif before := opened.get(match["end"].lower()):
            found[before.pop()] = match.span()
    return found


_PART: Final = lazy(r"(?<!\s)\s+(and|or)\s+")
_COMPARED: Final = lazy(r"(.+?)\s*(==|!=|<>|>=|<=|>|<|\scontains\s)\s*(.+)", re.DOTALL)
_NOTHING: Final = frozenset({"nil", "null", "blank", "empty", "false"})
_MARK: Final = lazy(
    r"\{%[-~+]?\s*(if|unless|elsif|elseif|elif|else|endif|endunless)\b(.*?)[-~+]?%\}", re.DOTALL
)
_OPENS: Final = frozenset({"if", "unless"})

Known = Callable[[str], "str | None"]
"""Gives the value of an expression; None where it is not known."""


class _Branch(NamedTuple):
    condition: str
    text: str


def chosen(name: str, condition: str, content: str, known: Known) -> str | None:
    """Return the part of a choice that is shown, or None where that is not known.

    Args:
        name: ``if`` or ``unless``.
        condition: of the tag itself.
        content: what it encloses, with its ``else`` and ``elsif``.
        known: gives values.
    """
    for number, branch in enumerate(_branches(condition, content)):
        if not branch.condition:
            return branch.text
        holds = _holds(branch.condition, known)
        if holds is None:
            return None
        if holds != (name == "unless" and number == 0):
            return branch.text
    return ""


def _branches(condition: str, content: str) -> list[_Branch]:
    branches: list[_Branch] = []
    depth = position = 0
    for match in _MARK.finditer(content):
        word = match[1]
        if word in _OPENS:
            depth += 1
        elif word.startswith("end"):
            depth -= 1
        elif depth == 0:
            branches.append(_Branch(condition, content[position : match.start()]))
            condition = "" if word == "else" else match[2].strip()
            position = match.end()
    branches.append(_Branch(condition, content[position:]))
    return branches


def _holds(condition: str, known: Known) -> bool | None:
    """Judge a condition; Liquid reads ``and`` and ``or`` from the right."""
    parts = _PART.split(condition.strip())
    result = _judge(parts[-1], known)
    for number in range(len(parts) - 3, -1, -2):
        left = _judge(parts[number], known)
        if left is None or result is None:
            return None
        result = (left and result) if parts[number + 1] == "and" else (left or result)
    return result


def _judge(part: str, known: Known) -> bool | None:
    compared = _COMPARED.fullmatch(part.strip())
    if compared is None:
        value = known(part)
        return None if value is None else value not in {"", "false"}
    left, right = known(compared[1]), compared[3].strip()
    other = "" if right in _NOTHING else known(right)
    if left is None or other is None:
        return None
    match compared[2].strip():
        case "==":
            return left == other
        case "!=" | "<>":
            return left != other
        case "contains":
            return other in left
        case _:
            return None
