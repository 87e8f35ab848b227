"""Dolma documents (also read by datatrove): `id`, `text`, `source`, `created`, `metadata`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["dolma_record"]


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
