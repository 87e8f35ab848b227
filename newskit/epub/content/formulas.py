"""Formulas in a book: MathML where their TeX converts, else the TeX they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from newskit.epub.content.state import Element, Notes

# Formulas that no renderer marks, as MathJax and KaTeX find them in the text of a page.

_BARE: Final = lazy(
    r"(?<!\\)\\\((?:[^\\]|\\[^()])+\\\)|(?<!\\)\\\[(?:[^\\]|\\[^\[\]])+\\\]"
    r"|\$\$(?:[^$\\]|\\.)+\$\$"
    r"|\\begin\{((?:equation|align|eqnarray|gather|multline)\*?)\}"
    r"(?:[^\\]|\\(?!end\{\1\})){1,5000}+\\end\{\1\}",
    re.DOTALL,
)
_TEX: Final = lazy(r"\\[A-Za-z]{2,}|[_^][{\d]|[\w)]\^|(?<![A-Za-z])[A-Za-z]_[A-Za-z](?![A-Za-z])")
_SINGLE: Final = lazy(
    r"(?<![\\$A-Za-z0-9])\$(?![\s$])((?:[^$\\]|\\.){1,300}+)(?<!\s)\$(?![A-Za-z0-9$])", re.DOTALL
)
_SURE: Final = lazy(r"\\[A-Za-z]{2,}|[_^]\{|\^\d")
_SHORT: Final = lazy(r"[A-Za-z0-9]{1,3}'*\Z|[^\\^_=<>+*/|()-]*[\\^_=<>+*/|()-]")
_PROSE: Final = lazy(r"(?<![\\{A-Za-z])[A-Za-z]{3,} [A-Za-z]{3,}")
_UNREAD: Final = frozenset({"pre", "code", "kbd", "samp", "tt"})


def may_hold_formulas(html: str) -> bool:
    """Tell whether a body may hold formulas, marked or not."""
    return "$" in html or "math" in html or "\\(" in html or "\\[" in html or "\\begin{" in html


def mark_formulas(root: Element) -> None:
    """Mark TeX between the delimiters that scripts of a page look for in its text.

    Dollars, and backslashes before brackets, stand in prose too. They count in a body where a
    pair of them holds what is TeX beyond doubt; single dollars for themselves.
    """
    texts = [*_texts(root)]
    joined = [text for _, _, text in texts]
    bare = any(_TEX.search(match[0]) for text in joined for match in _BARE.finditer(text))
    single = any(_SURE.search(match[1]) for text in joined for match in _SINGLE.finditer(text))
    if not bare and not single:
        return
    for element, is_tail, text in texts:
        pieces = _pieces(text, bare=bare, single=single)
        if len(pieces) > 1:
            _set_pieces(element, pieces, is_tail=is_tail)


def _texts(root: Element) -> Iterator[tuple[Element, bool, str]]:
    """Yield the texts that scripts read: element, whether it stands behind it, text."""
    stack = [root]
    while stack:
        element = stack.pop()
        names = (element.get("class") or "").split()
        if element.tag not in _UNREAD and _NAMES.isdisjoint(names):
            if element.text and _has_sign(element.text):
                yield element, False, element.text
            stack.extend(element)
        if element is not root and element.tail and _has_sign(element.tail):
            yield element, True, element.tail


def _has_sign(text: str) -> bool:
    return "$" in text or "\\" in text


def _pieces(text: str, *, bare: bool, single: bool) -> list[str]:
    """Divide a text: words and formulas in turn."""
    pieces: list[str] = []
    words = 0
    for match in _BARE.finditer(text) if bare else ():
        pieces += [*_singles(text[words : match.start()], read=single), match[0]]
        words = match.end()
    return [*pieces, *_singles(text[words:], read=single)]


def _singles(text: str, *, read: bool) -> list[str]:
    pieces: list[str] = []
    words = 0
    for match in _SINGLE.finditer(text) if read and "$" in text else ():
        tex = match[1]
        if _SHORT.match(tex) and not _PROSE.search(tex) and _is_balanced(tex):
            pieces += [text[words : match.start()], match[0]]
            words = match.end()
    return [*pieces, text[words:]]


def _is_balanced(tex: str) -> bool:
    """Tell whether brackets that open are closed, as those of ``$10 (US$)`` are not."""
    opened, closed = (sum(map(tex.count, signs)) for signs in ("([", ")]"))
    return opened == closed or "\\" in tex


def _set_pieces(element: Element, pieces: list[str], *, is_tail: bool) -> None:
    """Put words and formulas in the place of the text in an element, or behind it."""
    from lxml import etree

    parent = element.getparent() if is_tail else element
    if parent is None:
        return
    place = parent.index(element) + 1 if is_tail else 0
    if is_tail:
        element.tail = pieces[0]
    else:
        element.text = pieces[0]
    for number in range(1, len(pieces), 2):
        is_block = pieces[number].startswith(("$$", "\\b"))
        span = etree.Element("span", {"class": f"nk-math nk-tex{' display' * is_block}"})
        span.text, span.tail = pieces[number], pieces[number + 1]
        parent.insert(place, span)
        place += 1


# Formulas as MathML.

_DELIMITED: Final = re.compile(
    r"\s*(?:\\\((?P<inline>.*)\\\)|\\\[(?P<display>.*)\\\]|\$\$(?P<dollars>.*)\$\$"
    r"|\$(?P<single>[^$]*)\$)\s*",
    re.DOTALL,
)
_NAMES: Final = frozenset({"math", "nk-math", "nk-tex"})
_LONGEST: Final = 20_000
_ENTITY: Final = re.compile(r"&([A-Za-z]\w*);")
_XML_ENTITIES: Final = frozenset({"amp", "apos", "gt", "lt", "quot"})
_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_MATH: Final = f"{_NAMESPACE}math"
_TEXT: Final = f"{_NAMESPACE}mtext"
_TABLE: Final = f"{_NAMESPACE}mtable"
_ROWS: Final = frozenset({f"{_NAMESPACE}mrow", f"{_NAMESPACE}mstyle"})
_FONTS: Final = {"}code": "monospace", "monospace": "monospace", "sans-serif": "sans-serif"}


def shape_formulas(root: Element, notes: Notes) -> None:
    """Put MathML in the place of TeX that a renderer or the post has marked as a formula."""
    for element in list(root.iter("span", "div", "code")):
        names = (element.get("class") or "").split()
        if _NAMES.isdisjoint(names) or len(element) or not element.text:
            continue
        match = _DELIMITED.fullmatch(element.text)
        if match is None and "nk-tex" not in names:
            continue
        tex = element.text if match is None else match[match.lastgroup or 0]
        display = "display" in names or (match is not None and match.lastgroup == "display")
        notes.features.add("math")
        formula = _formula(tex.strip(), display=display)
        if formula is None:
            notes.change("math", tex.strip(), "text")
            continue
        element.text = None
        if element.tag == "code":
            element.tag = "span"
        element.set("class", "nk-formula")
        element.append(formula)
        notes.features.add("mathml")
        _name_link(element, tex.strip())


def _name_link(element: Element, tex: str) -> None:
    """Name a link that a formula is all of: checkers and some readers see no words in MathML."""
    link = next(element.iterancestors("a"), None)
    if link is not None and _words(link) == _words(element):
        link.set("aria-label", tex)


def _words(element: Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _formula(tex: str, *, display: bool) -> Element | None:
    from lxml import etree
    from math_core import LatexError

    given = tex
    if not tex or len(tex) > _LONGEST:
        return None
    if "\\\\" in tex and "\\begin" not in tex:
        tex = f"\\begin{{gathered}}{tex}\\end{{gathered}}"  # TeX breaks no line outside of one
    formula = None
    for source in dict.fromkeys((tex, _in_known_words(tex))):
        try:
            markup = _converter().convert_with_local_state(source, displaystyle=display)
            formula = etree.fromstring(_ENTITY.sub(_character, markup))
            break
        except (LatexError, etree.XMLSyntaxError):
            continue
    if formula is None or formula.tag != _MATH or not len(formula):
        return None
    _as_mathml_3(formula)
    formula.set("alttext", given)
    if display:
        formula.set("display", "block")
    return formula


_KNOWN: Final = (
    (r"\\(begin|end)\{split\}", r"\\\1{aligned}"),
    (r"\\begin\{eqnarray\*?\}", r"\\begin{array}{rcl}"),
    (r"\\end\{eqnarray\*?\}", r"\\end{array}"),
    (r"\\mbox(?![A-Za-z])", r"\\text"),
    (r"\\pmb(?![A-Za-z])", r"\\boldsymbol"),
    (r"\\tag\*?\{([^{}]*)\}", r"\\qquad\\text{(\1)}"),
    (r"\\(?:require|label)\{[^{}]*\}|\\(?:nonumber|notag|hfill)(?![A-Za-z])", ""),
    (r"\\href\{[^{}]*\}|\\bbox\[[^\[\]]*\]", ""),
    (r"\\substack\{([^{}]*)\}", r"{\\begin{subarray}{c}\1\\end{subarray}}"),
    (r"\\text\{([^{}$]*)\$([^{}$]*)\$([^{}$]*)\}", r"\\text{\1}\2\\text{\3}"),
)
"""What MathJax reads and the converter does not, and how it reads the same."""


def _in_known_words(tex: str) -> str:
    for pattern, known in _KNOWN:
        tex = re.sub(pattern, known, tex)
    tex = re.sub(r"\\unicode\{x([0-9A-Fa-f]{1,5})\}", _of_number, tex)
    return re.sub(r"\\text\{[^{}\\]*\}", lambda match: match[0].replace("_", r"\_"), tex)


def _of_number(number: re.Match[str]) -> str:
    """Return the character of a number; half of a pair, or a control character, is none."""
    character = chr(int(number[1], 16))
    return character if character.isprintable() else number[0]


def _character(entity: re.Match[str]) -> str:
    """Return the character of an entity of HTML, which XML does not know (``&ApplyFunction;``)."""
    return entity[0] if entity[1] in _XML_ENTITIES else unescape(entity[0])


def _as_mathml_3(formula: Element) -> None:
    """Say in MathML 3, which EPUB 3.3 asks for, what the converter says in MathML Core."""
    from lxml import etree

    for element in list(formula.iter()):
        if "style" in element.attrib:
            del element.attrib["style"]
        if element.tag == _TEXT and len(element):
            # HTML in a text, which says how it is set.
            names = " ".join(f"{one.tag} {one.get('class')}" for one in element)
            kind = next((one for word, one in _FONTS.items() if word in names), None)
            if kind:
                element.set("mathvariant", kind)
            etree.strip_tags(element, "*")
        if element is not formula:
            _set_levels(element)


def _set_levels(element: Element) -> None:
    """Move the size that an element is set in to `mstyle`, which alone may say it in MathML 3."""
    from lxml import etree

    given: dict[str, str] = {}
    for name in ("displaystyle", "scriptlevel"):
        if name in element.attrib:
            given[name] = str(element.attrib[name])
            del element.attrib[name]
    parent = element.getparent()
    if not given or parent is None:
        return
    style = element
    if element.tag == _TABLE:
        given.pop("scriptlevel", None)
    elif element.tag in _ROWS:
        element.tag = f"{_NAMESPACE}mstyle"
    else:
        style = etree.Element(f"{_NAMESPACE}mstyle")
        parent.replace(element, style)
        style.append(element)
    for name, value in given.items():
        style.set(name, value)


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(xml_namespace=True, fancy_error=False)
