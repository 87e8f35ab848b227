"""What each tag means to the quick form: a short code, kept for the next time it is met."""

from __future__ import annotations

from newskit.convert.proof.tables import read_cell
from newskit.convert.proof.text import address, attributes_of, names, plain, words
from newskit.lazy import lazy

__all__ = [
    "BEYOND",
    "BORDER",
    "BOXES",
    "BREAK",
    "CLOSE",
    "CLOSED",
    "FEED",
    "HEAD",
    "LESS",
    "LINE",
    "MEANINGS",
    "MORE",
    "OPEN",
    "OPENED",
    "SIGNS",
    "SPACE",
    "TAB",
    "Meanings",
]

BORDER, OPEN, BREAK, OPENED, CLOSE = "\x01\x02\x03\x04\x05"
SPACE, LESS, CLOSED, LINE, TAB, FEED = "\x06\x07\x0e\x0f\x10\x11"
"""What tags are written with: the border of a block; `OPEN name OPENED` and `CLOSE /name CLOSED`
around what an inline element marks; a line break; a space, a less-than sign, a line end, a tab
and a form feed that must not be taken for those of the text."""

HEAD = "\x12"
"""Stands for the start of a table's head, whose place must be looked at."""

BEYOND = "\x00"
"""Stands for a tag whose content must be folded first, or that only the canonical form covers."""

SIGNS = (BORDER, OPEN, BREAK, OPENED, CLOSE, SPACE, LESS, CLOSED, LINE, TAB, FEED, HEAD, BEYOND)
"""A text that holds one of these itself is left to the canonical form."""

MORE = lazy(r"!--\s*(?:more|nextpage|truncate)\b")
"""The comment that ends an excerpt, without its brackets."""

BOXES = names(
    "address article aside body center dialog dd div dl dt fieldset figcaption figure footer "
    "form header hgroup html legend main nav search section summary optgroup option noscript "
    "marquee details p"
)
_SEMANTIC_BOXES = names("figure figcaption dl dd dt details summary")
_SEMANTIC = names(
    "sub sup u ins mark kbd samp var cite dfn q abbr acronym small big ruby rt rp bdo"
)
_BLOCKS = names("blockquote ul ol li h1 h2 h3 h4 h5 h6 table caption tr td th tfoot")
_SOFT = {"b": "b", "strong": "b", "i": "i", "em": "i", "del": "s", "s": "s", "strike": "s"}
_IGNORED = names("meta link base param source track col colgroup wbr")
_BEYOND = names(
    "script style noembed noframes svg template iframe video audio object embed canvas applet map "
    "xmp plaintext listing title textarea progress meter frame area menu dir pre"
)
_COUNTED = {"ol": ("start", "type", "reversed"), "li": ("value",)}
_ODD = lazy(r"[^\w+-]")

_MOST = 5_000
"""Tags whose meaning is kept."""

_LONGEST = 300
"""Length of the longest tag whose meaning is kept, in code points."""


class Meanings(dict[str, str]):
    """The meaning of each tag, worked out when it is first asked for.

    A tag comes without its brackets, with its attributes: `a href="/x"`, `/a`.
    """

    def __init__(self, *, semantics: bool) -> None:
        self.names = _meanings(semantics=semantics)
        super().__init__(self.names)

    def __missing__(self, tag: str) -> str:
        meaning = self._read(tag)
        if len(tag) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
                self.update(self.names)
            self[tag] = meaning
        return meaning

    def _read(self, tag: str) -> str:
        if "&#" in tag:  # as cmark writes an apostrophe
            tag = tag.replace("&#x27;", "'")
        name = tag.partition(" ")[0]
        if name[:3] == "!--" and tag[-2:] == "--" and len(tag) > 4:
            return BORDER if MORE.match(tag) else ""
        if name[:1] in {"!", "?"} or tag.count('"') % 2:
            # A comment or tag cut off at a greater-than sign in it.
            return BEYOND
        if name == "a":
            return _link(tag)
        if name in {"td", "th"}:
            return _cell(name, tag)
        if name in _COUNTED:
            return _counted(name, tag)
        if name == "img":
            return _image(tag)
        if name == "input":
            found = attributes_of(tag)
            box = found.get("type", "").lower() == "checkbox"
            return f"<box {'checked' in found}>" if box else ""
        return self.names.get(name, "")


def _meanings(*, semantics: bool) -> dict[str, str]:
    known: dict[str, str] = {"br": BREAK, "hr": f"{BORDER}<hr>{BORDER}"}
    boxes = BOXES - _SEMANTIC_BOXES if semantics else BOXES
    blocks = _BLOCKS | _SEMANTIC_BOXES if semantics else _BLOCKS
    for names_of, opening, closing in (
        (_IGNORED, "", ""),
        (("tbody",), BORDER, BORDER),
        (("thead",), BORDER + HEAD, BORDER),
        (_BEYOND, BEYOND, BEYOND),
        (boxes, BORDER, BORDER),
        (blocks, f"{BORDER}<%s>{BORDER}", f"{BORDER}</%s>{BORDER}"),
        ({*_SOFT, *(_SEMANTIC if semantics else ())}, f"{OPEN}%s{OPENED}", f"{CLOSE}/%s{CLOSED}"),
    ):
        for name in names_of:
            written = _SOFT.get(name, name)
            known[name] = opening.replace("%s", written)
            known["/" + name] = closing.replace("%s", written)
    for name in ("code", "tt"):
        known[name], known["/" + name] = f"{OPEN}code{OPENED}", f"{CLOSE}/code{CLOSED}"
    known["/a"] = f"{CLOSE}/a{CLOSED}"
    return known


def _link(tag: str) -> str:
    if tag.startswith('a href="') and tag.count('="') == 1:
        meant = f"a {address(plain(tag[8:-1]))} "
    else:
        found = attributes_of(tag)
        if "href" not in found:
            return f"{OPEN}-{OPENED}"
        meant = f"a {address(found['href'])} {words(found.get('title'))}"
    return f"{OPEN}{meant.replace(' ', SPACE)}{OPENED}"


def _image(tag: str) -> str:
    found = attributes_of(tag)
    parts = (address(found.get("src")), words(found.get("alt")), words(found.get("title")))
    return f"<img {parts!r}>".replace(" ", SPACE)


def _cell(name: str, tag: str) -> str:
    cell = read_cell(name, attributes_of(tag))
    text = f'{SPACE}colspan="{cell.columns}"' if cell.columns > 1 else ""
    text += f'{SPACE}rowspan="{cell.rows}"' if cell.rows > 1 else ""
    text += f'{SPACE}align="{cell.side}"' if cell.side else ""
    return f"{BORDER}<{name}{text}>{BORDER}"


def _counted(name: str, tag: str) -> str:
    found = attributes_of(tag)
    kept = [(key, found[key]) for key in _COUNTED[name] if key in found]
    if any(_ODD.search(value) for _, value in kept):
        return BEYOND
    text = "".join([f'{SPACE}{key}="{value}"' for key, value in kept])
    return f"{BORDER}<{name}{text}>{BORDER}"


MEANINGS = {True: Meanings(semantics=True), False: Meanings(semantics=False)}
"""The meanings with and without elements Markdown has no syntax for."""
