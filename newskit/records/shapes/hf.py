"""Hugging Face datasets: every column in every record, `metadata` as one JSON text.

The library infers a column's type from the first records it sees, so a column that is null at
first, or an object whose keys differ, breaks a data set of several files. Fixed columns and a
dataset card that states their types (``dataset_info`` in README.md) avoid both. A column that
holds only dates is stated as JSON: of one of text, datasets 5.2 makes times before it looks at the
stated types, and gives them without their offsets. Of JSON it gives what the text is as JSON, a
number for a title ``2020``, so no column is stated so that holds other words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from newskit.read.record_shapes import RECORD_FIELDS

if TYPE_CHECKING:
    from newskit.post import JsonValue

__all__ = ["dataset_card", "hf_record", "worded_columns"]

_DATED: Final = frozenset({"date_published", "date_modified"})
_WORDED: Final = {
    name: re.compile(rb'"%b":"(?!\d{4}-\d\d-\d\d[T"])' % name.encode())
    for name in ("title", "summary")
}
"""What is in a line whose column of that name holds no date."""

_LISTS: Final = frozenset({"authors", "categories", "tags"})


def hf_record(record: dict[str, JsonValue], _dataset: str) -> dict[str, JsonValue]:
    """Return the record with every column, in the fixed order."""
    shaped = {name: record.get(name) for name in RECORD_FIELDS}
    shaped["metadata"] = json.dumps(record["metadata"], ensure_ascii=False)
    return shaped


def worded_columns(line: bytes) -> frozenset[str]:
    """Return the columns that may hold dates and hold other words in a record's line."""
    return frozenset(name for name, words in _WORDED.items() if words.search(line))


def dataset_card(
    dataset: str, count: int, size: int, pattern: str, worded: AbstractSet[str] = frozenset()
) -> str:
    """Return the README.md of a data set: the types of its columns for ``load_dataset``.

    Args:
        dataset: name of the data set.
        count: number of records.
        size: bytes of the records, uncompressed.
        pattern: glob pattern of the data files.
        worded: columns that hold other words than dates, of those that may hold dates.
    """
    lines = ["---", f"pretty_name: {json.dumps(dataset, ensure_ascii=False)}", "configs:"]
    lines += ["- config_name: default", "  data_files:", "  - split: train", f"    path: {pattern}"]
    lines += ["dataset_info:", "  config_name: default", "  features:"]
    for name in RECORD_FIELDS:
        dated = name in _DATED or (name in _WORDED and name not in worded)
        lines += [f"  - name: {name}", *(["    dtype: json"] if dated else _feature(name))]
    lines += ["  splits:", "  - name: train"]
    lines += [f"    num_bytes: {size}", f"    num_examples: {count}"]
    lines += ["---", "", f"# {dataset}", ""]
    lines += [f"{count:,} news posts, one record of JSON a line, written by newskit."]
    lines += ["`metadata` is JSON text: the front matter as it was and, under `newskit`, the"]
    lines += ["provenance (path, SHA-256, encoding, what was converted and stripped).", ""]
    return "\n".join(lines)


def _feature(name: str) -> list[str]:
    if name in _LISTS:
        return ["    list: string"]
    return ["    dtype: bool" if name == "draft" else "    dtype: string"]
