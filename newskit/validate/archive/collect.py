"""From a post to what the archive-wide rules need to know of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.validate.archive.article import fingerprints
from newskit.validate.archive.facts import Fact, Facts, Top
from newskit.validate.ignores import find_ignores
from newskit.validate.selection import selected_codes

if TYPE_CHECKING:
    from newskit.post import Post, Span
    from newskit.validate.subject import Subject

__all__ = ["facts_of"]

_EVENTS = frozenset(
    (
        *("event", "events", "meetup", "meetups", "workshop", "workshops", "agenda", "calendar"),
        *("termin", "termine", "veranstaltung", "veranstaltungen", "kalender", "evenement"),
        *("evenements", "événement", "événements", "evento", "eventos", "eventi", "wydarzenia"),
        *("события", "мероприятия", "活动", "イベント", "行事", "etkinlik", "etkinlikler"),
    )
)
"""Folders and layouts of events, in small letters."""

_LONGEST = 2000
"""Of a longer first line no report shows all: the file is looked at again."""
_POST_URL = lazy(r"\{%-?\s*post_url\s+(?P<target>[^\s%]+)\s*-?%\}")
_REF = lazy(r"\{\{[<%]\s*(?:rel)?ref\s+\"(?P<target>[^\"#?]+\.(?:md|html?))(?:#[^\"]*)?\"")
_RELATIVE = lazy(
    r"\]\((?P<target>(?![a-z][a-z0-9+.-]*:|//|/|#|\{)[^()\s#?]+\.(?:md|markdown))(?:#[^()\s]*)?\)"
)


def facts_of(subject: Subject, codes: frozenset[str]) -> Facts | None:
    """Return what the archive-wide rules need of a post; None when none of them applies."""
    wanted = _between_posts(codes)
    if not wanted or not subject.config.archive:
        return None
    post = subject.post
    article = b""
    signature = b""
    if wanted & {"NK404", "NK405"} and subject.config.body:
        similar = "NK405" in wanted and subject.config.near_duplicates < 1
        article, signature = fingerprints(post.body, subject.body_rest, similar=similar)
        root = _site(subject)[0] if article else ""
        day = _day_of_event(subject) if article else ""
        if root or day:
            # What two sites share, or a site and the texts it was made from, is kept on purpose.
            # So is the notice of an event that takes place again.
            said = article + root.encode() + day.encode()
            article = blake2b(said, digest_size=len(article)).digest()
    facts = tuple(_facts(subject, wanted))
    return Facts(post.path, _top(post), facts, article, signature, wanted, find_ignores(post))


def _day_of_event(subject: Subject) -> str:
    """The day of an event, told by the folder or the layout of its post; empty for an article."""
    layout = subject.top("layout", "type")
    names = {str(layout.value).lower()} if layout else set[str]()
    names |= {part.lower().lstrip("_") for part in subject.parts}
    if _EVENTS.isdisjoint(names):
        return ""
    if subject.dated_name is not None:
        return "-".join(map(str, subject.dated_name[:3]))
    entry = subject.top("date", "start", "event_date", "startdate", "start_date")
    return str(entry.value) if entry is not None else ""


def _top(post: Post) -> Top | None:
    line = post.text[: _LONGEST + 1].partition("\n")[0].partition("\r")[0]
    return Top(line, len(post.encoding.mark)) if len(line) <= _LONGEST else None


@lru_cache(maxsize=32)
def _between_posts(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code in codes if code.startswith("NK4"))


def _facts(subject: Subject, codes: frozenset[str]) -> Iterator[Fact]:
    matter = subject.post.front_matter
    if matter.format is not FrontMatterFormat.NONE and matter.valid:
        yield from _addresses(subject)
        if "NK407" in codes:
            yield from _tags(subject)
    if "NK406" in codes and subject.config.body:
        yield from _links(subject)


def _fact(subject: Subject, kind: str, value: str, span: Span) -> Fact:
    place = subject.post.locate(*span)
    return Fact(kind, value, place.line, place.column, span[0], span[1])


def _addresses(subject: Subject) -> Iterator[Fact]:
    """Title, slug and permalink; a pattern such as ``/:year/:title/`` is not an address."""
    # Of a post that a rule leaves alone others may be reported, but not of a rule that is off.
    codes = selected_codes(subject.config)
    for code, kind, names in (
        ("NK401", "permalink", ("permalink", "url")),
        ("NK402", "slug", ("slug",)),
        ("NK403", "title", ("title",)),
    ):
        entry = subject.top(*names) if code in codes else None
        if entry is None or not isinstance(entry.value, str):
            continue
        value = unicodedata.normalize("NFC", entry.value.strip())
        if not value or (
            kind == "permalink" and (":" in value or "{" in value or value in _STYLES)
        ):
            continue
        if kind == "permalink":
            value = value.removesuffix("index.html").rstrip("/") or "/"
        if kind == "slug":
            # Names with dates have addresses with dates.
            dated = subject.dated_name[:3] if subject.dated_name else ""
            spoken = _language_in_name(subject)
            value = f"{subject.file_name.parent}/{value}\n{dated}{spoken}"
        if kind in {"title", "permalink"}:
            # Sites in several languages put each of them below an address of its own.
            language = subject.top("lang", "language", "locale")
            root, host = _site(subject)
            value = f"{value}\n{language.value if language else host}\n{root}"
        yield _fact(subject, kind, value, entry.span or subject.key_span(entry.pointer))


def _language_in_name(subject: Subject) -> str:
    """The language in a file's name, ``bridge.fr.md``, where the site's generator reads it so."""
    if subject.generator not in _NAMED_BY_LANGUAGE:
        return ""
    found = _LANGUAGE.search(subject.file_name.stem)
    return found[1].lower() if found is not None else ""


def _site(subject: Subject) -> tuple[str, str]:
    """The folder of a post's site, and its host where the site has one for each language."""
    if not subject.post.generator:
        return "", ""
    from newskit.site.find import find_site

    path = Path(subject.post.path).absolute()
    site = find_site(path.parent)
    if site is None or not path.is_relative_to(site.root):
        return "", ""
    return str(site.root), site.host_of(path.relative_to(site.root).as_posix())


_NAMED_BY_LANGUAGE = frozenset((Generator.HUGO, Generator.ZOLA, Generator.NIKOLA))
_LANGUAGE = lazy(r".\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\Z")
_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none"))


def _tags(subject: Subject) -> Iterator[Fact]:
    for name in ("tags", "categories"):
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, list):
            continue
        for index, item in enumerate(entry.value):
            if isinstance(item, str) and item.strip():
                span = subject.value_span(f"{entry.pointer}/{index}")
                yield _fact(subject, name, item.strip(), span)


def _links(subject: Subject) -> Iterator[Fact]:
    body, rest = subject.post.body, subject.body_rest
    for kind, pattern, left, mark in (
        ("post_url", _POST_URL, b"{%", "post_url"),
        ("ref", _REF, b"{{", "ref "),
        ("relative", _RELATIVE, b"](", "]("),
    ):
        if left not in rest or mark not in body:
            continue
        text = body if kind == "post_url" else subject.prose
        for match in pattern.finditer(text):
            span = subject.in_body(*match.span("target"))
            yield _fact(subject, kind, match["target"], span)
