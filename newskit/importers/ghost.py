"""Ghost exports: JSON with tables of posts, tags, users and what joins them.

Of a post's body the HTML is taken, which Ghost itself renders of its cards; where an export has
none, it is made from Lexical (Ghost 5) or Mobiledoc (Ghost 1 to 4). `__GHOST_URL__` stands for
the site's address and becomes a path from its root.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from newskit.errors import ReadError
from newskit.importers.article import Article, Item, Passed, PublishStatus, made
from newskit.importers.ghost_cards import lexical_html, mobiledoc_html

if TYPE_CHECKING:
    from newskit.importers.opened import Opened
    from newskit.post import JsonValue

__all__ = ["IMPORTER"]

_STATUS: Final = {
    "published": PublishStatus.PUBLISHED,
    "sent": PublishStatus.PUBLISHED,
    "scheduled": PublishStatus.SCHEDULED,
    "draft": PublishStatus.DRAFT,
}
_SITE: Final = re.compile(r"(?:%5F%5F|__)GHOST_URL(?:%5F%5F|__)/?")
_TAKEN: Final = frozenset(
    (
        *("id", "uuid", "title", "slug", "html", "lexical", "mobiledoc", "plaintext"),
        *("comment_id", "feature_image", "status", "locale", "type", "published_at"),
        *("updated_at", "created_at", "custom_excerpt", "page", "canonical_url", "image"),
        *("language", "author_id", "author", "primary_author", "primary_tag", "tags"),
        *("authors", "visibility", "featured", "excerpt", "url"),
    )
)
_TIMES: Final = frozenset({"created_by", "updated_by", "published_by", "created_at"})

Row = dict[str, Any]


class _Ghost:
    def recognises(self, head: bytes, name: str, /) -> bool:
        return name.endswith(".json") and (
            b'"mobiledoc"' in head
            or b'"lexical"' in head
            or b"GHOST_URL" in head
            or bool(re.search(rb'"(?:db|meta)"\s*:.{0,400}?"version"', head, re.DOTALL))
        )

    def read(self, source: Opened) -> Iterator[Item]:
        data = _tables(source)
        tags = {str(row.get("id")): row for row in _rows(data, "tags")}
        users = {str(row.get("id")): row for row in _rows(data, "users")}
        joined = {
            "tags": _joined(data, "posts_tags", "tag_id", tags),
            "authors": _joined(data, "posts_authors", "author_id", users),
        }
        meta = {str(row.get("post_id")): row for row in _rows(data, "posts_meta")}
        for number, post in enumerate(_rows(data, "posts")):
            label = f"{source.path}#posts/{number}"
            make = functools.partial(_article, post, joined, users, meta, label)
            yield made(make, label, "post", functools.partial(dict, post))
        known = {"posts", "tags", "users", "posts_tags", "posts_authors", "posts_meta"}
        for name, rows in data.items():
            if name not in known and isinstance(rows, list) and rows:
                details: dict[str, JsonValue] = {"rows": len(rows)}
                label = f"{source.path}#{name}"
                yield Passed(label, name, "a table that holds no posts", details)


IMPORTER = _Ghost()


def _tables(source: Opened) -> Row:
    value: Any = source.json()
    for _ in range(3):
        if isinstance(value, dict) and "posts" in value:
            return cast("Row", value)
        if isinstance(value, dict):
            value = cast("Row", value).get("db", cast("Row", value).get("data"))
        if isinstance(value, list) and value:
            value = value[0]
    raise ReadError(f"{source.path}: holds no posts as a Ghost export does")


def _rows(data: Row, name: str) -> list[Row]:
    rows = data.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _joined(data: Row, table: str, key: str, of: Mapping[str, Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(_rows(data, table), key=_order):
        other = of.get(str(row.get(key)))
        if other is not None:
            found.setdefault(str(row.get("post_id")), []).append(other)
    return found


def _order(row: Row) -> float:
    order = row.get("sort_order")
    return order if isinstance(order, int | float) else 0


def _article(
    post: Row,
    joined: Mapping[str, Mapping[str, list[Row]]],
    users: Mapping[str, Row],
    metas: Mapping[str, Row],
    label: str,
) -> Article:
    identifier = str(post.get("id"))
    meta = metas.get(identifier, {})
    tags = [_text(row, "name") for row in _own(post, "tags") or joined["tags"].get(identifier, [])]
    authors = _own(post, "authors") or joined["authors"].get(identifier, [])
    if not authors and (user := users.get(str(post.get("author_id") or post.get("author")))):
        authors = [user]
    image = _text(post, "feature_image") or _text(post, "image")
    published = _text(post, "published_at")
    kind = _text(post, "type") or ("page" if post.get("page") else "post")
    extra: dict[str, JsonValue] = {}
    for key, value in (
        ("featured", bool(post.get("featured")) or None),
        ("visibility", _text(post, "visibility").replace("public", "")),
        ("internal_tags", [tag for tag in tags if tag.startswith("#")]),
        ("image_caption", _text(meta, "feature_image_caption")),
        ("canonical_url", _text(post, "canonical_url")),
        ("seo_title", _text(meta, "meta_title") or _text(post, "meta_title")),
        ("seo_description", _text(meta, "meta_description") or _text(post, "meta_description")),
    ):
        if value:
            extra[key] = cast("JsonValue", value)
    slug = _text(post, "slug")
    return Article(
        label,
        body=_SITE.sub("/", _body(post)),
        kind=kind,
        status=_STATUS.get(_text(post, "status") or "published", PublishStatus.DRAFT),
        identifier=_text(post, "uuid") or identifier,
        title=_text(post, "title"),
        slug=slug,
        url=f"/{slug}/" if slug else "",
        published=_moment(published),
        modified=_moment(_text(post, "updated_at")),
        authors=tuple(_text(row, "name") for row in authors if _text(row, "name")),
        tags=tuple(tag for tag in tags if tag and not tag.startswith("#")),
        summary=_text(post, "custom_excerpt"),
        image=_SITE.sub("/", image),
        image_alt=_text(meta, "feature_image_alt"),
        language=_text(post, "locale") or _text(post, "language"),
        extra=extra,
        left=_left(post, meta),
    )


def _left(post: Row, meta: Row) -> dict[str, JsonValue]:
    used = {"feature_image_caption", "feature_image_alt", "meta_title", "meta_description"}
    skip = _TAKEN | _TIMES | used | {"post_id"}
    return {
        key: cast("JsonValue", value)
        for key, value in {**meta, **post}.items()
        if key not in skip and value not in (None, "", 0, False, [], "public", "all")
    }


def _own(post: Row, key: str) -> list[Row]:
    rows = post.get(key)
    if not isinstance(rows, list):
        return []
    return [row for row in rows if isinstance(row, dict)]


def _body(post: Row) -> str:
    if html := _text(post, "html"):
        return html
    if source := _text(post, "lexical"):
        return lexical_html(source)
    if source := _text(post, "mobiledoc"):
        return mobiledoc_html(source)
    return _text(post, "plaintext")


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return value if isinstance(value, str) else ""


def _moment(text: str) -> str:
    """Return ISO 8601 of Ghost's dates: ISO with Z, or a space between day and time, in UTC."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?Z?", text)
    if match is None:
        return text
    fraction = (match[3] or "").rstrip("0")
    return f"{match[1]}T{match[2]}{'.' + fraction if fraction else ''}+00:00"
