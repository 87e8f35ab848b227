"""`newskit import --fetch-assets`: what posts show is fetched, within limits, and found again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newskit.config.model import Config
from newskit.importers.opened import open_source
from newskit.importers.target import TargetSite
from newskit.jobs.importing import KINDS, Imported, ImportRequest, run_import
from newskit.read.remote import Fetcher

pytest.importorskip("httpx", reason="httpx is not installed (newskit[images])")

FILES = {
    "/up/a.png": ("image/png", b"PNG"),
    "/up/a-300.png": ("image/png", b"SMALL"),
    "/photo?id=3&size=9": ("image/jpeg", b"JPEG"),
    "/up/notes.pdf": ("application/pdf", b"PDF"),
    "/up/page.png": ("text/html", b"<p>gone</p>"),
    "/up/large.png": ("image/png", b"x" * 5000),
}


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        kind, body = FILES.get(self.path, ("text/plain", b""))
        self.send_response(200 if self.path in FILES else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    handler = type("Handler", (_Handler,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", handler.asked
        running.shutdown()
        thread.join()


def feed(base: str, body: str) -> str:
    item = {
        "id": "1",
        "url": f"{base}/2020/rain",
        "title": "Rain",
        "date_published": "2020-01-02T03:04:05Z",
        "content_html": body,
        "image": f"{base}/up/a.png",
    }
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "A", "items": [item]})


def fetched(tmp_path: Path, text: str) -> list[Imported]:
    (tmp_path / "f.json").write_text(text, "utf-8")
    fetcher = Fetcher(5.0, 0, 1000, allow=lambda one: one.is_loopback, pause=0.01, kinds=KINDS)
    request = ImportRequest("feed", TargetSite.HUGO, fetch=True)
    with open_source(str(tmp_path / "f.json")) as source:
        return list(run_import(source, tmp_path / "out", request, Config(), fetcher))


def test_what_a_post_shows_lies_where_its_site_served_it(
    server: tuple[str, list[str]], tmp_path: Path
) -> None:
    base, asked = server
    body = (
        f'<p><img src="{base}/up/a.png" srcset="{base}/up/a.png 2x, {base}/up/a-300.png 1x">'
        f"<img src='{base}/photo?id=3&amp;size=9'><a href='{base}/up/notes.pdf'>notes</a>"
        f'<a href="{base}/2019/sun">sun</a> {base}/up/a.pngs</p>'
    )
    outcomes = fetched(tmp_path, feed(base, body))
    static = tmp_path / "out" / "static"
    assert (static / "up" / "a.png").read_bytes() == b"PNG"
    assert (static / "up" / "a-300.png").read_bytes() == b"SMALL"
    assert (static / "up" / "notes.pdf").read_bytes() == b"PDF"
    (photo,) = static.glob("photo-*.jpg")
    assert photo.read_bytes() == b"JPEG"
    post = (tmp_path / "out" / "content" / "posts" / "rain.html").read_text("utf-8")
    assert (
        f'<img src="/up/a.png" srcset="/up/a.png 2x, /up/a-300.png 1x"><img src=\'/{photo.name}\''
        in post
    )
    assert (
        f"<a href='/up/notes.pdf'>notes</a><a href=\"{base}/2019/sun\">sun</a> {base}/up/a.pngs"
        in post
    )
    assert 'images: ["/up/a.png"]' in post
    assert sorted(asked) == sorted(set(asked))
    assert [one.what for one in outcomes] == ["attachment"] * 4 + ["post"]
    assert {"url": f"{base}/up/a.png", "path": "/up/a.png"} in outcomes[-1].row["assets"]


def test_what_cannot_be_had_keeps_its_address(
    server: tuple[str, list[str]], tmp_path: Path
) -> None:
    base, _ = server
    names = ("page.png", "large.png", "none.png")
    body = "".join(f'<img src="{base}/up/{name}">' for name in names)
    outcomes = fetched(tmp_path, feed(base, body))
    post = (tmp_path / "out" / "content" / "posts" / "rain.html").read_text("utf-8")
    assert body in post
    reasons = {one["url"].rpartition("/")[2]: one["reason"] for one in outcomes[-1].row["missing"]}
    assert reasons == {
        "page.png": "not a file that a post shows but text/html",
        "large.png": "larger than 1000 bytes",
        "none.png": "HTTP status 404",
    }


def test_a_second_run_fetches_nothing_again(server: tuple[str, list[str]], tmp_path: Path) -> None:
    base, asked = server
    text = feed(base, f'<img src="{base}/up/a-300.png">')
    fetched(tmp_path, text)
    count = len(asked)
    outcomes = fetched(tmp_path, text)
    assert len(asked) == count
    assert [one.status.value for one in outcomes if one.status] == ["unchanged"]


def test_private_addresses_are_not_asked(
    newskit, server: tuple[str, list[str]], tmp_path: Path
) -> None:
    base, asked = server
    (tmp_path / "f.json").write_text(feed(base, "<p>x</p>"), "utf-8")
    done = newskit("import", "feed", "f.json", "-o", "out", "--fetch-assets", "--report", "r.jsonl")
    assert done.returncode == 1
    assert asked == []
    assert b"1 file not fetched" in done.stderr
    row = json.loads((tmp_path / "r.jsonl").read_text("utf-8"))
    assert row["missing"] == [{"url": f"{base}/up/a.png", "reason": "a private address"}]
