"""Files that imported posts show, fetched: pictures, sound, films and documents.

The limits are those of a book's pictures (`newskit.read.fetch`): only public addresses, a largest
size, a time for each. What cannot be had keeps its address in the post, and is reported.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from newskit.importers.article import Article, Asset, BodyKind
from newskit.importers.names import asset_name
from newskit.read.fetch import Fetched, Fetcher, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newskit.post import JsonValue

__all__ = ["KINDS", "AssetFetcher"]

KINDS: Final = ("image/", "audio/", "video/", "application/pdf", "application/epub+zip")
_WORKERS: Final = 4
_SHOWN: Final = re.compile(
    r"<(?:img|source|video|audio|track|embed)\b[^>]*?\b(?:src|poster|data-src)\s*=\s*[\"'](https?://[^\"']+)",
    re.IGNORECASE,
)
_SET: Final = re.compile(r"\bsrcset\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_LINKED: Final = re.compile(
    r"\bhref\s*=\s*[\"'](https?://[^\"']+\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp3|m4a|ogg|mp4|webm|epub))[\"']",
    re.IGNORECASE,
)
_MARKDOWN: Final = re.compile(r"!\[[^\]]*\]\(<?(https?://[^\s)>]+)")


@dataclass(slots=True)
class AssetFetcher:
    """Fetches what posts show, each address once.

    Attributes:
        fetcher: how files are had.
        exists: tells whether a file of this name is in the output folder already.
    """

    fetcher: Fetcher
    exists: Callable[[str], bool]
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _reasons: dict[str, str] = field(default_factory=dict[str, str])

    def localised(
        self, article: Article
    ) -> tuple[Article, list[tuple[str, bytes]], dict[str, JsonValue]]:
        """Return an article whose addresses lead to its own site, new files, and what to report.

        Args:
            article: the article.

        Returns:
            The article, the files by their paths on the site, the rows ``assets`` and ``missing``.
        """
        host = _host(article.url)
        wanted = list(dict.fromkeys(_addresses(article, host)))
        files = list(self._fetched(wanted, host))
        body, image = article.body, article.image
        done: list[JsonValue] = []
        for address in sorted(wanted, key=len, reverse=True):
            name = self._names.get(address)
            if name is None:
                continue
            path = f"/{quote(name)}"
            body = _replaced(body, address, path)
            image = path if image == address else image
            done.append({"url": address, "path": path})
        missing: list[JsonValue] = [
            {"url": one, "reason": self._reasons[one]} for one in wanted if one in self._reasons
        ]
        row: dict[str, JsonValue] = {"assets": done, "missing": missing}
        changed = dataclasses.replace(article, body=body, image=image)
        return changed, files, {key: value for key, value in row.items() if value}

    def completed(self, asset: Asset) -> tuple[Asset, str]:
        """Return an attachment with its bytes, or why they could not be had."""
        if asset.data is not None or not asset.url.startswith(("http://", "https://")):
            return asset, ""
        for name, data in self._fetched([asset.url], _host(asset.url)):
            return dataclasses.replace(asset, name=name, data=data, served=True), ""
        return asset, self._reasons.get(asset.url, "")

    def _fetched(self, addresses: list[str], host: str) -> Iterator[tuple[str, bytes]]:
        new: list[str] = []
        for one in addresses:
            if one in self._names or one in self._reasons:
                continue
            name = asset_name(one, "", host)
            if self.exists(name):
                self._names[one] = name  # an earlier run has fetched it
            else:
                new.append(one)
        with ThreadPoolExecutor(_WORKERS) as pool:
            for address, found in zip(new, pool.map(self._try, new), strict=True):
                if isinstance(found, str):
                    self._reasons[address] = found
                    continue
                name = asset_name(address, found.media, host)
                self._names[address] = name
                yield name, found.data

    def _try(self, address: str) -> Fetched | str:
        try:
            return self.fetcher.get(address)
        except FetchError as error:
            return str(error)


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _addresses(article: Article, host: str) -> Iterator[str]:
    """Yield the addresses of what an article shows, and of files of its own site that it links."""
    if article.image.startswith(("http://", "https://")):
        yield article.image
    if article.body_kind is BodyKind.MARKDOWN:
        yield from _MARKDOWN.findall(article.body)
    for address in _SHOWN.findall(article.body):
        yield unescape(address)
    for candidates in _SET.findall(article.body):
        for part in re.split(r",\s+", unescape(candidates)):
            address = part.strip().partition(" ")[0]
            if address.startswith(("http://", "https://")):
                yield address
    for address in _LINKED.findall(article.body):
        if host and _host(unescape(address)) == host:
            yield unescape(address)


def _replaced(body: str, address: str, path: str) -> str:
    """Replace an address where it stands whole, as HTML or Markdown write it."""
    for written in dict.fromkeys((address, escape(address), escape(address, quote=False))):
        body = re.sub(
            rf"(?<![^\s\"'(<=,]){re.escape(written)}(?![^\s\"')>,])", lambda _: path, body
        )
    return body
