"""The pages of a book: the frame each of them stands in, its cover and its title page."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from newskit.config.export import EpubConfig
from newskit.epub.article import BookFacts, ImageSlot, Labels, format_day, labels_for
from newskit.epub.content.footnotes import TOP
from newskit.epub.content.values import is_vertical, one_line
from newskit.epub.images import Picture
from newskit.epub.plan import BookPage, Plan, Section
from newskit.errors import ConfigError
from newskit.files import read_text

# A cover drawn as SVG: title, period and count, in whatever script they are written.

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


STYLE = "css/news.css"
OWN_STYLE = "css/own.css"
VERTICAL_STYLES: Mapping[str, str] = MappingProxyType(
    {"vertical-rl": "css/vertical-rl.css", "vertical-lr": "css/vertical-lr.css"}
)


def text(value: str) -> str:
    """Escape a text for XML."""
    # Most texts hold nothing to escape, and a book is made of very many.
    if "&" in value or "<" in value or ">" in value:
        return escape(value)
    return value


def attribute(value: str) -> str:
    """Escape and quote an attribute value for XML."""
    if '"' in value or "\n" in value or "\t" in value or "\r" in value:
        return quoteattr(value)
    return f'"{text(value)}"'


def styles(language: str, config: EpubConfig, prefix: str = "../") -> tuple[str, ...]:
    """Return the style sheets of a page, as relative URLs; `prefix` leads to the package."""
    mode = is_vertical(language) if config.vertical else ""
    names = [STYLE]
    if mode:
        names.append(VERTICAL_STYLES[mode])
    if config.css:
        names.append(OWN_STYLE)
    return tuple(prefix + name for name in names)


def page(  # noqa: PLR0913 - a page has this many parts, all named by the caller
    *,
    title: str,
    language: str,
    direction: str,
    sheets: Iterable[str],
    body: bytes,
    kind: str = "",
    head: str = "",
) -> bytes:
    """Return a whole XHTML page in UTF-8.

    Args:
        title: the title, plain text.
        language: BCP 47 tag.
        direction: ``ltr`` or ``rtl``.
        sheets: relative URLs of the style sheets.
        body: the markup inside ``body``.
        kind: class of ``body``; may be empty.
        head: further markup for the end of ``head``.
    """
    links = "".join(
        f'<link rel="stylesheet" type="text/css" href={attribute(sheet)}/>\n' for sheet in sheets
    )
    # Some readers take the direction from the body only.
    name = ' dir="rtl"' if direction == "rtl" else ""
    name += f" class={attribute(kind)}" if kind else ""
    start = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f"lang={attribute(language)} xml:lang={attribute(language)} dir={attribute(direction)}>\n"
        f'<head>\n<meta charset="utf-8"/>\n<title>{text(title)}</title>\n{links}{head}</head>\n'
        f"<body{name}>\n"
    )
    return start.encode() + body + b"\n</body>\n</html>\n"


# An image in a page, or the labelled link that stands for it.


def picture_markup(slot: ImageSlot, picture: Picture | None) -> bytes:
    """Return the markup for a slot; without a picture, its label, linked where it can be."""
    if picture is None:
        label = text(slot.label)
        if slot.link and not slot.in_link:
            return f'<a class="nk-media" href={attribute(slot.link)}>{label}</a>'.encode()
        known = slot.source and not slot.source.startswith("data:")
        source = f" data-src={attribute(slot.source)}" if known else ""
        return f'<span class="nk-media"{source}>{label}</span>'.encode()
    width, height = slot.width or picture.width, slot.height or picture.height
    if bool(slot.width) != bool(slot.height):
        width = height = 0
    size = f' width="{width}" height="{height}"' if width and height else ""
    # A link or heading may hold nothing but the image: the label is better than no name.
    alt = attribute(slot.alt or slot.label)
    return f"<img src={attribute(f'../{picture.path}')} alt={alt}{size}/>".encode()


# The page of one post.


def article_page(
    facts: BookFacts, config: EpubConfig, *, title: str, language: str, direction: str, body: bytes
) -> bytes:
    """Return the page, with the place for the links to its neighbours still open."""
    labels = labels_for(language)
    start = (
        f'<article id="{TOP}">\n<header class="nk-header">\n<h1>{text(title)}</h1>\n'
        f"{_meta(facts, labels, language)}</header>\n"
    )
    markup = start.encode() + body + b"\n</article>\n<?nk links?>"
    head = f'<script type="application/ld+json">{_json_ld(facts, title, language)}</script>\n'
    if facts.url:
        head = f'<link rel="canonical" href={attribute(facts.url)}/>\n{head}'
    return page(
        title=title,
        language=language,
        direction=direction,
        sheets=styles(language, config),
        body=markup,
        kind="nk-article",
        head=head,
    )


def _meta(facts: BookFacts, labels: Labels, language: str) -> str:
    parts: list[str] = []
    published = facts.published
    if published.day:
        shown = format_day(published.day, language)
        if published.time:
            shown = f"{shown} {published.time}"
        parts.append(f"<time datetime={attribute(published.machine)}>{text(shown)}</time>")
    if facts.source:
        parts.append(_labelled(labels.labelled(labels.source), facts.source))
    if facts.authors:
        parts.append(_labelled(labels.labelled(labels.author), ", ".join(facts.authors)))
    address = facts.source_url or facts.url
    if address:
        parts.append(f"<a href={attribute(address)}>{text(labels.original)}</a>")
    if not parts:
        return ""
    items = "".join(f"<li>{part}</li>\n" for part in parts)
    return f'<ul class="nk-meta">\n{items}</ul>\n'


def _labelled(label: str, value: str) -> str:
    return f'<span class="nk-label">{text(label)}</span><bdi>{text(value)}</bdi>'


def _json_ld(facts: BookFacts, title: str, language: str) -> str:
    """Describe the article as schema.org's NewsArticle (https://schema.org/NewsArticle)."""
    publisher = facts.publisher or facts.source
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "description": facts.summary,
        "datePublished": facts.published.machine,
        "dateModified": facts.modified.machine,
        "inLanguage": "" if language == "und" else language,
        "author": [{"@type": "Person", "name": name} for name in facts.authors],
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
        "articleSection": list(facts.categories),
        "keywords": list(facts.tags),
        "url": facts.url,
        "isBasedOn": facts.source_url,
        "license": facts.license,
    }
    stated = {key: value for key, value in data.items() if value}
    found = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
    # The escapes let HTML and XML parsers read the block alike.
    return found.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


# Cover and title page.


# Pages that list posts: one for each section, one for all dates; the links between posts.


def section_page(plan: Plan, section: Section, config: EpubConfig) -> bytes:
    """Return the page that opens a section."""
    series = plan.series
    days = "\n".join(
        f"<h2>{text(day.label)}</h2>\n{_links(plan, day.pages)}"
        if day.label != section.name
        else _links(plan, day.pages)
        for day in section.days
    )
    body = (
        f'<section epub:type="chapter" role="doc-chapter">\n<h1>{text(section.name)}</h1>\n'
        f"{days}\n</section>"
    )
    return page(
        title=section.name,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-section",
    )


def dates_page(plan: Plan, config: EpubConfig) -> bytes:
    """Return the index of dates: every day of the book with its posts."""
    series = plan.series
    title = plan.labels.dates
    found: dict[str, tuple[str, list[BookPage]]] = {}
    for section in plan.sections:
        for day in section.days:
            found.setdefault(day.day, (day.label, []))[1].extend(day.pages)
    parts = [
        f"<h2>{text(label)}</h2>\n{_links(plan, pages)}"
        for _, (label, pages) in sorted(found.items(), key=lambda item: item[0] or "~")
    ]
    body = (
        f'<section epub:type="index" role="doc-index">\n<h1>{text(title)}</h1>\n'
        + "\n".join(parts)
        + "\n</section>"
    )
    return page(
        title=title,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-dates",
    )


def neighbour_links(
    before: BookPage | None, current: BookPage, after: BookPage | None, section: str
) -> bytes:
    """Return the links to the post before, the section and the post after.

    Args:
        before: the post before, if any.
        current: the post whose page it is; its language decides the words.
        after: the post after, if any.
        section: file of the section page; empty when there is none.
    """
    labels = labels_for(current.entry.article.language)
    items: list[str] = []
    if before is not None:
        items.append(_neighbour("prev", labels.labelled(labels.previous), before))
    if section:
        name = text(current.section)
        items.append(f'<a class="nk-up" href={attribute(section)}><bdi>{name}</bdi></a>')
    if after is not None:
        items.append(_neighbour("next", labels.labelled(labels.next), after))
    if not items:
        return b""
    listed = "".join(f"<li>{item}</li>\n" for item in items)
    label = attribute(f"{labels.previous}, {labels.next}")
    return f'<nav class="nk-links" aria-label={label}>\n<ul>\n{listed}</ul>\n</nav>'.encode()


def _neighbour(kind: str, label: str, page: BookPage) -> str:
    words = f'<span class="nk-label">{text(label)}</span>'
    title = text(page.entry.article.title)
    return f'<a class="nk-{kind}" href={attribute(page.file)}>{words}<bdi>{title}</bdi></a>'


def _links(plan: Plan, pages: Iterable[BookPage]) -> str:
    items = "".join(
        f"<li><a href={attribute(item.file)}{foreign_language(plan, item)}>"
        f"{text(item.entry.article.title)}</a></li>\n"
        for item in pages
    )
    return f'<ul class="nk-list">\n{items}</ul>'


def foreign_language(plan: Plan, item: BookPage) -> str:
    """Return the language attributes of a title, where it is not that of the book."""
    article = item.entry.article
    if article.language == plan.series.language:
        return ""
    tag = attribute(article.language)
    return f' lang={tag} xml:lang={tag} dir="{article.direction}"'


def cover_page(plan: Plan, config: EpubConfig, image: str) -> bytes:
    """Return the page that shows the cover; `image` is its file name in the package."""
    series = plan.series
    body = (
        f'<section epub:type="cover" aria-label={attribute(plan.labels.cover)}>\n'
        f"<img src={attribute(f'../{image}')} alt={attribute(plan.title)}/>\n</section>"
    )
    return page(
        title=plan.labels.cover,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-cover",
    )


def title_page(plan: Plan, config: EpubConfig) -> bytes:
    """Return the page with title, period, count and what the options state."""
    series = plan.series
    lines = [f"<h1>{text(series.title)}</h1>"]
    if plan.period:
        lines.append(f'<p class="nk-period">{text(plan.period)}</p>')
    count = sum(1 for _ in plan.pages())
    lines.append(f'<p class="nk-count">{text(plan.labels.count(count))}</p>')
    stated = (config.creator, series.publisher, config.description, config.rights)
    lines += [
        f"<p>{text(value)}</p>"
        for value in dict.fromkeys(map(one_line, stated))
        if value and value != series.title
    ]
    body = '<section epub:type="titlepage">\n' + "\n".join(lines) + "\n</section>"
    return page(
        title=plan.title,
        language=series.language,
        direction=series.direction,
        sheets=styles(series.language, config),
        body=body.encode(),
        kind="nk-title",
    )
