"""Records whose post was changed: new fields where the post says something new, the rest kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from newskit.config.export import ExportConfig, RecordBody
from newskit.frozen import replace
from newskit.read.parse import read_again
from newskit.read.record_post import load_record
from newskit.records.clean import plain
from newskit.records.record import encode, to_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newskit.post import JsonValue, Post

_CONFIG: Final = ExportConfig(detect_language=False)


def update_record(
    line: bytes,
    post: Post,
    text: str,
    report: Sequence[Mapping[str, JsonValue]] = (),
) -> bytes:
    """Return the line of a record whose post now has the text `text`.

    Args:
        line: the record as it was read.
        post: the post that was read from it.
        text: the whole new text of the post; the line comes back as it is when nothing changed.
        report: differences of a conversion or removals, to be added to the provenance.
    """
    if text == post.text:
        return line if line.endswith(b"\n") else line + b"\n"
    record = load_record(line)
    changed = read_again(post, text)
    before, after = _record_of(post), _record_of(changed)
    for name, value in after.items():
        if name in record and name != "metadata" and value != before.get(name):
            record[name] = value
    if isinstance(record.get("content_html"), str) and record.get("content_markdown") is None:
        record["content_html"] = changed.body
    record["metadata"] = _metadata(record, after, changed, report)
    return encode(record)


def _record_of(post: Post) -> dict[str, JsonValue]:
    return to_record(post, _CONFIG, markdown=post.body)


def _metadata(
    record: dict[str, JsonValue],
    after: dict[str, JsonValue],
    changed: Post,
    report: Sequence[Mapping[str, JsonValue]],
) -> dict[str, JsonValue]:
    """Join the new front matter with the old provenance, and say what was done since."""
    old = record.get("metadata")
    facts = old.get("newskit") if isinstance(old, dict) else None
    metadata = cast("dict[str, JsonValue]", after["metadata"])
    if not isinstance(facts, dict):
        return metadata
    facts = dict(facts)
    for row in report:
        name = "differences" if "action" in row else "stripped"
        known = facts.get(name)
        facts[name] = [*(known if isinstance(known, list) else []), plain(row)]
    if "source" in facts:
        source = to_record(replace(changed, source_sha256=""), ExportConfig(body=RecordBody.SOURCE))
        fresh = cast("dict[str, dict[str, JsonValue]]", source["metadata"])["newskit"]
        facts["source"], facts["sha256"] = fresh["source"], fresh["sha256"]
    return {**metadata, "newskit": facts}
