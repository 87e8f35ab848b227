"""Runs of text with marks, written as one paragraph's inline Markdown.

White space collapses as CSS says. Strong, emphasised and deleted text are marks on runs, so that
neighbours join; links, code and other elements keep their identity and nest as in the source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from newskit.config.convert import ConvertConfig, LinkStyle, Profile
from newskit.convert.blocks import EDGES, INVISIBLE, Atom, collapse, collapse_space, guard_edges
from newskit.convert.emphasis import Item, join_items
from newskit.convert.escape import (
    MATH,
    Context,
    code_span,
    destination,
    escape_html,
    escape_text,
    has_special,
    title,
)
from newskit.convert.raw import inline_html, start_tag
from newskit.convert.tree import Event, attributes, real_name, unescape
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.elements import CODE

# Links, images and inline elements that stay HTML.

_WRITTEN = lazy(r' (?:href|title)="[^"]*"')
_EDGE = lazy("^\u00a0+|(?<!\u00a0)\u00a0+$")
_IMAGE = frozenset({"src", "alt", "title"})
_MEANT = lazy(r' (src|alt|title)="([^"]*)"')
# markdown-it shows an escaped character as the character, and mistune escapes an apostrophe.
_AUTOLINK = lazy(r"(?:https?|ftp)://(?:[^\s<>|{}\\`\[\]*^\"'&$%]|&(?!#?\w+;))+")


@dataclass(slots=True)
class Links:
    """Writes links and images; collects definitions for the reference style.

    Attributes:
        config: the link style.
        alternative: the escaping of alternative texts.
        first_label: the first number to use as a label.
        known: the labels of the whole body, by destination and title.
        definitions: those of them that were used, in order of first use.
    """

    config: ConvertConfig
    alternative: Context
    first_label: int = 1
    known: dict[str, int] = field(default_factory=dict[str, int])
    definitions: dict[str, int] = field(default_factory=dict[str, int])

    def write(self, event: Event, inner: str, text: str) -> str:
        """Write a link."""
        raw = event[2]
        titled: str | None = None
        if raw.count('="') == 1 and raw.startswith(' href="'):
            url = unescape(raw[7:-1])
        else:
            found = attributes(raw)
            url = found.get("href", "")
            titled = title(found["title"]) if "title" in found else None
        if url == text and titled is None and _AUTOLINK.fullmatch(url):
            return f"<{url}>"
        if "\u00a0" in inner:
            # Linters strip a space from the edge of a link's text, this one too.
            inner = _EDGE.sub(lambda match: "&nbsp;" * len(match[0]), inner)
        target = destination(url)
        if titled:
            target = (target or "<>") + titled
        if self.config.link_style is LinkStyle.REFERENCE and target:
            label = self.known.setdefault(target, len(self.known) + self.first_label)
            self.definitions[target] = label
            return f"[{inner}][{label}]"
        return f"[{inner}]({target})"

    def wrap(self, event: Event, inner: str) -> str:
        """Write an inline element that has no Markdown."""
        return f"{start_tag(event)}{inner}</{real_name(event)}>"

    def write_definitions(self) -> str:
        """Write the link reference definitions, one a line."""
        return write_definitions(self.definitions)


def write_definitions(definitions: Mapping[str, int]) -> str:
    """Write link reference definitions, one a line."""
    return "\n".join([f"[{label}]: {target}" for target, label in definitions.items()])


def write_image(links: Links, raw: str, found: dict[str, str], *, cell: bool = False) -> str:
    """Write an image from the attributes of its tag.

    Hugo shows the backslashes of an alternative text: where it needs some, and Hugo must show it
    too, the tag stays.
    """
    alt = collapse_space(found.get("alt", ""), escaped=False).strip(" ")
    shown = escape_text(alt, links.alternative.within(cell=cell), alone=False)
    if shown != alt and "\\" in shown and links.config.profile is Profile.PORTABLE:
        kept = "".join([f' {name}="{value}"' for name, value in _MEANT.findall(raw)])
        return start_tag(("", "img", kept, ""))
    titled = title(found.get("title", ""))
    source = destination(found.get("src", ""))
    target = (source or "<>" if titled else source) + titled
    return f"![{shown}]({target})"


def image_left_out(found: Mapping[str, str], keep: Collection[str] = ()) -> str:
    """Return the attributes of an image that its Markdown does not say."""
    return " ".join(
        [
            f'{name}="{value}"'
            for name, value in found.items()
            if name not in _IMAGE and name not in keep
        ]
    )


def link_left_out(raw: str) -> str:
    """Return the attributes of a link that its Markdown does not say, as they are written."""
    if raw.count('="') == 1 and raw.startswith(' href="'):
        return ""
    return _WRITTEN.sub("", raw) if raw else ""


@dataclass(slots=True)
class _Frame:
    """An open element: where it started, and what has been written in it."""

    element: int
    start: int
    items: list[Item]


@dataclass(frozen=True, slots=True)
class InlineWriter:
    """Writes the inline content of blocks.

    Attributes:
        events: the document's events, to which atoms refer.
        context: escaping outside of links and cells.
        links: writes links.
        hard_break: what a line break is written as.
    """

    events: list[Event]
    context: Context
    links: Links
    hard_break: str

    def write(self, atoms: list[Atom], *, cell: bool = False, line: bool = False) -> str:
        """Return the Markdown of a paragraph's content; empty when nothing would show.

        Args:
            atoms: the content.
            cell: whether it stands in a table cell.
            line: whether it must stay on one line, as in a heading.
        """
        context = self.context
        if cell or line:
            context = context.within(cell=cell, line=line)
        if len(atoms) == 1:
            text, marks, elements, kind, _ = atoms[0]
            if not kind and not marks and not elements:
                return write_text(text, context)
        runs = collapse(atoms)
        for text, _, _, kind, _ in runs:
            if kind != "br" and (kind or text.strip(INVISIBLE)):
                break
        else:
            return ""
        return guard_edges(self._render(runs, context), cell=cell)

    def _render(self, runs: list[Atom], context: Context) -> str:
        """Write runs, and the elements around them."""
        texts = self._texts(runs, context)
        if not any(marks or elements for _, marks, elements, _, _ in runs):
            return "".join(texts)
        items: list[Item] = []
        index = 0
        while index < len(runs):
            _, marks, elements, _, _ = runs[index]
            if not elements:
                items.append((texts[index], marks))
                index += 1
                continue
            start, outermost, flat = index, elements[0], True
            while elements and elements[0] == outermost:
                flat = flat and len(elements) == 1
                index += 1
                elements = runs[index][2] if index < len(runs) else ()
            if flat:
                inner = [(texts[place], runs[place][1]) for place in range(start, index)]
                self._close(_Frame(outermost, start, inner), items, runs, index, context)
            else:
                self._nest(runs, texts, (start, index), items, context)
        return join_items(items, "", "", context.rules.strike)

    def _nest(
        self,
        runs: list[Atom],
        texts: list[str],
        span: tuple[int, int],
        items: list[Item],
        context: Context,
    ) -> None:
        """Nest runs into their elements by shifting and reducing, without recursion."""
        frames = [_Frame(-1, 0, items)]
        for index in range(*span):
            run = runs[index]
            while len(frames) - 1 > _shared(frames, run):
                self._close(frames.pop(), frames[-1].items, runs, index, context)
            frames.extend([_Frame(element, index, []) for element in run[2][len(frames) - 1 :]])
            frames[-1].items.append((texts[index], run[1]))
        while len(frames) > 1:
            self._close(frames.pop(), frames[-1].items, runs, span[1], context)

    def _texts(self, runs: list[Atom], context: Context) -> list[str]:
        """Return what each run is written as, without its marks and elements."""
        shown = "".join([text for text, _, _, kind, _ in runs if not kind])
        plain = not has_special(shown, context)
        formula = not plain and len(runs) > 1 and "$" in shown and MATH.search(shown) is not None
        return [
            self._break(runs, index, context)
            if kind == "br"
            else text
            if plain or kind
            else self._text(runs, index, context, formula=formula)
            for index, (text, _, _, kind, _) in enumerate(runs)
        ]

    def _break(self, runs: list[Atom], index: int, context: Context) -> str:
        """Write a line break; before a tag the line goes on, lest the tag begin a block."""
        if context.cell or context.line:
            return "<br>"
        if index + 1 < len(runs):
            text, _, _, kind, _ = runs[index + 1]
            if kind == "raw" and text[:1] == "<":
                return "<br>"
        return self.hard_break

    def _text(self, runs: list[Atom], index: int, context: Context, *, formula: bool) -> str:
        text, _, elements, _, _ = runs[index]
        if elements:
            names = [self.events[element][1] for element in elements]
            if names[-1] in CODE:
                return text
            if "a" in names:
                context = context.within(link=True)
        return escape_text(text, context, alone=len(runs) == 1, formula=formula)

    def _close(
        self, frame: _Frame, around: list[Item], runs: list[Atom], end: int, context: Context
    ) -> None:
        """Hand the Markdown of an element to the one around it."""
        items = frame.items
        shared = items[0][1]
        for _, marks in items:
            shared &= marks
        event = self.events[frame.element]
        if event[1] in CODE:
            inside = runs[frame.start : end]
            before, before_marks = around[-1] if around else ("", 0)
            joins = before[-1:] == "`" and before_marks == shared
            plain = len(inside) == 1 and not inside[0].kind
            if plain and not joins and inside[0].elements[-1] == frame.element:
                written = code_span(inside[0].text, context)
            else:
                written = self._code_html(inside, frame.element)
            around.append((written, shared))
            return
        # Marks stay inside, where delimiters meet letters, unless a neighbour has them too.
        outside = runs[frame.start - 1][1] if frame.start else 0
        outside |= runs[end][1] if end < len(runs) else 0
        outside &= shared
        if outside:
            items = [(text, marks & ~outside) for text, marks in items]
        if event[1] == "a":
            inner = join_items(items, "[", "]", context.rules.strike)
            text, _, elements, kind, _ = runs[frame.start]
            if end - frame.start > 1 or kind or items[0][1] or elements[-1] != frame.element:
                text = ""
            written = self.links.write(event, inner, text)
            _guard_bang(around)
        else:
            inner = join_items(items, ">", "<", context.rules.strike)
            written = self.links.wrap(event, inner)
        around.append((written, outside))

    def _code_html(self, runs: list[Atom], code: int) -> str:
        """Write code that holds line breaks, images or links: no code span can."""
        parts: list[str] = []
        within: tuple[int, ...] = ()
        for run in runs:
            inner = run.elements[run.elements.index(code) + 1 :] if code in run.elements else ()
            parts += self._tags(within, inner)
            within = inner
            if run.kind == "br":
                parts.append("<br>")
            elif run.kind and run.event < 0:
                parts.append(run.text)
            elif run.event >= 0:
                parts.append(inline_html(self.events, run.event))
            else:
                parts.append(escape_html(run.text))
        parts += self._tags(within, ())
        return f"<code>{''.join(parts)}</code>"

    def _tags(self, before: tuple[int, ...], after: tuple[int, ...]) -> list[str]:
        """Return the tags between two runs: of the elements around one, and around the other."""
        shared = 0
        while before[shared : shared + 1] and before[: shared + 1] == after[: shared + 1]:
            shared += 1
        ended = [f"</{real_name(self.events[one])}>" for one in reversed(before[shared:])]
        return ended + [start_tag(self.events[one]) for one in after[shared:]]


def write_text(text: str, context: Context) -> str:
    """Return the Markdown of a paragraph's content that is text without marks."""
    text = collapse_space(text).strip(" ")
    if not text:
        return ""
    if text[0] in EDGES or text[-1] in EDGES:
        if not text.strip(INVISIBLE):
            return ""
        return guard_edges(escape_text(text, context), cell=context.cell)
    return escape_text(text, context)


def _guard_bang(items: list[Item]) -> None:
    """Keep an exclamation mark before a link from making it an image."""
    if items and items[-1][0][-1:] == "!":
        items[-1] = (items[-1][0][:-1] + "\\!", items[-1][1])


def _shared(frames: list[_Frame], run: Atom) -> int:
    """Count the open elements the run is still in."""
    count = 0
    for frame, element in zip(frames[1:], run.elements, strict=False):
        if frame.element != element:
            break
        count += 1
    return count
