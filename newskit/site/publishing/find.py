"""How the site of a file publishes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from newskit.config.validate import Generator
from newskit.files import file_below
from newskit.lazy import lazy
from newskit.site.find import find_site
from newskit.site.generators.eleventy import EleventySite
from newskit.site.generators.hexo import HexoSite
from newskit.site.generators.hugo import HugoSite, ZolaSite
from newskit.site.generators.javascript import DocusaurusSite
from newskit.site.generators.pelican import PelicanSite
from newskit.site.model import Site
from newskit.site.publishing.model import Publishing, real_address

_DOMAIN_FILE: Final = "CNAME"
_DOMAIN: Final = lazy(r"(?:[\w-]{1,63}\.)+[\w-]{2,63}")


class SitePublishing(NamedTuple):
    """How a site publishes.

    Attributes:
        root: the site's folder.
        config_file: what its settings were read from, relative to `root`.
        publishing: addresses, language and defaults.
    """

    root: Path
    config_file: str
    publishing: Publishing

    def inner(self, path: str) -> str:
        """Return the path of a file relative to the site, with ``/`` separators."""
        return os.path.relpath(os.path.abspath(path), self.root).replace(os.sep, "/")  # noqa: PTH100


@lru_cache(maxsize=4096)
def publishing_of(folder: str) -> SitePublishing | None:
    """Return how the site that a folder belongs to publishes; None without a site."""
    site = find_site(Path(folder))
    return None if site is None else _of_site(site)


def file_of(post: str, address: str) -> Path | None:
    """Return the file of its site that a post names by an address; None where it has none.

    Args:
        post: path of the post.
        address: path or URL as the post gives it: beside the post, or from the site's own address.
    """
    site = publishing_of(os.path.dirname(post))  # noqa: PTH120
    if site is None:
        return None
    root = site.root.resolve()
    try:
        for path in _files(site, post, address):
            found = path.resolve()
            # A post must not put other files of this machine into a book.
            if found.is_relative_to(root) and found.is_file():
                return found
    except (OSError, ValueError):
        pass
    return None


def _files(site: SitePublishing, post: str, address: str) -> Iterator[Path]:
    parts = urlsplit(address)
    own = urlsplit(site.publishing.base_url)
    if parts.scheme not in {"", "http", "https"} or parts.netloc not in {"", own.netloc}:
        return
    path = unquote(parts.path)
    if not path.strip("/"):
        return
    if not path.startswith("/"):
        folder = Path(os.path.abspath(post))  # noqa: PTH100 (links stay as they were named)
        yield folder.parent / path
        yield folder.with_suffix("") / path  # Hexo's folder of a post
    inner = path.removeprefix(own.path.rstrip("/") + "/").lstrip("/")
    for static in site.publishing.static:
        yield site.root / static / inner
        if own.path:
            yield site.root / static / path.lstrip("/")


@lru_cache(maxsize=64)
def _of_site(site: Site) -> SitePublishing:
    publishing = _read(site)
    if not publishing.base_url:
        publishing.base_url, publishing.domain_file = _custom_domain(site.root, publishing.static)
    return SitePublishing(site.root, site.config_file, publishing)


def _custom_domain(root: Path, static: tuple[str, ...]) -> tuple[str, str]:
    """Return the address in a site's ``CNAME``, and where the file lies; empty where it has none.

    Source: GitHub Pages, "Managing a custom domain": one host name, in the folder that is served.
    """
    for folder in dict.fromkeys((".", *static)):
        path = file_below(root, f"{folder}/{_DOMAIN_FILE}".removeprefix("./"))
        try:
            lines = path.read_text("utf-8").split() if path else []
        except (OSError, UnicodeDecodeError):
            continue
        if len(lines) == 1 and _DOMAIN.fullmatch(lines[0]):
            address = real_address(f"https://{lines[0].lower()}")
            if address:
                return address, f"{folder}/{_DOMAIN_FILE}".removeprefix("./")
    return "", ""


def _read(site: Site) -> Publishing:
    """Return how a site publishes; what its generator does not read is not imported."""
    if site.generator is Generator.JEKYLL:
        from newskit.site.generators.jekyll import JekyllPublishing

        return JekyllPublishing(site)
    if isinstance(site, HugoSite | ZolaSite):
        from newskit.site.generators.hugo import HugoPublishing, ZolaPublishing

        return HugoPublishing(site) if isinstance(site, HugoSite) else ZolaPublishing(site)
    if isinstance(site, HexoSite):
        from newskit.site.generators.hexo import HexoPublishing

        return HexoPublishing(site)
    if isinstance(site, PelicanSite):
        from newskit.site.generators.pelican import PelicanPublishing

        return PelicanPublishing(site)
    if isinstance(site, EleventySite | DocusaurusSite):
        from newskit.site.publishing.programs import DocusaurusPublishing, EleventyPublishing

        if isinstance(site, EleventySite):
            return EleventyPublishing(site)
        return DocusaurusPublishing(site)
    return Publishing()
