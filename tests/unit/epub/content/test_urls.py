from __future__ import annotations

import pytest

from newskit.epub.content.values import absolute_url, safe_url

SAFE = {
    "https://e.example/a?b=c&d=e#f": "https://e.example/a?b=c&d=e#f",
    "HTTP://E.EXAMPLE:80/%zz%41": "http://e.example:80/%25zz%41",
    "https://e.example/a b": "https://e.example/a%20b",
    "https://e.example/{a}|b": "https://e.example/%7Ba%7D%7Cb",
    "http://例え.jp/パス": "http://xn--r8jz45g.jp/%E3%83%91%E3%82%B9",
    "http://user:secret@e.example/": "http://e.example/",
    "http://[::1]:8080/": "http://[::1]:8080/",
    "http://127.0.0.1/": "http://127.0.0.1/",
    "mailto:a@b.example?subject=x y": "mailto:a@b.example?subject=x%20y",
    "tel:+1 (555) 0100": "tel:+1(555)0100",
    "ftp://f.example/x": "ftp://f.example/x",
}
UNSAFE = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "http://",
    "http://a b.example/",
    "http://e.example:99999/",
    "http://1.2.3.4.5/",
    "http://xn--a.example/",
    "http://[",
    "http://a..b/",
    "mailto:not an address",
    "magnet:?xt=1",
    "relative/path",
    "",
)


@pytest.mark.parametrize(("url", "expected"), SAFE.items())
def test_links_readers_can_open_are_spelled_safely(url: str, expected: str) -> None:
    assert safe_url(url) == expected


@pytest.mark.parametrize("url", UNSAFE)
def test_other_links_are_refused(url: str) -> None:
    assert safe_url(url) == ""


def test_a_safe_url_stays_as_it_is() -> None:
    for url in SAFE.values():
        assert safe_url(url) == url


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("//h.example/x", "", "https://h.example/x"),
        ("//h.example/x", "http://e.example/", "http://h.example/x"),
        ("b", "https://e.example/a/", "https://e.example/a/b"),
        ("b", "", "b"),
        ("ht\ntps://e.example/", "", "https://e.example/"),
    ],
)
def test_relative_urls(url: str, base: str, expected: str) -> None:
    assert absolute_url(url, base) == expected
