"""`newskit import warc`: captures, revisits, encodings of bodies, and what damage leaves."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import zipfile
import zlib
from pathlib import Path
from subprocess import CompletedProcess

import frontmatter
import pytest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytest.importorskip("warcio")

SITE = "http://a.example"


def page(title: str, text: str, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>{title} - A site</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><div id='content'><h1>{title}</h1>{text}</div>"
        "<footer>All rights reserved by A site</footer></body></html>"
    ).encode()


def text(word: str) -> str:
    return f"<p>{' '.join(f'{word}{number}' for number in range(30))}.</p>"


def record(
    kind: str, url: str, block: bytes, date: str = "2020-01-01T00:00:00Z", **more: str
) -> bytes:
    named = "".join(f"WARC-{name.replace('_', '-')}: {value}\r\n" for name, value in more.items())
    content = "application/http; msgtype=response" if kind != "resource" else "image/png"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(url.encode() + block).hexdigest()}>\r\n"
        f"{named}Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    said = {"Content-Type": "text/html", **{k.replace("_", "-"): v for k, v in headers.items()}}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def sha1(body: bytes) -> str:
    return f"sha1:{hashlib.sha1(body).hexdigest()}"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(
    newskit, tmp_path: Path, data: bytes, name: str = "c.warc", *more: str
) -> tuple[CompletedProcess[bytes], list[dict[str, object]]]:
    (tmp_path / name).write_bytes(data)
    done = newskit("import", "auto", name, "-o", "out", "--report", "r.jsonl", *more)
    return done, rows(tmp_path / "r.jsonl")


def test_the_newest_capture_becomes_the_post(newskit, tmp_path: Path) -> None:
    old, new = page("Rain", text("old")), page("Rain", text("new"))
    head = "<meta property='article:published_time' content='2019-12-30T08:00:00+01:00'>"
    data = (
        record("warcinfo", "", b"software: test\r\n")
        + record("response", f"{SITE}/rain", answer(new), "2020-02-01T00:00:00Z")
        + record("response", f"{SITE}/rain", answer(old), "2020-01-01T00:00:00Z")
        + record("request", f"{SITE}/rain", b"GET /rain HTTP/1.1\r\n\r\n")
        + record("response", f"{SITE}/sun", answer(page("Sun", text("sun"), head)))
        + record("response", f"{SITE}/gone", answer(b"<p>no</p>", "404 Not Found"))
        + record("response", f"{SITE}/r", answer(b"", "301 Moved", Location="/rain"))
    )
    done, report = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    post = (tmp_path / "out" / "pages" / "rain.html").read_text("utf-8")
    assert "new29" in post
    assert "old29" not in post
    sun = frontmatter.load(str(tmp_path / "out" / "2019-12-30-sun.html"))
    assert (sun["title"], str(sun["date"])) == ("Sun", "2019-12-30 08:00:00+01:00")
    assert sun["permalink"] == f"{SITE}/sun"
    assert sun.content == text("sun")
    reasons = sorted((row.get("kind"), row.get("reason")) for row in report if "reason" in row)
    assert reasons == [
        ("capture", f"an older capture of {SITE}/rain"),
        ("redirect", "leads to /rain"),
        ("request", "what the crawler noted"),
        ("response", "the server answered 404"),
        ("warcinfo", "what the crawler noted"),
    ]
    assert len(report) == 7  # a row a record


def test_a_query_without_a_value_tells_pages_apart(newskit, tmp_path: Path) -> None:
    data = b"".join(
        record("response", f"{SITE}/story.php?{number}", answer(page(title, text(title))))
        for number, title in ((4711, "Rain"), (4712, "Sun"))
    )
    done, _ = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    posts = [frontmatter.load(str(path)) for path in (tmp_path / "out").rglob("*.html")]
    assert {(post["title"], post["permalink"]) for post in posts} == {
        ("Rain", f"{SITE}/story.php?4711"),
        ("Sun", f"{SITE}/story.php?4712"),
    }


def test_older_captures_are_written_on_request(newskit, tmp_path: Path) -> None:
    data = b"".join(
        record("response", f"{SITE}/rain", answer(page("Rain", text(word))), f"20{word}-01-01")
        for word in ("19", "20")
    )
    done, _ = run(newskit, tmp_path, data, "c.warc", "--older")
    assert done.returncode == 0, done.stderr
    posts = [path.read_text("utf-8") for path in (tmp_path / "out" / "pages").iterdir()]
    assert len(posts) == 2
    assert sorted("1929." in post for post in posts) == [False, True]


@pytest.mark.parametrize("profile", ["identical-payload-digest", "server-not-modified"])
def test_a_revisit_gives_what_the_first_capture_holds(
    newskit, tmp_path: Path, profile: str
) -> None:
    body = page("Rain", text("rain"))
    digest = {"Payload_Digest": sha1(body)} if profile.startswith("identical") else {}
    data = record("response", f"{SITE}/rain", answer(body), **digest) + record(
        "revisit", f"{SITE}/rain", answer(b"", "304 Not Modified"), "2021-01-01T00:00:00Z",
        Profile=f"http://netpreserve.org/warc/1.0/revisit/{profile}", **digest,
    )  # fmt: skip
    done, report = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    assert "rain29" in (tmp_path / "out" / "pages" / "rain.html").read_text("utf-8")
    assert [row["what"] for row in report] == ["passed", "post"]
    assert report[1]["left"]["captured"] == "2021-01-01T00:00:00Z"


def test_a_revisit_of_bytes_stored_under_another_address(newskit, tmp_path: Path) -> None:
    body = page("Rain", text("rain"))
    data = record(
        "response", "http://b.example/x", answer(body), Payload_Digest=sha1(body)
    ) + record(
        "revisit", f"{SITE}/rain", answer(b""), "2021-01-01T00:00:00Z",
        Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        Payload_Digest=sha1(body), Refers_To_Target_URI="http://b.example/x",
    )  # fmt: skip
    done, report = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    assert "a copy" in str(report[-1]["reason"])


def test_a_revisit_whose_original_is_elsewhere_is_a_fault(newskit, tmp_path: Path) -> None:
    data = record(
        "revisit", f"{SITE}/rain", answer(b""),
        Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
        Payload_Digest=sha1(b"unknown"),
    )  # fmt: skip
    done, report = run(newskit, tmp_path, data)
    assert done.returncode == 1
    assert report[0]["values"]["url"] == f"{SITE}/rain"
    assert b"which this archive has not" in done.stderr


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x;note=1\r\n%s\r\n" % (len(one), one) for one in parts) + b"0\r\n\r\n"


ENCODED = {
    "plain": (lambda body: body, {}),
    "gzip": (gzip.compress, {"Content_Encoding": "gzip"}),
    "zstd": (zstd.compress, {"Content_Encoding": "zstd"}),
    "deflate with a header": (zlib.compress, {"Content_Encoding": "deflate"}),
    "deflate without": (lambda body: zlib.compress(body)[2:-4], {"Content_Encoding": "deflate"}),
    "chunks of gzip": (
        lambda body: chunked(gzip.compress(body)),
        {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"},
    ),
    "undone by the crawler": (
        lambda body: body,
        {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"},
    ),
    "Brotli undone by the crawler": (lambda body: body, {"Content_Encoding": "br"}),
}


@pytest.mark.parametrize("name", ENCODED)
def test_bodies_are_decoded_as_their_headers_say(newskit, tmp_path: Path, name: str) -> None:
    encode, headers = ENCODED[name]
    data = record("response", f"{SITE}/rain", answer(encode(page("Rain", text("w"))), **headers))
    done, _ = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    assert frontmatter.load(str(tmp_path / "out" / "pages" / "rain.html")).content == text("w")


def test_a_body_in_brotli(newskit, tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    body = answer(brotli.compress(page("Rain", text("w"))), Content_Encoding="br")
    done, _ = run(newskit, tmp_path, record("response", f"{SITE}/rain", body))
    assert done.returncode == 0, done.stderr
    assert "w29" in (tmp_path / "out" / "pages" / "rain.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("charset", "codec"), [('"EUC-KR"', "euc_kr"), ("x-sjis", "cp932"), ("windows-1251", "cp1251")]
)
def test_the_server_says_the_charset(newskit, tmp_path: Path, charset: str, codec: str) -> None:
    words = {"euc_kr": "비가 내렸다", "cp932": "雨が降った", "cp1251": "Шёл дождь"}[codec]
    body = page("News", f"<p>{words}</p>").decode().encode(codec)
    data = record(
        "response", f"{SITE}/x", answer(body, Content_Type=f"text/html; charset={charset}")
    )
    done, _ = run(newskit, tmp_path, data)
    assert done.returncode == 0, done.stderr
    assert words in (tmp_path / "out" / "pages" / "x.html").read_text("utf-8")


def test_a_wrong_charset_of_the_server_does_not_break_utf_8(newskit, tmp_path: Path) -> None:
    body = page("News", "<p>Être là</p>")
    data = record(
        "response", f"{SITE}/x", answer(body, Content_Type="text/html; charset=ISO-8859-1")
    )
    run(newskit, tmp_path, data)
    assert "Être là" in (tmp_path / "out" / "pages" / "x.html").read_text("utf-8")


def packed(data: bytes, how: str) -> tuple[str, bytes]:
    parts = [b"WARC/1.0" + part for part in data.split(b"WARC/1.0")[1:]]
    if how == "a member a record":
        return "c.warc.gz", b"".join(map(gzip.compress, parts))
    if how == "one member":
        return "c.warc.gz", gzip.compress(data)
    if how == "zstd":
        return "c.warc.zst", b"".join(map(zstd.compress, parts))
    samples = [parts[number % len(parts)] for number in range(20)]
    dictionary = zstd.train_dict(samples, 4000)
    content = dictionary.dict_content
    head = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    return "c.warc.zst", head + b"".join(
        zstd.compress(part, zstd_dict=dictionary) for part in parts
    )


@pytest.mark.parametrize("how", ["a member a record", "one member", "zstd", "a dictionary"])
def test_packed_archives(newskit, tmp_path: Path, how: str) -> None:
    data = b"".join(
        record("response", f"{SITE}/{word}", answer(page(word.title(), text(word))))
        for word in ("rain", "sun", "snow")
    )
    name, made = packed(data, how)
    done, _ = run(newskit, tmp_path, made, name)
    assert done.returncode == 0, done.stderr
    for word in ("rain", "sun", "snow"):
        post = frontmatter.load(str(tmp_path / "out" / "pages" / f"{word}.html"))
        assert post.content == text(word)


def test_wacz_and_a_folder_of_archives(newskit, tmp_path: Path) -> None:
    one = record("response", f"{SITE}/rain", answer(page("Rain", text("rain"))))
    two = record("response", f"{SITE}/sun", answer(page("Sun", text("sun"))))
    with zipfile.ZipFile(tmp_path / "c.wacz", "w") as archive:
        archive.writestr("archive/data.warc.gz", gzip.compress(one))
        archive.writestr("datapackage.json", "{}")
    done = newskit("import", "auto", "c.wacz", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "pages" / "rain.html").is_file()
    assert rows(tmp_path / "r.jsonl")[0]["item"] == "c.wacz/datapackage.json"
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "1.warc").write_bytes(one)
    (tmp_path / "f" / "2.warc.gz").write_bytes(gzip.compress(two))
    done = newskit("import", "auto", "f", "-o", "both")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "both" / "pages").iterdir()) == [
        "rain.html", "sun.html",
    ]  # fmt: skip


def test_what_is_cut_off_is_reported_and_the_rest_kept(newskit, tmp_path: Path) -> None:
    data = record("response", f"{SITE}/rain", answer(page("Rain", text("rain")))) + record(
        "response", f"{SITE}/sun", answer(page("Sun", text("sun")))
    )
    done, report = run(newskit, tmp_path, data[:-120])
    assert done.returncode == 1
    assert frontmatter.load(str(tmp_path / "out" / "pages" / "rain.html")).content == text("rain")
    assert "sun20" in (tmp_path / "out" / "pages" / "sun.html").read_text("utf-8")
    assert any("is cut off" in str(row.get("reason")) for row in report)


def test_pictures_that_articles_show_are_files_of_the_site(newskit, tmp_path: Path) -> None:
    body = page("Rain", f"{text('w')}<img src='img/a%20b.png'><a href='/sun#end'>Sun</a>")
    sun = page("Sun", text("sun"))
    data = (
        record("response", f"{SITE}/news/rain.html", answer(body))
        + record("response", f"{SITE}/sun", answer(sun))
        + record("response", f"{SITE}/news/img/a%20b.png", answer(b"PNG", Content_Type="image/png"))
        + record("response", f"{SITE}/logo.png", answer(b"LOGO", Content_Type="image/png"))
    )
    done, report = run(newskit, tmp_path, data, "c.warc", "--for", "hugo")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "static" / "news" / "img" / "a b.png").read_bytes() == b"PNG"
    post = (tmp_path / "out" / "content" / "rain.html").read_text("utf-8")
    assert '<img src="/news/img/a%20b.png">' in post
    assert '<a href="/sun#end">' in post
    passed = [row["reason"] for row in report if row["what"] == "passed"]
    assert passed == ["no article shows it"]
    assert not list(tmp_path.glob("out/**/logo.png"))
