"""WordPress's shortcodes as the HTML that WordPress shows for them, for those who ask for it.

Those of WordPress itself and of Jetpack that say by themselves what they show (Shortcode API;
wp-includes/media.php; jetpack/modules/shortcodes). A gallery of numbers, a form or a plug-in's own
shortcode says nothing without its site: it stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Final

from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.lazy import lazy

_CODE: Final = frozenset(
    """code sourcecode php html css js javascript python ruby bash sql xml java cpp csharp text
    codeblock""".split()  # noqa: SIM905 - a table of words
)
_FORMULA: Final = frozenset({"latex", "math", "katex", "tex"})
_PLAYERS: Final = {"audio": ("src", "mp3", "m4a", "ogg", "wav", "wma", "flac"),
                   "video": ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv")}  # fmt: skip
_PAGES: Final = {
    "youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}", "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}", "dailymotion": "https://dai.ly/{}",
    "instagram": "", "soundcloud": "", "spotify": "", "embed": "", "slideshare": "", "ted": "",
    "scribd": "https://www.scribd.com/document/{}", "googlemaps": "", "flickr": "",
}  # fmt: skip
_AROUND: Final = frozenset({"caption", "wp_caption"})
_NAMES: Final = _CODE | _FORMULA | _PLAYERS.keys() | _PAGES.keys() | _AROUND
_OPEN = lazy(
    rf"(?<!\[)\[({'|'.join(sorted(_NAMES))})((?:[\s=](?:[^\[\]\"']|\"[^\"]*\"|'[^']*')*?)?)(/?)\](?!\])"
)
_SAID = lazy(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"']+))|\"([^\"]*)\"|(\S+)")
_PICTURE = lazy(r"\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)", re.IGNORECASE)
_TAG = lazy(r"<[a-zA-Z/][^<>]*>")
_SHORT = 300  # code points of content that is repeated in the report
_ADDRESS = lazy(r"(?:https?:)?//\S+\Z")


@dataclass(frozen=True, slots=True)
class Written:
    """A body whose shortcodes are written as HTML.

    Attributes:
        text: the body.
        said: each shortcode's brackets with all in them, and its offset in the source.
        ends: where what was written for each ends in `text`, in order.
        shifts: how much longer `text` is by then.
    """

    text: str
    said: tuple[tuple[int, str], ...] = ()
    ends: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def place(self, found: Conversion, source: str) -> Conversion:
        """Return a conversion of `text` with its differences where they are in the source."""
        moved = sorted(self._moved(found.differences, source), key=lambda one: one.offset)
        return replace(found, differences=tuple(moved))

    def _moved(self, found: tuple[Difference, ...], source: str) -> Iterator[Difference]:
        for one in found:
            index = bisect_right(self.ends, one.offset) - 1
            offset = one.offset - self.shifts[index] if index >= 0 else one.offset
            line, column, offset = _position(source, min(offset, len(source)))
            yield replace(one, line=line, column=column, offset=offset)
        for start, said in self.said:
            kind, action = DifferenceKind.ELEMENT, Action.REPORTED
            yield Difference(kind, *_position(source, start), said, action)


def _position(source: str, offset: int) -> tuple[int, int, int]:
    """Return the line, the column and the offset of a place."""
    line = source.count("\n", 0, offset) + 1
    return line, offset - source.rfind("\n", 0, offset), offset


def read_shortcodes(html: str) -> Written:
    """Return a body with the shortcodes that say what they show written as HTML."""
    parts: list[str] = []
    said: list[tuple[int, str]] = []
    ends: list[int] = []
    shifts: list[int] = []
    length = position = 0
    missing: set[str] = set()
    for match in _OPEN.finditer(html):
        if match.start() < position:
            continue
        name, closing = match[1], f"[/{match[1]}]"
        end = -1 if match[3] or name in missing else html.find(closing, match.end())
        if end < 0 and not match[3]:
            missing.add(name)
        inside = html[match.end() : end] if end >= 0 else ""
        shown = _shown(name, _said(match[2]), inside)
        if not shown:
            continue
        parts += [html[position : match.start()], shown]
        length += match.start() - position + len(shown)
        position = end + len(closing) if end >= 0 else match.end()
        ends.append(length)
        shifts.append(length - position)
        whole = len(inside) < _SHORT
        brackets = html[match.start() : position] if whole else match[0] + closing
        said.append((match.start(), unescape(_TAG.sub("", brackets))))
    parts.append(html[position:])
    return Written("".join(parts), tuple(said), tuple(ends), tuple(shifts))


def _said(raw: str) -> dict[str, str]:
    """Return the attributes of a shortcode; what has no name is numbered (Shortcode API)."""
    found: dict[str, str] = {}
    for match in _SAID.finditer(unescape(raw)):
        name, double, single, bare, quoted, alone = match.groups()
        value = next((one for one in (double, single, bare, quoted, alone) if one is not None), "")
        found[name.lower() if name else str(len(found))] = value.lstrip("=") if not name else value
    return found


def _shown(name: str, said: dict[str, str], inside: str) -> str:
    """Return the HTML that a shortcode shows; empty where it does not say."""
    if name in _CODE:
        language = said.get("language") or said.get("lang") or said.get("0", "")
        language = language or ("" if name in {"code", "sourcecode", "codeblock"} else name)
        marked = f' class="language-{escape(language)}"' if language else ""
        text = escape(unescape(inside.strip("\r\n")), quote=False)
        return f"\n<pre><code{marked}>{text}</code></pre>\n" if text else ""
    if name in _FORMULA:
        tex = escape(unescape(inside).strip(), quote=False)
        return f'<span class="math inline">\\({tex}\\)</span>' if tex else ""
    if name in _AROUND:
        return _figure(said, inside)
    if name in _PLAYERS:
        return _player(name, said)
    address = _address(name, said, inside)
    return f"\n<div>{escape(address)}</div>\n" if address else ""


def _figure(said: dict[str, str], inside: str) -> str:
    picture = _PICTURE.match(inside)
    if picture is None:
        return ""
    words = inside[picture.end() :].strip() or escape(said.get("caption", ""))
    if not words:
        return f"\n<div>{picture[1]}</div>\n"
    return f"\n<figure>{picture[1]}<figcaption>{words}</figcaption></figure>\n"


def _player(name: str, said: dict[str, str]) -> str:
    sources = [said[kind] for kind in _PLAYERS[name] if said.get(kind)]
    sources += [said["0"]] if _ADDRESS.match(said.get("0", "")) else []
    if not sources:
        return ""
    poster = f' poster="{escape(said["poster"])}"' if said.get("poster") else ""
    inside = "".join([f'<source src="{escape(one)}">' for one in sources[1:]])
    return f'\n<{name} src="{escape(sources[0])}"{poster} controls>{inside}</{name}>\n'


def _address(name: str, said: dict[str, str], inside: str) -> str:
    """Return the address of the page that an embed shows."""
    stated = (unescape(inside).strip(), said.get("url"), said.get("src"), said.get("0"))
    for one in stated:
        if one and _ADDRESS.match(one):
            return f"https:{one}" if one.startswith("//") else one
    number = said.get("id") or said.get("0", "")
    page = _PAGES[name]
    return page.format(number) if page and re.fullmatch(r"[\w/-]+", number) else ""
