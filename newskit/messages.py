"""What messages hold: names of an archive as an output may show them, and did-you-mean."""

from __future__ import annotations

from collections.abc import Iterable

# Did you mean: the known name that a misspelt one is closest to.


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return the known name closest to `name`, or None when none is close.

    Close means at most one slip (a letter more, less, other, or two letters swapped) for names up
    to five letters, two up to ten, three beyond; case does not count.
    """
    folded = name.casefold()
    limit = 1 if len(folded) <= 5 else 2 if len(folded) <= 10 else 3
    best: str | None = None
    for candidate in known:
        if abs(len(candidate) - len(name)) > limit:
            continue
        slips = distance(folded, candidate.casefold(), limit)
        if slips <= limit:
            best, limit = candidate, slips - 1
    return best


def hint_for(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint of an error about an unknown name: the closest one, or what else helps."""
    guess = did_you_mean(name, known)
    return f"did you mean `{guess}`?" if guess else otherwise


def distance(one: str, other: str, limit: int) -> int:
    """Return the Damerau-Levenshtein distance (adjacent swaps), or `limit` + 1 when it is more."""
    if one == other:
        return 0
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != wanted),
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2]
            if swapped and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


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
