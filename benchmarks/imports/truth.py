"""What a WordPress export says, read by code of its own: the facts of each item, by their kind.

Shares nothing with the importer: lxml, and the dates as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html

KINDS = (
    "title",
    "date",
    "author",
    "category",
    "parent category",
    "tag",
    "other term",
    "address",
    "excerpt",
    "picture",
    "custom field",
    "comment",
    "words",
    "links",
)
# What is not text of an author's: menus, styles, older versions. Attachments are counted apart.
_PASSED = {
    *("attachment", "nav_menu_item", "wp_navigation", "revision", "customize_changeset"),
    *("wp_global_styles", "wp_template", "wp_template_part", "oembed_cache", "custom_css"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A post or page, and its facts: kind and value."""

    title: str
    slug: str
    status: str
    kind: str
    line: int
    facts: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def items_of(path: Path) -> Iterator[Item]:
    """Yield the posts and pages of an export."""
    data = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", path.read_bytes()).lstrip()
    root = etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True))
    authors = {
        _text(one, "author_login"): _text(one, "author_display_name")
        for one in _all(root, "author")
    }
    parents = {
        _text(one, "category_nicename"): (_text(one, "cat_name"), _text(one, "category_parent"))
        for one in _all(root, "category")
        if _text(one, "category_nicename")
    }
    pictures = {
        _text(one, "post_id"): _text(one, "attachment_url")
        for one in _all(root, "item")
        if _text(one, "attachment_url")
    }
    for element in _all(root, "item"):
        kind = _text(element, "post_type") or "post"
        if kind not in _PASSED:
            facts = tuple(_facts(element, authors, parents, pictures))
            slug = unquote(_text(element, "post_name"))
            title, status = _text(element, "title"), _text(element, "status")
            yield Item(title, slug, status, kind, element.sourceline or 0, facts)


def _facts(element, authors, parents, pictures) -> Iterator[tuple[str, str]]:  # noqa: ANN001
    if title := _text(element, "title"):
        yield "title", title
    local = _text(element, "post_date").replace("T", " ")
    if local and not local.startswith("0000"):
        yield "date", local
    login = _text(element, "creator")
    if login:
        yield "author", authors.get(login) or login
    for child in element:
        if _name(child) == "category" and (child.text or "").strip():
            domain = child.get("domain") or "category"
            kind = {"category": "category", "post_tag": "tag", "tag": "tag"}.get(domain)
            yield kind or "other term", child.text.strip()
            parent = parents.get(child.get("nicename") or "", ("", ""))[1]
            if domain == "category" and parent in parents:
                yield "parent category", parents[parent][0]
    link = urlsplit(_text(element, "link"))
    if link.path.strip("/") and not link.query:
        yield "address", unquote(link.path)
    yield from _texts(element)
    for meta in (child for child in element if _name(child) == "postmeta"):
        key, value = _text(meta, "meta_key"), _text(meta, "meta_value")
        if key == "_thumbnail_id" and value in pictures:
            yield "picture", pictures[value]
        elif not key.startswith("_") and value:
            yield "custom field", value


def _texts(element) -> Iterator[tuple[str, str]]:  # noqa: ANN001
    for child in element:
        body = child.text or ""
        if _name(child) == "encoded" and body.strip():
            if "excerpt" in child.tag:
                yield "excerpt", body.strip()
            elif "content" in child.tag:
                yield "words", body
                yield from (("links", one) for one in _links(body))
        elif _name(child) == "comment" and (said := _text(child, "comment_content")):
            yield "comment", said


def words(markup: str, read: Callable[[str], str] = str) -> list[str]:
    """Return the words that HTML shows, read as the text is in which they are looked for."""
    plain = re.sub(r"<!--.*?-->|\[/?[a-z_-]+[^\]\n]*\]", " ", markup, flags=re.DOTALL)
    if not plain.strip():
        return []
    tree = html.fromstring(f"<div>{plain}</div>")
    for one in tree.xpath(".//script|.//style"):
        one.drop_tree()
    return re.findall(r"\w+", read(" ".join(tree.itertext())))


def shown(date: str) -> tuple[str, ...]:
    """Return a date as front matter may write it."""
    try:
        when = datetime.fromisoformat(date)
    except ValueError:
        return (date,)
    return (f"{when:%Y-%m-%d %H:%M}", f"{when:%Y-%m-%dT%H:%M}")


def _links(body: str) -> Iterator[str]:
    for match in re.finditer(r"""<(?:a|img|iframe)\b[^>]*?\b(?:href|src)=["']([^"']+)""", body):
        yield match[1].replace("&amp;", "&").replace("&#038;", "&")


def _name(element) -> str:  # noqa: ANN001
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _all(root, name: str):  # noqa: ANN001, ANN202
    return [one for one in root.iter() if _name(one) == name]


def _text(element, name: str) -> str:  # noqa: ANN001
    found = next((child for child in element if _name(child) == name), None)
    return (found.text or "").strip() if found is not None else ""
