"""Bytes or text to a `Post`: decoding, fences, values with positions, body format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import TypeAlias

from newskit.config.model import ReadConfig
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.markup.definitions import LABEL
from newskit.markup.elements import names
from newskit.markup.text import without_data
from newskit.post import (
    BodyFormat,
    EncodingFacts,
    FrontMatter,
    FrontMatterFormat,
    KeySpan,
    Kind,
    Post,
    leave_open,
)
from newskit.problem import Problem
from newskit.read.decode import decode
from newskit.read.formats.registry import parse_front_matter
from newskit.read.formats.yaml_quick import parse_plain_yaml
from newskit.read.front_matter import (
    Fences,
    Parsed,
    ParserNote,
    encoding_notes,
    find_fences,
    moved,
    problems_of,
    span_moved,
    unread,
    unterminated,
)

# What a body is written in, from its tags and its Markdown constructs.
#
# A body with block-level tags is HTML when Markdown makes up at most a tenth of its constructs,
# mixed otherwise; one with inline tags only is mixed when they are frequent, and Markdown
# otherwise.

# Every branch of these two starts with a literal, so that the search skips to the next one of them
# instead of trying each branch at each character; "\n" stands for the start of a line.
_CODE = lazy(
    r"\n(?P<fence>`{3,}+|~{3,}+)[^\n]*+\n.*?(?:\n[ ]{0,3}(?P=fence)|\Z)"
    r"|\{%-?\s*highlight\b.*?(?:endhighlight\s*-?%\}|\Z)"
    r"|<(?P<tag>pre|script|style|code)\b.*?(?:</(?P=tag)\s*>|\Z)"
    r"|`(?<!``)(?P<ticks>`*+)[^\n]{0,2000}?(?<!`)`(?P=ticks)(?!`)",
    re.DOTALL | re.IGNORECASE,
)
# Where a body holds none of the other kinds of code.
_CODE_ELEMENT = lazy(
    r"<(?P<tag>pre|script|style|code)\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_START_TAG = lazy(r"<([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_BLOCK_TAGS = names(
    "address article aside blockquote br center dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p section summary table tbody td tfoot "
    "th thead tr ul"
)
_INLINE_TAGS = names(
    "a abbr acronym b big cite code del dfn em font i iframe img ins kbd mark q s samp small span "
    "strike strong sub sup tt u var video audio"
)
_TAG = lazy(r"</?[a-zA-Z][^<>]*>")
_MARKDOWN = lazy(
    # The look-ahead spares most lines the kinds of construct.
    r"\n[ ]{0,3}(?=[\#*+>\[=\d-])(?:\#{1,6}[ \t]+\S|[-*+][ \t]+\S|\d{1,9}[.)][ \t]+\S|>[ \t]?\S"
    rf"|{LABEL}\S|(?:=+|-+)[ \t\r]*$)"
    # Bounds keep rows of brackets that are never closed in linear time.
    r"|!\[[^\[\]\n]{0,999}\](?:\([^)\n]{0,999}\)|\[[^\[\]\n]{0,99}\])"
    r"|\[[^\[\]\n]{0,999}\](?:\([^)\n]{0,999}\)|\[[^\[\]\n]{0,99}\])"
    r"|\*(?:\*\S|(?<![\w*]\*)[^\s*_][^*_\n]*[*_](?!\w))"
    r"|_(?<![\w*]_)[^\s*_][^*_\n]*[*_](?!\w)"
    r"|<(?:https?|ftp|mailto):[^\s<>]+>",
    re.MULTILINE,
)
_SAMPLE = 200_000


def detect_body_format(body: str) -> BodyFormat:
    """Tell what `body` is written in; of a very long one, by its first 200,000 code points."""
    if not body or body.isspace():
        return BodyFormat.EMPTY
    sample = body[:_SAMPLE]
    short = without_data(sample)
    sample = f"\n{sample if short is None else short.text}"
    if "`" in sample or "~~~" in sample or "{%" in sample:
        sample = _CODE.sub(" ", sample)
    elif "<" in sample:
        sample = _CODE_ELEMENT.sub(" ", sample)
    blocks = inline = 0
    for name, number in Counter(_START_TAG.findall(sample)).items() if "<" in sample else ():
        if (small := name.lower()) in _BLOCK_TAGS:
            blocks += number
        elif small in _INLINE_TAGS:
            inline += number
    if blocks:
        most = (blocks + inline) // 10
        within = _constructs(_TAG.sub("", sample), most + 1) <= most
        return BodyFormat.HTML if within else BodyFormat.MIXED
    if inline < 3:
        if _constructs(sample, 1):
            return BodyFormat.MARKDOWN
        return BodyFormat.HTML if inline else BodyFormat.PLAIN
    most = inline * 10 // 3
    markdown = _constructs(sample, most + 1)
    if not markdown:
        return BodyFormat.HTML
    return BodyFormat.MIXED if markdown <= most else BodyFormat.MARKDOWN


def _constructs(text: str, most: int) -> int:
    """Return how many Markdown constructs there are in a text; they are counted up to `most`."""
    return sum(1 for _ in islice(_MARKDOWN.finditer(text), most))


_DEFAULT = ReadConfig()
_NONE = FrontMatter()
_Later: TypeAlias = dict[str, Callable[[Post], object]]
_OF_FILE = frozenset({"NK109", "NK110", "NK117"})  # about the bytes, not about the fences
_HEADERS = frozenset({"pelican", "nikola", "hexo"})


def parse_bytes(  # noqa: PLR0913 - what is known of the file besides its bytes
    path: str,
    data: bytes,
    config: ReadConfig = _DEFAULT,
    *,
    relative: str = "",
    body_format: BodyFormat | None = None,
    kind: Kind = Kind.POST,
    generator: str = "",
) -> Post:
    """Parse the bytes of a post, a whole file; what is wrong with them is in `Post.problems`.

    Args:
        path: the name findings carry.
        data: the file.
        config: limits.
        relative: path below the folder the file was found in, with ``/`` separators.
        body_format: what the body is written in, where that is known or does not matter.
        kind: what the file is to its site.
        generator: the site's generator; empty without one.
    """
    text, facts = decode(data)
    fences = _fences(text, generator)
    front_matter, notes = _front_matter(text, fences, config, generator)
    if facts.how != "utf-8" or "\x00" in text:
        notes += encoding_notes(text, facts)
    later: _Later = {"body_format": _format_of_body} if body_format is None else {}
    # UTF-8 gives its bytes back; other codecs may spell a character in two ways.
    if facts.name == "utf-8":
        later["source_sha256"] = _digest_of_text
    post = Post(
        path,
        text,
        front_matter,
        fences.body_start if fences else 0,
        body_format or BodyFormat.EMPTY,
        facts,
        _problems(path, text, notes) if notes else (),
        relative or path,
        "" if "source_sha256" in later else _digest(data),
        kind,
        generator,
    )
    leave_open(post, later)
    return post


def parse_text(  # noqa: PLR0913 - what is known of the file besides its text
    path: str,
    text: str,
    config: ReadConfig = _DEFAULT,
    *,
    relative: str = "",
    encoding: EncodingFacts | None = None,
    kind: Kind = Kind.POST,
    generator: str = "",
) -> Post:
    """Parse the decoded text of a post; what is wrong with it is in `Post.problems`."""
    fences = _fences(text, generator)
    front_matter, notes = _front_matter(text, fences, config, generator)
    post = Post(
        path,
        text,
        front_matter,
        fences.body_start if fences else 0,
        encoding=encoding or EncodingFacts(),
        problems=_problems(path, text, notes) if notes else (),
        relative=relative or path,
        kind=kind,
        generator=generator,
    )
    leave_open(post, {"body_format": _format_of_body})
    return post


def read_again(
    post: Post, text: str, config: ReadConfig = _DEFAULT, *, encoding: EncodingFacts | None = None
) -> Post:
    """Parse the new text of a post: its path, file, site and encoding are as they were."""
    again = parse_text(
        post.path,
        text,
        config,
        relative=post.relative,
        encoding=encoding or post.encoding,
        kind=post.kind,
        generator=post.generator,
    )
    return replace(again, source_sha256=post.source_sha256)


def with_header(post: Post, generator: str) -> Post:
    """Return the post with the front matter that `generator` alone reads, where it has some.

    Pelican reads lines between fences too, which YAML may not take.
    """
    if generator not in _HEADERS or post.generator:
        return post
    again = read_again(replace(post, generator=generator), post.text)
    of_file = tuple(one for one in post.problems if one.code in _OF_FILE)
    if post.front_matter.format is FrontMatterFormat.NONE:
        found = again.front_matter.format is not FrontMatterFormat.NONE
    else:
        found = again.front_matter.format is FrontMatterFormat.META
    return replace(again, problems=(*of_file, *again.problems)) if found else post


def _fences(text: str, generator: str) -> Fences | None:
    if generator in _HEADERS:
        from newskit.read.headers import header_fences

        own = header_fences(text, generator)
        if own is not None:
            return own
    found = find_fences(text)
    if generator == "hugo" and found is not None and not found.terminated:
        from newskit.read.headers import longer_closing

        return longer_closing(text, found)
    return found


def _problems(path: str, text: str, notes: list[ParserNote]) -> tuple[Problem, ...]:
    # Most posts have none, and do without what makes them.
    return problems_of(path, text, notes)


def _format_of_body(post: Post) -> BodyFormat:

    return detect_body_format(post.body)


def _digest_of_text(post: Post) -> str:
    return _digest(post.encode(post.text))


def _digest(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()


def _front_matter(
    text: str, fences: Fences | None, config: ReadConfig, generator: str
) -> tuple[FrontMatter, list[ParserNote]]:
    if fences is None:
        return _NONE, []
    start, end = fences.content
    is_yaml = fences.format is FrontMatterFormat.YAML
    if is_yaml and fences.terminated and _is_small(end - start, config):
        plain = parse_plain_yaml(text, start, end)
        if plain is not None:
            return _made(fences, plain, plain.spans), []
    return _parsed(text, fences, config, generator)


def _parsed(
    text: str, fences: Fences, config: ReadConfig, generator: str
) -> tuple[FrontMatter, list[ParserNote]]:
    if fences.format is FrontMatterFormat.OTHER:
        return _made(fences, Parsed(valid=False), {}), [unread(text, fences)]
    start, end = fences.content
    parsed = _parse_content(text[start:end], fences, config)
    if generator == "hexo" and not parsed.valid and fences.format is FrontMatterFormat.YAML:
        from newskit.read.headers import without_tabs

        parsed = without_tabs(text[start:end]) or parsed
    notes = [moved(note, start) for note in parsed.notes]
    spans = {key: span_moved(span, start) for key, span in parsed.spans.items()}
    if not fences.terminated:
        notes.append(unterminated(fences))
    return _made(fences, parsed, MappingProxyType(spans)), notes


def _is_small(length: int, config: ReadConfig) -> bool:
    """Whether so many code points are surely within the limit; one takes four bytes at most."""
    return length * 4 <= config.max_front_matter_bytes


def _made(fences: Fences, parsed: Parsed, spans: Mapping[str, KeySpan]) -> FrontMatter:
    return FrontMatter(
        fences.format,
        MappingProxyType(parsed.values),
        fences.opening,
        fences.content,
        fences.closing,
        spans,
        parsed.valid and fences.terminated,
    )


def _parse_content(content: str, fences: Fences, config: ReadConfig) -> Parsed:
    limit = config.max_front_matter_bytes
    if len(content) > limit or len(content.encode("utf-8", "surrogateescape")) > limit:
        note = ParserNote(
            "NK112",
            "hostile-front-matter",
            f"front matter is larger than {limit:,} bytes",
            0,
            0,
            hint="move the long text into the body, or raise `read.max-front-matter-bytes`",
        )
        return Parsed(notes=(note,), valid=False)
    if not content.strip():
        return Parsed()
    return parse_front_matter(fences.format, content)
