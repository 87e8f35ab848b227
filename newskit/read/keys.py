"""The front matter keys of the site generators, by record field, first match first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from newskit.config.export import FieldMap, FieldPreset
from newskit.dates.names import DATE_KEYS

PresentKeys: TypeAlias = "Mapping[str, tuple[tuple[str, str, tuple[str, ...]], ...]]"
"""For each field that a post may state: its paths in words, their first key, the other keys."""

# Union of what the generators and common exporters write; `from` is in it for feed archives.
_ANY: Final[Mapping[str, str]] = MappingProxyType(
    {
        "url": "canonical_url canonicalurl canonical url permalink original_permalink"
        " wordpress_url",
        "title": "title headline subject",
        "authors": "authors author byline creator writer written_by posted_by",
        "date_published": DATE_KEYS,
        "date_modified": "updated modified lastmod lastmodified last_modified last_modified_at"
        " date_modified datemodified modified_at modifiedat modified_date updated_at updatedat"
        " updateddate updated_date last_updated lastupdated date_updated last_update.date",
        "language": "lang language locale inlanguage",
        "summary": "summary description excerpt deck subtitle abstract dek teaser standfirst lede",
        "categories": "categories category section sections taxonomies.categories",
        "tags": "tags tag keywords taxonomies.tags topics",
        "source": "source source_name origin from",
        "source_url": "source_url sourceurl source_link original_url originalurl original_link"
        " original source from via",
        "publisher": "publisher site_name",
        "license": "license licence rights",
    }
)
# Looked at for what they imply, whatever the generator.
_ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {"draft": "draft", "published": "published", "status": "status", "link": "link slug"}
)
# Only where a generator departs from the union: it reads other keys, or fewer.
_PRESETS: Final[Mapping[FieldPreset, Mapping[str, str]]] = MappingProxyType(
    {
        FieldPreset.ANY: {},
        FieldPreset.JEKYLL: {
            "url": "canonical_url permalink",
            "date_published": "date",
            "date_modified": "last_modified_at modified updated",
            "categories": "categories category",
            "tags": "tags tag",
            "summary": "excerpt description summary",
        },
        FieldPreset.HUGO: {
            "url": "canonicalurl url",
            "date_published": "date publishdate pubdate published",
            "date_modified": "lastmod modified",
            "summary": "summary description",
            "authors": "authors author params.author params.authors",
        },
        FieldPreset.ZOLA: {
            "url": "path",
            "date_published": "date",
            "date_modified": "updated",
            "categories": "taxonomies.categories extra.categories",
            "tags": "taxonomies.tags extra.tags",
            "authors": "authors extra.author extra.authors",
            "summary": "description extra.summary",
            "language": "extra.lang lang",
        },
        FieldPreset.HEXO: {
            "url": "permalink",
            "date_modified": "updated",
            "language": "lang language",
            "summary": "excerpt description",
        },
        FieldPreset.PELICAN: {
            "url": "url save_as",
            "date_modified": "modified",
            "categories": "category",
            "language": "lang",
            "authors": "authors author",
            "summary": "summary",
        },
        FieldPreset.ELEVENTY: {"url": "canonical permalink", "date_modified": "updated modified"},
        FieldPreset.DOCUSAURUS: {
            "url": "slug",
            "date_modified": "last_update.date",
            "summary": "description",
            "tags": "tags keywords",
        },
    }
)


def normal_key(key: str) -> str:
    """Return `key` as keys are compared: Hugo and Wyam take them in any case."""
    return key.lower().replace("-", "_")


@lru_cache(maxsize=64)
def keys_for(preset: FieldPreset, own: FieldMap) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return for each record field the paths of keys to look at, an archive's own first."""
    table = {**_ANY, **_PRESETS[preset]}
    return MappingProxyType(
        {
            name: tuple(
                tuple(normal_key(part) for part in key.split("."))
                for key in (*_own_keys(own, name), *keys.split())
            )
            for name, keys in {**table, **_ALWAYS}.items()
        }
    )


@lru_cache(maxsize=4096)
def present_keys(keys: tuple[str, ...], preset: FieldPreset, own: FieldMap) -> PresentKeys:
    """Return the fields that have paths of `keys_for` starting with one of `keys`, with those.

    The first key of a path is as it is written in `keys`. An archive has few sets of keys, so
    nearly every post finds its answer made.
    """
    written: dict[str, str] = {}
    for key in keys:
        written.setdefault(normal_key(key), key)
    found = {
        name: tuple(
            (".".join((written[path[0]], *path[1:])), written[path[0]], path[1:])
            for path in paths
            if path[0] in written
        )
        for name, paths in keys_for(preset, own).items()
    }
    return MappingProxyType({name: paths for name, paths in found.items() if paths})


def _own_keys(own: FieldMap, name: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(own, name, ())
    return found
