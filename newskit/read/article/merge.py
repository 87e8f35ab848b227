"""Record fields back into front matter: only what the front matter does not say already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newskit.config.export import ExportConfig
from newskit.read.article.fields import Article, read_article
from newskit.read.article.keys import keys_for, normal_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import JsonValue

__all__ = ["merge_fields"]

# Record field → the key it is written under where the front matter has none for it.
_KEYS: Final = {
    "url": "canonical_url",
    "title": "title",
    "authors": "authors",
    "date_published": "date",
    "date_modified": "updated",
    "language": "lang",
    "summary": "summary",
    "categories": "categories",
    "tags": "tags",
    "source": "source",
    "source_url": "source_url",
    "publisher": "publisher",
    "license": "license",
}


def merge_fields(
    record: Mapping[str, JsonValue],
    values: Mapping[str, JsonValue],
    relative: str,
    derived: Mapping[str, JsonValue],
    config: ExportConfig,
) -> dict[str, JsonValue]:
    """Return front matter that says what `record` says.

    Args:
        record: the record; fields that are not in it are left alone.
        values: the front matter that the record holds as metadata.
        relative: path of the post, which may state date and language.
        derived: fields whose value was not stated (from the path, the heading, detected).
        config: the keys the record was made with.
    """
    merged = dict(values)
    article = read_article(values, relative, config)
    for name, key in _KEYS.items():
        wanted = record.get(name)
        if name == "authors" and not wanted:
            wanted = [record["byline"]] if record.get("byline") else wanted
        if name not in record or name in derived or _said(article, name) == (wanted or None):
            continue
        stated = _stating_key(values, name, key, config) if _said(article, name) else None
        _put(merged, stated or _own_key(merged, key), wanted)
    if record.get("draft") is True and not article.draft:
        merged["draft"] = True
    elif record.get("draft") is False and article.draft and "draft" in merged:
        merged["draft"] = False
    return merged


def _said(article: Article, name: str) -> JsonValue:
    value: str | tuple[str, ...] | None = getattr(article, name)
    return (list(value) or None) if isinstance(value, tuple) else value


def _stating_key(values: Mapping[str, JsonValue], name: str, key: str, config: ExportConfig) -> str:
    """Return the key of the front matter that states a field: where its value is looked for."""
    found = {normal_key(own): own for own in values}
    paths = (path for path in keys_for(config.preset, config.fields)[name] if len(path) == 1)
    return next((found[path[0]] for path in paths if path[0] in found), key)


def _own_key(merged: Mapping[str, JsonValue], key: str) -> str:
    """Return the key a field is written under, as the front matter spells it.

    Keys that could state the field are left alone where they do not: `source` may hold a URL, and
    then is a `source_url`, but its name is a source too.
    """
    wanted = normal_key(key)
    return next((own for own in merged if normal_key(own) == wanted), key)


def _put(merged: dict[str, JsonValue], key: str, wanted: JsonValue) -> None:
    """Write a field; a null takes the value away."""
    if wanted:
        merged[key] = wanted
    else:
        merged.pop(key, None)
