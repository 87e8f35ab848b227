"""The proof of a document with conventions: what its formulas, footnotes and places must come to.

Both documents are written as HTML that the forms can compare. A formula is one thing with its TeX,
white space apart, on whatever renderer's syntax it was written; a footnote's mark is one thing, and
the notes come last, in the order of their marks. Elements that stay, languages, directions and the
places that links lead to must all be in the result; they stand for no text there.
"""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote

from newskit.convert.tree import body_html
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.render.cmark import render_markdown

# Text, attributes and addresses as they are compared.


SPACE = lazy(r"[ \t\n\r\f]+")
"""White space in the sense of CSS; other spaces are text."""

_ATTRIBUTE = lazy(r'([^ \t\n\f\r=]+)="([^"]*)"')


def names(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def plain(text: str) -> str:
    """Resolve the references the serialiser writes."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">")
    return text.replace("&quot;", '"').replace("&amp;", "&")


def spaced(text: str) -> str:
    """Return a text with each stretch of white space as one space."""
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    return SPACE.sub(" ", text) if "  " in text else text


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag, without its brackets."""
    if " " not in tag:
        return {}
    return {name: plain(value) for name, value in _ATTRIBUTE.findall(tag)}


def address(url: str | None) -> str:
    """Return a URL as it is compared: no tabs or line ends, percent-decoded."""
    if not url:
        return ""
    for sign in "\t\n\r":
        if sign in url:
            url = url.replace(sign, "")
    url = url.strip(" \f")
    return unquote(url, errors="replace") if "%" in url else url


def words(text: str | None) -> str:
    """Return a text with its white space collapsed."""
    return spaced(text or "").strip(" ")


_PREFIX = "newskit-"
_SPLIT = lazy(r"<((?:!--.*?--|[^>]*))>", re.DOTALL)
_SPACE = lazy(r"\s+")
_LINES = names("h1 h2 h3 h4 h5 h6 td th caption dt summary a b strong i em s del strike")
_FORMULA = lazy(
    # kramdown's spelling of a formula within its line that is all of its paragraph.
    r"(?:^|(?<=\n))(?P<before>[ >]*(?:(?:[-*+]|\d{1,9}[.)]) +)*+)"
    r"\\\$\$(?P<alone>(?:(?!\$\$|\n).)+?)\$\$(?=\n|\Z)"
    r"|(?:^|(?<=\n))(?P<indent>[ >]*)```math\n(?P<code>.*?)\n[ >]*```(?=\n|\Z)"
    # Code may begin an item of a list, or a note.
    r"|(?P<skip>(?:^|(?<=\n))[ >]*(?:(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\s]+\]:) +)*+"
    r"(?P<fence>`{3,}|~{3,})(?!math\n)[^\n]*\n.*?"
    r"(?:\n[ >]*(?P=fence)[`~]*[ ]*(?=\n|\Z)|\Z)"
    r"|(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)(?P=ticks)(?!`)|\\."
    # A dollar sign in an address, a title, an alternative text or a tag begins no formula.
    r"|!\[(?:[^\[\]\\\n]|\\.)*+(?=\]\()"
    r"|\]\((?:<[^<>\n]*+>|(?:[^()\s<>]|\([^()\s]*+\))++)(?:\s++\"(?:[^\"\\]|\\.)*+\")?+"
    r"|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+>)"
    r"|\$`(?P<quoted>[^`]+)`\$|\$\$(?P<double>(?:(?!\$\$|\n\s*\n).)+?)\$\$|\$(?P<single>[^\s$](?:[^$\n]*[^\s$])?)(?<!\\)\$(?!\d)",
    re.DOTALL,
)
_OPEN, _CLOSE = "\u27e6", "\u27e7"
_ROW = lazy(r"^[ >]*\|[^\n]*\$[^\n]*$", re.MULTILINE)
_APART, _BAR = f" |{_CLOSE}\n{_CLOSE} ", f"{_CLOSE}{_CLOSE}"
_QUOTED_LINE = lazy(r"\n[ >]*")
_HEADING_NAME = lazy(r"^([ >]*(?:[-*+] +)?#{1,6} [^\n]*?) \{#([^\s{}]+)\}$", re.MULTILINE)
_PLACEHOLDER = lazy(f"{_OPEN}(\\d+){_CLOSE}")
_MARK = lazy(r'<sup class="footnote-ref"><a href="#fn-([^"]+)"[^>]*>\d+</a></sup>')
_NOTES = lazy(r'<section class="footnotes"[^>]*>\s*<ol>(.*)</ol>\s*</section>', re.DOTALL)
_NOTE = lazy(r'<li id="fn-([^"]+)">')
_BACK = lazy(r'\s*<a href="#fnref-[^"]*" class="footnote-backref"[^>]*>.*?</a>', re.DOTALL)
_MATH_SPAN = lazy(r'<span class="math (?:inline">\\\(|display">\\\[)(.*?)\\[\])]</span>', re.DOTALL)
_ADDRESS = lazy(
    r"(<(?:p|li|td|div|blockquote)(?: [^>]*)?>\s*)(https?://[^<>\s\"'`\[\](){}|\\^]+)(\s*</(?:p|li|td|div|blockquote)>)",
    re.IGNORECASE,
)
_EMPTY_LINK = lazy(r'(<a (?=[^>]*href=")[^>]*>)(\s*)(</a>)')


class Meant(NamedTuple):
    """A document to be compared.

    Attributes:
        html: the document, its conventions written as elements the forms know.
        kept: the elements that stay, the languages and directions, and the places, counted.
        addresses: those that are all of a paragraph, which are links to whoever embeds them.
    """

    html: str
    kept: Counter[str]
    addresses: frozenset[str] = frozenset()


def has_conventions(serialized: str) -> bool:
    """Tell whether a body has elements that conventions became."""
    return f"<{_PREFIX}" in serialized


def _formula(tex: str) -> str:
    """Return what stands for a formula."""
    # As parsers serialise an attribute since 2025 (HTML Living Standard, 13.3), `<` and `>` too.
    tex = _SPACE.sub("", plain(tex)).replace("&", "&amp;").replace('"', "&quot;")
    tex = tex.replace("<", "&lt;").replace(">", "&gt;")
    return f'<img src="tex:{tex}">'.replace("%", "%25")


def _note_image(label: str) -> str:
    return f'<img src="footnote:{label.lower()}">'


def meant_source(serialized: str) -> Meant:
    """Return the source as it is compared."""
    reader = _Source()
    pieces = _SPLIT.split(serialized)
    for text, tag, after in zip(pieces[0::2], pieces[1::2], pieces[2::2], strict=False):
        reader.text(text, tag)
        reader.tag(tag, after)
    addresses = frozenset(reader.addresses)
    return Meant(_linked(reader.whole() + pieces[-1], addresses), reader.kept, addresses)


class _Source:
    """Writes the source, tag by tag."""

    def __init__(self) -> None:
        self.out: list[list[str]] = [[]]
        self.kept: Counter[str] = Counter()
        self.notes: dict[str, str] = {}
        self.marks: list[str] = []
        self.opened: list[str] = []
        self.lines = 0
        self.in_formula = False
        self.addresses: set[str] = set()

    def write(self, text: str) -> None:
        self.out[-1].append(text)

    def text(self, text: str, tag: str) -> None:
        """Take the text before a tag."""
        if not self.in_formula:
            self.write(text)
        elif tag[:1] == "/":
            self.write(_formula(text))

    def tag(self, tag: str, after: str) -> None:
        """Take a tag, and the text after it."""
        name = tag.partition(" ")[0]
        ends = name[:1] == "/"
        bare = name.removeprefix("/")
        if bare in _LINES:
            self.lines += -1 if ends else 1
        if not bare.startswith(_PREFIX):
            self.write(f"<{tag}>")
            return
        kind = bare.removeprefix(_PREFIX)
        if kind in {"formula", "formula-block"}:
            self.in_formula = not ends
            if kind == "formula-block" and not self.lines:
                self.write("</div>" if ends else "<div>")
        elif kind == "note":
            self._note(attributes_of(tag), ends=ends)
        elif kind == "address":
            self.addresses.add(after)
            self.write("</a>" if ends else f'<a href="{after}">')
        elif kind in {"box", "span"}:
            self.write(f"<{'/' * ends}{'div' if kind == 'box' else 'span'}>")
        if not ends:
            self._begins(kind, attributes_of(tag))

    def _begins(self, kind: str, found: dict[str, str]) -> None:
        """Take what an element that begins says by itself."""
        if kind == "footnote":
            self.marks.append(found.get("label", "").lower())
            self.write(_note_image(found.get("label", "")))
        elif kind == "nothing":
            self.write('<img src="nothing:">')
        elif kind == "target":
            self.kept[f"place {found.get('id', '')}"] += 1
        elif kind in {"box", "span"}:
            self.kept.update(_says(found))
        elif kind in {"kept", "component"}:
            self.kept[_element(found.pop("newskit-name", ""), found)] += 1

    def _note(self, found: dict[str, str], *, ends: bool) -> None:
        if not ends:
            self.opened.append(found.get("label", ""))
            self.out.append([])
            return
        label = self.opened.pop()
        inside = "".join(self.out.pop())
        image = _note_image(label)
        self.notes[label.lower()] = f"<blockquote>{image}<p>{inside}</p></blockquote>"
        self.write("<div></div>")

    def whole(self) -> str:
        """Return the document, its notes last in the order of their marks."""
        order = {one: place for place, one in reversed(list(enumerate(self.marks)))}
        ordered = sorted(self.notes, key=lambda one: order.get(one, len(order)))
        return "".join([*self.out[0], *[self.notes[one] for one in ordered]])


def _says(found: dict[str, str]) -> list[str]:
    return [f"{name} {found[name].lower()}" for name in ("lang", "dir") if name in found]


def _element(name: str, found: dict[str, str]) -> str:
    said = sorted(
        f"{key}={_SPACE.sub(' ', value)}" for key, value in found.items() if key != "markdown"
    )
    return f"element {name} {said}"


def has_footnotes(serialized: str) -> bool:
    """Tell whether a body has footnotes that conventions became."""
    return f"<{_PREFIX}footnote" in serialized


def render_part(markdown: str, *, footnotes: bool) -> str:
    """Render Markdown with its formulas, as the forms compare them.

    Args:
        markdown: the text.
        footnotes: whether its footnotes are read too: a part of a body may lack their notes.
    """
    formulas: list[str] = []
    signs = _OPEN in markdown

    def set_aside(match: re.Match[str]) -> str:
        if match["skip"] is not None:
            return match[0]
        tex = next(
            match[one]
            for one in ("alone", "code", "quoted", "double", "single")
            if match[one] is not None
        )
        quoted = f"\n{tex}" if match["code"] is not None else tex
        formulas.append(_QUOTED_LINE.sub(" ", quoted).replace(_BAR, "|"))
        written = f"{_OPEN}{len(formulas) - 1}{_CLOSE}"
        return f"{match['indent'] or match['before'] or ''}{written}"

    if ("$" in markdown or "```math" in markdown) and not signs:
        # A formula stands in one cell of a table, which is read first: `\|` is a bar in it.
        markdown = _ROW.sub(
            lambda row: row[0].replace(" | ", _APART).replace("\\|", _BAR), markdown
        )
        markdown = _FORMULA.sub(set_aside, markdown).replace(_APART, " | ").replace(_BAR, "\\|")
    if "{#" in markdown:
        markdown = _HEADING_NAME.sub(r'\1<a id="\2"></a>', markdown)
    rendered = render_markdown(markdown, footnotes=footnotes)
    if formulas:
        rendered = _PLACEHOLDER.sub(lambda match: _formula_of(formulas[int(match[1])]), rendered)
    return _with_notes(rendered)


def _formula_of(tex: str) -> str:
    return _formula(tex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _with_notes(rendered: str) -> str:
    """Write marks and notes of footnotes as the source's are written."""
    if 'class="footnote-ref"' not in rendered:
        return rendered
    notes = ""

    def take(match: re.Match[str]) -> str:
        nonlocal notes
        parts = _NOTE.split(_BACK.sub("", match[1]))
        for label, content in zip(parts[1::2], parts[2::2], strict=True):
            inside = content.rpartition("</li>")[0]
            notes += f"<blockquote>{_note_image(label)}<div>{inside}</div></blockquote>"
        return ""

    rendered = _NOTES.sub(take, rendered)
    return _MARK.sub(lambda match: _note_image(match[1]), rendered) + _MARK.sub(
        lambda match: _note_image(match[1]), notes
    )


def _linked(html: str, addresses: frozenset[str]) -> str:
    """Make links of addresses that are all of their paragraph."""

    def link(match: re.Match[str]) -> str:
        before, address, after = match.groups()
        return f'{before}<a href="{address}">{address}</a>{after}'

    if not addresses:
        return html
    return _ADDRESS.sub(lambda match: link(match) if match[2] in addresses else match[0], html)


def meant_result(rendered: str, addresses: frozenset[str]) -> Meant:
    """Return a rendered document as it is compared."""
    rendered = _MATH_SPAN.sub(lambda match: _formula(_references(match[1])), rendered)
    serialized = body_html(rendered)
    kept: Counter[str] = Counter()
    for tag in _SPLIT.split(serialized)[1::2]:
        name = tag.partition(" ")[0]
        if name[:1] in {"/", "!", "?", ""}:
            continue
        found = attributes_of(tag)
        if name in {"div", "span"}:
            kept.update(_says(found))
        if name == "a" or "id" in found:
            for one in ("id", "name"):
                if one in found:
                    kept[f"place {found[one]}"] += 1
        kept[_element(name, found)] += 1
    serialized = _linked(serialized, addresses)
    return Meant(_EMPTY_LINK.sub(r'\1<img src="nothing:">\3', serialized), kept)


def _references(text: str) -> str:
    return re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)
