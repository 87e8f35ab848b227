"""Pictures and media that a script loads, and their doubles.

A missing or placeholder `src` takes the real address: from `data-src` and its kin (lazysizes,
WordPress, WeChat …), from `srcset` (HTML Living Standard 4.8.4.3), the `source` elements of a
`picture`, or the copy in a `noscript`. A copy of the same picture in a `noscript` goes.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from newskit.convert.conventions.hidden import all_said
from newskit.convert.conventions.nodes import Child, Node, written
from newskit.convert.conventions.page import Page
from newskit.convert.result import DifferenceKind
from newskit.lazy import lazy
from newskit.markup.elements import names

__all__ = ["is_placeholder", "read_pictures", "shows_later"]

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
_SETS = (
    "srcset",
    "data-srcset",
    "data-lazy-srcset",
    "data-original-set",
    "data-src-set",
    "data-sizes-srcset",
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
    r"(?:^|[/_.-])(?:blank|spacer|transparent|pixel|placeholder|loading|loader|lazy(?:load)?|1x1|grey|gr[ae]y|dummy"
    r"|trans|px|empty|clear|white|load|spinner|default-?image|no-?image|preload|t)(?:[_.-]?\d*(?:x\d+)?)\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)",
    re.IGNORECASE,
)
_NOTHING = lazy(r"\s*(?:about:blank|#|javascript:.*|/+|data:,?)?\s*\Z", re.IGNORECASE)
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
                if is_placeholder(one.get("src")) or _bare(one.get("src")) == address:
                    return one
        if around.parent is None or around.parent.name in {"body", "article", "main", "section"}:
            break
        if len(around.parent.content()) > 2:
            break
        around = around.parent
    return None


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
