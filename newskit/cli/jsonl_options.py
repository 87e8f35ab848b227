"""Options of `newskit export jsonl` alone."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Annotated

import typer

from newskit.config.export import (
    Compression,
    ExportConfig,
    FieldPreset,
    Order,
    RecordBody,
    RecordProfile,
)

__all__ = ["RecordOptions"]


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """What records are like, which are written, and how."""

    profile: Annotated[
        RecordProfile | None, typer.Option("--profile", help="Shape of the records.")
    ] = None
    body: Annotated[
        RecordBody | None, typer.Option("--body", help="Which body a record carries.")
    ] = None
    preset: Annotated[
        FieldPreset | None, typer.Option("--preset", help="Generator whose keys are looked for.")
    ] = None
    no_strip: Annotated[bool, typer.Option("--no-strip", help="Keep trailing boilerplate.")] = False
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="COND", help="Only posts for which COND holds; repeatable."
        ),
    ] = None
    select: Annotated[
        str, typer.Option("--select", metavar="FIELDS", help="Only these fields (a,b,metadata.c).")
    ] = ""
    sort: Annotated[Order, typer.Option("--sort", help="Order of the records.")] = Order.FOUND
    compress: Annotated[
        Compression, typer.Option("--compress", help="Compression; auto goes by the file's ending.")
    ] = Compression.AUTO
    shard_size: Annotated[
        str, typer.Option("--shard-size", metavar="SIZE", help="Parts of at most SIZE (64M, 2G).")
    ] = ""
    append: Annotated[
        bool, typer.Option("--append", help="Add the posts that FILE does not hold yet.")
    ] = False
    errors: Annotated[
        str,
        typer.Option(
            "--errors", metavar="skip|fail|FILE", help="What to do with unreadable posts."
        ),
    ] = "skip"

    def laid_over(self, config: ExportConfig) -> ExportConfig:
        """Return the settings with the options that were given laid over them."""
        return dataclasses.replace(
            config,
            profile=self.profile or config.profile,
            body=self.body or config.body,
            preset=self.preset or config.preset,
        )
