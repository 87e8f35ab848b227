"""The package document, the navigation and the archive of whole books."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.output import EpubReport
from newskit.epub.package import ArchiveWriter
from newskit.epub.prepare import prepare
from newskit.errors import WriteError

_OPF = "{http://www.idpf.org/2007/opf}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def _records() -> list[dict[str, object]]:
    return [
        {
            "title": f"{category} {day}",
            "language": "en",
            "date_published": f"2024-02-0{day}",
            "categories": [category],
            "content_html": "<p>x</p>",
            "metadata": {"newskit": {"path": f"{category}-{day}.md"}},
        }
        for day in (1, 2)
        for category in ("City", "Arts")
    ]


def _build(folder: Path, records: list[dict[str, object]], **options: object) -> EpubReport:
    config = EpubConfig(**options)  # type: ignore[arg-type]
    return build((prepare(record, config) for record in records), folder, config)


def _metadata(folder: Path) -> dict[str, list[str]]:
    root = ET.parse(folder / "EPUB" / "package.opf").getroot()
    found: dict[str, list[str]] = {}
    metadata = root.find(f"{_OPF}metadata")
    assert metadata is not None
    for element in metadata:
        name = element.get("property") or element.tag.rpartition("}")[2]
        found.setdefault(name, []).append(element.text or "")
    return found


def _contents(folder: Path) -> list[tuple[int, str]]:
    """The table of contents as (depth, words)."""
    root = ET.parse(folder / "EPUB" / "nav.xhtml").getroot()
    nav = root.find(f".//{_XHTML}nav")
    assert nav is not None
    found: list[tuple[int, str]] = []

    def visit(element: ET.Element, depth: int) -> None:
        for item in element.iterfind(f"{_XHTML}ol/{_XHTML}li"):
            found.append((depth, item[0].text or ""))
            visit(item, depth + 1)

    visit(nav, 0)
    return found


def test_contents_go_from_section_to_day_to_article(tmp_path: Path) -> None:
    _build(tmp_path / "book", _records(), split="none", title="T")
    assert _contents(tmp_path / "book") == [
        (0, "T"),
        (0, "Arts"),
        (1, "1 February 2024"),
        (2, "Arts 1"),
        (1, "2 February 2024"),
        (2, "Arts 2"),
        (0, "City"),
        (1, "1 February 2024"),
        (2, "City 1"),
        (1, "2 February 2024"),
        (2, "City 2"),
        (0, "Dates"),
    ]


@pytest.mark.parametrize(
    ("group", "top"),
    [
        ("day", ["1 February 2024", "2 February 2024"]),
        ("month", ["February 2024"]),
        ("none", ["1 February 2024", "2 February 2024"]),
    ],
)
def test_other_groups(group: str, top: list[str], tmp_path: Path) -> None:
    _build(tmp_path / "book", _records(), split="none", group_by=group, title="T")
    names = [words for depth, words in _contents(tmp_path / "book") if depth == 0]
    assert names == ["T", *top, "Dates"]


def test_what_is_not_given_is_derived(tmp_path: Path) -> None:
    records = [{**record, "source": "Riverside Post"} for record in _records()]
    report = _build(tmp_path / "book", records)
    metadata = _metadata(tmp_path / "book" / "2024-02")
    assert report.volumes[0].title == "Riverside Post · February 2024"
    assert metadata["language"] == ["en"]
    assert metadata["publisher"] == ["Riverside Post"]
    assert metadata["dcterms:modified"] == ["2024-02-02T00:00:00Z"]
    assert metadata["belongs-to-collection"] == ["Riverside Post"]
    assert metadata["group-position"] == ["1"]
    assert metadata["identifier"][0].startswith("urn:uuid:")


def test_the_identity_of_a_volume_outlives_new_posts(tmp_path: Path) -> None:
    first = _build(tmp_path / "a", _records()[:3], title="T")
    later = _build(tmp_path / "b", _records(), title="T")
    assert first.volumes[0].identifier == later.volumes[0].identifier


def test_accessibility_metadata_says_what_is_there(tmp_path: Path) -> None:
    _build(tmp_path / "plain", _records(), split="none")
    plain = _metadata(tmp_path / "plain")
    assert plain["schema:accessMode"] == ["textual"]
    assert "alternativeText" not in plain["schema:accessibilityFeature"]
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    described = [{"content_html": f'<img src="{dot}" alt="dot">'}]
    _build(tmp_path / "described", described, split="none")
    found = _metadata(tmp_path / "described")
    assert found["schema:accessMode"] == ["textual", "visual"]
    assert found["schema:accessModeSufficient"] == ["textual"]
    assert "alternativeText" in found["schema:accessibilityFeature"]
    _build(tmp_path / "bare", [{"content_html": f'<img src="{dot}">'}], split="none")
    bare = _metadata(tmp_path / "bare")
    assert bare["schema:accessModeSufficient"] == ["textual,visual"]
    assert "alternativeText" not in bare["schema:accessibilityFeature"]


def test_pages_turn_the_way_the_language_does(tmp_path: Path) -> None:
    for name, record, options, direction in (
        ("ar", {"language": "ar", "title": "عنوان"}, {}, "rtl"),
        ("en", {"language": "en", "title": "Title"}, {}, None),
        ("ja", {"language": "ja", "title": "市場"}, {"vertical": True}, "rtl"),
        ("mn", {"language": "mn-Mong", "title": "ᠮᠣᠩᠭᠣᠯ"}, {"vertical": True}, None),
    ):
        _build(tmp_path / name, [record], split="none", **options)
        root = ET.parse(tmp_path / name / "EPUB" / "package.opf").getroot()
        spine = root.find(f"{_OPF}spine")
        assert spine is not None
        assert spine.get("page-progression-direction") == direction, name


def test_the_archive_is_what_a_zip_reader_expects() -> None:
    target = BytesIO()
    archive = ArchiveWriter(target)
    files = {"mimetype": b"application/epub+zip", "a/b.xhtml": b"text " * 500, "c.png": b"\x89PNG"}
    for name, data in files.items():
        archive.add(name, data)
    archive.close()
    with zipfile.ZipFile(target) as read:
        assert read.testzip() is None
        assert {info.filename: read.read(info) for info in read.infolist()} == files
        first = read.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert {info.date_time for info in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert read.getinfo("a/b.xhtml").compress_size < 100
    assert target.getvalue()[30:58] == b"mimetypeapplication/epub+zip"


def test_an_archive_cannot_have_more_files_than_the_format_counts() -> None:
    archive = ArchiveWriter(BytesIO())
    for number in range(0xFFFF):
        archive.add(str(number), b"")
    with pytest.raises(WriteError, match="65,535"):
        archive.add("one more", b"")
