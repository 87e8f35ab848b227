"""The conventions in order, each with what a document must hold for it to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from newskit.config.convert import ConvertConfig
from newskit.convert.conventions.boxes import (
    read_boxes_in_headings,
    read_boxes_in_lists,
    read_figures,
    read_layout,
)
from newskit.convert.conventions.code import read_code
from newskit.convert.conventions.direction import read_direction
from newskit.convert.conventions.embeds import read_embeds
from newskit.convert.conventions.footnotes import read_footnotes
from newskit.convert.conventions.formulas import read_formulas
from newskit.convert.conventions.nodes import Node, Page, build, events_of, words
from newskit.convert.conventions.pictures import leave_out_signs, read_pictures, shows_later
from newskit.convert.conventions.styles import (
    leave_out_hidden,
    read_lines,
    read_styles,
    sheet_of,
)
from newskit.convert.conventions.targets import read_targets
from newskit.convert.conventions.tasks import read_tasks
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
from newskit.lazy import lazy
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

_WRITABLE = re.compile(r"[a-z][a-z0-9-]*")
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
        if not _WRITABLE.fullmatch(name):
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
    """A convention, and how to tell quickly that a document holds nothing of it."""

    read: Callable[[Page], None]
    tags: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    asks: Callable[[str], bool] | None = None


_TAG = lazy(r"<([a-zA-Z][^\s/>]*)")


def _tags(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CONVENTIONS = (
    _Convention(
        read_formulas,
        _tags(
            "math mjx-container d-math math-field la-tex tex-math math-inline math-block "
            "amp-mathml eqn"
        ),
        (
            "math/",
            "MathJax",
            "katex",
            "mathml",
            "arithmatex",
            "data-tex",
            "data-latex",
            "data-formula",
            "ql-formula",
            "data-math",
            "data-katex",
            "data-equation",
            "data-expr",
            "text/x-tex",
            "text/latex",
            'class="math',
            'class="tex',
            "inline-math",
            "display-math",
            "block-math",
            "text/tex",
        ),
    ),
    _Convention(
        read_pictures,
        _tags("picture noscript amp-img amp-anim amp-iframe amp-video amp-audio"),
        ("srcset", "data-src", "data-original", "data-lazy"),
        asks=shows_later,
    ),
    _Convention(
        read_code,
        _tags("pre listing xmp plaintext"),
        (
            "gutter",
            "lineno",
            "blob-num",
            "hljs-ln",
            "lntable",
            "crayon-",
            "ql-code-block",
            "en-codeblock",
            "white-space",
        ),
    ),
    _Convention(
        read_lines,
        pattern=re.compile(r' style="[^"]*white-space\s*:\s*(?:pre|break)', re.IGNORECASE),
    ),
    _Convention(
        read_tasks,
        _tags("en-todo"),
        (
            'data-checked="',
            'data-list="',
            'aria-checked="',
            "--en-checked",
            'class="listitem',
            "data-inline-task-id",
            "to-do-list",
            'type="checkbox"',
            "checklist",
        ),
    ),
    _Convention(read_components, texts=("<",)),
    _Convention(
        read_embeds,
        _tags("script"),
        ("<!-- wp:", "<!--wp:", 'cite="http'),
        re.compile(
            r"<(?:div|span|p|blockquote|section|figure|aside|center|ins|article|a)\b[^>]*"
            r"(?: data-|lyte|youtube|vimeo)"
        ),
    ),
    _Convention(
        leave_out_hidden,
        _tags("dialog noscript"),
        (' hidden="',),
        re.compile(r' style="[^"]*(?:display|visibility|mso-hide)', re.IGNORECASE),
    ),
    _Convention(leave_out_signs, _tags("svg")),
    _Convention(read_figures, _tags("figure")),
    _Convention(read_layout, texts=(' role="presentation"', ' role="none"')),
    _Convention(
        read_boxes_in_lists,
        pattern=re.compile(r"(?:</li>|<(?:ul|ol|menu|dir)\b[^>]*>)\s*<(?!/|!|li\b|ul\b|ol\b)"),
    ),
    _Convention(read_times, _tags("time data")),
    _Convention(read_footnotes, texts=('href="#',)),
    _Convention(read_targets, texts=(' id="', ' name="')),
    _Convention(
        read_boxes_in_headings,
        pattern=re.compile(
            r"<h[1-6]\b[^>]*>(?:[^<]++|<(?!/h[1-6]|div\b|p\b|section\b|center\b))*+"
            r"<(?:div|p|section|center)\b"
        ),
    ),
    _Convention(
        read_links,
        pattern=re.compile(
            r"<a (?:[^>]*)>(?:\s|&nbsp;|[\u200b\u200c\u200d\u2060\ufeff\u00ad]"
            r"|<(?!img|/a|iframe|video|audio|picture)[^>]*>)*(?:</a>|<svg|<title)"
        ),
    ),
    _Convention(
        read_styles,
        pattern=re.compile(
            r' style="[^"]*(?:font(?:-weight|-style)?\s*:|line-through|vertical-align)',
            re.IGNORECASE,
        ),
    ),
    _Convention(read_direction, texts=(' lang="', ' dir="')),
    _Convention(
        read_addresses,
        pattern=re.compile(
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

    Args:
        serialized: the body element, as the parser serialises it.
        config: profile and choices.
        around: what the rest of the document says.
        html: the source.

    Returns:
        The body element as it is to be converted, and what was left out.
    """
    found = set(_TAG.findall(serialized))
    unknown = {name for name in found - HTML if ":" not in name}
    sheet = sheet_of(html) if "<style" in html else {}
    asked = [
        one
        for one in _CONVENTIONS
        if _asks(one, serialized, found, unknown, around)
        or (sheet and one.read in {read_styles, read_lines})
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
    for one in asked:
        one.read(page)
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


def _asks(
    one: _Convention, serialized: str, found: set[str], unknown: set[str], around: Around
) -> bool:
    if one.read is read_components:
        return bool(unknown)
    if one.read is read_footnotes and not around.footnotes:
        return False
    if one.read is read_targets and not around.linked:
        return False
    if not one.tags.isdisjoint(found):
        return True
    for text in one.texts:
        if text in serialized:
            return True
    return (one.pattern is not None and one.pattern.search(serialized) is not None) or (
        one.asks is not None and one.asks(serialized)
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


_ALONE = lazy(r"<([a-zA-Z][\w.:-]*)((?:\s+(?:[^<>\"'/]|\"[^\"]*\"|'[^']*'|/(?!>))*)?)/>")


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
