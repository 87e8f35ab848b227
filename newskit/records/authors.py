"""Authors that a post names by an id, as the data files of its site name them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from newskit.read.article.values import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newskit.post import JsonValue, Post

__all__ = ["named_authors"]

_FILES: Final = MappingProxyType(
    {
        "jekyll": ("_data/authors",),
        "hugo": ("data/authors",),
        "eleventy": ("_data/authors", "src/_data/authors"),
        "docusaurus": ("blog/authors",),
    }
)
"""Where each generator's sites keep their authors, by convention, without the ending."""

_ENDINGS: Final = (".yml", ".yaml", ".json", ".toml")
_IDS: Final = ("id", "key", "slug", "handle", "username", "nickname")
_MOST_FILES: Final = 2000


def named_authors(authors: tuple[str, ...], post: Post) -> tuple[str, ...]:
    """Return authors with the names that the site's data files give to their ids.

    Args:
        authors: as the post states them.
        post: the post.
    """
    if not authors or post.generator not in _FILES:
        return authors
    known = _known(str(Path(post.path).parent))
    return tuple(dict.fromkeys(known.get(one, one) for one in authors)) if known else authors


@lru_cache(maxsize=1024)
def _known(folder: str) -> Mapping[str, str]:
    """Return the names of a site's authors by their ids."""
    from newskit.site.find import find_site

    site = find_site(Path(folder))
    if site is None:
        return {}
    return _of_site(site.root, site.generator.value)


@lru_cache(maxsize=64)
def _of_site(root: Path, generator: str) -> Mapping[str, str]:
    from newskit.site.settings import read_values

    names: dict[str, str] = {}
    for stem in _FILES.get(generator, ()):
        for ending in _ENDINGS:
            path = root / f"{stem}{ending}"
            if path.is_file():
                names.update(_names(cast("JsonValue", read_values(path))))
        folder = root / stem
        for path in sorted(folder.iterdir())[:_MOST_FILES] if folder.is_dir() else ():
            found = read_values(path) if path.suffix in _ENDINGS else None
            if name := _name(cast("JsonValue", found)):
                names[path.stem] = name
    return names


def _names(found: JsonValue) -> dict[str, str]:
    if isinstance(found, dict):
        return {key: name for key, value in found.items() if (name := _name(value))}
    names: dict[str, str] = {}
    for entry in found if isinstance(found, list) else ():
        name = _name(entry)
        if name and isinstance(entry, dict):
            names.update({str(entry[key]): name for key in _IDS if isinstance(entry.get(key), str)})
    return names


def _name(entry: JsonValue) -> str | None:
    return name_of(entry) if isinstance(entry, (dict, str)) else None
