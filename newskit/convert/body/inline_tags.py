"""Inline HTML inside Markdown paragraphs, written as Markdown where that says the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from newskit.config.convert import Profile, Semantics
from newskit.convert.body.segments import is_coded
from newskit.convert.conventions.nodes import Node, Page, build, events_of
from newskit.convert.conventions.pictures import is_placeholder
from newskit.convert.conventions.styles import is_hidden, marks_of, read_styles
from newskit.convert.emphasis import DELIMITERS, join_items, opens
from newskit.convert.escape import PROFILES, ProfileRules, escape_line_starts
from newskit.convert.inline import Links, write_image
from newskit.convert.notes import Note
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import attributes, body_html, parse, serialize, tokenize
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import HTML, MEDIA, SOFT_MARKS, STRIKE, STRONG, VOID
from newskit.markup.html_spans import SPAN_TAGS
from newskit.markup.templates import SET_ASIDE
from newskit.render.cmark import render_markdown

# A Markdown paragraph cut into source text and tags, each tag with its partner.


_TOKEN = lazy(
    r"(?P<code>(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)\2(?!`))"
    r"|(?P<skip>\\.|\$\$(?:(?!\n[ \t]*\n).)+?\$\$|<!--.*?-->|<[a-zA-Z][a-zA-Z0-9+.-]+:[^\s<>]*>)"
    r"|<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<raw>(?:[ \t\n]+[^\s\"'<>/=]+"
    r"(?:[ \t\n]*=[ \t\n]*(?:\"[^\"]*\"|'[^']*'|[^ \t\n\"'=<>`]+))?)*)[ \t\n]*/?>",
    re.DOTALL,
)
POINTLESS = frozenset({"span", "font", "nobr"})
_PAIRED = frozenset({*SOFT_MARKS, *POINTLESS, "a", "code", "tt"})
REFERENCE_START = lazy(r"\A&#?\w+;")
REFERENCE_END = lazy(r"&#?\w+;\Z")


@dataclass(slots=True)
class Piece:
    """A part of a paragraph: source text, or what a tag becomes."""

    text: str
    name: str = ""
    raw: str = ""
    end: bool = False
    code: bool = False
    partner: int = -1


def cut(source: str) -> list[Piece]:
    """Cut a paragraph into its pieces; tags whose content stays HTML have no name."""
    pieces: list[Piece] = []
    position = 0
    for match in _TOKEN.finditer(source):
        if match.start() > position:
            pieces.append(Piece(source[position : match.start()]))
        if match["name"]:
            name = match["name"].lower()
            pieces.append(Piece(match[0], name, match["raw"], bool(match["end"])))
        else:
            pieces.append(Piece(match[0], code=True))
        position = match.end()
    if position < len(source):
        pieces.append(Piece(source[position:]))
    _pair(pieces)
    _leave_raw(pieces)
    return pieces


def _pair(pieces: list[Piece]) -> None:
    """Find the closing tag of each opening tag, where they nest properly."""
    stack: list[int] = []
    for index, piece in enumerate(pieces):
        if piece.name not in _PAIRED:
            continue
        if not piece.end:
            stack.append(index)
        elif stack and pieces[stack[-1]].name == piece.name:
            start = stack.pop()
            piece.partner, pieces[start].partner = start, index
        else:
            stack.clear()


def _leave_raw(pieces: list[Piece]) -> None:
    """Take what stands in elements that stay HTML for text: some renderers read no Markdown there.

    Code does not stay when nothing in it needs to be read.
    """
    depth = 0
    stays = _RAW_CONTENT | _unknown(pieces)
    for piece in pieces:
        outside = depth
        if piece.name in stays:
            depth = max(0, depth + (-1 if piece.end else 1))
        if min(outside, depth) > 0 and piece.name:
            if piece.partner >= 0:
                pieces[piece.partner].partner = -1
            piece.name, piece.partner = "", -1


def _unknown(pieces: list[Piece]) -> set[str]:
    """Return the names that HTML has no element for, where each that begins also ends."""
    begun: Counter[str] = Counter()
    for piece in pieces:
        if piece.name and piece.name not in HTML:
            begun[piece.name] += -1 if piece.end else 1
    return {name for name, left in begun.items() if not left}


_RAW_CONTENT = MEDIA | frozenset(
    "code tt kbd samp var mark u time data bdi center blink marquee".split()  # noqa: SIM905
)
"""Elements in which kramdown reads no Markdown (its HTML_CONTENT_MODEL, 2.4)."""


def edges(pieces: list[Piece], start: int, end: int) -> tuple[str, str]:
    """Return the characters before and after an element."""
    before = _edge(pieces, range(start - 1, -1, -1), -1)
    return before, _edge(pieces, range(end + 1, len(pieces)), 0)


def _edge(pieces: list[Piece], places: range, side: int) -> str:
    for place in places:
        text = pieces[place].text
        if text:
            edge = (REFERENCE_END if side else REFERENCE_START).search(text)
            return unescape(edge[0] if edge else text)[side]
    return ""


_HAS_TAG = lazy(r"</?[a-zA-Z]")
_FLAT_LEFT = frozenset({"u", "sub", "sup", "ins", "small", "kbd"})
"""Elements that stay HTML, and have no partner."""
_BESIDE_FLAT = frozenset("*&;<>")
_FLAT = lazy(
    rf"<(?:(strong|b|em|i|code|{'|'.join(sorted(_FLAT_LEFT))})|a href=\"([\w:/.?=#~+,;@-]+)\")>"
    r"([^<>`\\\[\]&*]+)</(?(1)\1|a)>"
)
_ACTIVE = lazy(r"[\\`*_\[\]<&~]")
_UNSAFE_LABEL = lazy(r"[\[\]]|<a\b", re.IGNORECASE)
_LINE_TAG = lazy(r"^[ \t>]*<(/?\w+|[!?])([^<>\n]*>[ \t]*$)?", re.MULTILINE)
# Template code may be gone before Markdown is read: then the tag begins the item, and a block.
_LED_ITEM = lazy(
    rf"^[ \t>]*(?:[-*+]|\d{{1,9}}[.)])[ \t]+(?:{SET_ASIDE}[ \t]*)+"
    rf"<(?!/|(?:{'|'.join(sorted(SPAN_TAGS))})\b)",
    re.MULTILINE,
)
_MODULE = lazy(r"[ \t]*(?:import|export)\s[^\n]*(?:from\s|[={\"'])")
_PARAGRAPH = lazy(r"(?:^[^\S\n]*+\S[^\n]*+\n?)+", re.MULTILINE)


@dataclass(slots=True)
class InlineTags:
    """Converts the inline HTML of Markdown paragraphs.

    Attributes:
        rules: the profile's.
        links: writes links and images.
        semantics: what happens to elements without Markdown.
        keep: attributes whose elements stay HTML.
        linked: the names of the places that links of the document lead to.
        trusted: whether paragraphs need no proof of their own.
        notes: what was left out.
        shown: what was converted last, with elements for the marks of styles that were written.
    """

    rules: ProfileRules
    links: Links
    semantics: Semantics
    keep: frozenset[str] = frozenset()
    linked: frozenset[str | None] = frozenset()
    trusted: bool = False
    notes: list[Note] = field(default_factory=list[Note])
    shown: str = ""

    def convert(self, text: str) -> str:
        """Convert the paragraphs of a stretch of Markdown; each is proved on its own or trusted."""
        self.shown = text
        if not _HAS_TAG.search(text):
            return text
        written: list[str] = []
        shown: list[str] = []
        place = 0
        for match in _PARAGRAPH.finditer(text):
            between, place = text[place : match.start()], match.end()
            paragraph = self._paragraph(match[0])
            anew = paragraph != match[0] and "style=" in paragraph + match[0]
            written += [between, paragraph]
            shown += [between, _with_marks(match[0]) if anew else match[0]]
        self.shown = "".join([*shown, text[place:]])
        return "".join([*written, text[place:]])

    def _paragraph(self, source: str) -> str:
        if not _HAS_TAG.search(source) or source.lstrip()[0] == "|" or _LED_ITEM.search(source):
            return source
        if _MODULE.match(source) or is_coded(source) or _UNREAD.search(source):
            return source
        if self.trusted and (flat := self._flat(source)):
            return flat
        noted = len(self.notes)
        written = self._rewrite(source)
        if written == source:
            return source
        tags = Counter(_LINE_TAG.findall(written)) - Counter(_LINE_TAG.findall(source))
        if tags or _begins_block(written, source):
            # A tag that begins a line now, or is all of it, would begin a block of HTML.
            del self.notes[noted:]
            return source
        if self.trusted:
            return written
        keep = self.semantics is Semantics.KEEP
        shown = body_html(render_markdown(source))
        if "style=" in source:
            page = Page(build(tokenize(shown)), self.links.config)
            read_styles(page)
            shown = serialize(events_of(page.root))
        if proves(written, shown, semantics=keep):
            return written
        del self.notes[noted:]
        return source

    def _flat(self, source: str) -> str:
        """Rewrite a paragraph in which no element holds another, as `_rewrite` does.

        Returns:
            The paragraph; empty where more must be looked at: what begins a line, signs of
            Markdown or references at the edges of an element, other tags and code.
        """
        if "`" in source or "\\" in source or "$$" in source or None in self.linked:
            return ""
        if self.rules.kramdown and "|" in source:
            return ""
        written: list[str] = []
        place = 0
        for match in _FLAT.finditer(source):
            start, end = match.span()
            name, href, inner = match.groups()
            edge = start
            while edge and source[edge - 1] in " \t>":
                edge -= 1
            before, after = source[start - 1 : start], source[end : end + 1]
            begins = not edge or source[edge - 1] == "\n"
            if begins or before in _BESIDE_FLAT or after in _BESIDE_FLAT:
                return ""
            if name not in _FLAT_LEFT:
                text = self._flat_element(name, href, inner, before, after)
                if not text:
                    return ""
                written += [source[place:start], text]
                place = end
        if _HAS_TAG.search(_FLAT.sub("", source)) or "<!--" in source:
            return ""
        return "".join([*written, source[place:]])

    def _flat_element(
        self, name: str | None, href: str | None, inner: str, before: str, after: str
    ) -> str:
        """Return what an element that holds only text is written as; empty where that may fail."""
        if inner[0].isspace() or inner[-1].isspace():
            return ""
        if href is not None:
            return self.links.write(("", "a", f' href="{href}"', ""), inner, inner)
        if name == "code":
            return "" if "_" in inner or "~" in inner else f"`{inner}`"
        mark = SOFT_MARKS[name or ""]
        if not (opens(inner[0], before) and opens(inner[-1], after)):
            return ""
        return f"{DELIMITERS[mark]}{inner}{DELIMITERS[mark]}"

    def _rewrite(self, source: str) -> str:
        pieces = cut(source)
        for index, piece in enumerate(pieces):
            if piece.name == "img":
                self._image(piece)
            elif piece.name == "br" and self.rules.hard_break[0] == "\\":
                self._break(pieces, index)
        # Inner pairs come before the ones around them.
        for index, piece in enumerate(pieces):
            if piece.end and piece.partner >= 0:
                self._element(pieces, piece.partner, index)
        return "".join([piece.text for piece in pieces])

    def _image(self, piece: Piece) -> None:
        events = parse(piece.text)
        raw = next((event[2] for event in events if event[1] == "img"), "")
        found = attributes(raw)
        if (
            not raw
            or not self.keep.isdisjoint(found)
            or "usemap" in found
            or is_placeholder(found.get("src", ""))
            or not {found.get("id"), found.get("name")}.isdisjoint(self.linked)
        ):
            return
        written = write_image(self.links, raw, found)
        if written[0] == "<":
            return
        piece.text = written
        left = [f'{name}="{value}"' for name, value in found.items() if name not in _IMAGE]
        if left:
            self._note("img", " ".join(left))

    def _break(self, pieces: list[Piece], index: int) -> None:
        following = [piece.text for piece in pieces[index + 1 :] if not self._goes(piece, pieces)]
        after = "".join(following)
        if after[:1] == "\n" and after.strip():
            pieces[index].text = "\\"

    def _goes(self, piece: Piece, pieces: list[Piece]) -> bool:
        """Tell whether a tag will be left out."""
        start = pieces[piece.partner].raw if piece.end else piece.raw
        kept = any(name in start for name in self.keep)
        return piece.partner >= 0 and piece.name in POINTLESS and not kept

    def _element(self, pieces: list[Piece], start: int, end: int) -> None:
        name = pieces[start].name
        inner = "".join([piece.text for piece in pieces[start + 1 : end]])
        raw = (
            ""
            if len(pieces[start].text) == len(name) + 2
            else _attributes(pieces[start].text, name)
        )
        found = attributes(raw)
        if not inner.strip() or "\n\n" in inner or not self.keep.isdisjoint(found):
            return
        barred = self.rules.kramdown and "|" in inner and name not in {"code", "tt"}
        if barred and any(map(_BAR.search, _outside(pieces[start + 1 : end]))):
            return  # within an element a bar is text; outside it makes the line one of a table
        if not {found.get("id"), found.get("name")}.isdisjoint(self.linked):
            return
        written: str | None = None
        if name in POINTLESS:
            written = self._styled(pieces, start, end, inner, found)
        elif name == "a":
            written = self._link(_without_line_ends(inner, *edges(pieces, start, end)), raw, found)
            found = {key: found[key] for key in found if key not in {"href", "title"}}
        elif name in {"code", "tt"}:
            beside = edges(pieces, start, end)
            plain = inner == inner.strip() and not _ACTIVE.search(inner) and "`" not in beside
            written = f"`{inner}`" if plain else None
        else:
            written = self._mark(pieces, start, end, inner)
        if written is None:
            return
        if found:
            self._note(name, " ".join([f'{key}="{value}"' for key, value in found.items()]))
        for piece in pieces[start + 1 : end]:
            piece.text = ""
        pieces[start].text, pieces[end].text = written, ""

    def _link(self, inner: str, raw: str, found: dict[str, str]) -> str | None:
        if "href" not in found or _UNSAFE_LABEL.search(_without_images(inner)):
            return None
        return self.links.write(("", "a", raw, ""), inner, inner)

    def _styled(
        self, pieces: list[Piece], start: int, end: int, inner: str, found: dict[str, str]
    ) -> str | None:
        """Write an element that says something by its style alone, if at all."""
        if (
            "lang" in found
            or "dir" in found
            or "hidden" in found
            or "math" in found.get("class", "")
        ):
            return None
        if "style" not in found:
            return inner
        if is_hidden(Node("span", f' style="{found["style"]}"')):
            return None
        marks = [SOFT_MARKS[name] for name in marks_of(found["style"]) if name in SOFT_MARKS]
        if not marks:
            return inner
        return self._mark(pieces, start, end, inner, marks[0]) if len(marks) == 1 else None

    def _mark(
        self, pieces: list[Piece], start: int, end: int, inner: str, mark: int = 0
    ) -> str | None:
        mark = mark or SOFT_MARKS[pieces[start].name]
        if mark == STRIKE and not self.rules.strike:
            return None
        sign = {STRONG: "*", STRIKE: "~"}.get(mark, "*")
        before, after = edges(pieces, start, end)
        core = inner.strip()
        if sign in {before, after, core[0], core[-1]} or f"{sign}{sign}" in core:
            return None
        lead = inner[: len(inner) - len(inner.lstrip())]
        tail = inner[len(inner.rstrip()) :]
        references = [*REFERENCE_START.findall(core), *REFERENCE_END.findall(core)]
        if any(unescape(edge).isspace() for edge in references):
            return None  # the same rule as in text that is converted: renderers differ here
        if "\n" in lead + tail and (
            "\n" in before + after or pieces[max(0, start - 1)].name == "br"
        ):
            return None  # a blank line would part the paragraph, a break may be written anew
        marked = join_items([(core, mark)], lead[-1:] or before, tail[:1] or after, "~~")
        return None if marked[0] == "<" else f"{lead}{marked}{tail}"

    def _note(self, tag: str, text: str) -> None:
        self.notes.append(Note(DifferenceKind.ATTRIBUTE, Action.DROPPED, tag, text))


_UNREAD = lazy(r"<[^<>]*\smarkdown\s*=\s*[\"']?0")
"""An element in which kramdown reads no Markdown: without it the same signs would be some."""

_BAR = lazy(r"(?<!\\)\|")
_ONE_TAG = lazy(r"<(/)?([a-zA-Z][\w-]*)")


def _outside(pieces: list[Piece]) -> Iterator[str]:
    """Yield the texts that stand in none of the elements that stay."""
    depth = 0
    for piece in pieces:
        parts = cut(piece.text) if piece.name else [piece]
        if len(parts) > 1:  # an element that is written already
            if depth <= 0:
                yield from _outside(parts)
        elif tag := _ONE_TAG.match(piece.text):
            if tag[2].lower() not in VOID:
                depth += -1 if tag[1] else 1
        elif depth <= 0 and parts and not parts[0].code:
            yield piece.text


def _with_marks(source: str) -> str:
    """Return a paragraph with elements for what its styles say, as far as one mark says it."""
    pieces = cut(source)
    for piece in pieces:
        if not piece.end or piece.partner < 0 or piece.name not in POINTLESS:
            continue
        start = pieces[piece.partner]
        found = attributes(_attributes(start.text, start.name)) if "style" in start.text else {}
        marks = [one for one in marks_of(found.get("style", "")) if one in SOFT_MARKS]
        if len(marks) == 1 and "lang" not in found and "dir" not in found:
            start.text, piece.text = f"<{marks[0]}>", f"</{marks[0]}>"
    return "".join([piece.text for piece in pieces])


def _without_line_ends(inner: str, before: str, after: str) -> str:
    """Leave out the line ends at the edges of a link, where white space or nothing is beside it."""
    text = inner.strip()
    if "\n" in inner[: inner.index(text)] and (not before or before.isspace()):
        inner = inner.lstrip()
    if "\n" in inner[inner.index(text) + len(text) :] and (not after or after.isspace()):
        inner = inner.rstrip()
    return inner


def _begins_block(written: str, source: str) -> bool:
    """Tell whether a line begins with what some renderer takes for a block, and none did."""
    old = {line.lstrip()[:2] for line in source.split("\n")}
    new = [line.lstrip() for line in written.split("\n")]
    rules = PROFILES[Profile.PORTABLE]
    return any(line[:2] not in old and escape_line_starts(line, rules) != line for line in new)


@lru_cache(maxsize=256)
def _attributes(tag: str, name: str) -> str:
    """Return the attributes of a start tag, as the parser serialises them."""
    return next((event[2] for event in parse(f"{tag}</{name}>") if event[1] == name), "")


_IMAGE = frozenset({"src", "alt", "title"})


def _without_images(text: str) -> str:
    return re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
