"""Tumblr: posts as its API answers them, in the legacy types and in the Neue Post Format (NPF).

The legacy types are those of https://www.tumblr.com/docs/en/api/v2 (text, photo, quote, link, chat,
audio, video, answer); NPF's blocks have a type each. A block that is not known stays as a comment.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import pairwise
from typing import Any, Final, cast

from newskit.errors import ReadError
from newskit.importers.article import Article, Item, Passed, PublishStatus, SourceSite, made
from newskit.importers.opened import Opened
from newskit.lazy import wordlist
from newskit.post import JsonValue
from newskit.records.text import line_text

Post = dict[str, Any]
_STATUS: Final = {
    "published": PublishStatus.PUBLISHED,
    "queued": PublishStatus.SCHEDULED,
    "draft": PublishStatus.DRAFT,
    "private": PublishStatus.PRIVATE,
}
_TAKEN: Final = frozenset(
    wordlist(
        """
        id id_string post_url slug date timestamp state format tags summary type title body content
        layout trail reblog blog blog_name photos caption text source url description dialogue
        player embed question answer asking_name liked followed can_like can_reblog
        can_send_in_message should_open_in_legacy display_avatar reblog_key recommended_source
        recommended_color is_blocks_post_format genesis_post_id object_type original_type author
        """
    )
)


# What some types of posts show and others only have.
_SAID: Final = (
    *("asking_name", "answer", "caption", "description", "dialogue", "layout", "question"),
    *("source", "text", "title", "url", "body", "embed"),
)


class _Tumblr:
    def recognises(self, head: bytes, name: str, /) -> bool:
        return (
            name.endswith(".json")
            and b"tumblr" in head
            and (b'"post_url"' in head or b'"reblog_key"' in head or b'"blog_name"' in head)
        )

    def read(self, source: Opened) -> Iterator[Item]:
        value: Any = source.json()
        blog: Any = None
        for key in ("response", "posts"):
            if isinstance(value, dict) and key in value:
                blog = value.get("blog", blog)
                value = value[key]
        if not isinstance(value, list):
            raise ReadError(f"{source.path}: holds no list of posts")
        for number, post in enumerate(value):
            label = f"{source.path}#posts/{number}"
            if isinstance(post, dict):
                make = functools.partial(_article, cast("Post", post), label)
                yield made(make, label, "post", functools.partial(dict, post))
            else:
                yield Passed(label, "post", "is not an object", {"value": post}, fault=True)
        if isinstance(blog, dict):
            yield SourceSite(source.path, cast("Post", blog))


IMPORTER = _Tumblr()


def _article(post: Post, label: str) -> Article:
    url = str(post.get("post_url") or "")
    kind = str(post.get("type") or "text")
    title = str(post.get("title") or "")
    body = _npf(post) if isinstance(post.get("content"), list) else _legacy(post, kind)
    left: dict[str, JsonValue] = {
        key: value
        for key, value in post.items()
        if key not in _TAKEN and value not in (None, "", [], {}, False)
    }
    left |= {key: post[key] for key in _SAID if not _is_in(post.get(key), body + title)}
    extra: dict[str, JsonValue] = {"tumblr_type": kind} if kind not in {"text", "blocks"} else {}
    if post.get("source_url"):
        extra["source_url"] = left.pop("source_url")
    if post.get("source_title"):
        extra["source"] = left.pop("source_title")
    return Article(
        label,
        body=body + "\n",
        status=_STATUS.get(str(post.get("state") or "published"), PublishStatus.PUBLISHED),
        identifier=str(post.get("id_string") or post.get("id") or ""),
        title=line_text(title),
        slug=str(post.get("slug") or ""),
        url=url,
        published=_moment(str(post.get("date") or "")),
        authors=(str(post["blog_name"]),) if post.get("blog_name") else (),
        tags=tuple(str(tag) for tag in post.get("tags") or ()),
        extra=extra,
        left=left,
    )


def _is_in(value: Any, said: str) -> bool:
    """Tell whether all texts of a value stand in what is written of its post."""
    if isinstance(value, dict):
        parts = cast("Post", value).items()
        return all(_is_in(one, said) for key, one in parts if key not in {"type", "display"})
    if isinstance(value, list):
        parts_of_it: list[Any] = value
        return all(_is_in(one, said) for one in parts_of_it)
    return not isinstance(value, str) or value in said or escape(value, quote=False) in said


def _moment(text: str) -> str:
    """Return ISO 8601 of ``2024-05-01 12:00:00 GMT``."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) GMT", text)
    return f"{match[1]}T{match[2]}+00:00" if match else ""


def _legacy(post: Post, kind: str) -> str:
    make = _LEGACY.get(kind)
    return make(post) if make else str(post.get("body") or post.get("caption") or "")


def _photos(post: Post) -> str:
    pictures = []
    for photo in cast("list[Post]", post.get("photos") or []):
        size = photo.get("original_size") or {}
        caption = escape(str(photo.get("caption") or ""))
        pictures.append(f'<p><img src="{escape(str(size.get("url") or ""))}" alt="{caption}"></p>')
    return "\n".join([*pictures, str(post.get("caption") or "")])


def _quote(post: Post) -> str:
    return f"<blockquote>{post.get('text') or ''}</blockquote>\n<p>{post.get('source') or ''}</p>"


def _linked(post: Post) -> str:
    url = escape(str(post.get("url") or ""))
    return f'<p><a href="{url}">{post.get("title") or url}</a></p>\n{post.get("description") or ""}'


def _chat(post: Post) -> str:
    lines = [
        f"<p><strong>{escape(str(line.get('label') or ''))}</strong> "
        f"{escape(str(line.get('phrase') or ''), quote=False)}</p>"
        for line in cast("list[Post]", post.get("dialogue") or [])
    ]
    return "\n".join(lines) or str(post.get("body") or "")


def _played(post: Post) -> str:
    player = post.get("player") or post.get("embed") or ""
    if isinstance(player, list):
        player = cast("list[Post]", player)[-1].get("embed_code") or "" if player else ""
    return f"{player}\n{post.get('caption') or ''}"


def _answer(post: Post) -> str:
    asked = escape(str(post.get("asking_name") or "Anonymous"), quote=False)
    question = post.get("question") or ""
    return f"<blockquote><p>{asked}: {question}</p></blockquote>\n{post.get('answer') or ''}"


_LEGACY: Final[Mapping[str, Callable[[Post], str]]] = {
    "photo": _photos,
    "quote": _quote,
    "link": _linked,
    "chat": _chat,
    "audio": _played,
    "video": _played,
    "answer": _answer,
}


def _npf(post: Post) -> str:
    parts: list[str] = []
    for entry in cast("list[Post]", post.get("trail") or []):
        blog = cast("Post", entry.get("blog") or {}).get("name") or ""
        inner = "\n".join(map(_block, cast("list[Post]", entry.get("content") or [])))
        if inner:
            parts.append(f"<blockquote><p>{escape(str(blog))}:</p>\n{inner}</blockquote>")
    parts += map(_block, cast("list[Post]", post["content"]))
    return "\n".join(parts)


_TEXT: Final = {
    "heading1": "h1",
    "heading2": "h2",
    "quote": "blockquote",
    "indented": "blockquote",
    "ordered-list-item": "li",
    "unordered-list-item": "li",
}
_SPANS: Final = {"bold": "strong", "italic": "em", "strikethrough": "s", "small": "small"}


def _block(block: Post) -> str:
    kind = block.get("type")
    if kind == "text":
        return _text_block(block)
    if kind == "image":
        sizes = cast("list[Post]", block.get("media") or [{}])
        widest = max(sizes, key=lambda one: int(one.get("width") or 0))
        alt = escape(str(block.get("alt_text") or ""))
        return f'<p><img src="{escape(str(widest.get("url") or ""))}" alt="{alt}"></p>'
    if kind in {"link", "video", "audio"} and (block.get("url") or block.get("media")):
        media: Any = block.get("media")
        url = block.get("url") or (
            cast("Post", media).get("url") if isinstance(media, dict) else ""
        )
        title = escape(str(block.get("title") or url or ""), quote=False)
        said = escape(str(block.get("description") or ""), quote=False)
        return f'<p><a href="{escape(str(url))}">{title}</a></p>' + (
            f"<p>{said}</p>" if said else ""
        )
    text = json.dumps(block, ensure_ascii=False).replace("--", "-\\u002d")
    return f"<!-- tumblr {text} -->"


def _text_block(block: Post) -> str:
    tag = _TEXT.get(str(block.get("subtype") or ""), "p")
    text = _spanned(str(block.get("text") or ""), cast("list[Post]", block.get("formatting") or []))
    if tag == "li":
        outer = "ol" if str(block.get("subtype")).startswith("ordered") else "ul"
        return f"<{outer}><li>{text}</li></{outer}>"
    return f"<{tag}>{text}</{tag}>"


def _spanned(text: str, spans: list[Post]) -> str:
    """Write a text with its ranges; where two overlap, the later one is closed and opened again."""
    cuts = sorted({0, len(text), *(int(s.get(k) or 0) for s in spans for k in ("start", "end"))})
    out: list[str] = []
    for start, end in pairwise(cuts):
        piece = escape(text[start:end], quote=False).replace("\n", "<br>")
        for span in spans:
            if int(span.get("start") or 0) <= start and end <= int(span.get("end") or 0):
                if tag := _SPANS.get(str(span.get("type"))):
                    piece = f"<{tag}>{piece}</{tag}>"
                elif span.get("url"):
                    piece = f'<a href="{escape(str(span["url"]))}">{piece}</a>'
        out.append(piece)
    return "".join(out)
