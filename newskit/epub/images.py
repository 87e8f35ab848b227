"""Which images become part of the books, and where their bytes are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
import struct
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from newskit.config.export import EpubConfig
from newskit.epub.article import ImageSlot, PreparedArticle
from newskit.epub.content.state import Element
from newskit.epub.content.values import is_absolute
from newskit.errors import ConfigError
from newskit.files import file_below, open_file, write_atomic
from newskit.parsing import load_json
from newskit.read.remote import Fetcher, FetchError

# Image types an EPUB may hold, recognised by their bytes, with their size in pixels.
#
# The core image types are those of EPUB 3.3, section 3.2
# (https://www.w3.org/TR/epub-33/#sec-core-media-types). A name or a server may say what it likes.

# SVG images made safe: drawing only, no scripts, nothing from outside.


_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWING_NAMES = """
svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath
linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix
feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDropShadow
feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
feSpecularLighting feTile feTurbulence feDistantLight fePointLight feSpotLight switch view
"""
_DRAWING = frozenset(_DRAWING_NAMES.split())
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|expression\(|javascript:", re.IGNORECASE)


def sanitise_svg(data: bytes) -> bytes | None:
    """Return the drawing in `data` without scripts, links and outside references.

    Elements and attributes are kept from a list (SVG 2, https://www.w3.org/TR/SVG2/); entities
    are not expanded. None when there is no well-formed SVG in it.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root.tag != f"{{{_SVG}}}svg":
        return None
    for element in list(root.iter()):
        name = str(element.tag).removeprefix(f"{{{_SVG}}}")
        if name not in _DRAWING or not str(element.tag).startswith(f"{{{_SVG}}}"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        for key, value in list(element.attrib.items()):
            if not _is_harmless(str(key), str(value)):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    _drop_repeated_ids(root)
    cleaned: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return cleaned


def _is_harmless(key: str, value: str) -> bool:
    if key in {"href", f"{{{_XLINK}}}href"}:
        return value.startswith("#")
    if key.startswith("{"):
        return key == "{http://www.w3.org/XML/1998/namespace}space"
    return not key.lower().startswith(("on", "data-", "aria-")) and not _OUTSIDE.search(value)


def _drop_repeated_ids(root: Element) -> None:
    seen: set[str] = set()
    for element in root.iter():
        name = element.get("id")
        if name is None:
            continue
        if name in seen or _NAME.fullmatch(name) is None:
            del element.attrib["id"]
        seen.add(name)


@dataclass(frozen=True, slots=True)
class ImageKind:
    """A type of image: media type, suffix, and size in pixels (0 when the file does not say)."""

    media_type: str
    suffix: str
    width: int = 0
    height: int = 0


def image_kind(data: bytes) -> ImageKind | None:
    """Tell what image `data` is; None for one that not every reader shows, such as AVIF."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return ImageKind("image/png", "png", *struct.unpack(">II", data[16:24]))
        if data[:6] in {b"GIF87a", b"GIF89a"}:
            return ImageKind("image/gif", "gif", *struct.unpack("<HH", data[6:10]))
        if data.startswith(b"\xff\xd8\xff"):
            return ImageKind("image/jpeg", "jpg", *_jpeg_size(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return ImageKind("image/webp", "webp", *_webp_size(data))
    except (struct.error, IndexError, ValueError):
        return None
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")) and b"<svg" in data[:4096]:
        return ImageKind("image/svg+xml", "svg")
    return None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Find the frame header: ITU-T T.81, annex B.2.2."""
    position = 2
    while position + 9 < len(data):
        if data[position] != 0xFF:
            raise ValueError(position)
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            position += 2
            continue
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    raise ValueError(position)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the first chunk: RFC 9649, sections 2.5 to 2.7."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
        return width, height
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError(chunk)


# The images folder: the posts' own files, and what was fetched, with a manifest of it.


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
            # A post must not be able to put other files of this machine into a book.
            path = file_below(self._root, candidate.lstrip("/\\"))
            if path is not None:
                return path
        return None

    def keep(self, url: str, data: bytes, suffix: str) -> None:
        """Put a fetched image into the folder."""
        name = f"{hashlib.sha256(data).hexdigest()[:16]}.{suffix}"
        path = self._root / "fetched" / name
        if not path.exists():
            write_atomic(path, data, within=self._root)
        self._fetched[url] = f"fetched/{name}"
        self._changed = True

    def save(self) -> None:
        """Write the manifest, if it changed."""
        if self._changed:
            text = json.dumps({"fetched": self._fetched}, indent=1, sort_keys=True)
            write_atomic(self._root / MANIFEST_NAME, f"{text}\n".encode(), within=self._root)
            self._changed = False

    def _read_manifest(self) -> dict[str, str]:
        try:
            with open_file(self._root / MANIFEST_NAME) as file:
                found: object = load_json(file.read())
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


_WORKERS = 4
_NO_IMAGE = "not an image that e-book readers show"


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file of a book.

    Attributes:
        path: path in the package, named after the content.
        media_type: an EPUB core media type.
        width: width in pixels; 0 when unknown.
        height: height in pixels; 0 when unknown.
        file: where the bytes are.
    """

    path: str
    media_type: str
    width: int
    height: int
    file: Path

    def read(self) -> bytes:
        """Return the bytes."""
        return self.file.read_bytes()


class ImageStore:
    """Collects the images of all articles; bytes wait on disk.

    Args:
        config: the options.
        work: folder for what is decoded or cleaned on the way.
        fetcher: how remote images are had; used only with ``fetch_images``.

    Raises:
        ConfigError: when the images folder is not there, or fetching has no folder to go to.
    """

    def __init__(self, config: EpubConfig, work: Path, fetcher: Fetcher) -> None:
        if config.fetch_images and not config.images:
            raise ConfigError("fetch-images needs a folder for the images", hint="give images")
        if config.images and not config.fetch_images and not Path(config.images).is_dir():
            raise ConfigError(f"{config.images}: no such folder of images")
        self._config = config
        self._work = work
        self._fetcher = fetcher
        self._folder = ImageFolder(Path(config.images)) if config.images else None
        self._wanted: dict[str, dict[str, None]] = {}
        self._known: dict[Path, Picture | None] = {}
        self.pictures: dict[tuple[str, str], Picture] = {}
        self.missing: dict[str, str] = {}

    def admit(self, article: PreparedArticle) -> PreparedArticle:
        """Note the images of an article; images in ``data:`` URLs are put on disk at once."""
        if not article.images:
            return article
        slots = tuple(self._admit(article.path, slot) for slot in article.images)
        return replace(article, images=slots)

    def settle(self) -> None:
        """Fetch what is wanted and not there, and report what is missing."""
        if self._folder is None:
            return
        if self._config.fetch_images:
            self._fetch(
                self._folder, [url for url in self._wanted if url.startswith(("http:", "https:"))]
            )
        for source, places in self._wanted.items():
            for post in places:
                self._take_file(post, source)
        self._wanted.clear()

    def _admit(self, post: str, slot: ImageSlot) -> ImageSlot:
        if slot.source.startswith("data:"):
            data = _decode(slot.source)
            # The key stands for the bytes, which need not stay in memory.
            source = f"data:{hashlib.sha256(data).hexdigest()}"
            self._take(post, source, _picture(data, None, self._work))
            return replace(slot, source=source)
        if slot.file:
            self._take_path(post, slot.source, Path(slot.file))
        elif slot.source:
            self._wanted.setdefault(slot.source, {})[post] = None
        return slot

    def _fetch(self, folder: ImageFolder, urls: Iterable[str]) -> None:
        absent = [url for url in urls if folder.find(url, "") is None]
        with ThreadPoolExecutor(_WORKERS) as pool:
            for url, data in zip(absent, pool.map(self._try, absent), strict=True):
                kind = image_kind(data) if isinstance(data, bytes) else None
                if isinstance(data, str):
                    self.missing[url] = data
                elif kind is None:
                    self.missing[url] = _NO_IMAGE
                else:
                    folder.keep(url, data, kind.suffix)
        folder.save()

    def _try(self, url: str) -> bytes | str:
        try:
            return self._fetcher.fetch(url)
        except FetchError as error:
            return str(error)

    def _take_file(self, post: str, source: str) -> None:
        path = self._folder.find(source, post) if self._folder is not None else None
        if path is None:
            self.missing.setdefault(source, "not in the images folder")
            return
        self._take_path(post, source, path)

    def _take_path(self, post: str, source: str, path: Path) -> None:
        try:
            if path.stat().st_size > self._config.max_image_bytes:
                self.missing[source] = f"larger than {self._config.max_image_bytes} bytes"
                return
            if path not in self._known:
                self._known[path] = _picture(path.read_bytes(), path, self._work)
        except OSError as error:
            self.missing[source] = error.strerror or "cannot be read"
            return
        self._take(post, source, self._known[path])

    def _take(self, post: str, source: str, picture: Picture | None) -> None:
        if picture is None:
            self.missing[source] = _NO_IMAGE
        else:
            self.pictures[post, source] = picture


def load_cover(file: str, work: Path) -> Picture | None:
    """Load the user's cover; None when the option is empty.

    Raises:
        ConfigError: when it is not an image that every reader shows.
    """
    if not file:
        return None
    try:
        with open_file(file) as opened:
            data = opened.read()
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}", hint="give cover an image file") from error
    picture = _picture(data, None, work)
    if picture is None:
        raise ConfigError(f"{file}: not an image", hint="JPEG, PNG, GIF, WebP or SVG")
    return replace(picture, path=f"cover.{picture.path.rpartition('.')[2]}")


def _picture(data: bytes, file: Path | None, work: Path) -> Picture | None:
    kind = image_kind(data)
    if kind is None:
        return None
    if kind.suffix == "svg":
        cleaned = sanitise_svg(data)
        if cleaned is None:
            return None
        data, file = cleaned, None
    name = f"{hashlib.sha256(data).hexdigest()[:16]}.{kind.suffix}"
    if file is None:
        file = work / name
        file.write_bytes(data)
    return Picture(f"images/{name}", kind.media_type, kind.width, kind.height, file)


def _decode(url: str) -> bytes:
    """Decode a ``data:`` URL (RFC 2397); a malformed one has no bytes."""
    head, _, body = url.partition(",")
    if not head.rstrip().lower().endswith(";base64"):
        return unquote_to_bytes(body)
    try:
        return base64.b64decode("".join(unquote_to_bytes(body).decode("ascii", "ignore").split()))
    except (binascii.Error, ValueError):
        return b""
