"""Elements that stay HTML, written so that Markdown leaves them alone."""

from __future__ import annotations

import re

from newskit.convert.escape import MATH
from newskit.convert.tree import (
    ADDRESS,
    COMPONENT,
    FORMULA,
    FORMULA_BLOCK,
    KEPT,
    LANGUAGE,
    MARK,
    NOTE,
    NOTHING,
    PREFIX,
    TARGET,
    Event,
    attributes,
    attributes_as_written,
    element_end,
    meant_attributes,
    real_name,
    unescape,
)
from newskit.lazy import lazy
from newskit.markup.elements import DISCARDED, EXCERPT, MEDIA, RAW_TEXT

_MEANT = frozenset(
    """href src alt title colspan rowspan scope headers abbr start type value reversed lang dir
    cite datetime id name align open controls poster srcset checked disabled action method for
    """.split()  # noqa: SIM905 - a table of words
)
"""Attributes that say something; style, class and the like are left out and reported."""

_LOOKS = frozenset(
    """class style frameborder scrolling marginheight marginwidth allowtransparency vspace hspace
    border tabindex webkitallowfullscreen mozallowfullscreen
    """.split()  # noqa: SIM905 - a table of words
)
"""What says only how embedded content looks, or says again what another attribute does."""

_WITH_LANGUAGE = frozenset({"pre", "code"})
_NAMES_LANGUAGE = lazy(r"lang(?:uage)?-|sourceCode|brush:")
# What a link or mark around shows as it shows text.
_SHOWN = frozenset({"img", "br"})
_LINES = frozenset({"li", "tr", "dt", "dd", "figcaption", "caption"})
_CELLS = frozenset({"td", "th"})
_EDGED = _LINES | _CELLS | {"summary", "p"}
"""Elements whose last white space shows nothing."""

_SIDE = lazy(r"text-align\s*:\s*(left|right|center)", re.IGNORECASE)
_EMBEDDED = MEDIA | {"source", "track", "param", "area"}
_NAME = lazy(r"[a-zA-Z_:][\w.:-]*\Z", re.ASCII)
"""What CommonMark (6.6) takes for the name of an attribute."""

_POINTLESS = frozenset({"span", "font", "picture", "tbody"})
_SPACES = lazy(r"(?<![ \t\r\f])[ \t\r\f]*+\n[ \t\r\f\n]*")
_BLANK_LINES = lazy(r"\n(?=[ \t]*\n)")
_BRACES = lazy(r"\{(?=[{%#:<])")
_BLOCK_UNSAFE = lazy(r"\{(?=[{%#:<])|\$")
_INLINE_UNSAFE = lazy(r"[\\`*_\[\]|{}~$!\r]|:(?=//)")
_PRESERVED = frozenset({"pre", "textarea", "listing"})


def start_tag(event: Event, keep: frozenset[str] = frozenset(), *, embedded: bool = False) -> str:
    """Write a start tag with the attributes that mean something.

    Args:
        event: the start event.
        keep: names of further attributes to keep.
        embedded: whether it stands in embedded content, such as SVG, that needs them all.
    """
    _, name, raw, _ = event
    if not raw:
        return f"<{name}>"
    if name.startswith(PREFIX):
        kept = "".join(
            [f' {attribute}="{_value(value)}"' for attribute, value in meant_attributes(raw)]
        )
        return f"<{real_name(event)}{kept}>"
    kept = "".join(
        [
            f' {attribute}="{_value(value)}"'
            for attribute, value in attributes_as_written(raw)
            if keeps(name, attribute, value, embedded=embedded) or attribute in keep
        ]
    )
    if name in _CELLS and "style" not in keep and (side := _SIDE.search(raw)):
        kept += f' style="text-align:{side[1]}"'
    return f"<{name}{kept}>"


def keeps(name: str, attribute: str, value: str, *, embedded: bool = False) -> bool:
    """Tell whether an element that stays HTML keeps an attribute."""
    if (embedded or name in _EMBEDDED) and not _NAME.match(attribute):
        return False
    if embedded:
        return not attribute.startswith("on")
    if name in _EMBEDDED:
        return attribute not in _LOOKS and not attribute.startswith(("on", "data-"))
    return attribute in _MEANT or (
        attribute == "class" and name in _WITH_LANGUAGE and bool(_NAMES_LANGUAGE.search(value))
    )


def _value(value: str) -> str:
    value = _SPACES.sub("&#10;", value) if "\n" in value else value
    return _BRACES.sub(_reference, value).replace("|", "&#124;").replace("<", "&lt;")


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def formula_html(tex: str, *, block: bool, display: bool = False) -> str:
    r"""Write a formula as HTML, as pandoc does: a script of the page reads `\(…\)` in text.

    Args:
        tex: the formula.
        block: whether it stands in a block of HTML, in which no Markdown is read.
        display: whether it has lines of its own.
    """
    start, end, kind = ("\\[", "\\]", "display") if display else ("\\(", "\\)", "inline")
    text = tex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPACES.sub(" ", f"{start}{text}{end}")
    text = (_BLOCK_UNSAFE if block else _INLINE_UNSAFE).sub(_reference, text)
    return f'<span class="math {kind}">{text}</span>'


def inline_html(
    events: list[Event],
    start: int,
    keep: frozenset[str] = frozenset(),
    *,
    block: bool = False,
    around: tuple[str, str] = ("", ""),
    stay: frozenset[str] = frozenset(),
) -> str:
    """Write the element started at `start` as HTML without blank lines.

    Args:
        events: the document's events.
        start: index of its start event.
        keep: names of further attributes to keep.
        block: whether it is a block of its own: then text is not seen by inline rules.
        around: tags of the elements it stands in, which a block cannot stand in: they go round
            its texts instead.
        stay: names of elements that stay though they show nothing.
    """
    end = element_end(events, start)
    writer = _RawWriter(keep, block=block, around=around)
    writer.stay = stay
    index = start
    while index <= end:
        event = events[index]
        if event[0] and index > start:
            writer.text(event[0])
        if event[1].startswith(PREFIX) or event[1].startswith(f"/{PREFIX}"):
            index = writer.convention(events, index)
        elif (
            event[1] in DISCARDED
            and event[1] not in stay
            and not (writer.embedded and (event[1] in _EMBEDDED or event[1] == "title"))
        ):
            index = element_end(events, index)
        else:
            writer.tag(_with_language(events, index) if event[1] == "pre" else event)
        index += 1
    return "".join(writer.parts)


def _with_language(events: list[Event], index: int) -> Event:
    """Return the start of code whose class says its language, whatever in the source said so."""
    text, name, raw, other = events[index]
    language = attributes(raw).get(LANGUAGE, "") if f' {LANGUAGE}="' in raw else ""
    inner = events[index + 1]
    if not language or "language-" in raw or (inner[1] == "code" and "language-" in inner[2]):
        return events[index]
    if ' class="' in raw:
        said = raw.replace(' class="', f' class="language-{language} ', 1)
    else:
        said = f'{raw} class="language-{language}"'
    return text, name, said, other


class _RawWriter:
    """Collects the pieces of an element."""

    def __init__(self, keep: frozenset[str], *, block: bool, around: tuple[str, str]) -> None:
        self.parts: list[str] = []
        self.keep = keep
        self.block = block
        self.around = around
        self.preserved = 0
        self.embedded = 0
        self.cut = False
        self.names: list[str] = []
        self.stay: frozenset[str] = frozenset()

    def convention(self, events: list[Event], index: int) -> int:
        """Write an element of a convention as HTML; return the index of its last event read."""
        event = events[index]
        tag = event[1]
        if tag in {f"/{ADDRESS}", ADDRESS}:
            return index
        if tag[0] == "/":
            self.embedded -= tag[1:] in {KEPT, COMPONENT}
            self.parts.append(f"</{self.names.pop()}>")
            return index
        if tag in {FORMULA, FORMULA_BLOCK, MARK, NOTHING, TARGET}:
            end = element_end(events, index)
            text = unescape("".join([one[0] for one in events[index + 1 : end + 1]]))
            if tag in {FORMULA, FORMULA_BLOCK}:
                display = tag == FORMULA_BLOCK
                self.parts.append(formula_html(text, block=self.block, display=display))
            elif tag == MARK:
                self.parts.append(f"[^{attributes(event[2])['label']}]")
            elif tag == TARGET:
                self.parts.append(f"{start_tag(event)}</a>")
            return end
        name = "div" if tag == NOTE else real_name(event)
        self.names.append(name)
        self.parts.append("<div>" if tag == NOTE else start_tag(event))
        self.embedded += tag in {KEPT, COMPONENT}
        return index

    def tag(self, event: Event) -> None:
        """Write a tag, or leave out one that says nothing."""
        _, tag, _, other = event
        name = tag.removeprefix("/")
        if not tag:
            self._other(other)
        elif name in _POINTLESS or (":" in name and not self.embedded):
            return  # Office's own (`o:p`, `st1:City`), in which CommonMark reads no tag
        elif tag[0] == "/":
            if self.block and name in _EDGED and not self.preserved:
                self.parts[-1] = self.parts[-1].rstrip(" \t\n\r\f")
            self.parts.append(f"<{tag}>")
            self.preserved -= name in _PRESERVED
            # To CommonMark the first end tag ends the block, and the next line is Markdown.
            self.cut = self.preserved > 0 and (self.cut or name in _PRESERVED)
            self.embedded -= name in MEDIA
        else:
            if self.block and name in _LINES and self.parts and not self.preserved:
                self._break()
            embedded = self.embedded > 0 or name in self.stay & DISCARDED
            written = start_tag(event, self.keep, embedded=embedded)
            if name in _SHOWN and self.around[0]:
                written = self._within(written)
            self.parts.append(written)
            if name in RAW_TEXT:
                inside = other if name in self.stay else ""
                self.parts.append(f"{inside}</{tag}>")
                return
            self.preserved += name in _PRESERVED
            self.embedded += name in MEDIA

    def _other(self, other: str) -> None:
        """Write what is not an element: a comment that ends an excerpt, a lone `<`."""
        if not other or EXCERPT.match(other):
            self.parts.append(f"<{other}>" if other else "&lt;")
        elif self.preserved and self.parts[-1].startswith(("<pre", "<listing")):
            # A line end after the comment comes first now; the parser drops the one before it.
            self.parts.append("\n")

    def _break(self) -> None:
        """Begin a new line before an item or row, for those who read the source."""
        if self.parts[-1][-1:] != "\n":
            self.parts[-1] = self.parts[-1].rstrip(" \t")
            self.parts.append("\n")

    def text(self, text: str) -> None:
        """Write text so that neither a blank line nor inline Markdown is seen in it."""
        if self.preserved:
            whole = self.block and not self.cut
            text = _BLANK_LINES.sub("&#10;", text) if whole else text.replace("\n", "&#10;")
        else:
            text = _SPACES.sub("\n" if self.block else " ", text)
            if text[:1] == "\n" and self.parts and self.parts[-1][-1:] == "\n":
                text = text[1:]
        if not self.block:
            text = _INLINE_UNSAFE.sub(_reference, text)
        else:
            text = _BRACES.sub(_reference, text)
            if "$" in text and MATH.search(text):
                text = text.replace("$", "&#36;")
        if text and self.around[0] and not text.isspace():
            text = self._within(text)
        if text:
            self.parts.append(text)

    def _within(self, shown: str) -> str:
        """Return what is shown within the elements around; one with what stands just before it."""
        opening, closing = self.around
        before = self.parts[-1] if self.parts else ""
        if before.startswith(opening) and before.endswith(closing):
            self.parts.pop()
            return f"{before.removesuffix(closing)}{shown}{closing}"
        return f"{opening}{shown}{closing}"
