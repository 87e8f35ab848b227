"""What each tag does to the walk: a visible table from tag to function."""

from __future__ import annotations

import re

from newskit.convert import elements
from newskit.convert.blocks import Block, quote, write_list
from newskit.convert.code import code_text, fenced, language, marked_up
from newskit.convert.frames import frame
from newskit.convert.inline import Atom
from newskit.convert.media import image, media
from newskit.convert.notes import Note
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tables import table
from newskit.convert.tree import attributes, element_end
from newskit.convert.walk import Handler, Walk

__all__ = ["HANDLERS"]


def _box(walk: Walk, index: int) -> None:
    walk.flush()
    walk.inner += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)


def _box_end(walk: Walk, _index: int) -> None:
    walk.flush()
    walk.inner -= 1


def _paragraph(walk: Walk, index: int) -> None:
    walk.flush()
    if walk.containers and not walk.inner:
        walk.containers[-1].loose = True
    walk.inner += 1
    raw = walk.events[index][2]
    if raw:
        walk.note_attributes("p", raw)


def _heading(walk: Walk, index: int) -> None:
    walk.open("heading", index)
    walk.line += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)


def _heading_end(walk: Walk, index: int) -> int | None:
    container, blocks = walk.close()
    walk.line -= 1
    if not blocks:
        return None
    if len(blocks) > 1 or blocks[0].kind != "p":
        walk.keep_html(container.start)
        return index + 1
    level = int(walk.events[index][1][2])
    text = blocks[0].text
    if text[-1] == "#":
        text = re.sub(r"#+$", lambda match: "\\#" * len(match[0]), text.replace("\\#", "#"))
    if walk.rules.kramdown and text[-1] == "}":
        text = re.sub(r"\{(?=#[^{}]*\}$)", "&#123;", text)
    walk.blocks.append(Block("h", f"{'#' * level} {text}", container.start))
    return None


def _quote(walk: Walk, index: int) -> int | None:
    if len(walk.containers) > _DEEPEST:
        return walk.keep_html(index)
    walk.open("quote", index)
    return None


def _quote_end(walk: Walk, _index: int) -> None:
    container, blocks = walk.close()
    if blocks:
        walk.blocks.append(Block("quote", quote(blocks), container.start))


def _list(walk: Walk, index: int) -> int | None:
    _, tag, raw, _ = walk.events[index]
    if tag == "ol":
        found = attributes(raw)
        start = _start(walk, index)
        typed = walk.semantic and ("type" in found or "reversed" in found)
        if typed or (start != 1 and not walk.rules.starts) or not 0 <= start <= 999999999:
            return walk.keep_html(index)
    if len(walk.containers) > _DEEPEST:
        return walk.keep_html(index)
    walk.open("list", index)
    return None


def _start(walk: Walk, index: int) -> int:
    value = attributes(walk.events[index][2]).get("start")
    if value is None:
        place = index + 1
        while walk.events[place][1] in {"", "script", "template"} and place < len(walk.events) - 1:
            place += 1
        if walk.events[place][1] == "li":
            value = attributes(walk.events[place][2]).get("value")
    match = re.match(r"\s*([+-]?\d+)", value or "1")
    return int(match[1]) if match else 1


def _list_end(walk: Walk, index: int) -> None:
    start = _start(walk, walk.containers[-1].start) if walk.events[index][1] == "/ol" else None
    container, blocks = walk.close()
    if not container.items:
        walk.blocks.extend(blocks)
        return
    kind = "ul" if start is None else "ol"
    text = write_list(container.items, start=start, loose=container.loose, rules=walk.rules)
    walk.blocks.append(Block(kind, text, container.start))


def _item(walk: Walk, index: int) -> None:
    walk.flush()
    stray = not walk.containers or walk.containers[-1].kind != "list" or walk.inner
    if stray:
        walk.open("list", index)
    container = walk.containers[-1]
    if not container.items:
        container.outer.extend(walk.blocks)
    walk.blocks = []
    container.items.append(walk.blocks)


def _item_end(walk: Walk, _index: int) -> None:
    walk.flush()
    container = walk.containers[-1]
    if walk.events[container.start][1] != "li":
        return
    _, blocks = walk.close()
    text = write_list([blocks], start=None, loose=container.loose, rules=walk.rules)
    if walk.blocks and walk.blocks[-1].kind == "ul" and walk.blocks[-1] is walk.stray:
        text = f"{walk.blocks.pop().text}\n{text}"
    walk.stray = Block("ul", text, container.start)
    walk.blocks.append(walk.stray)


def _preformatted(walk: Walk, index: int) -> int:
    end = element_end(walk.events, index)
    if walk.semantic and marked_up(walk.events, index, end):
        return walk.keep_html(index)
    walk.flush()
    text = code_text(walk.events, index, end)
    if text.strip():
        info = language(walk.events, index, end)
        walk.blocks.append(Block("code", fenced(text, info, walk.rules.fence), index))
    return end + 1


def _rule(walk: Walk, index: int) -> None:
    walk.flush()
    walk.blocks.append(Block("hr", "---", index))


def _break(walk: Walk, _index: int) -> None:
    walk.buffer.append(Atom("", kind="br"))


def _soft(walk: Walk, index: int) -> None:
    tag = walk.events[index][1]
    in_code = walk.elements and walk.events[walk.elements[-1]][1] in elements.CODE
    walk.push(index, 0 if in_code else elements.SOFT_MARKS[tag])
    if in_code:
        walk.elements = walk.saved[-1][1]


def _pop(walk: Walk, _index: int) -> None:
    walk.marks, walk.elements = walk.saved.pop()


def _link(walk: Walk, index: int) -> None:
    raw = walk.events[index][2]
    walk.push(index)
    if ' href="' not in raw:
        walk.elements = walk.saved[-1][1]
    if raw and not re.fullmatch(r'(?: (?:href|title)="[^"]*")*', raw):
        walk.note_attributes("a", raw)


_DEEPEST = 100
"""Elements inside each other that are kept; no text means more than that."""

_PLAIN_IN_CODE = frozenset({"span", "font", "nobr", ""})


def _code(walk: Walk, index: int) -> int | None:
    if any(walk.events[element][1] in elements.CODE for element in walk.elements):
        walk.push(index)
        walk.elements = walk.saved[-1][1]
        return None
    end = element_end(walk.events, index)
    inside = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    inside -= _PLAIN_IN_CODE
    if inside and not inside & elements.ANY_BLOCK:
        if not walk.semantic:
            inside -= elements.SOFT_MARKS.keys()
        if inside == {"a"} and _wraps(walk, index, end):
            walk.push(index)
            walk.elements = (*walk.saved[-1][1], index + 1, index)
            return index + 2
        if inside:
            return walk.keep_inline(index)
    walk.push(index)
    return None


def _wraps(walk: Walk, start: int, end: int) -> bool:
    """Tell whether one link is all there is in a code element."""
    events = walk.events
    return (
        events[start + 1][1] == "a"
        and ' href="' in events[start + 1][2]
        and not events[start + 1][0].strip()
        and element_end(events, start + 1) == end - 1
        and not events[end][0].strip()
        and False
    )


def _meaning(walk: Walk, index: int) -> int | None:
    name = walk.events[index][1]
    if walk.rules.kramdown and name in _UNREAD and walk.semantic and not walk.elements:
        end = element_end(walk.events, index)
        inside = {walk.events[place][1] for place in range(index + 1, end)}
        if not inside & elements.ANY_BLOCK and any(
            walk.events[place][0].strip() for place in range(index + 1, end + 1)
        ):
            return walk.keep_inline(index)
    walk.push(index)
    if (
        len(walk.elements) > _DEEPEST
        or not walk.semantic
        or any(walk.events[e][1] in elements.CODE for e in walk.elements[:-1])
    ):
        walk.elements = walk.saved[-1][1]
    return None


_UNREAD = frozenset({"kbd", "samp", "var", "mark", "u", "time", "data", "bdi"})
"""Elements whose content kramdown does not read as Markdown."""


def _teletype(walk: Walk, index: int) -> int | None:
    return _code(walk, index)


def _skip(walk: Walk, index: int) -> int:
    _, tag, raw, other = walk.events[index]
    kind = DifferenceKind.SCRIPT if tag in {"script", "style"} else DifferenceKind.ELEMENT
    walk.notes.append(Note(kind, Action.DROPPED, tag, (raw or other).strip()))
    return element_end(walk.events, index) + 1


def _semantic_block(walk: Walk, index: int) -> int | None:
    if not walk.semantic:
        _box(walk, index)
        return None
    end = element_end(walk.events, index)
    parts = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    deep = len(walk.containers) > _DEEPEST or walk.cell or walk.line
    if deep or not parts - elements.SEMANTIC_PARTS - elements.WITHIN_LINE:
        return walk.keep_html(index)
    walk.open("frame", index)
    return None


def _semantic_block_end(walk: Walk, index: int) -> None:
    if not walk.semantic:
        _box_end(walk, index)
        return
    container, blocks = walk.close()
    if blocks:
        text = frame(walk.events[container.start], blocks, walk)
        walk.blocks.append(Block("html", text, container.start))


def _other(walk: Walk, index: int) -> None:
    other = walk.events[index][3]
    if not other:
        walk.buffer.append(Atom("&lt;", walk.marks, walk.elements))
    elif re.fullmatch(r"!--\s*(?:more|nextpage|truncate)\b[^>]*--", other):
        walk.flush()
        walk.blocks.append(Block("html", f"<{other}>"))
    else:
        walk.notes.append(Note(DifferenceKind.COMMENT, Action.DROPPED, "", other[3:-2]))


def _checkbox(walk: Walk, index: int) -> None:
    found = attributes(walk.events[index][2])
    if found.get("type", "").lower() != "checkbox":
        walk.notes.append(
            Note(DifferenceKind.ELEMENT, Action.DROPPED, "input", walk.events[index][2].strip())
        )
        return
    checked = "checked" in found
    first = not walk.blocks and not any(atom.kind or atom.text.strip() for atom in walk.buffer)
    in_item = bool(walk.containers) and walk.containers[-1].kind == "list"
    if first and in_item and walk.rules.tasks:
        walk.buffer.append(Atom("[x] " if checked else "[ ] ", kind="box", event=index))
    else:
        text = f'<input type="checkbox"{" checked" if checked else ""} disabled>'
        walk.buffer.append(Atom(text, kind="raw", event=index))


def _wbr(walk: Walk, index: int) -> None:
    walk.buffer.append(Atom("<wbr>", walk.marks, walk.elements, "raw", index))


def _table() -> dict[str, Handler]:
    handlers: dict[str, Handler] = {"": _other}
    for name in elements.TRANSPARENT_BLOCKS:
        handlers[name] = _box
        handlers["/" + name] = _box_end
    for name in (*elements.SEMANTIC_BLOCKS, *elements.SEMANTIC_PARTS):
        handlers[name] = _semantic_block
        handlers["/" + name] = _semantic_block_end
    for name in elements.DISCARDED:
        handlers[name] = _skip
    for name in elements.MEDIA:
        handlers[name] = media
    for name in (*elements.SOFT_MARKS, *elements.SEMANTIC_INLINE, "a", "code", "tt"):
        handlers["/" + name] = _pop
    for name in elements.SEMANTIC_INLINE:
        handlers[name] = _meaning
    for name in elements.SOFT_MARKS:
        handlers[name] = _soft
    for level in range(1, 7):
        handlers[f"h{level}"] = _heading
        handlers[f"/h{level}"] = _heading_end
    for name in ("ul", "ol", "menu", "dir"):
        handlers[name] = _list
        handlers["/" + name] = _list_end
    for name in ("pre", "listing", "xmp", "plaintext"):
        handlers[name] = _preformatted
    handlers |= {
        "p": _paragraph,
        "blockquote": _quote,
        "/blockquote": _quote_end,
        "li": _item,
        "/li": _item_end,
        "hr": _rule,
        "br": _break,
        "a": _link,
        "code": _code,
        "tt": _teletype,
        "img": image,
        "input": _checkbox,
        "wbr": _wbr,
        "table": table,
    }
    return handlers


HANDLERS = _table()
