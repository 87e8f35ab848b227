"""What template code of a post can refer to, and what comes out of reading it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.post import JsonValue

if TYPE_CHECKING:
    from newskit.render.templates.scripts import Shortcode


class Block(NamedTuple):
    """HTML that stands between paragraphs."""

    html: str


class Inline(NamedTuple):
    """HTML that stands within a paragraph."""

    html: str


Shown = str | Block | Inline | None
"""What a piece of template code shows: Markdown, HTML, or nothing that is known (None)."""


@dataclass(frozen=True, slots=True)
class Template:
    """What an archive says that a template tag of its own shows.

    Attributes:
        pattern: the head of the code, as ``Img``, ``include figure.html`` or ``site.cdn``;
            ``*`` stands for any characters.
        markdown: Markdown with slots: ``{src}`` an argument by name, ``{0}`` by place,
            ``{content}`` what the tag encloses.
    """

    pattern: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Context:
    """What template code can refer to.

    Attributes:
        base_url: address of the site, empty when not known.
        page: front matter of the post.
        site: settings of the site.
        templates: those of the archive.
        address: gives the address of a post or page by the name the code says; None when it has
            none to give.
        data: gives what a data file of the site holds, by its name; None for what it has not.
        include: gives the text of a file that posts include; None when it has none to give.
        shortcode: gives the template of a shortcode of the site's own (Hugo's); None when it has
            none to give.
        script: gives a shortcode that the site writes in JavaScript (Eleventy's), by its name; None
            when it has none that can be read.
        globals: gives what a data file of the site holds under a name that posts use as it is
            (Eleventy's); None for what it has not.
        tags: whether the site's generator reads ``{% %}`` in posts.
        calls: whether ``{{ name(key="value") }}`` and ``{% name() %}`` are shortcodes (Zola's).
        render: gives the HTML of Markdown as the site renders it; None leaves Markdown.
        liquid: whether the site's generator reads ``{{ }}`` in posts; None when not known.
    """

    base_url: str = ""
    page: Mapping[str, JsonValue] = field(default_factory=dict["str", "JsonValue"])
    site: Mapping[str, JsonValue] = field(default_factory=dict["str", "JsonValue"])
    templates: tuple[Template, ...] = ()
    address: Callable[[str], str | None] | None = None
    data: Callable[[str], JsonValue] | None = None
    include: Callable[[str], str | None] | None = None
    shortcode: Callable[[str], str | None] | None = None
    script: Callable[[str], Shortcode | None] | None = None
    globals: Callable[[str], JsonValue] | None = None
    tags: bool = True
    calls: bool = False
    render: Callable[[str], str] | None = None
    liquid: bool | None = None


# Arguments of template tags and shortcodes: values in order, and values by name.


_ARGUMENT: Final = lazy(
    r"(?:(?P<name>[A-Za-z_][\w.-]*)\s*[=:](?![=/])\s*)?"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'|`(?P<raw>[^`]*)`"
    r"|\[(?P<items>[^\]]*)\]|(?P<bare>[^\s,\"'`]+))",
    re.DOTALL,
)
_FIRST_ITEM: Final = lazy(r"\"([^\"]*)\"|'([^']*)'")
_ESCAPED: Final = lazy(r"\\([\"'\\])")


class Arguments(NamedTuple):
    """The arguments of a tag.

    Attributes:
        values: those without a name, in order.
        named: those with one; names in lower case.
        quoted: whether each of `values` stands in quotes.
    """

    values: tuple[str, ...]
    named: Mapping[str, str]
    quoted: tuple[bool, ...] = ()

    def get(self, *names: str) -> str:
        """Return the first of the named values that is there and not empty."""
        for name in names:
            if value := self.named.get(name):
                return value
        return ""

    def at(self, place: int) -> str:
        """Return the value at a place, empty when there are not so many."""
        return self.values[place] if place < len(self.values) else ""


def parse_arguments(text: str) -> Arguments:
    """Read arguments as Liquid, Nunjucks, Hexo's tags and Hugo's shortcodes write them.

    Quotes of three kinds, ``name=value``, ``name: value``, commas or blanks between; of a list,
    the first text counts.
    """
    values: list[str] = []
    quoted: list[bool] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(text):
        value, marked = _value(match)
        if match["name"]:
            named.setdefault(match["name"].lower(), value)
        else:
            values.append(value)
            quoted.append(marked)
    return Arguments(tuple(values), named, tuple(quoted))


def _value(match: re.Match[str]) -> tuple[str, bool]:
    for group in ("double", "single"):
        if (text := match[group]) is not None:
            return _ESCAPED.sub(r"\1", text), True
    if (text := match["raw"]) is not None:
        return text, True
    if (items := match["items"]) is not None:
        first = _FIRST_ITEM.search(items)
        return (first[1] or first[2] or "") if first else "", True
    return match["bare"], False
