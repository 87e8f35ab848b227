"""URLs that may stand in an EPUB: absolute, of a scheme readers open, spelled as RFC 3986 asks."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_STRIP = re.compile(r"[\t\n\r]")
# What most links look like; nothing about it needs a second look.
_PLAIN = re.compile(
    r"https?://(?!\S*xn--|[^/?\#]{254})(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
    r"(?:/[A-Za-z0-9/:@!$&'()*+,;=._~-]*)?(?:\?[A-Za-z0-9/:@!$&'()*+,;=._~?-]*)?"
    r"(?:\#[A-Za-z0-9/:@!$&'()*+,;=._~?-]*)?"
)
_HOST = re.compile(r"[a-z0-9_~!$&'()*+,;=-]+(?:\.[a-z0-9_~!$&'()*+,;=-]+)*\.?", re.IGNORECASE)
_IPV4_LIKE = re.compile(r"[0-9.]+|0x.*")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+")
_PHONE = re.compile(r"\+?[0-9().*#;=A-Za-z-]+")
_LONGEST_HOST = 253
"""Characters of a name that the DNS can hold (RFC 1035, 2.3.4: 255 bytes with their lengths)."""
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"


def is_absolute(url: str) -> bool:
    """Tell whether `url` starts with a scheme."""
    return _SCHEME.match(url) is not None


def absolute_url(url: str, base: str) -> str:
    """Resolve `url` against `base`; without a base a relative URL stays relative."""
    url = _STRIP.sub("", url).strip()
    if url.startswith("//"):
        scheme = "http" if base.startswith("http:") else "https"
        return f"{scheme}:{url}"
    if not base or is_absolute(url):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def safe_url(url: str) -> str:
    """Return `url` spelled so that every reader takes it, or an empty string.

    Web, mail and telephone links are kept (RFC 3986, RFC 6068, RFC 3966); scripts, files of
    someone's machine, data and malformed hosts are not.
    """
    if _PLAIN.fullmatch(url):
        return url
    match = _SCHEME.match(url)
    scheme = match.group(1).lower() if match else ""
    if scheme in {"http", "https", "ftp"}:
        return _safe_web(url)
    rest = url[len(scheme) + 1 :].strip()
    if scheme == "mailto":
        address, _, query = rest.partition("?")
        if _MAIL.fullmatch(address) is None:
            return ""
        query = quote(_BAD_PERCENT.sub("%25", query), safe=_PATH_SAFE + "?")
        address = quote(_BAD_PERCENT.sub("%25", address), safe="@!$&'*+,;=-._~%")
        return f"mailto:{address}" + (f"?{query}" if query else "")
    if scheme == "tel":
        number = rest.replace(" ", "")
        return f"tel:{number}" if _PHONE.fullmatch(number) else ""
    return ""


def _safe_web(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = _safe_host(parts.hostname or "")
        port = parts.port
    except (ValueError, UnicodeError):
        return ""
    if not host:
        return ""
    if port is not None:
        host = f"{host}:{port}"
    # Credentials are left out: a book is passed on, and readers refuse them.
    path = quote(_BAD_PERCENT.sub("%25", parts.path), safe=_PATH_SAFE)
    query = quote(_BAD_PERCENT.sub("%25", parts.query), safe=_PATH_SAFE + "?")
    fragment = quote(_BAD_PERCENT.sub("%25", parts.fragment), safe=_PATH_SAFE + "?")
    if not path.startswith("/"):
        path = "/" + path if path else ""
    return urlunsplit((parts.scheme.lower(), host, path, query, fragment))


def _safe_host(host: str) -> str:
    if host.startswith("[") or ":" in host:
        return _safe_ipv6(host)
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    labels = host.split(".")
    if len(host.rstrip(".")) > _LONGEST_HOST:
        return ""
    if _HOST.fullmatch(host) is None or any(len(label) > 63 for label in labels):
        return ""
    for label in labels:
        if (
            label.startswith("xn--")
            and label.encode().decode("idna").encode("idna") != label.encode()
        ):
            return ""
    last = host.rstrip(".").rsplit(".", 1)[-1]
    if _IPV4_LIKE.fullmatch(last):
        return _safe_ipv4(host)
    return host


def _safe_ipv4(host: str) -> str:
    from ipaddress import AddressValueError, IPv4Address

    try:
        return str(IPv4Address(host))
    except AddressValueError:
        return ""


def _safe_ipv6(host: str) -> str:
    from ipaddress import AddressValueError, IPv6Address

    try:
        return f"[{IPv6Address(host.strip('[]'))}]"
    except AddressValueError:
        return ""
