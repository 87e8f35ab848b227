"""The account of what the commands write: each value is in the output, or in the report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newskit.config.convert import Dialect, Images, Media, OnDifference
from newskit.convert.result import Action, Difference, DifferenceKind
from newskit.frozen import replace

if TYPE_CHECKING:
    from newskit.account.verdict import AccountEntry
    from newskit.config.convert import ConvertConfig
    from newskit.convert.result import Conversion

__all__ = ["WHY", "settle", "words_lost"]

WHY = {
    DifferenceKind.ATTRIBUTE: "Markdown has no such attribute",
    DifferenceKind.COMMENT: "a comment, which readers do not see",
    DifferenceKind.SCRIPT: "a script or style sheet, which is not content",
    DifferenceKind.ELEMENT: "the element shows nothing, or was replaced",
    DifferenceKind.EMPTY: "the element shows nothing",
    DifferenceKind.DROPPED: "left out by choice",
    DifferenceKind.STRUCTURE: "the Markdown would show something else",
    DifferenceKind.DEPTH: "it nests too deep",
    DifferenceKind.UNSUPPORTED: "template code runs through it",
}
"""Why something is different, by its kind, where nothing more is known."""


def settle(
    conversion: Conversion, body: str, head: str, config: ConvertConfig, path: str
) -> Conversion:
    """Return a conversion with what its account found added to its differences.

    A value that is neither in the Markdown nor in the differences becomes one: left out, with the
    reason, or lost. What is lost makes the conversion unproved.

    Args:
        conversion: the conversion.
        body: the body it was made from.
        head: what stands before the body in the new file.
        config: how it was converted.
        path: the post's path.
    """
    if conversion.markdown == body or not config.verify:
        return conversion
    from newskit.account.reading import read_html, read_markdown
    from newskit.account.verdict import entries
    from newskit.convert.document import guess_dialect

    dialect = config.dialect
    if dialect is Dialect.AUTO:
        dialect = guess_dialect(body, path)
    base = config.base_url
    if dialect is Dialect.HTML:
        before = read_html(body, base=base)
    else:
        before = read_markdown(body, base=base, kramdown=dialect is Dialect.KRAMDOWN)
    markdown = conversion.markdown
    after = read_markdown(markdown, head + markdown, base=base)
    noted = [one.text for one in conversion.differences]
    found = entries(before, after, body, noted, excuse=_excuse(config))
    return _with_entries(conversion, body, found, config) if found else conversion


def _with_entries(
    conversion: Conversion, body: str, found: list[AccountEntry], config: ConvertConfig
) -> Conversion:
    differences = sorted(
        [*conversion.differences, *_differences(found, body)], key=lambda one: one.offset
    )
    lost = any(entry.lost for entry in found)
    refused = lost and config.on_difference is OnDifference.FAIL
    return replace(
        conversion,
        markdown=body if refused else conversion.markdown,
        differences=tuple(differences),
        proved=conversion.proved and not lost,
    )


def _differences(found: list[AccountEntry], body: str) -> list[Difference]:
    """Return entries as differences, with their lines counted once through the body."""
    differences: list[Difference] = []
    line, place = 1, 0
    for entry in sorted(found, key=lambda one: one.place):
        line += body.count("\n", place, entry.place)
        place = entry.place
        column = place - body.rfind("\n", 0, place)
        action = Action.LOST if entry.lost else Action.DROPPED
        kind = DifferenceKind(entry.kind.value)
        why = entry.why or "it is in neither the Markdown nor the report: newskit has lost it"
        differences.append(Difference(kind, line, column, place, entry.text, action, why))
    return differences


def _excuse(config: ConvertConfig) -> str:
    """Return the choices of the user that leave content out, as they are written."""
    chosen = [f"--drop {selector}" for selector in config.drop]
    if config.images is not Images.KEEP:
        chosen.append(f"--images {config.images.value}")
    if config.media is Media.LINK:
        chosen.append("--media link")
    chosen += [f"the converter {name}" for name in config.converters]
    return f"left out by {', '.join(chosen)}" if chosen else ""


def words_lost(before: str, *after: str) -> list[str]:
    """Return the words of a text that others lack together, in order, each as often as it lacks.

    Args:
        before: the text that was there.
        after: what was made of it, and what is reported of it.
    """
    from newskit.account.reading import words_of

    there: Counter[str] = Counter()
    for text in after:
        there.update(words_of(text))
    lost: list[str] = []
    for word in words_of(before):
        there[word] -= 1
        if there[word] < 0:
            lost.append(word)
    return lost
