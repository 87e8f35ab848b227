"""Markdown to HTML as the site's own renderer makes it."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Final

from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.markup.code import outside_code
from newskit.render.anchors import with_heading_ids
from newskit.render.cmark import render_long
from newskit.render.containers import as_markdown
from newskit.render.flavour import Flavour, needs_more
from newskit.render.held import Held
from newskit.render.templates.resolve import resolve_templates

if TYPE_CHECKING:
    from markdown import Markdown

    from newskit.render.hooks import Hooks
    from newskit.render.templates.context import TemplateContext


_LONGEST: Final = 1_000_000
"""Code points above which only CommonMark is read: its renderer works in pieces."""

_MOST_SIGNS: Final = 50_000
"""Signs of Markdown above which only CommonMark is read; so many take two seconds."""

_MOST_BRACKETS: Final = 10_000
"""Opening brackets above which only CommonMark is read: what they open is looked for from each."""

_WORDPRESS_CODE: Final = lazy(  # as `newskit.markup.templates` keeps it in Markdown
    r"^\[(code|sourcecode|php|html|css|js|javascript|python|ruby|bash|sql|xml|java|cpp|csharp)"
    r"((?:\s[^\[\]\n]*)?)\]((?:(?!\[/?\1\b).)*)\[/\1\][ \t]*$\n?",
    re.MULTILINE | re.DOTALL,
)
_LANGUAGE: Final = lazy(r"\blang(?:uage)?\s*=\s*[\"']?([\w#+-]+)")
_NOTE: Final = lazy(r"\[(?=\^)")
_SIGNS: Final = "\n*_`<>&!|{}~^$:[\\"


def render_site(
    markdown: str,
    flavour: Flavour,
    held: Held | None = None,
    hooks: Hooks | None = None,
    *,
    formulas: bool = True,
    ids: bool = True,
) -> str:
    """Render Markdown to an HTML fragment as the site shows it.

    Args:
        markdown: the text.
        flavour: of the site's renderer.
        held: what has been set aside of it.
        hooks: a Hugo site's own templates of links, pictures, headings and code.
        formulas: whether two dollars enclose formulas, where the renderer alone knows none.
        ids: whether headings have their ids, which no reader sees.
    """
    named = with_heading_ids if ids else str
    markdown = with_line_feeds(markdown)
    held = held or Held.for_text(markdown)
    if is_crowded(markdown):
        # CommonMark would take a note of one word for the address of a link.
        plain = outside_code(_NOTE, lambda match: f"\\{match[0]}", markdown)
        return held.fill(named(render_long(plain)))
    from newskit.render.extensions import prepared

    if flavour is Flavour.PYTHON:
        text = prepared(markdown, flavour, held, formulas=formulas)
        html = render_python(text) if is_for_python_markdown(text) else None
        if html is not None:
            return held.fill(named(html))
        flavour = Flavour.ANY
    text = prepared(markdown, flavour, held, formulas=formulas)
    html = None
    if hooks is not None or needs_more(text, flavour):
        from newskit.render.beyond import render_beyond

        html = render_beyond(text, flavour, hooks)
    return held.fill(named(render_long(text)) if html is None else html)


def is_crowded(markdown: str) -> bool:
    """Tell whether a text is so long or so full of marks that it is read as CommonMark alone."""
    size = len(markdown)
    if size <= _MOST_BRACKETS:
        return False
    return (
        size > _LONGEST
        or markdown.count("[") > _MOST_BRACKETS
        or (size > _MOST_SIGNS and sum(map(markdown.count, _SIGNS)) > _MOST_SIGNS)
    )


def with_line_feeds(markdown: str) -> str:
    """Return a text whose lines end as all rules of the renderers expect."""
    if "\r" not in markdown:
        return markdown
    return markdown.replace("\r\n", "\n").replace("\r", "\n")


# The body of a post as readers of its site get it: HTML, and what could not be shown.


class RenderedBody(NamedTuple):
    """A body as HTML.

    Attributes:
        html: the fragment.
        left: template code that is not known and not shown, as it was written, in order, and the
            files of render hooks that are not understood.
    """

    html: str
    left: tuple[str, ...]


def render_body(
    markdown: str, flavour: Flavour, context: TemplateContext, *, ids: bool = True
) -> RenderedBody:
    """Render the Markdown body of a post with its template code replaced by what it shows."""
    markdown = with_line_feeds(markdown)
    held = Held.for_text(markdown)
    if flavour is Flavour.MDX:
        text, gone = as_markdown(markdown)
        return RenderedBody(render_site(text, flavour, held, ids=ids), tuple(gone))
    text, left = resolve_templates(markdown, context, held)
    if "[/" in text:
        text = outside_code(_WORDPRESS_CODE, lambda match: _code(match, held), text)
    if context.reading is not None:
        text = context.reading(text)
    known = context.formulas
    if known and not known.isdisjoint({"$", "\\(", "\\["}) and not is_crowded(text):
        from newskit.render.extensions import hold_formulas

        text = hold_formulas(text, held, known)
    formulas = known is None or "$$" in known
    if context.hook is None:
        html = render_site(text, flavour, held, formulas=formulas, ids=ids)
        return RenderedBody(html, left)
    from newskit.render.hooks import Hooks  # Hugo's alone

    hooks = Hooks.of(text, context)
    html = render_site(text, flavour, held, hooks, formulas=formulas, ids=ids)
    return RenderedBody(html, (*left, *(hooks.left if hooks else ())))


def _code(match: re.Match[str], held: Held) -> str:
    """Return what stands for the code of a shortcode of WordPress's, without its tags."""
    language = _LANGUAGE.search(match[2])
    name = language[1] if language else match[1]
    marked = "" if name in {"code", "sourcecode"} else f' class="language-{escape(name)}"'
    code = escape(unescape(match[3].strip("\r\n")), quote=False)
    return held.block(f"<pre><code{marked}>{code}</code></pre>") + "\n\n"


# Markdown as Pelican and MkDocs render it: by Python-Markdown, which both of them call.
# Source: Pelican 4.11, `settings.DEFAULT_CONFIG["MARKDOWN"]` (`extra` and `codehilite`).


_LONGEST_FOR_LIBRARY: Final = 200_000
"""Code points of a text that Python-Markdown is given: it takes some 10 s a million."""

_MOST_OPEN: Final = 200
"""Brackets of one block that nothing closes: the time goes by the square of their number."""

_BLANK: Final = lazy(r"\n[ \t]*\n")
_UNDERLINE: Final = lazy(r"^(?:=+|-+)[ \t]*$")
_PAIRS: Final = (("[", "]"), ("](", ")"), ("<", ">"))


def is_for_python_markdown(text: str) -> bool:
    """Tell whether Python-Markdown renders a text in a time that grows as the text does."""
    if len(text) > _LONGEST_FOR_LIBRARY:
        return False
    start = 0
    for end in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        block = text[start:end]
        start = end
        if len(block) <= _MOST_OPEN:
            continue
        if any(block.count(one) - block.count(other) > _MOST_OPEN for one, other in _PAIRS):
            return False
        if sum(bool(_UNDERLINE.match(line)) for line in block.split("\n")) > _MOST_OPEN:
            return False
    return True


def render_python(text: str) -> str | None:
    """Render Markdown to an HTML fragment; None where it is nested too deeply."""
    renderer = _renderer()
    renderer.reset()
    try:
        html = renderer.convert(text)
    except RecursionError:
        return None
    # The space before a link back to a note's place stands for nothing without the link.
    return html.replace('&#160;<a class="footnote-backref"', ' <a class="footnote-backref"')


@cache
def _renderer() -> Markdown:
    """Return the renderer; made once in each process."""
    from markdown import Markdown

    # Without Pygments, codehilite takes the language from the first line of code and colours none.
    options = {"use_pygments": False, "guess_lang": False}
    return Markdown(extensions=["extra", "codehilite"], extension_configs={"codehilite": options})
