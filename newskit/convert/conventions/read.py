"""The conventions in order, each with what a document must hold for it to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from importlib import import_module
from typing import cast

from newskit.config.convert import ConvertConfig
from newskit.convert.conventions.nodes import Node, Page, build, events_of, words
from newskit.convert.conventions.pictures import shows_later
from newskit.convert.conventions.styles import sheet_of
from newskit.convert.notes import Note
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import (
    ADDRESS,
    COMPONENT,
    HOLE,
    KEPT,
    NAME,
    NOTHING,
    PREFIX,
    serialize,
    tokenize,
)
from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.markup.elements import ANY_BLOCK, HTML, SOFT_MARKS, names

# Links without words, and addresses that stand alone.

_SHOWN = names(
    "img picture video audio iframe object embed canvas svg math input select textarea hr table "
    "newskit-formula newskit-formula-block"
)
_INVISIBLE = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"
_LINK_ALONE = lazy(r"https?://[^\s<>\"'`\[\](){}|\\^]+\Z", re.IGNORECASE)
_SAY_NOTHING = names("span font nobr label")
_BOXES = names("p div figure section article body center blockquote li td")


def read_links(page: Page) -> None:
    """Let a link without words stay a link: its address is content."""
    for link in page.root.all("a"):
        address = link.get("href").strip()
        if not link.has("href") or words(link).strip(_INVISIBLE):
            continue
        if any(one.name in _SHOWN or "-" in one.name for one in link.walk()):
            continue
        if not address or address.startswith("#") or address.lower().startswith("javascript:"):
            # A permanent link of a heading leads to where it stands.
            page.say(DifferenceKind.EMPTY, link, address, probe=address)
            link.unwrap()
            continue
        if link.text()[:1].isspace() and link.parent is not None:
            # The space in it is one between the words around it.
            link.parent.children.insert(link.index(), " ")
        if link.parent is not None and (breaks := link.all("br")):
            # Lines end beside the link as they did in it.
            link.replace([link, *breaks])
        link.children = []
        link.append(Node(NOTHING))
        while (
            link.parent is not None
            and link.parent.name in SOFT_MARKS
            and not link.parent.has_words()
        ):
            # A mark around nothing shows nothing.
            link.parent.unwrap()


def read_addresses(page: Page) -> None:
    """Let an address that is all its paragraph holds stand as it is, for what embeds it."""
    for outer in page.root.all(*_BOXES):
        box, inside = outer, outer.content()
        while len(inside) == 1 and isinstance(inside[0], Node) and inside[0].name in _SAY_NOTHING:
            box = inside[0]
            inside = box.content()
        if len(inside) != 1 or not isinstance(inside[0], str) or "://" not in inside[0]:
            continue
        text = words(box)
        if not _LINK_ALONE.match(text) or any(up.name == "a" for up in box.ancestors()):
            continue
        place = next(n for n, one in enumerate(box.children) if one is inside[0])
        alone = Node(ADDRESS).append(inside[0].strip())
        alone.parent = box
        box.children[place] = alone


def read_times(page: Page) -> None:
    """Let dates and data be their words; what a machine reads in them is reported."""
    for node in page.root.all("time", "data"):
        node.name = "span"


# Elements that HTML does not know: a site's script or compiler shows something for them.
#
# Custom elements (HTML Living Standard 4.13) have a hyphen in their name; components of other names
# stay where the source closes them or they say something in attributes.

_WRITABLE = lazy(r"[a-z][a-z0-9-]*")
_ATTRIBUTE = lazy(r"[a-zA-Z_:][\w.:-]*|[@#*(\[v][^\s]*", re.ASCII)
_ASIDE = names(f"svg math template {KEPT}")
"""Elements whose content is drawn, is not shown, or stays as it is with the element."""


def read_components(page: Page) -> None:
    """Mark the elements that stay though HTML does not know them."""
    for node in list(page.root.walk()):
        name = node.name
        if not name or name in HTML or ":" in name or name.startswith(PREFIX):
            continue
        if any(up.name in _ASIDE for up in node.ancestors()):
            continue
        if name == "en-note":
            # The root of Evernote's notes (ENML 2), as `body` is that of a page.
            page.say(DifferenceKind.ELEMENT, node, "<en-note>")
            node.name, node.raw = "div", ""
            continue
        if not _WRITABLE.fullmatch(name) or not all(map(_ATTRIBUTE.fullmatch, node.attributes)):
            # CommonMark (6.6) reads no tag in such a name: what it holds stays.
            page.say(DifferenceKind.ELEMENT, node, f"<{name}>{unescape(node.raw)}")
            node.name = "div" if any(one.name in ANY_BLOCK for one in node.walk()) else "span"
            node.raw = ""
        elif "-" in name or node.raw.strip() or name in page.closed:
            _keep(node)
        else:
            page.say(DifferenceKind.ELEMENT, node, f"<{name}>")


def _keep(node: Node) -> None:
    holds = any(one.name in ANY_BLOCK for one in node.walk())
    node.raw = f' {NAME}="{node.name}"{node.raw}'
    node.name = COMPONENT if holds else KEPT


class Around(NamedTuple):
    """What the rest of a document says about a part of it.

    Attributes:
        linked: the names of the places that its links lead to.
        labels: the footnote labels that it has already.
        footnotes: whether its notes can be footnotes.
        language: the language it states; empty for none.
    """

    linked: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    footnotes: bool = True
    language: str = ""


class _Convention(NamedTuple):
    """A convention, and how to tell quickly that a document holds nothing of it.

    Attributes:
        read: what reads it: a module of this package, and its function.
        tags: names of elements, one of which asks for it.
        texts: what asks for it where tags and scripts hold it.
        pattern: what asks for it in the whole document, where `near` is found.
        near: names of elements one of which the pattern needs.
        signs: texts of tags one of which the pattern needs.
    """

    read: str
    tags: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    near: frozenset[str] = frozenset()
    signs: tuple[str, ...] = ()


_TAG = lazy(r"<([a-zA-Z][^\s/>]*)")
_SAID = lazy(r'<[a-zA-Z][^\s/<>]*+((?: [^\s=<>]++="[^"]*+")+)')
_COMMENT = lazy(r"<!--.*?-->", re.DOTALL)
_COMPONENTS, _STYLES, _LINES = (
    "read.read_components",
    "styles.read_styles",
    "styles.read_lines",
)
_OF_SHEETS = frozenset((_STYLES, _LINES))
_FOOTNOTES, _TARGETS = "footnotes.read_footnotes", "nodes.read_targets"
_PICTURES = "pictures.read_pictures"


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONVENTIONS = (
    _Convention(
        "formulas.read_formulas",
        _tags(
            "math mjx-container d-math math-field la-tex tex-math math-inline math-block "
            "amp-mathml eqn"
        ),
        wordlist(
            """
            MathJax katex mathml arithmatex data-tex data-latex data-formula ql-formula
            data-math data-katex data-equation data-expr class="math
            class="tex inline-math display-math block-math
            """
        ),
        lazy(r' type="\s*(?:math|text/(?:x-)?(?:la)?tex)\b', re.IGNORECASE),
    ),
    _Convention(
        _PICTURES,
        _tags("picture noscript amp-img amp-anim amp-iframe amp-video amp-audio"),
        ("srcset", "data-src", "data-original", "data-lazy"),
    ),
    _Convention(
        "code.read_code",
        _tags("pre listing xmp plaintext"),
        wordlist(
            """
            gutter lineno blob-num hljs-ln lntable crayon- ql-code-block en-codeblock
            white-space
            """
        ),
    ),
    _Convention(
        _LINES,
        pattern=lazy(r' style="[^"]*white-space\s*:\s*(?:pre|break)', re.IGNORECASE),
        signs=(' style="',),
    ),
    _Convention(
        "boxes.read_tasks",
        _tags("en-todo"),
        wordlist(
            """
            data-checked=" data-list=" aria-checked=" --en-checked class="listitem
            data-inline-task-id to-do-list type="checkbox" checklist
            """
        ),
    ),
    _Convention(_COMPONENTS),
    _Convention(
        "embeds.read_embeds",
        _tags("script"),
        ("<!-- wp:", "<!--wp:", 'cite="http'),
        lazy(
            r"<(?:div|span|p|blockquote|section|figure|aside|center|ins|article|a)\b[^>]*"
            r"(?: data-|lyte|youtube|vimeo)"
        ),
        signs=(" data-", "lyte", "youtube", "vimeo"),
    ),
    _Convention(
        "styles.leave_out_hidden",
        _tags("dialog noscript"),
        (' hidden="',),
        lazy(r' style="[^"]*(?:display|visibility|mso-hide)', re.IGNORECASE),
        signs=(' style="',),
    ),
    _Convention("pictures.leave_out_signs", _tags("svg")),
    _Convention("boxes.read_figures", _tags("figure")),
    _Convention("boxes.read_layout", texts=(' role="presentation"', ' role="none"')),
    _Convention(
        "boxes.read_boxes_in_lists",
        pattern=lazy(r"(?:</li>|<(?:ul|ol|menu|dir)\b[^>]*>)\s*<(?!/|!|li\b|ul\b|ol\b)"),
        near=_tags("li ul ol menu dir"),
    ),
    _Convention("read.read_times", _tags("time data")),
    _Convention(_FOOTNOTES, texts=('href="#',)),
    _Convention(_TARGETS, texts=(' id="', ' name="')),
    _Convention(
        "boxes.read_boxes_in_headings",
        pattern=lazy(
            r"<h[1-6]\b[^>]*>(?:[^<]++|<(?!/h[1-6]|div\b|p\b|section\b|center\b))*+"
            r"<(?:div|p|section|center)\b"
        ),
        near=_tags("h1 h2 h3 h4 h5 h6"),
    ),
    _Convention(
        "read.read_links",
        pattern=lazy(
            r"<a (?:[^>]*)>(?:\s|&nbsp;|[\u200b\u200c\u200d\u2060\ufeff\u00ad]"
            r"|<(?!img|/a|iframe|video|audio|picture)[^>]*>)*(?:</a>|<svg|<title)"
        ),
        near=_tags("a"),
    ),
    _Convention(
        _STYLES,
        pattern=lazy(
            r' style="[^"]*(?:font(?:-weight|-style)?\s*:|line-through|vertical-align)',
            re.IGNORECASE,
        ),
        signs=(' style="',),
    ),
    _Convention("boxes.read_direction", texts=(' lang="', ' dir="')),
    _Convention(
        "read.read_addresses",
        pattern=lazy(
            r"<(?:p|div|li|td|figure|section|article|body|center|blockquote|span|font|nobr|label)"
            r"(?: [^>]*)?>\s*https?://[^<\s]+\s*<",
            re.IGNORECASE,
        ),
    ),
)
"""In the order in which they are read: what a formula or code holds is nobody else's."""


def read_conventions(
    serialized: str, config: ConvertConfig, around: Around, html: str
) -> tuple[str, list[Note]]:
    """Write a body so that its elements say what its conventions mean.

    Returns:
        The body element as it is to be converted, and what was left out.
    """
    found = set(_TAG.findall(serialized))
    unknown = {name for name in found - HTML if ":" not in name}
    sheet = sheet_of(html) if "<style" in html else {}
    # Signs in attributes alone are looked for: text is most of a document.
    said = serialized if "<script" in serialized else "\n".join(_SAID.findall(serialized))
    if "<!--" in serialized:
        said += "\n".join(_COMMENT.findall(serialized))
    never = {
        _COMPONENTS: not unknown,
        _FOOTNOTES: not around.footnotes,
        _TARGETS: not around.linked,
    }
    asked = [
        one.read
        for one in _CONVENTIONS
        if not never.get(one.read)
        and (_asks(one, serialized, said, found) or (sheet and one.read in _OF_SHEETS))
    ]
    if not asked:
        return serialized, []
    closed = frozenset(name for name in unknown if f"</{name}" in html.lower())
    page = Page(
        build(tokenize(serialized)),
        config,
        around.linked,
        around.labels,
        around.language,
        closed,
        sheet,
    )
    held = _hold(page.root, config.keep)
    for name in asked:
        _reader(name)(page)
    for hole, node in held:
        hole.replace([node])
    return serialize(events_of(page.root)), page.notes


def _hold(root: Node, names: tuple[str, ...]) -> list[tuple[Node, Node]]:
    """Take the elements that stay HTML out of the tree, so that no convention reads them."""
    held: list[tuple[Node, Node]] = []
    for node in root.all(*[name.lower() for name in names]) if names else ():
        if node.is_attached(root):
            hole = Node(HOLE)
            node.replace([hole])
            held.append((hole, node))
    return held


def _asks(one: _Convention, serialized: str, said: str, found: set[str]) -> bool:
    if one.read is _COMPONENTS or not one.tags.isdisjoint(found):
        return True
    for text in one.texts:
        if text in said:
            return True
    if one.read is _PICTURES:
        return shows_later(serialized)
    if one.pattern is None or (one.near and one.near.isdisjoint(found)):
        return False
    if one.signs and not any(map(said.__contains__, one.signs)):
        return False
    return one.pattern.search(serialized) is not None


@cache
def _reader(name: str) -> Callable[[Page], None]:
    """Return what reads a convention; most documents ask for few."""
    module, _, function = name.partition(".")
    return cast(
        "Callable[[Page], None]",
        getattr(import_module(f"newskit.convert.conventions.{module}"), function),
    )


# A page of frames: nothing that shows stands before them.
_FRAME_PAGE = lazy(
    r"\s*+(?>(?:<!--.*?-->|<!(?!--)[^>]*>|<\?[^>]*>|</?(?:html|head)\b[^>]*>|<(?:meta|link|base)\b[^>]*>"
    r"|<title\b.*?</title\s*>|<style\b.*?</style\s*>|<script\b.*?</script\s*>)\s*+)*+<frameset\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAMES = lazy(r"<(?:/?frameset\b[^<>]*|frame\b([^<>]*?)/?|(/?)noframes\b[^<>]*)>", re.IGNORECASE)


def _with_frames(html: str) -> str:
    """Let a page of frames hold them in its body, as it shows them (HTML 4.01, 16.2)."""

    def frame(match: re.Match[str]) -> str:
        if match[1] is not None:
            return f"<iframe{match[1]}></iframe>"
        if match[2] is not None:
            return "</div>" if match[2] else '<div hidden="">'
        return ""

    return _FRAMES.sub(frame, html)


_ALONE = lazy(r"<([a-zA-Z][\w.:-]*+)((?:\s(?:[^<>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*+)?)/>")


def with_end_tags(html: str) -> str:
    """Close the elements HTML does not know that their source closes by a slash, as XML does.

    The frames of a page of frames become those of its body.
    """
    if ("<frameset" in html or "<FRAMESET" in html) and _FRAME_PAGE.match(html):
        html = _with_frames(html)
    if "/>" not in html:
        return html

    def close(match: re.Match[str]) -> str:
        name = match[1].lower()
        return match[0] if name in HTML else f"<{match[1]}{match[2]}></{match[1]}>"

    return _ALONE.sub(close, html)
