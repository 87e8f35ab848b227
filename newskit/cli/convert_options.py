"""The options of `newskit convert` that choose how the Markdown is written."""

from __future__ import annotations

import dataclasses
from typing import Annotated, TypeAlias, cast

import typer

from newskit.config.convert import (
    ConvertConfig,
    Dialect,
    Engine,
    HeadingStyle,
    Images,
    LinkStyle,
    Media,
    OnDifference,
    Profile,
    Semantics,
)

__all__ = [
    "BaseUrl",
    "DialectOption",
    "Drop",
    "EngineOption",
    "HeadingStyleOption",
    "ImagesOption",
    "Keep",
    "KeepAttributes",
    "LinkStyleOption",
    "MediaOption",
    "OnDifferenceOption",
    "ProfileOption",
    "SemanticsOption",
    "Verify",
    "Wrap",
    "chosen",
]

ProfileOption: TypeAlias = Annotated[
    Profile | None,
    typer.Option("--profile", help="Whose Markdown is written."),
]
DialectOption: TypeAlias = Annotated[
    Dialect | None,
    typer.Option("--dialect", help="Whose rules tell HTML from Markdown in a body."),
]
EngineOption: TypeAlias = Annotated[
    Engine | None,
    typer.Option("--engine", help="What writes the Markdown."),
]
OnDifferenceOption: TypeAlias = Annotated[
    OnDifference | None,
    typer.Option("--on-difference", help="What happens to a block that would render differently."),
]
SemanticsOption: TypeAlias = Annotated[
    Semantics | None,
    typer.Option("--semantics", help="Elements Markdown has no syntax for (sub, dl, figure …)."),
]
KeepAttributes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-attributes",
        metavar="NAME",
        help="Attributes that must survive; their elements stay HTML.",
    ),
]
Keep: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="TAG", help="Tags that stay HTML."),
]
Drop: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="SELECTOR", help="CSS selector of elements to leave out."),
]
ImagesOption: TypeAlias = Annotated[
    Images | None,
    typer.Option("--images", help="What becomes of images."),
]
MediaOption: TypeAlias = Annotated[
    Media | None,
    typer.Option("--media", help="What becomes of iframes and players."),
]
LinkStyleOption: TypeAlias = Annotated[
    LinkStyle | None,
    typer.Option("--link-style", help="Where addresses are written."),
]
HeadingStyleOption: TypeAlias = Annotated[
    HeadingStyle | None,
    typer.Option("--heading-style", help="How headings are written."),
]
Wrap: TypeAlias = Annotated[
    str | None,
    typer.Option("--wrap", metavar="none|N", help="Break paragraphs at N columns."),
]
BaseUrl: TypeAlias = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Make addresses absolute against this URL."),
]
Verify: TypeAlias = Annotated[
    bool | None,
    typer.Option("--verify/--no-verify", help="Render the result and compare."),
]


def chosen(config: ConvertConfig, wrap: str | None, **given: object) -> ConvertConfig:
    """Return the configuration with the options that were given on the command line.

    Args:
        config: what the configuration file says.
        wrap: ``none`` or a number of columns; None when not given.
        **given: the other options by their field; None and empty lists were not given.

    Raises:
        typer.BadParameter: when `wrap` is neither.
    """
    changes: dict[str, object] = {}
    for name, value in given.items():
        if value is not None and value != []:
            changes[name] = tuple(cast("list[str]", value)) if isinstance(value, list) else value
    if wrap is not None:
        if wrap != "none" and not wrap.isdecimal():
            raise typer.BadParameter("--wrap takes none or a number of columns")
        changes["wrap"] = 0 if wrap == "none" else int(wrap)
    return dataclasses.replace(config, **changes)  # type: ignore[arg-type]  # fields by name
