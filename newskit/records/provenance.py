"""`metadata.newskit`: where a record comes from and what was done to it."""

from __future__ import annotations

import base64
import os
from hashlib import sha256
from typing import TYPE_CHECKING

from newskit.config.export import ExportConfig, RecordBody
from newskit.frozen import dataclass
from newskit.records.clean import plain
from newskit.version import RECORD_VERSION, __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.post import JsonValue, Post
    from newskit.problem import Problem
    from newskit.read.article.fields import Article, DateDoubt

__all__ = ["Work", "provenance"]


@dataclass(frozen=True, slots=True)
class Work:
    """What was done to a post on its way into a record.

    Attributes:
        derived: record field → where its value was taken from.
        differences: of the conversion (flat dataclasses or mappings).
        stripped: what was removed (flat dataclasses or mappings).
        source: the bytes of the file, where the post's text does not give them back.
        templates: template code that the text and the HTML do not show.
    """

    derived: Mapping[str, str]
    differences: Sequence[object] = ()
    stripped: Sequence[object] = ()
    source: bytes | None = None
    templates: Sequence[str] = ()


def provenance(
    post: Post, article: Article, config: ExportConfig, work: Work
) -> dict[str, JsonValue]:
    """Return the provenance of a record; the body choice decides if the source goes along."""
    facts: dict[str, JsonValue] = {
        "record": RECORD_VERSION,
        "version": __version__,
        "path": post.relative or post.path,
        "sha256": post.source_sha256 or sha256(_bytes(post)).hexdigest(),
        "input_format": {
            "front_matter": post.front_matter.format.value,
            # The body of an exact file is not looked at.
            "body": None if config.body is RecordBody.SOURCE else post.body_format.value,
        },
        "encoding": _encoding(post),
        "differences": [plain(item) for item in work.differences],
        "stripped": [plain(item) for item in work.stripped],
    }
    if work.templates:
        facts["templates"] = list(work.templates)
    if work.derived:
        facts["derived"] = dict(work.derived)
    if article.doubts:
        facts["dates"] = [_doubt(doubt) for doubt in article.doubts]
    if post.problems:
        facts["problems"] = [_problem(problem) for problem in post.problems]
    if not post.front_matter.valid:
        facts["front_matter_text"] = post.text[: post.body_start]
    if config.body is RecordBody.SOURCE:
        facts["source"] = _source(post, work.source)
    if not post.relative.isprintable() and any("\ud800" <= c <= "\udfff" for c in post.relative):
        facts["path_bytes"] = base64.b64encode(os.fsencode(post.relative)).decode("ascii")
    return facts


def _encoding(post: Post) -> dict[str, JsonValue]:
    facts = post.encoding
    return {
        "name": facts.name,
        "bom": facts.bom,
        "how": facts.how,
        "confidence": facts.confidence,
        "newline": {"\n": "lf", "\r\n": "crlf", "\r": "cr"}.get(facts.newline, "none"),
    }


def _bytes(post: Post) -> bytes:
    try:
        return post.encode(post.text)
    except UnicodeEncodeError:
        return post.text.encode("utf-8", "surrogatepass")


def _source(post: Post, source: bytes | None) -> dict[str, JsonValue]:
    """Say the file in full: as text where that gives the same bytes back, else in base64."""
    data = _bytes(post) if source is None else source
    if post.encoding.how != "damaged" and (source is None or _bytes(post) == data):
        return {"text": post.text}
    return {"base64": base64.b64encode(data).decode("ascii")}


def _doubt(doubt: DateDoubt) -> JsonValue:
    reading = doubt.reading
    return {
        "field": doubt.field,
        "key": doubt.key,
        "text": reading.text,
        "status": reading.status.value,
        "value": reading.value,
        "choices": list(reading.choices),
        "note": reading.note,
    }


def _problem(problem: Problem) -> JsonValue:
    return {
        "code": problem.code,
        "message": problem.message,
        "line": problem.location.line,
        "column": problem.location.column,
    }
