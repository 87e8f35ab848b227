"""The application of Typer: help, completion and what is wrong with a command line.

Typer builds every parameter of every command before it looks at the arguments, so a run that names
a command gets an application with that command alone: start-up is a feature of a pre-commit hook.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from newskit.cli.commands import COMMANDS, GROUPS, SUMMARY, Argument, Option, call, load, parameters
from newskit.cli.guard import exit_code
from newskit.frozen import MISSING


def build(arguments: Sequence[str]) -> typer.Typer:
    """Return the application, with only the commands that `arguments` can mean."""
    first = arguments[0] if arguments else ""
    named = {words: target for words, target in COMMANDS.items() if words.split()[0] == first}
    app = typer.Typer(
        name="newskit",
        help=SUMMARY,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_version_option)
    groups: dict[str, typer.Typer] = {}
    for words, target in (named or COMMANDS).items():
        group, _, name = words.rpartition(" ")
        if group and group not in groups:
            groups[group] = typer.Typer(
                help=GROUPS[group], no_args_is_help=True, rich_markup_mode=None
            )
            app.add_typer(groups[group], name=group)
        _add(groups[group] if group else app, name, target)
    return app


def _add(app: typer.Typer, name: str, target: str) -> None:
    command = load(target)
    app.command(name, epilog=command.epilog)(_typed(command.run))


def _typed(command: Callable[..., int]) -> Callable[..., None]:
    """Return a command as Typer takes it: one parameter an option, errors as exit codes."""
    known = [
        inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.default is MISSING else one.default,
            annotation=Annotated[one.type, _declared(one.declared)],
        )
        for one in parameters(command)
    ]

    def run(**values: Any) -> None:
        raise typer.Exit(exit_code(lambda: call(command, values)))

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {one.name: one.annotation for one in known}
    # A name of inspect's own that functions have no type for.
    run.__signature__ = inspect.Signature(known)  # type: ignore[attr-defined]  # pyright: ignore[reportFunctionMemberAccess]
    return run


def _declared(one: Option | Argument) -> Any:
    if isinstance(one, Option):
        return typer.Option(*one.names, **one.extras)
    return typer.Argument(**one.extras)


def _version_option(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    if version:
        from newskit.version import __version__

        typer.echo(f"newskit {__version__}")
        raise typer.Exit
