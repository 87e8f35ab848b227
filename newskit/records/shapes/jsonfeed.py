"""JSON Feed 1.1: one document whose items are the posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from newskit.records.shapes.moments import rfc3339

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["feed_end", "feed_start", "jsonfeed_item"]


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
