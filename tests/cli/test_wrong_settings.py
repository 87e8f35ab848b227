"""Settings that cannot hold are told once, before any post is touched, and never as a bug."""

from __future__ import annotations

from pathlib import Path

import pytest

RULE = "[[strip.rules]]\nid = 'x'\nkind = 'nav'\nmatch = '('\n"


@pytest.mark.parametrize(
    ("settings", "arguments", "told"),
    [
        (RULE, ("strip", "--check"), "strip.rules: rule 1 (x): match is no RE2 expression"),
        (RULE, ("export", "jsonl"), "strip.rules: rule 1 (x): match is no RE2 expression"),
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
