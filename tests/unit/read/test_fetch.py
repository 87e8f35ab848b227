"""Downloads, from a server that the test starts on loopback."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from newskit.config.export import EpubConfig
from newskit.epub.book import build
from newskit.epub.prepare import prepare
from newskit.errors import ConfigError
from newskit.read.remote import Address, Fetcher, FetchError, is_public

pytest.importorskip("httpx", reason="httpx is not installed (newskit[images])")

GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002")
GIF += bytes.fromhex("0144003b")


class _Handler(BaseHTTPRequestHandler):
    seen: list[str]
    failures: dict[str, int]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        if self.failures.get(self.path, 0):
            self.failures[self.path] -= 1
            self._answer(503, "text/plain", b"later")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/a.gif")
            self.end_headers()
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secret")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path == "/page":
            self._answer(200, "text/html", b"<html>")
        elif self.path == "/large":
            self._answer(200, "image/gif", GIF + b"\0" * 100_000)
        elif self.path == "/compressed":
            self.send_response(200)
            self.send_header("Content-Type", "image/gif")
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
        elif self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Type", "image/gif")
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(GIF)
        elif self.path == "/slow":
            self.send_response(200)
            self.send_header("Content-Type", "image/gif")
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"G")
                    self.wfile.flush()
                    time.sleep(0.05)
        elif self.path.endswith(".gif"):
            self._answer(200, "image/gif", GIF)
        else:
            self._answer(404, "text/plain", b"no")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[tuple[str, type[_Handler]]]:
    handler = type("Handler", (_Handler,), {"seen": [], "failures": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", handler
        running.shutdown()
        thread.join()


def _loopback(address: Address) -> bool:
    return address.is_loopback


def _fetcher(max_bytes: int = 50_000) -> Fetcher:
    return Fetcher(5.0, 2, max_bytes, allow=_loopback, pause=0.01)


def test_an_image_is_fetched_also_after_a_redirect(server: tuple[str, type[_Handler]]) -> None:
    assert _fetcher().fetch(f"{server[0]}/a.gif") == GIF
    assert _fetcher().fetch(f"{server[0]}/moved") == GIF


def test_a_failure_that_may_pass_is_tried_again(server: tuple[str, type[_Handler]]) -> None:
    base, handler = server
    handler.failures["/b.gif"] = 2
    assert _fetcher().fetch(f"{base}/b.gif") == GIF
    assert handler.seen == ["/b.gif"] * 3


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "404"),
        ("/page", "not an image"),
        ("/large", "larger than"),
        ("/loop", "redirects"),
        ("/inside", "private"),
        ("/compressed", "compressed"),
        ("/short", "incomplete|closed|peer"),
    ],
)
def test_what_is_refused(path: str, reason: str, server: tuple[str, type[_Handler]]) -> None:
    with pytest.raises(FetchError, match=reason):
        _fetcher().fetch(server[0] + path)


def test_private_addresses_are_refused_without_the_hook(
    server: tuple[str, type[_Handler]],
) -> None:
    base, handler = server
    with pytest.raises(FetchError, match="private"):
        Fetcher(5.0, 0, 1000).fetch(f"{base}/a.gif")
    assert handler.seen == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:  # noqa: FBT001
    assert is_public(ip_address(address)) is public


def test_fetched_images_become_part_of_the_book_and_are_kept(
    server: tuple[str, type[_Handler]], tmp_path: Path
) -> None:
    base, handler = server
    config = EpubConfig(images=str(tmp_path / "images"), fetch_images=True, split="none")
    html = f'<p><img src="{base}/a.gif" alt="dot"><img src="{base}/none" alt="gone"></p>'
    article = prepare({"title": "t", "content_html": html}, config)
    report = build([article], tmp_path / "book", config, fetcher=_fetcher())
    assert report.images == 1
    assert report.missing == ((f"{base}/none", "HTTP status 404"),)
    page = next((tmp_path / "book" / "EPUB" / "text").glob("undated-*")).read_text("utf-8")
    assert 'alt="dot" width="1" height="1"' in page
    assert f'href="{base}/none">Image: gone</a>' in page
    asked = len(handler.seen)
    offline = EpubConfig(images=str(tmp_path / "images"), split="none")
    again = build([prepare({"title": "t", "content_html": html}, offline)], tmp_path / "b", offline)
    assert again.images == 1
    assert len(handler.seen) == asked


def test_fetching_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="folder"):
        build([], tmp_path / "book", EpubConfig(fetch_images=True))


def test_a_server_that_sends_for_ever_is_left(server: tuple[str, type[_Handler]]) -> None:
    fetcher = Fetcher(5.0, 0, 50_000, allow=_loopback, pause=0.01, patience=0.3)
    started = time.monotonic()
    with pytest.raises(FetchError, match="not there after"):
        fetcher.fetch(server[0] + "/slow")
    assert time.monotonic() - started < 4


def test_the_address_that_is_connected_to_is_looked_at(
    server: tuple[str, type[_Handler]], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetcher = Fetcher(5.0, 0, 50_000, allow=lambda _: False)
    monkeypatch.setattr(Fetcher, "_resolve", lambda *_: ip_address("127.0.0.1"))
    with pytest.raises(FetchError, match="private"):
        fetcher.fetch(server[0] + "/a.gif")


@pytest.mark.parametrize(
    ("public", "address"),
    [
        (True, "8.8.8.8"),
        (True, "2606:4700::1111"),
        (True, "::ffff:8.8.8.8"),
        (True, "64:ff9b::8.8.8.8"),
        (True, "2002:808:808::1"),
        (False, "10.0.0.1"),
        (False, "169.254.169.254"),
        (False, "100.64.0.1"),
        (False, "224.0.0.1"),
        (False, "::1"),
        (False, "::"),
        (False, "::ffff:10.0.0.1"),
        (False, "::10.0.0.1"),
        (False, "64:ff9b::10.0.0.1"),
        (False, "64:ff9b:1::7f00:1"),
        (False, "2002:a00:1::1"),
        (False, "2002:7f00:1::"),
        (False, "fec0::1"),
        (False, "fc00::1"),
        (False, "fe80::1"),
        (False, "ff02::1"),
        (False, "2606:4700::5efe:10.0.0.1"),
    ],
)
def test_an_address_is_as_public_as_what_it_stands_for(public: bool, address: str) -> None:  # noqa: FBT001
    assert is_public(ip_address(address)) is public
