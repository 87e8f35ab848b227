"""Comparing archives: what documents hold, and those made of them lack."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from newskit.account.fields import missing_fields
from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_values
from newskit.account.reading import Reading, read_html, read_markdown
from newskit.account.verdict import Said, place_in, why_missing
from newskit.config.convert import Dialect, Images, Media, OnDifference
from newskit.convert.result import Action, Difference, DifferenceKind
from newskit.findings.finding import undescribed
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import Checked, findings_of
from newskit.jobs.pairing import MadeDocument, name_of
from newskit.jobs.sources import lost_problem, open_source, reading_problems, weight
from newskit.lazy import lazy
from newskit.problem import Location, Problem, Severity
from newskit.run.parallel import Lost, ordered_map

if TYPE_CHECKING:
    from newskit.account.verdict import AccountEntry
    from newskit.config.convert import ConvertConfig
    from newskit.config.read import ReadConfig
    from newskit.convert.result import Conversion
    from newskit.post import JsonValue, Post
    from newskit.read.files import Source

__all__ = ["WHY", "Comparison", "compare", "compare_posts", "settle", "words_lost"]


# The account of what the commands write: each value is in the output, or in the report.

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


_MOST_SHOWN = 200
_NAMES = frozenset({"id", "slug", "url", "uri", "link"})
_HTML = (".html", ".htm", ".xhtml", ".xht")
_FRONT_PAGE = lazy(r"""epub:type=["'][^"']*\b(?:toc|cover|titlepage|landmarks)\b""")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How documents are compared.

    Attributes:
        read: limits.
        kinds: the kinds of values that are looked at.
        base_url: the address that addresses are relative to; empty to take them as they are.
        fields: the keys of front matter that are looked at; empty for all.
        noted: what a report says was left out, by the path of the document.
    """

    read: ReadConfig
    kinds: frozenset[ValueKind] = frozenset(ValueKind)
    base_url: str = ""
    fields: frozenset[str] = frozenset()
    noted: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])


def compare(
    pairs: Iterable[tuple[Source, MadeDocument | None]], comparison: Comparison, *, jobs: int = 1
) -> Iterator[Checked]:
    """Yield what each document lacks in the one made of it, in order.

    Args:
        pairs: documents and what became of them, as `newskit.jobs.pairing.pairs` yields them.
        comparison: how they are compared.
        jobs: processes.
    """
    work = partial(_compare_one, comparison=comparison)
    for outcome in ordered_map(work, pairs, jobs, weigh=_weight):
        if isinstance(outcome, Lost):
            problem = lost_problem(outcome.item[0], outcome.reason)
            yield Checked(outcome.item[0].label, (undescribed(problem),))
        else:
            yield outcome


def _weight(pair: tuple[Source, MadeDocument | None]) -> int:
    source, held = pair
    return weight(source) + (held.size or weight(held.source) if held is not None else 0)


def _compare_one(pair: tuple[Source, MadeDocument | None], comparison: Comparison) -> Checked:
    source, held = pair
    before = open_source(source, comparison.read)
    if isinstance(before, Problem):
        return Checked(source.label, (undescribed(before),))
    if held is None:
        if _FRONT_PAGE.search(before.text[:_FRONT]):
            return Checked(source.label, (), counted=False)
        wanted = ValueKind.POST in comparison.kinds
        return Checked(source.label, findings_of(before, (_no_pair(before),)) if wanted else ())
    made = held.open()
    after = open_source(made, comparison.read)
    if isinstance(after, Problem):
        return Checked(source.label, (undescribed(after),))
    posts = (_as_written(source, before), _as_written(made, after))
    found = findings_of(before, (*reading_problems(before), *compare_posts(*posts, comparison)))
    # What the second document states where it cannot be read is not known to be there.
    return Checked(source.label, (*found, *findings_of(after, reading_problems(after))))


def _as_written(source: Source, post: Post) -> Post:
    """Return the post of a record with a name that says what its body is written in."""
    if not source.is_record or source.data is None:
        return post
    ending = (
        ".md" if _MARKDOWN.search(source.data) or not _HTML_BODY.search(source.data) else ".html"
    )
    stem, dot, _ = post.relative.rpartition(".")
    return replace(post, relative=f"{stem if dot else post.relative}{ending}")


_MARKDOWN = re.compile(rb'"content_markdown"\s*:\s*"')
_HTML_BODY = re.compile(rb'"content_html"\s*:\s*"')


_FRONT = 4_000  # code points in which a page of a book says what it is


def compare_posts(before: Post, after: Post, comparison: Comparison) -> tuple[Problem, ...]:
    """Return what a post holds that another lacks, in order of place (NK602)."""
    source = reading_of(before, comparison.base_url)
    result = reading_of(after, comparison.base_url)
    said = Said(comparison.noted.get(before.path, ()))
    missing = [
        one
        for one in missing_values(source, result)
        if one.kind in comparison.kinds and one.text not in said
    ]
    found: list[Problem] = []
    if ValueKind.FIELD in comparison.kinds:
        found += _fields(before, after, result, comparison)
    find = place_in(before.body, exact=not source.markdown)
    for one in missing:
        text, place = find(one)
        severity = Severity.ERROR
        if one.spare:
            severity = Severity.INFO
        elif why_missing(one):
            severity = Severity.WARNING
        location = before.locate(before.body_start + place)
        found.append(_problem(one.kind, text, location, after, severity))
    return tuple(found)


def _fields(
    before: Post, after: Post, result: Reading, comparison: Comparison
) -> Iterator[Problem]:
    front = before.front_matter
    for pointer, value in missing_fields(front.values, after.front_matter.values, result):
        key = pointer.split("/")[1].replace("~1", "/").replace("~0", "~")
        if comparison.fields and key not in comparison.fields:
            continue
        if key.removeprefix("original_") in _NAMES and name_of(str(value)) == name_of(
            after.relative
        ):
            continue  # what it is known by, and found by
        span = front.spans.get(pointer)
        location = before.locate(*span.value) if span is not None else Location(before.path)
        yield _problem(ValueKind.FIELD, f"{key}: {_shown(value)}", location, after, Severity.ERROR)


def _shown(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem(
    kind: ValueKind, value: str, place: Location, after: Post, severity: Severity
) -> Problem:
    shown = " ".join(value.split())
    if len(shown) > _MOST_SHOWN:
        shown = f"{shown[:_MOST_SHOWN]}…"
    message = f"missing {kind.value.replace('-', ' ')}: {shown}"
    return Problem(
        "NK602",
        "missing-value",
        message,
        place,
        severity,
        related=(Location(after.path),),
        value=(kind.value, value),
    )


def _no_pair(post: Post) -> Problem:
    message = "missing post: nothing in the other archive has its path, name or title"
    place = Location(post.path)
    return Problem(
        "NK602", "missing-value", message, place, value=(ValueKind.POST.value, post.relative)
    )


def reading_of(post: Post, base_url: str = "") -> Reading:
    """Return a post as the account reads it.

    Args:
        post: the post; a file of HTML, or one that is a whole page, is read as HTML.
        base_url: the address that addresses are relative to; empty to take them as they are.
    """
    from newskit.config.convert import Dialect
    from newskit.convert.document import guess_dialect

    name = os.fspath(post.relative or post.path).lower()
    # The path of a record may end in .html though its body has become Markdown.
    dialect = Dialect.HTML if name.endswith(_HTML) else guess_dialect(post.body, name)
    if dialect is Dialect.HTML:
        return read_html(post.body, post.text, base=base_url)
    kramdown = dialect is Dialect.KRAMDOWN
    return read_markdown(post.body, post.text, base=base_url, kramdown=kramdown)
