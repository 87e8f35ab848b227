"""The account of an HTML document, taken in one pass over what marks its values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from html import unescape

from newskit.account import kinds
from newskit.account.kinds import ADDRESSES, Account, Code, Value, ValueKind, code_language
from newskit.account.tokens import (
    MARKED,
    SEEN,
    TOKEN,
    VOID,
    address_key,
    addresses_in,
    attributes_of,
    is_address,
    is_picture,
    is_program,
    names,
    of_srcset,
    of_style,
    pieces,
    without_line_numbers,
    without_tags,
)
from newskit.lazy import lazy

_HIDDEN_STYLE = lazy(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"screen-reader-text", "sr-only", "visually-hidden", "visuallyhidden"})
_MATH = lazy(r"<annotation\b[^>]*tex|</math", re.IGNORECASE)
_TEX_SCRIPT = lazy(r"math/(?:tex|latex|asciimath)", re.IGNORECASE)
_TEX_IMAGE = lazy(r"(?:^|\s)(?:latex|tex|math|mwe-math[\w-]*|wp-katex[\w-]*)(?:$|\s)")
_GUTTER = lazy(r"\s*\d+(?:\s+\d+)*\s*")
_SPACES = lazy(r"\s+")
_COMPONENT = lazy(r"[a-z][a-z0-9._-]*")
_DRAWN = "mjx-"  # MathJax 3 draws a formula with elements of its own
_TAG_NAME = lazy(r"<([a-zA-Z][^\s/>]*)")
_PRE_END = {name: lazy(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("pre", "listing")}
_BREAK = lazy(r"<br\b[^<>]*+>|</(?:tr|div|li|p)\s*+>", re.IGNORECASE)
_FIRST_CODE = lazy(r"\s*<(code|samp|span)(\s[^>]*)>")
_PLAIN = names(
    "class style width height rel target border align valign cellpadding cellspacing type colspan "
    "rowspan loading decoding role scope tabindex itemtype itemprop itemscope typeof property "
    "itemid vocab prefix xmlns xmlns:xlink content color size face bgcolor sizes viewbox d fill"
)
_HEAD = frozenset({"meta", "link", "base"})
_WHOLE = frozenset({"html", "head", "body"})
_CONTROLS = frozenset({"input", "button", "option", "textarea"})
_NAMED = {"a": ("name",), "map": ("name",)}
_STAND_INS = names("blockquote script ins")
_CODE_AROUND = names("pre div figure code table td section span")
_TECHNICAL = names(
    "viewport generator theme-color msapplication-tilecolor referrer robots googlebot "
    "format-detection color-scheme apple-mobile-web-app-capable csrf-token csrf-param"
)


def account_of_html(html: str) -> Account:
    """Take the account of an HTML document or fragment.

    Memory and time are linear in its length; nothing is parsed into a tree, so that no nesting,
    no unclosed tag and no size makes a difference.
    """
    return _Taker(without_line_numbers(html)).take()


class _Taker:
    """Goes over the marked places once."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out = Account(html)
        self.inside = 0  # where the hidden or drawn element around ends
        self.code_end = 0  # where the last preformatted text ends
        self.language = ""
        self.language_place = 0
        self.picture = 0
        self.pictures = 0
        self.math: re.Match[str] | None = None
        self.math_from = -1
        self.components = {
            name
            for name in {name.lower() for name in set(_TAG_NAME.findall(html))} - kinds.KNOWN
            if _COMPONENT.fullmatch(name) and not name.startswith(_DRAWN)
        }

    def take(self) -> Account:
        """Return the account."""
        addresses, link_kind = self.out.addresses, ValueKind.LINK
        for found in MARKED.finditer(self.html):
            which = found.lastindex
            if which == _TAG:
                written = found[0]
                if written in _says_nothing:
                    continue
                link = _ONE_LINK.fullmatch(written)
                if link is not None:
                    addresses.append(Value(link_kind, link[1], found.start(), "a"))
                else:
                    self._tag(written, found[5].lower(), found[6], found.start())
            elif which == _COMMENT:
                self._comment(found[1], found.start())
            elif which == _RAW:
                self._raw(found[2].lower(), found[3], found[4], found.start())
            elif which == _PLAIN_TAG:
                self._plain(found[7].lower(), found.start(), found.end())
        if self.components:
            self._bare_components()
        if self.out.drawn and not any(one.kind is ValueKind.FORMULA for one in self.out.values):
            self.out.drawn.clear()
        return self.out

    def _add(self, kind: ValueKind, text: str, place: int, within: str, group: int = 0) -> None:
        text = text.strip()
        if text:
            into = self.out.addresses if kind in ADDRESSES else self.out.values
            into.append(Value(kind, text, place, within, group))

    # -- elements

    def _plain(self, name: str, start: int, end: int) -> None:
        if name == "picture":
            self.pictures += 1
            self.picture = self.pictures
        elif name == "/picture":
            self.picture = 0
        elif name in {"pre", "listing"}:
            self._preformatted(name, start, end)
        else:
            self._region(name, {}, start, end)

    def _tag(self, written: str, name: str, raw: str, start: int) -> None:
        found = _attributes(raw)
        if _PLAIN.issuperset(found) and name in _ORDINARY and not _says(found):
            # Most tags of a site are the same few, and say nothing.
            if len(_says_nothing) > _MOST_REMEMBERED:
                _says_nothing.clear()
            _says_nothing.add(written)
            return
        end = start + len(written)
        group = self._group(name)
        for attribute, value in found.items():
            if value and attribute not in _PLAIN and name not in _HEAD:
                self._attribute(name, attribute, value, start, group)
        if "url(" in found.get("style", ""):
            for address in of_style(found["style"]):
                self._add(ValueKind.ADDRESS, address, start, "style")
        self.out.targets.update(found[one] for one in ("id", *_NAMED.get(name, ())) if one in found)
        if name in _CODE_AROUND and (language := code_language(name, found)):
            self.language, self.language_place = language, end
        self._special(name, found, start, end)
        self._region(name, found, start, end)

    def _special(self, name: str, found: dict[str, str], start: int, end: int) -> None:
        """Note what an element means that has attributes of its own."""
        if name in self.components and not self._is_drawn(start):
            self._component(name, found, start)
        elif name in _HEAD:
            self._head(name, found, start)
        elif name == "img":
            if (alt := found.get("alt")) and _TEX_IMAGE.search(found.get("class", "")):
                self._add(ValueKind.FORMULA, alt, start, "alt")
        elif name in _PRE_END:
            self._preformatted(name, start, end)
        elif name == "picture":
            self.pictures += 1
            self.picture = self.pictures

    def _group(self, name: str) -> int:
        """Return the number of the picture that an element gives an address of."""
        if name not in kinds.PICTURE:
            return 0
        if self.picture:
            return self.picture
        self.pictures += 1
        return self.pictures

    def _region(self, name: str, found: dict[str, str], start: int, end: int) -> None:
        """Note an element that is hidden or what a formula is drawn as."""
        if start < self.inside or name in VOID:
            return
        kind = self._region_kind(name, found, start)
        if kind:
            self.inside = self._end_of(name, end)
            spans = self.out.hidden if kind == "hidden" else self.out.drawn
            spans.append((start, self.inside))
            self.out.quick = False

    def _region_kind(self, name: str, found: dict[str, str], start: int) -> str:
        if name == "math":
            return "drawn" if "alttext" in found or self._has_tex(start) else ""
        if name == "mjx-container":
            return "drawn"
        if name in {"template", "dialog", "desc", "metadata", "noscript"}:
            return "" if "open" in found else "hidden"
        if "hidden" in found:
            return "hidden"
        style = found.get("style")
        if style and _HIDDEN_STYLE.search(style):
            return "hidden"
        if classes := found.get("class"):
            words = classes.split()
            if not _HIDDEN_CLASSES.isdisjoint(words):
                return "hidden"
            if not kinds.DRAWN_CLASSES.isdisjoint(words):
                return "drawn"
        return ""

    def _end_of(self, name: str, place: int) -> int:
        """Return where an element ends whose start tag ends at `place`."""
        stack = [name]
        depth = Counter(stack)
        find = TOKEN.search
        while (found := find(self.html, place)) is not None:
            place = found.end()
            inner = (found[3] or "").lower()
            if not inner:
                continue
            if not found[2]:
                closers = kinds.CLOSED_BY.get(stack[-1])
                if closers is not None and inner in closers:
                    depth[stack.pop()] -= 1
                    if not stack:
                        return found.start()
                if inner not in VOID:
                    stack.append(inner)
                    depth[inner] += 1
            elif depth[inner]:
                while True:
                    top = stack.pop()
                    depth[top] -= 1
                    if top == inner:
                        break
                if not stack:
                    return place
            elif name in kinds.CLOSED_BY and inner not in kinds.INLINE:
                return found.start()
        return len(self.html)

    def _has_tex(self, start: int) -> bool:
        """Tell whether a formula that begins at `start` holds its source."""
        found = self.math
        if self.math_from < 0 or (found is not None and found.start() < start):
            # What was found further on is the answer for all that begin before it.
            self.math = found = _MATH.search(self.html, start)
            self.math_from = start
        return found is not None and found[0][1] != "/"

    def _preformatted(self, name: str, start: int, end: int) -> None:
        if start < max(self.inside, self.code_end):
            return
        close = _PRE_END[name].search(self.html, end)
        stop = close.start() if close is not None else len(self.html)
        self.code_end = stop
        inside = self.html[end:stop]
        text = without_tags(_BREAK.sub("\n", inside)).replace(SEEN, "")
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip() or _GUTTER.fullmatch(text):
            return
        language = self._language_for(end)
        if not language:
            first = _FIRST_CODE.match(inside)
            if first is not None:
                language = code_language(first[1].lower(), dict(attributes_of(first[2])))
        self.out.codes.append(Code(text, language, start))
        self.language = ""

    def _language_for(self, end: int) -> str:
        """Return the language that markup just before says, with no text but numbers between."""
        if not self.language or end - self.language_place > _FAR:
            return ""
        between = without_tags(self.html[self.language_place : end])
        return self.language if not between.strip(" \t\r\n0123456789") else ""

    # -- what elements hold

    def _raw(self, name: str, raw: str, content: str, place: int) -> None:
        self.out.quick = self.out.quick and name in {"textarea", "xmp"}
        found = dict(attributes_of(raw)) if raw else {}
        for attribute, value in found.items():
            if value and attribute not in _PLAIN:
                self._attribute(name, attribute, value, place, 0)
        if not content.strip():
            return
        if name == "script":
            kind = found.get("type", "")
            if _TEX_SCRIPT.match(kind):
                self._add(ValueKind.FORMULA, _inside_cdata(content), place, "script")
            elif "json" in kind.lower():
                self._add(ValueKind.META, content, place, "script")
            elif found.get("src") and "</" in content:
                self._swallowed(name, content, place)
        elif name == "annotation":
            if "tex" in found.get("encoding", "").lower():
                self._add(ValueKind.FORMULA, unescape(content), place, "annotation")
        elif name == "title":
            kind = ValueKind.ALTERNATIVE if self._in_svg(place) else ValueKind.META
            self._add(kind, _SPACES.sub(" ", unescape(content)), place, "title")
        elif name in {"iframe", "noframes", "noembed"}:
            self._swallowed(name, content, place)

    def _swallowed(self, name: str, content: str, place: int) -> None:
        """Take what no browser shows: an `<iframe/>` or `<script src/>` holds all that follows."""
        self._add(ValueKind.HIDDEN, _SPACES.sub(" ", without_tags(content)), place, name)
        for address in dict.fromkeys(_LED.findall(content)):
            self._add(ValueKind.HIDDEN, unescape(address), place, name)

    def _in_svg(self, place: int) -> bool:
        low = self.html.rfind("<svg", max(0, place - _FAR), place)
        return low >= 0 and self.html.find("</svg", low, place) < 0

    def _comment(self, content: str, place: int) -> None:
        self._add(ValueKind.COMMENT, content, place, "comment")
        if "{" in content and content.lstrip().startswith("wp:"):
            for address in addresses_in(content):
                self._add(ValueKind.EMBED, address, place, "block comment")

    def _component(self, name: str, found: dict[str, str], place: int) -> None:
        self._add(ValueKind.COMPONENT, f"<{name}>", place, name)
        for attribute, value in found.items():
            if attribute not in {"class", "id", "style", "lang", "dir", "title", "alt"}:
                self._add(ValueKind.COMPONENT, value, place, f"{name} {attribute}")

    def _is_drawn(self, place: int) -> bool:
        """Tell whether a place is within what a formula is drawn as: its source stands for it."""
        at = bisect_left(self.out.drawn, (place, 0))
        return at > 0 and place < self.out.drawn[at - 1][1]

    def _bare_components(self) -> None:
        """Note unknown elements that have no attributes."""
        known = {value.within for value in self.out.values if value.kind is ValueKind.COMPONENT}
        left = self.components - known
        for found in TOKEN.finditer(self.html) if left else ():
            name = (found[3] or "").lower()
            if name in left and not self._is_drawn(found.start()):
                left.discard(name)
                self._add(ValueKind.COMPONENT, f"<{name}>", found.start(), name)

    def _head(self, name: str, found: dict[str, str], place: int) -> None:
        """Note what the head of a page says, wherever its elements stand."""
        if name == "meta":
            key = found.get("name") or found.get("property") or found.get("itemprop") or ""
            if key and key.lower() not in _TECHNICAL:
                self._add(
                    ValueKind.META, found.get("content") or found.get("value", ""), place, key
                )
            return
        self._add(ValueKind.META, found.get("href", ""), place, name)
        self._add(ValueKind.META, found.get("title", ""), place, name)
        for attribute, value in found.items():
            if attribute == "imagesrcset":
                for address in of_srcset(value):
                    self._add(ValueKind.META, address, place, attribute)
            elif attribute.startswith("data-") and is_address(value.strip()):
                self._add(ValueKind.META, value, place, attribute)

    # -- attributes

    def _attribute(self, name: str, attribute: str, value: str, place: int, group: int) -> None:
        within = f"{name} {attribute}"
        if attribute in kinds.URL_ATTRIBUTES:
            self._address(name, attribute, value.strip(), place, group)
        elif attribute in kinds.TEXT_ATTRIBUTES:
            self._text_attribute(name, attribute, value, place)
        elif "srcset" in attribute:
            for address in of_srcset(value):
                self._add(ValueKind.IMAGE, address, place, attribute, group or -1)
        elif attribute == "alttext":
            self._add(ValueKind.FORMULA, value, place, attribute)
        elif attribute in {"lang", "xml:lang"}:
            if name not in _WHOLE and name not in _PRE_END and name != "code":
                self._add(ValueKind.LANGUAGE, value, place, within)
        elif attribute == "dir":
            if name not in _WHOLE:
                self._add(ValueKind.DIRECTION, value.lower(), place, within)
        elif group and attribute.startswith("data-") and is_picture(value.strip()):
            self._add(ValueKind.IMAGE, value, place, attribute, group)
        elif "/" in value:
            # An address among other data, or beside content, is a program's.
            alone = attribute.startswith("data-") and is_address(value.strip())
            alone = alone and not is_program(value) and self._stands_for_content(name, place)
            kind = ValueKind.EMBED if alone else ValueKind.ADDRESS
            for address in addresses_in(value):
                self._add(kind, address, place, attribute, group if alone else 0)

    def _stands_for_content(self, name: str, place: int) -> bool:
        """Tell whether an element's attributes may say what is shown in its place."""
        if name in kinds.EMBEDDED or name in _STAND_INS or name in self.components:
            return True
        tag = TOKEN.match(self.html, place)
        return (
            tag is not None
            and re.match(rf"\s*</{name}\s*>", self.html[tag.end() : tag.end() + 200], re.IGNORECASE)
            is not None
        )

    def _text_attribute(self, name: str, attribute: str, value: str, place: int) -> None:
        kind = kinds.TEXT_ATTRIBUTES[attribute]
        if kind is not ValueKind.CONTROL or name in _CONTROLS:
            self._add(kind, _SPACES.sub(" ", value), place, f"{name} {attribute}")
        elif name == "param" and is_address(value):
            self._add(ValueKind.EMBED, value, place, "param")

    def _address(self, name: str, attribute: str, value: str, place: int, group: int) -> None:
        if attribute == "href" and name in {"a", "area"}:
            if value[:1] != "#":
                self._add(ValueKind.LINK, value, place, name)
            elif len(value) > 1:
                leads = value[1:] if value.isprintable() else address_key(value)[1:]
                self.out.fragments.setdefault(leads, place)
        elif attribute == "src" and group:
            self._add(ValueKind.IMAGE, value, place, "src", group)
        elif value == "about:blank":
            return
        elif name == "script":
            self._add(ValueKind.EMBED, value, place, "script")
        elif attribute in {"data", "classid", "codebase"} and name not in kinds.EMBEDDED:
            return
        elif value[:1] != "#":
            self._add(kinds.URL_ATTRIBUTES[attribute], value, place, f"{name} {attribute}")


_FAR = 20_000
_ONE_LINK = lazy(r'<a href="([^"&#\s][^"&\s]*)">')
_LED = lazy(r"\s(?:href|src)\s*=\s*[\"']([^\"'#][^\"']*)")
_COMMENT, _RAW, _TAG, _PLAIN_TAG = 1, 4, 6, 7  # the last group of each of what MARKED finds
_ORDINARY = names(
    "a b blockquote br center div em font h1 h2 h3 h4 h5 h6 hr i li ol p small span strong sub sup "
    "table tbody td th thead tr u ul"
)
_MOST_REMEMBERED = 4_096
_says_nothing: set[str] = set()
"""Tags, as written, that hold no value and begin nothing; shared by all documents."""


def _attributes(raw: str) -> dict[str, str]:
    """Return the attributes of a tag; of two with one name the first counts (13.2.5.33)."""
    pairs = attributes_of(raw)
    found = dict(pairs)
    return found if len(found) == len(pairs) else dict(reversed(pairs))


def _says(found: dict[str, str]) -> bool:
    """Tell whether a class or style may mean something to the account."""
    style, classes = found.get("style", ""), found.get("class", "")
    if style and ("url(" in style or _HIDDEN_STYLE.search(style)):
        return True
    return bool(classes) and (
        not _HIDDEN_CLASSES.isdisjoint(words := classes.split())
        or not kinds.DRAWN_CLASSES.isdisjoint(words)
        or bool(code_language("div", found))
    )


def _inside_cdata(content: str) -> str:
    """Return a script's formula without the marks that hide it from XML."""
    content = content.strip()
    if "CDATA" not in content[:40]:
        return content
    content = re.sub(r"\A(?:%|//|/\*)?\s*<!\[CDATA\[(?:\*/)?", "", content)
    return content[:-40] + re.sub(r"(?:%|//|/\*)?\s*\]\]>(?:\*/)?\s*\Z", "", content[-40:])


def text_pieces(account: Account, spans: list[tuple[int, int]]) -> list[tuple[str, int]]:
    """Return the text in spans of a document, with offsets; line ends where elements part words."""
    found: list[tuple[str, int]] = []
    for start, end in spans:
        for text, place, name in pieces(account.html, start, end):
            if text:
                found.append((unescape(text), place))
            if name and name.removeprefix("/") not in kinds.INLINE:
                found.append(("\n", place + len(text)))
        found.append(("\n", end))
    return found
