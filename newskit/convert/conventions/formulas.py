r"""Formulas, in the ways that pages hold them, as the TeX they were written in.

Scripts of kramdown and MathJax 2 (`type="math/tex"`, with the typeset copies beside them), the
containers of MathJax 3, KaTeX, MathML with an annotation in TeX or an `alttext` (MathML Core; what
Wikipedia and LaTeXML write), `\(…\)` in elements that pandoc, Sphinx, Python-Markdown's arithmatex
and CKEditor mark as formulas, and attributes of editors (Quill, Tiptap, Zhihu). Other MathML stays.
"""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Node, Page, build, escape, words
from newskit.convert.tree import FORMULA as INLINE
from newskit.convert.tree import FORMULA_BLOCK as DISPLAY
from newskit.convert.tree import body_html, tokenize
from newskit.lazy import lazy, wordlist
from newskit.markup.elements import names

_TEX = lazy(r"\s*math/(?:tex|latex|x-tex|katex)\b|\s*text/(?:x-)?(?:la)?tex\b", re.IGNORECASE)
_ASCII = lazy(r"\s*math/asciimath", re.IGNORECASE)
_MML = lazy(r"\s*math/mml", re.IGNORECASE)
_TYPESET = frozenset(
    [
        "MathJax",
        "MathJax_Preview",
        "MathJax_Display",
        "MathJax_SVG",
        "MathJax_SVG_Display",
        "MathJax_CHTML",
        "MathJax_PHTML",
        "MathJax_MathML",
        "MJXc-display",
        "mjx-chtml",
        "MathJax_Processing",
        "MathJax_Processed",
    ]
)
_TEX_ANNOTATION = lazy(r"(?:application|text)/(?:x-)?(?:la)?tex\b|^(?:la)?tex$", re.IGNORECASE)
_MARKED = frozenset(
    [
        "math",
        "arithmatex",
        "math-tex",
        "math-inline",
        "math-display",
        "math-block",
        "tex",
        "latex",
        "katex-source",
        "tex2jax_process",
        "mathjax",
        "MathTeX",
        "inline-math",
        "display-math",
        "block-math",
        "math_inline",
        "math_block",
    ]
)
_DELIMITED = lazy(
    r"\s*(?:\\\((?P<a>.*)\\\)|\\\[(?P<b>.*)\\\]|\$\$(?P<c>.*)\$\$|\$(?P<d>[^$]*)\$)\s*\Z", re.DOTALL
)
# What begins or ends a formula within it: then there are several. A dollar may stand in `\text{…}`.
_SEVERAL = {
    "a": lazy(r"(?<!\\)\\[()]"),
    "b": lazy(r"(?<!\\)\\[\[\]]"),
    "c": lazy(r"\$\$"),
    "d": lazy(r"\$"),
}
_STATED = wordlist(
    """
    data-tex data-latex data-formula data-math data-katex data-equation data-expr
    """
)
_CDATA = lazy(r"\s*(?:%\s*)?<!\[CDATA\[(.*?)(?:%\s*)?\]\]>\s*\Z", re.DOTALL)
_BLANK_LINES = lazy(r"\n\s*\n")
_CARRIERS = names(
    "span div p img figure d-math math-inline math-block math-field la-tex tex-math amp-mathml "
    "eq eqn equation code"
)
_EDITORS = names("d-math math-field la-tex tex-math math-inline math-block eqn")


def read_formulas(page: Page) -> None:
    """Let every formula whose TeX is known be one element that holds it."""
    root = page.root
    for script in root.all("script"):
        _read_script(script)
    for node in root.all("mjx-container", "span", "div", "math", *_CARRIERS):
        if (
            node.parent is None
            or not node.is_attached(root)
            or any(up.name in {INLINE, DISPLAY} for up in node.ancestors())
        ):
            continue
        _read_element(node)


def _read_script(script: Node) -> None:
    kind = script.get("type")
    if _TEX.match(kind):
        identity = script.get("id")
        _leave_typeset(script, identity)
        display = re.search(r"mode\s*=\s*display", kind, re.IGNORECASE) is not None
        _put(script, script.other, display=display)
    elif _ASCII.match(kind):
        _leave_typeset(script, script.get("id"))
        script.replace([Node("code").append(escape(script.other.strip()))])
    elif _MML.match(kind):
        _leave_typeset(script, script.get("id"))
        read = build(tokenize(body_html(script.other)))
        script.replace(read.all("math")[:1])


def _leave_typeset(script: Node, identity: str) -> None:
    """Leave out what MathJax 2 set before a script: the preview and the frame."""
    parent = script.parent
    if parent is None:
        return
    place = script.index()
    while place > 0:
        before = parent.children[place - 1]
        if isinstance(before, str):
            if before.strip():
                break
            if place < 2 or not _is_typeset(parent.children[place - 2]):
                break
            place -= 1
            continue
        if not _is_typeset(before):
            break
        before.remove()
        place -= 1
    if place < len(parent.children) - 1:
        after = (
            parent.children[script.index() + 1] if script.index() + 1 < len(parent.children) else ""
        )
        if isinstance(after, Node) and identity and after.get("id").startswith(f"{identity}-"):
            after.remove()


def _is_typeset(node: object) -> bool:
    if not isinstance(node, Node):
        return False
    if not _TYPESET.isdisjoint(node.classes):
        return True
    return any(
        isinstance(child, Node) and not _TYPESET.isdisjoint(child.classes)
        for child in node.children
    ) and not any(isinstance(child, str) and child.strip() for child in node.children)


def _read_element(node: Node) -> None:
    classes = node.classes
    if node.name == "mjx-container" or (node.name != "math" and not _TYPESET.isdisjoint(classes)):
        _read_typeset(node)
    elif "katex-display" in classes or "katex" in classes or "katex-mathml" in classes:
        _read_katex(node, display="katex-display" in classes)
    elif "mwe-math-element" in classes or node.name == "math":
        _read_mathml(node)
    elif node.name in _CARRIERS:
        _read_marked(node, classes)


def _read_typeset(node: Node) -> None:
    """Read what MathJax 2 or 3 left where its script is not: from MathML in it, if at all."""
    display = node.get("display") in {"true", "block"} or any(
        "isplay" in one for one in node.classes
    )
    tex = _annotation(node) or next(
        (
            one.get(name)
            for one in [node, *node.walk()]
            for name in ("data-latex", "data-tex")
            if one.has(name)
        ),
        "",
    )
    source = node.get("data-mathml")
    if not tex and source:
        found = re.search(r"<annotation[^>]*tex[^>]*>(.*?)</annotation>", source, re.DOTALL)
        tex = found[1] if found else ""
    if tex:
        _put(node, tex, display=display)
        return
    math = node.first("math")
    if math is not None:
        if display and not math.has("display"):
            math.set({"display": "block"})
        node.replace([math])


def _read_katex(node: Node, *, display: bool) -> None:
    tex = _annotation(node)
    if tex:
        math = node.first("math")
        block = display or (math is not None and math.get("display") == "block")
        _put(node, tex, display=block)
        return
    for copy in node.walk():
        if "katex-html" in copy.classes and node.first("math") is not None:
            copy.remove()


def _read_mathml(node: Node) -> None:
    math = node if node.name == "math" else node.first("math")
    if math is None:
        return
    tex = _annotation(math)
    stated = math.get("alttext").strip()
    if not tex and stated and _is_tex(stated):
        tex = stated
    if tex:
        inside = f"{node.get('class')} {' '.join(one.get('class') for one in node.walk())}"
        display = (
            math.get("display") == "block"
            or math.get("mode") == "display"
            or "mathml-display" in inside
        )
        _put(node, tex, display=display)


def _is_tex(text: str) -> bool:
    r"""Tell whether an alternative text is TeX: words of it alone (`x plus y`) are not."""
    return bool(re.search(r"[\\^_{}=+<>/]", text)) or not re.search(r"\w\s+\w", text)


def _annotation(node: Node) -> str:
    for one in node.walk():
        if one.name == "annotation" and _TEX_ANNOTATION.search(one.get("encoding")):
            return one.text()
    return ""


def _read_marked(node: Node, classes: list[str]) -> None:
    """Read an element that says that it is a formula, by its class or an attribute."""
    found = node.attributes
    display = any(re.search("display|block", one) for one in classes) or node.name == "math-block"
    if "ql-formula" in classes and found.get("data-value"):
        _put(node, found["data-value"], display=False)
        return
    stated = next((found[name] for name in _STATED if found.get(name, "").strip()), "")
    if stated and (_is_tex(stated) or _MARKED & {*classes} or "math" in found.get("class", "")):
        block = display or found.get("data-type", "").startswith("block") or stated.endswith("\\\\")
        tex = stated[:-2] if node.name == "img" and stated.endswith("\\\\") else stated
        _put(node, tex, display=block)
        return
    if node.name in _EDITORS and not node.all("math", "img"):
        display = display or node.has("block")
        tex = words(node) or found.get("value", "")
        if tex:
            _put(node, tex, display=display)
        return
    if not _MARKED & {*classes} or any(
        one.name not in {"span", "em", "sub", "sup", ""} for one in node.walk()
    ):
        return
    if _inner(node.text()) is not None:
        _put(node, node.text(), display=False)


def _inner(text: str) -> tuple[str, bool] | None:
    """Return the formula between the signs around it, and whether they give it lines of its own."""
    match = _DELIMITED.match(text)
    sign = match.lastgroup if match is not None else None
    if match is None or sign is None or _SEVERAL[sign].search(match[sign]):
        return None
    return match[sign], sign in {"b", "c"}


def _put(node: Node, tex: str, *, display: bool) -> None:
    """Put a formula in the place of what holds it."""
    cdata = _CDATA.match(tex)
    if cdata:
        tex = cdata[1]
    if (inner := _inner(tex)) is not None:
        tex, on_lines = inner
        display = display or on_lines
    tex = _BLANK_LINES.sub("\n", tex.replace("\r\n", "\n").replace("\r", "\n").strip())
    if not tex:
        return
    formula = Node(DISPLAY if display else INLINE).append(escape(tex))
    # A box around a formula on lines of its own says nothing more.
    parent = node.parent
    while (
        parent is not None
        and parent.name in {"span", "div"}
        and len(parent.content()) == 1
        and (
            _TYPESET & {*parent.classes}
            or any("math" in one.lower() or "katex" in one for one in parent.classes)
        )
    ):
        node, parent = parent, parent.parent
        if any("isplay" in one for one in node.classes):
            formula.name = DISPLAY
    node.replace([formula])
