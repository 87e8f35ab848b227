"""What lies elsewhere: object stores through fsspec, and files of posts from the web."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias, cast
from urllib.parse import urljoin, urlsplit

from newskit.config.model import ReadConfig
from newskit.errors import ConfigError, ReadError, UsageError
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.read.source import is_container
from newskit.version import __version__

if TYPE_CHECKING:
    import httpx


# Files of posts from the web: pictures and the like, bounded, never from private addresses.

Address: TypeAlias = IPv4Address | IPv6Address
_MAX_REDIRECTS = 5
_AGENT = f"newskit/{__version__}"
_OK = 200
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class FetchError(Exception):
    """A file that could not be had; the message says why."""


class Fetched(NamedTuple):
    """A file that was fetched: its bytes, and its media type in small letters."""

    data: bytes
    media: str


def is_public(address: Address) -> bool:
    """Tell whether an address is on the public internet, and all addresses that it stands for.

    A gateway, or the machine itself, makes IPv4 addresses of several kinds of IPv6 address: mapped
    and compatible ones (RFC 4291, 2.5.5), 6to4 (RFC 3056), Teredo (RFC 4380), NAT64 (RFC 6052 and
    8215) and ISATAP (RFC 5214). Site-local ones (RFC 3879) are private still.
    """
    if isinstance(address, IPv6Address):
        if address.is_site_local:
            return False
        embedded = [_last_32_bits(address)] if _embeds(address) else []
        embedded += [one for one in (address.ipv4_mapped, address.sixtofour) if one]
        embedded += address.teredo or ()
        if embedded:
            return all(one.is_global and not one.is_multicast for one in embedded)
    return address.is_global and not address.is_multicast


_TRANSLATED: Final = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")))
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})


def _embeds(address: IPv6Address) -> bool:
    interface = (int(address) >> 32) & 0xFFFFFFFF
    return interface in _ISATAP or any(address in network for network in _TRANSLATED)


def _last_32_bits(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Downloads one URL at a time; safe to use from several threads.

    Attributes:
        timeout: seconds to wait for a connection or for more bytes.
        retries: new tries after a failure that may pass.
        max_bytes: largest body that is taken.
        allow: which addresses may be asked; the test of this class allows loopback.
        pause: seconds before the first new try; doubled for each further one.
        patience: seconds that one URL may take in all, redirects included.
        kinds: beginnings of the media types that are taken.
    """

    timeout: float
    retries: int
    max_bytes: int
    allow: Callable[[Address], bool] = is_public
    pause: float = 0.5
    patience: float = 120
    kinds: tuple[str, ...] = ("image/",)

    def fetch(self, url: str) -> bytes:
        """Return the body of `url`; see `get`."""
        return self.get(url).data

    def get(self, url: str) -> Fetched:
        """Return the body of `url`, and its media type.

        Raises:
            FetchError: when it cannot be had, is too large, or leads to a private address.
            ConfigError: when httpx is not installed.
        """
        try:
            import httpx
        except ImportError as error:
            raise ConfigError(
                "fetching files needs the package httpx", hint="install newskit[images]"
            ) from error
        problem = ""
        for attempt in range(self.retries + 1):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                status, found = self._follow(url)
            except (httpx.TransportError, OSError) as error:
                problem = str(error) or type(error).__name__
                continue
            except (httpx.InvalidURL, ValueError) as error:
                raise FetchError(str(error)) from error
            if status == _OK:
                return found
            problem = f"HTTP status {status}"
            if status not in _TRY_AGAIN:
                break
        raise FetchError(problem)

    def _follow(self, url: str) -> tuple[int, Fetched]:
        import httpx

        deadline = time.monotonic() + self.patience
        # Proxies and credentials of this machine are no business of a post's images.
        with httpx.Client(timeout=self.timeout, follow_redirects=False, trust_env=False) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                request = self._request(client, url)
                response = client.send(request, stream=True)
                try:
                    self._check_peer(response)
                    if not response.has_redirect_location:
                        return response.status_code, self._read(response, deadline)
                    url = urljoin(url, response.headers["location"])
                finally:
                    response.close()
        raise FetchError("too many redirects")

    def _request(self, client: httpx.Client, url: str) -> httpx.Request:
        """Address the request to an IP that was checked, so that no second look-up can differ."""
        parts = urlsplit(url)
        host = parts.hostname
        if parts.scheme not in {"http", "https"} or not host:
            raise FetchError("not a web address")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._resolve(host, port)
        literal = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = host if parts.port is None else f"{host}:{parts.port}"
        return client.build_request(
            "GET",
            f"{parts.scheme}://{literal}:{port}{path}",
            headers={
                "Host": named,
                "User-Agent": _AGENT,
                "Accept": ",".join(f"{one}*" if one.endswith("/") else one for one in self.kinds),
                "Accept-Encoding": "identity",
            },
            extensions={"sni_hostname": host},
        )

    def _resolve(self, host: str, port: int) -> Address:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not addresses or not all(self.allow(address) for address in addresses):
            raise FetchError("a private address")
        return addresses[0]

    def _check_peer(self, response: httpx.Response) -> None:
        """Look at the address that is really connected to."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self.allow(ip_address(str(peer[0]).partition("%")[0])):
            raise FetchError("a private address")

    def _read(self, response: httpx.Response, deadline: float) -> Fetched:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.status_code == _OK and not kind.startswith((*self.kinds, "application/octet")):
            wanted = "an image" if self.kinds == ("image/",) else "a file that a post shows"
            raise FetchError(f"not {wanted} but {kind or 'of no stated type'}")
        if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise FetchError("compressed, which was not asked for")
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_raw():
            size += len(chunk)
            if time.monotonic() > deadline:
                raise FetchError(f"not there after {self.patience:g} seconds")
            if size > self.max_bytes:
                raise FetchError(f"larger than {self.max_bytes} bytes")
            chunks.append(chunk)
        return Fetched(b"".join(chunks), kind)


_URL = lazy(r"[A-Za-z][A-Za-z0-9+.-]+://")


def is_remote(path: str) -> bool:
    """Tell whether `path` is a URL such as ``s3://bucket/posts/``, not a file's name."""
    return _URL.match(path) is not None


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL (fsspec's, which has no types) and the path in it.

    Raises:
        UsageError: when fsspec or the package for this kind of store is not installed.
    """
    try:
        fsspec: Any = import_module("fsspec.core")
    except ImportError as error:
        raise UsageError(
            f"{url}: reading URLs needs fsspec", hint="pip install 'newskit[cluster]'"
        ) from error
    try:
        system, path = cast("tuple[Any, str]", fsspec.url_to_fs(url))
    except (ImportError, ValueError) as error:
        raise UsageError(f"{url}: {error}") from error
    return system, path


def open_remote(url: str) -> BinaryIO:
    """Open what a URL names for reading.

    Raises:
        ReadError: when it cannot be opened.
    """
    system, path = file_system(url)
    try:
        return cast("BinaryIO", system.open(path, "rb"))
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error


def iter_remote(url: str, config: ReadConfig) -> Iterator[tuple[str, str]]:
    """Yield the URL and the relative path of each file that `url` names: itself, or those below.

    Below a prefix the same patterns hold as in a folder, beside JSON Lines files and tar archives,
    which are always taken.

    Raises:
        ReadError: when there is nothing there.
    """
    from newskit.patterns import Patterns

    system, root = file_system(url)
    try:
        if system.isfile(root):
            yield url, root.rpartition("/")[2]
            return
        found = sorted(cast("list[str]", system.find(root)))
    except OSError as error:
        raise ReadError(f"{url}: cannot be read: {error.strerror or error}") from error
    if not found:
        raise ReadError(f"{url}: no such file or folder")
    include, exclude = Patterns(config.include), Patterns(config.exclude)
    base = root.rstrip("/") + "/"
    for path in found:
        relative = path.removeprefix(base)
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if (hidden and not config.hidden) or exclude.match_file(relative):
            continue
        if is_container(relative) or include.match_file(relative):
            yield f"{url.rstrip('/')}/{relative}", relative
