"""The quick form's blocks read by the rules of the canonical form, for those not written alike.

The blocks nest in lists and tables as the canonical form says, and every block of text carries the
marks that are open around it. It costs a tenth of the canonical form, which decides when this one
cannot.
"""

from __future__ import annotations

import re

from newskit.convert.proof.folding import fold_empty
from newskit.convert.proof.meanings import CLOSE, CLOSED, OPEN, OPENED, SPACE
from newskit.convert.proof.reader import Form, Reader

__all__ = ["structure"]

_MARK = re.compile("\x02[^\x04]*\x04|\x05[^\x0e]*\x0e")
_MOST_OPEN = 50
_INLINE = ("<img", "<box")


def structure(blocks: list[str], *, semantics: bool) -> Form | None:
    """Return a form that is the same only for documents with the same canonical form.

    Args:
        blocks: a document's quick form.
        semantics: whether elements Markdown has no syntax for count.

    Returns:
        The form; None when many marks are open over blocks: that would take quadratic time.
    """
    reader = Reader(semantics=semantics)
    open_marks: list[str] = []
    for block in blocks:
        if block[0] == "<" and not block.startswith(_INLINE):
            tag = block[1:-1].replace(SPACE, " ")
            reader.read_tag(tag)
            if tag == "/tfoot":
                reader.read_tag("tbody")
            continue
        if len(open_marks) > _MOST_OPEN:
            return None
        text = _balance(block, open_marks) if open_marks or OPENED in block else block
        if text.strip(" \x03"):
            reader.out.append(("p", text))
    return reader.out


def _balance(block: str, open_marks: list[str]) -> str:
    """Write the marks open around a block into it; keep those open at its end."""
    before = "".join(open_marks)
    for mark in _MARK.findall(block):
        if mark[0] == OPEN:
            open_marks.append(mark)
        elif open_marks:
            open_marks.pop()
    after = "".join([f"{CLOSE}/{_name(mark)}{CLOSED}" for mark in reversed(open_marks)])
    return fold_empty(f"{before}{block}{after}").strip(" \x03")


def _name(mark: str) -> str:
    return mark[1:-1].partition(SPACE)[0]
