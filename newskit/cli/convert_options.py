"""The options of `newskit convert` that choose how the Markdown is written."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated

import typer

from newskit.cli.groups import given
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
from newskit.config.values import check_options
from newskit.errors import UsageError

__all__ = ["ConvertOptions"]


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How the Markdown is written; the names are those of the settings."""

    profile: Annotated[
        Profile | None,
        typer.Option("--profile", help="Whose Markdown is written."),
    ] = None
    dialect: Annotated[
        Dialect | None,
        typer.Option("--dialect", help="Whose rules tell HTML from Markdown in a body."),
    ] = None
    engine: Annotated[
        Engine | None,
        typer.Option("--engine", help="What writes the Markdown."),
    ] = None
    on_difference: Annotated[
        OnDifference | None,
        typer.Option(
            "--on-difference", help="What happens to a block that would render differently."
        ),
    ] = None
    semantics: Annotated[
        Semantics | None,
        typer.Option(
            "--semantics", help="Elements Markdown has no syntax for (sub, dl, figure …)."
        ),
    ] = None
    keep_attributes: Annotated[
        list[str] | None,
        typer.Option(
            "--keep-attributes",
            metavar="NAME",
            help="Attributes that must survive; their elements stay HTML.",
        ),
    ] = None
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", metavar="TAG", help="Tags that stay HTML."),
    ] = None
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="SELECTOR", help="CSS selector of elements to leave out."),
    ] = None
    images: Annotated[
        Images | None,
        typer.Option("--images", help="What becomes of images."),
    ] = None
    media: Annotated[
        Media | None,
        typer.Option("--media", help="What becomes of iframes and players."),
    ] = None
    link_style: Annotated[
        LinkStyle | None,
        typer.Option("--link-style", help="Where addresses are written."),
    ] = None
    heading_style: Annotated[
        HeadingStyle | None,
        typer.Option("--heading-style", help="How headings are written."),
    ] = None
    wrap: Annotated[
        str | None,
        typer.Option("--wrap", metavar="none|N", help="Break paragraphs at N columns."),
    ] = None
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Make addresses absolute against this URL."),
    ] = None
    verify: Annotated[
        bool | None,
        typer.Option("--verify/--no-verify", help="Render the result and compare."),
    ] = None

    def laid_over(self, config: ConvertConfig) -> ConvertConfig:
        """Return the settings with the options that were given laid over them.

        Raises:
            UsageError: when `wrap` is neither ``none`` nor a number.
            ConfigError: when an address, a tag or a selector is none.
        """
        changes = given(self)
        check_options(ConvertConfig, changes)
        if self.wrap is not None:
            if self.wrap != "none" and not self.wrap.isdecimal():
                raise UsageError(f"--wrap takes none or a number of columns, not {self.wrap!r}")
            changes["wrap"] = 0 if self.wrap == "none" else int(self.wrap)
        return dataclasses.replace(config, **changes)
