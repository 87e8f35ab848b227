"""Settings that an archive brings with it are input: what nests too deep ends no run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newskit import parsing
from newskit.parsing import load_toml, load_yaml
from newskit.site.model import fault_in, read_mapping

POST = "---\ntitle: T\ndate: 2024-05-01\n---\n<p>Words of <b>it</b>.</p>\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of twenty levels."""
    monkeypatch.setattr(parsing, "_MOST_LEVELS", 20)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 120 + "]" * 120,
        "a: " + "{b: " * 120 + "1" + "}" * 120,
        "".join(" " * depth + "k:\n" for depth in range(120)) + " " * 120 + "v",
        "- " * 120 + "a",
    ],
)
def test_yaml_that_nests_too_deep_is_refused_before_it_is_built(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too deep"):
        load_yaml(text)
    (tmp_path / "_config.yml").write_text(text)
    assert read_mapping(tmp_path / "_config.yml") == {}
    assert "too deep" in fault_in(tmp_path / "_config.yml")


@pytest.mark.usefixtures("few")
def test_yaml_of_many_brackets_that_do_not_nest_is_read() -> None:
    assert load_yaml("a: [" + "[1], " * 150 + "]") == {"a": [[1]] * 150}


@pytest.mark.parametrize(
    "text", ["a." * 120 + "b = 1", "[" + "a . " * 120 + "b]", "x = {" + "a." * 120]
)
def test_a_key_of_very_many_parts_is_refused_before_it_is_built(text: str) -> None:
    with pytest.raises(ValueError, match="too deep"):
        load_toml(text)


def test_text_with_many_full_stops_is_a_value() -> None:
    said = "one. two. " * 200 + "." * 300 + " a.b.c"
    assert load_toml(f'a.b = "{said}"') == {"a": {"b": said}}
    assert load_toml("\ufeffa = 1") == {"a": 1}


@pytest.mark.parametrize("name", ["newskit.toml", ".newskit.toml", "pyproject.toml"])
def test_settings_that_nest_too_deep_are_named(newskit, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text(POST)
    (tmp_path / name).write_text("a." * 120 + "b = 1")
    ended = newskit("convert", "a.md", "-o", "out")
    assert ended.returncode == 2
    assert f"{name}: is not valid TOML: it is nested too deep".encode() in ended.stderr
    assert not (tmp_path / "out").exists()


def test_settings_that_are_no_file_are_named(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "newskit.toml")
    else:
        (tmp_path / "newskit.toml").mkdir()
    ended = newskit("convert", "a.md", "-o", "out")
    assert ended.returncode == 2
    assert b"newskit.toml: is no file" in ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "a.md", "--baseline", "-"),
        ("strip", "a.md", "--in-place", "--undo-file", "-"),
        ("strip", "a.md", "--learn", "-o", "-"),
        ("export", "jsonl", "a.md", "-o", "r.jsonl", "--errors", "-"),
    ],
)
def test_a_file_of_state_is_no_standard_output(newskit, tmp_path: Path, words) -> None:
    (tmp_path / "a.md").write_text(POST)
    ended = newskit(*words)
    assert ended.returncode == 2
    assert b"- is no name of a file here" in ended.stderr
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith(".")} == {"a.md"}
