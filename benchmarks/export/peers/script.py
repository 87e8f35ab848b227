"""What one would write instead: python-frontmatter and json. `folder output`."""

import json
import os
import sys
from pathlib import Path

import frontmatter

ENDINGS = (".md", ".markdown", ".html", ".htm", ".txt")
written = failed = 0
with Path(sys.argv[2]).open("w", encoding="utf-8") as output:
    for folder, folders, names in os.walk(sys.argv[1]):
        folders.sort()
        for name in sorted(names):
            if not name.endswith(ENDINGS):
                continue
            path = f"{folder}/{name}"
            try:
                post = frontmatter.load(path)
            except Exception:  # noqa: BLE001 - as such scripts do
                failed += 1
                continue
            record = {"path": path, "metadata": post.metadata, "text": post.content}
            output.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")
            written += 1
print(written, failed)
