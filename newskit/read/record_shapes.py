"""Records of other shapes, by their own keys: schema.org, ninjs, JSON Feed, trafilatura, crawlers.

A key that has no field of a record stays as it is, so that nothing is lost. Sources of the shapes:
schema.org 29 (Article), ninjs 1.x to 3.1 (IPTC), JSON Feed 1.1, trafilatura 2.0 (`--json`),
news-please 1.6.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final, TypeAlias, cast

from newskit.frozen import NamedTuple
from newskit.lazy import lazy, wordlist
from newskit.post import JsonValue

RECORD_FIELDS: Final = wordlist(
    """
    id url title byline authors date_published date_modified language summary content_markdown
    content_html text categories tags source source_url publisher license draft metadata
    """
)
"""The fields of a record in their order; `content_html` is there on request only."""

LIST_FIELDS: Final = ("authors", "categories", "tags")
"""The fields of a record that are lists."""

TEXT_FIELDS: Final = tuple(
    name for name in RECORD_FIELDS if name not in {*LIST_FIELDS, "draft", "metadata"}
)
"""The fields of a record that are text or null."""

Record: TypeAlias = "dict[str, JsonValue]"

_TAG: Final = lazy(r"<(?:p|br|div|h[1-6]|ul|ol|a|em|strong|img|blockquote)\b", re.IGNORECASE)
_FEED: Final = "https://jsonfeed.org/version/"
_OWN: Final = frozenset({"metadata", "content_markdown"})
_FEED_KEYS: Final = frozenset({"content_text", "_newskit", "external_url"})
_BODIES: Final = ("content_markdown", "content_html", "text")


class _Shape(NamedTuple):
    """A shape of records.

    Attributes:
        fits: tells whether a record has it.
        fields: keys of a record of newskit, and those of the shape that say them, best first.
        bodies: keys of the body, best first.
    """

    fits: Callable[[Record], bool]
    fields: dict[str, tuple[str, ...]]
    bodies: tuple[str, ...]


def _is_schema_org(record: Record) -> bool:
    context = str(record.get("@context") or "")
    return "schema.org" in context or ("@type" in record and "articleBody" in record)


def _is_ninjs(record: Record) -> bool:
    return "uri" in record and any(
        key in record
        for key in ("headline", "headlines", "bodies", "body_html", "body_xhtml", "body_text",
                    "versioncreated", "versionCreated", "representationType", "representationtype")
    )  # fmt: skip


def _is_trafilatura(record: Record) -> bool:
    return (
        "raw_text" in record
        or "source-hostname" in record
        or ("hostname" in record and "text" in record and "metadata" not in record)
    )


def _is_feed_item(record: Record) -> bool:
    if "metadata" in record:
        return False
    named = any(isinstance(one, dict) for one in _list(record, "authors"))
    return not _FEED_KEYS.isdisjoint(record) or ("content_html" in record and named)


def _is_crawled(record: Record) -> bool:
    return _OWN.isdisjoint(record) and not any(name in record for name in _BODIES)


_SHAPES: Final = (
    _Shape(
        _is_schema_org,
        {
            "id": ("identifier", "@id"),
            "url": ("url", "mainEntityOfPage"),
            "title": ("headline", "name"),
            "authors": ("author", "creator"),
            "date_published": ("datePublished", "dateCreated"),
            "date_modified": ("dateModified",),
            "language": ("inLanguage",),
            "summary": ("abstract", "description"),
            "categories": ("articleSection",),
            "tags": ("keywords",),
            "source": ("sourceOrganization",),
            "source_url": ("isBasedOn",),
            "publisher": ("publisher",),
            "license": ("license",),
        },
        ("articleBody", "text"),
    ),
    _Shape(
        _is_ninjs,
        {
            "id": ("uri",),
            "title": ("headline", "title", "headlines"),
            "byline": ("byline", "by"),
            "authors": ("people",),
            "date_published": ("contentcreated", "contentCreated", "firstcreated", "firstCreated"),
            "date_modified": ("versioncreated", "versionCreated"),
            "language": ("language",),
            "summary": ("description_text", "description_html", "descriptions"),
            "publisher": ("copyrightholder", "copyrightHolder"),
            "license": ("usageterms", "usageTerms"),
        },
        ("body_html", "body_xhtml", "body_text", "bodies"),
    ),
    _Shape(
        _is_trafilatura,
        {
            "id": ("id", "fingerprint"),
            "title": ("title",),
            "authors": ("author",),
            "date_published": ("date",),
            "language": ("language",),
            "summary": ("excerpt", "description"),
            "categories": ("categories",),
            "tags": ("tags",),
            "source": ("source-hostname", "sitename"),
            "source_url": ("source", "url"),
            "license": ("license",),
        },
        ("text", "raw_text"),
    ),
    _Shape(
        _is_feed_item,
        {
            "id": ("id",),
            "url": ("url",),
            "source_url": ("external_url",),
            "title": ("title",),
            "authors": ("authors", "author"),
            "date_published": ("date_published",),
            "date_modified": ("date_modified",),
            "language": ("language",),
            "summary": ("summary",),
            "tags": ("tags",),
        },
        ("content_html", "content_text"),
    ),
    _Shape(
        _is_crawled,
        {
            "id": ("id",),
            "url": ("url", "link"),
            "title": ("title", "headline"),
            "authors": ("authors", "author"),
            "byline": ("byline",),
            "date_published": ("date_published", "date_publish", "published", "pubDate"),
            "date_modified": ("date_modified", "date_modify"),
            "language": ("language",),
            "summary": ("summary", "description"),
            "tags": ("tags", "keywords"),
            "categories": ("categories",),
        },
        ("body_html", "html", "content_text", "body_text", "body", "content", "maintext",
         "articleBody", "article_body", "article", "full_text", "fulltext", "raw_text", "markdown"),
    ),
)  # fmt: skip


def is_shaped(record: Record) -> bool:
    """Tell whether a JSON object is a record of another shape, and has a body."""
    return bool(items_of(record)) or any(
        shape.fits(record) and any(key in record for key in shape.bodies) for shape in _SHAPES
    )


def items_of(record: Record) -> list[Record]:
    """Return the records that one JSON object holds: a JSON Feed's items, the nodes of a graph."""
    if str(record.get("version") or "").startswith(_FEED):
        return _objects(record, "items")
    graph = _objects(record, "@graph")
    return [{"@context": "https://schema.org", **one} for one in graph if "articleBody" in one]


def as_record(record: Record) -> Record | None:
    """Return a record in newskit's own shape; None for an object that has no body it knows.

    What another shape says in a form that a field cannot hold whole stays under its own key, too.
    """
    if isinstance(own := record.get("_newskit"), dict):
        return _unpacked(record, own)
    for shape in _SHAPES:
        if shape.fits(record):
            return _shaped(record, shape)
    return record


def _unpacked(record: Record, own: Record) -> Record:
    """Return the record that an item of `export jsonl --profile jsonfeed` was made of."""
    made = _shaped({k: v for k, v in record.items() if k != "_newskit"}, _SHAPES[3]) or {}
    if isinstance(made.get("content_markdown"), str) or isinstance(
        own.get("content_markdown"), str
    ):
        made.pop("content_html", None)
    return {**made, **{key: value for key, value in own.items() if value is not None}}


def _shaped(record: Record, shape: _Shape) -> Record | None:
    made: Record = {}
    left = dict(record)
    for key in shape.bodies:
        found = _body(record.get(key), key)
        if found is not None:
            name, body, others = found
            made[name] = body
            left[key] = others or None
            break
    else:
        return None
    for name, keys in shape.fields.items():
        for key in keys:
            value, whole = _value(name, record.get(key))
            if value:
                made[name] = value
                if whole and name != "id":  # an identifier is a file's name, and no field of a post
                    left[key] = None
                break
    if "byline" in made:
        made.setdefault("authors", [made["byline"]])
    for name, value in left.items():
        if value in (None, "", [], {}):
            continue
        # A key that is a field of newskit's means something else there.
        made[f"original_{name}" if name in RECORD_FIELDS else name] = value
    made.setdefault("metadata", {})
    return made


_KINDS: Final[dict[str, str]] = {
    "text/markdown": "content_markdown",
    "text/html": "content_html",
    "text/plain": "text",
}


def _body(value: JsonValue, key: str) -> tuple[str, str, list[JsonValue]] | None:
    """Return the field for a body, the body, and what else the value says."""
    if isinstance(value, list):
        bodies = [one for one in _objects({key: value}, key) if isinstance(one.get("value"), str)]
        ranks = list(_KINDS)
        bodies.sort(key=lambda one: ranks.index(kind) if (kind := _kind(one)) in ranks else 9)
        if not bodies:
            return None
        body = str(bodies[0]["value"])
        words = _words(body)
        others = [
            cast("JsonValue", one) for one in bodies[1:] if not _words(str(one["value"])) <= words
        ]
        return _KINDS.get(_kind(bodies[0]), "text"), body, others
    if not isinstance(value, str) or not value.strip():
        return None
    if key == "markdown":
        return "content_markdown", value, []
    return ("content_html" if "html" in key or _TAG.search(value) else "text"), value, []


def _kind(body: Record) -> str:
    return str(body.get("contentType") or body.get("contenttype")).lower()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"<[^<>]*+>", " ", unescape(text))))


def _value(name: str, value: JsonValue) -> tuple[JsonValue, bool]:
    """Return what a field takes of a value, and whether that is all the value says."""
    if name not in LIST_FIELDS:
        if isinstance(value, list) and value:
            return _text(value[0])[0], len(value) == 1 and _text(value[0])[1]
        return _text(value)
    if isinstance(value, str):
        parts = re.split(r"\s*;\s*" if ";" in value else r"\s*,\s*", value.strip())
        # A comma may part a family name from a first name.
        names = [value.strip()] if name == "authors" and ";" not in value else parts
        return cast("JsonValue", [one for one in names if one]), True
    texts = [_text(one) for one in (value if isinstance(value, list) else [value])]
    return cast("JsonValue", [text for text, _ in texts if text]), all(whole for _, whole in texts)


def _text(value: JsonValue) -> tuple[str, bool]:
    if isinstance(value, str):
        return value, True
    if isinstance(value, dict):
        for key in ("name", "value", "@value", "url", "@id", "alternateName", "literal"):
            if isinstance(found := value.get(key), str):
                return found, set(value) <= {key, "@type", "role", "rel"}
    return "", False


def _objects(record: Record, key: str) -> list[Record]:
    return [one for one in _list(record, key) if isinstance(one, dict)]


def _list(record: Record, key: str) -> list[JsonValue]:
    value = record.get(key)
    return value if isinstance(value, list) else []
