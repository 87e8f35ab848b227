"""A block as a reader sees it, whatever it is written in, with its links in one notation.

HTML and Markdown come out alike: tags, emphasis and markers are gone, entities are characters,
white space is one space, a link is ``[text](url)``, an address that shows itself is ``<url>`` and
an image is ``![alt](url)``. Rules match on this view.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from newskit.frozen import dataclass
from newskit.lazy import computed, lazy
from newskit.strip.pattern import attribute, fold

# The tokens of inline HTML and Markdown, as one expression.


_LABEL: Final = r"(?:[^\[\]\\\n]|\\.|\[(?:[^\[\]\\\n]|\\.)*\])*"
# Link text may hold images and single line endings, and brackets one deep.
_TEXT: Final = (
    rf"(?>!\[{_LABEL}\]\([^()\s]*\)|[^\[\]\\\n]|\\.|\n(?!\s*\n)|\[(?:[^\[\]\\\n]|\\.)*\])*"
)
# An address may hold brackets one deep, and template code.
_ADDRESS: Final = r"(?>\{\{[^}\n]*\}\}|\{%[^}\n]*%\}|[^\s()<>]|\([^\s()]*\))*"
_TITLE: Final = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
_STOPS: Final = r"\s<>\"'（）()\[\]，。；、！「」【】"


def _target(name: str) -> str:
    """The part of a link behind its text; groups are distinguished by `name`."""
    return rf"\(\s*(?:<(?P<{name}angle>[^<>\n]*)>|(?P<{name}bare>{_ADDRESS})){_TITLE}\s*\)"


# Most characters start no token, which this tells before the kinds are tried.
_START: Final = r"(?=[<!\[{\\*~`_&\s]|https?:|ftp:|www\.)(?! \S)"
TOKEN: Final = lazy(
    rf"{_START}(?:(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<auto><(?P<address>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@/\"']+@[^\s<>@/\"']+)>)"
    r"|(?P<tag></?(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>)"
    rf"|(?P<image>!\[(?P<alt>{_LABEL})\]{_target('i')})"
    rf"|(?P<link>\[(?P<text>{_TEXT})\]{_target('l')})"
    r"|(?P<ref>\[(?P<rtext>[^\[\]]+)\](?:[ ]?\[(?P<rlabel>[^\[\]]*)\])?)"
    r"|(?P<attr>\{:?[ ]?[.#][^{}\n]*\}|\{:[^{}\n]*\})"
    rf"|(?P<url>(?:https?|ftp)://[^{_STOPS}]+|www\.[^{_STOPS}]+\.[^{_STOPS}]+)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<mark>\*+|~~|`+|(?<![^\W_])_+|_+(?![^\W_]))"
    r"|(?P<space>\s{2,}|[^\S ]|\\(?=[\r\n]|\Z))"  # a backslash at the end of a line is a break
    r"|(?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});))",
    re.DOTALL,
)
"""One match is one token: the named group that took part tells which. A space is not a token."""


LONGEST: Final = 12_000
"""Characters of the longest block that is read: real boilerplate is a tenth of this."""

_LEAD: Final = lazy(r"\A(?:[ \t]{0,8}(?:>[ \t]?|[-+*•·‧][ \t]+|\d{1,9}[.)][ \t]+|#{1,6}[ \t]+))+")
_QUOTE: Final = lazy(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
# GitHub's and Obsidian's alerts: `> [!NOTE]` above the text of a quotation.
_ALERT: Final = lazy(r"\A\s*\[![A-Za-z]+\][-+]?[ \t]*(?:\n|\Z)")
# Text without any of these holds no token but white space.
_MARKUP: Final = lazy(r"[<\[*_`&\\{]|://|www\.|~~")
_SPACE: Final = lazy(r"\s{2,}|[^\S ]")
_URL_END: Final = lazy(r"&(?:nbsp|lt|gt|quot|#160|#xa0);", re.IGNORECASE)
_BREAKING: Final = frozenset({"br", "p", "div", "li", "td", "th", "tr", "hr", "ul", "ol"})
_TEXT_BRACKETS: Final = str.maketrans("[]", "⁅⁆")
_URL_BRACKETS: Final = str.maketrans("()<> ", "⁽⁾‹›+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link, an address that shows itself (no `text`) or an image, at its place in a view."""

    start: int
    end: int
    text: str
    url: str
    image: bool = False


@dataclass(frozen=True)
class View:
    """What a reader sees of a piece of source.

    Attributes:
        text: the readable text; links in one notation.
        links: links and images with their place in `text`, in order.
    """

    text: str
    links: tuple[Link, ...] = ()

    @computed
    def folded(self) -> str:
        """`text` with wide, curly and other typographic forms as their plain ones."""
        return fold(self.text)

    def part(self, start: int, end: int) -> View:
        """The view of a part; links that are not wholly in it are left out."""
        text = self.text[start:end]
        shift = start + len(text) - len(text.lstrip())
        links = (
            Link(link.start - shift, link.end - shift, link.text, link.url, link.image)
            for link in self.links
            if start <= link.start and link.end <= end
        )
        return View(text.strip(), tuple(links))

    @computed
    def prose(self) -> str:
        """`text` without links, their addresses and images; link texts stay."""
        pieces: list[str] = []
        position = 0
        for link in self.links:
            pieces += (self.text[position : link.start], "" if link.image else link.text)
            position = link.end
        return "".join((*pieces, self.text[position:])).strip()


def shown_url(url: str) -> str:
    """An address as a view shows it: what would end the notation is replaced."""
    return url.translate(_URL_BRACKETS)


def view_of(source: str, definitions: Mapping[str, str]) -> View:
    """Return the view of `source`; `definitions` maps link labels (folded case) to addresses."""
    if "\n>" in source or source.lstrip().startswith(">"):
        source = _ALERT.sub("", _QUOTE.sub("", source))
    lead = _LEAD.match(source)
    writer = _Writer(definitions)
    writer.read(source[lead.end() :] if lead else source)
    return writer.view()


class _Writer:
    """Writes a view piece by piece, keeping the places of links."""

    def __init__(self, definitions: Mapping[str, str]) -> None:
        self._definitions = definitions
        self._pieces: list[str] = []
        self._length = 0
        self._links: list[Link] = []
        self._anchor: tuple[int, int, str] | None = None

    def view(self) -> View:
        self._close_anchor()
        text = "".join(self._pieces)
        lead = len(text) - len(text.lstrip())
        links = tuple(
            Link(link.start - lead, link.end - lead, link.text, link.url, link.image)
            for link in self._links
        )
        return View(text.strip(), links)

    def read(self, source: str) -> None:
        if not _MARKUP.search(source):
            self._put(_SPACE.sub(" ", source))
            return
        position = 0
        for match in TOKEN.finditer(source):
            self._put(source[position : match.start()])
            self._token(match)
            position = match.end()
        self._put(source[position:])

    def _token(self, match: re.Match[str]) -> None:
        kind = match.lastgroup  # the group of a token closes behind those in it
        if kind == "space":
            self._put(" ")
        elif kind == "tag":
            self._tag(match[0], match["name"].lower())
        elif kind == "link":
            self._put_link(_plain(match["text"]), match["langle"] or match["lbare"] or "")
        elif kind == "image":
            self._put_image(_plain(match["alt"]), match["iangle"] or match["ibare"] or "")
        elif kind == "ref":
            self._reference(match)
        elif kind in {"auto", "url"}:
            self._address(match["address"] or match["url"])
        elif kind == "escape":
            self._put(match[0][1])
        elif kind == "entity":
            self._put(html.unescape(match[0]))

    def _put(self, text: str) -> None:
        if text[:1] in {" ", "\u00a0"} and (not self._pieces or self._pieces[-1].endswith(" ")):
            text = text[1:]
        if text:
            self._pieces.append(text)
            self._length += len(text)

    def _tag(self, tag: str, name: str) -> None:
        if name == "a":
            self._close_anchor()
            if not tag.startswith("</"):
                url = html.unescape(attribute(tag, "href"))
                self._anchor = (len(self._pieces), self._length, url)
        elif name == "img":
            url = html.unescape(attribute(tag, "src"))
            self._put_image(html.unescape(attribute(tag, "alt")), url)
        elif name in _BREAKING:
            self._put(" ")

    def _close_anchor(self) -> None:
        if self._anchor is None:
            return
        piece, start, url = self._anchor
        self._anchor = None
        text = "".join(self._pieces[piece:])
        del self._pieces[piece:]
        self._length = start
        self._links = [link for link in self._links if link.start < start]
        if url:
            self._put_link(text, url)
        else:
            self._put(text)

    def _reference(self, match: re.Match[str]) -> None:
        text = match["rtext"]
        label = match["rlabel"] or text
        url = self._definitions.get(" ".join(label.split()).casefold())
        if url is None:
            self._put("[")
            self.read(text)
            self._put("]")
            if match["rlabel"]:
                self._put(f"[{match['rlabel']}]")
        else:
            self._put_link(_plain(text), url)

    def _address(self, url: str) -> None:
        if self._anchor is not None:
            self._put(url)
            return
        ended = _URL_END.search(url)  # a reader sees the end of the address there
        rest, url = (url[ended.start() :], url[: ended.start()]) if ended else ("", url)
        trailing = url[len(url.rstrip(".,;:!?*_")) :]
        url = url[: len(url) - len(trailing)]
        start = self._length
        self._put(f"<{url.translate(_URL_BRACKETS)}>")
        self._links.append(Link(start, self._length, "", url))
        self._put(trailing.strip("*_"))
        if rest:
            self.read(rest)

    def _put_link(self, text: str, url: str) -> None:
        text = " ".join(text.split())
        if _same_address(text, url):
            self._address(url)
            return
        shown = text.translate(_TEXT_BRACKETS)
        start = self._length
        self._put(f"[{shown}]({url.translate(_URL_BRACKETS)})")
        self._links.append(Link(start, self._length, text, url))

    def _put_image(self, alt: str, url: str) -> None:
        start = self._length
        alt = " ".join(alt.split())
        self._put(f"![{alt.translate(_TEXT_BRACKETS)}]({url.translate(_URL_BRACKETS)})")
        self._links.append(Link(start, self._length, alt, url, image=True))


def _same_address(text: str, url: str) -> bool:
    bare = text.strip("<>").removesuffix("/")
    return bare != "" and url.split("://", 1)[-1].removesuffix("/") == bare.split("://", 1)[-1]


def _plain(source: str) -> str:
    """Link text without its own markup."""
    if not re.search(r"[*_`<&\\!]", source):
        return source
    text = re.sub(r"!\[([^\[\]]*)\]\([^()]*\)", r"\1", source)
    text = re.sub(r"<[^<>]*>", "", text)
    text = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
    return html.unescape(re.sub(r"\*+|`+|(?<![^\W_])_+|_+(?![^\W_])", "", text))
