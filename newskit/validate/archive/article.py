"""What is kept of an article to tell whether another is the same, or nearly so."""

from __future__ import annotations

import struct
from hashlib import blake2b
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from newskit.lazy import lazy
from newskit.validate.body import mask_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["fingerprints"]

Word = TypeVar("Word", str, bytes)

_MIN_ARTICLE = 200
_MIN_SIMILAR = 400
_PERMUTATIONS = 64
_SAMPLED = frozenset("acefhilorsu0369абвдзиклнпрсу")
_SAMPLED_BYTES = frozenset(ord(letter) for letter in _SAMPLED if letter.isascii())
_WORD = lazy(r"[^\W_]+")
_WIDE = lazy("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAG = lazy(r"<[^<>]*>")
_TARGET = lazy(r"\]\([^()\s]*\)")
_FOREIGN = lazy("[^\x00-\x7f]+")
# More kinds of foreign characters than these are letters.
_MAX_MARKS = 24
# ASCII as words in small letters: what is neither letter nor digit is a space.
_WORDS = bytes(
    ord(chr(byte).lower()) if chr(byte).isalnum() and byte < 0x80 else 0x20 for byte in range(256)
)
_THIRDS = bytes(byte % 3 for byte in range(256))
_IS_THIRD = bytes(byte % 3 == 0 for byte in range(256))


def fingerprints(body: str, rest: bytes, *, similar: bool) -> tuple[bytes, bytes]:
    """Return a hash of a body's words, and a MinHash of its shingles (words, or letters of CJK).

    Both are empty for a short body.

    Args:
        body: the body.
        rest: what `rest_of` leaves of it.
        similar: whether the MinHash is wanted.
    """
    if len(body) < _MIN_ARTICLE:
        return b"", b""
    text = _plain(body, rest)
    plain = _as_ascii(text)
    kept = _of_text(text) if plain is None else _of_ascii(plain)
    if len(kept.joined) < _MIN_ARTICLE:
        return b"", b""
    article = blake2b(kept.encoded, digest_size=12).digest()
    if not similar or len(kept.joined) < _MIN_SIMILAR:
        return article, b""
    import rensa

    minhash: Any = rensa
    sketch = minhash.RMinHash(num_perm=_PERMUTATIONS, seed=42)
    sketch.update(kept.shingles() or [kept.joined])
    return article, struct.pack(f"<{_PERMUTATIONS}I", *sketch.digest())


class _Words(NamedTuple):
    """The words of a text in small letters, joined by spaces, and that in UTF-8.

    Shingles are runs of four words, or of eight letters where the text is Chinese, Japanese or
    Korean: about a third of them, chosen by how they start (Broder's "0 mod m" sampling). The share
    two texts have in common is the same, and there are fewer to make.
    """

    joined: str | bytes
    encoded: bytes
    shingles: Callable[[], Sequence[str | bytes]]


def _plain(body: str, rest: bytes) -> str:
    """A body without tags, addresses and template code."""
    if b"<" in rest:
        body = _TAG.sub(" ", body)
    if b"](" in rest:
        body = _TARGET.sub(" ", body)
    return mask_templates(body) if b"{" in rest else body


def _as_ascii(text: str) -> bytes | None:
    """A text whose foreign characters are all marks, with spaces in their place; else None.

    Quotation marks and dashes are the only ones of most English texts, and bytes are split into
    words five times as fast.
    """
    if not text.isascii():
        marks = set("".join(_FOREIGN.findall(text)))
        if len(marks) > _MAX_MARKS or any(_is_wordlike(mark) for mark in marks):
            return None
        for mark in marks:
            text = text.replace(mark, " ")
    return text.encode("ascii")


def _is_wordlike(character: str) -> bool:
    """Whether a word may hold a character, in small letters; a few marks become letters."""
    return any(letter.isalnum() for letter in character.casefold())


def _of_ascii(text: bytes) -> _Words:
    words = text.translate(_WORDS).split()
    joined = b" ".join(words)

    def shingles() -> list[bytes]:
        chosen = [word[0] in _SAMPLED_BYTES for word in words]
        return list(map(b" ".join, compress(_in_fours(words), chosen)))

    return _Words(joined, joined, shingles)


def _of_text(text: str) -> _Words:
    words: list[str] = _WORD.findall(text.casefold())
    joined = " ".join(words)

    def shingles() -> list[str]:
        if len(_WIDE.findall(joined[:2000])) * 4 > min(len(joined), 2000):
            letters = "".join(words)
            starts = compress(range(len(letters) - 7), _thirds(letters))
            return [letters[start : start + 8] for start in starts]
        chosen = [word[0] in _SAMPLED for word in words]
        return list(map(" ".join, compress(_in_fours(words), chosen)))

    return _Words(joined, joined.encode("utf-8", "replace"), shingles)


def _in_fours(words: list[Word]) -> Iterator[tuple[Word, ...]]:
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _thirds(letters: str) -> bytes:
    """Tell of each letter whether its code point can be divided by three, without a loop.

    256 is one more than such a number, so the two bytes of a code point can be added instead; sums
    of remainders are at most four, so all of them can be added as one number.
    """
    data = letters.encode("utf-16-le", "surrogatepass")
    if len(data) != 2 * len(letters):
        return bytes(ord(letter) % 3 == 0 for letter in letters)
    low, high = (data[start::2].translate(_THIRDS) for start in (0, 1))
    total = int.from_bytes(low, "little") + int.from_bytes(high, "little")
    return total.to_bytes(len(letters), "little").translate(_IS_THIRD)
