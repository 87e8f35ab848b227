"""Did you mean: the known name that a misspelt one is closest to."""

from __future__ import annotations

from collections.abc import Iterable


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
