"""`newskit report`: one page that needs no network and says what is in the archive."""

from __future__ import annotations

import os
import re
import tarfile
from pathlib import Path

POST = "---\ntitle: {title}\ndate: {date}\ntags: [sea]\n---\n{body}\n"


def write(folder: Path, name: str, title: str, date: str, body: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(POST.format(title=title, date=date, body=body), "utf-8")


def archive(folder: Path) -> Path:
    posts = folder / "posts"
    write(posts, "a.md", "One", "2020-01-02", "See https://a.example/x and <https://b.example/>.")
    write(posts, "b.md", "Two", "2020-05-02", "![](x.png)\n\n<script>alert(1)</script>")
    write(posts, "c.md", "<b>Three</b>", "2019-02-30", "[x](https://b.example/y)")
    return posts


def page_of(newskit, folder: Path) -> str:
    done = newskit("report", str(archive(folder)), "-o", "report.html", "--title", "The <Gazette>")
    assert done.returncode == 0, done.stderr
    return (folder / "report.html").read_text("utf-8")


def test_the_page_shows_posts_dates_findings_and_hosts(newskit, tmp_path: Path) -> None:
    page = page_of(newskit, tmp_path)
    assert "<dd>3</dd>" in page
    assert "NK301" in page  # 30 February
    assert "2020-02 to 2020-04 (3 months)" in page
    assert re.search(r"b\.example</td><td class=\"number\">2<", page)
    assert "1 of 1 pictures have no alternative text" in page


def test_a_picture_shown_as_code_is_not_counted(newskit, tmp_path: Path) -> None:
    body = "![](a.png)\n\n```\n![](b.png) https://code.example/\n```\n\n![c](c.png)"
    write(tmp_path / "posts", "a.md", "One", "2020-01-02", body)
    assert newskit("report", "posts", "-o", "report.html").returncode == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "1 of 2 pictures have no alternative text" in page
    assert "code.example" not in page


def test_an_archive_is_called_by_its_own_folder(newskit, tmp_path: Path) -> None:
    for inner in ("content/posts", "docs/_posts", "archive"):
        write(tmp_path / "gazette" / inner, "a.md", "One", "2020-01-02", "Text.")
        assert newskit("report", f"gazette/{inner}", "-o", "report.html").returncode == 0
        assert '<h1 dir="auto">gazette</h1>' in (tmp_path / "report.html").read_text("utf-8")


def test_what_is_wrong_with_a_draft_can_wait(newskit, tmp_path: Path) -> None:
    write(tmp_path, "_posts/2020-01-02-a.md", "One", "2020-01-02", "![](a.png)")
    (tmp_path / "_drafts").mkdir()
    (tmp_path / "_drafts/b.md").write_text("---\ntags: [a]\n---\nText.\n", "utf-8")
    (tmp_path / "_config.yml").write_text("title: Gazette\n", "utf-8")
    assert newskit("report", ".", "-o", "report.html").returncode == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    first = page.index("no alternative text")
    assert first < page.index("the key <code>title</code> is missing")


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing_of_a_post(
    newskit, tmp_path: Path
) -> None:
    page = page_of(newskit, tmp_path)
    assert "default-src 'none'" in page
    assert not re.findall(r"<(?:link|img|iframe)\b", page)
    assert "The &lt;Gazette&gt;" in page
    assert "alert(1)</script>" not in page
    assert page.count("<script>") == 1


def test_nothing_of_the_archive_is_written(newskit, tmp_path: Path) -> None:
    posts = archive(tmp_path)
    before = {path.name: path.read_bytes() for path in posts.iterdir()}
    assert newskit("report", str(posts), "-o", "report.html").returncode == 0
    assert {path.name: path.read_bytes() for path in posts.iterdir()} == before


def test_the_page_is_no_input_written_over(newskit, tmp_path: Path) -> None:
    posts = archive(tmp_path)
    done = newskit("report", str(posts / "a.md"), "-o", str(posts / "a.md"))
    assert done.returncode == 2
    assert (posts / "a.md").read_text("utf-8").startswith("---\ntitle: One")


def test_posts_that_cannot_be_read_end_it_as_they_end_other_commands(
    newskit, tmp_path: Path
) -> None:
    posts = archive(tmp_path)
    with tarfile.open(tmp_path / "more.tar", "w") as tar:
        tar.add(posts / "a.md", "d.md")
    whole = (tmp_path / "more.tar").read_bytes()
    (posts / "more.tar").write_bytes(whole[:1600])
    for command in (("report",), ("export", "jsonl")):
        damaged = newskit(*command, str(posts / "more.tar"), "-o", "out")
        assert damaged.returncode == 1, command
        os.mkfifo(posts / "pipe.md")
        assert newskit(*command, str(posts), "-o", "out").returncode == 2, command
        (posts / "pipe.md").unlink()


def test_words_agree_with_their_figures_and_say_what_is_not_looked_for(
    newskit, tmp_path: Path
) -> None:
    posts = tmp_path / "posts"
    write(posts, "a.md", "One", "2020-01-02", "[x](www.one.example/a) and [y](www.two.example/b)")
    (posts / "b.md").write_text("---\ntitle: Two\n---\n###Tight\n", "utf-8")
    assert newskit("report", "posts", "-o", "report.html").returncode == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "<p>1 post has no date.</p>" in page
    # Two addresses lack their scheme: the one that is named is an example.
    assert re.search(r'2 times, such as: <a href="#rule-NK364"[^>]*>the address www\.one', page)
    assert re.search(r'Once: <a href="#rule-NK370"', page)
    assert "<code>newskit strip --learn</code> proposes rules for what the posts" in page


def test_findings_between_posts_are_not_said_to_be_undated(newskit, tmp_path: Path) -> None:
    body = " ".join(f"The harbour board met {number} boats on its quay." for number in range(60))
    for name in ("a", "b"):
        write(tmp_path / "posts", f"{name}.md", f"On boats {name}", "2020-01-02", body)
    assert newskit("report", "posts", "-o", "report.html").returncode == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert re.search(r'id="rule-NK404".*?<td>between posts</td>', page)
    assert "no dates" not in page


def test_what_only_learning_sees_is_shown_when_it_is_asked_for(newskit, tmp_path: Path) -> None:
    for number in range(12):
        body = f"The ferry came in for the {number + 2}nd time, and the quay was full of fog.\n\n"
        body += "Our quay & pier are open to all, whatever the weather does to us."
        write(tmp_path / "posts", f"{number}.md", f"Day {number}", "2020-01-02", body)
    assert newskit("report", "posts", "-o", "report.html").returncode == 0
    plain = (tmp_path / "report.html").read_text("utf-8")
    assert "quay &amp; pier" not in plain
    assert "<code>newskit report --learn</code> shows them here" in plain
    assert newskit("report", "posts", "-o", "report.html", "--learn").returncode == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert '<a href="#strip">12 posts end with the same words</a>' in page
    shown = page[page.index("What learning sees besides") :]
    assert re.search(r"Our quay &amp; pier are open.*?<td class=\"number\">12<", shown)
    write(tmp_path / "few", "a.md", "One", "2020-01-02", "Text.")
    assert newskit("report", "few", "-o", "report.html", "--learn").returncode == 0
    assert "Learning finds nothing more" in (tmp_path / "report.html").read_text("utf-8")
