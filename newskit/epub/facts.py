"""The parts of a record that an article shows, read leniently: a record may come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from newskit.epub.content.text import one_line
from newskit.epub.content.urls import absolute_url, safe_url
from newskit.epub.labels import Moment, read_moment


@dataclass(frozen=True, slots=True)
class BookFacts:
    """Who, when and where of a post, as clean one-line texts and safe URLs."""

    path: str
    identifier: str
    url: str
    title: str
    authors: tuple[str, ...]
    published: Moment
    modified: Moment
    language: str
    summary: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    source_url: str
    publisher: str
    license: str
    templates: tuple[str, ...] = ()


def read_facts(record: Mapping[str, object], base_url: str = "") -> BookFacts:
    """Read the default record; a value of another type than expected counts as absent.

    Args:
        record: the record.
        base_url: what a URL without host belongs to; may be empty.
    """
    provenance = _inside(_inside(record, "metadata"), "newskit")
    path = provenance.get("path")
    authors = _texts(record.get("authors")) or _texts(record.get("byline"))
    return BookFacts(
        path=_text(path) or _text(record.get("id")),
        identifier=_text(record.get("id")),
        url=safe_url(absolute_url(_text(record.get("url")), base_url)),
        title=_text(record.get("title")),
        authors=authors,
        published=read_moment(record.get("date_published")),
        modified=read_moment(record.get("date_modified")),
        language=_text(record.get("language")),
        summary=_text(record.get("summary")),
        categories=_texts(record.get("categories")),
        tags=_texts(record.get("tags")),
        source=_text(record.get("source")),
        source_url=safe_url(_text(record.get("source_url"))),
        publisher=_text(record.get("publisher")),
        license=_text(record.get("license")),
        templates=_texts(provenance.get("templates")),
    )


def _inside(record: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = record.get(key)
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        text = _text(value)
        return (text,) if text else ()
    if not isinstance(value, list | tuple):
        return ()
    names = (_named(item) for item in cast("Sequence[object]", value))
    return tuple(name for name in names if name)


def _named(item: object) -> str:
    """A text, or the name of an object that has one."""
    if isinstance(item, Mapping):
        return _text(cast("Mapping[str, object]", item).get("name"))
    return _text(item)
