"""Text of an archive (names, values) as an output may hold it: nothing in it is obeyed or lost."""

from __future__ import annotations


def _escape(code: int) -> str:
    return chr(code).encode("unicode_escape").decode()


BIDI = {
    code: _escape(code)
    for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""Direction marks, embeddings, overrides and isolates, and their escapes."""
OBEYED = {
    **{code: _escape(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)},
    **BIDI,
}
"""All that is not shown but obeyed, and its escapes."""

_CONTROLS = {code: escape for code, escape in OBEYED.items() if code not in {9, 10}}


def on_one_line(text: str) -> str:
    r"""Return `text` on one line, as every output may hold it.

    Escapes (``\n``, ``\x1b``, ``\u202e``) stand for what would begin a line of its own, which may
    be a command to what reads the output (GitHub's ``::error``), for what a terminal obeys, and
    for what shows text in another order than it stands in (Unicode Standard Annex 9).
    """
    return text if text.isprintable() else escape_surrogates(text.translate(OBEYED))


def escape_controls(text: str) -> str:
    """Return `text` without what a terminal obeys; tabs and ends of lines stay."""
    return text if text.isprintable() else text.translate(_CONTROLS)


def to_utf8(text: str) -> bytes:
    """Return `text` in UTF-8; bytes of a file name that are not text become escapes."""
    return text.encode("utf-8", "backslashreplace")


def escape_surrogates(text: str) -> str:
    """Return `text` as UTF-8 can hold it; bytes of a file name that are not text become escapes."""
    return to_utf8(text).decode()
