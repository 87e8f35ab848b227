"""Where the built-in schemas are: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from newskit.errors import SchemaError
from newskit.suggest import did_you_mean

__all__ = ["builtin_names", "builtin_path", "schema_folder"]

_SUFFIX = ".schema.json"


@cache
def schema_folder() -> Path:
    """Return the folder of the built-in schemas.

    A wheel carries it as ``newskit/schemas``; a checkout and an editable install have it at the
    repository's root.

    Raises:
        SchemaError: when neither is there.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "schemas", package.parent / "schemas"):
        if folder.is_dir():
            return folder
    raise SchemaError("newskit's schemas are missing", hint="Install newskit again.")


@cache
def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in schemas, sorted."""
    return tuple(
        sorted(path.name.removesuffix(_SUFFIX) for path in schema_folder().glob(f"*{_SUFFIX}"))
    )


def builtin_path(name: str) -> Path:
    """Return the file of a built-in schema.

    Raises:
        SchemaError: when there is none of that name.
    """
    path = schema_folder() / f"{name}{_SUFFIX}"
    if "/" in name or "\\" in name or not path.is_file():
        names = builtin_names()
        guess = did_you_mean(name, names)
        raise SchemaError(
            f"there is no built-in schema {name!r}",
            hint=f"Did you mean {guess!r}?" if guess else f"There are: {', '.join(names)}.",
        )
    return path
