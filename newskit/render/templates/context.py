"""What template code of a post can refer to, and what comes out of reading it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from newskit.frozen import NamedTuple, dataclass, field
from newskit.post import JsonValue

if TYPE_CHECKING:
    from newskit.render.templates.scripts import Shortcode


class BlockHtml(NamedTuple):
    """HTML that stands between paragraphs."""

    html: str


class Inline(NamedTuple):
    """HTML that stands within a paragraph."""

    html: str


Shown = str | BlockHtml | Inline | None
"""What a piece of template code shows: Markdown, HTML, or nothing that is known (None)."""


class Hook(NamedTuple):
    """A template that shows an element of Markdown (Hugo's render hooks).

    Attributes:
        path: of its file, below the site.
        template: its text.
    """

    path: str
    template: str


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
class TemplateContext:
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
        hook: gives a render hook of the site's own (Hugo's), by its name, as ``render-image``; None
            when it has none.
        resource: tells whether a file that a render hook asks for lies beside the post or in
            ``assets/``.
        script: gives a shortcode that the site writes in JavaScript (Eleventy's), by its name; None
            when it has none that can be read.
        globals: gives what a data file of the site holds under a name that posts use as it is
            (Eleventy's); None for what it has not.
        tags: whether the site's generator reads ``{% %}`` in posts.
        calls: whether ``{{ name(key="value") }}`` and ``{% name() %}`` are shortcodes (Zola's).
        render: gives the HTML of Markdown as the site renders it; None leaves Markdown.
        formulas: signs behind which the site reads formulas, as ``$$``; None when not known.
        reading: what the site's settings make of Markdown, template code gone, before it is read.
        liquid: whether the site's generator reads ``{{ }}`` in posts; None when not known.
        plain_code: whether Markdown code shows the template code in it as it stands (Hexo's).
    """

    base_url: str = ""
    page: Mapping[str, JsonValue] = field(default_factory=dict["str", "JsonValue"])
    site: Mapping[str, JsonValue] = field(default_factory=dict["str", "JsonValue"])
    templates: tuple[Template, ...] = ()
    address: Callable[[str], str | None] | None = None
    data: Callable[[str], JsonValue] | None = None
    include: Callable[[str], str | None] | None = None
    shortcode: Callable[[str], str | None] | None = None
    hook: Callable[[str], Hook | None] | None = None
    resource: Callable[[str], bool] | None = None
    script: Callable[[str], Shortcode | None] | None = None
    globals: Callable[[str], JsonValue] | None = None
    tags: bool = True
    calls: bool = False
    render: Callable[[str], str] | None = None
    formulas: frozenset[str] | None = None
    reading: Callable[[str], str] | None = None
    liquid: bool | None = None
    plain_code: bool = False
