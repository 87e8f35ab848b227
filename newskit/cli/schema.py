"""`newskit schema`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from newskit.cli.guard import EXIT_CLEAN, guarded

__all__ = ["list_schemas", "show"]

EPILOGS = {
    "list_schemas": """\b
Examples:
  newskit schema list
""",
    "show": """\b
Examples:
  newskit schema show jekyll-post
  newskit schema show news-article > record.schema.json
""",
}


@guarded
def list_schemas() -> int:
    """List the built-in schemas, a name and what it is for on each line."""
    import json

    from newskit.validate.schema.folder import builtin_names, builtin_path

    names = builtin_names()
    width = max(map(len, names))
    for name in names:
        title = json.loads(builtin_path(name).read_bytes()).get("title", "")
        sys.stdout.write(f"{name:{width}}  {title}\n")
    return EXIT_CLEAN


@guarded
def show(name: Annotated[str, typer.Argument(help="Name of a built-in schema.")]) -> int:
    """Print a built-in schema."""
    from newskit.validate.schema.folder import builtin_path

    sys.stdout.buffer.write(builtin_path(name.removeprefix("builtin:")).read_bytes())
    return EXIT_CLEAN
