"""How the site of a file publishes."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from newskit.config.validate import Generator
from newskit.site.find import find_site
from newskit.site.generators.eleventy import EleventySite
from newskit.site.generators.hexo import HexoSite
from newskit.site.generators.hugo import HugoSite, ZolaSite
from newskit.site.generators.javascript import DocusaurusSite
from newskit.site.generators.pelican import PelicanSite
from newskit.site.model import Site
from newskit.site.publishing.model import Publishing

__all__ = ["SitePublishing", "publishing_of"]


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


@lru_cache(maxsize=64)
def _of_site(site: Site) -> SitePublishing:
    return SitePublishing(site.root, site.config_file, _read(site))


def _read(site: Site) -> Publishing:
    """Return how a site publishes; what its generator does not read is not imported."""
    if site.generator is Generator.JEKYLL:
        from newskit.site.publishing.jekyll import JekyllPublishing

        return JekyllPublishing(site)
    if isinstance(site, HugoSite | ZolaSite):
        from newskit.site.publishing.hugo import HugoPublishing, ZolaPublishing

        return HugoPublishing(site) if isinstance(site, HugoSite) else ZolaPublishing(site)
    if isinstance(site, HexoSite):
        from newskit.site.publishing.hexo import HexoPublishing

        return HexoPublishing(site)
    if isinstance(site, PelicanSite):
        from newskit.site.publishing.pelican import PelicanPublishing

        return PelicanPublishing(site)
    if isinstance(site, EleventySite | DocusaurusSite):
        from newskit.site.publishing.programs import DocusaurusPublishing, EleventyPublishing

        if isinstance(site, EleventySite):
            return EleventyPublishing(site)
        return DocusaurusPublishing(site)
    return Publishing()
