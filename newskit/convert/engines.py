"""The markdownify engine: for archives whose earlier posts were converted with it.

BeautifulSoup and markdownify write each block; the same proof decides whether it stands.
"""

from __future__ import annotations

import inspect
import os
import sys
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from newskit.config.convert import MarkdownifyConfig
from newskit.convert.blocks import Block, block_source
from newskit.convert.tree import Event
from newskit.errors import ConfigError

__all__ = ["rewrite_blocks"]

_LISTS = frozenset({"strip", "convert", "keep_inline_images_in"})
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}


class _Engine(Protocol):
    def convert(self, html: str) -> str:
        """Return the Markdown of HTML."""
        ...


def rewrite_blocks(
    blocks: list[Block], events: list[Event], config: MarkdownifyConfig
) -> list[Block]:
    """Write the blocks of a document again, with markdownify.

    Args:
        blocks: the document's blocks.
        events: its events.
        config: markdownify's options, or whose converter to use.

    Raises:
        ConfigError: for an unknown option, or a converter that cannot be imported.
    """
    engine = _engine(config.converter, config.parser, tuple(sorted(config.options.items())))
    written: list[Block] = []
    for block in blocks:
        if block.start >= 0 and events[block.start][1] == "caption":
            continue  # a block of its own to newskit; here it comes with its table
        html = block_source(block, events)
        text = engine.convert(html).strip("\n")
        # markdownify drops what has no text, such as a player: it stays as newskit writes it.
        written.append(Block(block.kind, text, block.start, block.atoms) if text else block)
    return written


@cache
def _engine(converter: str, parser: str, options: tuple[tuple[str, str], ...]) -> _Engine:
    from markdownify import MarkdownConverter

    made: type[Any] = _import(converter) if converter else MarkdownConverter
    known = {
        name
        for kind in inspect.getmro(made)
        for inner in ("DefaultOptions", "Options")
        for name in vars(getattr(kind, inner, object))
        if not name.startswith("_")
    }
    for name, _ in options:
        if name not in known:
            raise ConfigError(
                f"convert.markdownify: markdownify has no option {name!r}",
                hint=f"Its options: {', '.join(sorted(known))}.",
            )
    values = {name: _value(name, text) for name, text in options}
    return cast("_Engine", made(bs4_options=parser, **values))


GROUP = "newskit.markdownify"
"""Entry points of installed packages: subclasses of MarkdownConverter, by name."""
ALLOW_CODE = "NEWSKIT_ALLOW_CODE"
"""Environment variable that ``--allow-code`` sets, for this process and its workers."""


def _import(name: str) -> type[Any]:
    """Return the converter that a configuration names.

    A configuration may come with an archive: it chooses among what is installed as an entry point,
    and imports no code by its name unless the user has said so.
    """
    from importlib.metadata import entry_points

    module, colon, attribute = name.partition(":")
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if not colon and name in installed:
        return cast("type[Any]", installed[name].load())
    if not colon:
        known = ", ".join(sorted(installed)) or "none"
        raise ConfigError(
            f"convert.markdownify.converter: no installed package has a converter {name!r}",
            hint=f"installed in the group {GROUP}: {known}; a class is named as module:Class",
        )
    if not os.environ.get(ALLOW_CODE):
        raise ConfigError(
            f"convert.markdownify.converter: {name!r} is code that a configuration names",
            hint="--allow-code runs it, where you trust whoever wrote the configuration; or install"
            f" it as an entry point of the group {GROUP}",
        )
    if os.getcwd() not in sys.path:  # noqa: PTH109 (as sys.path has it)
        sys.path.append(os.getcwd())  # noqa: PTH109 (the same)
    try:
        return cast("type[Any]", getattr(import_module(module), attribute))
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(
            f"convert.markdownify.converter: cannot import {name!r}: {error}"
        ) from error


def _value(name: str, text: str) -> object:
    if name in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if text.isdigit() else text
