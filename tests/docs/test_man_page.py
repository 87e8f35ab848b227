"""The man page says what the command line says; groff has nothing against it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from newskit.cli.commands import COMMANDS
from newskit.cli.commands import SUMMARY as SAID
from newskit.cli.typed import build

PAGE = "newskit.1"
ENDS = """\
.SH EXIT STATUS
.TP
.B 0
Clean.
.TP
.B 1
Findings; something would change; a post could not be read.
.TP
.B 2
The run could not be carried out.
.TP
.B 130, 141, 143
Ended by Ctrl\\-C, by a reader that has gone, by SIGTERM.
.SH FILES
.TP
.I newskit.toml
Settings, in the working folder or the nearest one above it;
.I .newskit.toml
and
.I pyproject.toml
(tool.newskit) likewise.
.TP
.I .newskit\\-undo.jsonl
What stripping removed, for \\-\\-undo.
.TP
.I .newskit\\-review.jsonl
Decisions made with newskit review.
.SH ENVIRONMENT
.TP
.B NEWSKIT_SECTION_KEY
A setting, such as NEWSKIT_CONVERT_PROFILE=gfm.
.TP
.B NO_COLOR
No colours.
.SH SEE ALSO
.BR pandoc (1),
.BR pre\\-commit (1)
"""


def roff(text: str) -> str:
    """Text that groff shows as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(
        f"\\&{line}" if line[:1] in {".", "'"} else line for line in escaped.splitlines()
    )


def command_lines(words: str, command) -> Iterator[str]:
    context = typer.Context(command, info_name=f"newskit {words}")
    yield f".SS newskit {roff(words)}"
    for number, paragraph in enumerate((command.help or "").split("\n\n")):
        yield from [".PP"] if number else []
        yield roff(" ".join(paragraph.split()))
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is None or record[0].startswith("-h"):
            continue
        yield f".TP\n.B {roff(record[0])}"
        yield roff(" ".join(record[1].split())) or "\\&"
    examples = [one.strip("\b\n") for one in (command.epilog or "").split("Examples:")[1:]]
    for example in examples:
        yield ".PP\n.nf"
        yield from (f"  {roff(line.strip())}" for line in example.splitlines() if line.strip())
        yield ".fi"


def made() -> str:
    group = typer.main.get_command(build([]))
    lines = [
        '.TH NEWSKIT 1 "" "newskit" "User Commands"',
        ".ad l",
        ".SH NAME",
        "newskit \\- convert, validate, strip and export news archives",
        ".SH SYNOPSIS",
        ".B newskit",
        ".I command",
        "[options] [paths]",
        ".SH DESCRIPTION",
        roff(SAID),
        ".PP",
        roff(
            "Paths are files, folders, globs, or - for standard input. Data goes to standard "
            "output, talk to standard error. Output files are whole or not there."
        ),
        ".SH COMMANDS",
    ]
    for words in COMMANDS:
        head, _, rest = words.partition(" ")
        command = group.commands[head]
        lines += command_lines(words, command.commands[rest] if rest else command)
    return "\n".join(lines) + "\n" + ENDS


def test_the_page_is_up_to_date(root: Path, request: pytest.FixtureRequest, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = made()
    if request.config.getoption("--update-examples"):
        (root / "docs" / PAGE).write_text(text, "utf-8")
        return
    assert text == (root / "docs" / PAGE).read_text("utf-8")


def test_groff_has_nothing_against_it(root: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("needs groff: apt-get install groff-base")
    done = subprocess.run(
        ["groff", "-k", "-man", "-Tutf8", "-wmac", str(root / "docs" / PAGE)],
        capture_output=True,
        text=True,
        check=True,
    )
    wrong = [line for line in done.stderr.splitlines() if "cannot adjust" not in line]
    assert wrong == []  # a line too long for the page is not a fault of the source
    shown = re.sub(".\b", "", done.stdout)  # bold letters are struck twice
    assert "EXIT STATUS" in shown
    assert "newskit export epub posts/ -o book/" in shown
