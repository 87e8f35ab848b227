"""Converters for site-specific tags, installed as entry points (`newskit.converters`)."""

from __future__ import annotations

from functools import cache
from typing import Protocol, cast

from newskit.errors import ConfigError

__all__ = ["GROUP", "Converter", "YouTube", "load_converters"]

GROUP = "newskit.converters"


class Converter(Protocol):
    """What an entry point must name: a class without arguments, or an object.

    Attributes:
        tags: the names of the elements it wants to see, in lower case.
    """

    tags: tuple[str, ...]

    def convert(self, tag: str, attributes: dict[str, str], content: str) -> str | None:
        """Return HTML to stand in the element's place; None to leave it as it is.

        Args:
            tag: the element's name.
            attributes: its attributes, unescaped.
            content: its content, as HTML.
        """
        ...


@cache
def load_converters(names: tuple[str, ...]) -> dict[str, Converter]:
    """Return the named converters by the tags they want to see; the first named wins.

    Raises:
        ConfigError: when a name is not installed.
    """
    if not names:
        return {}
    from importlib.metadata import entry_points

    found: dict[str, Converter] = {}
    installed = {point.name: point for point in entry_points(group=GROUP)}
    for name in names:
        if name not in installed:
            known = ", ".join(sorted(installed)) or "none"
            raise ConfigError(f"converter {name!r} is not installed", hint=f"Installed: {known}.")
        loaded = installed[name].load()
        converter = cast("Converter", loaded() if isinstance(loaded, type) else loaded)
        for tag in converter.tags:
            found.setdefault(tag, converter)
    return found


class YouTube:
    """The example: a YouTube player becomes a link to the video's page."""

    tags = ("iframe",)

    def convert(self, tag: str, attributes: dict[str, str], content: str) -> str | None:
        """Return a link for a YouTube player; leave other frames alone."""
        del tag, content
        address, slash, video = attributes.get("src", "").partition("/embed/")
        if not slash or "youtube" not in address:
            return None
        name = video.partition("?")[0].partition("/")[0]
        if not name.replace("-", "").replace("_", "").isalnum():
            return None
        url = f"https://www.youtube.com/watch?v={name}"
        return f'<a href="{url}">{url}</a>'
