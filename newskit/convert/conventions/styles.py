"""What style says: marks, as Google Docs, Word and Blogger write them, and lines that show.

CSS Fonts 4 (font-weight, font-style, font), CSS Text Decoration 3 (line-through), CSS 2.2 10.8.1
(vertical-align), CSS Text 4 (white-space).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newskit.convert.conventions.nodes import Child, Node, Page, words
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import COMPONENT, KEPT, NAME
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, MEDIA, names

_STYLED = lazy(r"font|line-through|vertical-align|text-decoration|white-space", re.IGNORECASE)
_MARKS = {"strong": names("strong b"), "em": names("em i"), "del": names("del s strike")}
_BOLD_ALREADY = names("h1 h2 h3 h4 h5 h6 th strong b summary dt")
_SHEET = lazy(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_NOT_READ = lazy(
    r"/\*.*?(?:\*/|\Z)"
    # An address holds such signs, too: `@import url(//fonts.example/css2?family=A:wght@400;700);`.
    r"|@(?:[^{};@\"'(]++|\"[^\"\n]*+\"|'[^'\n]*+'|\([^()]*+\)|\()*+(?:;|\{(?:[^{}]|\{[^{}]*\})*+\})",
    re.DOTALL,
)
_RULE = lazy(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_CLASS = lazy(r"(?:span|font)?\.([\w-]+)")
_OF_BLOCK = lazy(r"[a-z][a-z0-9]*\.[\w-]+")
_CODE = names("pre code samp kbd nav button")
_NO_TEXT = MEDIA | names(
    "pre textarea select script style template table tbody thead tfoot tr ul ol"
)


@lru_cache(maxsize=2_000)
def declarations(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute, names and values in lower case."""
    found: dict[str, str] = {}
    for one in style.split(";"):
        name, colon, value = one.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def _weight(said: dict[str, str]) -> bool | None:
    """Tell whether a style makes text bold; None when it says nothing about it."""
    value = said.get("font-weight")
    if value is None and "font" in said:
        found = re.match(r"(?:[a-z-]+ )*?(bold|bolder|[6-9]00)\b", said["font"])
        value = found[1] if found else None
    if value is None:
        return None
    if value in {"bold", "bolder"}:
        return True
    if value.isdecimal():
        return int(value) >= 600
    return False if value in {"normal", "lighter"} else None


def _slant(said: dict[str, str]) -> bool | None:
    value = said.get("font-style")
    if value is None and re.match(r"(?:[a-z-]+ )*?(?:italic|oblique)\b", said.get("font", "")):
        return True
    if value is None:
        return None
    return value.startswith(("italic", "oblique"))


def _struck(said: dict[str, str]) -> bool:
    lines = f"{said.get('text-decoration', '')} {said.get('text-decoration-line', '')}"
    return "line-through" in lines


def marks_of(style: str) -> list[str]:
    """Return the names of the elements that mark text as a style does."""
    said = declarations(style)
    marks = ["strong"] if _weight(said) else []
    marks += ["em"] if _slant(said) else []
    return [*marks, "del"] if _struck(said) else marks


def sheet_of(html: str) -> dict[str, str]:
    """Return the declarations that the style sheets of a document have for classes of spans.

    Google Docs, LibreOffice and TeX4ht write bold and italic text so. What stands in a rule for
    some media (`@media`) or under other conditions is not read.
    """
    found: dict[str, str] = {}
    for sheet in _SHEET.finditer(html):
        rules = _NOT_READ.sub("", sheet[1])
        for rule in _RULE.finditer(rules):
            if not _STYLED.search(rule[2]):
                continue
            for selector in rule[1].split(","):
                name = _CLASS.fullmatch(selector.strip())
                block = _OF_BLOCK.fullmatch(selector.strip())
                if name or block:
                    key = name[1] if name else selector.strip()
                    found[key] = f"{found.get(key, '')};{rule[2]}"
    return {
        name: style
        for name, style in found.items()
        if shows_lines(style) or ("." not in name and marks_of(style))
    }


def _style(node: Node, page: Page) -> str:
    """Return the declarations for an element, those of its own last."""
    own = node.get("style") if ' style="' in node.raw else ""
    if own and any(up.name == "pre" for up in node.ancestors()):
        return ""  # colours and weights of a highlighter
    if page.sheet and node.name in {"span", "font"} and 'class="' in node.raw:
        sheet = ";".join([page.sheet[one] for one in node.classes if one in page.sheet])
        if sheet and not any(up.name in _CODE for up in node.ancestors()):
            return f"{sheet};{own}"
    return own


def read_styles(page: Page) -> None:
    """Let styled text be marked by elements."""
    for node in page.root.walk():
        style = _style(node, page) if node.raw else ""
        if not style or not _STYLED.search(style):
            continue
        said = declarations(style)
        bold, slanted = _weight(said), _slant(said)
        if (bold is False and node.name in {"b", "strong"}) or (
            slanted is False and node.name in {"em", "i"}
        ):
            node.name = "span"
        marks: list[str] = []
        if bold and not _within(node, _BOLD_ALREADY):
            marks.append("strong")
        if slanted and not _within(node, names("em i cite address dfn var")):
            marks.append("em")
        if _struck(said) and not _within(node, _MARKS["del"]):
            marks.append("del")
        if node.name in {"span", "font"} and said.get("vertical-align") in {"super", "sub"}:
            marks.append("sup" if said["vertical-align"] == "super" else "sub")
        for mark in marks:
            _mark(node, mark)


def _within(node: Node, elements: frozenset[str]) -> bool:
    return node.name in elements or any(one.name in elements for one in node.ancestors())


def _mark(node: Node, mark: str) -> None:
    """Mark the text in an element, block by block."""
    if node.name in _NO_TEXT:
        if node.name not in {"table", "tbody", "thead", "tfoot", "tr", "ul", "ol"}:
            return
        for child in list(node.children):
            if isinstance(child, Node) and child.name not in {"script", "style", "template"}:
                _mark(child, mark)
        return
    if mark == "strong" and node.name in _BOLD_ALREADY:
        return
    inside, node.children = node.children, []
    run: list[Child] = []
    for child in inside:
        if isinstance(child, Node) and _holds_block(child):
            _close(node, run, mark)
            node.append(child)
            _mark(child, mark)
        else:
            run.append(child)
    _close(node, run, mark)


def _close(node: Node, run: list[Child], mark: str) -> None:
    """Put a mark around a run of inline content that shows something."""
    shows = any(one.strip() if isinstance(one, str) else one.name for one in run)
    node.append(Node(mark).append(*run)) if shows else node.append(*run)
    run.clear()


def _holds_block(node: Node) -> bool:
    return node.name in ANY_BLOCK or any(one.name in ANY_BLOCK for one in node.walk())


# Lines and spaces that show as they are written.

_SPACES = names("pre pre-wrap break-spaces")
_COLLAPSED = names("normal nowrap initial")
_APART = names("pre listing xmp plaintext textarea code script style template svg math")
_RUN = lazy(r" {2,}")
_TAB = 8
"""Columns between tab stops (CSS Text 4, `tab-size`)."""


def shows_spaces(style: str) -> bool:
    """Tell whether a style shows lines and spaces as they are written."""
    return declarations(style).get("white-space", "") in _SPACES


def shows_lines(style: str) -> bool:
    """Tell whether a style shows lines as they are written."""
    return shows_spaces(style) or declarations(style).get("white-space") == "pre-line"


def read_lines(page: Page) -> None:
    """Let lines that style shows as they are written end in breaks, and keep what indents them."""
    done: set[int] = set()
    for node in page.root.walk():
        if not node.raw or id(node) in done or node.name in _APART:
            continue
        style = _white_space(node, page)
        if shows_lines(style) and "\n" in node.text().strip():
            done.update(id(one) for one in node.walk() if shows_lines(_white_space(one, page)))
            if not any(up.name in _APART for up in node.ancestors()):
                _show_lines(node, page, spaces=shows_spaces(style))


def _white_space(node: Node, page: Page) -> str:
    """Return the declarations for an element, as far as they are about white space."""
    styles = [page.sheet.get(one, "") for one in node.classes] if page.sheet else []
    styles += [page.sheet.get(f"{node.name}.{one}", "") for one in node.classes] if styles else []
    return ";".join([*styles, node.get("style")])


def _show_lines(node: Node, page: Page, *, spaces: bool) -> None:
    pending = [(node, _is_edge(node, -1), _is_edge(node, 1))]
    while pending:
        box, *around = pending.pop()
        new: list[Child] = []
        for child, (first, last) in _with_edges(box, box.children, around):
            if isinstance(child, str):
                new += _lines(child, spaces=spaces, first=first, last=last)
            else:
                new.append(child)
        box.children = []
        box.append(*new)
        for child, (first, last) in _with_edges(box, new, around):
            if isinstance(child, Node) and child.name not in _APART:
                said = declarations(_white_space(child, page)).get("white-space")
                if said not in _COLLAPSED:
                    pending.append((child, first, last))


def _with_edges(
    box: Node, children: Sequence[Child], around: Sequence[bool]
) -> list[tuple[Child, tuple[bool, bool]]]:
    """Return children, each with whether its line begins before and ends behind it anyway.

    Args:
        box: what they are children of.
        children: of it.
        around: the same of `box`.
    """
    first, last = (True, True) if box.name in ANY_BLOCK else around
    before: list[bool] = []
    for child in children:
        before.append(first)
        first = _ends_line(child, otherwise=first)
    behind: list[bool] = []
    for child in reversed(children):
        behind.append(last)
        last = _ends_line(child, otherwise=last)
    return list(zip(children, zip(before, reversed(behind), strict=True), strict=True))


def _ends_line(child: Child, *, otherwise: bool) -> bool:
    if isinstance(child, str):
        return otherwise and not child.strip()
    return child.name == "br" or child.name in ANY_BLOCK if child.name else otherwise


def _is_edge(node: Node, step: int) -> bool:
    """Tell whether nothing stands between an element and where its line begins or ends anyway."""
    while node.name not in ANY_BLOCK and node.parent is not None:
        place = node.index() + step
        node = node.parent
        while 0 <= place < len(node.children):
            beside = node.children[place]
            if beside.name if isinstance(beside, Node) else beside.strip():
                return _ends_line(beside, otherwise=True)
            place += step
    return True


def _lines(text: str, *, spaces: bool, first: bool, last: bool) -> list[Child]:
    """Return text with a break at the end of each line of it."""
    if "\n" in text:
        lines = text.split("\n")
        begin, end = 0, len(lines)
        while first and end - begin > 1 and not lines[begin].strip():
            begin += 1
        while last and end - begin > 1 and not lines[end - 1].strip():
            end -= 1
        lines = lines[begin:end]
    else:
        lines = [text]
    found: list[Child] = []
    for number, line in enumerate(lines):
        if number:
            found.append(Node("br"))
        found.append(_spaced(line.expandtabs(_TAB), starts=first or number > 0) if spaces else line)
    return found


def _spaced(line: str, *, starts: bool) -> str:
    """Return a line whose spaces show; in front of it, where it starts one, and in runs."""
    indent = len(line) - len(line.lstrip(" ")) if starts else 0
    return "&nbsp;" * indent + _RUN.sub(
        lambda run: "&nbsp;" * (len(run[0]) - 1) + " ", line[indent:]
    )


# What the source hides: readers never saw it, so it is left out and reported. HTML Living Standard
# 6.1 (`hidden`) and 4.11.4 (a `dialog` that is not open), CSS 2.2 9.2.4 and 11.2 (`display`,
# `visibility`), Word's `mso-hide`. What opens on request is content: `details`,
# `hidden=until-found`, and what another element's `onclick`, `aria-controls` or `data-target`
# names.


_REVEALED = 400
"""Length of the words, in code points, of a hidden element that a script must show: without it
nothing would be left of its document."""


def is_hidden(node: Node) -> bool:
    """Tell whether an element is hidden by its own attributes."""
    raw = node.raw
    if node.name == "dialog":
        return ' open="' not in raw
    if not raw:
        return False
    if ' hidden="' in raw and node.get("hidden").strip().lower() != "until-found":
        return True
    if ' style="' not in raw:
        return False
    said = declarations(node.get("style"))
    return (
        said.get("display") == "none"
        or said.get("visibility") in {"hidden", "collapse"}
        or said.get("mso-hide") == "all"
    )


def leave_out_hidden(page: Page) -> None:
    """Leave out what is hidden, unless the whole document is; report it by its values."""
    openers: frozenset[str] | None = None
    for node in page.root.walk():
        if not node.name or node.name in {"body", "script", "style"}:
            continue
        if not is_hidden(node) and not _is_for_no_one(node):
            continue
        text = words(node)
        if (identifier := node.get("id")) and any(map(str.isalnum, text)):
            openers = _openers(page.root) if openers is None else openers
            if identifier in openers:
                continue
        asks = node.name == "noscript" and asks_for_scripts(text)
        alone = (node.name == "noscript" and not asks) or len(text) > _REVEALED
        if alone and len(text) * 10 > len(words(page.root)) * 9:
            continue
        led = [one.get("id") for one in (node, *node.walk()) if one.get("id") in page.linked]
        said = " ".join([all_said(node) or node.raw.strip(), *[f"#{name}" for name in led]])
        page.drop(DifferenceKind.HIDDEN, node, said)


def _openers(root: Node) -> frozenset[str]:
    """Return the words of attributes that open other elements on request: ids are among them."""
    return frozenset(
        word
        for node in root.walk()
        if node.raw and _OPENS.search(node.raw)
        for name, value in node.attributes.items()
        if name in _OPENING
        for word in (*_WORD.findall(value), *_QUOTED.findall(value))
    )


def all_said(node: Node) -> str:
    """Return the words of an element and the values of all attributes in it, for the report."""
    values = [value for one in [node, *node.walk()] for value in _values(one)]
    return " ".join([one for one in (words(node), *values) if one])


def _is_for_no_one(node: Node) -> bool:
    """Tell whether an element is seen only without scripts, and holds only words or asks for them.

    "Please enable JavaScript to view the [comments](…)" is for no reader; a link to the poll that a
    script would show is, and so is an article.
    """
    if node.name != "noscript" or node.first(*_SHOWN_ALONE) is not None:
        return False
    text = words(node)
    return asks_for_scripts(text) or node.first("a") is None


def asks_for_scripts(text: str) -> bool:
    """Tell whether the words of a `noscript` ask to let scripts run."""
    return len(text) <= _REVEALED and _ASKS_FOR_SCRIPTS.search(text) is not None


def _values(node: Node) -> list[str]:
    """Return what the attributes of an element say, but for how it looks."""
    if not node.raw:
        return []
    found = node.attributes
    if node.name in {KEPT, COMPONENT}:
        return [f"<{found.pop(NAME)}>", *found.values()]
    return [value for name, value in found.items() if value and name not in _LOOKS]


_OPENING = names("onclick ontoggle aria-controls data-target data-bs-target")
_WORD = lazy(r"[\w-]+")
_QUOTED = lazy(r"[^\s\"'`#(),;]+")
_OPENS = lazy(r" (?:onclick|ontoggle|aria-controls|data-(?:bs-)?target)=")
_SHOWN_ALONE = MEDIA | {"img", "picture", "amp-img"}
_ASKS_FOR_SCRIPTS = lazy(r"\bjava\s?script\b", re.IGNORECASE)
_LOOKS = names("class style hidden width height id")
