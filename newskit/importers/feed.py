"""Feeds: RSS 0.9 to 2.0 and RDF, Atom 0.3 and 1.0, JSON Feed 1 and 1.1.

A file or a folder of snapshots.

Read as they are written: dates keep their offsets and content is not cleaned. Of an entry that
several snapshots hold, the newest version becomes the post and each older one a row of the
report.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from html import escape
from typing import Any, Final, cast

from newskit.dates.read import read_date
from newskit.errors import ReadError
from newskit.frozen import replace
from newskit.importers.article import Article, BodyKind, Item, Passed, made
from newskit.importers.opened import Opened
from newskit.importers.target import joined_address, parts_of, slug_in
from newskit.importers.xml import (
    child_text,
    children,
    elements,
    local,
    markup_of,
    mended_rows,
    text_of,
)
from newskit.post import JsonValue
from newskit.records.text import line_text

_ENTRIES: Final = frozenset({"item", "entry"})
_DATES: Final = ("published", "pubDate", "issued", "date", "created", "updated", "modified")
_UPDATES: Final = ("updated", "modified")
_OF_ATTRIBUTES: Final = frozenset(("type", "length", "isPermaLink", "rel", "scheme", "medium"))
"""What says only what a value is of."""


class _Feed:
    def recognises(self, head: bytes, name: str, /) -> bool:
        if name.endswith(".json"):
            return b"jsonfeed.org/version" in head
        marks = (b"<rss", b"<feed", b"<rdf:RDF", b"<RDF")
        names = (b".rss", b".atom", b"feed.xml", b"rss.xml", b"atom.xml")
        return any(mark in head for mark in marks) or (
            b"<" not in head and any(one in head.lower() for one in names)
        )

    def read(self, source: Opened) -> Iterator[Item]:
        if not source.is_many:
            yield from _newest(_entries(source))
            return
        yield from _newest(_snapshots(source))


IMPORTER = _Feed()


def _snapshots(source: Opened) -> Iterator[Item]:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="newskit-") as folder:
        place = Path(folder, "snapshot")
        for part in source.parts():
            if part.data is None:
                yield Passed(part.label, "file", part.error, fault=True)
                continue
            place.write_bytes(part.data)
            one = Opened(part.label, place, source.limits)
            if not IMPORTER.recognises(one.head(), one.name):
                yield Passed(part.label, "file", "is not a feed")
                continue
            try:
                yield from _entries(one)
            except ReadError as error:
                yield Passed(part.label, "file", error.message, fault=True)


def _newest(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the newest version of each entry, and a row for every other.

    Where the source breaks off, what was read before comes first, then the error.
    """
    kept: dict[str, Article] = {}
    broken: ReadError | None = None
    try:
        yield from _all_but_newest(items, kept)
    except ReadError as error:
        broken = error
    yield from kept.values()
    if broken is not None:
        raise broken


def _all_but_newest(items: Iterator[Item], kept: dict[str, Article]) -> Iterator[Item]:
    """Yield what is not an entry, and a row for each older version; the newest go into `kept`."""
    for item in items:
        if not isinstance(item, Article):
            yield item
            continue
        key = item.identifier or item.url or f"{item.title}\n{item.published}\n{item.body}"
        old = kept.get(key)
        if old is None:
            kept[key] = item
            continue
        newer, older = (item, old) if _when(item) >= _when(old) else (old, item)
        kept[key] = newer
        same = newer.body == older.body and newer.title == older.title
        reason = "the same entry again" if same else f"an older version of {newer.label}"
        details: dict[str, JsonValue] = {"id": key, **_differing(older, newer)}
        kept_too = None if same else functools.partial(_itself, older)
        yield Passed(older.label, "entry", reason, details, older=kept_too)


def _differing(older: Article, newer: Article) -> dict[str, JsonValue]:
    """Return what an older version says that the newer one does not."""
    said, now = dataclasses.asdict(older), dataclasses.asdict(newer)
    found = {key: value for key, value in said.items() if value and value != now[key]}
    found.pop("label", None)
    if "body" in found:
        found["content"] = found.pop("body")
    return found


def _itself(article: Article) -> Article:
    return article


def _when(article: Article) -> str:
    return article.modified or article.published


def _entries(source: Opened) -> Iterator[Item]:
    if source.name.endswith(".json") or source.is_json:
        yield from _json_feed(source)
        return
    mended = None
    for element, stream in elements(source, _ENTRIES):
        mended = stream
        label = f"{source.path}:{element.sourceline}"
        make = functools.partial(_entry, element, label)
        yield made(make, label, "entry", functools.partial(markup_of, element))
    yield from mended_rows(source.path, mended)
    if mended is None and b"<rss" not in source.head() and b"<feed" not in source.head():
        raise ReadError(f"{source.path}: is not a feed")


def _entry(element: Any, label: str) -> Article:
    article = _read_entry(element, label)
    return replace(article, left=_left(element, article))


def _read_entry(element: Any, label: str) -> Article:
    base = _base(element)
    full, short = _content_elements(element)
    body, kind, summary = _content(full, short)
    link = _link(element)
    url = joined_address(base, link) if link else ""
    dates = {name: child_text(element, name) for name in _DATES}
    published = next((day for name in _DATES if (day := _date(dates[name]))), "")
    modified = next((day for name in _UPDATES if (day := _date(dates[name]))), "")
    guid = child_text(element, "guid") or child_text(element, "id")
    extra: dict[str, JsonValue] = {}
    enclosures = [
        {key: str(child.get(key)) for key in ("url", "type", "length") if child.get(key)}
        for child in children(element)
        if local(child) == "enclosure"
    ]
    if enclosures:
        extra["enclosures"] = cast("JsonValue", enclosures)
    return Article(
        label,
        body=body,
        body_kind=kind,
        identifier=guid or element.get(_RDF_ABOUT) or "",
        title=_title(element),
        slug=slug_in(parts_of(url).path),
        url=url,
        published=published,
        modified=modified,
        authors=tuple(dict.fromkeys(_authors(element))),
        tags=tuple(dict.fromkeys(_tags(element))),
        summary=summary,
        image=_picture(element),
        language=element.get(_LANG) or child_text(element, "language"),
        extra=extra,
    )


def _title(element: Any) -> str:
    """Return the title as text: Atom says which titles are HTML (RFC 4287, 3.1.1), RSS has HTML."""
    text = child_text(element, "title")
    of = next((child for child in children(element) if local(child) == "title"), None)
    stated = "" if of is None else of.get("type") or ("text" if "Atom" in of.tag else "")
    return text if stated in {"text", "text/plain"} else line_text(text)


_RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"


def _base(element: Any) -> str:
    bases: list[str] = []
    while element is not None:
        if base := element.get(_BASE):
            bases.append(base)
        element = element.getparent()
    result = ""
    for base in reversed(bases):
        result = joined_address(result, base)
    return result


def _date(text: str) -> str:
    reading = read_date(text)
    return reading.value or ""


def _content_elements(element: Any) -> tuple[Any, Any]:
    """Return the elements of the full content and of the summary; None where there is none."""
    full, short = None, None
    for child in children(element):
        name = local(child)
        if (name == "encoded" and "excerpt" not in child.tag) or (
            name == "content" and "media" not in child.tag and full is None
        ):
            full = child
        elif name in {"description", "summary"} and "media" not in child.tag and short is None:
            short = child
    return full, short


def _content(full: Any, short: Any) -> tuple[str, BodyKind, str]:
    """Return the full content where there is any, its kind, and the summary beside it."""
    if full is None:
        body, kind = _markup(short)
        return body, kind, ""
    body, kind = _markup(full)
    summary = _markup(short)[0].strip()
    if summary == body.strip():
        return body, kind, ""
    plain = short is None or _markup(short)[1] is BodyKind.TEXT
    return body, kind, summary if plain else line_text(summary)


def _markup(element: Any) -> tuple[str, BodyKind]:
    if element is None:
        return "", BodyKind.HTML
    kind = element.get("type") or ""
    written = kind in {"xhtml", "application/xhtml+xml"} or element.get("mode") == "xml"
    if written or next(children(element), None) is not None:  # nobody escaped the markup
        return _xhtml(element), BodyKind.HTML
    text = text_of(element)
    plain = kind in {"text", "text/plain"} or (
        local(element) in {"summary", "content"} and not kind and "Atom" in element.tag
    )
    return text, BodyKind.TEXT if plain else BodyKind.HTML


def _xhtml(element: Any) -> str:
    from lxml import etree, html

    inner = list(children(element))
    holder = inner[0] if len(inner) == 1 and local(inner[0]) == "div" else element
    copy = etree.fromstring(etree.tostring(holder, with_tail=False))
    for node in copy.iter(tag=etree.Element):
        node.tag = local(node)
    etree.cleanup_namespaces(copy)
    out = [escape(copy.text or "", quote=False)]
    out += [html.tostring(child, encoding="unicode") for child in copy]
    return "".join(out)


def _link(element: Any) -> str:
    fallback = ""
    for child in children(element):
        if local(child) not in {"link", "origLink"}:
            continue
        href = child.get("href") or text_of(child).strip()
        if child.get("rel") in {None, "alternate"} and href and "Atom" not in child.tag:
            return href
        if child.get("rel") in {None, "alternate"} and href:
            fallback = fallback or href
    guid = next((child for child in children(element) if local(child) == "guid"), None)
    if not fallback and guid is not None and guid.get("isPermaLink") != "false":
        text = text_of(guid).strip()
        return text if text.startswith(("http://", "https://")) else ""
    return fallback


def _authors(element: Any) -> Iterator[str]:
    for child in children(element):
        name = local(child)
        if name == "author":
            text = child_text(child, "name") or text_of(child).strip()
            # RSS writes an address with the name behind it in parentheses.
            if text.endswith(")") and "@" in text.partition("(")[0]:
                text = text.partition("(")[2][:-1]
            if text:
                yield text
        elif name == "creator" and (text := text_of(child).strip()):
            yield text


def _tags(element: Any) -> Iterator[str]:
    for child in children(element):
        if local(child) in {"category", "subject"}:
            stated = child.get("label") or child.get("term")
            text = (stated or line_text(text_of(child))).strip()
            if text:
                yield text


def _picture(element: Any) -> str:
    for child in children(element):
        if local(child) == "thumbnail" and child.get("url"):
            return str(child.get("url"))
        if local(child) == "content" and child.get("medium") == "image":
            return str(child.get("url") or "")
    return ""


def _left(element: Any, article: Article) -> dict[str, JsonValue]:
    """Return the texts and addresses of an entry that its article does not hold, by their place."""
    said = {article.identifier, article.url, article.title, article.image, article.language}
    said |= {article.summary.strip(), *article.authors, *article.tags}
    dates = {article.published, article.modified} - {""}
    full, short = _content_elements(element)
    read = [one for one in (full, short) if one is not None]
    found: dict[str, JsonValue] = {}
    for child in children(element):
        for node in child.iter("{*}*"):
            name = "/".join([local(up) for up in _down_to(node, child)])
            values = [
                (node.text or "").strip(),
                (node.tail or "").strip() if node is not child else "",
            ]
            if child in read:
                if node is not child:
                    break
                values = []
            taken_too = name == "enclosure"
            values += [
                value.strip()
                for key, value in node.attrib.items()
                if key not in _OF_ATTRIBUTES and not key.startswith("{") and not taken_too
            ]
            for value in values:
                if "<" not in value and line_text(value) in said:
                    continue
                new = value and value not in said and joined_address(_base(node), value) not in said
                if new and not (name in _DATES and _date(value) in dates):
                    found[name] = f"{found[name]}\n{value}" if name in found else value
    summary = _markup(short)[0].strip() if full is not None else ""
    if "<" in summary and summary not in said | {article.body.strip()}:
        found[local(short)] = summary
    return found


def _down_to(node: Any, top: Any) -> list[Any]:
    """Return the elements from `top` down to `node`."""
    path = [node]
    while path[-1] is not top:
        path.append(path[-1].getparent())
    return path[::-1]


def _json_feed(source: Opened) -> Iterator[Item]:
    feed: Any = source.json()
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ReadError(f"{source.path}: is not a JSON Feed: it has no items")
    for number, item in enumerate(items):
        label = f"{source.path}#items/{number}"
        if isinstance(item, dict):
            language = str(feed.get("language") or "")
            make = functools.partial(_json_item, cast("dict[str, Any]", item), label, language)
            yield made(make, label, "item", functools.partial(dict, item))
        else:
            yield Passed(label, "item", "is not an object", {"value": item}, fault=True)


_JSON_TAKEN: Final = frozenset(
    (
        *("id", "url", "external_url", "title", "content_html", "content_text", "summary"),
        *("image", "banner_image", "date_published", "date_modified", "author", "authors"),
        *("tags", "language"),
    )
)


_JSON_DATES: Final = ("date_published", "date_modified")


def _json_item(item: dict[str, Any], label: str, language: str) -> Article:
    html = item.get("content_html")
    people = item.get("authors") or [item.get("author")]
    url = str(item.get("url") or "")
    extra: dict[str, JsonValue] = {}
    if item.get("external_url"):
        extra["external_url"] = item["external_url"]
    left = {key: value for key, value in item.items() if key not in _JSON_TAKEN}
    if html and item.get("content_text"):
        left["content_text"] = item["content_text"]
    left |= {key: item[key] for key in _JSON_DATES if item.get(key) and not _date(str(item[key]))}
    if item.get("image") and item.get("banner_image"):
        left["banner_image"] = item["banner_image"]
    if more := [one for one in people if one and (not isinstance(one, dict) or len(one) > 1)]:
        left["authors"] = more
    return Article(
        label,
        body=str(html or item.get("content_text") or ""),
        body_kind=BodyKind.HTML if html else BodyKind.TEXT,
        identifier=str(item.get("id") or ""),
        title=str(item.get("title") or ""),
        slug=slug_in(parts_of(url).path),
        url=url,
        published=_date(str(item.get("date_published") or "")),
        modified=_date(str(item.get("date_modified") or "")),
        authors=tuple(
            str(one["name"]) for one in people if isinstance(one, dict) and one.get("name")
        ),
        tags=tuple(str(tag) for tag in item.get("tags") or ()),
        summary=str(item.get("summary") or ""),
        image=str(item.get("image") or item.get("banner_image") or ""),
        language=str(item.get("language") or language),
        extra=extra,
        left=left,
    )
