"""The page of one post."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newskit.epub.content.anchors import TOP
from newskit.epub.labels import Labels, format_day, labels_for
from newskit.epub.pages.frame import attribute, page, styles, text

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.facts import BookFacts

__all__ = ["article_page"]


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
