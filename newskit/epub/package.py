"""The package document and navigation of a book (EPUB 3.3, sections 5 and 7), and its ZIP file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newskit.config.export import EpubConfig
from newskit.epub.content.values import one_line
from newskit.epub.pages import attribute, foreign_language, page, styles, text
from newskit.epub.plan import BookPage, Day, Plan, Section
from newskit.errors import WriteError

# Accessibility metadata, computed from what a book holds.


def accessibility_metadata(
    features: Iterable[str], *, described: bool, animated: bool
) -> Iterator[tuple[str, str]]:
    """Yield schema.org properties and values.

    Args:
        features: accessibility facts of the articles (``images``, ``tables``, ``ruby`` …).
        described: whether every image has a text alternative from its post.
        animated: whether an image may move or flash.
    """
    found = set(features)
    images = "images" in found
    yield "accessMode", "textual"
    if images:
        yield "accessMode", "visual"
    if images and not described:
        yield "accessModeSufficient", "textual,visual"
    else:
        yield "accessModeSufficient", "textual"
    yield "accessibilityFeature", "tableOfContents"
    yield "accessibilityFeature", "structuralNavigation"
    yield "accessibilityFeature", "readingOrder"
    yield "accessibilityFeature", "index"
    yield "accessibilityFeature", "displayTransformability"
    if images and described:
        yield "accessibilityFeature", "alternativeText"
    if "ruby" in found:
        yield "accessibilityFeature", "rubyAnnotations"
    yield "accessibilityHazard", "unknown" if animated else "none"
    yield "accessibilitySummary", _summary(images=images, described=described)


def _summary(*, images: bool, described: bool) -> str:
    text = "Text in reading order, with a table of contents, headings and an index of dates."
    if not images:
        return f"{text} No images but the cover."
    if described:
        return f"{text} Images have text alternatives."
    return f"{text} Some images have no text alternative."


MIMETYPE = b"application/epub+zip"
CONTAINER = b"""<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
# Without any date in the posts, a fixed one: the time of the run would change the bytes.
_NO_DATE = "1980-01-01T00:00:00Z"
_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Resource:
    """A style sheet or image of the package; `described` is False for an image without alt."""

    path: str
    media_type: str
    described: bool = True


def package_document(
    plan: Plan, config: EpubConfig, cover: str, resources: Iterable[Resource], modified: str
) -> bytes:
    """Return ``package.opf``.

    Args:
        plan: the book.
        config: the options.
        cover: path of the cover image among `resources`.
        resources: style sheets and images, by path.
        modified: instant to state; empty for that of the newest post.
    """
    resources = list(resources)
    language = plan.series.language
    metadata = "\n".join(_metadata(plan, config, resources, modified or plan.modified or _NO_DATE))
    manifest = "\n".join(_manifest(plan, cover, resources))
    spine = "\n".join(f'<itemref idref="{name}"/>' for name in _spine(plan))
    progression = ' page-progression-direction="rtl"' if plan.progression == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang={attribute(language)} dir="{plan.series.direction}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine toc="ncx"{progression}>\n{spine}\n</spine>\n</package>\n'
    ).encode()


def _metadata(
    plan: Plan, config: EpubConfig, resources: list[Resource], modified: str
) -> Iterator[str]:
    series = plan.series
    yield f'<dc:identifier id="id">{text(plan.identifier)}</dc:identifier>'
    yield f'<dc:title id="title">{text(plan.title)}</dc:title>'
    languages = sorted({item.entry.article.language for item in plan.pages()} - {"und"})
    for language in dict.fromkeys((series.language, *languages)):
        yield f"<dc:language>{text(language)}</dc:language>"
    for element, value in (
        ("creator", config.creator),
        ("publisher", series.publisher),
        ("description", config.description),
        ("rights", config.rights),
    ):
        if one_line(value):
            yield f"<dc:{element}>{text(one_line(value))}</dc:{element}>"
    if plan.modified:
        yield f"<dc:date>{plan.modified[:10]}</dc:date>"
    yield f'<meta property="dcterms:modified">{modified}</meta>'
    if plan.position:
        yield f'<meta property="belongs-to-collection" id="series">{text(series.title)}</meta>'
        yield '<meta refines="#series" property="collection-type">series</meta>'
        yield f'<meta refines="#series" property="group-position">{plan.position}</meta>'
        identifier = text(series.identifier)
        yield f'<meta refines="#series" property="dcterms:identifier">{identifier}</meta>'
    images = [item for item in resources if item.path.startswith("images/")]
    features = {fact for item in plan.pages() for fact in item.entry.article.features}
    features.discard("images")
    if images:
        features.add("images")
    for name, value in accessibility_metadata(
        features,
        described=all(image.described for image in images),
        animated=any(image.media_type == "image/gif" for image in images),
    ):
        yield f'<meta property="schema:{name}">{text(value)}</meta>'
    yield '<meta name="cover" content="cover-image"/>'
    if config.vertical and plan.progression == "rtl":
        yield '<meta name="primary-writing-mode" content="vertical-rl"/>'


def _manifest(plan: Plan, cover: str, resources: list[Resource]) -> Iterator[str]:
    yield _item("nav", "nav.xhtml", _XHTML, "nav")
    yield _item("ncx", "toc.ncx", "application/x-dtbncx+xml")
    number = 0
    for resource in resources:
        if resource.path == cover:
            yield _item("cover-image", resource.path, resource.media_type, "cover-image")
        else:
            number += 1
            yield _item(f"r{number}", resource.path, resource.media_type)
    formulas = {
        f"text/{page.file}" for page in plan.pages() if "mathml" in page.entry.article.features
    }
    for name, path in _spine(plan).items():
        if name != "nav":
            yield _item(name, path, _XHTML, "mathml" if path in formulas else "")


def _item(name: str, path: str, media_type: str, properties: str = "") -> str:
    extra = f' properties="{properties}"' if properties else ""
    return f'<item id="{name}" href={attribute(path)} media-type="{media_type}"{extra}/>'


def _spine(plan: Plan) -> dict[str, str]:
    """The documents in reading order, by their id in the manifest."""
    spine = {"cover": "text/cover.xhtml", "title-page": "text/title.xhtml", "nav": "nav.xhtml"}
    article = 0
    for number, section in enumerate(plan.sections, 1):
        if section.file:
            spine[f"s{number}"] = f"text/{section.file}"
        for day in section.days:
            for item in day.pages:
                article += 1
                spine[f"a{article}"] = f"text/{item.file}"
    spine["dates"] = "text/dates.xhtml"
    return spine


# The ``.epub`` file: a ZIP whose bytes depend on nothing but its content.
# OCF ZIP container, EPUB 3.3, section 4.2 (https://www.w3.org/TR/epub-33/#sec-container-zip):
# ``mimetype`` first, stored, without extra field. Times are 1980-01-01, modes 0644. The deflate
# stream comes from libdeflate in a pinned package, because the zlib that Python is built with
# differs from machine to machine, and so would the bytes.


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_MADE_BY_UNIX = 3 << 8 | _VERSION
_FIRST_DAY = 1 << 5 | 1  # MS-DOS date of 1980-01-01
_MODE = 0o100644 << 16
_STORED_SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_LIMIT = 0xFFFF_FFFF
_MAX_ENTRIES = 0xFFFF
_LEVEL = 6


class ArchiveWriter:
    """Writes entries one by one; `close` ends the archive.

    Args:
        file: where the bytes go; only written, never read or moved back.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offset = 0
        self._directory: list[bytes] = []

    def add(self, name: str, data: bytes) -> None:
        """Append an entry; `name` is ASCII.

        Raises:
            WriteError: when the archive grows past 4 GB or 65,535 entries.
        """
        method, body = _compress(name, data)
        encoded = name.encode("ascii")
        if self._offset + len(body) + len(encoded) > _LIMIT - _LOCAL.size:
            raise WriteError("an EPUB cannot be larger than 4 GB", hint="use split")
        if len(self._directory) >= _MAX_ENTRIES:
            raise WriteError("an EPUB cannot have more than 65,535 files", hint="use split")
        facts = (0, method, 0, _FIRST_DAY, zlib.crc32(data), len(body), len(data), len(encoded), 0)
        header = _LOCAL.pack(b"PK\3\4", _VERSION, *facts) + encoded
        self._directory.append(
            _CENTRAL.pack(b"PK\1\2", _MADE_BY_UNIX, _VERSION, *facts, 0, 0, 0, _MODE, self._offset)
            + encoded
        )
        self._file.write(header)
        self._file.write(body)
        self._offset += len(header) + len(body)

    def close(self) -> None:
        """Write the central directory."""
        directory = b"".join(self._directory)
        count = len(self._directory)
        self._file.write(directory)
        self._file.write(_END.pack(b"PK\5\6", 0, 0, count, count, len(directory), self._offset, 0))


def _compress(name: str, data: bytes) -> tuple[int, bytes]:
    if name == "mimetype" or name.endswith(_STORED_SUFFIXES):
        return 0, data
    # The package has no complete types; what it returns is a bytearray.
    from deflate import deflate_compress  # pyright: ignore[reportUnknownVariableType]

    body = bytes(deflate_compress(data, _LEVEL))
    return (8, body) if len(body) < len(data) else (0, data)


# The navigation document and the NCX for older readers.
# EPUB 3.3, section 7 (https://www.w3.org/TR/epub-33/#sec-nav); NCX: OPF 2.0.1, section 2.4.1. Both
# list what the spine holds, in its order.


def nav_document(plan: Plan, config: EpubConfig) -> bytes:
    """Return ``nav.xhtml``: section, day, article; landmarks."""
    labels = plan.labels
    items = [_navigation_item("text/title.xhtml", plan.series.title)]
    for section in plan.sections:
        days = [_day_item(plan, section, day) for day in section.days]
        if section.file:
            inner = "".join(days)
            items.append(
                _navigation_item(f"text/{section.file}", section.name, f"<ol>\n{inner}</ol>\n")
            )
        else:
            items += days
    items.append(_navigation_item("text/dates.xhtml", labels.dates))
    landmarks = [
        ("cover", "text/cover.xhtml", labels.cover),
        ("titlepage", "text/title.xhtml", labels.title_page),
        ("toc", "nav.xhtml", labels.contents),
        ("bodymatter", f"text/{_first(plan)}", labels.news),
        ("index", "text/dates.xhtml", labels.dates),
    ]
    marks = "".join(
        f'<li><a epub:type="{kind}" href={attribute(target)}>{text(name)}</a></li>\n'
        for kind, target, name in landmarks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc">\n<h1>{text(labels.contents)}</h1>\n'
        f"<ol>\n{''.join(items)}</ol>\n</nav>\n"
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" '
        f"aria-label={attribute(labels.title_page)}>\n<ol>\n{marks}</ol>\n</nav>"
    )
    series = plan.series
    return page(
        title=labels.contents,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config, prefix=""),
        body=body.encode(),
        kind="nk-nav",
    )


def _first(plan: Plan) -> str:
    for section in plan.sections:
        if section.file:
            return section.file
    return next((item.file for item in plan.pages()), "title.xhtml")


def _day_item(plan: Plan, section: Section, day: Day) -> str:
    articles = "".join(_article_item(plan, item) for item in day.pages)
    if day.label == section.name:
        return articles
    return f"<li><span>{text(day.label)}</span>\n<ol>\n{articles}</ol>\n</li>\n"


def _article_item(plan: Plan, item: BookPage) -> str:
    language = foreign_language(plan, item)
    title = text(item.entry.article.title)
    return f"<li><a href={attribute(f'text/{item.file}')}{language}>{title}</a></li>\n"


def _navigation_item(target: str, name: str, inner: str = "") -> str:
    return f"<li><a href={attribute(target)}>{text(name)}</a>{inner}</li>\n"


def ncx(plan: Plan) -> bytes:
    """Return ``toc.ncx``; a day's entry leads to its first article."""
    points = _Points()
    points.leaf(plan.series.title, "text/title.xhtml")
    depth = 2
    for section in plan.sections:
        if section.file:
            points.open(section.name, f"text/{section.file}")
            depth = 3
        for day in section.days:
            named = day.label != section.name
            if named:
                points.open(day.label, f"text/{day.pages[0].file}")
            for item in day.pages:
                points.leaf(item.entry.article.title, f"text/{item.file}")
            if named:
                points.close()
        if section.file:
            points.close()
    points.leaf(plan.labels.dates, "text/dates.xhtml")
    start = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" '
        f"xml:lang={attribute(plan.series.language)}>\n<head>\n"
        f'<meta name="dtb:uid" content={attribute(plan.identifier)}/>\n'
        f'<meta name="dtb:depth" content="{depth}"/>\n'
        '<meta name="dtb:totalPageCount" content="0"/>\n'
        '<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
        f"<docTitle><text>{text(plan.title)}</text></docTitle>\n<navMap>\n"
    )
    return f"{start}{''.join(points.parts)}</navMap>\n</ncx>\n".encode()


class _Points:
    """Navigation points in document order; two that lead to one place share its number."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._number = 0
        self._orders: dict[str, int] = {}

    def open(self, name: str, target: str) -> None:
        self._number += 1
        order = self._orders.setdefault(target, len(self._orders) + 1)
        self.parts.append(
            f'<navPoint id="n{self._number}" playOrder="{order}">'
            f"<navLabel><text>{text(name)}</text></navLabel>"
            f"<content src={attribute(target)}/>\n"
        )

    def close(self) -> None:
        self.parts.append("</navPoint>\n")

    def leaf(self, name: str, target: str) -> None:
        self.open(name, target)
        self.close()
