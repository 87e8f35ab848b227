"""A prepared article, which travels from the workers to the book, and what it shows of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self, cast

from newskit.epub.content.values import absolute_url, one_line, safe_url
from newskit.epub.labels import Moment, read_moment

# The parts of a record that an article shows, read leniently: a record may come from anywhere.


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


# Pages on disk while a book is planned, so that memory holds only what a plan needs.


@dataclass(frozen=True, slots=True)
class SpoolEntry:
    """An article without its page, and where the page is spooled."""

    article: PreparedArticle
    offset: int
    length: int


class Spool:
    """One file that pages are appended to and read back from; removed with its folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("x+b")
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, article: PreparedArticle) -> SpoolEntry:
        """Put the page of `article` away."""
        self._file.seek(self._size)
        self._file.write(article.page)
        entry = SpoolEntry(replace(article, page=b"", changes=()), self._size, len(article.page))
        self._size += entry.length
        return entry

    def page(self, entry: SpoolEntry) -> bytes:
        """Read the page of `entry` back."""
        self._file.seek(entry.offset)
        return self._file.read(entry.length)


@dataclass(frozen=True, slots=True)
class Change:
    """Something a post holds that an EPUB cannot, and what became of it.

    Attributes:
        kind: stable name: ``script``, ``iframe``, ``form``, ``control-character`` …
        detail: what it was, shortened (a URL, an element, a character).
        action: what became of it, such as ``labelled link``, ``text`` or ``dropped``.
    """

    kind: str
    detail: str
    action: str


@dataclass(frozen=True, slots=True)
class ImageSlot:
    """A place in a page where an image may stand once it is known whether there is one.

    Attributes:
        source: URL or path as the post gives it, resolved against the post's URL if it has one.
        link: URL that may stand in a link; empty when the source is not a public address.
        alt: text alternative; empty when the post gives none.
        label: the words of the link that stands in for the image.
        width: width in CSS pixels; 0 when unknown.
        height: height in CSS pixels; 0 when unknown.
        in_link: True inside a link, where no second link may stand.
        file: path of the image where it lies in the archive; empty where it does not.
    """

    source: str
    link: str
    alt: str
    label: str
    width: int = 0
    height: int = 0
    in_link: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class PostLink:
    """A link that may lead to a post of the same book.

    Attributes:
        names: what the post may be called, the likeliest first.
        fragment: the place in it; may be empty.
        outside: URL that the link has where no such post is in the book; empty where there is none.
        given: the link as the post has it.
    """

    names: tuple[str, ...]
    fragment: str
    outside: str
    given: str


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """A post ready for a book; small, immutable, picklable.

    Attributes:
        path: where the post came from, for messages and image paths.
        title: title as plain text, never empty.
        language: well-formed BCP 47 tag.
        direction: ``ltr`` or ``rtl``.
        day: ``YYYY-MM-DD`` in the post's own time zone; empty when undated.
        order: sort key within the day (time of day, then path).
        modified: newest instant the post states, as ``YYYY-MM-DDThh:mm:ssZ``; may be empty.
        section: name of the section of the book; may be empty.
        category: first category; may be empty.
        publisher: source or publisher, for the book's metadata; may be empty.
        slug: ASCII file name without suffix.
        page: the whole XHTML page in UTF-8, with processing instructions at the open places
            (``<?nk links?>`` for the navigation, ``<?nk image N?>`` for `images`,
            ``<?nk link N?>`` before the link that `links` has there).
        images: the image slots of the page, in order.
        changes: what could not be kept as it was.
        features: accessibility facts of the content (``tables``, ``ruby``, ``images`` …).
        names: what links to the post may call it.
        links: links that may lead to posts of the same book, in the order of their
            ``<?nk link N?>``.
        places: ids of the page by the names the post gave them.
        site: name of the site it belongs to; may be empty.
    """

    path: str
    title: str
    language: str
    direction: str
    day: str
    order: str
    modified: str
    section: str
    category: str
    publisher: str
    slug: str
    page: bytes
    images: tuple[ImageSlot, ...] = ()
    changes: tuple[Change, ...] = ()
    features: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    links: tuple[PostLink, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    site: str = ""
