"""The whole job of newskit over a list of posts, in one process; prints what it took as JSON.

Read, front matter, schema, stripping, conversion with proof, JSON Lines: what `newskit validate`
and `newskit export jsonl` do together. Usage: python -m benchmarks.pipeline.job LIST [STAGES]
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from newskit.config.model import Config
from newskit.convert.document import convert_body
from newskit.jobs.export import record_of
from newskit.jobs.stages import convert_stage, load_rules, strip_stage
from newskit.post import Post
from newskit.read.files import read_source
from newskit.read.parse import parse_bytes
from newskit.read.source import Source
from newskit.records.record import encode, to_record
from newskit.validate.post import validate_post

CONFIG = Config()
RULES = load_rules(CONFIG.strip)


def read(paths: list[str]) -> list[Post]:
    """Read and parse every post."""
    sources = [Source(path, Path(path).name) for path in paths]
    return [
        parse_bytes(source.path, read_source(source, CONFIG.read), CONFIG.read)
        for source in sources
    ]


def whole(paths: list[str]) -> float:
    """Return the processor seconds of the whole job."""
    started = time.process_time()
    for path in paths:
        source = Source(path, Path(path).name)
        post = parse_bytes(path, read_source(source, CONFIG.read), CONFIG.read)
        validate_post(post, CONFIG.validate)
        encode(record_of(post, CONFIG, RULES))
    return time.process_time() - started


def stages(paths: list[str]) -> dict[str, float]:
    """Return the processor seconds of each stage, one after the other."""
    times: dict[str, float] = {}
    clock = time.process_time
    started = clock()
    found = read(paths)
    times["read"] = clock() - started
    started = clock()
    for post in found:
        validate_post(post, CONFIG.validate)
    times["validate"] = clock() - started
    started = clock()
    stripped = [strip_stage(post, CONFIG.strip, RULES, CONFIG.read).post for post in found]
    times["strip"] = clock() - started
    started = clock()
    conversions = [convert_stage(post, CONFIG.convert) for post in stripped]
    times["convert"] = clock() - started
    started = clock()
    for post, conversion in zip(stripped, conversions, strict=True):
        encode(to_record(post, CONFIG.export, markdown=conversion.markdown))
    times["record"] = clock() - started
    return times


def main() -> None:
    paths = [os.fsdecode(name) for name in Path(sys.argv[1]).read_bytes().split(b"\0") if name]
    whole(paths[::8])  # first use: imports, tables, schemas, models
    convert_body("", CONFIG.convert, read(paths[:1])[0].body_format)
    result = {"posts": len(paths), "cpu": whole(paths)}
    if sys.argv[2:] == ["stages"]:
        result["stages"] = stages(paths)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
