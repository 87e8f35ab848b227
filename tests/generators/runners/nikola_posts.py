# ruff: noqa: FBT003
"""Reads posts, one JSON line each ({"name", "text", "key"}), with Nikola; writes what it read."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import runpy
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from plain import plain, rows, write


def main() -> None:
    """Ask Nikola about each row of standard input."""
    write({"version": version("nikola")})
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        subprocess.run(
            [str(Path(sys.executable).parent / "nikola"), "init", "-q", "-d", "site"],
            check=True,
            capture_output=True,
        )
        os.chdir("site")
        conf = Path("conf.py").read_text(encoding="utf-8")
        Path("conf.py").write_text(
            re.sub(r"(?m)^TIMEZONE = .*$", 'TIMEZONE = "Asia/Kolkata"', conf)
            + '\nTIMEZONE = "Asia/Kolkata"\n',
            encoding="utf-8",
        )
        from nikola.nikola import Nikola
        from nikola.post import Post

        config = runpy.run_path("conf.py")
        site = Nikola(**{k: v for k, v in config.items() if not k.startswith("__")})
        site.init_plugins()
        logging.disable(logging.NOTSET)
        for row in rows():
            Path("posts/p.md").write_bytes(row["text"].encode())
            said = io.StringIO()
            try:
                with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
                    post = Post(
                        "posts/p.md",
                        site.config,
                        "posts",
                        True,
                        site.MESSAGES,
                        "post.tmpl",
                        site.get_compiler("posts/p.md"),
                        metadata_extractors_by=site.metadata_extractors_by,
                    )
            except (Exception, SystemExit) as error:  # noqa: BLE001 - it stops the build
                write(
                    {
                        "name": row["name"],
                        "outcome": "stops",
                        "message": re.sub(
                            r"\s+", " ", f"{type(error).__name__}: {error} {said.getvalue()}"
                        )[:200],
                    }
                )
                continue
            key = row["key"]
            value = (
                post.tags
                if key == "tags"
                else post.date
                if key == "date"
                else post.title()
                if key == "title"
                else post.meta[key]
            )
            write(
                {
                    "name": row["name"],
                    "outcome": "read",
                    **plain(value),
                    "date": plain(post.date),
                    "body": "",
                    "shown": str(post.title()),
                }
            )


if __name__ == "__main__":
    main()
