"""The commands by name, their options and arguments declared as data, and the reader of both."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from newskit.config.values import check_options
from newskit.frozen import MISSING, dataclass, fields, replace
from newskit.importers.port import FORMATS

# Options and arguments of commands, declared as data, and the reader of a command line.
#
# A command is a function that returns its exit code. Its parameters are annotated with an `Option`
# or an `Argument`, or with a group of options: a class of `newskit.frozen` whose fields are
# annotated so, or `Changes` of settings. From these declarations come the reader below, the command
# of Typer (`newskit.cli.typed`), the reference and the man page.
#
# Importing Typer takes longer than a post takes to check or convert, and a pre-commit hook runs for
# each commit: a command line that needs no help from it is read here. Help, completion and mistakes
# are left to Typer.


Section = TypeVar("Section")


class Option:
    """An option of a command.

    Args:
        names: as they are written, ``--check``, ``-j`` or ``--verify/--no-verify``.
        extras: what else Typer gets: `help`, `metavar`, `min`, `max`, `envvar`, `show_default`.
    """

    __slots__ = ("extras", "names")

    def __init__(self, *names: str, **extras: Any) -> None:
        self.names = names
        self.extras = extras


class Argument:
    """An argument of a command, which is known by its place.

    Args:
        extras: what else Typer gets: `help`, `show_default`.
    """

    __slots__ = ("extras",)

    def __init__(self, **extras: Any) -> None:
        self.extras = extras


class Changes:
    """Settings of a section that a command line changes.

    Args:
        section: the section's class.
        values: by name; None where an option was not given.
    """

    def __init__(self, section: type[Any], **values: Any) -> None:
        self._section = section
        self._values = values

    def laid_over(self, config: Section) -> Section:
        """Return the settings with those laid over them that were given.

        Raises:
            UsageError: when a value cannot be read.
            ConfigError: when an address, a tag or a selector is not one.
        """
        changes: dict[str, Any] = {}
        for one in fields(self._section):
            value = self._values.get(one.name)
            if value is None or value == []:
                continue
            read = one.metadata.get("read")
            changes[one.name] = (
                tuple(cast("list[str]", value)) if isinstance(value, list) else value
            )
            if read is not None or isinstance(value, Path):
                changes[one.name] = (read or str)(value)
        check_options(self._section, changes)
        changed: Section = replace(cast("Any", config), **changes)
        return changed


class Settings:
    """The options of a command that change settings, one for each of the named fields.

    Args:
        section: a class of settings: their names, types and help are those of the options; in
            their metadata may be `metavar`, and `read`, which makes a value of an option's text.
        names: the fields, in the order of the help.
    """

    __slots__ = ("names", "section")

    def __init__(self, section: type[Any], names: str) -> None:
        self.section = section
        self.names = names

    def parameters(self, group: str) -> Iterator[Parameter]:
        """Yield what a command takes for them."""
        known = {one.name: one for one in fields(self.section)}
        hints = get_type_hints(self.section)
        for name in self.names.split():
            said, kind = known[name].metadata, hints[name]
            written = f"--{name.replace('_', '-')}"
            if known[name].default is True:
                written += f"/--no-{written[2:]}"
            if said.get("path"):
                kind = Path
            elif get_origin(kind) is tuple:
                kind = list[str]
            elif "read" in said:
                kind = str
            extras = {"metavar": said["metavar"]} if "metavar" in said else {}
            declared = Option(
                written, help=_with_default(said["help"], known[name].default), **extras
            )
            owner = partial(Changes, self.section)
            yield Parameter(name, group, owner, declared, kind | None, None)


def _with_default(text: str, default: object) -> str:
    """Return the help of an option with the value that the setting has where nothing sets it."""
    if isinstance(default, bool) or not isinstance(default, (str, int)) or default == "":
        return text
    return f"{text.removesuffix('.')}; default: {default}."


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a command takes: one option or argument.

    Attributes:
        name: of the function's parameter, or of the field in its group.
        group: name of the parameter that the group of options is; empty for none.
        owner: what makes that group of its values; None for none.
        declared: how it is written, and its help.
        type: the type of the value, as annotated.
        default: the value where none is given; `MISSING` where one must be.
    """

    name: str
    group: str
    owner: Callable[..., Any] | None
    declared: Option | Argument
    type: Any
    default: Any

    @property
    def many(self) -> bool:
        """Whether it may be given several times, and is a list."""
        return any(get_origin(kind) is list for kind in self._kinds())

    @property
    def kind(self) -> Any:
        """The type of one value."""
        kind = next(kind for kind in self._kinds() if kind is not type(None))
        return get_args(kind)[0] if get_origin(kind) is list else kind

    def _kinds(self) -> tuple[Any, ...]:
        inside = get_args(self.type)
        return inside if inside and get_origin(self.type) is not list else (self.type,)


@cache
def parameters(command: Callable[..., int]) -> tuple[Parameter, ...]:
    """Return what a command takes, in order, groups opened."""
    hints = get_type_hints(command, include_extras=True)
    hints.pop("return", None)
    defaults = _defaults(command)
    found: list[Parameter] = []
    for name, hint in hints.items():
        if not hasattr(hint, "newskit_fields"):
            kind, declared = get_args(hint)
            if isinstance(declared, Settings):
                found += declared.parameters(name)
                continue
            found.append(Parameter(name, "", None, declared, kind, defaults.get(name, MISSING)))
            continue
        inside = get_type_hints(hint, include_extras=True)
        for one in fields(hint):
            kind, declared = get_args(inside[one.name])
            found.append(Parameter(one.name, name, hint, declared, kind, one.default))
    return tuple(found)


def _defaults(command: Any) -> dict[str, Any]:
    code, values = command.__code__, command.__defaults__ or ()
    names = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    return {**dict(zip(names, values, strict=True)), **(command.__kwdefaults__ or {})}


def call(command: Callable[..., int], values: dict[str, Any]) -> int:
    """Run a command on values by name, those of groups put into their groups.

    Raises:
        UsageError: when options of a group contradict each other.
    """
    given: dict[str, Any] = {}
    groups: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {}
    for one in parameters(command):
        if one.owner is None:
            given[one.name] = values[one.name]
        else:
            groups.setdefault(one.group, (one.owner, {}))[1][one.name] = values[one.name]
    return command(**given, **{name: owner(**inside) for name, (owner, inside) in groups.items()})


# The reader. It returns None for what it does not understand, so that Typer says what is wrong.


def read(command: Callable[..., int], arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the values of a command line by name, or None when Typer has to look at it."""
    line = _Line(parameters(command))
    return line.values() if line.take(arguments) else None


class _Line:
    """A command line that is being read."""

    def __init__(self, known: tuple[Parameter, ...]) -> None:
        self._known = known
        self._options: dict[str, tuple[Parameter, bool | None]] = {}
        for one in known:
            if isinstance(one.declared, Option):
                for written in one.declared.names:
                    yes, _, no = written.partition("/")
                    self._options[yes] = one, True if one.kind is bool else None
                    if no:
                        self._options[no] = one, False
        self._given: dict[str, Any] = {}
        self._loose: list[str] = []

    def take(self, arguments: Sequence[str]) -> bool:
        """Read the arguments; tell whether all are understood."""
        waiting = deque(arguments)
        while waiting:
            argument = waiting.popleft()
            if argument == "--":
                self._loose += waiting
                break
            if argument == "-" or not argument.startswith("-"):
                self._loose.append(argument)
            elif not (
                self._long(argument, waiting)
                if argument.startswith("--")
                else self._short(argument, waiting)
            ):
                return False
        return True

    def _long(self, argument: str, waiting: deque[str]) -> bool:
        name, equals, text = argument.partition("=")
        one, flag = self._options.get(name, (None, None))
        if one is None or (equals and flag is not None):
            return False
        if flag is not None:
            self._given[one.name] = flag
            return True
        return self._value(one, text if equals else None, waiting)

    def _short(self, argument: str, waiting: deque[str]) -> bool:
        """Read ``-q``, ``-qv``, ``-j 2`` or ``-j2``."""
        for place, letter in enumerate(argument[1:], start=2):
            one, flag = self._options.get(f"-{letter}", (None, None))
            if one is None:
                return False
            if flag is None:
                return self._value(one, argument[place:] or None, waiting)
            self._given[one.name] = flag
        return True

    def _value(self, one: Parameter, text: str | None, waiting: deque[str]) -> bool:
        if text is None:
            if not waiting:
                return False
            text = waiting.popleft()
        value = _converted(one, text)
        if value is None:
            return False
        if one.many:
            self._given.setdefault(one.name, []).append(value)
        else:
            self._given[one.name] = value
        return True

    def values(self) -> dict[str, Any] | None:
        """Return the values, defaults where nothing is given; None when something is missing."""
        for one in self._known:
            if isinstance(one.declared, Argument) and not self._place(one):
                return None
        found = {one.name: self._given.get(one.name, one.default) for one in self._known}
        missing = any(value is MISSING for value in found.values())
        return None if missing or self._loose or self._from_environment() else found

    def _place(self, one: Parameter) -> bool:
        """Give an argument what stands in its place; a list takes all that is left."""
        taken = self._loose if one.many else self._loose[:1]
        self._loose = self._loose[len(taken) :]
        values = [_converted(one, text) for text in taken]
        if values:
            self._given[one.name] = values if one.many else values[0]
        return None not in values

    def _from_environment(self) -> bool:
        """Whether an option that is not given has its value from a variable."""
        variables = (
            variable
            for one in self._known
            if one.name not in self._given
            for variable in one.declared.extras.get("envvar", ())
        )
        return any(variable in os.environ for variable in variables)


def _converted(one: Parameter, text: str) -> Any:
    """Return a value of the parameter's type; None when the text is not one, or out of bounds."""
    kind, extras = one.kind, one.declared.extras
    if kind is str:
        return text
    if not (kind in {int, float, Path} or issubclass(kind, StrEnum)):
        return None
    try:
        value = kind(text)
    except ValueError:
        return None
    if kind is Path or isinstance(value, StrEnum):
        return value
    least, most = extras.get("min", value), extras.get("max", value)
    return value if least <= value <= most else None


SUMMARY = "Convert, validate, strip and export news archives; prove that nothing is lost."

COMMANDS = {
    "validate": "newskit.cli.validate:validate",
    "convert": "newskit.cli.convert:convert",
    "strip": "newskit.cli.strip:strip",
    "compare": "newskit.cli.compare:compare",
    "export jsonl": "newskit.cli.export_records:export_jsonl",
    "export parquet": "newskit.cli.export_records:export_parquet",
    "export epub": "newskit.cli.epub:export_epub",
    "import jsonl": "newskit.cli.imports:import_jsonl",
    "import parquet": "newskit.cli.imports:import_parquet",
    **{f"import {name}": f"newskit.cli.imports:{name}" for name in ("auto", *FORMATS)},
    "report": "newskit.cli.project:report",
    "review": "newskit.cli.review:review",
    "site": "newskit.cli.project:site",
    "init": "newskit.cli.project:init",
    "check-epub": "newskit.cli.epub:check_epub",
    "schema list": "newskit.cli.schema:list_schemas",
    "schema show": "newskit.cli.schema:show",
    "schema infer": "newskit.cli.schema:infer",
    "run-shard": "newskit.cli.clusters:run_shard",
    "rule": "newskit.cli.rule:rule",
    "cache clean": "newskit.cli.project:clean",
}
"""Command line words to ``module:function``; the module's ``EPILOG`` (or ``EPILOGS[function]``)
holds the examples of its help."""

GROUPS = {
    "export": "Write a collection as JSON Lines, Parquet or EPUB folders.",
    "import": "Make posts from other programs' exports, feeds and crawls.",
    "schema": "List built-in JSON Schemas, or infer one from an archive.",
    "cache": "Manage what newskit remembers between runs.",
}


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the function that is run, and the examples of its help."""

    run: Callable[..., int]
    epilog: str | None


def load(target: str) -> Command:
    """Return the command that an entry of `COMMANDS` names."""
    module_name, _, function = target.partition(":")
    module: Any = import_module(module_name)
    epilog = getattr(module, "EPILOGS", {}).get(function) or getattr(module, "EPILOG", None)
    return Command(getattr(module, function), epilog)


def command_of(arguments: Sequence[str]) -> tuple[Command, Sequence[str]] | None:
    """Return the command that a command line begins with, and the rest of it; None for none."""
    for words in (1, 2):
        target = COMMANDS.get(" ".join(arguments[:words]))
        if target is not None:
            return load(target), arguments[words:]
    return None
