"""Front matter without an opening fence, as two generators read it; only where one is named.

Pelican (Python-Markdown's extension `meta`): lines ``Key: value`` from the first line on, a value
going on in lines indented by four spaces, up to a blank line. Hexo (hexo-front-matter, the form
before its version 0.2): YAML that only a closing ``---`` ends, JSON that ``;;;`` does. Without the
generator's name such lines may as well be text, so they are left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newskit.config.export import FieldPreset
from newskit.post import FrontMatter, FrontMatterFormat, KeySpan
from newskit.read.body_format import detect_body_format
from newskit.read.compose import compose_post
from newskit.read.formats.base import Parsed
from newskit.read.formats.registry import parse_front_matter
from newskit.read.parse import parse_text

if TYPE_CHECKING:
    from newskit.post import JsonValue, Post, Span

__all__ = ["fenced", "with_header"]

_END: Final = r"(?:\r\n?|\n|\Z)"
_ENTRY: Final = re.compile(
    rf"(?P<key>[ ]{{0,3}}[A-Za-z0-9_-]+):[ \t]*(?P<value>[^\r\n]*){_END}"
    rf"|[ ]{{4,}}(?P<more>[^\r\n]+){_END}"
)
_BLANK: Final = re.compile(rf"[ \t]*{_END}")
_HEXO: Final = re.compile(rf"(?:\A|(?<=[\r\n]))(?P<fence>-{{3,}}|;{{3,}})[ \t]*{_END}")


def with_header(post: Post, preset: FieldPreset) -> Post:
    """Return the post with the header of `preset` as its front matter, where it has one.

    A header names a title (Pelican takes no post without one); other lines are text.
    """
    if post.front_matter.format is not FrontMatterFormat.NONE:
        return post
    if preset is FieldPreset.PELICAN:
        return _pelican(post)
    return _hexo(post) if preset is FieldPreset.HEXO else post


def fenced(post: Post) -> Post:
    """Return a post with a header as one with the same values between fences, else the post.

    What edits front matter and reads the result again can work on that; the body is the same.
    """
    front = post.front_matter
    if front.format is FrontMatterFormat.NONE or front.opening[0] < front.opening[1]:
        return post
    newline = post.encoding.newline or "\n"
    try:
        text = compose_post(front.values, post.body, FrontMatterFormat.YAML, newline)
    except ValueError:
        return post
    made = parse_text(post.path, text, relative=post.relative, encoding=post.encoding)
    return replace(made, source_sha256=post.source_sha256, problems=post.problems)


def _pelican(post: Post) -> Post:
    text, position = post.text, 0
    values: dict[str, JsonValue] = {}
    spans: dict[str, KeySpan] = {}
    name = ""
    while position < len(text) and (match := _ENTRY.match(text, position)):
        if match["key"] is not None:
            name = match["key"].strip()
            # Said twice, a key is a list in Python-Markdown, of which Pelican takes the first.
            if name not in values:
                values[name] = match["value"].strip()
                spans[f"/{name}"] = KeySpan(match.span("key"), match.span("value"))
        elif name:
            values[name] = f"{values[name]} {match['more'].strip()}".strip()
        else:
            return post
        position = match.end()
    blank = _BLANK.match(text, position)
    if "title" not in {key.lower() for key in values} or blank is None:
        return post
    parsed = Parsed(values, spans)
    return _headed(post, parsed, (0, position), (position, position), blank.end())


def _hexo(post: Post) -> Post:
    match = _HEXO.search(post.text)
    # A heading, a list, a quotation or markup is no key.
    if match is None or not match.start() or post.text[0] in "#<>*- \t\r\n":
        return post
    kind = FrontMatterFormat.YAML if match["fence"][0] == "-" else FrontMatterFormat.JSON
    parsed = parse_front_matter(kind, post.text[: match.start()])
    if not parsed.valid or "title" not in parsed.values:
        return post
    content = (0, match.start())
    return _headed(post, parsed, content, match.span("fence"), match.end(), kind)


def _headed(
    post: Post,
    parsed: Parsed,
    content: Span,
    closing: Span,
    body_start: int,
    kind: FrontMatterFormat = FrontMatterFormat.YAML,
) -> Post:
    front_matter = FrontMatter(
        kind,
        MappingProxyType(parsed.values),
        (0, 0),
        content,
        closing,
        MappingProxyType(dict(parsed.spans)),
    )
    return replace(
        post,
        front_matter=front_matter,
        body_start=body_start,
        body_format=detect_body_format(post.text[body_start:]),
    )
