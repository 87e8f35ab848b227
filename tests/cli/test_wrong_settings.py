"""Settings that cannot hold are told once, before any post is touched, and never as a bug."""

from __future__ import annotations

from pathlib import Path

import pytest

RULE = "[[strip.rules]]\nid = 'x'\nkind = 'nav'\nmatch = '('\n"


CONVERT = ("convert", "--check")
EPUB = ("export", "epub", "-o", "book")


@pytest.mark.parametrize(
    ("settings", "arguments", "told"),
    [
        (RULE, ("strip", "--check"), "strip.rules: rule 1 (x): match is not an RE2 expression"),
        (RULE, ("export", "jsonl"), "strip.rules: rule 1 (x): match is not an RE2 expression"),
        (
            "[export]\ntimezone = 'Mars/Sea'\n",
            ("export", "jsonl"),
            "export.timezone: the zone Mars",
        ),
        ("[export]\ntimezone = '+99:00'\n", ("export", "jsonl"), "export.timezone: no place has"),
        ("", ("convert", "--check", "--wrap", "wide"), "--wrap takes none or a number of columns"),
    ],
)
def test_a_setting_that_cannot_hold_is_one_error(
    newskit, tmp_path: Path, settings: str, arguments: tuple[str, ...], told: str
) -> None:
    for name in ("a.md", "b.md"):
        post = "---\ntitle: x\ndate: 2024-01-01 10:00\n---\n<p>text</p>\n\n[Home](/)\n"
        (tmp_path / name).write_text(post)
    (tmp_path / "newskit.toml").write_text(settings)
    done = newskit(*arguments, ".")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"error: {told}")
    assert b"NK907" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*CONVERT, "--base-url", "nonsense"), "--base-url: 'nonsense' is not a whole address"),
        (
            (*CONVERT, "--base-url", "ftp://a.org"),
            "--base-url: 'ftp://a.org' is not a whole address",
        ),
        (
            (*CONVERT, "--base-url", "https://[a/"),
            "--base-url: 'https://[a/' is not a whole address",
        ),
        ((*CONVERT, "--keep", "<sup>"), "--keep: '<sup>' is not the name of a tag"),
        ((*CONVERT, "--keep", "sup,sub"), "--keep: 'sup,sub' is not the name of a tag"),
        (
            (*CONVERT, "--keep-attributes", "id=x"),
            "--keep-attributes: 'id=x' is not the name of an",
        ),
        ((*CONVERT, "--drop", "div >"), "--drop: 'div >' is not a CSS selector"),
        ((*EPUB, "--base-url", "a.org"), "--base-url: 'a.org' is not a whole address"),
        (
            (*EPUB, "--language", "plain English"),
            "--language: 'plain English' is not a language tag",
        ),
        (("export", "jsonl", "--select", ","), "--select names no field"),
        (("validate", "--select", "NK9999"), "no rule is called 'NK9999'"),
        (("strip", "--learn", "--in-place"), "--learn and --in-place exclude each other"),
        (("strip", "--explain", "--in-place"), "--explain and --in-place exclude each other"),
        (("strip", "--undo", "--dry-run"), "--undo and --dry-run exclude each other"),
    ],
)
def test_an_option_that_cannot_hold_is_told_where_there_is_no_post(
    newskit, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "posts").mkdir()
    done = newskit(*arguments, "posts")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"error: {told}")
    assert list(tmp_path.iterdir()) == [tmp_path / "posts"]


def test_undo_that_says_in_place_too_is_understood(newskit, tmp_path: Path) -> None:
    assert newskit("strip", "--undo", "--in-place", ".").returncode == 0
