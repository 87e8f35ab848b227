"""Command lines: the reader that needs no Typer agrees with Typer, on every command."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

import pytest
import typer.main

from newskit.cli.app import run_quickly
from newskit.cli.commands import COMMANDS, Option, Parameter, load, parameters, read
from newskit.cli.typed import build
from newskit.frozen import MISSING


@cache
def application(words: str) -> Any:
    return typer.main.get_command(build(words.split()))


def by_typer(words: str, arguments: list[str]) -> dict[str, Any]:
    """The values that Typer would run the command on."""
    found: dict[str, Any] = {}

    def taken(_: object, values: dict[str, Any]) -> int:
        found.update(values)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("newskit.cli.typed.call", taken)
        application(words)([*words.split(), *arguments], standalone_mode=False)
    return {name: value or None for name, value in found.items()}


def by_reader(words: str, arguments: list[str]) -> dict[str, Any] | None:
    values = read(load(COMMANDS[words]).run, arguments)
    return values and {name: value or None for name, value in values.items()}


def value_for(one: Parameter) -> str:
    if one.kind in {int, float}:
        return str(one.declared.extras.get("max", 3))
    return [*one.kind][-1].value if issubclass(one.kind, StrEnum) else "some-thing"


def spellings(one: Parameter) -> Iterator[list[str]]:
    assert isinstance(one.declared, Option)
    for name in [name for names in one.declared.names for name in names.split("/")]:
        if one.kind is bool:
            yield [name]
        else:
            yield [name, value_for(one)] * (2 if one.many else 1)
            joint = "=" if name.startswith("--") else ""
            yield [f"{name}{joint}{value_for(one)}"]


def lines_of(words: str) -> Iterator[list[str]]:
    """What must be given, with each option in each spelling; then all of them together."""
    known = parameters(load(COMMANDS[words]).run)
    options = [one for one in known if isinstance(one.declared, Option)]
    needed = [word for one in options if one.default is MISSING for word in next(spellings(one))]
    places = [one for one in known if not isinstance(one.declared, Option)]
    loose = [word for one in places for word in (("a", "-") if one.many else ("a",))]
    yield [*needed, *loose]
    yield [*needed, "--", *loose]
    for one in options:
        for spelling in spellings(one):
            yield [*loose, *spelling, *needed]
    yield [*loose, *(word for one in options for word in next(spellings(one)))]


@pytest.mark.parametrize("words", COMMANDS)
def test_both_readers_say_the_same(words: str) -> None:
    lines = list(lines_of(words))
    assert lines
    for line in lines:
        assert by_reader(words, line) == by_typer(words, line), line


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "-h",
        "x --no-such",
        "x --jobs many",
        "x --jobs -1",
        "x --jobs",
        "x --output-format odd",
        "x --fix=yes",
        "x -qx",
    ],
)
def test_what_needs_help_is_left_to_typer(line: str) -> None:
    assert by_reader("validate", line.split()) is None


def test_more_or_less_than_a_command_takes_is_left_to_typer() -> None:
    assert by_reader("compare", ["one"]) is None
    assert by_reader("compare", ["one", "two", "three"]) is None
    assert by_reader("convert", []) is None


def test_flags_may_share_a_dash() -> None:
    values = by_reader("validate", ["a", "-qvj2", "--", "-b"])
    assert values is not None
    assert values["quiet"]
    assert values["verbose"]
    assert values["jobs"] == 2
    assert values["paths"] == ["a", "-b"]


def test_a_value_may_come_from_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    line = ["--manifest", "m.json"]
    assert by_reader("run-shard", line) is not None
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "7")
    assert by_reader("run-shard", line) is None
    assert by_typer("run-shard", line)["index"] == 7
    assert by_reader("run-shard", [*line, "--index", "2"]) is not None


def test_completion_is_left_to_typer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_quickly(["rule", "NK121"]) == 0
    monkeypatch.setenv("_NEWSKIT_COMPLETE", "bash_complete")
    assert run_quickly(["rule", "NK121"]) is None
