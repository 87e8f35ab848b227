"""Values in an EPUB content document: text, URLs, language tags and writing direction.

Tags follow BCP 47 (RFC 5646, section 2.1); two-letter codes are checked against ISO 639-1, because
a well-formed tag of no language is an error for assistive technology.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

# Characters an XML document may hold, and the text of a title or label.

# XML 1.0, section 2.2 [2] Char, less what it discourages: C1 controls and the noncharacters of the
# Basic Multilingual Plane. A set within that plane is one table look-up for each character.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_SPACE = re.compile(r"\s+")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out the characters that cannot stand in XML.

    Returns:
        The text and the characters that were taken out, each once, as ``U+0008``. A form feed
        becomes a space, as HTML reads it.
    """
    # The quick answer for most texts; it says no to some that are fine.
    if text.isprintable():
        return text, ()
    text = text.replace("\f", " ")
    if _FORBIDDEN.search(text) is None:
        return text, ()
    found = _FORBIDDEN.findall(text)
    names = tuple(f"U+{ord(character):04X}" for character in sorted(set(found)))
    return _FORBIDDEN.sub("", text), names


def one_line(text: str) -> str:
    """Return `text` clean, on one line, without outer white space."""
    if "  " not in text and text.isprintable():
        return text.strip()
    return _SPACE.sub(" ", clean(text)[0]).strip()


def is_blank(text: str | None) -> bool:
    """Tell whether a text shows nothing: white space, joiners and soft hyphens only."""
    return not text or _VISIBLE.search(text) is None


# URLs that may stand in an EPUB: absolute, of a scheme readers open, spelled as RFC 3986 asks.

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


_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|[0-9]{3}))?((?:-[A-Za-z0-9]{5,8})*)"
)
_ISO_639_1_NAMES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu
hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb
lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_ISO_639_1 = frozenset(_ISO_639_1_NAMES.split())
_RTL_LANGUAGES_NAMES = """
ar arc ckb dv fa he ks ps sd syr ug ur yi
"""
_RTL_LANGUAGES = frozenset(_RTL_LANGUAGES_NAMES.split())
_RTL_SCRIPTS_NAMES = """
Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa
"""
_RTL_SCRIPTS = frozenset(_RTL_SCRIPTS_NAMES.split())
# Blocks of letters, by the language most written in them.
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")),
    ("ko", re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")),
    ("ar", re.compile("[\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("he", re.compile("[\u05d0-\u05f2\ufb1d-\ufb4f]")),
    ("ru", re.compile("[\u0400-\u052f]")),
    ("el", re.compile("[\u0370-\u03ff\u1f00-\u1fff]")),
    ("th", re.compile("[\u0e01-\u0e4e]")),
    ("hi", re.compile("[\u0904-\u097f]")),
    ("mn-Mong", re.compile("[\u1820-\u18aa]")),
)
_LETTER = re.compile(r"[^\W\d_]")
# Blocks of scripts written from right to left (Unicode, DerivedBidiClass.txt); for those beyond
# the Basic Multilingual Plane the language tag decides.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SAMPLE = 400


def normalise_language(value: str) -> str:
    """Return `value` as a BCP 47 tag in its usual case, or an empty string if it is not one."""
    match = _TAG.fullmatch(value.strip().replace("_", "-"))
    if match is None:
        return ""
    language, script, region, rest = match.groups()
    language = language.lower()
    if len(language) == 2 and language not in _ISO_639_1:
        return ""
    parts = [language]
    if script:
        parts.append(script.title())
    if region:
        parts.append(region.upper())
    return "-".join(parts) + (rest or "").lower()


def guess_language(text: str) -> str:
    """Guess a language from the script of `text`; ``und`` when the script is shared by many."""
    text = text[:_SAMPLE]
    if text.isascii():
        return "und"
    counts = {language: len(script.findall(text)) for language, script in _SCRIPTS}
    # A Japanese text is mostly kana and Han; kana alone tells it from Chinese.
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts.pop("zh")
    best = max(counts, key=lambda language: counts[language])
    others = len(_LETTER.findall(text)) - sum(counts.values())
    return best if counts[best] > others else "und"


def direction_of(language: str, text: str) -> str:
    """Return ``rtl`` or ``ltr`` for a text: the script it is written in decides, then its tag."""
    text = text[:_SAMPLE]
    if _RIGHT_TO_LEFT.search(text):
        right = len(_RIGHT_TO_LEFT.findall(text))
        left = len(_LETTER.findall(text)) - right
        if right != left:
            return "rtl" if right > left else "ltr"
    elif _LETTER.search(text):
        return "ltr"
    subtags = language.split("-")
    rtl = subtags[0] in _RTL_LANGUAGES or bool(_RTL_SCRIPTS.intersection(subtags))
    return "rtl" if rtl else "ltr"


def is_vertical(language: str) -> str:
    """Return the CSS writing mode for vertical setting, empty for scripts not set that way."""
    primary = language.split("-", maxsplit=1)[0]
    if primary in {"zh", "ja", "ko", "yue", "lzh"}:
        return "vertical-rl"
    if "Mong" in language.split("-") or primary == "mvf":
        return "vertical-lr"
    return ""
