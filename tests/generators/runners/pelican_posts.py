"""Reads posts, one JSON line each ({"name", "text", "key"}), with Pelican; writes what it read."""

from __future__ import annotations

import logging
import re
import tempfile
from importlib.metadata import version
from pathlib import Path

from pelican.contents import Article
from pelican.readers import Readers
from pelican.settings import DEFAULT_CONFIG, configure_settings
from plain import plain, rows, write


def main() -> None:
    """Ask Pelican's readers about each row of standard input."""
    write({"version": version("pelican"), "also": f"Markdown {version('markdown')}"})
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().handlers[:] = [handler]
    with tempfile.TemporaryDirectory() as folder:
        settings = configure_settings(
            {
                **DEFAULT_CONFIG,
                "PATH": folder,
                "TIMEZONE": "Asia/Kolkata",
                "SLUGIFY_SOURCE": "basename",
            }
        )
        for row in rows():
            said.clear()
            Path(folder, "p.md").write_bytes(row["text"].encode())
            try:
                post = Readers(settings).read_file(
                    base_path=folder, path="p.md", content_class=Article
                )
            except Exception as error:  # noqa: BLE001 - the generator logs it and leaves the post out
                write(
                    {
                        "name": row["name"],
                        "outcome": "error",
                        "message": re.sub(r"\s+", " ", f"{type(error).__name__}: {error}")[:200],
                    }
                )
                continue
            value = post.metadata.get(row["key"])
            if row["key"] in {"tags", "authors"} and value:
                value = [item.name for item in value]
            date = plain(getattr(post, "date", None))
            outcome = {"outcome": "warned" if said else "read", "message": " ".join(said)[:200]}
            body = re.sub(r"<[^>]+>", "", post.content)[:40]
            write(
                {
                    "name": row["name"],
                    **outcome,
                    **plain(value),
                    "date": date,
                    "body": body,
                    "shown": str(getattr(post, "title", "")),
                }
            )


if __name__ == "__main__":
    main()
