"""The port of importers: what one is, and the visible table of those that newskit brings.

Other packages add one with an entry point of the group `newskit.importers`: a name, and an object
that is an `Importer`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from newskit.errors import UsageError
from newskit.frozen import NamedTuple, dataclass
from newskit.messages import hint_for

if TYPE_CHECKING:
    from newskit.importers.article import Item
    from newskit.importers.opened import Opened

GROUP = "newskit.importers"


class SourceFormat(NamedTuple):
    """A format that newskit imports.

    Attributes:
        source: what archives in it are, in words.
        example: a file name, for the examples of its help.
    """

    source: str
    example: str


FORMATS: Mapping[str, SourceFormat] = {
    "wxr": SourceFormat(
        "a WordPress export (WXR 1.0 to 1.2), .xml or .xml.gz", "site.WordPress.xml"
    ),
    "ghost": SourceFormat("a Ghost export, .json", "site.ghost.json"),
    "blogger": SourceFormat("a Blogger export (Atom), .xml", "blog.xml"),
    "medium": SourceFormat("a Medium export: its .zip or its folder of posts", "medium-export.zip"),
    "substack": SourceFormat(
        "a Substack export: its .zip or its folder, posts.csv beside posts/", "export.zip"
    ),
    "movable-type": SourceFormat(
        "Movable Type's text format, also written by TypePad and Hatena", "blog.txt"
    ),
    "tumblr": SourceFormat("posts of Tumblr's API, .json", "posts.json"),
    "livejournal": SourceFormat("a LiveJournal export, .xml", "journal.xml"),
    "drupal": SourceFormat("a Drupal view or JSON:API answer, .csv or .json", "articles.csv"),
    "warc": SourceFormat(
        "web archives: WARC, ARC, WACZ (.gz, .zst), a file or a folder of them", "crawl.warc.gz"
    ),
    "feed": SourceFormat(
        "RSS 0.9 to 2.0, RDF, Atom or JSON Feed; a file or a folder of snapshots", "feeds/"
    ),
    "html": SourceFormat(
        "a folder or an archive of saved or built pages (wget, HTTrack, browsers)", "mirror/"
    ),
}
"""Formats by name, in the order in which they are tried; each names a module and a command."""


class Importer(Protocol):
    """A format that archives begin in."""

    def recognises(self, head: bytes, name: str, /) -> bool:
        """Tell whether a source is of this format.

        Args:
            head: its first 64 KiB; of a folder or a zip file the names in it, a line each.
            name: its file name.
        """
        ...

    def read(self, source: Opened) -> Iterator[Item]:
        """Yield every item of the source, in order; none is left out without a word.

        Raises:
            ReadError: when it is not of this format at all.
        """
        ...


def find_importer(name: str) -> Importer:
    """Return the importer of a format.

    Raises:
        UsageError: when there is none of this name.
    """
    if name in FORMATS:
        module = import_module(f"newskit.importers.{name.replace('-', '_')}")
        return cast("Importer", module.IMPORTER)
    from importlib.metadata import entry_points

    for entry in entry_points(group=GROUP, name=name):
        return cast("Importer", entry.load())
    hint = hint_for(name, FORMATS, f"the formats are {', '.join(FORMATS)}")
    raise UsageError(f"{name!r} is not a format that newskit imports", hint=hint)


def recognise(head: bytes, name: str) -> str | None:
    """Return the name of the format of a source, or None."""
    for format_name in FORMATS:
        if find_importer(format_name).recognises(head, name):
            return format_name
    return None


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """A post to be written.

    Attributes:
        name: path below the output folder, with ``/`` separators; it never leads out of it.
        data: the bytes of the file.
        label: where it comes from, such as ``posts.jsonl:12``.
        kept: keys that newskit has no field for, which stand in the front matter as they were.
        asked: the name that was asked for, where it is another one; empty otherwise.
    """

    name: str
    data: bytes
    label: str
    kept: tuple[str, ...] = ()
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that does not become a post.

    Attributes:
        label: where it stands, such as ``posts.jsonl:12``.
        reason: why it is refused.
        hint: what can be done about it; may be empty.
    """

    label: str
    reason: str
    hint: str = ""
