"""Blogger exports: Atom with posts, pages, comments, templates and settings in one list.

Takeout's older exports tell them apart by a category of the scheme ``…/g/2005#kind``, those since
2024 by ``blogger:type``. Labels are the other categories.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Any, Final

from newskit.dates.read import read_date
from newskit.importers.article import (
    Article,
    BodyKind,
    Comment,
    Item,
    Passed,
    PublishStatus,
    SourceSite,
    made,
)
from newskit.importers.opened import Opened
from newskit.importers.target import parts_of, slug_in
from newskit.importers.xml import child_text, children, elements, local, markup_of, rest_of, text_of
from newskit.post import JsonValue

_KIND: Final = "http://schemas.google.com/g/2005#kind"
_OWN: Final = frozenset({"self", "edit", "alternate", "replies"})
_TAKEN: Final = frozenset(
    (
        *("id", "title", "published", "created", "updated", "author", "category", "link"),
        *("content", "summary", "type", "status", "filename", "control", "in-reply-to", "parent"),
    )
)


class _Blogger:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        # What a blog serves as its feed names Blogger too, and has no kinds.
        kinds = (_KIND.encode(), b"<blogger:type>")
        return b"<feed" in head and any(one in head for one in kinds)

    def read(self, source: Opened) -> Iterator[Item]:
        comments: dict[str, list[Comment]] = {}
        for entry, _ in elements(source, frozenset({"entry"})):
            if _kind(entry) == "comment":
                comments.setdefault(_answered(entry), []).append(_comment(entry))
        site: dict[str, JsonValue] = {}
        for entry, _ in elements(source, frozenset({"entry"})):
            site = site or rest_of(entry.getparent(), frozenset({"entry"}))
            label = f"{source.path}:{entry.sourceline}"
            kind = _kind(entry)
            if kind in {"post", "page"}:
                make = functools.partial(_article, entry, kind, label, comments)
                yield made(make, label, kind, functools.partial(markup_of, entry))
            elif kind != "comment":
                yield Passed(
                    label,
                    kind or "entry",
                    "a part of the blog's theme or settings",
                    {"title": child_text(entry, "title"), **_left(entry, _content(entry)[0])},
                )
        for identifier, orphans in comments.items():
            for one in orphans:
                yield Passed(
                    source.path,
                    "comment",
                    f"its post {identifier} is not in the export",
                    dataclasses.asdict(one),
                )
        if site:
            yield SourceSite(source.path, site)


IMPORTER = _Blogger()


def _kind(entry: Any) -> str:
    for child in children(entry):
        if local(child) == "category" and child.get("scheme") == _KIND:
            return str(child.get("term") or "").rpartition("#")[2].lower()
        if local(child) == "type" and "blogger" in child.tag:
            return text_of(child).strip().lower()
    return "post"


def _left(entry: Any, content: str = "") -> dict[str, JsonValue]:
    """Return what else an entry says, but its addresses in Blogger's own interface."""
    left = rest_of(entry, _TAKEN)
    links: list[JsonValue] = [
        dict(child.attrib)
        for child in children(entry)
        if local(child) == "link" and child.get("rel") not in _OWN
    ]
    people: list[JsonValue] = [
        rest_of(child, frozenset({"name", "type"}))
        for child in children(entry)
        if local(child) == "author"
    ]
    said: dict[str, JsonValue] = {
        "links": links,
        "authors": [one for one in people if one],
        "content": content,
    }
    return {**left, **{key: value for key, value in said.items() if value}}


def _article(entry: Any, kind: str, label: str, comments: dict[str, list[Comment]]) -> Article:
    identifier = child_text(entry, "id")
    body, body_kind = _content(entry)
    url = _link(entry, "alternate") or child_text(entry, "filename")
    draft = any(
        local(one) == "draft" and text_of(one).strip() == "yes" for one in entry.iter("{*}draft")
    )
    status = child_text(entry, "status").upper()
    path = parts_of(url).path
    return Article(
        label,
        body=body,
        body_kind=body_kind,
        kind=kind,
        status=PublishStatus.DRAFT
        if draft or status in {"DRAFT", "SOFT_TRASHED"}
        else PublishStatus.PUBLISHED,
        identifier=identifier,
        title=child_text(entry, "title"),
        slug=slug_in(path),
        url=url,
        published=_date(entry, "published", "created"),
        modified=_date(entry, "updated"),
        authors=tuple(_authors(entry)),
        tags=tuple(
            str(child.get("term"))
            for child in children(entry)
            if local(child) == "category" and child.get("scheme") != _KIND and child.get("term")
        ),
        left=_left(entry),
        comments=tuple(comments.pop(identifier, ())),
    )


def _date(entry: Any, *names: str) -> str:
    text = next(filter(None, (child_text(entry, name) for name in names)), "")
    return read_date(text).value or ""


def _authors(entry: Any) -> Iterator[str]:
    for child in children(entry):
        if local(child) == "author" and (name := child_text(child, "name")):
            yield name


def _content(entry: Any) -> tuple[str, BodyKind]:
    for child in children(entry):
        if local(child) in {"content", "summary"}:
            kind = BodyKind.TEXT if child.get("type") in {None, "text"} else BodyKind.HTML
            return text_of(child), kind
    return "", BodyKind.HTML


def _link(entry: Any, relation: str) -> str:
    for child in children(entry):
        if local(child) == "link" and child.get("rel") == relation:
            return str(child.get("href") or "")
    return ""


def _answered(entry: Any) -> str:
    for child in children(entry):
        if local(child) == "in-reply-to":
            return str(child.get("ref") or "")
        if local(child) == "parent" and "blogger" in child.tag:
            return text_of(child).strip()
    return ""


def _comment(entry: Any) -> Comment:
    related = _link(entry, "related")
    author = next((child for child in children(entry) if local(child) == "author"), entry)
    title, body = child_text(entry, "title"), _content(entry)[0]
    left = _left(entry)
    if title and title.removesuffix("...") not in body:
        left["title"] = title
    return Comment(
        child_text(entry, "id"),
        f"tag:{related.rpartition('/')[2]}" if related else "",
        next(_authors(entry), ""),
        child_text(author, "email").replace("noreply@blogger.com", ""),
        child_text(author, "uri"),
        _date(entry, "published", "created"),
        child_text(entry, "status").lower() in {"", "live"},
        body=body,
        left=left,
    )
