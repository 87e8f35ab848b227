"""What the tags of blocks do to the walk."""

from __future__ import annotations

import re

from newskit.config.convert import HeadingStyle
from newskit.convert.blocks import DEEPEST, INVISIBLE, Atom, Block, quote, write_list
from newskit.convert.notes import Note
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import LANGUAGE, Event, attributes, element_end, unescape
from newskit.convert.walk import Walk, frame, is_line
from newskit.lazy import lazy
from newskit.markup import elements
from newskit.markup.elements import ANY_BLOCK, DISCARDED, EXCERPT, RAW_TEXT, names

# What the tags of lists do to the walk.


def start_list(walk: Walk, index: int) -> int | None:
    """Begin a list, or keep one whose numbers Markdown cannot say."""
    _, tag, raw, _ = walk.events[index]
    if tag == "ol":
        found = attributes(raw)
        start = _start(walk, index)
        typed = walk.semantic and (found.get("type", "1") != "1" or "reversed" in found)
        if typed or (start != 1 and not walk.rules.starts) or not 0 <= start <= 999999999:
            return _framed_list(walk, index)
    if len(walk.containers) > DEEPEST:
        return walk.keep_html(index)
    walk.open("list", index)
    return None


_DEEPEST_LISTS = 20
"""Lists and tables inside each other whose items are written as Markdown."""


def _framed_list(walk: Walk, index: int) -> int:
    """Write a list as HTML whose items hold Markdown where they hold more than a line of text."""
    events = walk.events
    end = element_end(events, index)
    items: list[int] = []
    place = index + 1
    while place < end and events[place][1] == "li" and not events[place][0].strip():
        items.append(place)
        place = element_end(events, place) + 1
    deep = walk.cell or walk.line or walk.depth >= _DEEPEST_LISTS
    whole = place < end or events[end][0].strip()
    if deep or whole or all(is_line(events, one, element_end(events, one)) for one in items):
        return walk.keep_html(index)
    walk.flush()
    lines = [start_tag(events[index], walk.keep)]
    for item in items:
        close = element_end(events, item)
        if is_line(events, item, close):
            around = walk.around()
            lines.append(inline_html(events, item, walk.keep, block=True, around=around))
        else:
            blocks = walk.child().run(item + 1, close)
            lines.append(frame(events[item], blocks, walk))
    text = "\n".join([*lines, "</ol>"])
    walk.blocks.append(Block("html", text, index, around=walk.around()))
    return end + 1


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


def end_list(walk: Walk, index: int) -> None:
    """Write a list."""
    start = _start(walk, walk.containers[-1].start) if walk.events[index][1] == "/ol" else None
    container, blocks = walk.close()
    if not container.items:
        walk.blocks.extend(blocks)
        return
    kind = "ul" if start is None else "ol"
    text = write_list(container.items, start=start, loose=container.loose, rules=walk.rules)
    walk.blocks.append(Block(kind, text, container.start, around=walk.around()))


def start_item(walk: Walk, index: int) -> None:
    """Begin a list item; outside of a list it makes one."""
    walk.flush()
    stray = not walk.containers or walk.containers[-1].kind != "list" or walk.inner
    if stray:
        walk.open("list", index)
        walk.containers[-1].end = element_end(walk.events, index)
    container = walk.containers[-1]
    if not container.items:
        container.outer.extend(walk.blocks)
    walk.blocks = []
    container.items.append(walk.blocks)


def end_item(walk: Walk, index: int) -> None:
    """End a list item."""
    walk.flush()
    if not walk.containers or walk.containers[-1].end != index:
        return
    container = walk.containers[-1]
    _, blocks = walk.close()
    text = write_list([blocks], start=None, loose=container.loose, rules=walk.rules)
    before: list[int] | tuple[()] = ()
    if walk.blocks and walk.blocks[-1].kind == "ul" and walk.blocks[-1] is walk.stray:
        joined = walk.blocks.pop()
        text = f"{joined.text}\n{text}"
        before = joined.before or []
        before.append(joined.start)
    walk.stray = Block("ul", text, container.start, around=walk.around(), before=before)
    walk.blocks.append(walk.stray)


def write_checkbox(walk: Walk, index: int) -> None:
    """Write a check box: a task at the start of an item, HTML elsewhere."""
    found = attributes(walk.events[index][2])
    if found.get("type", "").lower() != "checkbox":
        walk.notes.append(
            Note(DifferenceKind.ELEMENT, Action.DROPPED, "input", walk.events[index][2].strip())
        )
        return
    if "disabled" not in found:
        # Readers can tick it: no task list's box is such a one.
        text = start_tag(walk.events[index], walk.keep).replace('=""', "")
        walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))
        return
    checked = "checked" in found
    first = not walk.blocks and not any(atom.kind or atom.text.strip() for atom in walk.buffer)
    in_item = bool(walk.containers) and walk.containers[-1].kind == "list"
    if first and in_item and walk.rules.tasks:
        walk.buffer.append(Atom("[x] " if checked else "[ ] ", kind="box", event=index))
    else:
        text = f'<input type="checkbox"{" checked" if checked else ""} disabled>'
        walk.buffer.append(Atom(text, walk.marks, walk.elements, "raw", index))


# Code blocks: the text of `pre`, and what language it is in.


_LANGUAGE = lazy(r"(?:language|lang)-(\S+)|(?:sourceCode|brush:|prettyprint lang-) ?(\S+)")
_MARKUP = names("a b strong i em img u sub sup del s strike ins mark kbd samp var input iframe")


def language(events: list[Event], start: int, end: int) -> str:
    """Return the language a class of the `pre` or of its `code` names; empty for none."""
    for index in range(start, end):
        tag, raw = events[index][1], events[index][2]
        if index == start and f' {LANGUAGE}="' in raw:
            return attributes(raw)[LANGUAGE]
        if tag in {"pre", "code"} and raw:
            match = _LANGUAGE.search(attributes(raw).get("class", ""))
            if match:
                return (match[1] or match[2]).rstrip(";,")
    return ""


def code_text(events: list[Event], start: int, end: int) -> str:
    """Return the text of a preformatted element, without the line ends after it."""
    if events[start][1] in RAW_TEXT:
        return events[start][3].rstrip("\n")
    parts: list[str] = []
    index = start + 1
    while index <= end:
        text, tag, _, _ = events[index]
        if index == start + 1:
            text = text.removeprefix("\n")
        if text:
            parts.append(text)
        name = tag.removeprefix("/")
        if tag == "br" or (
            name in ANY_BLOCK and index < end and parts and not parts[-1].endswith("\n")
        ):
            parts.append("\n")
        elif tag in DISCARDED:
            index = element_end(events, index)
        index += 1
    text = unescape("".join(parts)).replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n")


def marked_up(events: list[Event], start: int, end: int) -> bool:
    """Tell whether something in the code means more than its text."""
    return any(events[index][1] in _MARKUP for index in range(start + 1, end))


def fenced(text: str, info: str, fence: str) -> str:
    """Write a fenced code block whose fence the text cannot close (CommonMark 4.5)."""
    sign = fence[0]
    longest = max([len(run) for run in re.findall(f"{sign}{{3,}}", text)], default=2)
    marks = sign * max(3, longest + 1)
    return f"{marks}{info}\n{text}\n{marks}"


def start_box(walk: Walk, index: int) -> None:
    """Begin a box: what stands before it is a paragraph of its own."""
    walk.flush()
    walk.inner += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)
    if tag == "center":
        # Its name alone says what an `align` does.
        walk.notes.append(Note(DifferenceKind.ATTRIBUTE, Action.DROPPED, tag, "<center>"))


def end_box(walk: Walk, _index: int) -> None:
    """End a box."""
    walk.flush()
    walk.inner -= 1


def start_paragraph(walk: Walk, index: int) -> None:
    """Begin a paragraph; directly in a list item it makes the list loose."""
    walk.flush()
    if walk.containers and not walk.inner:
        walk.containers[-1].loose = True
    raw = walk.events[index][2]
    if raw:
        walk.note_attributes("p", raw)
    walk.inner += 1


def start_heading(walk: Walk, index: int) -> None:
    """Begin a heading."""
    walk.open("heading", index)
    walk.line += 1
    _, tag, raw, _ = walk.events[index]
    if raw:
        walk.note_attributes(tag, raw)


def end_heading(walk: Walk, index: int) -> int | None:
    """Write a heading; one that holds more than a line stays HTML."""
    container, blocks = walk.close()
    walk.line -= 1
    if not blocks:
        return None
    if len(blocks) > 1 or blocks[0].kind != "p":
        # As HTML it keeps some of the attributes that were noted.
        walk.notes[container.noted :] = [
            note
            for note in walk.notes[container.noted :]
            if note.kind is not DifferenceKind.ATTRIBUTE
        ]
        walk.keep_html(container.start)
        return index + 1
    level = int(walk.events[index][1][2])
    text = _guard_attributes(blocks[0].text)
    name, walk.identity = walk.identity, ""
    named = f" {{#{name}}}" if name else ""
    if level < 3 and walk.config.heading_style is HeadingStyle.SETEXT:
        rule = "=-"[level - 1] * max(3, min(len(text), 40))
        walk.blocks.append(
            Block("h", f"{text}{named}\n{rule}", container.start, around=walk.around())
        )
        return None
    if text[-1] == "#":
        text = re.sub(r"#+$", lambda match: "\\#" * len(match[0]), text.replace("\\#", "#"))
    text = f"{'#' * level} {text}{named}"
    walk.blocks.append(Block("h", text, container.start, around=walk.around()))
    return None


_ATTRIBUTES = lazy(r"\{(?=[^{}]*\}$)(?=\s*(?:[#.:]|[\w-]+\s*=))")


def _guard_attributes(text: str) -> str:
    """Keep braces at the end of a heading from being read as its attributes.

    kramdown and pandoc read `{#id}`, goldmark with Hugo's settings also `{.class}` and `{n=3}`.
    """
    return _ATTRIBUTES.sub("&#123;", text) if text[-1] == "}" else text


def start_quote(walk: Walk, index: int) -> int | None:
    """Begin a quotation."""
    if len(walk.containers) > DEEPEST:
        return walk.keep_html(index)
    walk.open("quote", index)
    return None


def end_quote(walk: Walk, _index: int) -> None:
    """Write a quotation."""
    container, blocks = walk.close()
    if blocks:
        walk.blocks.append(Block("quote", quote(blocks), container.start, around=walk.around()))


def write_code(walk: Walk, index: int) -> int:
    """Write a code block; marked-up code stays HTML."""
    end = element_end(walk.events, index)
    if walk.semantic and marked_up(walk.events, index, end):
        return walk.keep_html(index)
    walk.flush()
    text = code_text(walk.events, index, end)
    if text.strip():
        info = language(walk.events, index, end)
        walk.blocks.append(
            Block("code", fenced(text, info, walk.rules.fence), index, around=walk.around())
        )
    return end + 1


def write_rule(walk: Walk, index: int) -> None:
    """Write a thematic break."""
    walk.flush()
    walk.blocks.append(Block("hr", "---", index, around=walk.around()))


_UNSEEN = elements.WITHIN_LINE - {"br"}
"""Elements that show nothing without text."""


def start_frame(walk: Walk, index: int) -> int | None:
    """Begin an element Markdown cannot say, or keep it when it is a line of text."""
    if not walk.semantic:
        start_box(walk, index)
        return None
    end = element_end(walk.events, index)
    parts = {walk.events[place][1].removeprefix("/") for place in range(index + 1, end)}
    texts = [event[0] for event in walk.events[index + 1 : end + 1]]
    if not parts - _UNSEEN and not unescape("".join(texts)).strip(INVISIBLE):
        # What shows nothing goes, whichever way it is written.
        walk.flush()
        return end + 1
    deep = len(walk.containers) > DEEPEST or walk.cell or walk.line
    if deep or (
        not parts - elements.SEMANTIC_PARTS - elements.WITHIN_LINE
        and not _written_at_length(walk.events, index, end)
    ):
        return walk.keep_html(index)
    walk.open("frame", index)
    return None


def _written_at_length(events: list[Event], start: int, end: int) -> bool:
    """Tell whether an element or a part of it holds more than a few words."""
    places = [
        start,
        *[at for at in range(start + 1, end) if events[at][1] in elements.SEMANTIC_PARTS],
    ]
    return not all(is_line(events, at, element_end(events, at)) for at in places[1:] or places)


def end_frame(walk: Walk, index: int) -> None:
    """Write an element Markdown cannot say around the Markdown of its content."""
    if not walk.semantic:
        end_box(walk, index)
        return
    container, blocks = walk.close()
    if blocks:
        text = frame(walk.events[container.start], blocks, walk)
        walk.blocks.append(Block("html", text, container.start, around=walk.around()))


def skip(walk: Walk, index: int) -> int:
    """Leave out an element that shows nothing."""
    _, tag, raw, other = walk.events[index]
    kind = DifferenceKind.SCRIPT if tag in {"script", "style"} else DifferenceKind.ELEMENT
    end = element_end(walk.events, index)
    inside = "".join([event[0] for event in walk.events[index + 1 : end + 1]])
    said = " ".join([one for one in (raw.strip(), unescape(inside).strip()) if one])
    if kind is DifferenceKind.SCRIPT or not said:
        said = raw.strip() or other.strip() or inside.strip() or f"<{tag}>"
    walk.notes.append(Note(kind, Action.DROPPED, tag, said))
    return end + 1


def read_other(walk: Walk, index: int) -> None:
    """Leave out a comment, unless it marks an excerpt."""
    other = walk.events[index][3]
    if not other:
        walk.buffer.append(Atom("&lt;", walk.marks, walk.elements))
    elif EXCERPT.match(other) and walk.line:
        walk.buffer.append(Atom(f"<{other}>", walk.marks, walk.elements, "raw"))
    elif EXCERPT.match(other):
        walk.flush()
        walk.blocks.append(Block("html", f"<{other}>"))
    else:
        walk.notes.append(Note(DifferenceKind.COMMENT, Action.DROPPED, "", other[3:-2]))
