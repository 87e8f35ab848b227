"""The script newskit replaces: python-frontmatter, jsonschema, markdownify and json in a loop."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import frontmatter
from common import paths
from jsonschema import Draft202012Validator
from markdownify import markdownify

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[3] / "schemas" / "post.schema.json").read_text()
)


def main() -> None:
    names = paths()
    validator = Draft202012Validator(SCHEMA)
    run(names[::8], validator)
    started = time.process_time()
    failed = run(names, validator)
    cpu = time.process_time() - started
    json.dump({"posts": len(names), "cpu": cpu, "failed": failed}, sys.stdout)


def run(names: list[str], validator: Draft202012Validator) -> int:
    """Do the job; return how many posts ended in an exception."""
    failed = 0
    for name in names:
        try:
            post = frontmatter.loads(Path(name).read_bytes().decode("utf-8"))
            values = json.loads(json.dumps(post.metadata, default=str))
            list(validator.iter_errors(values))
            json.dumps({**values, "content": markdownify(post.content)}, ensure_ascii=False)
        except Exception:  # noqa: BLE001 (a peer's failure is counted, whatever it is)
            failed += 1
    return failed


if __name__ == "__main__":
    main()
