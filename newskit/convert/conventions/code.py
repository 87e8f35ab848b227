"""Code blocks, as highlighters and editors write them: one `pre` with its language, no gutter.

Rouge and Pygments (Jekyll, Sphinx, MkDocs), Chroma (Hugo), GitHub, highlight.js, Prism, Shiki,
Hexo, SyntaxHighlighter, Enlighter, Crayon, GeSHi, Code Prettify, UEditor. The numbers of lines are
beside the code, not part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, pairwise

from newskit.convert.conventions.languages import (
    CODE_BLOCKS,
    KNOWN,
    from_attributes,
    is_beside,
    language_noted,
    language_of,
)
from newskit.convert.conventions.nodes import Child, Node, Page, escape, words, written
from newskit.convert.conventions.styles import declarations, shows_spaces
from newskit.convert.result import DifferenceKind
from newskit.convert.tree import LANGUAGE
from newskit.lazy import lazy
from newskit.markup.elements import names

_GUTTER = lazy(
    r"(?:rouge-)?gutter(?:-\w+)?|gl|lineno\w*|linenos\w*|line-?num\w*(?:-\w+)*|lnt?|lnos?|linenodiv|blob-num|hljs-ln-numbers?"
    r"|hljs-ln-n|crayon-nums?(?:-content)?|crayon-num|code-?line-?num\w*|react-syntax-highlighter-line-number"
    r"|line_num\w*|LineNr|lines?-?nos?|token-line-number|pre-numbering|cm-lineNumbers|CodeMirror-linenumber|ace_gutter(?:-cell)?"
)
_NUMBER = frozenset({"num", "nums", "number", "numbers"})
"""Classes of line numbers beside code; in code they are those of its numbers (Prism)."""

_NUMBERS = lazy(r"(?:\s*\d++[.:]?)*+\s*\Z")
_CODE_TABLE = lazy(
    r"(?:rouge-table|highlighttable|lntable|crayon-table|hljs-ln|highlight|js-file-line-container|code-?table|syntaxhighlighter|d2h-diff-table)"
)
_WRAPPER = lazy(
    r"highlight|code|syntax|prism|shiki|rouge|hljs|sourceCode|language-|lang-|crayon|enlighter|EnlighterJS|snippet",
    re.IGNORECASE,
)
_LABEL = lazy(
    r"copy|lang(?:uage)?(?:-\w+)?|code-?(?:lang|label|toolbar|header|copy|block-header)\w*|toolbar(?:-item)?|btn|clipboard\w*",
    re.IGNORECASE,
)
_COPIES = lazy(
    r"(?:copy|clipboard)(?:-?code)?-?(?:btn|button)|(?:btn|button)-(?:copy|clipboard)|copybtn",
    re.IGNORECASE,
)
_EVERNOTE = lazy(r"-en-codeblock\s*:\s*true")
_MONOSPACE = lazy(r"\b(?:mono(?:space)?|courier|consolas|menlo|monaco)\b")
_IN_PASTED = names("div p span br b i em strong font code")
_COUNTS = names("span i em b a font")
_LINES = names("div p li tr")
_AROUND = names("div figure td")


def read_code(page: Page) -> None:
    """Let each piece of code be one `pre`."""
    root = page.root
    led = Counter([one.get("href") for one in root.all("a")] if page.linked else [])
    for table in root.all("table"):
        if table.is_attached(root):
            _read_table(page, table, led)
    for box in root.all("div", "p", "code"):
        if "ql-code-block-container" in box.classes and box.is_attached(root):
            _read_lines(box)
        elif "en-codeblock" in box.raw and box.is_attached(root):
            _read_evernote(box)
        elif "white-space" in box.raw and box.is_attached(root):
            _read_pasted(box)
    for area in root.all("textarea"):
        if area.is_attached(root) and "crayon-plain" in area.classes:
            _read_crayon(area)
    for pre in root.all(*CODE_BLOCKS):
        if not pre.is_attached(root) or any(up.name in CODE_BLOCKS for up in pre.ancestors()):
            continue
        language = language_of(pre)
        if any(one.name != "code" or one.raw for one in pre.walk()):
            numbers = _leave_gutter(pre) or _leave_counts(pre)
            _say_numbers(page, pre, numbers)
            _leave_line_links(page, pre, led)
            _leave_buttons(page, pre)
        _leave_labels(page, pre, language)
        _write(pre, language)


def _write(pre: Node, language: str) -> None:
    """Write the language where the writer looks for it."""
    found = pre.attributes
    if language and found.get("lang", "").lower() == language:
        del found["lang"]
    pre.raw = written({LANGUAGE: language, **found})


def _leave_gutter(pre: Node) -> list[str]:
    """Leave out line numbers that stand in the code; return them."""
    numbers: list[str] = []
    for node in list(pre.walk()):
        if node.name == "table" and node.parent is not None:
            continue
        if node.parent is None or not node.raw:
            continue
        named = any(_GUTTER.fullmatch(one) for one in node.classes)
        stated = node.has("data-line-number") and not _holds_code(node)
        if (
            (named or stated) and _NUMBERS.match(node.text()) and not _is_only_content(pre, node)
        ) or ("unselectable" in node.classes and _NUMBERS.match(node.text())):
            numbers += re.findall(r"\d+", node.text())
            node.remove()
    return numbers


def _say_numbers(page: Page, pre: Node, numbers: list[str]) -> None:
    """Report numbers of lines that do more than count: they say where the code is from."""
    if numbers and int(numbers[0]) > 1:
        text = numbers[0] if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        page.say(DifferenceKind.ELEMENT, pre, f"line numbers {text}")


def _leave_counts(pre: Node) -> list[str]:
    """Leave out the elements that count lines at their beginning; return the numbers."""
    starts = True
    counts: list[Node] = []
    pending: list[Child] = list(reversed(pre.children))
    while pending:
        child = pending.pop()
        if isinstance(child, Node):
            count = words(child) if starts and child.name in _COUNTS else ""
            if count.isdecimal() and len(count) < 6:
                counts.append(child)
                starts = False
            elif child.name == "br":
                starts = True
            elif child.name:
                pending.extend(reversed(child.children))
            continue
        for number, line in enumerate(child.split("\n")):
            starts = starts or number > 0
            if line.strip() and starts:
                return []
    numbers = [words(one) for one in counts]
    if len(numbers) < 2 or any(int(one) + 1 != int(two) for one, two in pairwise(numbers)):
        return []
    for one in counts:
        _leave_count(one)
    return numbers


def _leave_count(count: Node) -> None:
    """Leave out the number of a line and the space that parts it from the code."""
    parent = count.parent
    if parent is None:
        return
    place = count.index() + 1
    if place < len(parent.children) and isinstance(after := parent.children[place], str):
        parent.children[place] = after.removeprefix(" ")
    count.remove()


def _leave_buttons(page: Page, pre: Node) -> None:
    """Leave out the buttons that scripts put into code to copy it."""
    for node in list(pre.walk()):
        if node.parent is not None and (
            node.name == "button" or any(_COPIES.fullmatch(one) for one in node.classes)
        ):
            page.drop(DifferenceKind.ELEMENT, node, words(node) or f"<{node.name}{node.raw}>")


def _leave_line_links(page: Page, pre: Node, led: Counter[str]) -> None:
    """Leave out the links of code that a page adds to it.

    Those without words by which lines lead to themselves (pandoc), names of lines that nothing
    leads to, and those by which pages of modules lead back to their manual (Sphinx's viewcode).
    `led` counts the links of the page by their address.
    """
    for link in pre.all("a"):
        if "viewcode-back" in link.classes:
            page.drop(DifferenceKind.ELEMENT, link, f"{words(link)} {link.get('href')}")
            continue
        if not link.has("href") and not link.has_words():
            named = link.get("name") or link.get("id")
            if named not in page.linked:
                page.say(DifferenceKind.ATTRIBUTE, link, link.raw.strip())
                link.unwrap()
            continue
        name = link.get("href")[1:] if link.get("href").startswith("#") else ""
        own = next(
            (up for up in (link, link.parent) if up is not None and up.get("id") == name), None
        )
        if not name or own is None or own is pre or link.has_words() or led[f"#{name}"] > 1:
            continue
        page.say(DifferenceKind.ATTRIBUTE, link, f'href="#{name}"')
        own.set({"id": None})
        link.unwrap()  # its white space may be a line of the code


def _is_only_content(pre: Node, node: Node) -> bool:
    return words(pre) == words(node)


def _holds_code(node: Node) -> bool:
    return bool(node.text().strip()) and not _NUMBERS.match(node.text())


def _leave_labels(page: Page, pre: Node, language: str) -> None:
    """Leave out the buttons and the name of the language beside code."""
    node = pre
    for _ in range(3):
        parent = node.parent
        if parent is None or not _WRAPPER.search(parent.get("class")):
            return
        for child in list(parent.content()):
            if (
                isinstance(child, str)
                or child is node
                or child.first(*CODE_BLOCKS, "img", "a") is not None
            ):
                continue
            text = words(child)
            label = any(_LABEL.fullmatch(one) for one in child.classes)
            says = bool(language) and text.lower().replace(" ", "") in {language, ""}
            buttons = " ".join([words(one) for one in child.all("button")])
            pushed = child.name == "button" or (bool(text) and text == buttons)
            if pushed or (label and (says or not text or buttons)):
                page.drop(DifferenceKind.ELEMENT, child, text or f"<{child.name}{child.raw}>")
        node = parent


def _read_table(page: Page, table: Node, led: Counter[str]) -> None:
    """Read a table that sets code beside the numbers of its lines, or line by line."""
    rows = [one for one in table.all("tr") if _innermost(one, "table") is table]
    cells = [
        [one for one in row.children if isinstance(one, Node) and one.name in {"td", "th"}]
        for row in rows
    ]
    if not rows or any(not 1 <= len(row) <= 3 for row in cells):
        return
    numbered = [_gutters(row) for row in cells]
    counted = _counts_lines(table, cells)
    if counted:
        numbered = [[True, False] for _ in cells]
    coded = [
        [one for one, gutter in zip(row, gutters, strict=True) if not gutter]
        for row, gutters in zip(cells, numbered, strict=True)
    ]
    if any(len(row) > 1 for row in coded):
        return
    named = counted or _is_code_table(table)
    if not all(any(row) for row in numbered) and not named:
        return
    if not named and not _stands_for_code(cells, numbered):
        return
    lines: list[str] = []
    for cell in chain(*coded):
        _leave_line_links(page, cell, led)
        lines.append(_code_of(cell))
    if not any(line.strip() for line in lines):
        return
    text = "\n".join([line.rstrip("\n") if len(lines) > 1 else line for line in lines])
    language = _table_language(table, coded)
    pre = Node("pre")
    code = Node("code", f' class="language-{language}"' if language else "")
    _say_numbers(page, table, re.findall(r"\d+", _numbers_beside(cells, numbered)))
    leads = table.first("img", "a") is not None and any(map(_leads_away, chain(*coded)))
    pre.append(code.append(*(_with_links(coded) if leads else [escape(text)])))
    _replace_box(table, pre)


def _leads_away(cell: Node) -> bool:
    """Tell whether code holds an address."""
    return cell.first("img") is not None or any(one.has("href") for one in cell.all("a"))


def _with_links(coded: list[list[Node]]) -> list[Child]:
    """Return the content of the cells of code as it is, a line for each."""
    made: list[Child] = []
    for cell in chain(*coded):
        made += ["\n"] if made else []
        whole = cell.first(*CODE_BLOCKS) or cell
        inside = whole.content()
        only = inside[0] if len(inside) == 1 else None
        made += (only if isinstance(only, Node) and only.name == "code" else whole).children
    return made


def _numbers_beside(cells: list[list[Node]], numbered: list[list[bool]]) -> str:
    """Return the numbers of the lines that a table of code shows, as text."""
    found = [
        cell.text().strip() or cell.get("data-line-number")
        for row, gutters in zip(cells, numbered, strict=True)
        for cell, gutter in zip(row, gutters, strict=True)
        if gutter
    ]
    return " ".join(found)


def _counts_lines(table: Node, cells: list[list[Node]]) -> bool:
    """Tell whether a table in code has a line in each row, with its number before it (Zola)."""
    if not any(up.name == "code" or up.name in CODE_BLOCKS for up in table.ancestors()):
        return False
    if any(len(row) != 2 for row in cells):
        return False
    numbers = [words(row[0]) for row in cells]
    first = int(numbers[0]) if numbers[0].isdecimal() else -1
    return first >= 0 and numbers == [str(first + place) for place in range(len(numbers))]


def _innermost(node: Node, name: str) -> Node | None:
    return next((one for one in node.ancestors() if one.name == name), None)


def _gutters(row: list[Node]) -> list[bool]:
    return [_is_gutter(cell) for cell in row]


def _is_gutter(cell: Node) -> bool:
    names_ = [*cell.classes, *[one for node in cell.walk() for one in node.classes]]
    named = any(_GUTTER.fullmatch(one) or one in _NUMBER for one in names_)
    text = cell.text()
    if cell.has("data-line-number") and not text.strip():
        return True
    return named and _NUMBERS.match(text) is not None


_PROSE = names("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote figure")


def _is_code_table(table: Node) -> bool:
    if any(_CODE_TABLE.fullmatch(one) for one in table.classes):
        return True
    if table.first("pre", "code") is None or table.first(*_PROSE) is not None:
        return False
    return any(
        _WRAPPER.search(" ".join(up.classes))
        for up, _ in zip(table.ancestors(), range(3), strict=False)
    )


def _stands_for_code(cells: list[list[Node]], numbered: list[list[bool]]) -> bool:
    """Tell whether what stands beside the numbers is preformatted or marked as code."""
    others = [
        cell
        for row, gutters in zip(cells, numbered, strict=True)
        for cell, gutter in zip(row, gutters, strict=True)
        if not gutter
    ]
    return bool(others) and all(
        cell.first("pre", "code") is not None or any(_WRAPPER.search(one) for one in cell.classes)
        for cell in others
    )


def _code_of(cell: Node) -> str:
    """Return the text of code, a line for each element that is one."""
    _leave_gutter(cell)
    whole = cell.first(*CODE_BLOCKS)
    node = whole or cell
    parts: list[str] = []
    pending: list[Child | None] = list(reversed(node.children))
    while pending:
        child = pending.pop()
        if child is None:
            if parts and not parts[-1].endswith("\n"):
                parts.append("\n")
        elif isinstance(child, str):
            if whole is not None or child.strip() or not _is_layout(child):
                parts.append(child)
        elif child.name == "br":
            parts.append("\n")
        elif child.name and child.name not in {"script", "style"}:
            if child.name in _LINES or ("line" in child.classes and child.name == "div"):
                if parts and not parts[-1].endswith("\n"):
                    parts.append("\n")
                pending.append(None)
            pending.extend(reversed(child.children))
    text = "".join(parts)
    for reference, sign in (
        ("&nbsp;", "\u00a0"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&amp;", "&"),
    ):
        text = text.replace(reference, sign)
    if whole is None:
        text = text.replace("\u00a0", " ")
    return text.removeprefix("\n") if whole is not None else text.strip("\n")


def _is_layout(text: str) -> bool:
    return "\n" in text and not text.strip()


def _table_language(table: Node, coded: list[list[Node]]) -> str:
    for row in coded:
        for cell in row:
            for node in [*cell.walk()]:
                own = node.name in {"pre", "code"}
                if (own or node.name in _AROUND) and (found := from_attributes(node, own=own)):
                    return found
    node = table
    for _ in range(6):
        if found := from_attributes(node, own=False):
            return found
        parent = node.parent
        if parent is None or parent.name in {"body", "article", "main"}:
            break
        if any(one is not node and not is_beside(one) for one in parent.content()):
            break
        node = parent
    return language_noted(node) or language_noted(table)


def _replace_box(table: Node, pre: Node) -> None:
    """Put code in the place of its table, and of the code elements that hold nothing else."""
    node = table
    while (
        node.parent is not None
        and node.parent.name in {"code", "pre", "span"}
        and len(node.parent.content()) == 1
    ):
        node = node.parent
    node.replace([pre])


def _read_lines(box: Node) -> None:
    """Read Quill's code: a box of lines, each with the language."""
    lines = [
        one for one in box.children if isinstance(one, Node) and "ql-code-block" in one.classes
    ]
    if not lines or len(lines) != len(box.content()):
        return
    language = from_attributes(lines[0], own=True)
    code = Node("code", f' class="language-{language}"' if language else "")
    text = "\n".join([line.text() for line in lines])
    box.replace([Node("pre").append(code.append(escape(text)))])


def _read_evernote(box: Node) -> None:
    """Read Evernote's code: a box in which each line is one."""
    if _EVERNOTE.search(box.get("style")) is None or box.first("img", "table", "ul") is not None:
        return
    lines = [one if isinstance(one, str) else one.text() for one in box.content()]
    text = "\n".join([line.strip("\r\n").replace("\u00a0", " ") for line in lines])
    box.replace([Node("pre").append(Node("code").append(escape(text)))])


def _read_pasted(box: Node) -> None:
    """Read code as it is pasted from an editor: a box whose style says so, with a box a line."""
    style = box.get("style")
    inside = box.content()
    outer = box.parent if box.name == "code" else box
    named = box.name == "code" or (
        len(inside) == 1 and isinstance(inside[0], Node) and inside[0].name == "code"
    )
    if not shows_spaces(style) or outer is None:
        return
    said = declarations(style)
    fonts = f"{said.get('font', '')} {said.get('font-family', '')}"
    if not named and not _MONOSPACE.search(fonts):
        return
    if outer is not box and (outer.name not in _LINES or len(outer.content()) > 1):
        return
    if all(one.name in _IN_PASTED for one in box.walk()) and len(_code_of(box).split("\n")) > 1:
        code = box if box.name == "code" else inside[0] if named else None
        raw = code.raw if isinstance(code, Node) else ""
        box.replace([Node("pre").append(Node("code", raw).append(escape(_code_of(box))))])


def _read_crayon(area: Node) -> None:
    """Read Crayon's plain copy of the code, and leave out what it shows beside it."""
    box = next((up for up in area.ancestors() if "crayon-syntax" in up.classes), None)
    if box is None:
        return
    language = next(
        (one for node in box.walk() for one in [from_attributes(node, own=False)] if one), ""
    )
    label = next(
        (words(node) for node in box.walk() if "crayon-language" in node.classes), ""
    ).lower()
    language = language or (label if label in KNOWN else "")
    code = Node("code", f' class="language-{language}"' if language else "")
    box.replace([Node("pre").append(code.append(escape(area.text().strip("\n"))))])
