"""The shapes of records. Adding one: a function, a line in `_SHAPES`, a value of `RecordShape`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import Final, cast
from urllib.parse import quote

from newskit.config.export import ExportConfig, RecordShape
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.read.record_shapes import RECORD_FIELDS

# Dolma documents (also read by datatrove): `id`, `text`, `source`, `created`, `metadata`.


def dolma_record(record: dict[str, JsonValue], dataset: str) -> dict[str, JsonValue]:
    """Return the Dolma document of a record; every other field goes into its `metadata`.

    datatrove drops documents without text in silence, so a post without a body has its title as
    text, and a line end when it has no title either.
    """
    document: dict[str, JsonValue] = {
        "id": record["id"],
        "text": record["text"] or record["title"] or "\n",
        "source": dataset,
    }
    if record["date_published"] is not None:
        document["created"] = record["date_published"]
    document["metadata"] = {
        name: value for name, value in record.items() if name not in {"id", "text"}
    }
    return document


# Hugging Face datasets: every column in every record, `metadata` as one JSON text.
#
# The library infers a column's type from the first records it sees, so a column that is null at
# first, or an object whose keys differ, breaks a data set of several files. Fixed columns and a
# dataset card that states their types (``dataset_info`` in README.md) avoid both. A column that
# holds only dates is stated as JSON: of one of text, datasets 5.2 makes times before it looks at
# the stated types, and gives them without their offsets. Of JSON it gives what the text is as JSON,
# a number for a title ``2020``, so no column is stated so that holds other words.

_DATED: Final = frozenset({"date_published", "date_modified"})
_WORDED: Final = {
    name: re.compile(rb'"%b":"(?!\d{4}-\d\d-\d\d[T"])' % name.encode())
    for name in ("title", "summary")
}
"""What is in a line whose column of that name holds no date."""

_LISTS: Final = frozenset({"authors", "categories", "tags"})


def hf_record(record: dict[str, JsonValue], _dataset: str) -> dict[str, JsonValue]:
    """Return the record with every column, in the fixed order."""
    shaped = {name: record.get(name) for name in RECORD_FIELDS}
    shaped["metadata"] = json.dumps(record["metadata"], ensure_ascii=False)
    return shaped


def worded_columns(line: bytes) -> frozenset[str]:
    """Return the columns that may hold dates and hold other words in a record's line."""
    return frozenset(name for name, words in _WORDED.items() if words.search(line))


def dataset_card(
    dataset: str, count: int, size: int, pattern: str, worded: AbstractSet[str] = frozenset()
) -> str:
    """Return the README.md of a data set: the types of its columns for ``load_dataset``.

    Args:
        dataset: name of the data set.
        count: number of records.
        size: bytes of the records, uncompressed.
        pattern: glob pattern of the data files.
        worded: columns that hold other words than dates, of those that may hold dates.
    """
    lines = ["---", f"pretty_name: {json.dumps(dataset, ensure_ascii=False)}", "configs:"]
    lines += ["- config_name: default", "  data_files:", "  - split: train", f"    path: {pattern}"]
    lines += ["dataset_info:", "  config_name: default", "  features:"]
    for name in RECORD_FIELDS:
        dated = name in _DATED or (name in _WORDED and name not in worded)
        lines += [f"  - name: {name}", *(["    dtype: json"] if dated else _feature(name))]
    lines += ["  splits:", "  - name: train"]
    lines += [f"    num_bytes: {size}", f"    num_examples: {count}"]
    lines += ["---", "", f"# {dataset}", ""]
    lines += [f"{count:,} news posts, one record of JSON a line, written by newskit."]
    lines += ["`metadata` is JSON text: the front matter as it was and, under `newskit`, the"]
    lines += ["provenance (path, SHA-256, encoding, what was converted and stripped).", ""]
    return "\n".join(lines)


def _feature(name: str) -> list[str]:
    if name in _LISTS:
        return ["    list: string"]
    return ["    dtype: bool" if name == "draft" else "    dtype: string"]


# Dates and addresses as strict formats want them.

_OFFSET: Final = lazy(r"[+-]\d\d:\d\d$")
_URI: Final = lazy(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:@!$&'()*+,;=%-]+(?:[/?#][^\s]*)?")
_BAD_PERCENT: Final = lazy(r"%(?![0-9A-Fa-f]{2})")


def rfc3339(value: str | None) -> str | None:
    """Return a record's date as RFC 3339 (section 5.6) wants it: with a time and an offset.

    A day begins at midnight, and a time without offset is taken as UTC, as Hugo does; the date
    as it was stays in the default shape and in the front matter.
    """
    if value is None:
        return None
    moment = value if "T" in value else f"{value}T00:00:00"
    return moment if _OFFSET.search(moment) else f"{moment}+00:00"


def uri_of(url: str | None) -> str | None:
    """Return `url` as a URI (RFC 3986): characters beyond ASCII percent-encoded; else None."""
    if url is None:
        return None
    encoded = quote(_BAD_PERCENT.sub("%25", url), safe="%/:?#@!$&'()*+,;=~-._")
    scheme, mark, rest = encoded.partition("://")
    uri = f"{scheme.lower()}{mark}{rest}"
    if uri.count("#") > 1 or not _URI.fullmatch(uri):
        return None
    return uri


# JSON Feed 1.1: one document whose items are the posts.


def jsonfeed_item(record: dict[str, JsonValue], _dataset: str) -> dict[str, JsonValue]:
    """Return the feed item of a record; `_newskit` carries what an item cannot say."""
    names = cast("list[str]", record["authors"])
    tags = [*cast("list[str]", record["categories"]), *cast("list[str]", record["tags"])]
    item: dict[str, JsonValue] = {
        "id": record["id"],
        "url": record["url"],
        "external_url": record["source_url"],
        "title": record["title"],
        "content_html": record.get("content_html"),
        "content_text": record["text"],
        "summary": record["summary"],
        "date_published": rfc3339(cast("str | None", record["date_published"])),
        "date_modified": rfc3339(cast("str | None", record["date_modified"])),
        "authors": [{"name": name} for name in names],
        "tags": list(dict.fromkeys(tags)),
        "language": record["language"],
        "_newskit": {
            "date_published": record["date_published"],
            "content_markdown": record["content_markdown"],
            "draft": record["draft"],
            "source": record["source"],
            "license": record["license"],
            "metadata": record["metadata"],
        },
    }
    return {name: value for name, value in item.items() if value is not None and value != []}


def feed_start(dataset: str) -> bytes:
    """Return the document up to its first item."""
    import orjson

    head = {"version": "https://jsonfeed.org/version/1.1", "title": dataset}
    return orjson.dumps(head)[:-1] + b',"items":[\n'


def feed_end() -> bytes:
    """Return the document after its last item."""
    return b"]}\n"


# IPTC ninjs 3.1: news items in JSON, without extensions (the standard allows none).

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


# schema.org: a NewsArticle in JSON-LD for each post.


def schemaorg_record(record: dict[str, JsonValue], _dataset: str) -> dict[str, JsonValue]:
    """Return the NewsArticle of a record; properties without a value are left out."""
    article: dict[str, JsonValue] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"urn:uuid:{record['id']}",
        "identifier": record["id"],
        "url": record["url"],
        "headline": record["title"],
        "author": _things("Person", record["authors"]),
        "datePublished": record["date_published"],
        "dateModified": record["date_modified"],
        "inLanguage": record["language"],
        "abstract": record["summary"],
        "articleBody": record["text"],
        "articleSection": record["categories"],
        "keywords": record["tags"],
        "sourceOrganization": _thing("Organization", record["source"]),
        "isBasedOn": record["source_url"],
        "publisher": _thing("Organization", record["publisher"]),
        "license": record["license"],
        "creativeWorkStatus": "Draft" if record["draft"] else "Published",
    }
    return {name: value for name, value in article.items() if value is not None and value != []}


def _thing(kind: str, name: JsonValue) -> JsonValue:
    return {"@type": kind, "name": name} if name else None


def _things(kind: str, names: JsonValue) -> JsonValue:
    return [_thing(kind, name) for name in cast("list[str]", names)]


_SHAPES: Final[
    Mapping[RecordShape, Callable[[dict[str, JsonValue], str], dict[str, JsonValue]]]
] = MappingProxyType(
    {
        RecordShape.HF: hf_record,
        RecordShape.DOLMA: dolma_record,
        RecordShape.NINJS: ninjs_record,
        RecordShape.SCHEMAORG: schemaorg_record,
        RecordShape.JSONFEED: jsonfeed_item,
    }
)


def shape_record(record: dict[str, JsonValue], config: ExportConfig) -> dict[str, JsonValue]:
    """Return a record in the shape of `config.shape`."""
    shape = _SHAPES.get(config.shape)
    return record if shape is None else shape(record, config.dataset)
