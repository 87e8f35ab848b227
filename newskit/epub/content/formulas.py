"""Formulas as MathML, where their TeX converts; else they stay the TeX they are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from newskit.epub.content.state import Element, Notes

__all__ = ["shape_formulas"]

_DELIMITED: Final = re.compile(
    r"\s*(?:\\\((?P<inline>.*)\\\)|\\\[(?P<display>.*)\\\]|\$\$(?P<dollars>.*)\$\$)\s*", re.DOTALL
)
_NAMES: Final = frozenset({"math", "nk-math", "nk-tex"})
_LONGEST: Final = 20_000
_MATH: Final = "{http://www.w3.org/1998/Math/MathML}math"


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


def _formula(tex: str, *, display: bool) -> Element | None:
    from lxml import etree
    from math_core import LatexError

    if not tex or len(tex) > _LONGEST:
        return None
    if "\\\\" in tex and "\\begin" not in tex:
        tex = f"\\begin{{gathered}}{tex}\\end{{gathered}}"  # TeX breaks no line outside of one
    try:
        markup = _converter().convert_with_local_state(tex, displaystyle=display)
        formula = etree.fromstring(markup)
    except (LatexError, etree.XMLSyntaxError):
        return None
    if formula.tag != _MATH or not len(formula):
        return None
    for element in formula.iter():
        if "style" in element.attrib:
            del element.attrib["style"]
    formula.set("alttext", tex)
    if display:
        formula.set("display", "block")
    return formula


@cache
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(xml_namespace=True, fancy_error=False)
