"""Pages saved whole in one file (MHTML): the page, what it shows, its frames."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import encoders
from email.message import MIMEPart
from pathlib import Path
from subprocess import CompletedProcess

import frontmatter
import pytest

Run = Callable[..., "CompletedProcess[bytes]"]
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PAGE = (
    "<html><head><title>Überschwemmung</title></head><body><nav>Menü</nav><article>"
    "<h1>Überschwemmung</h1><p>Die Mühle steht = im Wasser, das Dorf auch.</p>"
    '<img src="https://x.example/a/b.png" alt="Mühle"><img src="cid:c1@x" alt="Dorf">'
    '<iframe src="cid:f@x"></iframe>'
    '<a href="https://x.example/next">weiter</a></article></body></html>'
)


def part(data: bytes, kind: str, encoding: str, **headers: str) -> bytes:
    one = MIMEPart()
    one["Content-Type"] = kind
    for name, value in headers.items():
        one[name.replace("_", "-")] = value
    one.set_payload(data)
    {"quoted-printable": encoders.encode_quopri, "base64": encoders.encode_base64}[encoding](one)  # type: ignore[arg-type]
    return bytes(one)


def saved(charset: str = "utf-8", head: str = "") -> bytes:
    parts = [
        part(
            PAGE.encode(charset),
            f'text/html; charset="{charset}"',
            "quoted-printable",
            Content_Location="https://x.example/a/flood",
        ),
        part(PICTURE, "image/png", "base64", Content_Location="https://x.example/a/b.png"),
        part(PICTURE + b"2", "image/png", "base64", Content_ID="<c1@x>"),
        part(
            b"<html><p>An advert</p></html>",
            "text/html",
            "base64",
            Content_ID="<f@x>",
            Content_Location="https://ads.example/?a&b",
        ),
    ]
    start = (
        f"From: <Saved by a browser>\n{head}Date: Fri, 2 Feb 2024 10:00:00 +0100\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="xx"\n\n'
    )
    body = b"".join(b"--xx\n" + one.rstrip(b"\n") + b"\n" for one in parts)
    return start.encode() + body + b"--xx--\n"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("command", ["html", "auto"])
def test_a_saved_page_with_its_pictures(
    newskit: Run, tmp_path: Path, command: str, charset: str
) -> None:
    head = "Snapshot-Content-Location: https://x.example/a/flood?id=1\n"
    (tmp_path / "flood.mhtml").write_bytes(saved(charset, head))
    done = newskit("import", command, "flood.mhtml", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    (path,) = (tmp_path / "out").rglob("*.html")
    post = frontmatter.load(str(path))
    assert post["title"] == "Überschwemmung"
    assert post["permalink"] == "https://x.example/a/flood?id=1"
    assert "Die Mühle steht = im Wasser" in post.content
    assert "Menü" not in post.content
    pictures = {one.read_bytes() for one in (tmp_path / "out").rglob("*.png")}
    assert pictures == {PICTURE, PICTURE + b"2"}
    assert "cid:" not in post.content
    assert '<iframe src="https://ads.example/?a&amp;b">' in post.content
    (frame,) = (row for row in rows(tmp_path / "r.jsonl") if row["what"] == "passed")
    assert frame["reason"] == "a frame of the saved page"
    assert "An advert" in str(frame["values"])


def test_a_folder_of_saved_pages(newskit: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("one", "two"):
        text = saved().replace(b"/a/flood", f"/a/{name}".encode())
        (tmp_path / "in" / f"{name}.mht").write_bytes(text.replace(b"Dorf auch", name.encode() * 9))
    (tmp_path / "in" / "torn.mht").write_bytes(b"MIME-Version: 1.0\nContent-Type: image/png\n\nx")
    done = newskit("import", "html", "in", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 1
    assert len(list((tmp_path / "out").rglob("*.html"))) == 2
    broken = [row for row in rows(tmp_path / "r.jsonl") if row.get("reason") == "holds no page"]
    assert len(broken) == 1


def test_a_page_whose_parts_nest_too_deep_ends_no_run(newskit: Run, tmp_path: Path) -> None:
    level = "Content-Type: multipart/related; boundary=b{0}\n\n--b{0}\n"
    deep = "MIME-Version: 1.0\n" + "".join(level.format(number) for number in range(2000))
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.mhtml").write_text(f"{deep}Content-Type: text/html\n\n<p>x</p>\n")
    (tmp_path / "pages" / "b.mhtml").write_bytes(saved())
    done = newskit("import", "html", "pages", "-o", "posts", "--report", "-", cwd=tmp_path)
    assert done.returncode == 1
    assert b"nest too deep" in done.stderr
    assert [path.suffix for path in (tmp_path / "posts").rglob("*.html")] == [".html"]
