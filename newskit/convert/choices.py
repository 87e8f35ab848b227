"""An archivist's choices, made before anything is written: the proof then covers them too.

What a choice leaves out or replaces is a difference; the rest of the document is what the Markdown
must show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Protocol, cast
from urllib.parse import urljoin

from newskit.config.convert import ConvertConfig, Images, Media
from newskit.convert.notes import Note
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.tree import (
    Event,
    LexborHTMLParser,
    attributes,
    body_of,
    element_end,
    serialize,
    tokenize,
)
from newskit.errors import ConfigError
from newskit.lazy import lazy

# Converters for site-specific tags, installed as entry points (`newskit.converters`).


GROUP = "newskit.converters"


class Converter(Protocol):
    """What an entry point must name: a class without arguments, or an object.

    Attributes:
        tags: the names of the elements it wants to see, in lower case.
    """

    tags: tuple[str, ...]

    def convert(self, tag: str, attributes: dict[str, str], content: str) -> str | None:
        """Return HTML to stand in the element's place; None to leave it as it is."""
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


_ADDRESS = lazy(r'( (?:href|src|poster)=")([^"]*)(")')
_RELATIVE = lazy(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|#)")
_EMBEDDED = frozenset({"iframe", "video", "audio", "embed", "object"})


def has_choices(config: ConvertConfig) -> bool:
    """Tell whether the configuration asks for anything to be left out or replaced."""
    return bool(
        config.drop
        or config.base_url
        or config.converters
        or config.images is not Images.KEEP
        or config.media is not Media.HTML
    )


def choose(body: str, config: ConvertConfig) -> tuple[str, list[Note]]:
    """Apply the choices to a serialised body.

    Returns:
        The body element as it is to be converted, and what was left out or replaced.

    Raises:
        ConfigError: when a selector cannot be read or a converter is not installed.
    """
    notes: list[Note] = []
    if config.drop:
        body = _drop(body, config.drop, notes)
    events = tokenize(body)
    converters = load_converters(config.converters)
    if converters:
        events = tokenize(serialize(_convert(events, converters, notes)))
    if config.images is not Images.KEEP:
        events = list(_images(events, config.images, notes))
    if config.media is Media.LINK:
        events = list(_media(events, notes))
    if config.base_url:
        events = [
            (text, tag, _absolute(raw, config.base_url), other) for text, tag, raw, other in events
        ]
    return serialize(events), notes


def _drop(body: str, selectors: tuple[str, ...], notes: list[Note]) -> str:
    tree = LexborHTMLParser("<!DOCTYPE html>" + body)
    for selector in selectors:
        try:
            found = tree.css(selector)
        except Exception as error:  # the parser raises its own kinds for a bad selector
            raise ConfigError(
                f"convert.drop: {selector!r} is not a CSS selector: {error}"
            ) from error
        for node in found:
            text = f"{selector}: {(node.text() or '').strip()[:80]}"
            notes.append(Note(DifferenceKind.DROPPED, Action.DROPPED, node.tag or "", text))
            node.decompose()
    return body_of(tree)


def _images(events: list[Event], images: Images, notes: list[Note]) -> Iterator[Event]:
    for event in events:
        text, tag, raw, _ = event
        if tag != "img":
            yield event
            continue
        notes.append(Note(DifferenceKind.DROPPED, Action.REPORTED, "img", raw.strip()))
        source = re.search(r' src="([^"]*)"', raw)
        if images is Images.LINK and source:
            label = re.search(r' alt="([^"]*[^\s"][^"]*)"', raw)
            yield (text, "a", f' href="{source[1]}"', "")
            yield (label[1] if label else source[1], "/a", "", "")
        else:
            # An element that says nothing keeps the text around the image apart.
            yield (text, "span", "", "")
            yield ("", "/span", "", "")


def _media(events: list[Event], notes: list[Note]) -> Iterator[Event]:
    index = 0
    while index < len(events):
        event = events[index]
        if event[1] not in _EMBEDDED:
            yield event
            index += 1
            continue
        end = element_end(events, index)
        address = next(
            (
                found.get("src") or found.get("data") or ""
                for found in [attributes(events[place][2]) for place in range(index, end + 1)]
                if found.get("src") or found.get("data")
            ),
            "",
        )
        notes.append(Note(DifferenceKind.ELEMENT, Action.REPORTED, event[1], address))
        escaped = address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        yield (event[0], "a", f' href="{escaped}"', "")
        yield (escaped, "/a", "", "")
        index = end + 1


def _absolute(raw: str, base: str) -> str:
    if "=" not in raw:
        return raw

    def join(match: re.Match[str]) -> str:
        address = match[2]
        if not address or not _RELATIVE.match(address):
            return match[0]
        plain = address.replace("&amp;", "&")
        return f"{match[1]}{urljoin(base, plain).replace('&', '&amp;')}{match[3]}"

    return _ADDRESS.sub(join, raw)


def _convert(
    events: list[Event], converters: dict[str, Converter], notes: list[Note]
) -> list[Event]:
    """Let the converters replace their elements, outermost first."""
    out: list[Event] = []
    index = 0
    while index < len(events):
        event = events[index]
        converter = converters.get(event[1])
        if converter is None:
            out.append(event)
            index += 1
            continue
        end = element_end(events, index)
        inside = serialize(events[index + 1 : end]) + (events[end][0] if end > index else "")
        replaced = converter.convert(event[1], attributes(event[2]), inside)
        if replaced is None:
            out.append(event)
            index += 1
            continue
        notes.append(Note(DifferenceKind.ELEMENT, Action.REPORTED, event[1], event[2].strip()))
        out.append((event[0], "span", "", ""))
        out.extend(tokenize(f"{replaced}<span>"))
        out += [("", "/span", "", ""), ("", "/span", "", "")]
        index = end + 1
    return out
