"""schema.org: a NewsArticle in JSON-LD for each post."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["schemaorg_record"]


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
