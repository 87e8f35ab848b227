"""Pictures and media that a script loads, and their doubles.

A missing or placeholder `src` takes the real address: from `data-src` and its kin (lazysizes,
WordPress, WeChat …), from `srcset` (HTML Living Standard 4.8.4.3), the `source` elements of a
`picture`, or the copy in a `noscript`. A copy of the same picture in a `noscript` goes.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from newskit.convert.conventions.nodes import Child, Node, Page, events_of, words, written
from newskit.convert.conventions.styles import all_said
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import serialize
from newskit.lazy import lazy, wordlist
from newskit.markup.elements import names

# Drawings that are signs: icons and logos, which say nothing that their place does not say.
#
# A drawing (SVG 2) stays where it holds words, pictures or links, stands in a figure with a
# caption, or is as large and as many-coloured as an illustration. A sign is left out, and reported
# with all it holds.

_SHAPES = names("path circle ellipse rect line polygon polyline image")
_ASIDE = names("symbol defs title desc metadata style script clippath mask marker")
"""What is in these is not drawn where it stands."""

_CONTENT = names("foreignobject textpath animate animatemotion animatetransform set")
_PLACES = names("a button label nav header footer h1 h2 h3 h4 h5 h6 summary form menu")
"""Elements in which a drawing is the sign of what they do or lead to."""

_ICON, _SMALL = 32, 64
"""The most pixels, each way, of an icon that may hold words, and of one without."""

_ILLUSTRATION = 200
"""The pixels, on its longer side, from which a drawing in running text may be an illustration."""

_MOST_SHAPES, _MOST_COLOURS = 24, 3
_NAMES = lazy(r"(?:^|[ -])(?:icon|icons|fa|octicon|logo|svg-inline--fa)(?:[ -]|$)")
_LETTER = lazy(r"(?:[0-3](?:\.\d+)?|\.\d+)r?e[mx]")
_COLOUR = lazy(r"(?:fill|stroke|stop-color)\s*(?:=\s*[\"']|:)\s*([^\"';]+)")
_NO_COLOUR = names("none currentcolor inherit transparent")


def leave_out_signs(page: Page) -> None:
    """Leave out drawings that are signs."""
    for drawing in page.root.all("svg"):
        if any(up.name == "svg" or _has_caption(up) for up in drawing.ancestors()):
            continue
        if _is_sign(drawing):
            page.drop(DifferenceKind.ELEMENT, drawing, serialize(events_of(drawing)).strip())


def _has_caption(node: Node) -> bool:
    """Tell whether an element is a figure that stays one."""
    return node.name == "figure" and any(words(one) for one in node.all("figcaption"))


def _is_sign(drawing: Node) -> bool:
    found = drawing.attributes
    if found.get("aria-hidden", "").lower() == "true":
        return True
    if found.get("role", "") in {"presentation", "none"}:
        return True
    said = [found.get(side, "") for side in ("width", "height")]
    sides = [_pixels(one) for one in said]
    if all(0 < side <= _ICON for side in sides):
        return True
    shapes, content = _held(drawing)
    if content:
        return False
    if not shapes or any(_LETTER.fullmatch(one) for one in said) or _is_named(drawing):
        return True
    if max(sides) >= _ILLUSTRATION and not _is_flat(drawing, shapes):
        return False
    if max(sides) <= 0:
        view = re.split(r"[\s,]+", (found.get("viewBox") or found.get("viewbox") or "").strip())
        sides = [0.0, *[_pixels(one) for one in view[2:4]]]
    small = 0 < max(sides) <= _SMALL
    return (
        small
        or any(up.name in _PLACES for up in drawing.ancestors())
        or (_is_flat(drawing, shapes) and not _is_described(drawing))
    )


def _is_named(drawing: Node) -> bool:
    parent = drawing.parent
    around = parent.get("class") if parent is not None else ""
    return _NAMES.search(f"{drawing.get('class')} {around}") is not None


def _pixels(length: str) -> float:
    """Return a length in pixels; 0 for anything else, another unit too."""
    length = length.strip().removesuffix("px")
    return float(length) if re.fullmatch(r"\d+(?:\.\d+)?", length) else 0.0


def _held(drawing: Node) -> tuple[list[Node], bool]:
    """Return the shapes that are drawn, and whether anything is that readers read."""
    shapes: list[Node] = []
    pending = [drawing]
    while pending:
        node = pending.pop()
        for child in node.children:
            if isinstance(child, str):
                if child.strip() and node.name != "a":
                    return shapes, True
            elif child.name.lower() in _CONTENT or (
                words(child) if child.name == "text" else child.name == "a" and child.raw
            ):
                return shapes, True
            elif child.name.lower() not in _ASIDE:
                shapes += [child] if child.name in _SHAPES else []
                pending.append(child)
    return shapes, False


def _is_flat(drawing: Node, shapes: list[Node]) -> bool:
    """Tell whether a drawing has few shapes and colours, as logos have."""
    colours = {
        value.strip().lower()
        for node in [drawing, *drawing.walk()]
        for value in _COLOUR.findall(node.raw)
    } - _NO_COLOUR
    return len(shapes) <= _MOST_SHAPES and len(colours) <= _MOST_COLOURS


def _is_described(drawing: Node) -> bool:
    """Tell whether its author describes a drawing to those who do not see it.

    A title alone does not: icons and logos have one.
    """
    return bool(drawing.get("aria-label").strip()) or any(words(one) for one in drawing.all("desc"))


_AMP = {
    "amp-img": "img",
    "amp-anim": "img",
    "amp-iframe": "iframe",
    "amp-video": "video",
    "amp-audio": "audio",
}
_LOADED = names("img iframe video audio source embed")
_PREFERRED = (
    "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src",
    "data-orig-src", "data-real-src", "data-img-src", "data-image-src", "data-lazy",
    "data-lazyload", "data-echo", "data-cfsrc", "data-ezsrc", "data-pagespeed-lazy-src",
    "data-url", "data-image", "data-img", "data-orig-file", "data-large-file", "data-medium-file",
)  # fmt: skip
_SETS = wordlist(
    """
    srcset data-srcset data-lazy-srcset data-original-set data-src-set data-sizes-srcset
    """
)
_NAMED = lazy(
    r"(?:data-.*(?:src|original|lazy|image|img|url|file|echo|photo|pic)|(?:[\w-]*-)?lazy.*|(?:ng|nitro|v|x-bind)[-:][\w-]*src|lowsrc|file|real_?src|src-?\w+|original)",
    re.IGNORECASE,
)
_SET_NAMED = lazy(r".*(?:srcset|src-set)", re.IGNORECASE)
_NOT_THE_PICTURE = lazy(
    r"permalink|comment|meta|caption|credit|title|alt|link|page|thumb|small|attachment|lqip|placeholder|fallback|sizes|ratio",
    re.IGNORECASE,
)
_PLACEHOLDER = lazy(
    # A colour at the end of a name (`logo-white.png`) is that of a picture.
    r"(?:(?:^|[/_.-])(?:blank|spacer|pixel|placeholder|loading|loader|lazy(?:load)?|1x1|dummy|spinner"
    r"|default-?image|no-?image|preload)|(?:^|/)(?:transparent|gr[ae]y|trans|px|empty|clear|white|load|t))"
    r"(?:[_.-]?\d*(?:x\d+)?)\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)
_NOTHING = lazy(r"\s*+(?:about:blank|#|javascript:.*|/+|data:,?)?\s*+\Z", re.IGNORECASE)
_ADDRESS = lazy(
    r"(?:https?:)?//\S+|[^\s{}\"'<>,;]*\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)(?:[?#]\S*)?|\.{0,2}/\S+|[\w%.~-]+(?:/[\w%.~-]+)+(?:\?\S*)?",
    re.IGNORECASE,
)
_FILE = lazy(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]\S*)?\s*\Z", re.IGNORECASE)
_SPACED = lazy(r"(?:https?:)?//[^\s{}\"'<>,;][^{}\"'<>,;]*\.\w{2,5}", re.IGNORECASE)
_SOURCE = lazy(r"<(?:img|iframe|video|audio|source|embed)\b(?:[^<>]*? src=\"([^\"]*)\")?")
_CANDIDATE = lazy(r"[\s,]*(?P<url>\S+)(?P<size>[^,]*)")
_WIDTH = lazy(r"([\d.]+)[wx]\b")
_SIZE = lazy(r"-\d+x\d+(?=\.\w+$)|(?<=\.)\d+x\d+\.|[?#].*$")


def read_pictures(page: Page) -> None:
    """Give every picture and every player the address that readers see."""
    for node in page.root.all(*_AMP):
        node.name = _AMP[node.name]
    for node in page.root.all(*_LOADED):
        if node.name == "source" and (node.parent is None or node.parent.name == "picture"):
            continue
        address = _real(node)
        if address:
            _set_source(node, address)
    for picture in page.root.all("picture"):
        _read_picture(page, picture)
    for noscript in page.root.all("noscript"):
        _read_noscript(page, noscript)


def _set_source(node: Node, address: str) -> None:
    """Write the real address of a picture."""
    kept = {
        name: value
        for name, value in node.attributes.items()
        if name != "src" and value.strip() != address
    }
    node.raw = written({"src": address, **kept})


def shows_later(html: str) -> bool:
    """Tell whether a picture or a player of a document, as serialised, has no real address."""
    return any(is_placeholder(unescape(source[1] or "")) for source in _SOURCE.finditer(html))


def is_placeholder(source: str) -> bool:
    """Tell whether an address shows nothing of the picture itself."""
    if _NOTHING.match(source):
        return True
    if source.lstrip()[:5].lower() == "data:":
        return True
    return _PLACEHOLDER.search(source) is not None


def _real(node: Node) -> str:
    """Return the address a script would load; empty where the source is the real one."""
    found = node.attributes
    source = found.get("src", "")
    if not is_placeholder(source):
        return ""
    if node.name in {"video", "audio"} and not source and node.first("source") is not None:
        return ""
    for name in _PREFERRED:
        if _is_address(found.get(name, "")):
            return found[name].strip()
    for name in (*_SETS, *[one for one in found if _SET_NAMED.fullmatch(one)]):
        if address := largest(found.get(name, "")):
            return address
    for name, value in found.items():
        named = _NAMED.fullmatch(name) or (name[:5] == "data-" and _FILE.search(value))
        if named and not _NOT_THE_PICTURE.search(name) and _is_address(value):
            return value.strip()
    return ""


def _is_address(value: str) -> bool:
    value = value.strip()
    if not value or value[:5].lower() == "data:" or is_placeholder(value):
        return False
    return _ADDRESS.fullmatch(value) is not None or _SPACED.fullmatch(value) is not None


def largest(candidates: str) -> str:
    """Return the largest picture of a `srcset`; empty for none."""
    best, size, place = "", -1.0, 0
    while match := _CANDIDATE.match(candidates, place):
        url = match["url"].rstrip(",")
        ended = url != match["url"]
        place = match.end("url") if ended else match.end()
        if not url or url[:5].lower() == "data:" or is_placeholder(url):
            continue
        found = None if ended else _WIDTH.search(match["size"])
        width = float(found[1]) if found and found[1].count(".") < 2 and found[1] != "." else 1.0
        if width > size:
            best, size = url, width
    return best


def _read_picture(page: Page, picture: Node) -> None:
    """Let a picture be its image, with an address of its sources where it has none."""
    image = picture.first("img")
    sources = picture.all("source")
    if image is None:
        if not sources:
            return
        image = Node("img", ' alt=""')
        picture.append(image)
    if is_placeholder(image.get("src")):
        for source in reversed(sources):
            found = source.attributes
            address = next(
                (
                    one
                    for name in (*_SETS, "src", "data-src")
                    if (one := largest(found.get(name, "")))
                ),
                "",
            )
            if address:
                _set_source(image, address)
                break
    for source in sources:
        said = [value for name in (*_SETS, "src") if (value := source.get(name))]
        page.drop(DifferenceKind.ATTRIBUTE, source, ", ".join(said) or source.raw.strip())
    picture.unwrap()


def _read_noscript(page: Page, noscript: Node) -> None:
    """Leave out the copy of what a script loads, or take its address where there is no other."""
    copies = noscript.all("img", "iframe", "video")
    if not copies or noscript.has_words():
        return
    for copy in copies:
        twin = _twin(noscript, copy)
        if twin is None:
            return
        if is_placeholder(twin.get("src")):
            _set_source(twin, copy.get("src"))
            if not twin.get("alt").strip() and copy.get("alt").strip():
                twin.set({"alt": copy.get("alt")})
    page.drop(DifferenceKind.ELEMENT, noscript, all_said(noscript))


def _twin(noscript: Node, copy: Node) -> Node | None:
    """Return the element beside a `noscript` that shows the same; None when there is none."""
    address = _bare(copy.get("src"))
    around = noscript
    for _ in range(3):
        for sibling in _beside(around):
            for one in [sibling, *sibling.walk()]:
                if one.name != copy.name or any(up.name == "noscript" for up in one.ancestors()):
                    continue
                waits = is_placeholder(one.get("src")) and not _is_another(one, copy)
                if waits or _bare(one.get("src")) == address:
                    return one
        if around.parent is None or around.parent.name in {"body", "article", "main", "section"}:
            break
        if len(around.parent.content()) > 2:
            break
        around = around.parent
    return None


def _is_another(one: Node, copy: Node) -> bool:
    """Tell whether two pictures say different things, or lead to different places."""
    said = {node.get("alt").strip() for node in (one, copy)} - {""}
    led = {
        up.get("href").strip() for node in (one, copy) for up in node.ancestors() if up.name == "a"
    }
    return len(said) > 1 or len(led) > 1


def _beside(node: Node) -> list[Node]:
    """Return the elements right before and right after one."""
    if node.parent is None:
        return []
    place = node.index()
    found: list[Node] = []
    for children in (reversed(node.parent.children[:place]), node.parent.children[place + 1 :]):
        for child in children:
            if _blank(child):
                continue
            if isinstance(child, Node):
                found.append(child)
            break
    return found


def _blank(child: Child) -> bool:
    return not child.strip() if isinstance(child, str) else not child.name


def _bare(address: str) -> str:
    """Return an address without its scheme and the size in its name."""
    bare = _SIZE.sub("", unquote(address).strip())
    return re.sub(r"^https?:", "", bare)
