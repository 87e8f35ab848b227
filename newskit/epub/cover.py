"""A cover drawn as SVG: title, period and count, in whatever script they are written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from xml.sax.saxutils import escape

from newskit.epub.plan import Plan
from newskit.errors import ConfigError
from newskit.files import read_text

# The user's own style sheet.


# A file that is not in the book, or one that is fetched, would make every reader complain.
_REFERENCE = re.compile(r"@import|url\(\s*['\"]?\s*(?!data:|#)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def load_css(file: str) -> bytes:
    """Read a style sheet; empty when the option is.

    Raises:
        ConfigError: when it cannot be read, is not UTF-8, or refers to other files.
    """
    if not file:
        return b""
    try:
        text = read_text(file, "utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", hint="give css a style sheet") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8") from error
    if _REFERENCE.search(_COMMENT.sub("", text)):
        raise ConfigError(
            f"{file}: refers to other files", hint="a style sheet in a book stands alone"
        )
    return text.encode()


_WIDTH, _HEIGHT = 1200, 1600
_MARGIN = 110
# Deep colours with at least 7:1 contrast to white text (WCAG 2.2, 1.4.6).
_COLOURS = ("#1d3557", "#3d2645", "#14453d", "#5c1a1b", "#2f3e46", "#3a2d0f", "#123c69", "#4a1942")
_SIZES = (124, 104, 88, 72, 60, 48)
_MAX_LINES = 6


def draw_cover(plan: Plan) -> bytes:
    """Return the cover of a book; the same plan always gives the same bytes."""
    title = plan.series.title
    colour = _COLOURS[hashlib.sha256(title.encode()).digest()[0] % len(_COLOURS)]
    rtl = plan.series.direction == "rtl"
    size, lines = _fit(title)
    x = _WIDTH - _MARGIN if rtl else _MARGIN
    top = 420
    parts = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{colour}"/>',
        f'<rect x="{_MARGIN}" y="200" width="{_WIDTH - 2 * _MARGIN}" height="10" fill="#fff"/>',
        f'<rect x="{_MARGIN}" y="228" width="{_WIDTH - 2 * _MARGIN}" height="3" fill="#fff"/>',
    ]
    for number, line in enumerate(lines):
        parts.append(_text(line, x, top + round(number * size * 1.28), size, bold=True))
    if plan.period:
        y = top + round(len(lines) * size * 1.28) + 60
        parts.append(_text(plan.period, x, y, _shrink(plan.period, 64)))
    count = sum(1 for _ in plan.pages())
    parts += [
        f'<rect x="{_MARGIN}" y="1370" width="{_WIDTH - 2 * _MARGIN}" height="3" fill="#fff"/>',
        _text(plan.labels.count(count), x, 1450, 48),
    ]
    direction = ' direction="rtl"' if rtl else ""
    language = escape(plan.series.language)
    svg = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" xml:lang="{language}"{direction}>\n'
        f"<title>{escape(plan.title)}</title>\n"
    )
    return (svg + "\n".join(parts) + "\n</svg>\n").encode()


def wrap_text(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` ems, between words or wide characters."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in _words(text):
        extent = sum(map(_extent, word))
        if line and used + sum(map(_extent, word.rstrip())) > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        line += word
        used += extent
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """Split where a line may break: after spaces, and around wide characters."""
    words: list[str] = []
    for character in text:
        closing = unicodedata.category(character) in {"Pe", "Pf", "Po"}
        last = words[-1][-1] if words else " "
        breaks = _is_wide(character) or (_is_wide(last) and character != " ")
        if last == " " or (breaks and not closing):
            words.append(character)
        else:
            words[-1] += character
    return words


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _extent(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if _is_wide(character):
        return 1.0
    return 0.7 if character.isupper() else 0.32 if character in " .,:;!|il'" else 0.56


def _fit(title: str) -> tuple[int, list[str]]:
    room = _WIDTH - 2 * _MARGIN
    for size in _SIZES:
        lines = wrap_text(title, room / size)
        if len(lines) <= _MAX_LINES and all(_extent_of(line) * size <= room for line in lines):
            return size, lines
    size = _SIZES[-1]
    lines = wrap_text(title, room / size)[:_MAX_LINES]
    return size, [line[: int(room / size / 0.5)] for line in lines]


def _shrink(line: str, size: int) -> int:
    room = _WIDTH - 2 * _MARGIN
    return max(min(size, int(room / max(_extent_of(line), 1))), 20)


def _extent_of(line: str) -> float:
    return sum(map(_extent, line))


def _text(line: str, x: int, y: int, size: int, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    # Serif first for Latin; readers substitute their own font for other scripts.
    return (
        f'<text x="{x}" y="{y}" font-family="Georgia, \'Noto Serif\', serif" '
        f'font-size="{size}"{weight} fill="#fff">{escape(line)}</text>'
    )
