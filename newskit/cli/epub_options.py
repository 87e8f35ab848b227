"""Options of `newskit export epub`, and how they lie over the configuration."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from newskit.config.epub import EpubConfig, GroupBy

__all__ = [
    "BaseUrl",
    "Cover",
    "Creator",
    "Css",
    "Description",
    "FetchImages",
    "Group",
    "Identifier",
    "Images",
    "Language",
    "Pack",
    "Publisher",
    "Rights",
    "Split",
    "Title",
    "Vertical",
    "overlay",
    "rooted",
]


Title: TypeAlias = Annotated[str, typer.Option("--title", help="Title of the book or series.")]
Creator: TypeAlias = Annotated[str, typer.Option("--creator", help="Creator of the book.")]
Language: TypeAlias = Annotated[
    str, typer.Option("--language", metavar="TAG", help="Language of the book (BCP 47).")
]
Publisher: TypeAlias = Annotated[str, typer.Option("--publisher", help="Publisher of the book.")]
Identifier: TypeAlias = Annotated[
    str, typer.Option("--identifier", metavar="ID", help="Unique identifier of the book.")
]
Rights: TypeAlias = Annotated[str, typer.Option("--rights", help="Rights statement.")]
Description: TypeAlias = Annotated[str, typer.Option("--description", help="Description.")]
BaseUrl: TypeAlias = Annotated[
    str, typer.Option("--base-url", metavar="URL", help="Site that relative links belong to.")
]
Group: TypeAlias = Annotated[
    GroupBy | None, typer.Option("--group-by", help="What the sections are made from.")
]
Split: TypeAlias = Annotated[
    str,
    typer.Option(
        "--split",
        metavar="HOW",
        help="Volumes: month, day, year, category, count:N, size:N[K|M|G] or none.",
    ),
]
Pack: TypeAlias = Annotated[
    bool, typer.Option("--pack", help="Write the .epub file beside each folder.")
]
Vertical: TypeAlias = Annotated[
    bool, typer.Option("--vertical", help="Vertical writing for CJK and Mongolian.")
]
Images: TypeAlias = Annotated[
    Path | None,
    typer.Option("--images", metavar="DIR", help="Folder of the posts' images."),
]
FetchImages: TypeAlias = Annotated[
    bool, typer.Option("--fetch-images", help="Download remote images into --images.")
]
Css: TypeAlias = Annotated[
    Path | None, typer.Option("--css", metavar="FILE", help="Style sheet to add.")
]
Cover: TypeAlias = Annotated[
    Path | None, typer.Option("--cover", metavar="FILE", help="Cover image.")
]


def overlay(config: EpubConfig, **given: object) -> EpubConfig:
    """Lay options over the configuration; one that was not given changes nothing.

    Raises:
        TypeError: when an option has no setting of its name.
    """
    stated = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in given.items()
        if value is not None and value != "" and value is not False
    }
    return dataclasses.replace(config, **stated)  # type: ignore[arg-type]


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
