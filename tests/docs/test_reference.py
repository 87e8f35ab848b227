"""The generated pages of docs/ say what the code says, and every command is documented."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import types
import typing
from enum import StrEnum
from pathlib import Path

import pytest

from newskit.cli.commands import COMMANDS
from newskit.config.model import Config

NOTE = "<!-- Generated: run `pytest tests/docs --update-examples` after a change. -->\n"


def help_of(words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "newskit", *words.split(), "--help"],
        capture_output=True,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1"},
        check=True,
    )
    lines = [line.rstrip() for line in done.stdout.decode().splitlines()]
    return "\n".join(lines).replace("python -m newskit", "newskit").strip()


def commands_page() -> str:
    parts = [NOTE, "# Commands\n", f"```text\n{help_of('')}\n```\n"]
    for words in COMMANDS:
        parts += [f"## newskit {words}\n", f"```text\n{help_of(words)}\n```\n"]
    return "\n".join(parts)


def kind_of(hint: object) -> str:
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return kind_of(next(arg for arg in typing.get_args(hint) if arg is not type(None)))
    if typing.get_origin(hint) is tuple:
        return f"list of {kind_of(typing.get_args(hint)[0])}"
    if typing.get_origin(hint) is dict:
        return f"table of {kind_of(typing.get_args(hint)[1])}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return " \\| ".join(f"`{choice.value}`" for choice in hint)
    if dataclasses.is_dataclass(hint):
        return "table"
    return {str: "text", int: "number", float: "number", bool: "true or false"}[hint]


def shown(value: object) -> str:
    if value is None or value in ("", (), {}):
        return ""
    if isinstance(value, StrEnum):
        return f"`{value.value}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value)
    return f"`{value}`"


def sentence(text: str) -> str:
    whole = text[0].upper() + text[1:].replace("|", "\\|")
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."


def section_rows(section: type, name: str, default: object) -> list[str]:
    hints = typing.get_type_hints(section)
    rows = [f"## [{name}]\n", "| Key | Type | Default | Meaning |", "|---|---|---|---|"]
    nested: list[tuple[str, type, object]] = []
    for field in dataclasses.fields(section):
        hint = hints[field.name]
        key = field.name.replace("_", "-")
        value = getattr(default, field.name)
        meaning = sentence(field.metadata["help"])
        item = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
        if dataclasses.is_dataclass(item):
            nested.append((f"[{name}.{key}]", typing.cast("type", item), item()))
        if dataclasses.is_dataclass(hint):
            nested.append((f"{name}.{key}", typing.cast("type", hint), value))
            rows.append(f"| `{key}` | table | | {meaning} See [{name}.{key}] below. |")
            continue
        rows.append(f"| `{key}` | {kind_of(hint)} | {shown(value)} | {meaning} |")
    rows.append("")
    for nested_name, kind, value in nested:
        rows += section_rows(kind, nested_name, value)
    return rows


def configuration_page() -> str:
    parts = [
        NOTE,
        "# Configuration\n",
        "newskit reads `.newskit.toml`, `newskit.toml` or `[tool.newskit]` in `pyproject.toml`: in",
        "the working folder or the nearest one above it, up to the root of the repository. The",
        "nearest file wins; files are not merged. The command line comes before variables such as",
        "`NEWSKIT_CONVERT_PROFILE=gfm`, and those before the file. `--config FILE` names another",
        "file, `--isolated` reads none. Unknown keys and values that cannot hold are errors, with",
        "the line.\n",
    ]
    config = Config()
    for field in dataclasses.fields(Config):
        if field.name == "folder":
            continue
        value = getattr(config, field.name)
        name = "export.epub" if field.name == "epub" else field.name
        parts += section_rows(type(value), name, value)
    return "\n".join(parts)


EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GALLERY = (
    (
        "2024-03-01-harbour-bridge.md",
        "HTML within Markdown",
        (
            "Only what is HTML changes. Table, code and template tag stay byte for byte; "
            "what Markdown cannot say without changing the line (`<br/>`) stays HTML."
        ),
    ),
    (
        "2023-11-05-stadtrat.html",
        "Lists, a table, spaces that do not break",
        "The cells keep their alignment, the nested list its place, `&nbsp;` its character.",
    ),
    (
        "2009-04-14-mercado.html",
        "Paragraphs by blank lines",
        "Old WordPress bodies have no `<p>`: a blank line parts paragraphs, a line end does not.",
    ),
    (
        "2022-03-30-引号.md",
        "Emphasis that Markdown cannot write",
        (
            "`**“一年期”**` beside Chinese letters is not emphasis to CommonMark: the tag stays. "
            "The front matter is broken, and is left as it is; `newskit validate` names the quote."
        ),
    ),
    (
        "2024-02-18-المكتبة.html",
        "Right to left",
        (
            "The direction of each block goes, because the language in the front matter says it, "
            "and the report names it."
        ),
    ),
    (
        "2024-06-21-fete.md",
        "TOML and a shortcode",
        "Front matter in TOML stays as it was written, and so does what Hugo will expand.",
    ),
)


def gallery_page() -> str:
    parts = [
        NOTE,
        "# Gallery\n",
        "Posts of `examples/posts/` beside what `newskit convert` makes of them. They are tests",
        "too: each result is compared in every run.\n",
    ]
    for name, title, words in GALLERY:
        post = (EXAMPLES / "posts" / name).read_text("utf-8")
        made = (EXAMPLES / "expected" / f"{name}.converted").read_text("utf-8")
        parts += [f"## {title}\n", f"{words}\n", f"`{name}`:\n"]
        parts += [f"~~~~text\n{post.rstrip()}\n~~~~\n", "becomes\n"]
        parts.append(f"~~~~text\n{made.rstrip()}\n~~~~\n")
    return "\n".join(parts)


PAGES = {
    "commands.md": commands_page,
    "configuration.md": configuration_page,
    "gallery.md": gallery_page,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name: str, root: Path, request: pytest.FixtureRequest) -> None:
    made = PAGES[name]()
    path = root / "docs" / name
    if request.config.getoption("--update-examples"):
        path.write_text(made, encoding="utf-8")
        return
    assert made == path.read_text("utf-8")


@pytest.mark.parametrize("words", COMMANDS)
def test_the_help_of_every_command_has_examples_of_it(words: str) -> None:
    text = help_of(words)
    examples = text.partition("Examples:")[2]
    assert f"newskit {words} " in examples or f"newskit {words}\n" in f"{examples}\n"


def test_every_setting_says_what_it_is_for() -> None:
    def without_help(section: type) -> list[str]:
        hints = typing.get_type_hints(section)
        missing = []
        for field in dataclasses.fields(section):
            if not field.metadata.get("help"):
                missing.append(f"{section.__name__}.{field.name}")
            if dataclasses.is_dataclass(hints[field.name]):
                missing += without_help(typing.cast("type", hints[field.name]))
        return missing

    assert without_help(Config) == []
