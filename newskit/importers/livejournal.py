"""LiveJournal exports: the XML of its export page and of the tools that copy whole journals."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, Final

from newskit.importers.article import Article, Comment, Item, PublishStatus, made
from newskit.importers.opened import Opened
from newskit.importers.xml import child_text, children, elements, local, markup_of, rest_of, text_of
from newskit.post import JsonValue
from newskit.records.text import line_text

_SHOWN: Final = {"current_mood": "mood", "current_music": "music", "current_location": "location"}
_TAKEN: Final = frozenset(
    (
        *("itemid", "eventtime", "logtime", "subject", "event", "security", "taglist"),
        *("url", "comment", "comments"),
    )
) | frozenset(_SHOWN)


_OF_COMMENT: Final = frozenset(
    (
        *("itemid", "id", "parent_itemid", "parentid", "eventtime", "date", "event", "body"),
        *("author", "user", "email", "comment"),
    )
)


class _LiveJournal:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        return b"<livejournal" in head or (b"<eventtime>" in head and b"<itemid>" in head)

    def read(self, source: Opened) -> Iterator[Item]:
        for element, _ in elements(source, frozenset({"entry"})):
            label = f"{source.path}:{element.sourceline}"
            make = functools.partial(_article, element, label)
            yield made(make, label, "entry", functools.partial(markup_of, element))


IMPORTER = _LiveJournal()


def _article(element: Any, label: str) -> Article:
    extra: dict[str, JsonValue] = {}
    left: dict[str, JsonValue] = {}
    for child in children(element):
        name, value = local(child), text_of(child).strip()
        if name in _SHOWN and value:
            extra[_SHOWN[name]] = value
        elif name not in _TAKEN and value:
            left[name] = value
    if child_text(element, "eventtime") and (logged := child_text(element, "logtime")):
        left["logtime"] = logged
    title = child_text(element, "subject")
    if "<" in title:
        left["subject"] = title
    security = child_text(element, "security")
    if security not in {"", "public"}:
        extra["security"] = security
    when = child_text(element, "eventtime") or child_text(element, "logtime")
    return Article(
        label,
        body=child_text(element, "event") + "\n",
        status=PublishStatus.PRIVATE
        if security in {"private", "usemask", "friends"}
        else PublishStatus.PUBLISHED,
        identifier=child_text(element, "itemid"),
        title=line_text(title),
        url=child_text(element, "url"),
        published=when.replace(" ", "T", 1),
        tags=tuple(tag.strip() for tag in child_text(element, "taglist").split(",") if tag.strip()),
        extra=extra,
        left=left,
        comments=tuple(
            Comment(
                child_text(one, "itemid") or child_text(one, "id"),
                child_text(one, "parent_itemid") or child_text(one, "parentid"),
                child_text(one, "author") or child_text(one, "user"),
                child_text(one, "email"),
                published=child_text(one, "eventtime") or child_text(one, "date"),
                approved=child_text(one, "state") in {"", "A"},
                body=child_text(one, "event") or child_text(one, "body"),
                left={**dict(one.attrib), **rest_of(one, _OF_COMMENT)},
            )
            for one in element.iter("{*}comment", "comment")
        ),
    )
