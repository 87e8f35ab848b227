"""IPTC ninjs 3.1: news items in JSON, without extensions (the standard allows none)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from newskit.records.shapes.moments import rfc3339, uri_of

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["ninjs_record"]

_BODIES = (
    ("content_markdown", "text/markdown"),
    ("content_html", "text/html"),
    ("text", "text/plain"),
)


def ninjs_record(record: dict[str, JsonValue], _dataset: str) -> dict[str, JsonValue]:
    """Return the ninjs item of a record; its `uri` is a URN of the identifier."""
    facts = cast("dict[str, dict[str, JsonValue]]", record["metadata"])["newskit"]
    item: dict[str, JsonValue] = {
        "uri": f"urn:uuid:{record['id']}",
        "type": "text",
        "representationType": "full",
        "contentCreated": rfc3339(_text(record, "date_published")),
        "versionCreated": rfc3339(_text(record, "date_modified")),
        "pubStatus": "withheld" if record["draft"] else "usable",
        "copyrightHolder": record["publisher"],
        "usageTerms": record["license"],
        "language": record["language"],
        "title": record["title"],
        "by": record["byline"],
        "headlines": _values(record["title"]),
        "descriptions": _values(record["summary"], role="summary"),
        "bodies": [
            {"contentType": kind, "value": value}
            for name, kind in _BODIES
            if isinstance(value := record.get(name), str)
        ],
        "people": [{"name": name, "rel": "author"} for name in _names(record, "authors")],
        "subjects": [
            {"name": name, "rel": relation}
            for relation, field in (("category", "categories"), ("tag", "tags"))
            for name in _names(record, field)
        ],
        "infoSources": _source(record),
        "altIds": [
            {"role": role, "value": value}
            for role, value in (
                ("url", record["url"]),
                ("path", facts["path"]),
                ("sha256", facts["sha256"]),
            )
            if value is not None
        ],
        "standard": {"name": "ninjs", "version": "3.1"},
    }
    return {name: value for name, value in item.items() if value is not None and value != []}


def _values(value: JsonValue, **roles: str) -> list[JsonValue]:
    return [{**roles, "value": value}] if value else []


def _names(record: dict[str, JsonValue], field: str) -> list[str]:
    return cast("list[str]", record[field])


def _text(record: dict[str, JsonValue], field: str) -> str | None:
    return cast("str | None", record[field])


def _source(record: dict[str, JsonValue]) -> list[JsonValue]:
    source: dict[str, JsonValue] = {}
    if record["source"]:
        source["name"] = record["source"]
    url = _text(record, "source_url")
    if uri := uri_of(url):
        source["uri"] = uri
    elif url:
        source["literal"] = url
    return [{**source, "role": "origin"}] if source else []
