"""Export → import → export is the identity, whatever the post."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from newskit.config.export import ExportConfig, RecordBody
from newskit.dates.forms import DateReading, DateStatus, instant_of
from newskit.dates.read import read_date
from newskit.importers.jsonl import JsonlImport, import_records
from newskit.importers.port import ImportedPost
from newskit.post import FrontMatterFormat
from newskit.read.compose import compose_post
from newskit.read.parse import parse_bytes, parse_text
from newskit.read.source import Source
from newskit.records.record import encode, to_record

PATH = "news/2022-02-09-a.md"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
SCALARS = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["title", "date", "tags", "author", "lang", "draft", "url", "source"]) | TEXT
FRONT_MATTER = st.dictionaries(KEYS, VALUES, max_size=6)
BODIES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)


def exported(data: bytes, body: RecordBody) -> bytes:
    post = parse_bytes(PATH, data, relative=PATH)
    markdown = post.body if body is RecordBody.MARKDOWN else None
    return encode(to_record(post, ExportConfig(body=body), markdown=markdown, source=data))


def imported(line: bytes) -> bytes:
    [item] = import_records([Source("x", "x", line, 1)], JsonlImport())
    assert isinstance(item, ImportedPost), item
    return item.data


@settings(max_examples=100, deadline=None)
@given(FRONT_MATTER, BODIES, st.sampled_from(FrontMatterFormat))
def test_composed_posts_read_back(values, body: str, kind: FrontMatterFormat) -> None:
    post = parse_text("x", compose_post(values, body, kind))
    assert dict(post.front_matter.values) == values
    assert post.body == body


@settings(max_examples=100, deadline=None)
@given(FRONT_MATTER, BODIES, st.sampled_from(FrontMatterFormat))
def test_records_survive_the_way_to_files_and_back(values, body: str, kind) -> None:
    first = exported(compose_post(values, body, kind).encode(), RecordBody.MARKDOWN)
    second = exported(imported(first), RecordBody.MARKDOWN)
    before, after = json.loads(first), json.loads(second)
    for record in (before, after):
        # The file is written anew: other bytes may say the same.
        record["metadata"]["newskit"].pop("sha256")
        record["metadata"]["newskit"].pop("encoding")
        record["metadata"]["newskit"].pop("problems", None)
        # A number that needs its digits is text from then on.
        losses = record["metadata"]["newskit"].pop("losses", [])
        record["losses"] = [one for one in losses if one["kind"] != "digits"]
    assert after == before


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300)
    | st.builds(
        lambda a, b: b"---\n" + a + b"---\n" + b, st.binary(max_size=80), st.binary(max_size=80)
    )
)
def test_any_bytes_come_back_with_the_source(data: bytes) -> None:
    line = exported(data, RecordBody.SOURCE)
    assert imported(line) == data
    assert exported(imported(line), RecordBody.SOURCE) == line


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}.{0,20}")
)
def test_dates_are_read_without_guessing_or_failing(text: str) -> None:
    reading = read_date(text)
    assert isinstance(reading, DateReading)
    assert (reading.status is DateStatus.EXACT) <= (reading.value is not None)
    if reading.value is not None:
        instant_of(reading.value)
        assert read_date(reading.value).value == reading.value
