"""From a post to what the archive-wide rules need to know of it."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.validate.archive.facts import Fact, Facts
from newskit.validate.body import mask_templates
from newskit.validate.ignores import find_ignores

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.subject import Subject

__all__ = ["facts_of"]

_MIN_ARTICLE = 200
_MIN_SIMILAR = 400
_PERMUTATIONS = 64
_SAMPLED = frozenset("acefhilorsu0369абвдзиклнпрсу")
_WORD = lazy(r"[^\W_]+")
_WIDE = lazy("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAG = lazy(r"<[^<>]*>")
_TARGET = lazy(r"\]\([^()\s]*\)")
_POST_URL = lazy(r"\{%-?\s*post_url\s+(?P<target>[^\s%]+)\s*-?%\}")
_REF = lazy(r"\{\{[<%]\s*(?:rel)?ref\s+\"(?P<target>[^\"#?]+\.(?:md|html?))(?:#[^\"]*)?\"")
_RELATIVE = lazy(
    r"\]\((?P<target>(?![a-z][a-z0-9+.-]*:|//|/|#|\{)[^()\s#?]+\.(?:md|markdown))(?:#[^()\s]*)?\)"
)


def facts_of(subject: Subject, codes: frozenset[str]) -> Facts | None:
    """Return what the archive-wide rules need of a post; None when none of them applies."""
    wanted = frozenset(code for code in codes if code.startswith("NK4"))
    if not wanted or not subject.config.archive:
        return None
    post = subject.post
    article = b""
    signature = b""
    if wanted & {"NK404", "NK405"} and subject.config.body:
        similar = "NK405" in wanted and subject.config.near_duplicates < 1
        article, signature = _article(subject, similar=similar)
    facts = tuple(_facts(subject, wanted))
    return Facts(post.path, post.relative, facts, article, signature, wanted, find_ignores(post))


def _facts(subject: Subject, codes: frozenset[str]) -> Iterator[Fact]:
    matter = subject.post.front_matter
    if matter.format is not FrontMatterFormat.NONE and matter.valid:
        yield from _addresses(subject)
        if "NK407" in codes:
            yield from _tags(subject)
    if "NK406" in codes and subject.config.body:
        yield from _links(subject)


def _fact(subject: Subject, kind: str, value: str, span: Span) -> Fact:
    place = subject.post.locate(*span)
    return Fact(kind, value, place.line, place.column, span[0], span[1])


def _addresses(subject: Subject) -> Iterator[Fact]:
    """Title, slug and permalink; a pattern such as ``/:year/:title/`` is no address."""
    for kind, names in (
        ("permalink", ("permalink", "url")),
        ("slug", ("slug",)),
        ("title", ("title",)),
    ):
        entry = subject.top(*names)
        if entry is None or not isinstance(entry.value, str):
            continue
        value = unicodedata.normalize("NFC", entry.value.strip())
        if not value or (
            kind == "permalink" and (":" in value or "{" in value or value in _STYLES)
        ):
            continue
        if kind == "permalink":
            value = value.removesuffix("index.html").rstrip("/") or "/"
        if kind == "slug":
            value = f"{subject.file_name.parent}/{value}"
        if kind == "title":
            language = subject.top("lang", "language", "locale")
            value = f"{value}\n{language.value if language else ''}"
        yield _fact(subject, kind, value, entry.span or subject.key_span(entry.pointer))


_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none"))


def _tags(subject: Subject) -> Iterator[Fact]:
    for name in ("tags", "categories"):
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, list):
            continue
        for index, item in enumerate(entry.value):
            if isinstance(item, str) and item.strip():
                span = subject.value_span(f"{entry.pointer}/{index}")
                yield _fact(subject, name, item.strip(), span)


def _links(subject: Subject) -> Iterator[Fact]:
    body = subject.post.body
    for kind, pattern, mark in (
        ("post_url", _POST_URL, "post_url"),
        ("ref", _REF, "ref "),
        ("relative", _RELATIVE, "]("),
    ):
        if mark not in body:
            continue
        text = body if kind == "post_url" else subject.prose
        for match in pattern.finditer(text):
            span = subject.in_body(*match.span("target"))
            yield _fact(subject, kind, match["target"], span)


def _article(subject: Subject, *, similar: bool) -> tuple[bytes, bytes]:
    """A hash of the body's words, and a MinHash of its shingles (words, or letters of CJK)."""
    body = subject.post.body
    if len(body) < _MIN_ARTICLE:
        return b"", b""
    text = _plain(body).casefold()
    words = _WORD.findall(text)
    joined = " ".join(words)
    if len(joined) < _MIN_ARTICLE:
        return b"", b""
    article = blake2b(joined.encode("utf-8", "replace"), digest_size=12).digest()
    if not similar or len(joined) < _MIN_SIMILAR:
        return article, b""
    import rensa

    minhash: Any = rensa
    sketch = minhash.RMinHash(num_perm=_PERMUTATIONS, seed=42)
    sketch.update(_shingles(words, joined))
    return article, struct.pack(f"<{_PERMUTATIONS}I", *sketch.digest())


def _plain(body: str) -> str:
    """A body without tags, addresses and template code."""
    for mark, pattern in (("<", _TAG), ("](", _TARGET)):
        if mark in body:
            body = pattern.sub(" ", body)
    return mask_templates(body)


def _shingles(words: list[str], joined: str) -> list[str]:
    """Runs of four words, or of eight letters where the text is Chinese, Japanese or Korean.

    About a third of them, chosen by how they start (Broder's "0 mod m" sampling): the share two
    texts have in common is the same, and there are fewer to make.
    """
    if len(_WIDE.findall(joined[:2000])) * 4 > min(len(joined), 2000):
        text = "".join(words)
        found = [text[i : i + 8] for i, letter in enumerate(text[:-7]) if ord(letter) % 3 == 0]
    else:
        found = [
            " ".join(words[i : i + 4]) for i, word in enumerate(words[:-3]) if word[0] in _SAMPLED
        ]
    return found or [joined]
