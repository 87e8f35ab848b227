"""Comparing archives: which document became which of another, and what it lacks."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import unescape
from pathlib import Path
from typing import IO, BinaryIO, cast

from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_fields, missing_values
from newskit.account.reading import Reading, read_html, read_markdown
from newskit.account.verdict import Said, place_in, why_missing
from newskit.config.convert import Dialect
from newskit.config.model import ReadConfig
from newskit.errors import ReadError
from newskit.findings.finding import undescribed
from newskit.frozen import dataclass, field, replace
from newskit.jobs.check import Checked, findings_of
from newskit.jobs.sources import lost_problem, open_source, reading_problems, weight
from newskit.lazy import lazy
from newskit.post import JsonValue, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.files import iter_sources
from newskit.read.source import Source
from newskit.run.parallel import ordered_map
from newskit.run.work import Lost

# Which document of an archive became which of another, whoever made them.

_DATE = lazy(r"^\d{4}-\d\d?-\d\d?-")
_BOOK = ("*.xhtml", "*.html", "*.htm")
_TITLE = lazy(
    r"<title[^>]*>([^<]*)</title>|<h1[^>]*>(.*?)</h1>|^# +([^\n]+?)[ #]*$",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_TAG = lazy(r"<[^<>]*+>")
_HEAD = 20_000  # code points in which a document says its title
_MANY = -1


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document of the second archive: a file, or a part of the file that records are kept in.

    Attributes:
        source: the file; without its data where that is kept elsewhere.
        spool: the file that holds the data; empty where `source` is read itself.
        offset: where the data starts in it, in bytes.
        size: its length in bytes.
    """

    source: Source
    spool: str = ""
    offset: int = 0
    size: int = 0

    def open(self) -> Source:
        """Return the document with its data at hand."""
        if not self.spool:
            return self.source
        with Path(self.spool).open("rb") as file:
            file.seek(self.offset)
            return replace(self.source, data=file.read(self.size))


def is_epub(path: str) -> bool:
    """Tell whether a path is an EPUB, or a folder that is one unpacked or holds one a volume.

    OCF 3.3, 4.2.6 (the file that states it) and 4.3 (the archive).
    """
    folder = Path(path)
    if folder.is_file():
        return path.lower().endswith(".epub")
    if not folder.is_dir():
        return False
    mark = Path("META-INF", "container.xml")
    try:
        inner = [one for one in folder.iterdir() if one.is_dir()]
    except OSError:
        return False  # the walk says that it cannot be read
    return any(
        os.path.isfile(one / mark)  # noqa: PTH113 (no error where none may look)
        for one in (folder, *inner)
    )


def book_config(config: ReadConfig) -> ReadConfig:
    """Return how the documents of an EPUB folder are found."""
    return replace(config, include=_BOOK, site=False)


@dataclass(slots=True)
class After:
    """The second archive, by what its documents are called; data of records is kept on disk."""

    held: list[MadeDocument] = field(default_factory=list[MadeDocument])
    names: list[dict[str, int]] = field(default_factory=lambda: [{}, {}, {}])
    used: set[int] = field(default_factory=set[int])
    titles: dict[str, int] | None = None
    spool: IO[bytes] | None = None

    def add_all(
        self, paths: Iterable[str], config: ReadConfig, *, stdin: BinaryIO | None = None
    ) -> None:
        """Take in the documents of files and folders, and of standard input (``-``).

        Raises:
            ReadError: when a path does not exist, or a file that is named cannot be read at all:
                nothing would be known of what it holds.
        """
        for path in paths:
            found = book_config(config) if is_epub(path) else replace(config, site=False)
            packed = is_packed(path)
            sources = (
                packed_sources(path, found) if packed else iter_sources([path], found, stdin=stdin)
            )
            named = path != "-" and Path(path).is_file()
            for source in sources:
                whole = named and source.data is None and not source.is_part
                problem = open_source(source, found) if whole else None
                if isinstance(problem, Problem):
                    raise ReadError(f"{path}: {problem.message}")
                self._add(source)

    def _add(self, source: Source) -> None:
        number = len(self.held)
        if source.data is None:
            self.held.append(MadeDocument(source))
        else:
            if self.spool is None:
                self.spool = tempfile.NamedTemporaryFile(prefix="newskit-")  # noqa: SIM115 (closed with this)
            offset = self.spool.tell()
            self.spool.write(source.data)
            self.held.append(
                MadeDocument(replace(source, data=b""), self.spool.name, offset, len(source.data))
            )
        for level, keys in enumerate(keys_of(source)):
            names = self.names[level]
            for key in keys:
                # A name that two documents share names neither.
                names[key] = number if names.get(key, number) == number else _MANY

    def ready(self) -> None:
        """Make what was taken in readable to other processes."""
        if self.spool is not None:
            self.spool.flush()

    def find(self, source: Source) -> MadeDocument | None:
        """Return what became of a document by its path, or by a name no other one has."""
        for names, keys in zip(self.names, keys_of(source), strict=True):
            for key in keys:
                number = names.get(key, _MANY)
                if number != _MANY and number not in self.used:
                    self.used.add(number)
                    return self.held[number]
        return None

    def find_by_title(self, source: Source, config: ReadConfig) -> MadeDocument | None:
        """Return the one document left that has the title of another."""
        if self.titles is None:
            self.titles = {}
            for number, one in enumerate(self.held):
                if number not in self.used and (title := title_of(one.open(), config)):
                    known = self.titles.get(title, number)
                    self.titles[title] = number if known == number else _MANY
        number = self.titles.get(title_of(source, config), _MANY)
        if number == _MANY or number in self.used:
            return None
        self.used.add(number)
        return self.held[number]

    def close(self) -> None:
        """Remove what was kept on disk."""
        if self.spool is not None:
            self.spool.close()


def keys_of(source: Source) -> tuple[list[str], list[str], list[str]]:
    """Return what a document may be known by: its path, its name, its name without a date."""
    paths, names = _paths(source.relative), [name_of(source.relative)]
    if source.is_record and source.data is not None:
        paths, names = _record_keys(source.data)
    elif not source.is_record and source.data is not None and source.relative == "stdin.md":
        paths = names = []
    return paths, names, [_DATE.sub("", name) for name in names]


def _record_keys(data: bytes) -> tuple[list[str], list[str]]:
    import orjson

    try:
        value: object = orjson.loads(data)
    except orjson.JSONDecodeError:
        return [], []
    if not isinstance(value, dict):
        return [], []
    record = cast("dict[str, JsonValue]", value)
    metadata = record.get("metadata")
    facts = metadata.get("newskit") if isinstance(metadata, dict) else None
    path = facts.get("path") if isinstance(facts, dict) else None
    paths = _paths(path) if isinstance(path, str) else []
    said = [path, *(record.get(key) for key in ("id", "slug", "url", "uri", "link"))]
    return paths, [name_of(one) for one in said if isinstance(one, str) and one]


def _paths(path: str) -> list[str]:
    """Return a path as it is and without its ending, the surest first.

    Two posts of a folder may differ by their endings or by case alone.
    """
    return [path, _folded(path), _stem(path)]


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _stem(path: str) -> str:
    stem, dot, ending = path.rpartition(".")
    bare = stem if dot and "/" not in ending else path
    return _folded(bare).removesuffix("/index")


def name_of(path: str) -> str:
    """Return the name a document is known by: the last part of a path or address, no ending."""
    return _stem(path.rstrip("/")).rpartition("/")[2]


def title_of(source: Source, config: ReadConfig) -> str:
    """Return the title a document says, as letters and digits alone; empty where it says none."""
    post = open_source(source, config)
    if isinstance(post, Problem):
        return ""
    title = post.front_matter.values.get("title")
    if not isinstance(title, str):
        found = _TITLE.search(post.text[:_HEAD])
        title = next((one for one in found.groups() if one), "") if found is not None else ""
    return re.sub(r"[\W_]+", "", unescape(_TAG.sub("", title))).casefold()


def pairs(
    before: Iterable[Source], after: After, config: ReadConfig, *, alone: bool = False
) -> Iterator[tuple[Source, MadeDocument | None]]:
    """Yield each document of the first archive with what became of it."""
    left: list[Source] = []
    for source in before:
        if alone and len(after.held) == 1:
            yield source, after.held[0]
            continue
        found = after.find(source)
        if found is None:
            left.append(source)
        else:
            yield source, found
    # Titles are read only where names did not tell, and when all that they tell is known.
    for source in left:
        yield source, after.find_by_title(source, config)


_PAGES = (".xhtml", ".html", ".htm")


def is_packed(path: str) -> bool:
    """Tell by its ending whether a file may hold documents in a way `packed_sources` reads."""
    return path.lower().endswith((".epub", ".json")) and Path(path).is_file()


def packed_sources(path: str, config: ReadConfig) -> Iterator[Source]:
    """Yield the pages of an EPUB (OCF 3.3, 4.3) or the items of a JSON Feed (1.1).

    A JSON file that is neither comes as it is: it may be a post.

    Raises:
        ReadError: when it cannot be opened, or is not a whole archive.
    """
    if path.lower().endswith(".epub"):
        yield from _pages(path, config)
    else:
        yield from _items(path, config)


def _pages(path: str, config: ReadConfig) -> Iterator[Source]:
    from newskit.importers.archives import ReadLimits, ZipArchive

    archive = ZipArchive(path, Path(path), ReadLimits(member_bytes=config.max_bytes))
    for part in archive.parts():
        if part.name.lower().endswith(_PAGES):
            error = f"{part.label}: {part.error}" if part.error else ""
            yield Source(part.label, part.name, part.data, error=error)


def _items(path: str, config: ReadConfig) -> Iterator[Source]:
    import orjson

    from newskit.read.record_shapes import items_of

    place = Path(path)
    data = place.read_bytes() if place.stat().st_size <= config.max_bytes else b""
    try:
        value: object = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        value = None
    found = items_of(cast("dict[str, JsonValue]", value)) if isinstance(value, dict) else []
    if not found:
        yield Source(path, place.name, named=True)
    for number, item in enumerate(found, 1):
        yield Source(path, place.name, orjson.dumps(item), number)


_MOST_SHOWN = 200
_NAMES = frozenset({"id", "slug", "url", "uri", "link"})
_HTML = (".html", ".htm", ".xhtml", ".xht")
_FRONT_PAGE = lazy(r"""epub:type=["'][^"']*\b(?:toc|cover|titlepage|landmarks)\b""")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How documents are compared.

    Attributes:
        read: limits.
        kinds: the kinds of values that are looked at.
        base_url: the address that addresses are relative to; empty to take them as they are.
        fields: the keys of front matter that are looked at; empty for all.
        noted: what a report says was left out, by the path of the document.
    """

    read: ReadConfig
    kinds: frozenset[ValueKind] = frozenset(ValueKind)
    base_url: str = ""
    fields: frozenset[str] = frozenset()
    noted: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])


def compare(
    pairs: Iterable[tuple[Source, MadeDocument | None]], comparison: Comparison, *, jobs: int = 1
) -> Iterator[Checked]:
    """Yield what each document lacks in the one made of it, in order."""
    work = partial(_compare_one, comparison=comparison)
    for outcome in ordered_map(work, pairs, jobs, weigh=_weight):
        if isinstance(outcome, Lost):
            problem = lost_problem(outcome.item[0], outcome.reason)
            yield Checked(outcome.item[0].label, (undescribed(problem),))
        else:
            yield outcome


def _weight(pair: tuple[Source, MadeDocument | None]) -> int:
    source, held = pair
    return weight(source) + (held.size or weight(held.source) if held is not None else 0)


def _compare_one(pair: tuple[Source, MadeDocument | None], comparison: Comparison) -> Checked:
    source, held = pair
    before = open_source(source, comparison.read)
    if isinstance(before, Problem):
        return Checked(source.label, (undescribed(before),))
    if held is None:
        if _FRONT_PAGE.search(before.text[:_FRONT]):
            return Checked(source.label, (), counted=False)
        wanted = ValueKind.POST in comparison.kinds
        return Checked(source.label, findings_of(before, (_no_pair(before),)) if wanted else ())
    made = held.open()
    after = open_source(made, comparison.read)
    if isinstance(after, Problem):
        return Checked(source.label, (undescribed(after),))
    posts = (_as_written(source, before), _as_written(made, after))
    found = findings_of(before, (*reading_problems(before), *compare_posts(*posts, comparison)))
    # What the second document states where it cannot be read is not known to be there.
    return Checked(source.label, (*found, *findings_of(after, reading_problems(after))))


def _as_written(source: Source, post: Post) -> Post:
    """Return the post of a record with a name that says what its body is written in."""
    if not source.is_record or source.data is None:
        return post
    ending = (
        ".md" if _MARKDOWN.search(source.data) or not _HTML_BODY.search(source.data) else ".html"
    )
    stem, dot, _ = post.relative.rpartition(".")
    return replace(post, relative=f"{stem if dot else post.relative}{ending}")


_MARKDOWN = re.compile(rb'"content_markdown"\s*:\s*"')
_HTML_BODY = re.compile(rb'"content_html"\s*:\s*"')


_FRONT = 4_000  # code points in which a page of a book says what it is


def compare_posts(before: Post, after: Post, comparison: Comparison) -> tuple[Problem, ...]:
    """Return what a post holds that another lacks, in order of place (NK602)."""
    source = reading_of(before, comparison.base_url)
    result = reading_of(after, comparison.base_url)
    said = Said(comparison.noted.get(before.path, ()))
    missing = [
        one
        for one in missing_values(source, result)
        if one.kind in comparison.kinds and one.text not in said
    ]
    found: list[Problem] = []
    if ValueKind.FIELD in comparison.kinds:
        found += _fields(before, after, result, comparison)
    find = place_in(before.body, exact=not source.markdown)
    for one in missing:
        text, place = find(one)
        severity = Severity.ERROR
        if one.spare:
            severity = Severity.INFO
        elif why_missing(one):
            severity = Severity.WARNING
        location = before.locate(before.body_start + place)
        found.append(_problem(one.kind, text, location, after, severity))
    return tuple(found)


def _fields(
    before: Post, after: Post, result: Reading, comparison: Comparison
) -> Iterator[Problem]:
    front = before.front_matter
    for pointer, value in missing_fields(front.values, after.front_matter.values, result):
        key = pointer.split("/")[1].replace("~1", "/").replace("~0", "~")
        if comparison.fields and key not in comparison.fields:
            continue
        if key.removeprefix("original_") in _NAMES and name_of(str(value)) == name_of(
            after.relative
        ):
            continue  # what it is known by, and found by
        span = front.spans.get(pointer)
        location = before.locate(*span.value) if span is not None else Location(before.path)
        yield _problem(ValueKind.FIELD, f"{key}: {_shown(value)}", location, after, Severity.ERROR)


def _shown(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _problem(
    kind: ValueKind, value: str, place: Location, after: Post, severity: Severity
) -> Problem:
    shown = " ".join(value.split())
    if len(shown) > _MOST_SHOWN:
        shown = f"{shown[:_MOST_SHOWN]}…"
    message = f"missing {kind.value.replace('-', ' ')}: {shown}"
    return Problem(
        "NK602",
        "missing-value",
        message,
        place,
        severity,
        related=(Location(after.path),),
        value=(kind.value, value),
    )


def _no_pair(post: Post) -> Problem:
    message = "missing post: nothing in the other archive has its path, name or title"
    place = Location(post.path)
    return Problem(
        "NK602", "missing-value", message, place, value=(ValueKind.POST.value, post.relative)
    )


def reading_of(post: Post, base_url: str = "") -> Reading:
    """Return a post as the account reads it.

    Args:
        post: the post; a file of HTML, or one that is a whole page, is read as HTML.
        base_url: the address that addresses are relative to; empty to take them as they are.
    """
    from newskit.convert.document import guess_dialect

    name = os.fspath(post.relative or post.path).lower()
    # The path of a record may end in .html though its body has become Markdown.
    dialect = Dialect.HTML if name.endswith(_HTML) else guess_dialect(post.body, name)
    if dialect is Dialect.HTML:
        return read_html(post.body, post.text, base=base_url)
    kramdown = dialect is Dialect.KRAMDOWN
    return read_markdown(post.body, post.text, base=base_url, kramdown=kramdown)
