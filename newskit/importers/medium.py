"""Medium exports: a zip file or folder of pages with the microformat h-entry.

A published post is ``posts/2024-05-01_Title-0123abcd.html``, a draft
``posts/draft_Title-….html``. Of the page the body is what `data-field="body"` holds; Medium's
first heading repeats the title and goes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from newskit.importers.archives import SourceFile
from newskit.importers.article import Article, Item, Passed, PublishStatus, made
from newskit.importers.opened import Opened
from newskit.importers.target import parts_of
from newskit.post import JsonValue

_POST: Final = re.compile(r"(?:^|/)posts/[^/]+\.html$")
_IDENTIFIER: Final = re.compile(r"-+([0-9a-f]{8,12})$")


class _Medium:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        names = head.decode("utf-8", "replace").splitlines()
        return any(
            re.search(r"(?:^|/)(?:posts/(?:\d{4}-\d\d-\d\d|draft)_.*|profile/profile)\.html$", one)
            for one in names
        )

    def read(self, source: Opened) -> Iterator[Item]:
        for part in source.parts():
            if part.data is None:
                yield Passed(part.label, "file", part.error, fault=True)
            elif _POST.search(part.name):
                make = functools.partial(_article, part)
                yield made(make, part.label, "post", functools.partial(_text, part))
            else:
                kind = part.name.rpartition("/")[0].rpartition("/")[2] or "file"
                yield Passed(part.label, kind, "is not a post: what Medium knows of the account")


IMPORTER = _Medium()


def _text(part: SourceFile) -> str:
    return (part.data or b"").decode("utf-8", "replace")


def _article(part: SourceFile) -> Article:
    from lxml import html

    document: Any = html.fromstring(_text(part) or "<html></html>")
    stem = part.name.rpartition("/")[2].removesuffix(".html")
    draft = stem.startswith("draft_")
    identifier = _IDENTIFIER.search(stem)
    url = _first(document, '//a[contains(@class,"p-canonical")]/@href')
    title = _first(document, '//*[contains(@class,"p-name")]/text()')
    subtitle = _first(document, '//*[@data-field="subtitle"]//text()').strip()
    body, left = _body(document, title)
    slug = unquote(parts_of(url).path.rpartition("/")[2]) or stem.partition("_")[2]
    return Article(
        part.label,
        body=body,
        status=PublishStatus.DRAFT if draft else PublishStatus.PUBLISHED,
        identifier=identifier[1] if identifier else "",
        title=title.strip(),
        slug=_IDENTIFIER.sub("", slug).strip("-"),
        url=url,
        published=_first(document, '//time[contains(@class,"dt-published")]/@datetime'),
        authors=tuple(
            dict.fromkeys(
                one.text_content().strip()
                for one in document.xpath('//*[contains(@class,"p-author")]')
            )
        ),
        tags=tuple(
            one.text_content().strip() for one in document.xpath('//*[contains(@class,"p-tag")]')
        ),
        summary=subtitle,
        left=left,
    )


def _first(document: Any, path: str) -> str:
    found = document.xpath(path)
    return str(found[0]) if found else ""


def _body(document: Any, title: str) -> tuple[str, dict[str, JsonValue]]:
    from lxml import html

    left: dict[str, JsonValue] = {}
    found = document.xpath('//*[@data-field="body"]')
    if not found:
        return "", left
    section = found[0]
    headings = section.xpath(".//h1|.//h2|.//h3|.//h4")
    if headings and headings[0].text_content().strip() == title.strip() and title.strip():
        headings[0].drop_tree()
    for divider in section.xpath('.//*[contains(@class,"section-divider")]'):
        previous = divider.getparent().getprevious() if divider.getparent() is not None else None
        if previous is None:  # the line above the first section is decoration
            divider.drop_tree()
    inner = [section.text or ""]
    inner += [html.tostring(child, encoding="unicode") for child in section]
    return "".join(inner).strip() + "\n", left
