"""The body as it is: Markdown that may hold HTML, converted where it is HTML."""

from __future__ import annotations

import re
from dataclasses import replace

from newskit.config.convert import ConvertConfig, Dialect, OnDifference
from newskit.convert.body.dialects import guess_dialect
from newskit.convert.body.line_ends import LineEnds, read_line_ends
from newskit.convert.body.list_items import has_item
from newskit.convert.body.segments import Segment, html_segments, segment
from newskit.convert.body.templates import Protected, protect
from newskit.convert.body.writer import TORN, BodyWriter
from newskit.convert.result import Action, Conversion
from newskit.post import BodyFormat

__all__ = ["convert_body"]

_HAS_TAG = re.compile(r"</?[a-zA-Z]")


def convert_body(
    body: str,
    config: ConvertConfig,
    body_format: BodyFormat,
    *,
    path: str = "",
    line_end: str = "\n",
) -> Conversion:
    """Convert what is HTML in a body to Markdown; Markdown stays byte for byte.

    Args:
        body: the text after the front matter.
        config: profile, dialect, choices and proof.
        body_format: what the reader took the body for.
        path: the post's path; its ending and folders are hints to the dialect.
        line_end: how new lines end where the body has no line end; else they take its commonest.
    """
    dialect = config.dialect
    if dialect is Dialect.AUTO:
        dialect = guess_dialect(body, path)
    if body_format is BodyFormat.EMPTY or not body.strip():
        return Conversion(body)
    if dialect is not Dialect.HTML and not _HAS_TAG.search(body):
        return Conversion(body)
    ends = read_line_ends(body, line_end)
    protected = protect(ends.text)
    if dialect is Dialect.HTML:
        by_blank_lines = config.dialect is Dialect.AUTO
        segments = html_segments(protected.text, by_blank_lines=by_blank_lines)
    else:
        segments = segment(protected.text, dialect)
    config = replace(config, dialect=dialect)
    if config.verify:
        # One proof of the whole body is nearly always enough.
        for items in (True, False) if has_item(protected.text) else (False,):
            quick = _write(ends, protected, config, segments, trust_parts=True, items=items)
            if quick.proved:
                return quick
    whole = _write(ends, protected, config, segments)
    torn = bool(whole.differences) and whole.differences[0].text is TORN
    if not torn or config.on_difference is not OnDifference.KEEP_HTML:
        return whole
    # Every part is proved by itself, yet together they are read in another way: the blocks of
    # HTML stay, and when that does not help, so does everything.
    kept = [part._replace(kind="opaque") if part.kind == "html" else part for part in segments]
    inline = _write(ends, protected, config, kept)
    found = replace(whole.differences[0], action=Action.KEPT_HTML)
    if not inline.proved:
        return Conversion(body, (found,))
    return replace(inline, differences=(found, *inline.differences))


def _write(
    body: LineEnds,
    protected: Protected,
    config: ConvertConfig,
    segments: list[Segment],
    *,
    trust_parts: bool = False,
    items: bool = False,
) -> Conversion:
    writer = BodyWriter(body, protected, config, trust_parts=trust_parts, items=items)
    for index, part in enumerate(segments):
        writer.add(part, segments[index + 1] if index + 1 < len(segments) else None)
    return writer.finish()
