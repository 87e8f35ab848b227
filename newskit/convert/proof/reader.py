"""The reader of the canonical form: tags and text of a serialised body to a form."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from newskit.convert.proof.meant import address, attributes_of, names, plain, spaced, words
from newskit.convert.proof.tables import SIMPLE_TABLE, TableReader, simple_table_form, table_form
from newskit.lazy import lazy

# Paragraphs in the canonical form: white space collapsed, marks on runs of text.


Atom: TypeAlias = tuple[str, str, int, tuple[Any, ...]]
"""(kind, text, bits of the soft marks, elements with their addresses and identities)."""


_BREAK: Atom = ("br", "", 0, ())


def collapse(run: list[Atom]) -> list[Atom]:
    """Collapse white space over a paragraph; a space has the marks both its sides have."""
    out: list[Atom] = []
    space = False
    for kind, raw, bits, hard in run:
        if kind == "br":
            space = False
            if out:
                out.append(_BREAK)
            continue
        text, tail = raw, False
        if kind == "t":
            text = spaced(plain(raw))
            space = space or text[:1] == " "
            tail = text[-1:] == " "
            text = text.strip(" ")
            if not text:
                continue
        if space and out and out[-1][0] not in {"br", "box"}:
            last = out[-1]
            both = tuple([item for item in last[3] if item in hard])
            _put(out, ("t", " ", last[2] & bits, both))
        space = tail
        _put(out, (kind, text, bits, hard))
    while out and out[-1][0] == "br":
        out.pop()
    return out


def _put(out: list[Atom], atom: Atom) -> None:
    if out and atom[0] == "t" == out[-1][0] and out[-1][2:] == atom[2:]:
        out[-1] = ("t", out[-1][1] + atom[1], *atom[2:])
    else:
        out.append(atom)


def parted(atoms: list[Atom]) -> list[list[Atom]]:
    """Part a paragraph where two line breaks or more stand together."""
    parts: list[list[Atom]] = [[]]
    breaks = 0
    for atom in atoms:
        breaks = breaks + 1 if atom[0] == "br" else 0
        if breaks == 2:
            parts[-1].pop()
            parts.append([])
        elif breaks < 2:
            parts[-1].append(atom)
    return parts


def number(atoms: list[Atom]) -> list[Any]:
    """Give elements numbers that count within the paragraph."""
    if not any(atom[3] for atom in atoms):
        if len(atoms) == 1 and atoms[0][0] == "t" and not atoms[0][2]:
            return [atoms[0][1]]
        return list(atoms)
    numbers: dict[str, dict[int, int]] = {}
    out: list[Any] = []
    for kind, text, bits, hard in atoms:
        marks: list[Any] = []
        for item in hard:
            known = numbers.setdefault(item[0], {})
            marks.append((*item[:-1], known.setdefault(item[-1], len(known))))
        out.append((kind, text, bits, tuple(sorted(marks)) if len(marks) > 1 else tuple(marks)))
    return out


# The inline half of the reader: marks, links, images and the ends of paragraphs.


_WHITE = " \t\n\r\f"
_BLANK = "\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad \t\n\r\f"
BITS = {"strong": 1, "b": 1, "em": 2, "i": 2, "del": 4, "s": 4, "strike": 4}


class InlineReader:
    """Reads the inline content of paragraphs into a form."""

    def __init__(self, *, semantics: bool) -> None:
        self.semantics = semantics
        self.out: list[Any] = []
        self.run: list[Atom] = []
        self.bits = 0
        self.hard: tuple[Any, ...] = ()
        self.saved: list[tuple[int, tuple[Any, ...]]] = []
        self.identity = 0
        self.silent = ""
        self.depth = 0

    def on_mark(self, name: str, tag: str) -> None:
        """Begin or end an inline element."""
        if name[0] == "/":
            if self.saved:  # a script with `<!--` is not serialised so that it can be read again
                self.bits, self.hard = self.saved.pop()
            return
        self.saved.append((self.bits, self.hard))
        in_code = bool(self.hard) and any(item[0] == "code" for item in self.hard)
        if name in BITS:
            if not in_code or self.semantics:
                self.bits |= BITS[name]
        elif name == "a":
            found = attributes_of(tag)
            if "href" in found:
                self._enter("a", address(found["href"]), words(found.get("title")))
        elif name in {"code", "tt"}:
            if not in_code:
                self._enter("code")
        elif self.semantics:
            self._enter(name)

    def _enter(self, *item: str) -> None:
        self.identity += 1
        self.hard = (*self.hard, (*item, self.identity))

    def on_br(self, _name: str, _tag: str) -> None:
        """Read a line break."""
        self.run.append(_BREAK)

    def on_image(self, _name: str, tag: str) -> None:
        """Read an image."""
        found = attributes_of(tag)
        what = f"{address(found.get('src'))}\0{words(found.get('alt'))}\0"
        self.run.append(("img", what + words(found.get("title")), self.bits, self.hard))

    def on_input(self, _name: str, tag: str) -> None:
        """Read a check box; other controls show nothing."""
        found = attributes_of(tag)
        if found.get("type", "").lower() == "checkbox":
            self.run.append(("box", str("checked" in found), 0, ()))

    def on_media(self, name: str, tag: str) -> None:
        """Read embedded content; what is inside of it is a fallback."""
        found = attributes_of(tag)
        self.run.append(("media", address(found.get("src") or found.get("data")), 0, ()))
        if name != "embed":
            self.silent, self.depth = name, 1

    def flush(self) -> None:
        """End a paragraph."""
        run = self.run
        if not run:
            return
        if len(run) == 1 and run[0][0] == "t" and not run[0][2] and not run[0][3]:
            text = spaced(plain(run[0][1])).strip(" ")
            run.clear()
            if text.strip(_BLANK):
                self.out.append(("p", text))
            return
        for atoms in parted(collapse(run)):
            if any(atom[0] != "br" and (atom[0] != "t" or atom[1].strip(_BLANK)) for atom in atoms):
                self.out.append(("p", *number(atoms)))
        run.clear()


Form: TypeAlias = list[Any]
"""A flat run of tokens: tuples, with open and close tokens around nested blocks."""

_MORE = lazy(
    r"!--\s*(?:more|nextpage|truncate|read[-_ ]?more|excerpt|end[-_ ]?(?:excerpt|teaser|summary)"
    r"|(?:teaser|excerpt|summary)[-_ ]?end|pelican_(?:begin|end)_summary|break\s*--)(?![a-z])",
    re.IGNORECASE,
)
_WORD = lazy(r"\S+")

BOXES = names(
    "address article aside body center dialog dd div dl dt fieldset figcaption figure footer "
    "form header hgroup html legend main nav search section summary optgroup option noscript "
    "marquee textarea details p"
)
_BOX_TAGS = BOXES | {f"/{name}" for name in BOXES}
SEMANTIC_BOXES = names("figure figcaption dl dd dt details summary address")
_PLAIN_BOXES = _BOX_TAGS - SEMANTIC_BOXES - {f"/{name}" for name in SEMANTIC_BOXES}
"""Tags, as they are written, that end a paragraph and say nothing else."""
_SEMANTIC = names(
    "sub sup u ins mark kbd samp var cite dfn q abbr acronym small big ruby rt rp bdo"
)
_SILENT = names(
    "head title meta link base template svg map area param track colgroup col source applet "
    "canvas progress meter frame frameset script style noembed noframes"
)
_EMPTY_SILENT = names("meta link base area param track col source frame")
_MEDIA = names("iframe video audio embed object")
_PRE = names("pre listing xmp plaintext")
_LISTS = {"ul": "ul", "menu": "ul", "dir": "ul", "ol": "ol"}


_PARTING = (
    *(*BOXES, *_PRE, *_LISTS, *[f"h{level}" for level in range(1, 7)], "blockquote", "li", "hr"),
    *("table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"),
)
_PARTS = lazy(rf"<(/?(?:{'|'.join(sorted(_PARTING, reverse=True))})(?=[ >])[^>]*)>")
"""Tags that end a paragraph."""

_SPLIT = lazy(r"<((?:!--.*?--|[^>]*))>", re.DOTALL)
_COMMENT = lazy(r"<!--.*?-->", re.DOTALL)


def _cell_form(text: str) -> tuple[Any, ...]:
    """Return the form of a table cell that holds nothing but text."""
    text = spaced(plain(text)).strip(" ")
    return (("p", text),) if text.strip(_BLANK) else ()


class Reader(InlineReader):
    """Reads tags and text into a form.

    Args:
        semantics: whether elements Markdown has no syntax for count.
        known: what paragraphs come to, by their HTML, for the next document to be compared.
    """

    def __init__(self, *, semantics: bool, known: dict[str, Form]) -> None:
        super().__init__(semantics=semantics)
        self.known = known
        self.lists: list[list[Any]] = []
        self.pre: list[str] | None = None
        self.pre_info: list[str] = []
        self.pre_depth = 0
        self.tables: list[TableReader] = []
        self.stray_end = -1

    def read(self, html: str) -> None:
        """Read a serialised body."""
        if "<!--" in html:
            html = _COMMENT.sub(lambda one: one[0] if _MORE.match(one[0], 1) else "", html)
            if "<!--" in html:
                self._read_tokens(_SPLIT.split(html))
                self.flush()
                return
        if "<table>" not in html:
            self._read_parts(html)
        else:
            for place, piece in enumerate(SIMPLE_TABLE.split(html)):
                if place % 2 == 0 or not self._read_table(piece):
                    self._read_parts(piece)
        self.flush()

    def _read_table(self, html: str) -> bool:
        """Read a simple table; tell whether it stands where that can be done."""
        if self.saved or self.silent or self.pre is not None:
            return False
        form = simple_table_form(html, _cell_form, semantics=self.semantics)
        if form is None:
            return False
        self.flush()
        self.out += form
        return True

    def _read_parts(self, html: str) -> None:
        """Read HTML without comments."""
        parts = _PARTS.split(html)
        for paragraph, tag in zip(parts[0::2], [*parts[1::2], "!"], strict=True):
            if paragraph:
                self._read_paragraph(paragraph)
            if tag in _PLAIN_BOXES and self.pre is None and not self.silent:
                if self.run:
                    self.flush()
            else:
                self._read_any(tag)

    def _read_paragraph(self, html: str) -> None:
        """Read what stands between two tags that end paragraphs."""
        fresh = not (self.run or self.saved or self.silent) and self.pre is None
        if fresh:
            if not html.strip(_WHITE):
                return
            if "<" not in html:
                text = spaced(plain(html)).strip(" ")
                if text.strip(_BLANK):
                    self.out.append(("p", text))
                return
            if (known := self.known.get(html)) is not None:
                self.out += known
                return
        start = len(self.out)
        self._read_tokens(_SPLIT.split(html))
        if self.silent or self.pre is not None:
            return
        self.flush()
        if fresh and not self.saved:
            self.known[html] = self.out[start:]

    def _read_tokens(self, pieces: list[str]) -> None:
        """Read alternating text and tags."""
        run = self.run
        texts, tags = pieces[0::2], pieces[1::2]
        for text, tag in zip(texts, [*tags, "!"], strict=True):
            if text and not self.silent:
                if self.pre is not None:
                    self.pre.append(text.replace("\r\n", "\n").replace("\r", "\n"))
                elif run or text.strip(_WHITE):  # a paragraph does not begin with white space
                    run.append(("t", text, self.bits, self.hard))
            if tag == "br" and self.pre is None and not self.silent:
                run.append(_BREAK)
            else:
                self._read_any(tag)

    def _read_any(self, tag: str) -> None:
        """Read a tag, given without its brackets."""
        name = tag.partition(" ")[0]
        if self.silent:
            self._wait(name)
        elif self.pre is not None and not self._ends_pre(name):
            self._in_pre(name, tag)
        elif name in _BOX_TAGS:
            self._box(name)
        elif (handler := _HANDLERS.get(name)) is not None:
            handler(self, name, tag)
        elif name[:3] == "!--" and _MORE.match(tag):
            self.flush()

    def _wait(self, name: str) -> None:
        if name == self.silent:
            self.depth += 1
        elif name == "/" + self.silent:
            self.depth -= 1
            if not self.depth:
                self.silent = ""

    def on_hush(self, name: str, _tag: str) -> None:
        """Begin an element that shows nothing."""
        if name not in _EMPTY_SILENT:
            self.silent, self.depth = name, 1

    def _box(self, name: str) -> None:
        if self.run:
            self.flush()
        if self.semantics:
            bare = name.removeprefix("/")
            if bare in SEMANTIC_BOXES:
                self.out.append((name,))
                self._close_empty(bare) if name[0] == "/" else None

    def _close_empty(self, name: str) -> None:
        if len(self.out) > 1 and self.out[-2] == (name,):
            del self.out[-2:]

    def on_rule(self, _name: str, _tag: str) -> None:
        """Read a thematic break."""
        self.flush()
        self.out.append(("hr",))

    def on_nest(self, name: str, _tag: str) -> None:
        """Begin or end a quotation or heading."""
        self.flush()
        self.out.append((name,))
        if name[0] == "/":
            self._close_empty(name[1:])

    def on_list(self, name: str, tag: str) -> None:
        """Begin or end a list."""
        self.flush()
        if name[0] != "/":
            found = attributes_of(tag)
            # Decimal numbers are what a list without a type has.
            kind = (found.get("type", "1"), "reversed" in found) if self.semantics else None
            self.lists.append([_LISTS[name], found.get("start"), kind, False])
            return
        if self.lists and self.lists.pop()[3]:
            self.out += [("/li",), ("/list",)]

    def on_li(self, name: str, tag: str) -> None:
        """Begin or end a list item."""
        self.flush()
        if not self.lists:
            self._stray(name)
            return
        if name[0] == "/":
            return
        top = self.lists[-1]
        if top[3]:
            self.out += [("/li",), ("li",)]
            return
        top[3] = True
        start = top[1] if top[1] is not None else attributes_of(tag).get("value")
        number = re.match(r"\s*([+-]?\d+)", start or "1") if top[0] == "ol" else None
        kind = top[2] if top[0] == "ol" else None
        self.out += [("list", top[0], int(number[1]) if number else 1, kind), ("li",)]

    def _stray(self, name: str) -> None:
        """Read an item outside of any list: neighbours make a list."""
        if name[0] == "/":
            self.out += [("/li",), ("/list",)]
            self.stray_end = len(self.out)
        elif self.stray_end == len(self.out):
            self.out.pop()
            self.out.append(("li",))
        else:
            self.out += [("list", "ul", 1, None), ("li",)]

    def on_preformatted(self, name: str, tag: str) -> None:
        """Begin or end preformatted text."""
        if name[0] != "/":
            self.flush()
            self.pre = []
            self.pre_info = [name, tag]
            self.pre_depth = 1
            return
        text = plain("".join(self.pre or [])).rstrip("\n")
        if text.strip():
            self.out.append(("pre", text, _code_language(self.pre_info)))
        self.pre = None

    def _ends_pre(self, name: str) -> bool:
        """Tell whether a tag ends the preformatted element, and not one inside of it."""
        if name == self.pre_info[0]:
            self.pre_depth += 1
        elif name == "/" + self.pre_info[0]:
            self.pre_depth -= 1
        return self.pre_depth == 0

    def _in_pre(self, name: str, tag: str) -> None:
        pre = self.pre
        if pre is None:
            return
        bare = name.removeprefix("/")
        if name == "br":
            pre.append("\n")
        elif bare in BOXES or bare in _BREAKING:
            if pre and not pre[-1].endswith("\n"):
                pre.append("\n")
        elif name in {"script", "style"}:
            self.silent, self.depth = name, 1
        if name == "code":
            self.pre_info.append(tag)

    def on_table(self, name: str, tag: str) -> None:
        """Read a tag of a table."""
        if self.run:
            self.flush()
        if name == "table":
            self.tables.append(TableReader(self.out, self.lists))
            self.out, self.lists = [], []
        elif name == "/table" and self.tables:  # as above
            table = self.tables.pop()
            table.end_cell(self.out)
            self.out, self.lists = table.outer, table.lists
            self.out += table_form(table, semantics=self.semantics)
        elif self.tables:
            self.tables[-1].tag(name, tag, self.out)
            if self.out:
                self.out = []
            if self.lists:
                self.lists = []


_BREAKING = names("h1 h2 h3 h4 h5 h6 ul ol table tr blockquote li pre listing")


_HANDLERS: dict[str, Any] = {}


def _register() -> None:
    both = [
        (Reader.on_mark, [*BITS, *_SEMANTIC, "a", "code", "tt"]),
        (Reader.on_nest, ["blockquote", *[f"h{level}" for level in range(1, 7)]]),
        (Reader.on_list, list(_LISTS)),
        (Reader.on_li, ["li"]),
        (Reader.on_preformatted, list(_PRE)),
        (Reader.on_table, ["table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"]),
    ]
    for handler, tags in both:
        for name in tags:
            _HANDLERS[name] = _HANDLERS["/" + name] = handler
    _HANDLERS.update(dict.fromkeys(_SILENT, Reader.on_hush))
    _HANDLERS.update(dict.fromkeys(_MEDIA, Reader.on_media))
    _HANDLERS.update(
        {"br": Reader.on_br, "img": Reader.on_image, "input": Reader.on_input, "hr": Reader.on_rule}
    )


_register()


def _code_language(info: list[str]) -> str:
    for tag in info[1:]:
        for word in _WORD.findall(attributes_of(tag).get("class", "")):
            match = re.match(r"(?:language|lang)-(.+)", word)
            if match:
                return match[1].lower()
    return ""
