"""A quick proof: two documents whose tags say the same in the same order are the same.

Every tag is replaced by what it means to the canonical form (boxes by a paragraph border, marks by
their kind, links and images by their address), and the two texts are compared, block by block.
Nearly all of it runs inside the interpreter's C code, and only blocks that differ have their white
space and marks looked at. Equal texts have equal canonical forms; different texts prove nothing,
and slower forms decide.
"""

from __future__ import annotations

import re
from typing import Any

from newskit.convert.proof.meanings import (
    BEYOND,
    BORDER,
    BOXES,
    BREAK,
    FEED,
    HEAD,
    LESS,
    LINE,
    MEANINGS,
    MORE,
    OPENED,
    SIGNS,
    SPACE,
    TAB,
)
from newskit.convert.proof.text import address, attributes_of, names
from newskit.lazy import lazy

__all__ = [
    "alike",
    "fold_blocks",
    "fold_elements",
    "fold_empty",
    "marked_runs",
    "quick_form",
    "same_marks",
]


# The parts of the quick form that many documents do not need.


_COMMENT = lazy(r"(<pre\b[^>]*>)?<(!--.*?)-->", re.DOTALL)
_RAW = lazy(r"<(script|style|noembed|noframes)\b[^>]*>.*?</\1>", re.DOTALL)
_SVG = lazy(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
_HAS_RAW = lazy(r"<(?:s[ct]|no)")
_MEDIA = lazy(r"<(iframe|video|audio|object)\b([^>]*)>.*?</\1>", re.DOTALL)
_HAS_MEDIA = lazy(r"<(?:if|vi|au|ob)")
_PRE = lazy(r"<pre\b([^>]*)>([^<]*(?:<(?!/pre>)[^<]*)*)</pre>")
_LANGUAGE = lazy(r' class="(?:[^"]*?\s)?(?:language|lang)-([^\s"]+)')
_CODE = lazy(r"<code( [^>]*)>")
_TAG = lazy(r"</?([^ >]*)[^>]*>")
_LINES = BOXES | names("h1 h2 h3 h4 h5 h6 ul ol table tr blockquote li listing textarea")
_PRESERVED = ((" ", SPACE), ("\n", LINE), ("\t", TAB), ("\f", FEED))
_EMPTY = lazy("\x02[^\x04]*\x04( ?)\x05[^\x0e]*\x0e")


def fold_elements(serialized: str) -> str:
    """Fold what is more than its tags: comments, scripts, embedded content, code blocks."""
    if "<!" in serialized:
        serialized = _COMMENT.sub(_comment, serialized)
    if _HAS_RAW.search(serialized):
        serialized = _RAW.sub("", serialized)
    if _HAS_MEDIA.search(serialized):
        serialized = _MEDIA.sub(_media, serialized)
    if "<pre" in serialized:
        serialized = _PRE.sub(_fold_pre, serialized)
    if "<svg" in serialized:
        serialized = _SVG.sub("", serialized)
    return serialized


def _comment(match: re.Match[str]) -> str:
    # Without the comment, a line end after it would be the one that does not count.
    before = f"{match[1]}\n" if match[1] else ""
    return f"{before}{BORDER}" if MORE.match(match[2]) else before


def fold_empty(text: str) -> str:
    """Leave out marks around nothing, and put the space in them outside."""
    while "\x04\x05" in text or "\x04 \x05" in text:
        text = _EMPTY.sub(r"\1", text)
    return text.replace("  ", " ")


def _fold_pre(match: re.Match[str]) -> str:
    """Keep the white space of preformatted text from collapsing, and its tags from meaning."""
    attributes, content = match.groups()
    if "<pre" in content or LESS in content:
        return match[0]
    language = _LANGUAGE.search("".join([attributes, *_CODE.findall(content)]))
    content = content.removeprefix("\n").replace("\r\n", "\n").replace("\r", "\n")
    if "<" in content:
        content = _without_tags(content.replace("<br>", "\n"))
    content = content.rstrip("\n")
    if not content.strip():
        return BORDER
    content = content.replace("&quot;", '"')
    for sign, written in _PRESERVED:
        content = content.replace(sign, written)
    return f"{BORDER}pre{SPACE}{language[1].lower() if language else ''}{SPACE}{content}{BORDER}"


def _without_tags(content: str) -> str:
    """Leave out the tags in preformatted text; a block begins on a new line."""
    pieces = _TAG.split(content)
    names = pieces[1::2]
    if _LINES.isdisjoint(names):
        return "".join(pieces[::2])
    text = pieces[0]
    for name, piece in zip(names, pieces[2::2], strict=True):
        if name in _LINES and text and text[-1] != "\n":
            text += "\n"
        text += piece
    return text


def _media(match: re.Match[str]) -> str:
    found = attributes_of(match[2])
    source = address(found.get("src") or found.get("data"))
    return f"{LESS}media" + source.replace("<", "").replace(" ", SPACE)


# A block of the quick form read with its marks, for blocks that are not written alike.


_PIECE = lazy("(\x02[^\x04]*\x04|\x05[^\x0e]*\x0e|\x03|<[^>]*>)")
_SOFT = {"b": 1, "i": 2, "s": 4}


def same_marks(one: str, other: str) -> bool:
    """Tell whether two blocks of the quick form show the same text with the same marks."""
    if OPENED not in one and BREAK not in one:
        return False
    runs = marked_runs(one)
    return runs is not None and runs == marked_runs(other)


def marked_runs(block: str) -> list[Any] | None:
    """Return the runs of text of a block with what marks them.

    Args:
        block: a block of the quick form.

    Returns:
        Text with its marks, white space collapsed; None when a mark is not closed in the block, or
        marks part of a piece of code.
    """
    runs: list[tuple[str, int, tuple[str, ...]]] = []
    stack: list[tuple[int, tuple[str, ...]]] = []
    bits = 0
    hard: tuple[str, ...] = ()
    identity = 0
    space = False
    for piece in _PIECE.split(block):
        if not piece:
            continue
        sign = piece[0]
        if sign == "\x02":
            stack.append((bits, hard))
            name = piece[1:-1]
            if name in _SOFT:
                if any(item.startswith("code ") for item in hard):
                    return None
                bits |= _SOFT[name]
            elif name != "-":
                identity += 1
                hard = (*hard, f"{name} {identity}")
        elif sign == "\x05":
            if not stack:
                return None
            bits, hard = stack.pop()
        elif sign == "\x03":
            space = False
            if runs:
                runs.append((piece, 0, ()))
        else:
            space = _add(runs, piece, (bits, hard), space=space)
    while runs and runs[-1][0] == "\x03":
        runs.pop()
    return None if stack else _renumber(runs)


def _add(
    runs: list[tuple[str, int, tuple[str, ...]]],
    piece: str,
    marks: tuple[int, tuple[str, ...]],
    *,
    space: bool,
) -> bool:
    """Add text or an image; return whether a space follows it."""
    bits, hard = marks
    text = piece if piece[0] == "<" else piece.strip(" ")
    space = space or piece[0] == " "
    if not text:
        return space
    if space and runs and runs[-1][0] != "\x03" and not runs[-1][0].startswith("<box"):
        both = tuple([item for item in runs[-1][2] if item in hard])
        _put(runs, " ", runs[-1][1] & bits, both)
    _put(runs, text, bits, hard)
    return piece[0] != "<" and piece[-1] == " "


def _put(
    runs: list[tuple[str, int, tuple[str, ...]]], text: str, bits: int, hard: tuple[str, ...]
) -> None:
    if runs and runs[-1][1:] == (bits, hard) and text[0] != "<" and runs[-1][0][0] not in "<\x03":
        runs[-1] = (runs[-1][0] + text, bits, hard)
    else:
        runs.append((text, bits, hard))


def _renumber(runs: list[tuple[str, int, tuple[str, ...]]]) -> list[Any]:
    """Give elements numbers that count only those that mark something."""
    numbers: dict[str, str] = {}
    out: list[Any] = []
    for text, bits, hard in runs:
        marks: list[str] = []
        for item in hard:
            if item not in numbers:
                numbers[item] = f"{item.rpartition(' ')[0]} {len(numbers)}"
            marks.append(numbers[item])
        out.append((text, bits, sorted(marks)))
    return out


_SPLIT = lazy(r"<([^>]*)>")
_LATE_HEAD = lazy(r"</t(?:body|foot)>\s*<thead")
_NO_HEADER = lazy("<tr>[\x01 ]*(?:<th>[\x01 ]*</th>[\x01 ]*)+</tr>")
_NOT_COVERED = (*SIGNS, "\v")
_BLANK = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
_SPACE_AND_BREAK = " \x03"
_BREAKS = lazy("\x03{2,}")
_BLANK_START = frozenset(_BLANK + "&")


def quick_form(serialized: str, *, semantics: bool) -> list[str] | None:
    """Return texts that are equal only for documents with equal canonical forms.

    Args:
        serialized: a body element, as the parser serialises it.
        semantics: whether elements Markdown has no syntax for count.

    Returns:
        The texts of the document's blocks; None when it holds something this does not cover.
    """
    for sign in _NOT_COVERED:
        if sign in serialized:
            return None
    text = _replace_tags(serialized, semantics=semantics)
    if BEYOND in text:
        text = _replace_tags(fold_elements(serialized), semantics=semantics)
        if BEYOND in text:
            return None
    if HEAD in text:
        if _LATE_HEAD.search(serialized):
            return None
        text = text.replace(HEAD, "")
    return _split_blocks(text)


def alike(source: list[str], result: list[str]) -> bool:
    """Tell whether two quick forms show the same, whichever way their marks nest."""
    if source == result:
        return True
    if len(source) != len(result):
        return False
    return all(
        one == other or _same_block(_collapse(one), _collapse(other))
        for one, other in zip(source, result, strict=True)
    )


def fold_blocks(blocks: list[str]) -> list[str]:
    """Return a quick form without what shows nothing: empty marks, empty rows of headers."""
    text = BORDER.join(blocks)
    if "\x04\x05" in text:
        text = fold_empty(text)
    text = BORDER.join(map(_collapse, _split_blocks(text)))
    if "<th>" in text and "<th\x06" not in text and "<td\x06" not in text:
        # With alignments and spans, an empty row may count.
        text = _NO_HEADER.sub("", text)
    return _split_blocks(text)


def _replace_tags(serialized: str, *, semantics: bool) -> str:
    """Replace every tag by what it means."""
    pieces = _SPLIT.split(serialized)
    pieces[1::2] = map(MEANINGS[semantics].__getitem__, pieces[1::2])
    return "".join(pieces)


def _split_blocks(text: str) -> list[str]:
    """Split a text at its borders, and write what may be written in two ways in one."""
    for sign in "\n\t\r\f":
        if sign in text:
            text = text.replace(sign, " ")
    if BREAK in text:
        text = text.replace(" \x03", BREAK).replace("\x03 ", BREAK)
        if "\x03\x03" in text:
            # Two breaks part paragraphs.
            text = _BREAKS.sub(BORDER, text)
    if "\u00a0" in text:
        text = text.replace("\u00a0", "&nbsp;")
    if "&quot;" in text:
        text = text.replace("&quot;", '"')
    return [
        block
        for piece in text.split(BORDER)
        if (block := piece.strip(_SPACE_AND_BREAK))
        and (block[0] not in _BLANK_START or not _is_blank(block))
    ]


def _collapse(block: str) -> str:
    """Collapse the white space of a block."""
    if "  " not in block:
        return block
    block = b" ".join(block.encode().split()).decode()
    return block.replace(" \x03", BREAK).replace("\x03 ", BREAK)


def _same_block(one: str, other: str) -> bool:
    return one == other or same_marks(one, other)


def _is_blank(block: str) -> bool:
    """Tell whether nothing in the block shows."""
    return not block.replace("&nbsp;", "").replace(BREAK, "").strip(_BLANK)
