"""html-to-markdown (Rust) over the bodies alone: no reading, no proof, no front matter."""

from __future__ import annotations

import json
import sys
import time

from common import bodies
from html_to_markdown import convert


def main() -> None:
    texts = bodies()
    for text in texts[::8]:
        convert(text)
    failed = 0
    started = time.process_time()
    for text in texts:
        try:
            convert(text)
        except Exception:  # noqa: BLE001 (a peer's failure is counted, whatever it is)
            failed += 1
    cpu = time.process_time() - started
    json.dump({"posts": len(texts), "cpu": cpu, "failed": failed}, sys.stdout)


if __name__ == "__main__":
    main()
