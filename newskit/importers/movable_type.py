"""Movable Type's import/export format: text with ``KEY: value`` lines and sections.

Specified at https://www.movabletype.org/documentation/appendices/import-export-format.html: a
line of eight hyphens ends an entry, one of five a section. TypePad, Hatena and FC2 write it too.
A date is ``MM/DD/YYYY hh:mm:ss AM|PM`` without a zone.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from newskit.errors import ReadError
from newskit.importers.article import Article, BodyKind, Comment, Item, PublishStatus, made
from newskit.importers.opened import Opened
from newskit.post import JsonValue
from newskit.read.decode import decode
from newskit.records.text import line_text

_ENTRY: Final = re.compile(r"^--------[ \t]*$", re.MULTILINE)
_SECTION: Final = re.compile(r"^-----[ \t]*$", re.MULTILINE)
_KEY: Final = re.compile(r"([A-Z][A-Z0-9_ ]*):[ \t]?(.*)")
_DATE: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4}) (\d\d):(\d\d)(?::(\d\d))?(?: ([AP]M))?")
_TAKEN: Final = frozenset(
    (
        *("AUTHOR", "TITLE", "BASENAME", "STATUS", "DATE", "PRIMARY CATEGORY", "CATEGORY"),
        *("TAGS", "NO ENTRY"),
    )
)
_DEFAULTS: Final = frozenset(["ALLOW COMMENTS", "ALLOW PINGS", "CONVERT BREAKS"])


class _MovableType:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        return bool(
            re.match(rb"(?:\xef\xbb\xbf)?\s*(?:AUTHOR|TITLE|BASENAME|STATUS): ?", head)
            and re.search(rb"^BODY:", head, re.MULTILINE)
        )

    def read(self, source: Opened) -> Iterator[Item]:
        text = _text(source)
        place, found, line, counted = 0, False, 1, 0
        while place < len(text):
            end = _ENTRY.search(text, place)
            entry = text[place : end.start() if end else len(text)]
            line += text.count("\n", counted, place)
            counted = place
            if entry.strip():
                found = True
                label = f"{source.path}:{line}"
                make = functools.partial(_entry, entry.strip("\n"), label)
                yield made(make, label, "entry", entry.strip)
            if end is None:
                break
            place = end.end() + 1
        if not found:
            raise ReadError(f"{source.path}: holds no entry")


IMPORTER = _MovableType()


def _text(source: Opened) -> str:
    return decode(source.read()).text.replace("\r\n", "\n").replace("\r", "\n")


def _entry(entry: str, label: str) -> Article:
    head, *sections = _SECTION.split(entry)
    keys: dict[str, list[str]] = {}
    for line in head.strip("\n").split("\n"):
        match = _KEY.match(line)
        if match is None:
            if line.strip():
                keys.setdefault("lines", []).append(line)
            continue
        keys.setdefault(match[1], []).append(match[2].strip())
    bodies: dict[str, str] = {}
    comments: list[Comment] = []
    for section in sections:
        name, _, text = section.lstrip("\n").partition("\n")
        name = name.strip().removesuffix(":")
        if name in {"COMMENT", "PING"}:
            comments.append(_comment(text, name, len(comments)))
        elif name:
            bodies[name] = text.rstrip("\n")
    return _article(keys, bodies, tuple(comments), label)


def _article(
    keys: dict[str, list[str]], bodies: dict[str, str], comments: tuple[Comment, ...], label: str
) -> Article:
    def one(name: str) -> str:
        return next(iter(keys.get(name, [])), "")

    body, more = bodies.pop("BODY", ""), bodies.pop("EXTENDED BODY", "").strip("\n")
    body = body + (f"\n\n<!--more-->\n\n{more}" if more else "")
    markdown = one("CONVERT BREAKS").startswith("markdown")
    names = [name for name in (one("PRIMARY CATEGORY"), *keys.get("CATEGORY", [])) if name]
    left: dict[str, JsonValue] = {
        key.lower(): values[0] if len(values) == 1 else list(values)
        for key, values in keys.items()
        if key not in _TAKEN | _DEFAULTS and any(values)
    }
    if one("DATE") and not _date(one("DATE")):
        left["date"] = one("DATE")
    excerpt = bodies.pop("EXCERPT", "").strip()
    left |= {key.lower(): text for key, text in bodies.items() if text.strip()}
    left |= {key: one for key, one in (("title", one("TITLE")), ("excerpt", excerpt)) if "<" in one}
    status = one("STATUS").lower()
    extra: dict[str, JsonValue] = {}
    if one("CONVERT BREAKS") == "0":
        extra["convert_breaks"] = False
    return Article(
        label,
        body=body.strip("\n") + "\n",
        body_kind=BodyKind.MARKDOWN if markdown else BodyKind.HTML,
        status={"draft": PublishStatus.DRAFT, "future": PublishStatus.SCHEDULED}.get(
            status, PublishStatus.PUBLISHED
        ),
        title=line_text(one("TITLE")),
        slug=one("BASENAME").rpartition("/")[2],
        published=_date(one("DATE")),
        authors=(one("AUTHOR"),) if one("AUTHOR") else (),
        categories=tuple((name,) for name in dict.fromkeys(names)),
        tags=tuple(
            tag.strip().strip('"')
            for tag in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", one("TAGS"))
            if tag.strip()
        ),
        summary=line_text(excerpt),
        extra=extra,
        left=left,
        comments=comments,
    )


def _comment(text: str, name: str, number: int) -> Comment:
    keys: dict[str, str] = {}
    lines = text.split("\n")
    first = 0
    while first < len(lines) and (match := _KEY.match(lines[first])) and match[1] not in keys:
        keys[match[1]] = match[2].strip()
        first += 1
    return Comment(
        str(number + 1),
        author=keys.get("AUTHOR") or keys.get("BLOG NAME", ""),
        email=keys.get("EMAIL", ""),
        url=keys.get("URL", ""),
        published=_date(keys.get("DATE", "")),
        kind="comment" if name == "COMMENT" else "trackback",
        body="\n".join(lines[first:]).strip("\n"),
        left={
            key.lower(): value
            for key, value in keys.items()
            if value
            and key not in {"AUTHOR", "BLOG NAME", "EMAIL", "URL"}
            and not (key == "DATE" and _date(value))
        },
    )


def _date(text: str) -> str:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return ""
    month, day, year, hour, minute, second, half = match.groups()
    hours = int(hour) % 12 + (12 if half == "PM" else 0) if half else int(hour)
    try:
        moment = datetime(  # noqa: DTZ001 (the format has no zone)
            int(year), int(month), int(day), hours, int(minute), int(second or 0)
        )
    except ValueError:
        return ""
    return moment.isoformat()
