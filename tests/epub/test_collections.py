"""Whole collections through the exporter, judged by EPUBCheck and by our own checks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.check import EpubCheck, check_book
from newskit.epub.output import EpubReport
from newskit.epub.prepare import prepare

Record = dict[str, object]
Make = Callable[..., EpubReport]

_TEXTS = {
    "en": "<h2>What changes</h2><p>Stalls open in <em>April</em>: <a href='/p'>plan</a>.</p>",
    "zh": "<p>记者了解到，<ruby>挖矿<rt>wā kuàng</rt></ruby>活动已被<strong>禁止</strong>。</p>",
    "ja": "<p>市場は<ruby>四月<rp>（</rp><rt>しがつ</rt><rp>）</rp></ruby>に再開する。</p>",
    "ar": "<p>صوّت المجلس على إعادة فتح السوق.</p><ul><li>أبريل</li><li>مايو</li></ul>",
    "he": "<p>המועצה הצביעה בעד פתיחת השוק.</p><table><tr><th>א</th><td>1</td></tr></table>",
    "mn-Mong": "<p>ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌</p>",
    "ru": "<p>Совет проголосовал за открытие рынка.</p>",
}


def _posts(*languages: str) -> list[Record]:
    return [
        {
            "id": f"{language}-{day}",
            "title": f"{language} {day}",
            "language": language,
            "date_published": f"2024-0{month}-{day:02d}T08:00:00+02:00",
            "categories": [("News", "城市", "محليات")[day % 3]],
            "content_html": _TEXTS[language],
            "metadata": {"newskit": {"path": f"{language}-{month}-{day}.md"}},
        }
        for month in (1, 2)
        for day in (1, 2, 9)
        for language in languages
    ]


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        length = struct.pack(">I", len(data))
        return length + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xc8\x1e\x1e" * width) * height)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


_SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 viewBox="0 0 9 9" onload="run()"><script>run()</script><rect width="9" height="9" fill="red"/>
 <image xlink:href="https://x.example/y.png"/><a xlink:href="https://x.example/"><text>t</text></a>
 <style>@import "https://x.example/z.css";</style></svg>"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "red.png").write_bytes(_png(32, 20))
    (folder / "a" / "map é.svg").write_text(_SVG, "utf-8")
    (folder / "a" / "false.png").write_text("<html>", "utf-8")
    return folder


def _image_posts() -> list[Record]:
    gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    html = (
        "<p><img src='/a/red.png' alt='a red field'><img src='../a/map%20é.svg'></p>"
        "<h2><img src='/a/red.png'></h2><p><a href='https://x.example/'><img src='/a/red.png'></a>"
        "<img src='/a/false.png' alt='false'><img src='../../../../etc/passwd'>"
        f"<img src='data:image/gif;base64,{gif}' alt='dot'><img src='data:image/png;base64,AA'>"
        "<img src='https://x.example/far.png' alt='far'></p>"
        "<figure><img src='/a/red.png'><figcaption>A field</figcaption></figure>"
    )
    where = {"newskit": {"path": "_posts/i.md"}}
    return [{"id": "i", "title": "Images", "content_html": html, "metadata": where}]


COLLECTIONS: dict[str, tuple[Callable[[], list[Record]], dict[str, object]]] = {
    "mixed": (lambda: _posts(*_TEXTS), {}),
    "rtl": (lambda: _posts("ar", "he"), {"group_by": "day", "language": "ar"}),
    "vertical": (lambda: _posts("ja", "zh", "mn-Mong"), {"vertical": True, "group_by": "none"}),
    "empty bodies": (
        lambda: [
            {"id": str(n), "title": "", "content_html": html} for n, html in enumerate(("", " "))
        ],
        {},
    ),
    "no posts": (list, {}),
}


def _judge(book: Path | None, epubcheck: EpubCheck) -> None:
    assert book is not None
    assert check_book(book).findings == ()
    assert epubcheck.check(book) == []


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_makes_a_book_nobody_complains_about(
    name: str, make: Make, epubcheck: EpubCheck
) -> None:
    records, options = COLLECTIONS[name]
    report = make(records(), split="none", pack=True, **options)
    assert report.articles == len(records())
    _judge(report.volumes[0].packed, epubcheck)


def test_books_are_judged_side_by_side_and_told_in_order(
    make: Make, epubcheck: EpubCheck, tmp_path: Path
) -> None:
    folders = [make(_posts("ar"), name, split="none").volumes[0].folder for name in "cab"]
    (tmp_path / "a" / "EPUB" / "nav.xhtml").write_text("<x")
    with closing(epubcheck.check_all(folders, 2)) as judged:
        good, bad, also_good = judged
    assert (good, also_good) == ([], [])
    assert {(one.place, one.code) for one in bad} >= {("EPUB/nav.xhtml", "RSC-016")}


def test_200_hostile_posts_make_books_nobody_complains_about(
    hostile: list[Record], make: Make, epubcheck: EpubCheck
) -> None:
    report = make(hostile, split="none", pack=True, title="Hostile & <wild>")
    assert report.articles == 200
    _judge(report.volumes[0].packed, epubcheck)


def test_images_make_a_book_nobody_complains_about(
    make: Make, pictures: Path, epubcheck: EpubCheck
) -> None:
    cover = str(pictures / "a" / "red.png")
    report = make(
        _image_posts(), split="none", pack=True, images=str(pictures), cover=cover, title="I"
    )
    assert report.images == 3
    missing = {source for source, _ in report.missing}
    assert {"/a/false.png", "../../../../etc/passwd", "https://x.example/far.png"} < missing
    _judge(report.volumes[0].packed, epubcheck)


def test_the_text_of_every_hostile_post_is_kept(hostile: list[Record], kept: ModuleType) -> None:
    config = EpubConfig()
    for record in hostile:
        lost = kept.lost_text(record["content_html"], prepare(record, config).page)
        assert not lost, record["id"]


def test_the_counter_would_notice_a_lost_paragraph(kept: ModuleType) -> None:
    page = prepare({"content_html": "<p>one</p>"}, EpubConfig()).page
    assert kept.lost_text("<main><p>one</p><p>two</p></main>", page)
