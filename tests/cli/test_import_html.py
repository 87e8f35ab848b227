"""`newskit import html`: the article of each page, links that lead on, parts joined, copies."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from subprocess import CompletedProcess

import frontmatter
import pytest


def prose(word: str, count: int = 40) -> str:
    return " ".join(f"{word}{number}" for number in range(count))


def page(title: str, body: str, head: str = "", classes: str = "") -> str:
    return (
        f"<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>{title} | The Gazette"
        f"</title>{head}</head><body class='{classes}'><div id=top><nav><a href='/'>Home</a>"
        "<a href='/about/'>About us</a></nav></div><div class=wrap><div class='entry-content'>"
        f"<h1>{title}</h1>{body}</div><div class=side>Read our other news of the day</div></div>"
        "<div id=foot>Printed in Lisbon by The Gazette Company</div></body></html>"
    )


def site(folder: Path, pages: dict[str, str | bytes]) -> None:
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def words(number: int) -> str:
    return f"<p>{prose(f'word{number}x')}</p>"


SOME = {f"2020/story-{number}.html": page(f"Story {number}", words(number)) for number in range(6)}


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run(
    newskit, tmp_path: Path, pages: dict[str, str | bytes], *more: str
) -> tuple[CompletedProcess[bytes], dict[str, dict[str, object]]]:
    site(tmp_path / "site", pages)
    done = newskit("import", "html", "site", "-o", "out", "--report", "r.jsonl", *more)
    return done, {str(row["item"]): row for row in rows(tmp_path / "r.jsonl")}


def test_the_template_of_the_pages_stays_outside(newskit, tmp_path: Path) -> None:
    head = (
        "<meta property='article:published_time' content='2020-03-01T10:00:00Z'>"
        "<meta name=author content='Ana Lima'><link rel=canonical href='https://g.example/2020/x'>"
    )
    pages = {**SOME, "2020/x.html": page("Rain at last", words(9), head)}
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2020-03-01-x.html"))
    assert post["title"] == "Rain at last"
    assert str(post["date"]) == "2020-03-01 10:00:00+00:00"
    assert post["authors"] == ["Ana Lima"]
    assert post["permalink"] == "https://g.example/2020/x"
    assert post.content == words(9)
    assert len(report) == 8  # seven pages and the template
    said = [text for row in report.values() for text in row.get("left", {}).get("around", [])]
    assert said.count("Printed in Lisbon by The Gazette Company") == 1
    assert "Read our other news of the day" in said


def test_links_lead_to_addresses_of_the_new_site(newskit, tmp_path: Path) -> None:
    body = (
        f"{words(9)}<a href='../2020/story-1.html#two'>one</a><img src='../img/a%20b.png' "
        "srcset='../img/a%20b.png 1x, ../img/c.png 2x'><a href='https://e.example/x'>out</a>"
        "<a href='gone.html'>gone</a><a href='mailto:a@g.example'>mail</a><a href='#here'>here</a>"
    )
    pages = {**SOME, "news/x.html": page("X", body), "img/a b.png": b"PNG", "img/c.png": b"2"}
    done, _ = run(newskit, tmp_path, pages, "--for", "hugo")
    assert done.returncode == 0, done.stderr
    post = (tmp_path / "out" / "content" / "x.html").read_text("utf-8")
    assert 'href="/2020/story-1.html#two"' in post
    assert 'src="/img/a%20b.png"' in post
    assert 'srcset="/img/a%20b.png 1x, /img/c.png 2x"' in post
    for address in ("https://e.example/x", "/news/gone.html", "mailto:a@g.example", "#here"):
        assert f'href="{address}"' in post
    assert (tmp_path / "out" / "static" / "img" / "a b.png").read_bytes() == b"PNG"


def test_mirrors_say_what_the_addresses_were(newskit, tmp_path: Path) -> None:
    mark = "<!-- Mirrored from g.example/?p=12 by HTTrack Website Copier/3.x [XR&CO'2014] -->"
    pages = {
        **{f"g.example/{name}": text for name, text in SOME.items()},
        "g.example/index2c3f.html": page("By number", words(9)).replace("<html", f"{mark}<html"),
        "g.example/index.html?p=13.html": page("By query", words(10)),
        "hts-log.txt": "log",
    }
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    paths = {Path(item).name: str(row.get("path")) for item, row in report.items()}
    for name, address in (
        ("story-1.html", "http://g.example/2020/story-1.html"),
        ("index2c3f.html", "http://g.example/?p=12"),
        ("index.html?p=13.html", "http://g.example/?p=13"),
    ):
        assert frontmatter.load(str(tmp_path / "out" / paths[name]))["permalink"] == address
    assert report["site/hts-log.txt"]["reason"] == "a note of the program that saved the pages"


def test_a_text_in_parts_becomes_one_post(newskit, tmp_path: Path) -> None:
    pages = {
        **SOME,
        "long/index.html": page("A long story", words(20)),
        "long/2/index.html": page("A long story - Page 2", words(21)),
        "long/3/index.html": page("A long story - Page 3", words(22)),
        "2020/04/index.html": page("A long story", words(23)),
    }
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    row = report["site/long/index.html"]
    text = (tmp_path / "out" / str(row["path"])).read_text("utf-8")
    places = [text.index(f"word{number}x39") for number in (20, 21, 22)]
    assert places == sorted(places)
    assert "word23x" not in text
    assert report["site/long/3/index.html"]["reason"].startswith("part 3 of site/long/index.html")
    assert frontmatter.loads(text)["redirect_from"] == ["/long/2/", "/long/3/"]


def test_copies_are_reported_and_what_only_they_say_is_kept(newskit, tmp_path: Path) -> None:
    canonical = "<link rel=canonical href='/2020/story-1.html'>"
    pages = {
        **SOME,
        "2020/story-1/print.html": page("Story 1", words(1), canonical),
        "2020/other.html": page("Another", words(12), canonical),  # a wrong canonical address
        "copy/story-2.html": page("Story 2", words(2)),
    }
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    assert report["site/2020/story-1/print.html"]["reason"] == ("a copy of site/2020/story-1.html")
    assert report["site/copy/story-2.html"]["reason"].startswith("a copy: the same words")
    other = report["site/2020/other.html"]
    assert other["what"] == "post"
    assert "word12x39" in (tmp_path / "out" / str(other["path"])).read_text("utf-8")


def test_lists_of_posts_are_reported_with_their_text(newskit, tmp_path: Path) -> None:
    entries = "".join(
        f"<article><h2><a href='/2020/story-{number}.html'>Story {number}</a></h2>"
        f"<p>Teaser {number}</p></article>"
        for number in range(6)
    )
    one = "<article><h2><a href='/2020/story-3.html'>Story 3</a></h2></article>"
    pages = {
        **SOME,
        "index.html": page("Home", entries),
        "tag/rain/index.html": page("Rain", one, classes="archive tag"),
        "about/index.html": page("About us", f"{words(30)}<a href='/2020/story-1.html'>1</a>"),
    }
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    home = report["site/index.html"]
    assert home["reason"].startswith("a list of other pages")
    assert "Teaser 5" in home["values"]["text"]
    assert report["site/tag/rain/index.html"]["reason"].startswith("a list of other pages")
    assert report["site/about/index.html"]["what"] == "post"


def test_a_page_without_links_to_posts_is_no_list(newskit, tmp_path: Path) -> None:
    done, report = run(newskit, tmp_path, {"index.html": page("Alone", words(1))})
    assert done.returncode == 0, done.stderr
    assert report["site/index.html"]["what"] == "post"


def test_an_element_that_ends_too_early_is_not_the_article(newskit, tmp_path: Path) -> None:
    """`</td>` ends what was opened in its cell, and leaves the article outside of it."""

    def torn(title: str, body: str) -> str:
        cell = "<table><tr><td><div class='entry-content'><p>By the editors of The Gazette</p></td>"
        return f"<title>{title}</title><body>{cell}</tr></table><h1>{title}</h1>{body}</body>"

    pages = {f"t/{number}.html": torn(f"Torn {number}", words(number + 10)) for number in range(3)}
    done, report = run(newskit, tmp_path, {**SOME, **pages})
    assert done.returncode == 0, done.stderr
    for number in range(3):
        row = report[f"site/t/{number}.html"]
        assert row["what"] == "post", row
        text = (tmp_path / "out" / str(row["path"])).read_text("utf-8")
        assert f"word{number + 10}x39" in text


def test_an_article_below_the_address_of_a_list_is_a_post(newskit, tmp_path: Path) -> None:
    links = "<a href='/2020/story-1.html'>1</a> <a href='/2020/story-2.html'>2</a>"
    answer = page("An answer", f"{words(20)}{words(21)}<p>See {links}</p>")
    tagged = "".join(
        f"<p><a href='/2020/story-{number}.html'>Story number {number}</a> {prose('t', 9)}</p>"
        for number in range(3)
    )
    pages = {**SOME, "tag/10.html": answer, "tag/rain.html": page("Rain", tagged)}
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    assert report["site/tag/10.html"]["what"] == "post"
    assert report["site/tag/rain.html"]["reason"] == (
        "a list of other pages: its address shows that"
    )


def test_comments_stay_outside_of_the_post(newskit, tmp_path: Path) -> None:
    said = "<div id=comments><p>First! says Bo</p></div>"
    done, report = run(newskit, tmp_path, {**SOME, "c.html": page("C", words(9) + said)})
    assert done.returncode == 0, done.stderr
    row = report["site/c.html"]
    assert "First!" not in (tmp_path / "out" / str(row["path"])).read_text("utf-8")
    assert "First! says Bo" in row["left"]["around"]


def test_code_keeps_its_first_empty_line(newskit, tmp_path: Path) -> None:
    body = f"{words(9)}<pre>\n\n  code</pre>"
    _, report = run(newskit, tmp_path, {**SOME, "c.html": page("C", body)})
    post = (tmp_path / "out" / str(report["site/c.html"]["path"])).read_text("utf-8")
    assert "<pre>\n\n  code</pre>" in post


def test_pages_in_an_archive_and_names_that_lead_out(newskit, tmp_path: Path) -> None:
    site(tmp_path / "site", SOME)
    (tmp_path / "evil.html").write_text(page("Evil", words(99)), "utf-8")
    with tarfile.open(tmp_path / "s.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "site", "site")
        archive.add(tmp_path / "evil.html", "../../evil.html")
    done = newskit("import", "html", "s.tar.gz", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 1
    assert len(list((tmp_path / "out").rglob("*.html"))) == len(SOME)
    assert any("evil" in str(row["item"]) for row in rows(tmp_path / "r.jsonl"))


def test_converted_pages_are_proved(newskit, tmp_path: Path) -> None:
    body = f"{words(9)}<ul><li>one</li><li><b>two</b></li></ul>"
    done, report = run(newskit, tmp_path, {**SOME, "c.html": page("C", body)}, "--convert")
    assert done.returncode == 0, done.stderr
    row = report["site/c.html"]
    assert row["proved"] is True
    assert (tmp_path / "out" / str(row["path"])).read_text("utf-8").endswith("- one\n- **two**\n")


@pytest.mark.parametrize("name", ["x.html", "x.bin"])
def test_files_of_nothing_are_reported(newskit, tmp_path: Path, name: str) -> None:
    done, report = run(newskit, tmp_path, {**SOME, name: b""})
    assert done.returncode == 0, done.stderr
    assert report[f"site/{name}"]["what"] == "passed"


def test_many_pages_of_one_title_are_read_in_time(newskit, tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        f"daily/{number}.html": page("Daily news", words(number)) for number in range(300)
    }
    done, report = run(newskit, tmp_path, pages)
    assert done.returncode == 0, done.stderr
    assert sum(row["what"] == "post" for row in report.values()) == 300
