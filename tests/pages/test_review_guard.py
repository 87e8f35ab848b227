"""Only the page itself, on this machine and with its token, gets an answer."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx


def test_who_does_not_come_from_the_page_gets_nothing(served: str, archive: Path) -> None:
    parts = urlsplit(served)
    origin = f"http://{parts.netloc}"
    decision = {"key": "repair:x", "choice": "accept"}
    with httpx.Client(base_url=served) as client:
        assert client.get("").status_code == 200
        assert client.get(f"{origin}/").status_code == 404
        assert client.get(f"{origin}/wrong-token/items").status_code == 404
        assert client.get("", headers={"host": "evil.example"}).status_code == 403
        assert client.get("", headers={"sec-fetch-site": "cross-site"}).status_code == 403
        assert client.get("items", headers={"origin": "http://evil.example"}).status_code == 403
        for headers in (
            {},
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"origin": origin, "content-type": "text/plain"},
        ):
            assert client.post("decide", json=decision, headers=headers).status_code == 403
            assert client.post("undo", json={}, headers=headers).status_code == 403
        own = {"origin": origin}
        assert client.post("decide", json=decision, headers=own).status_code == 409
        assert client.post("decide", json=["no"], headers=own).status_code == 400
        assert client.post("decide", json={"choice": "burn"}, headers=own).status_code == 400
        assert client.get("item", params={"key": "../../etc/passwd"}).status_code == 404
        policy = client.get("").headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert client.get("").headers["referrer-policy"] == "no-referrer"
    assert not (archive / "newskit.toml").exists()


def test_standard_input_is_refused(newskit) -> None:
    done = newskit("review", "-")
    assert done.returncode == 2
    assert b"name files or folders" in done.stderr


def test_a_port_that_is_taken_is_reported_before_anything_is_written(
    newskit, archive: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = newskit("review", "posts", "--no-browser", "--port", port, cwd=archive)
    assert done.returncode == 2
    assert b"cannot be used" in done.stderr
    assert b"name another --port" in done.stderr
    assert not (archive / "newskit-rules.toml").exists()
