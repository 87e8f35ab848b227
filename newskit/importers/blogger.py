"""Blogger exports: Atom with posts, pages, comments, templates and settings in one list.

Takeout's older exports tell them apart by a category of the scheme ``…/g/2005#kind``, those since
2024 by ``blogger:type``. Labels are the other categories.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from newskit.dates.read import read_date
from newskit.importers.article import Article, BodyKind, Comment, Item, Passed, PublishStatus, made
from newskit.importers.names import parts_of, slug_in
from newskit.importers.xml import child_text, children, elements, local, markup_of, text_of

if TYPE_CHECKING:
    from newskit.importers.opened import Opened

_KIND: Final = "http://schemas.google.com/g/2005#kind"


class _Blogger:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        return b"<feed" in head and (
            b"schemas.google.com/blogger" in head or b"tag:blogger.com" in head
        )

    def read(self, source: Opened) -> Iterator[Item]:
        comments: dict[str, list[Comment]] = {}
        for entry, _ in elements(source, frozenset({"entry"})):
            if _kind(entry) == "comment":
                comments.setdefault(_answered(entry), []).append(_comment(entry))
        for entry, _ in elements(source, frozenset({"entry"})):
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
                    {"title": child_text(entry, "title"), "content": _content(entry)[0][:2000]},
                )
        for identifier, orphans in comments.items():
            for one in orphans:
                yield Passed(
                    source.path,
                    "comment",
                    f"its post {identifier} is not in the export",
                    {"id": one.identifier, "author": one.author, "body": one.body},
                )


IMPORTER = _Blogger()


def _kind(entry: Any) -> str:
    for child in children(entry):
        if local(child) == "category" and child.get("scheme") == _KIND:
            return str(child.get("term") or "").rpartition("#")[2]
        if local(child) == "type" and "blogger" in child.tag:
            return text_of(child).strip().lower()
    return ""


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
    url = next(
        (child_text(child, "uri") for child in children(entry) if local(child) == "author"), ""
    )
    return Comment(
        child_text(entry, "id"),
        f"tag:{related.rpartition('/')[2]}" if related else "",
        next(_authors(entry), ""),
        url,
        _date(entry, "published", "created"),
        body=_content(entry)[0],
    )
