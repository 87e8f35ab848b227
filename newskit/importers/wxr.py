"""WordPress exports: WXR 1.0 to 1.2, RSS with the elements of ``http://wordpress.org/export/``.

Read twice: first authors, terms and attachments, which stand in any order, then the items. The
date of a draft's ``pubDate`` is made up by WordPress, so dates are `wp:post_date` and
`wp:post_date_gmt`; their difference is the site's offset on that day.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from newskit.dates.read import read_date
from newskit.errors import ReadError
from newskit.importers.article import (
    Article,
    Asset,
    Comment,
    Item,
    Passed,
    PublishStatus,
    SourceSite,
    made,
)
from newskit.importers.opened import Opened
from newskit.importers.target import parts_of, slug_of
from newskit.importers.xml import (
    child_text,
    elements,
    local,
    markup_of,
    mended_rows,
    named,
    rest_of,
    text_of,
)
from newskit.post import JsonValue
from newskit.records.text import line_text

_NAMES: Final = frozenset({"item", "author", "category", "tag", "term"})
_STATUS: Final = {
    "publish": PublishStatus.PUBLISHED,
    "future": PublishStatus.SCHEDULED,
    "pending": PublishStatus.PENDING,
    "draft": PublishStatus.DRAFT,
    "auto-draft": PublishStatus.DRAFT,
    "private": PublishStatus.PRIVATE,
    "trash": PublishStatus.TRASH,
}
_NEVER: Final = {
    "nav_menu_item": "an entry of a menu",
    "revision": "an older version of a post",
    "customize_changeset": "settings of the theme",
    "oembed_cache": "a cache",
    "wp_global_styles": "styles of the theme",
    "wp_template": "a template of the theme",
    "wp_template_part": "a template of the theme",
    "custom_css": "styles of the theme",
    "wp_navigation": "a menu",
}
# Other programs that write WXR put a T between day and time, or a zone behind it.
_STAMP: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
# Elements of an item that have a field of their own; what else there is, is reported.
_TAKEN: Final = frozenset(
    (
        *("title", "link", "pubDate", "creator", "guid", "description", "encoded"),
        *("post_id", "post_date", "post_date_gmt", "post_modified", "post_modified_gmt"),
        *("post_name", "status", "post_parent", "post_type", "attachment_url", "category"),
        *("postmeta", "comment", "is_sticky"),
    )
)
_DEFAULTS: Final = {
    "menu_order": "0",
    "is_sticky": "0",
    "comment_status": "open",
    "ping_status": "open",
    "status": "inherit",
    "post_parent": "0",
}
_OF_ATTACHMENT: Final = frozenset(
    (
        *("title", "encoded", "post_id", "post_date", "post_date_gmt", "post_parent", "pubDate"),
        *("post_type", "attachment_url", "postmeta", "post_modified_gmt", "description"),
    )
)
# Where plugins keep what the page says in its meta elements (Yoast SEO, Rank Math, All in One SEO
# old and new, SEOPress, SmartCrawl, Genesis, Jetpack); `%%title%%` and `#post_title` are filled in.
_DESCRIPTIONS: Final = (
    *("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description"),
    *("_aioseop_description", "_seopress_titles_desc", "_wds_metadesc", "_genesis_description"),
    "advanced_seo_description",
)
_CANONICAL: Final = (
    *("_yoast_wpseo_canonical", "rank_math_canonical_url", "_seopress_robots_canonical"),
    *("_wds_canonical", "_genesis_canonical_uri"),
)
_FILLED_IN: Final = re.compile(r"%\w+%|(?:^|\s)#\w+_\w+|\{\{")
# In an address, `%e3%81` is a letter (RFC 3986, 2.1), and what follows `#` is a fragment.
_FILLED_IN_ADDRESS: Final = re.compile(r"%(?![0-9a-fA-F]{2})|^#\w+_\w+|\{\{")
_OF_COMMENT: Final = frozenset(
    (
        *("comment_id", "comment_parent", "comment_author", "comment_author_email"),
        *("comment_author_url", "comment_date", "comment_date_gmt", "comment_approved"),
        *("comment_type", "comment_content", "commentmeta"),
    )
)


@dataclass(slots=True)
class _Site:
    """What the first reading finds."""

    authors: dict[str, str] = field(default_factory=dict[str, str])
    parents: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    parent_names: dict[str, str] = field(default_factory=dict[str, str])
    said: dict[str, list[JsonValue]] = field(default_factory=dict[str, "list[JsonValue]"])


class _Wxr:
    def recognises(self, head: bytes, _name: str, /) -> bool:
        return b"wordpress.org/export/" in head and b"<rss" in head

    def read(self, source: Opened) -> Iterator[Item]:
        site = _first_reading(source)
        mended = None
        for element, stream in elements(source, frozenset({"item"})):
            mended = stream
            label = f"{source.path}:{element.sourceline}"
            make = functools.partial(_item, element, site, label)
            yield made(make, label, "item", functools.partial(markup_of, element))
        yield from mended_rows(source.path, mended)
        if site.said:
            details = {name: one[0] if len(one) == 1 else one for name, one in site.said.items()}
            yield SourceSite(source.path, details)


IMPORTER = _Wxr()


def _first_reading(source: Opened) -> _Site:
    site = _Site()
    with suppress(ReadError):  # where the export breaks off, the second reading says so
        _learn(source, site)
    return site


def _learn(source: Opened, site: _Site) -> None:
    for element, _ in elements(source, _NAMES):
        name = local(element)
        for before in element.itersiblings(preceding=True):
            _say(before, site)
        if name != "item":
            _say(element, site)
        if name == "author":
            shown = child_text(element, "author_display_name")
            login = child_text(element, "author_login")
            if login:
                site.authors[login] = shown or login
        elif name == "category":
            slug = child_text(element, "category_nicename")
            if slug:
                title = line_text(child_text(element, "cat_name")) or slug
                site.parents[slug] = (title, child_text(element, "category_parent"))
        elif name == "item":
            identifier = child_text(element, "post_id")
            if url := child_text(element, "attachment_url"):
                alt = _meta(element).get("_wp_attachment_image_alt", "")
                site.pictures[identifier] = (url, alt)
            elif child_text(element, "post_type") == "page":
                site.parent_names[identifier] = child_text(element, "post_name")


def _say(element: Any, site: _Site) -> None:
    """Keep what the export says of the site, an author or a term, for the report."""
    if isinstance(element.tag, str):
        rest = rest_of(element, frozenset())
        value: JsonValue = rest or text_of(element).strip() or dict(element.attrib)
        if value:
            site.said.setdefault(local(element), []).append(value)


def _item(element: Any, site: _Site, label: str) -> Item:
    kind = child_text(element, "post_type") or "post"
    meta = _meta(element)
    if kind == "attachment":
        return _attachment(element, label, meta)
    if kind in _NEVER:
        taken = frozenset({"encoded", "post_type", "postmeta", "post_date", "post_modified"})
        details: dict[str, JsonValue] = {
            **_stated(element, taken | {"pubDate"}),
            "content": _encoded(element, "content"),
            "excerpt": _summary(element),
            "post_date": child_text(element, "post_date"),
            **meta,
        }
        kept = {key: value for key, value in details.items() if value}
        return Passed(label, kind, _NEVER[kind], kept)
    return _article(element, site, label, kind, meta)


def _article(element: Any, site: _Site, label: str, kind: str, meta: dict[str, str]) -> Article:
    categories, tags, extra, slugs = _terms(element, site)
    extra |= _stated_by_plugins(meta)
    thumbnail, _, others_shown = meta.pop("_thumbnail_id", "").partition("\n")
    image, alt = site.pictures.get(thumbnail, ("", ""))
    link, guid = child_text(element, "link"), child_text(element, "guid")
    shown = {key: value for key, value in meta.items() if not key.startswith("_") and value}
    if shown:
        extra["custom_fields"] = dict(shown)
    if child_text(element, "is_sticky") == "1":
        extra["sticky"] = True
    left: dict[str, JsonValue] = {
        key: value for key, value in meta.items() if key.startswith("_") and value
    }
    if (thumbnail and not image) or others_shown:  # WordPress shows the first
        left["_thumbnail_id"] = others_shown or thumbnail
    left |= _left_of_item(element, site, slugs) | _addresses_left(element, link, guid)
    title, summary = child_text(element, "title"), _summary(element)
    left |= {key: one for key, one in (("title", title), ("excerpt", summary)) if "<" in one}
    login = child_text(element, "creator")
    return Article(
        label,
        body=_encoded(element, "content"),
        kind=kind,
        status=_status(element),
        identifier=guid,
        title=line_text(title),
        slug=unquote(child_text(element, "post_name")),
        url=link if _is_permalink(link) else "",
        redirects=tuple(dict.fromkeys(_query_addresses(guid, link))),
        published=_published(element),
        modified=wordpress_date(
            child_text(element, "post_modified"), child_text(element, "post_modified_gmt")
        ),
        authors=(site.authors.get(login, login),) if login else (),
        categories=categories,
        tags=tags,
        summary=line_text(summary),
        image=image,
        image_alt=alt,
        extra=extra,
        left=left,
        comments=tuple(_comments(element)),
    )


def _stated_by_plugins(meta: dict[str, str]) -> dict[str, JsonValue]:
    """Take the description and the canonical URL that a plugin wrote into the page's head."""
    taken: dict[str, JsonValue] = {}
    for key, names in (("seo_description", _DESCRIPTIONS), ("canonical_url", _CANONICAL)):
        name = next((one for one in names if meta.get(one)), "")
        is_address = key == "canonical_url"
        filled_in = _FILLED_IN_ADDRESS if is_address else _FILLED_IN
        if name and not filled_in.search(meta[name]):
            value = meta.pop(name)
            taken[key] = value if is_address else line_text(value)
    return taken


def _left_of_item(element: Any, site: _Site, slugs: dict[str, JsonValue]) -> dict[str, JsonValue]:
    left = _stated(element, _TAKEN)
    if slugs:
        left["term_slugs"] = slugs
    if (description := child_text(element, "description")) and description != _summary(element):
        left["description"] = description
    parent = child_text(element, "post_parent")
    if parent not in {"", "0"}:
        left["post_parent"] = site.parent_names.get(parent) or parent
    return left


def _published(element: Any) -> str:
    """Return the date of an item; that of the feed where a published one has no other."""
    date = wordpress_date(child_text(element, "post_date"), child_text(element, "post_date_gmt"))
    if not date and _status(element) is PublishStatus.PUBLISHED:
        return read_date(child_text(element, "pubDate")).value or ""
    return date


def _status(element: Any) -> PublishStatus:
    status = _STATUS.get(child_text(element, "status") or "publish", PublishStatus.DRAFT)
    # WordPress showed the text to those alone who knew the password, which the report keeps.
    if status is PublishStatus.PUBLISHED and child_text(element, "post_password"):
        return PublishStatus.PROTECTED
    return status


def _attachment(element: Any, label: str, meta: dict[str, str]) -> Asset:
    details: dict[str, JsonValue] = {
        "id": child_text(element, "post_id"),
        "title": child_text(element, "title"),
        "caption": _summary(element),
        "description": _encoded(element, "content"),
        "alt": meta.get("_wp_attachment_image_alt", ""),
        "published": wordpress_date(
            child_text(element, "post_date"), child_text(element, "post_date_gmt")
        ),
        "parent": child_text(element, "post_parent"),
        "file": meta.get("_wp_attached_file", ""),
    }
    kept = {key: value for key, value in details.items() if value not in {"", "0"}}
    url = child_text(element, "attachment_url")
    rest = {**_stated(element, _OF_ATTACHMENT), **meta}
    if (description := child_text(element, "description")) and description != kept.get("caption"):
        rest["description_of_item"] = description
    said = [url, *map(str, kept.values())]
    kept |= {key: value for key, value in rest.items() if value and value not in said}
    return Asset(label, url=url, details=kept)


def _meta(element: Any, holder: str = "postmeta") -> dict[str, str]:
    """Return the custom fields; of a key that stands twice, all values, a line each."""
    found: dict[str, dict[str, None]] = {}
    for child in named(element, holder):
        key, value = child_text(child, "meta_key"), child_text(child, "meta_value")
        found.setdefault(key, {})[value] = None
    return {key: "\n".join(filter(None, values)) for key, values in found.items()}


def _encoded(element: Any, prefix: str) -> str:
    """Return `content:encoded` or `excerpt:encoded`, distinguished by the namespace."""
    for child in named(element, "encoded"):
        is_excerpt = "excerpt" in child.tag
        if is_excerpt == (prefix == "excerpt"):
            return text_of(child)
    return ""


def _summary(element: Any) -> str:
    return _encoded(element, "excerpt").strip()


def _terms(
    element: Any, site: _Site
) -> tuple[
    tuple[tuple[str, ...], ...], tuple[str, ...], dict[str, JsonValue], dict[str, JsonValue]
]:
    """Return categories, tags, the terms of other taxonomies, and slugs no name leads to."""
    categories: dict[tuple[str, ...], None] = {}
    tags: list[str] = []
    others: dict[str, list[str]] = {}
    slugs: dict[str, JsonValue] = {}
    for child in named(element, "category"):
        name = line_text(text_of(child)).strip()
        if not name:
            continue
        domain = child.get("domain") or "category"
        slug = child.get("nicename") or ""
        if slug and unquote(slug) != _slug(name):
            slugs[name] = slug
        if domain == "category":
            categories[_path(slug, name, site)] = None
        elif domain in {"post_tag", "tag"}:
            tags += [name] * (name not in tags)
        else:
            others.setdefault(domain, []).append(name)
    extra: dict[str, JsonValue] = {key: list(names) for key, names in others.items()}
    return tuple(categories), tuple(tags), extra, slugs


_slug = functools.lru_cache(maxsize=4096)(slug_of)


def _path(slug: str, name: str, site: _Site) -> tuple[str, ...]:
    path = [name]
    seen = {slug}
    parent = site.parents.get(slug, ("", ""))[1]
    while parent and parent not in seen:
        seen.add(parent)
        title, above = site.parents.get(parent, (parent, ""))
        path.append(title)
        parent = above
    return tuple(reversed(path))


def _stated(element: Any, taken: frozenset[str]) -> dict[str, JsonValue]:
    """Return what else an item says, but what each item says by default."""
    rest = rest_of(element, taken)
    guid = rest.get("guid")
    if isinstance(guid, dict):
        rest["guid"] = guid.get("text")
    return {key: value for key, value in rest.items() if value != _DEFAULTS.get(key)}


def _comments(element: Any) -> Iterator[Comment]:
    for child in named(element, "comment"):
        parent = child_text(child, "comment_parent")
        yield Comment(
            child_text(child, "comment_id"),
            parent if parent != "0" else "",
            child_text(child, "comment_author"),
            child_text(child, "comment_author_email"),
            child_text(child, "comment_author_url"),
            wordpress_date(
                child_text(child, "comment_date"), child_text(child, "comment_date_gmt")
            ),
            child_text(child, "comment_approved") == "1",
            child_text(child, "comment_type") or "comment",
            child_text(child, "comment_content"),
            _left_of_comment(child),
        )


def _left_of_comment(comment: Any) -> dict[str, JsonValue]:
    left = rest_of(comment, _OF_COMMENT)
    approved = child_text(comment, "comment_approved")
    if approved not in {"0", "1", ""}:
        left["comment_approved"] = approved
    left |= {key: value for key, value in _meta(comment, "commentmeta").items() if value}
    return {key: value for key, value in left.items() if value != "0"}


def _addresses_left(element: Any, link: str, guid: str) -> dict[str, JsonValue]:
    """Return what no address of the post says: its number, its name, a link with a query."""
    left: dict[str, JsonValue] = {}
    number, name = child_text(element, "post_id"), unquote(child_text(element, "post_name"))
    if number and number != (re.search(r"\d+$", guid) or [""])[0]:
        left["post_id"] = number
    if not _is_permalink(link) and link and not list(_query_addresses("", link)):
        left["link"] = link
    if name != slug_of(name) and name not in unquote(link):
        left["post_name"] = name
    for one in ("post_date", "post_date_gmt", "post_modified", "post_modified_gmt"):
        value = child_text(element, one)
        if value and not value.startswith("0000") and not wordpress_date(value, ""):
            left[one] = value
    return left


def _is_permalink(link: str) -> bool:
    """Tell whether a link is an address that readers saw; drafts have ``?p=12``."""
    return bool(link) and not parts_of(link).query


def _query_addresses(guid: str, link: str) -> Iterator[str]:
    """Yield the address by number, ``/?p=12``, which WordPress answers to for ever."""
    for one in dict.fromkeys((guid, link)):
        parts = parts_of(one)
        if re.fullmatch(r"(?:p|page_id)=\d+", parts.query):
            yield f"{parts.path or '/'}?{parts.query}"


def wordpress_date(at_site: str, utc: str) -> str:
    """Return ISO 8601 of a date at the site and the same in UTC; empty where there is none.

    Args:
        at_site: ``YYYY-MM-DD hh:mm:ss`` at the site.
        utc: the same in UTC; all zeros for a draft that was never published.
    """
    here, universal = _moment(at_site), _moment(utc)
    if here is not None and here.tzinfo is not None:
        return here.isoformat()
    if universal is not None:
        universal = universal.astimezone(UTC) if universal.tzinfo else universal.replace(tzinfo=UTC)
    if here is None or universal is None:
        moment = here or universal
        return "" if moment is None else moment.isoformat()
    minutes = round((here.replace(tzinfo=UTC) - universal) / timedelta(minutes=1))
    if abs(minutes) > 14 * 60:
        return universal.isoformat()
    hours, rest = divmod(abs(minutes), 60)
    return f"{here.isoformat()}{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _moment(text: str) -> datetime | None:
    match = _STAMP.fullmatch(text)
    if match is None or match[1].startswith("0000"):
        return None
    zone = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}.get(match[3], match[3] or "")
    with suppress(ValueError):
        return datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}")
    return None
