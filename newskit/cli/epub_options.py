"""Options of `newskit export epub`, and how they lie over the configuration."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from newskit.cli.groups import given
from newskit.config.epub import EpubConfig, GroupBy
from newskit.config.values import check_options

__all__ = ["EpubOptions", "rooted"]


@dataclass(frozen=True, slots=True)
class EpubOptions:
    """What a book is like; the names are those of the settings."""

    pack: Annotated[
        bool, typer.Option("--pack", help="Write the .epub file beside each folder.")
    ] = False
    split: Annotated[
        str,
        typer.Option(
            "--split",
            metavar="HOW",
            help="Volumes: month, day, year, category, count:N, size:N[K|M|G] or none.",
        ),
    ] = ""
    group_by: Annotated[
        GroupBy | None, typer.Option("--group-by", help="What the sections are made from.")
    ] = None
    title: Annotated[str, typer.Option("--title", help="Title of the book or series.")] = ""
    creator: Annotated[str, typer.Option("--creator", help="Creator of the book.")] = ""
    language: Annotated[
        str, typer.Option("--language", metavar="TAG", help="Language of the book (BCP 47).")
    ] = ""
    publisher: Annotated[str, typer.Option("--publisher", help="Publisher of the book.")] = ""
    identifier: Annotated[
        str, typer.Option("--identifier", metavar="ID", help="Unique identifier of the book.")
    ] = ""
    rights: Annotated[str, typer.Option("--rights", help="Rights statement.")] = ""
    description: Annotated[str, typer.Option("--description", help="Description.")] = ""
    base_url: Annotated[
        str, typer.Option("--base-url", metavar="URL", help="Site that relative links belong to.")
    ] = ""
    vertical: Annotated[
        bool, typer.Option("--vertical", help="Vertical writing for CJK and Mongolian.")
    ] = False
    images: Annotated[
        Path | None,
        typer.Option("--images", metavar="DIR", help="Folder of the posts' images."),
    ] = None
    fetch_images: Annotated[
        bool, typer.Option("--fetch-images", help="Download remote images into --images.")
    ] = False
    css: Annotated[
        Path | None, typer.Option("--css", metavar="FILE", help="Style sheet to add.")
    ] = None
    cover: Annotated[Path | None, typer.Option("--cover", metavar="FILE", help="Cover image.")] = (
        None
    )

    def laid_over(self, config: EpubConfig) -> EpubConfig:
        """Return the settings with the options that were given laid over them.

        Raises:
            ConfigError: when an address or a language is none.
        """
        changes = given(self)
        check_options(EpubConfig, changes)
        paths = {name: str(value) for name, value in changes.items() if isinstance(value, Path)}
        return dataclasses.replace(config, **{**changes, **paths})


def rooted(config: EpubConfig, folder: str) -> EpubConfig:
    """Let the paths of a configuration file start at its folder."""
    if not folder:
        return config
    return dataclasses.replace(
        config,
        css=str(Path(folder) / config.css) if config.css else "",
        cover=str(Path(folder) / config.cover) if config.cover else "",
        images=str(Path(folder) / config.images) if config.images else "",
    )
