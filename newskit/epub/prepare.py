"""From one record to one page: what runs in the worker processes.

Reads top to bottom: who and when, which language, the body, the page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

from newskit.config.export import EpubConfig, GroupBy
from newskit.epub.article import BookFacts, PreparedArticle, labels_for, read_facts
from newskit.epub.content.body import body_markup
from newskit.epub.content.state import Notes
from newskit.epub.content.values import (
    clean,
    direction_of,
    guess_language,
    normalise_language,
    one_line,
    safe_url,
)
from newskit.epub.links import Readings, link_names
from newskit.epub.pages import article_page

_MARKUP = re.compile(r"<[^<>]*+>|&[a-z]+;")
_NOT_ASCII_NAME = re.compile(r"[^A-Za-z0-9]+")
_DATED = re.compile(r"^[0-9]{2,4}-[0-9]{1,2}-[0-9]{1,2}[-_]?")
_TITLE_LENGTH = 80


def prepare(
    record: Mapping[str, object],
    config: EpubConfig,
    local: Callable[[str], Path | None] | None = None,
    site: str = "",
) -> PreparedArticle:
    """Make the page of one post; pure, and never refused.

    Args:
        record: of ``export jsonl``, with ``content_html``; else ``text`` is set as paragraphs.
        config: the options of the exporter.
        local: gives the file of an image by its address in the post; None to look for none.
        site: name of the site that the post belongs to.
    """
    facts, html = read_facts(record, config.base_url), _html(record)
    sample = _MARKUP.sub(" ", html[:1500])
    language = _language(facts, sample, config)
    notes = _notes(facts, config, language, local)
    body = body_markup(html, notes)
    for code in facts.templates:
        notes.change("template-code", code, "dropped")
    title = facts.title or _made_title(sample) or notes.labels.untitled
    direction = direction_of(language, title + " " + sample)
    said = {"title": title, "language": language, "direction": direction}
    return PreparedArticle(
        path=facts.path,
        **said,
        day=facts.published.day,
        order=f"{facts.published.time or '24:00'} {facts.path}",
        modified=max(facts.published.instant, facts.modified.instant),
        section=_section(facts, config),
        category=facts.categories[0] if facts.categories else "",
        publisher=facts.source or facts.publisher,
        site=site,
        slug=_slug(facts),
        page=article_page(facts, config, body=body, **said),
        images=tuple(notes.slots),
        changes=tuple(notes.changes),
        features=frozenset(notes.features),
        names=link_names(facts, _front_matter(record)),
        links=tuple(link for _, link in notes.links),
        places=notes.places,
    )


def _notes(
    facts: BookFacts, config: EpubConfig, language: str, local: Callable[[str], Path | None] | None
) -> Notes:
    base = facts.url or safe_url(config.base_url)
    embed, readings = bool(config.images or config.fetch_images), Readings(facts.path, base)
    return Notes(base, labels_for(language), embed=embed, local=local, readings=readings)


def _front_matter(record: Mapping[str, object]) -> Mapping[str, object]:
    metadata = record.get("metadata")
    return cast("Mapping[str, object]", metadata) if isinstance(metadata, Mapping) else {}


def _html(record: Mapping[str, object]) -> str:
    html = record.get("content_html")
    if isinstance(html, str):
        return html
    from html import escape

    text = record.get("text")
    paragraphs = re.split(r"\n\s*\n", text) if isinstance(text, str) else []
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)


def _language(facts: BookFacts, sample: str, config: EpubConfig) -> str:
    stated = normalise_language(facts.language)
    if stated:
        return stated
    guess = guess_language(f"{facts.title} {sample}")
    return normalise_language(config.language) or guess if guess == "und" else guess


def _made_title(sample: str) -> str:
    text = one_line(sample)
    return text if len(text) <= _TITLE_LENGTH else text[: _TITLE_LENGTH - 1].rstrip() + "…"


def _section(facts: BookFacts, config: EpubConfig) -> str:
    match config.group_by:
        case GroupBy.CATEGORY:
            return facts.categories[0] if facts.categories else ""
        case GroupBy.TAG:
            return facts.tags[0] if facts.tags else ""
        case GroupBy.SOURCE:
            return facts.source or facts.publisher
        case _:
            return ""


def _slug(facts: BookFacts) -> str:
    """Name the file after the post's: ASCII only, as some readers and unzippers ask."""
    name = facts.path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    stem = _DATED.sub("", name.partition(".")[0] or name)
    slug = _NOT_ASCII_NAME.sub("-", stem).strip("-").lower()[:60].strip("-")
    if slug and stem.isascii():
        return slug
    identity = clean(facts.path or facts.identifier or facts.title)[0]
    return hashlib.sha256(identity.encode()).hexdigest()[:12]
