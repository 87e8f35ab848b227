"""How convert and strip write: modes, names, encodings, failures."""

from __future__ import annotations

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

HTML = b"---\ntitle: x\n---\n<p>one</p>\n<p>two <b>bold</b></p>\n"
MARKDOWN = b"---\ntitle: x\n---\none\n\ntwo **bold**\n"


def test_one_file_goes_to_standard_output(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    done = newskit("convert", "a.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, MARKDOWN, b"")


def test_standard_input_goes_to_standard_output(newskit) -> None:
    done = newskit("convert", "-", stdin=HTML)
    assert (done.returncode, done.stdout) == (0, MARKDOWN)


def test_a_folder_without_a_place_to_go_is_a_usage_error(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    done = newskit("convert", "posts")
    assert done.returncode == 2
    assert b"-o DIR" in done.stderr


def test_a_folder_keeps_its_names_and_every_post_is_written(newskit, tmp_path: Path) -> None:
    for name in ("a.html", "sub/b.md", "sub/新 闻|x.txt"):
        path = tmp_path / "posts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(HTML)
    (tmp_path / "posts" / "c.md").write_bytes(MARKDOWN)
    done = newskit("convert", "posts", "-o", "out")
    assert done.returncode == 0
    assert b"4 posts: 3 converted, 1 unchanged, 0 failed" in done.stderr
    out = tmp_path / "out"
    written = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert written == ["a.md", "c.md", "sub/b.md", "sub/新 闻|x.md"]
    assert {(out / name).read_bytes() for name in written} == {MARKDOWN}


def test_posts_whose_names_would_meet_are_both_kept(newskit, tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    for name in ("a.html", "a.md", "A.txt"):
        (posts / name).write_bytes(HTML.replace(b"one", name.encode()))
    newskit("convert", "posts", "-o", "out")
    bodies = [path.read_bytes() for path in (tmp_path / "out").iterdir()]
    assert len(bodies) == 3
    for name in ("a.html", "a.md", "A.txt"):
        assert any(name.encode() in body for body in bodies)


def test_in_place_rewrites_what_changes_and_touches_nothing_else(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(HTML)
    (tmp_path / "b.md").write_bytes(MARKDOWN)
    os.utime(tmp_path / "b.md", (1, 1))
    done = newskit("convert", ".", "--in-place")
    assert done.returncode == 0
    assert (tmp_path / "a.md").read_bytes() == MARKDOWN
    assert (tmp_path / "b.md").stat().st_mtime == 1


LOOP = b"---\ntitle: x\n---\n<ul>\n\n    {% for p in all %}<li>{{ p }}</li>{% endfor %}\n\n</ul>\n"


def test_posts_of_a_tar_archive_in_any_order_are_all_kept(newskit, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    names = ("a/x.html", "y.html", "a/x.md")
    with tarfile.open(tmp_path / "posts.tar", "w") as archive:
        for name in names:
            (tmp_path / name).write_text(f"<p>{name}</p>")
            archive.add(tmp_path / name, name)
    assert newskit("convert", "posts.tar", "-o", "out").returncode == 0
    written = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert sorted(path.read_text().strip() for path in written) == sorted(names)


def test_posts_that_stay_html_and_have_one_name_are_both_kept(newskit, tmp_path: Path) -> None:
    for name in (b"one", b"two"):
        folder = tmp_path / name.decode()
        folder.mkdir()
        (folder / "loop.html").write_bytes(LOOP.replace(b"title: x", b"title: " + name))
    newskit("convert", "one", "two", "-o", "out")
    written = [path.read_bytes() for path in (tmp_path / "out").glob("*.html")]
    assert sorted(data.split()[2] for data in written) == [b"one", b"two"]


def test_a_body_that_stays_html_keeps_its_name(newskit, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "loop.html").write_bytes(LOOP)
    assert newskit("convert", "in", "-o", "out").returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["loop.html"]
    assert (tmp_path / "out" / "loop.html").read_bytes() == LOOP
    assert newskit("convert", "in", "--in-place").returncode == 0
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["loop.html"]


def test_in_place_html_becomes_a_markdown_file(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    newskit("convert", ".", "--in-place")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_in_place_never_overwrites_another_post(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "a.md").write_bytes(b"another post\n")
    done = newskit("convert", ".", "--in-place")
    assert done.returncode == 2
    assert b"a.md, which exists" in done.stderr
    assert (tmp_path / "a.html").read_bytes() == HTML
    assert (tmp_path / "a.md").read_bytes() == b"another post\n"


def test_in_place_makes_no_second_file_of_one_page(newskit, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(HTML)
    (tmp_path / "index.markdown").write_bytes(b"another post\n")
    done = newskit("convert", ".", "--in-place")
    assert done.returncode == 2
    assert b"index.md, the same page as index.markdown" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"index.html", "index.markdown"}
    (tmp_path / "index.markdown").rename(tmp_path / "other.markdown")
    assert newskit("convert", ".", "--in-place").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"index.md", "other.markdown"}


def test_check_and_diff_write_nothing_and_exit_1(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(HTML)
    check = newskit("convert", ".", "--check")
    diff = newskit("convert", ".", "--diff")
    assert (check.returncode, diff.returncode) == (1, 1)
    assert b"would change: a.md" in check.stderr
    assert b"-<p>one</p>\n" in diff.stdout
    assert b"+one\n" in diff.stdout
    assert (tmp_path / "a.md").read_bytes() == HTML
    (tmp_path / "a.md").write_bytes(MARKDOWN)
    assert newskit("convert", ".", "--check").returncode == 0


@pytest.mark.parametrize("codec", ["gb18030", "utf-8-sig", "utf-16", "cp1251"])
def test_the_encoding_and_line_endings_stay_as_they_were(
    newskit, tmp_path: Path, codec: str
) -> None:
    word = "Музей часов получил новое здание" if codec == "cp1251" else "整治虚拟货币挖矿活动的通知"
    html = f"---\r\ntitle: {word}\r\n---\r\n<p>{word}</p>\r\n"
    (tmp_path / "a.md").write_bytes(html.encode(codec))
    newskit("convert", "a.md", "--in-place")
    expected = f"---\r\ntitle: {word}\r\n---\r\n{word}\r\n"
    assert (tmp_path / "a.md").read_bytes() == expected.encode(codec)


def test_bytes_that_are_no_text_pass_through(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("<p>één goede zin, en één".encode() + b"\x92</p>\n")
    newskit("convert", "a.md", "--in-place")
    assert (tmp_path / "a.md").read_bytes() == "één goede zin, en één".encode() + b"\x92\n"


def test_a_post_that_cannot_be_read_is_reported_and_the_rest_is_done(
    newskit, tmp_path: Path
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(HTML)
    (tmp_path / "posts" / "b.md").symlink_to(tmp_path / "nowhere")
    done = newskit("convert", "posts", "-o", "out")
    assert done.returncode == 2
    assert b"b.md:1:1: NK100" in done.stderr
    assert b"2 posts: 1 converted, 0 unchanged, 1 failed" in done.stderr
    assert (tmp_path / "out" / "a.md").read_bytes() == MARKDOWN


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_folder_is_an_error_that_names_the_file(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(HTML)
    (tmp_path / "posts").chmod(0o555)
    done = newskit("convert", "posts", "--in-place")
    assert done.returncode == 2
    assert b"a.md: cannot be written" in done.stderr


def test_options_that_exclude_each_other_are_a_usage_error(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(HTML)
    done = newskit("convert", "a.md", "--check", "--in-place")
    assert done.returncode == 2
    assert b"exclude each other" in done.stderr
    assert newskit("convert", "-", "--in-place", stdin=HTML).returncode == 2


@pytest.mark.parametrize("command", ["convert", "strip"])
def test_jobs_do_not_change_the_output(newskit, tmp_path: Path, posts: Path, command: str) -> None:
    for number in range(8):
        for path in posts.iterdir():
            copy = tmp_path / "posts" / str(number) / path.name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    newskit(command, "posts", "-o", "one", "--jobs", 1)
    newskit(command, "posts", "-o", "two", "--jobs", 2)
    # Beside the posts lies what takes the stripping back.
    one = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*.*")}
    two = {p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*.*")}
    assert (one.pop(Path(".newskit-undo.jsonl"), None) is not None) == (command == "strip")
    two.pop(Path(".newskit-undo.jsonl"), None)
    assert len(one) == 8 * len(list(posts.iterdir()))
    assert one == two


def test_records_in_a_file_are_not_rewritten_in_place(newskit, tmp_path: Path) -> None:
    lines = b"".join(
        b'{"id":"%d","title":"t","content_markdown":"<p>x</p>","metadata":{}}\n' % n
        for n in range(3)
    )
    (tmp_path / "a.jsonl").write_bytes(lines)
    done = newskit("convert", "a.jsonl", "--in-place")
    assert done.returncode == 2
    assert b"in place" in done.stderr
    assert (tmp_path / "a.jsonl").read_bytes() == lines


@pytest.mark.parametrize("name", ["a.md", "./a.md", "sub/../a.md"])
def test_a_path_may_be_written_in_any_way(newskit, tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_bytes(HTML)
    assert newskit("convert", name, "--in-place").returncode == 0
    assert (tmp_path / "a.md").read_bytes() == MARKDOWN


def test_a_stopped_rename_in_place_is_finished_by_the_next_run(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "a.md").write_bytes(MARKDOWN)  # written, and killed before the old file went
    assert newskit("convert", "a.html", "--in-place").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_bytes_that_a_codec_spells_in_two_ways_stay_as_they_are(newskit, tmp_path: Path) -> None:
    text = "これは古い文字コードで書かれた日本語の記事です。長さは十分にあります。" * 5
    head = f"---\ntitle: x\n---\n{text}".encode("cp932") + b"\x87\x90\n\n"
    assert head.decode("cp932").encode("cp932") != head
    (tmp_path / "a.md").write_bytes(head + f"<p>{text}</p>\n".encode("cp932"))
    assert newskit("convert", "a.md", "--in-place").returncode == 0
    assert (tmp_path / "a.md").read_bytes() == head + f"{text}\n".encode("cp932")


def test_a_diff_is_one_that_patch_takes(newskit, tmp_path: Path) -> None:
    before = "---\ntitle: x\n---\nfirst\x0cpage\n\nline\u2028more\n\n<p>one</p>\n"
    (tmp_path / "a.md").write_bytes(before.encode())
    diff = newskit("convert", "a.md", "--diff").stdout
    after = newskit("convert", "a.md").stdout
    subprocess.run(["patch", "-p1", "-s"], input=diff, cwd=tmp_path, check=True)
    assert (tmp_path / "a.md").read_bytes() == after


def test_file_names_that_are_no_text_are_posts_too(newskit, tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    name = os.fsdecode("新闻.md".encode("gbk"))
    (posts / name).write_bytes(HTML.replace(b"<p>", b'<p class="x">'))
    (tmp_path / ".gitignore").write_text("*.tmp\n")
    done = newskit("convert", "posts", "-o", "out", "--report", "report.jsonl")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]
    assert b"attribute" in (tmp_path / "report.jsonl").read_bytes()


def test_the_folder_of_the_posts_is_no_output_folder(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(HTML)
    done = newskit("convert", "posts", "-o", "posts")
    assert done.returncode == 2
    assert b"--in-place" in done.stderr
    assert (tmp_path / "posts" / "a.md").read_bytes() == HTML


def test_an_output_folder_below_the_posts_is_not_read_again(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "a.md").write_bytes(HTML)
    for _ in range(2):
        assert b"1 post:" in newskit("convert", "posts", "-o", "posts/out").stderr
    assert [p.name for p in (tmp_path / "posts").rglob("*.md")].count("a.md") == 2


def test_nothing_on_standard_input_is_no_post(newskit) -> None:
    done = newskit("export", "jsonl", "-", stdin=b"")
    assert (done.returncode, done.stdout) == (0, b"")


def test_a_post_that_only_its_owner_may_read_stays_so_under_its_new_name(
    newskit, tmp_path: Path
) -> None:
    post = tmp_path / "a.html"
    post.write_bytes(HTML)
    post.chmod(0o600)
    assert newskit("convert", ".", "--in-place").returncode == 0
    assert not post.exists()
    assert post.with_suffix(".md").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", [("-o", "out"), ("--in-place",)])
def test_pages_without_their_declaration_read_as_before(
    newskit, tmp_path: Path, place: tuple[str, ...]
) -> None:
    # Short texts, which no detector tells without the declaration.
    pages = {
        "windows-1251": "Коротко о",
        "windows-1252": "Café — “déjà vu”",
        "iso-8859-2": "Żółć gęślą",
        "Shift_JIS": "短い文",
        "EUC-KR": "짧은 글",
        "gb2312": "短文",
    }
    (tmp_path / "posts").mkdir()
    for charset, text in pages.items():
        page = f'<meta charset="{charset}"><p>{text} <b>{text}</b></p>\n'.encode(charset)
        (tmp_path / "posts" / f"{charset}.html").write_bytes(page)
    done = newskit("convert", "posts", *place)
    assert done.returncode == 0
    folder = tmp_path / ("out" if "-o" in place else "posts")
    for charset, text in pages.items():
        told = f"{charset}.html:1:1: NK903 the new text does not declare"
        assert told in done.stderr.decode()
        assert (folder / f"{charset}.md").read_bytes() == f"{text} **{text}**\n".encode()
    assert b"NK109" not in newskit("validate", folder).stdout


def test_a_page_that_becomes_ascii_needs_no_declaration(newskit, tmp_path: Path) -> None:
    page = '<meta charset="Shift_JIS"><meta name="generator" content="短い"><p>one</p>\n'
    (tmp_path / "a.html").write_bytes(page.encode("cp932"))
    done = newskit("convert", "a.html")
    assert done.stdout == b"one\n"
    assert b"NK903" not in done.stderr


def test_a_page_that_was_known_by_what_is_dropped_becomes_utf_8(newskit, tmp_path: Path) -> None:
    title = "Это русский заголовок, и его достаточно, чтобы узнать кодировку страницы. " * 3
    page = f'<meta name="generator" content="{title}">\n<p>Ж <b>ы</b></p>\n'
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    done = newskit("convert", "a.html")
    assert done.stdout.decode() == "Ж **ы**\n"
    assert b"NK903 in cp1251 the new text would be read as something else" in done.stderr


def test_imported_text_reads_as_it_was_converted(newskit, tmp_path: Path) -> None:
    page = '<meta charset="windows-1251"><p>Коротко <b>о</b></p>\n'
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    records = newskit("export", "jsonl", "a.html").stdout
    assert newskit("import", "jsonl", "-", "-o", "out", stdin=records).returncode == 0
    assert "Коротко **о**" in (tmp_path / "out" / "a.md").read_bytes().decode()
