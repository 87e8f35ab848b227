"""Texts that patterns with two ways to read the same could never finish with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

HEAD = "---\ntitle: A\ndate: 2024-05-01\n---\n"
CASES = [
    ("validate", "\r\n" * 60 + "Text.\n", b"NK101"),
    ("validate", "Key: a\r\n" * 60 + "Text.\r\n", b"NK101"),
    ("validate", "---\ndate: 2024-05-01\n---\n" + "import x " * 60 + "\nText.\n", b"NK201"),
    ("validate", "---\ndate: 2024-05-01\n---\n" + "<!-- a -->" * 60 + "\nText.\n", b"NK201"),
    ("convert", HEAD + "<!-- a -->" * 60 + "\n\n<p>Some <b>words</b>.</p>\n", b"Some **words**."),
    ("validate", "---\ntitle: ['a'" + " ,aa" * 60 + "\n---\nText.\n", b"NK129"),
    ("validate", HEAD + "Text.\n\n<a " + '"x"' * 60 + " 'x\n\n<p>\n", b"NK352"),
    ("strip", HEAD + "Text.\n\n[" + "![a](b)" * 60 + "x\n", b"![a](b)x"),
    ("strip", HEAD + "Text.\n\n[a](\n" + "{{aa}}" * 60 + " x\n", b"{{aa}}"),
    ("strip", HEAD + "Text.\n\n![a](\n" + "{%aa%}" * 60, b"{%aa%}"),
]


@pytest.mark.parametrize(("command", "text", "said"), CASES)
def test_a_text_that_can_be_read_in_many_ways_is_read_once(
    newskit: Run, tmp_path: Path, command: str, text: str, said: bytes
) -> None:
    (tmp_path / "a.md").write_text(text, newline="")
    assert said in newskit(command, "a.md").stdout


def test_text_between_two_comments_is_no_comment(newskit: Run, tmp_path: Path) -> None:
    body = "Text.\n\n<!-- a --><p>Some <b>words</b>.</p><!-- b -->\n\nMore.\n"
    (tmp_path / "a.md").write_text(HEAD + body)
    assert b"**words**" in newskit("convert", "a.md").stdout
