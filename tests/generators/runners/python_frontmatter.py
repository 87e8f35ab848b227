"""Reads posts, one JSON line each ({"name", "text", "key"}), with python-frontmatter."""

from __future__ import annotations

import re
from importlib.metadata import version

import frontmatter
from plain import plain, rows, write


def main() -> None:
    """Ask python-frontmatter about each row of standard input."""
    write({"version": version("python-frontmatter"), "also": f"PyYAML {version('pyyaml')}"})
    for row in rows():
        try:
            post = frontmatter.loads(row["text"])
        except Exception as error:  # noqa: BLE001 - whatever it raises is the outcome
            write(
                {
                    "name": row["name"],
                    "outcome": "stops",
                    "message": re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")[:200],
                }
            )
            continue
        write(
            {
                "name": row["name"],
                "outcome": "read",
                **plain(post.metadata.get(row["key"])),
                "body": post.content[:40],
            }
        )


if __name__ == "__main__":
    main()
