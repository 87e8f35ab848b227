"""From what goes to what is cut: white space, balanced HTML, rules and definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from newskit.lazy import lazy
from newskit.markup.definitions import DEFINITION
from newskit.markup.elements import VOID
from newskit.post import Span
from newskit.strip.blocks import Block, Scan
from newskit.strip.pattern import TAG
from newskit.strip.roles import Role

# Elements whose end tag HTML lets authors leave out (HTML, section 13.1.2.4).
_OPTIONAL_END: Final = frozenset({"p", "li", "dt", "dd", "td", "th", "tr", "option"})
_PASSED: Final = frozenset({Role.RULE, Role.WRAPPER, Role.COMMENT})
_CONTAINERS: Final = frozenset({"li", "blockquote", "td", "th", "dd", "figure"})
# A paragraph that only keeps its place.
_BLANK: Final = lazy(
    r"<(?P<name>p|div|span)\b[^<>]*>(?:\s|&nbsp;|&#160;|<br\s*/?>)*</(?P=name)\s*>", re.IGNORECASE
)
_LABEL: Final = lazy(r"\[([^\[\]\n]+)\]")


def cut_spans(body: str, scan: Scan, removed: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans to cut from `body`, in order, for the blocks and lines that go.

    Rules beside what goes and definitions that only it used go too; tags whose partner stays,
    stay. White space before a cut goes; what the body ends with stays.
    """
    spans = sorted(removed)
    if not spans:
        return ()
    spans = sorted([*spans, *_rules_beside(body, scan.blocks, spans)])
    spans = sorted([*spans, *_orphans(body, scan, spans)])
    spans = _joined(body, _balanced(body, _joined(body, spans)))
    bare: list[Span] = []
    while bare != spans:
        bare = spans
        spans = _joined(body, [_with_shell(body, span, spans) for span in spans])
    return tuple(_with_space(body, span) for span in spans)


def _joined(body: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that only white space separates."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not body[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _rules_beside(body: str, blocks: Sequence[Block], spans: Sequence[Span]) -> list[Span]:
    """Rules and blank lines typed as such, next to what goes."""
    found: list[Span] = []
    gone = set(spans)
    first = spans[0][0]
    for index, block in enumerate(blocks):
        blank = block.role is Role.WRAPPER and _BLANK.fullmatch(body, block.start, block.end)
        if not (blank or block.role is Role.RULE):
            continue
        if block.end < first and index + 1 >= len(blocks):
            continue
        after = _next_solid(blocks, index)
        is_gone = after is not None and (after.start, after.end) in gone
        before_gone = any(end <= block.start for _, end in spans)
        if _is_inside(body, blocks, index, gone):
            continue
        if is_gone or (before_gone and after is None):
            found.append((block.start, block.end))
    return found


def _is_inside(body: str, blocks: Sequence[Block], index: int, gone: set[Span]) -> bool:
    """Whether the rule at `index` stands in a list item, quotation or cell that stays."""
    rule = blocks[index]
    above = (block for block in reversed(blocks[:index]) if block.role not in _PASSED)
    kept = next(above, None)
    if kept is None or (kept.start, kept.end) in gone:
        return False
    after = _next_solid(blocks, index)
    if _closes(body[rule.end : after.start if after else len(body)]):
        return True
    line = max(body.rfind("\n", 0, rule.start), body.rfind("\r", 0, rule.start)) + 1
    indent = body[line : rule.start].expandtabs(4)
    return kept.role is Role.ITEM and len(indent) >= 2 and not indent.strip()


def _closes(text: str) -> bool:
    """Whether `text` ends a list item, quotation or cell that starts above it."""
    depth = 0
    for match in TAG.finditer(text):
        if match["name"].lower() in _CONTAINERS:
            depth += -1 if match["close"] else 1
            if depth < 0:
                return True
    return False


def _next_solid(blocks: Sequence[Block], index: int) -> Block | None:
    after = (blocks[k] for k in range(index + 1, len(blocks)))
    return next((block for block in after if block.role not in _PASSED), None)


def _orphans(body: str, scan: Scan, spans: Sequence[Span]) -> list[Span]:
    """Definitions whose every use is in what goes."""
    used = {label for start, end in spans for label in _labels(body[start:end])}
    if not used & set(scan.definitions):
        return []
    kept: set[str] = set()
    position = 0
    for start, end in [*spans, (len(body), len(body))]:
        kept |= _labels(DEFINITION.sub("", body[position:start]))
        position = end
    return [
        (block.start, block.end)
        for block in scan.blocks
        if block.role is Role.DEFINITION and _label_of(body, block) in used - kept
    ]


def _labels(text: str) -> set[str]:
    return {" ".join(label.split()).casefold() for label in _LABEL.findall(text)}


def _label_of(body: str, block: Block) -> str:
    match = DEFINITION.match(body[block.start : block.end])
    return " ".join(match["label"].split()).casefold() if match else ""


def _balanced(body: str, spans: Sequence[Span]) -> list[Span]:
    """Take tags out of the spans whose partner is outside."""
    opened: list[tuple[str, Span]] = []
    keep: list[Span] = []
    for start, end in spans:
        for match in TAG.finditer(body, start, end):
            name = match["name"].lower()
            if name in VOID or match[0].endswith("/>"):
                continue
            if not match["close"]:
                opened.append((name, match.span()))
                continue
            partner = next(
                (k for k in range(len(opened) - 1, -1, -1) if opened[k][0] == name), None
            )
            if partner is None:
                keep.append(match.span())
            else:
                left = [item for item in opened[partner + 1 :] if item[0] not in _OPTIONAL_END]
                opened[partner:] = left
    last = spans[-1][1]
    for name, span in opened:
        closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
        if name not in _OPTIONAL_END or closing.search(body, last):
            keep.append(span)
    return _less(spans, sorted(keep))


# What shows a gap, a bar or a bullet when it holds nothing.
_SHELL: Final = (
    r"ul|ol|li|dl|dd|dt|table|thead|tbody|tr|td|th|blockquote|div|section|aside|footer|nav|address|"
    r"details|center|p|em|i|b|strong|small|span|font|sup|sub|u"
)
_OPENS: Final = lazy(rf"<(?P<name>{_SHELL})(?:\s[^<>]*)?>(?:\s|&nbsp;|[(（\[])*\Z", re.IGNORECASE)
_ENDS: Final = lazy(rf"(?:\s|&nbsp;|[)）\].。।۔])*</(?P<name>{_SHELL})\s*>", re.IGNORECASE)
# The same of template code that shows no title: a shortcode with its end, a block tag with its
# end, a container between colons.
_FRAME_OPENS: Final = lazy(
    r"(?:(?:\A|(?<=[\r\n]))(?P<colons>:{3,})[ \t]*\{?[\w-]+\}?"
    r"|\{\{[<%]\s*(?P<code>[\w./-]+)[^{}\n\"']*[>%]\}\}|\{%-?\s*(?P<tag>\w+)[^{}\n\"']*%\})\s*\Z"
)
_FRAME_ENDS: Final = lazy(
    r"\s*(?:(?P<colons>:{3,})(?=\s)|\{\{[<%]\s*/\s*(?P<code>[\w./-]+)\s*[>%]\}\}"
    r"|\{%-?\s*end(?P<tag>\w+)\s*-?%\})"
)
_SHELL_REACH: Final = 600


def _with_shell(body: str, span: Span, spans: Sequence[Span]) -> Span:
    """Widen a cut by the elements and template code that it leaves empty."""
    start, end = span
    floor = max((stop for _, stop in spans if stop <= span[0]), default=0)
    while True:
        first = max(floor, start - _SHELL_REACH)
        for opens, ends in ((_OPENS, _ENDS), (_FRAME_OPENS, _FRAME_ENDS)):
            closing = ends.match(body, end)
            opening = opens.search(body[first:start]) if closing else None
            if opening and closing and _name(opening) == _name(closing):
                start, end = first + opening.start(), closing.end()
                break
        else:
            return start, end


def _name(match: re.Match[str]) -> str:
    """The name of an element or of template code; the group of a name is the last to close."""
    return match[match.lastgroup or 0].lower()


def _less(spans: Sequence[Span], keep: Sequence[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in spans:
        position = start
        for kept_start, kept_end in keep:
            if start <= kept_start < end:
                if position < kept_start:
                    result.append((position, kept_start))
                position = kept_end
        if position < end:
            result.append((position, end))
    return result


def _with_space(body: str, span: Span) -> Span:
    """Take the white space before the cut too; at the end of the body keep its last line ending."""
    start, end = span
    kept = len(body[:start].rstrip())
    if kept == 0:
        return span
    return (kept, end)
