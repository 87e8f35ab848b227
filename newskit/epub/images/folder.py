"""The images folder: the posts' own files, and what was fetched, with a manifest of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from newskit.epub.content.urls import is_absolute
from newskit.files import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MANIFEST_NAME", "ImageFolder"]

MANIFEST_NAME = "newskit-images.json"


class ImageFolder:
    """Finds the file of an image source; keeps what is fetched.

    Fetched images are named after their content; the manifest tells which URL gave which file.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._fetched = self._read_manifest()
        self._changed = False

    def find(self, source: str, post: str) -> Path | None:
        """Return the file for an image of a post, or None.

        A relative source is looked up beside the post and from the folder's root, as a site
        would serve it; a URL in the manifest, then as a mirror keeps it (``host/path``, ``path``).

        Args:
            source: URL or path as the post gives it.
            post: path of the post, relative to the collection.
        """
        name = self._fetched.get(source)
        candidates = [name] if name else list(self._candidates(source, post))
        for candidate in candidates:
            path = (self._root / candidate.lstrip("/\\")).resolve()
            # A post must not be able to put other files of this machine into a book.
            if path.is_relative_to(self._root) and path.is_file():
                return path
        return None

    def keep(self, url: str, data: bytes, suffix: str) -> None:
        """Put a fetched image into the folder."""
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        path = self._root / "fetched" / name
        if not path.exists():
            write_atomic(path, data)
        self._fetched[url] = f"fetched/{name}"
        self._changed = True

    def save(self) -> None:
        """Write the manifest, if it changed."""
        if self._changed:
            text = json.dumps({"fetched": self._fetched}, indent=1, sort_keys=True)
            write_atomic(self._root / MANIFEST_NAME, f"{text}\n".encode())
            self._changed = False

    def _read_manifest(self) -> dict[str, str]:
        try:
            found: object = json.loads((self._root / MANIFEST_NAME).read_bytes())
        except (OSError, ValueError):
            return {}
        fetched = _mapping(_mapping(found).get("fetched"))
        return {url: name for url, name in fetched.items() if isinstance(name, str)}

    @staticmethod
    def _candidates(source: str, post: str) -> Iterator[str]:
        try:
            parts = urlsplit(source)
        except ValueError:
            return
        path = unquote(parts.path)
        if "\0" in path or not path.strip("/"):
            return
        if is_absolute(source):
            yield f"{parts.hostname}/{path.lstrip('/')}"
            yield path
            return
        if not path.startswith("/"):
            yield f"{post.replace(chr(92), '/').rpartition('/')[0]}/{path}"
        yield path


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
