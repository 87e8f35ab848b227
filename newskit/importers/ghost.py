"""Ghost exports: JSON with tables of posts, tags, users and what joins them.

Of a post's body the HTML is taken, which Ghost itself renders of its cards; where an export has
none, it is made from Lexical (Ghost 5) or Mobiledoc (Ghost 1 to 4). `__GHOST_URL__` stands for
the site's address and becomes a path from its root.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any, Final, cast

from newskit.errors import ReadError
from newskit.importers.article import (
    Article,
    BodyKind,
    Item,
    Passed,
    PublishStatus,
    SourceSite,
    made,
)
from newskit.importers.opened import Opened
from newskit.markup.elements import HEADINGS
from newskit.parsing import load_json
from newskit.post import JsonValue

# The bodies of Ghost where an export has no HTML: Lexical and Mobiledoc to HTML.
#
# Mobiledoc is specified at https://github.com/bustle/mobiledoc-kit (format 0.3.1); Lexical's nodes
# are JSON objects with a type and children. A card that is not known stays as a comment with its
# JSON, so that nothing is lost.

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.


Node = dict[str, Any]
_DEEPEST: Final = 200
# Bits of a text node's format (Lexical: bold, italic, strikethrough, underline, code, sub, super).
_MARKS: Final = (
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
)


def lexical_html(source: str) -> str:
    """Return the HTML of a Lexical document; the source itself where it is not JSON."""
    try:
        root = load_json(source)["root"]
    except (ValueError, KeyError, TypeError):
        return escape(source)
    return "\n".join(_lexical(child, 0) for child in _children(root))


def _children(node: Any) -> list[Node]:
    found = node.get("children") if isinstance(node, dict) else None
    return [one for one in cast("list[Any]", found or []) if isinstance(one, dict)]


def _lexical(node: Node, depth: int) -> str:
    kind = str(node.get("type", ""))
    if depth > _DEEPEST:
        return _unknown(kind, node)
    if kind in {"text", "extended-text"}:
        return _marked(escape(str(node.get("text", "")), quote=False), int(node.get("format") or 0))
    if kind == "linebreak":
        return "<br>"
    inner = "".join(_lexical(child, depth + 1) for child in _children(node))
    if kind in {"link", "autolink"}:
        return f'<a href="{escape(str(node.get("url") or ""))}">{inner}</a>'
    if kind in {"heading", "extended-heading"}:
        tag = str(node.get("tag") or "h2")
        tag = tag if tag in HEADINGS else "h2"
        return f"<{tag}>{inner}</{tag}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" else "ul"
        start = node.get("start")
        first = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start != 1 else ""
        return f"<{tag}{first}>{inner}</{tag}>"
    plain = {
        "paragraph": "p",
        "listitem": "li",
        "quote": "blockquote",
        "extended-quote": "blockquote",
        "aside": "blockquote",
        "tk": "span",
    }
    if kind in plain:
        return f"<{plain[kind]}>{inner}</{plain[kind]}>"
    return _card(kind, node) or inner or _unknown(kind, node)


def _marked(text: str, marks: int) -> str:
    for bit, tag in reversed(_MARKS):
        if marks & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def mobiledoc_html(source: str) -> str:
    """Return the HTML of a Mobiledoc document; the source itself where it is not JSON."""
    try:
        document = load_json(source)
        sections = list(document["sections"])
    except (ValueError, KeyError, TypeError):
        return escape(source)
    return "\n".join(_section(one, document) for one in sections)


def _section(section: list[Any], document: Node) -> str:
    kind = section[0] if section else None
    if kind == 1:
        return f"<{section[1]}>{_markers(section[2], document)}</{section[1]}>"
    if kind == 2:
        return f'<img src="{escape(str(section[1]))}">'
    if kind == 3:
        items = "".join(f"<li>{_markers(one, document)}</li>" for one in section[2])
        return f"<{section[1]}>{items}</{section[1]}>"
    if kind == 10:
        name, payload = document["cards"][section[1]][:2]
        return _card(str(name), cast("Node", payload)) or _unknown(str(name), payload)
    return _unknown(str(kind), section)


def _markers(markers: list[Any], document: Node) -> str:
    out: list[str] = []
    open_tags: list[str] = []
    markups = document.get("markups") or []
    for kind, opened, closed, value in markers:
        for index in opened:
            tag, *rest = markups[index]
            pairs = rest[0] if rest else []
            attributes = "".join(
                f' {name}="{escape(str(text))}"'
                for name, text in zip(pairs[::2], pairs[1::2], strict=False)
            )
            open_tags.append(tag)
            out.append(f"<{tag}{attributes}>")
        if kind == 1:  # an atom, such as a soft return
            out.append("<br>")
        else:
            out.append(escape(str(value), quote=False))
        out += [f"</{open_tags.pop()}>" for _ in range(closed) if open_tags]
    return "".join(out)


def _card(kind: str, values: Any) -> str:
    make = _CARDS.get(kind)
    return make(values) if make is not None and isinstance(values, dict) else ""


def _figure(inner: str, values: Node) -> str:
    caption = str(values.get("caption") or "")
    return f"<figure>{inner}<figcaption>{caption}</figcaption></figure>" if caption else inner


def _value(values: Node, *names: str) -> str:
    return next((str(values[name]) for name in names if values.get(name)), "")


def _image(values: Node) -> str:
    alt, title = _value(values, "alt", "altText"), _value(values, "title")
    shown = f' title="{escape(title)}"' if title else ""
    picture = f'<img src="{escape(_value(values, "src"))}" alt="{escape(alt)}"{shown}>'
    if href := _value(values, "href"):
        picture = f'<a href="{escape(href)}">{picture}</a>'
    return _figure(picture, values)


def _gallery(values: Node) -> str:
    images = cast("list[Node]", values.get("images") or [])
    return _figure("".join(_image({**one, "caption": ""}) for one in images), values)


def _code(values: Node) -> str:
    language = _value(values, "language")
    name = f' class="language-{escape(language)}"' if language else ""
    return _figure(f"<pre><code{name}>{escape(_value(values, 'code'))}</code></pre>", values)


def _bookmark(values: Node) -> str:
    data = cast("Node", values.get("metadata") or values)
    url = escape(_value(values, "url") or _value(data, "url"))
    title = escape(_value(data, "title") or url, quote=False)
    said = escape(_value(data, "description"), quote=False)
    return _figure(
        f'<p><a href="{url}">{title}</a></p>' + (f"<p>{said}</p>" if said else ""), values
    )


def _button(values: Node) -> str:
    text = escape(_value(values, "buttonText"), quote=False)
    return f'<p><a href="{escape(_value(values, "buttonUrl"))}">{text}</a></p>'


def _media(tag: str) -> Callable[[Node], str]:
    def make(values: Node) -> str:
        name = escape(_value(values, "title", "fileName", "fileTitle"), quote=False)
        source = escape(_value(values, "src"))
        if tag == "a":
            return f'<p><a href="{source}">{name or source}</a></p>'
        said = f"<p>{name}</p>" if name and tag == "audio" else ""
        return _figure(f'<{tag} src="{source}" controls></{tag}>{said}', values)

    return make


def _callout(values: Node) -> str:
    emoji = escape(_value(values, "calloutEmoji"), quote=False)
    text = f"{emoji} {_value(values, 'calloutText')}".strip()
    return f"<blockquote><p>{text}</p></blockquote>"


def _toggle(values: Node) -> str:
    return (
        f"<details><summary>{_value(values, 'heading')}</summary>"
        f"{_value(values, 'content')}</details>"
    )


def _embed(values: Node) -> str:
    url = escape(_value(values, "url"))
    return _figure(_value(values, "html") or f'<p><a href="{url}">{url}</a></p>', values)


_CARDS: Final[Mapping[str, Callable[[Node], str]]] = {
    "image": _image,
    "gallery": _gallery,
    "code": _code,
    "codeblock": _code,
    "markdown": lambda values: _value(values, "markdown"),
    "card-markdown": lambda values: _value(values, "markdown"),
    "html": lambda values: _value(values, "html"),
    "email": lambda values: _value(values, "html"),
    "hr": lambda _: "<hr>",
    "horizontalrule": lambda _: "<hr>",
    "bookmark": _bookmark,
    "button": _button,
    "video": _media("video"),
    "audio": _media("audio"),
    "file": _media("a"),
    "callout": _callout,
    "toggle": _toggle,
    "embed": _embed,
    "soft-return": lambda _: "<br>",
}


def _unknown(kind: str, node: Any) -> str:
    """Keep what is not known, where no reader sees it and every tool finds it."""
    text = json.dumps(node, ensure_ascii=False).replace("--", "-\\u002d")
    return f"<!-- ghost:{escape(kind)} {text} -->"


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.


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
        *("updated_at", "custom_excerpt", "page", "canonical_url", "image"),
        *("language", "author_id", "author", "primary_author", "primary_tag", "tags"),
        *("authors", "visibility", "featured", "excerpt", "url"),
    )
)
_SECRET: Final = re.compile(r"password|secret|token|hash|(?:private|public|api)_key")
_TIMES: Final = frozenset({"created_by", "updated_by", "published_by", "created_at"})

Row = dict[str, Any]


class _Ghost:
    def recognises(self, head: bytes, name: str, /) -> bool:
        return name.endswith(".json") and (
            b'"mobiledoc"' in head
            or b'"lexical"' in head
            or b"GHOST_URL" in head
            or (
                bool(re.search(rb'"(?:db|meta)"\s*:.{0,400}?"version"', head, re.DOTALL))
                and bool(re.search(rb'"(?:data|posts)"\s*:\s*[\[{]', head))
            )
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
        for name in (one for one in data if one not in known):
            if rows := _rows(data, name):
                label = f"{source.path}#{name}"
                details: dict[str, JsonValue] = {"rows": list(map(_told, rows))}
                yield Passed(label, name, "a table that holds no posts", details)
        joined_rows: dict[str, JsonValue] = {
            name: list(map(_told, _rows(data, name))) for name in ("tags", "users")
        }
        if said := {name: rows for name, rows in joined_rows.items() if rows}:
            yield SourceSite(source.path, said)


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


def _told(row: Row) -> dict[str, JsonValue]:
    """Return what a row says, but what nobody may read: passwords and keys."""
    secret = _SECRET.search(str(row.get("key") or ""))
    return {
        key: cast("JsonValue", value)
        for key, value in row.items()
        if value not in (None, "", [])
        and not _SECRET.search(key)
        and not (secret and key == "value")
    }


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
    kind = _text(post, "type") or ("page" if post.get("page") else "post")
    slug = _text(post, "slug")
    body, body_kind = _body(post)
    return Article(
        label,
        body=_SITE.sub("/", body),
        body_kind=body_kind,
        kind=kind,
        status=_STATUS.get(_text(post, "status") or "published", PublishStatus.DRAFT),
        identifier=_text(post, "uuid") or identifier,
        title=_text(post, "title"),
        slug=slug,
        url=f"/{slug}/" if slug else "",
        published=_moment(_text(post, "published_at")),
        modified=_moment(_text(post, "updated_at")),
        authors=tuple(_text(row, "name") for row in authors if _text(row, "name")),
        tags=tuple(tag for tag in tags if tag and not tag.startswith("#")),
        summary=_text(post, "custom_excerpt"),
        image=_SITE.sub("/", image),
        image_alt=_text(meta, "feature_image_alt"),
        language=_text(post, "locale") or _text(post, "language"),
        extra=_extra(post, meta, tags),
        left=_left(post, meta),
    )


def _extra(post: Row, meta: Row, tags: list[str]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {
        "featured": bool(post.get("featured")),
        "visibility": _text(post, "visibility").replace("public", ""),
        "internal_tags": [tag for tag in tags if tag.startswith("#")],
        "image_caption": _text(meta, "feature_image_caption"),
        "canonical_url": _text(post, "canonical_url"),
        "seo_title": _text(meta, "meta_title") or _text(post, "meta_title"),
        "seo_description": _text(meta, "meta_description") or _text(post, "meta_description"),
    }
    return {key: value for key, value in found.items() if value}


def _left(post: Row, meta: Row) -> dict[str, JsonValue]:
    used = {"feature_image_caption", "feature_image_alt", "meta_title", "meta_description"}
    skip = _TAKEN | _TIMES | used | {"post_id"}
    if not any(_text(post, name) for name in ("html", "lexical", "mobiledoc")):
        skip |= {"markdown"}
    if not post.get("published_at"):
        skip -= {"created_at"}
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


def _body(post: Row) -> tuple[str, BodyKind]:
    if html := _text(post, "html"):
        return html, BodyKind.HTML
    if source := _text(post, "lexical"):
        return lexical_html(source), BodyKind.HTML
    if source := _text(post, "mobiledoc"):
        return mobiledoc_html(source), BodyKind.HTML
    if source := _text(post, "markdown"):
        return source, BodyKind.MARKDOWN
    return _text(post, "plaintext"), BodyKind.HTML


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
