"""What the sound posts beside a broken one have: their keys, and the shapes of their values.

"It parses" does not prove a repair: `tags: - pier` in quotes parses, too. The posts next to a
broken one show which keys the archive has and whether `tags` is a list in it. They are read only
when a post cannot be parsed, once a folder.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from itertools import islice
from os import DirEntry, scandir, walk
from os.path import join
from pathlib import Path

from newskit.dates.generators import parse_date
from newskit.files import open_file
from newskit.frozen import dataclass, field
from newskit.lazy import lazy, wordlist
from newskit.messages import distance
from newskit.post import JsonValue
from newskit.read.parse import parse_bytes
from newskit.site.model import ending

# Keys that posts really have, and which of them a misspelt one is meant to be.

# Keys with a meaning in Jekyll, Hugo, Zola, Hexo, Pelican, Eleventy, Docusaurus or Astro.
_READ = wordlist(
    """
    title date layout permalink published categories category tags excerpt description summary
    draft slug author authors aliases keywords lastmod publishdate expirydate weight comments
    updated modified template redirect_from subtitle image status
    """
)
# Names that are near one of those and right in themselves.
_NEAR = wordlist(
    """
    tag link links images state dates data author_ titles text draft drafts slugs comment
    template templates excerpts aliased alias published_at layouts publish publisher update
    updates modify autor descriptions statuses update permalinks mage plugs keyword late gate
    rate note weights height stats tile tiles table name names stage auteur datum titre taxs
    tasks tools status_ times type types describe summaries created publication publications
    content contents place kind lead items item team teams event events video videos code dark
    page pages tabs bags flags lags taps tops teaser title_
    """
)
KNOWN_KEYS = frozenset(_READ) | frozenset(_NEAR)
READ_KEYS = frozenset(_READ)
"""Keys that a site generator reads."""

LIST_KEYS = frozenset(
    (*("tags", "categories", "authors", "aliases", "keywords", "topics", "redirect_from"),)
)
"""Keys whose values are lists, or one name that stands for a list of one."""

DATE_KEYS = frozenset(
    (*("date", "lastmod", "publishdate", "expirydate", "updated", "modified", "published_at"),)
)
"""Keys whose values are dates."""

LATER_KEYS = ("lastmod", "last_modified_at", "modified", "updated", "expirydate")
"""Keys whose dates are after the day of publication."""

TEXT_KEYS = frozenset(
    (*("title", "subtitle", "headline", "description", "summary", "excerpt", "deck", "kicker"),)
)
"""Keys whose values are texts for people to read."""


@lru_cache(maxsize=2048)
def misspelling_of(key: str) -> str | None:
    """Return the key that `key` is one slip from (two from ten letters on), or None."""
    folded = key.lower()
    if folded in KNOWN_KEYS or not folded.isalpha():
        return None
    limit = 2 if len(folded) >= 10 else 1
    for known in _READ:
        if abs(len(known) - len(folded)) > limit or known[0] not in folded[:2]:
            continue
        if 0 < distance(folded, known, limit) <= limit:
            return known
    return None


_MAX_POSTS = 40
_MAX_FILES = 2000
_MAX_BYTES = 64 * 1024
_MIN_SEEN = 3
_MOST_ABOVE = 4
_MOST_WALKED = 200
_SHARE = 0.9
_SUFFIXES = frozenset((".md", ".markdown", ".mkd", ".html", ".htm", ".txt", ".mdx"))
_ADDRESS = lazy(r"https?://\S+\Z")
_CLOSED = lazy(rb"^(?:---|\.\.\.|\+\+\+|;;;)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The keys of an archive's sound posts.

    Attributes:
        posts: how many sound posts with front matter were read.
        files: how many files were read.
        shapes: for each top-level key, how often its value had each shape.
    """

    posts: int = 0
    files: int = 0
    shapes: Mapping[str, Mapping[str, int]] = field(default_factory=dict[str, Mapping[str, int]])

    @property
    def keys(self) -> frozenset[str]:
        """Keys that sound posts have, and those that generators read."""
        return frozenset(self.shapes) | READ_KEYS

    def has(self, key: str) -> bool:
        """Whether a sound post has the key."""
        return key in self.shapes

    def is_usual(self, key: str, share: float = 0.5) -> bool:
        """Whether so many of the sound posts have the key, half of them if nothing is said."""
        return sum(self.shapes.get(key, {}).values()) >= share * self.posts > 0

    def shape(self, key: str) -> str | None:
        """The shape that (nearly) every value of a key has here or by its meaning, or None."""
        found = self.shapes.get(key)
        seen = sum(found.values()) if found else 0
        if found and seen >= _MIN_SEEN:
            shape, count = max(found.items(), key=lambda one: one[1])
            return shape if count >= _SHARE * seen else None
        folded = key.lower()
        return "list" if folded in LIST_KEYS else "date" if folded in DATE_KEYS else None


NONE = Neighbours()


def shape_of(value: JsonValue) -> str | None:
    """The shape of a value: list, mapping, boolean, number, date, address, text; None for none."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        if parse_date(value):
            return "date"
        return "address" if _ADDRESS.match(value) else "text"
    return "list" if isinstance(value, list) else "mapping"


class Lookups:
    """How often the posts beside one were asked in this process: what then is said rests on them.

    Attributes:
        count: grows with each question, whether or not its answer was at hand.
    """

    count = 0


def neighbours_of(path: str) -> Neighbours:
    """Return what the sound posts in the folder of a post have; none for what is not a file."""
    Lookups.count += 1
    file = Path(path)
    if not file.is_file():
        return NONE
    folder = file.parent
    found = _read(str(folder), file.suffix.lower())
    if found.posts < _MIN_SEEN and file.stem in {"index", "_index"}:
        # A post in a folder of its own: the others are in the folders beside it.
        return _bundles(str(folder.parent), file.name)
    return found


def cousins_of(path: str) -> Neighbours:
    """Return what the sound posts in the folders beside that of a post have."""
    Lookups.count += 1
    folder = Path(path).parent
    return _beside(str(folder.parent), Path(path).suffix.lower()) if folder.name else NONE


def kin_of(path: str, posts: int = 0) -> Neighbours:
    """Return what the sound posts below the nearest of four folders have that holds others, too.

    Only a folder with so many sound posts counts.

    What lies outside of the repository, or behind the first 200 folders, is not looked at.
    """
    Lookups.count += 1
    file = Path(path)
    for folder in file.parents[: _MOST_ABOVE + 1]:
        # A relative path ends at the working folder, which has no name there; what lies there says
        # nothing of a post that is on no disk.
        here = bool(folder.name) or (not file.is_absolute() and file.is_file())
        if here and folder != file.parent:
            found = _below(str(folder.absolute()), file.suffix.lower())
            if found.files > 1 and found.posts >= posts:
                return found
        if (folder / ".git").exists():
            break
    return NONE


@lru_cache(maxsize=64)
def _below(top: str, suffix: str) -> Neighbours:
    found: list[str] = []
    for base, folders, names in islice(walk(top), _MOST_WALKED):
        folders[:] = sorted(name for name in folders if not name.startswith("."))[:_MAX_POSTS]
        wanted = (name for name in sorted(names) if ending(name) == suffix)
        found += (join(base, name) for name in wanted)  # noqa: PTH118 - a Path costs more
        if len(found) >= _MAX_FILES:
            break
    return _profile(map(Path, spread(found, _MAX_POSTS)))


@lru_cache(maxsize=64)
def _beside(parent: str, suffix: str) -> Neighbours:
    folders = _names(parent, lambda entry: _is_folder(entry) and not entry.name.startswith("."))
    return _profile(
        Path(parent, name, one)
        for name in _spread(folders)
        for one in posts_in(str(Path(parent, name)), suffix)[:2]
    )


@lru_cache(maxsize=64)
def _read(folder: str, suffix: str) -> Neighbours:
    return _profile(Path(folder, name) for name in _spread(posts_in(folder, suffix)))


def posts_in(folder: str, suffix: str) -> list[str]:
    """Return the names of the files in a folder that may be posts, in order; 2,000 at most."""
    return _names(folder, partial(_is_post, suffix=suffix)) if suffix in _SUFFIXES else []


@lru_cache(maxsize=64)
def _bundles(folder: str, name: str) -> Neighbours:
    return _profile(Path(folder, one, name) for one in _spread(_names(folder, _is_folder)))


def _names(folder: str, wanted: Callable[[DirEntry[str]], bool]) -> list[str]:
    """Return the names of the wanted entries; none for what is not a folder of this disk."""
    try:
        with scandir(folder) as entries:
            few = zip(entries, range(_MAX_FILES), strict=False)
            return sorted(entry.name for entry, _ in few if wanted(entry))
    except OSError:
        return []


def _is_folder(entry: DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_post(entry: DirEntry[str], suffix: str) -> bool:
    """Whether it is a file of that kind; a link may lead out of the archive."""
    return ending(entry.name) == suffix and entry.is_file(follow_symlinks=False)


def _spread(names: list[str]) -> list[str]:
    return spread(names, 2 * _MAX_POSTS)


def spread(names: list[str], count: int) -> list[str]:
    """Names from all over a sorted list: neighbours of one day may all have the same fault.

    At least `count` of them, and less than twice as many.
    """
    return names[:: max(1, len(names) // count)]


def _profile(paths: Iterable[Path]) -> Neighbours:
    shapes: dict[str, Counter[str]] = {}
    posts = files = 0
    for path in paths:
        try:
            with open_file(path) as file:
                data = file.read(_MAX_BYTES)
        except OSError:
            continue
        files += 1
        closed = _CLOSED.search(data, 4)
        post = parse_bytes(str(path), data[: closed.end() + 1] if closed else data)
        matter = post.front_matter
        if not matter.valid or not matter.values or post.problems:
            continue
        posts += 1
        for key, value in matter.values.items():
            shape = shape_of(value)
            counts = shapes.setdefault(key, Counter())
            if shape is not None:
                counts[shape] += 1
        if posts >= _MAX_POSTS:
            break
    return Neighbours(posts, files, shapes)
