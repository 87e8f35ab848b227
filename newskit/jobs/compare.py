"""Comparing archives: what documents hold, and those made of them lack."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_fields, missing_values
from newskit.account.reading import Reading, read_html, read_markdown
from newskit.account.verdict import Said, place_in, why_missing
from newskit.config.convert import Dialect
from newskit.config.read import ReadConfig
from newskit.findings.finding import undescribed
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import Checked, findings_of
from newskit.jobs.pairing import MadeDocument, name_of
from newskit.jobs.sources import lost_problem, open_source, reading_problems, weight
from newskit.lazy import lazy
from newskit.post import JsonValue, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.source import Source
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost

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
    """Yield what each document lacks in the one made of it, in order."""
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
    from newskit.convert.document import guess_dialect

    name = os.fspath(post.relative or post.path).lower()
    # The path of a record may end in .html though its body has become Markdown.
    dialect = Dialect.HTML if name.endswith(_HTML) else guess_dialect(post.body, name)
    if dialect is Dialect.HTML:
        return read_html(post.body, post.text, base=base_url)
    kramdown = dialect is Dialect.KRAMDOWN
    return read_markdown(post.body, post.text, base=base_url, kramdown=kramdown)
