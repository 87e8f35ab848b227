"""A quick proof: two documents whose tags say the same in the same order are the same.

Every tag is replaced by what it means to the canonical form (boxes by a paragraph border, marks by
their kind, links and images by their address), and the two texts are compared, block by block.
Nearly all of it runs inside the interpreter's C code, and only blocks that differ have their white
space and marks looked at. Equal texts have equal canonical forms; different texts prove nothing,
and slower forms decide.
"""

from __future__ import annotations

import re

from newskit.convert.proof.folding import fold_elements, fold_empty
from newskit.convert.proof.marks import same_marks
from newskit.convert.proof.meanings import BEYOND, BORDER, BREAK, HEAD, MEANINGS, SIGNS

__all__ = ["alike", "fold_blocks", "quick_form"]

_SPLIT = re.compile(r"<([^>]*)>")
_LATE_HEAD = re.compile(r"</t(?:body|foot)>\s*<thead")
_NO_HEADER = re.compile("<tr>[\x01 ]*(?:<th>[\x01 ]*</th>[\x01 ]*)+</tr>")
_NOT_COVERED = (*SIGNS, "\v")
_BLANK = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
_SPACE_AND_BREAK = " \x03"
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
