"""Drupal: a view exported as CSV or JSON, and the answers of JSON:API.

A view has the columns its editor chose; the usual names of the node's fields are known, the
others go into the front matter under their own names.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from newskit.dates.read import read_date
from newskit.errors import ReadError
from newskit.importers.article import Article, Item, Passed, PublishStatus, SourceSite, made
from newskit.importers.opened import Opened
from newskit.post import JsonValue

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "identifier": ("nid", "node id", "id", "uuid", "drupal_internal__nid"),
    "title": ("title", "titel", "titre"),
    "body": ("body", "body_value", "content", "text"),
    "summary": ("summary", "body_summary", "teaser"),
    "published": ("created", "authored on", "post date", "date", "published"),
    "modified": ("changed", "updated", "updated date"),
    "authors": ("author", "name", "uid", "authored by"),
    "tags": ("tags", "field_tags"),
    "categories": ("category", "categories", "field_category"),
    "url": ("path", "url", "alias", "view_node", "link"),
    "status": ("status",),
    "kind": ("type", "content type"),
    "language": ("langcode", "language"),
    "image": ("field_image", "image"),
}
_NAMED: Final = ("display_name", "name", "title", "label", "filename")
_OFF: Final = frozenset({"0", "false", "off", "no", "unpublished"})


class _Drupal:
    def recognises(self, head: bytes, name: str, /) -> bool:
        if name.endswith(".csv"):
            first = head.split(b"\n", 1)[0].lower()
            return b"title" in first and (b"nid" in first or b"body" in first)
        marks = (b'"drupal_internal__nid"', b'"node--', b'"nid"', b'"body_value"')
        return name.endswith(".json") and any(mark in head for mark in marks)

    def read(self, source: Opened) -> Iterator[Item]:
        if source.name.endswith(".csv") or not source.is_json:
            yield from _table(source)
        else:
            yield from _json(source)


IMPORTER = _Drupal()


def _table(source: Opened) -> Iterator[Item]:
    text = source.read().decode("utf-8-sig", "replace")
    csv.field_size_limit(source.limits.member_bytes)  # its own limit is 128 KB, less than a body
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not rows.fieldnames:
        raise ReadError(f"{source.path}: is not CSV with a line of names")
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Passed(f"{source.path}:{line}", "row", f"cannot be read: {error}", fault=True)
            continue
        values = {str(key): value for key, value in row.items() if isinstance(value, str)}
        label = f"{source.path}:{line}"
        make = functools.partial(_article, cast("dict[str, Any]", values), label)
        yield made(make, label, "row", functools.partial(dict, values))


def _json(source: Opened) -> Iterator[Item]:
    value: Any = source.json()
    included: list[Any] = (isinstance(value, dict) and value.get("included")) or []
    named = {str(one.get("id")): one for one in included if isinstance(one, dict)}
    for number, row in enumerate(_list_of(value)):
        label = f"{source.path}#{number}"
        if isinstance(row, dict):
            make = functools.partial(_resource, row, label, named)
            yield made(make, label, "row", functools.partial(dict, row))
        else:
            yield Passed(label, "row", "is not an object", {"value": row}, fault=True)
    if included:
        yield SourceSite(source.path, {"included": included})


def _resource(row: Any, label: str, named: Mapping[str, Any]) -> Article:
    flat = _flat(row)
    related: Any = flat.get("relationships")
    if isinstance(related, dict):
        found = {key: _related(one, named) for key, one in related.items()}
        flat |= {key: one for key, one in found.items() if one}
        flat["relationships"] = {key: one for key, one in related.items() if not found[key]}
    return _article({key: value for key, value in flat.items() if value != {}}, label)


def _related(relation: Any, named: Mapping[str, Any]) -> list[str] | str:
    """Return the names or addresses of the resources that a relation leads to and the answer has.

    Args:
        relation: a member of ``relationships`` (JSON:API 1.1, section 7.2.2.2).
        named: the resources of ``included``, by their ids.
    """
    data: Any = relation.get("data") if isinstance(relation, dict) else None
    found: list[str] = []
    for one in data if isinstance(data, list) else [data]:
        resource: Any = named.get(str(one.get("id"))) if isinstance(one, dict) else None
        said: Any = resource.get("attributes") if isinstance(resource, dict) else None
        if not isinstance(said, dict):
            return []
        uri = said.get("uri")
        address = uri.get("url") if isinstance(uri, dict) else None
        name = address or next(filter(None, map(said.get, _NAMED)), "")
        if not name:
            return []  # paragraphs have none: what they are stays with the relation
        found.append(str(name))
    return found if isinstance(data, list) else "".join(found)


def _list_of(value: Any) -> list[Any]:
    if isinstance(value, dict):
        names = ("data", "nodes", "rows", "results")
        value = next((value[name] for name in names if name in value), [value])
    return value if isinstance(value, list) else [value]


def _flat(row: Any) -> dict[str, Any]:
    """Bring a JSON:API resource, and fields that are lists of values, to one level."""
    flat: dict[str, Any] = {}
    if isinstance(row.get("attributes"), dict):
        flat |= cast("dict[str, Any]", row["attributes"])
        flat["type"] = str(row.get("type") or "").removeprefix("node--")
        flat.setdefault("uuid", row.get("id"))
        if row.get("relationships"):
            flat["relationships"] = row["relationships"]
    else:
        flat |= cast("dict[str, Any]", row.get("node", row))
    for key, value in list(flat.items()):
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(one, dict) and "value" in one:
            if one.get("summary"):
                flat[f"{key}_summary"] = one["summary"]
            if one.get("format"):
                flat[f"{key}_format"] = one["format"]
            flat[key] = one["value"]
        elif isinstance(one, dict) and "alias" in one:
            flat[key] = one["alias"]
        elif isinstance(one, dict) and set(one) == {"target_id"}:
            flat[key] = one["target_id"]
    return flat


def _article(row: dict[str, Any], label: str) -> Article:
    names = {key.strip().lower(): key for key in row}
    used: set[str] = set()

    def take(field: str) -> Any:
        for name in _COLUMNS[field]:
            key = names.get(name)
            if key is not None and key not in used and row[key] not in (None, "", []):
                used.add(key)
                return row[key]
        return ""

    status = take("status")
    shown = status == "" or str(status).strip().lower() not in _OFF
    values = {field: take(field) for field in _COLUMNS if field != "status"}
    used |= {key for key in row if key.lower() in _COLUMNS["status"]}
    extra: dict[str, JsonValue] = {
        key: value for key, value in row.items() if key not in used and value not in (None, "", [])
    }
    url = re.sub(r'^<a href="([^"]*)".*', r"\1", str(values["url"]))
    return Article(
        label,
        body=str(values["body"]),
        kind={"article": "post", "blog": "post", "story": "post", "": "post"}.get(
            str(values["kind"]).lower(), str(values["kind"])
        ),
        status=PublishStatus.PUBLISHED if shown else PublishStatus.DRAFT,
        identifier=str(values["identifier"]),
        title=str(values["title"]),
        slug=url.rstrip("/").rpartition("/")[2],
        url=url,
        published=_date(values["published"]),
        modified=_date(values["modified"]),
        authors=_list(values["authors"]),
        categories=tuple((name,) for name in _list(values["categories"])),
        tags=_list(values["tags"]),
        summary=str(values["summary"]),
        image=re.sub(r'.*?<img[^>]*src="([^"]*)".*', r"\1", str(values["image"]), flags=re.DOTALL),
        language=str(values["language"]).replace("und", ""),
        extra=extra,
    )


def _list(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    text = re.sub(r"<[^<>]*+>", "", str(value))
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _date(value: Any) -> str:
    text = str(value).strip()
    if re.fullmatch(r"\d{9,10}", text):  # Drupal 7 keeps seconds since 1970
        return datetime.fromtimestamp(int(text), UTC).isoformat()
    return read_date(re.sub(r"<[^<>]*+>", "", text)).value or ""
