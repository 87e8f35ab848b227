"""The commands by name."""

from __future__ import annotations

from typing import Annotated

import typer

from newskit.cli import convert, export_epub, export_jsonl, schema, strip, validate

__all__ = ["app"]

app = typer.Typer(
    name="newskit",
    help="Convert, validate, strip and export news archives. Nothing is lost, and it proves it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
export = typer.Typer(
    help="Write a collection as JSON Lines or as EPUB folders.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

app.command("validate", epilog=validate.EPILOG)(validate.validate)
app.command("convert", epilog=convert.EPILOG)(convert.convert)
app.command("strip", epilog=strip.EPILOG)(strip.strip)
app.add_typer(export, name="export")
export.command("jsonl", epilog=export_jsonl.EPILOG)(export_jsonl.export_jsonl)
export.command("epub", epilog=export_epub.EPILOG)(export_epub.export_epub)
app.add_typer(schema.app, name="schema")


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True)
    ] = False,
) -> None:
    """Convert, validate, strip and export news archives. Nothing is lost, and it proves it."""
    if version:
        from newskit.version import __version__

        typer.echo(f"newskit {__version__}")
        raise typer.Exit
