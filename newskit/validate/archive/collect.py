"""From a post to what the archive-wide rules need to know of it, and what they find in it all."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import compress
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

from newskit.config.validate import Generator
from newskit.frozen import NamedTuple, replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, Post, Span
from newskit.problem import Problem, Severity
from newskit.validate.archive.facts import Asked, Fact, Facts, Top, folder_of
from newskit.validate.archive.store import FactStore
from newskit.validate.body import mask_templates
from newskit.validate.evidence import as_usual, conventions
from newskit.validate.rule import Finder, all_rules, find_ignores, rule_of, selected_codes
from newskit.validate.subject import Subject

# Archive-wide findings, from the facts of every post.


class Found(NamedTuple):
    """A finding between posts, and how the file it stands in starts, where that is known."""

    problem: Problem
    top: Top | None


class Archive:
    """Collects the facts of posts, then tells what is wrong between them.

    Args:
        near_duplicates: share of common text from which two articles are near-duplicates.
    """

    def __init__(self, near_duplicates: float = 0.9) -> None:
        self.near_duplicates = near_duplicates
        self._store: FactStore | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._store is not None:
            self._store.close()

    def add(self, facts: Facts) -> None:
        """Remember a post."""
        if self._store is None:
            self._store = FactStore()
        self._store.add(facts)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What the findings so far depend on beside the posts: files that were looked for."""
        return tuple(self._store.asked) if self._store is not None else ()

    def found(self) -> Iterator[Found]:
        """Yield the findings by path and place, each at the later of the posts it is about.

        They are kept on disk until the last is found, so memory does not grow with their number.
        """
        store = self._store
        if store is None:
            return
        store.ready()
        for rule in all_rules():
            if rule.finder is Finder.ARCHIVE and rule.compare is not None:
                store.note(rule.code, rule.compare(rule, store, self.near_duplicates))
        usual = conventions(store)
        for one in store.noted():
            related = () if one.other is None else (one.other,)
            problem = rule_of(one.rule).found(one.place, one.message, related=related)
            if one.mild:
                problem = replace(problem, severity=Severity.INFO)
            elif many := usual.get((one.rule, folder_of(one.place.path))):
                problem = as_usual(problem, *many)
            yield Found(problem, one.top)


# What is kept of an article to tell whether another is the same, or nearly so.
#
# Words are distinguished in UTF-8: bytes are put into small letters and split at marks five times
# as fast as a pattern finds words, and the few foreign characters that need a look are looked at
# once.

_MIN_ARTICLE = 200
_MIN_SIMILAR = 400
_PERMUTATIONS = 64
_SAMPLED = frozenset(b"acefhilorsu0369")
_IS_SAMPLED = bytes(byte in _SAMPLED for byte in range(0x100))
_SAMPLED_PAIRS = frozenset(letter.encode() for letter in "абвдзиклнпрсу")
_first = itemgetter(0)
_WORD = lazy(r"[^\W_]+")
# What else starts with the bytes that kana, Chinese characters and Hangul start with.
_NOT_WIDE = lazy("[\u3000-\u303f\u3100-\u33ff\ua000-\uabff\ud7b0-\udfff]")
# Foreign characters but those that are letters, and the same in small letters; of most texts they
# are few: Latin and Cyrillic, kana, the Chinese characters and Hangul.
_MAYBE_NO_LETTER = lazy(
    "[^\x00-\x7f\u00e0-\u00f6\u00f8-\u00ff\u0430-\u045f"
    "\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fef\uac00-\ud7a3]"
)
_TAG = lazy(r"<[^<>]*>")
# Two galleries with the same alternative texts are two articles: pictures do not count as words.
_TARGET = lazy(r"!\[[^\[\]]*\]\([^()\s]*(?:\s[^()\n]*)?\)|\]\([^()\s]*\)")
# ASCII in small letters, with a space for what is neither letter nor digit; other bytes stay.
_WORDS = bytes(
    byte if byte >= 0x80 else ord(chr(byte).lower()) if chr(byte).isalnum() else 0x20
    for byte in range(0x100)
)
_NO_LEAD_OF_THREE = bytes(byte for byte in range(0x100) if not 0xE3 <= byte <= 0xED)
_SAMPLE = 2000
_LONG = 1_000_000
"""Length of a body, in code points, whose words are made some at a time."""
_THIRDS = bytes(byte % 3 for byte in range(0x100))
_IS_THIRD = bytes(byte % 3 == 0 for byte in range(0x100))


def fingerprints(body: str, rest: bytes, *, similar: bool) -> tuple[bytes, bytes]:
    """Return a hash of a body's words, and a MinHash of its shingles (words, or letters of CJK).

    Both are empty for a short body.
    """
    if len(body) < _MIN_ARTICLE:
        return b"", b""
    if len(body) > _LONG:
        return _of_long(body, rest, similar=similar)
    words = _words(_plain(body, rest))
    joined = b" ".join(words)
    length = _length(joined)
    if length < _MIN_ARTICLE:
        return b"", b""
    article = blake2b(joined, digest_size=12).digest()
    if not similar or length < _MIN_SIMILAR:
        return article, b""
    sketch = _sketch()
    sketch.update(_shingles(words, joined) or [joined])
    return article, _packed(sketch)


def _sketch() -> Any:
    import rensa

    minhash: Any = rensa
    return minhash.RMinHash(num_perm=_PERMUTATIONS, seed=42)


def _packed(sketch: Any) -> bytes:
    return struct.pack(f"<{_PERMUTATIONS}I", *sketch.digest())


def _of_long(body: str, rest: bytes, *, similar: bool) -> tuple[bytes, bytes]:
    """Do the same with a long body, some of its words at a time; it is not short of words."""
    article = blake2b(digest_size=12)
    sketch = _sketch()
    wide = False
    before: list[bytes] = []
    length = 0
    for text in _texts(body, rest):
        words = _words(text)
        joined = b" ".join(words)
        if not joined:
            continue
        article.update(b" " + joined if length else joined)
        wide = wide if length else not joined.isascii() and _is_wide(joined)
        length += len(joined) + 1
        if similar:
            # Runs that begin in one part go on in the next.
            words = [*before, *words]
            joined = b" ".join(words)
            sketch.update(_in_eights(words) if wide else _in_fours(words, _chosen(words, joined)))
            before = [b"".join(words).decode()[-7:].encode()] if wide else words[-3:]
    if length < _MIN_SIMILAR:
        return b"", b""
    return article.digest(), _packed(sketch) if similar else b""


def _texts(body: str, rest: bytes) -> Iterator[str]:
    """A body without tags, addresses and template code, in parts that no word reaches out of."""
    if b"{" in rest and ("{{" in body or "{%" in body):
        return _parts(_plain(body, rest))
    return (_plain(part, rest) for part in _parts(body))


def _parts(text: str) -> Iterator[str]:
    """A text cut at line ends, but not in what may be a tag."""
    start = 0
    while len(text) - start > _LONG:
        end = text.find("\n", start + _LONG)
        if end < 0:
            break
        opened = text.rfind("<", start, end)
        if opened >= 0 and text.find(">", opened, end) < 0:
            end = opened
        if end <= start:
            break
        yield text[start:end]
        start = end
    yield text[start:]


def _plain(body: str, rest: bytes) -> str:
    """A body without tags, addresses and template code."""
    if b"<" in rest:
        body = _TAG.sub(" ", body)
    if b"](" in rest:
        body = _TARGET.sub(" ", body)
    return mask_templates(body) if b"{" in rest else body


def _words(text: str) -> list[bytes]:
    """The words of a text in small letters, in UTF-8."""
    if not text.isascii():
        capital = False
        for character in set(_MAYBE_NO_LETTER.findall(text)) - _small_letters:
            small = character.casefold()
            letters = {letter.isalnum() for letter in small}
            if letters == {False}:
                text = text.replace(character, " ")
            elif letters != {True}:  # a letter and a mark in one
                return [word.encode() for word in _WORD.findall(text.casefold())]
            elif small == character:
                _small_letters.add(character)
            else:
                capital = True
        if capital:
            text = text.casefold()
    return text.encode().translate(_WORDS).split()


# Foreign characters that are letters, and the same in small letters: grows as they are met.
_small_letters: set[str] = set()


def _length(data: bytes) -> int:
    """How many characters UTF-8 holds, counted only where it matters."""
    return len(data) if len(data) >= _MIN_SIMILAR * 4 else len(data.decode())


def _shingles(words: list[bytes], joined: bytes) -> list[bytes] | list[str]:
    """Runs of four words, or of eight letters where the text is Chinese, Japanese or Korean.

    About a third of them, chosen by how they start (Broder's "0 mod m" sampling): the share two
    texts have in common is the same, and there are fewer to make.
    """
    if not joined.isascii() and _is_wide(joined):
        return _in_eights(words)
    return _in_fours(words, _chosen(words, joined))


def _in_eights(words: list[bytes]) -> list[str]:
    """Runs of eight letters that start with one that is chosen."""
    letters = b"".join(words).decode()
    count = len(letters) - 7
    if len(_numbers) < count <= _MOST_NUMBERS:
        _numbers.extend(range(len(_numbers), count))
    every = _numbers[:count] if 0 < count <= len(_numbers) else range(count)
    return [letters[start : start + 8] for start in compress(every, _thirds(letters))]


# Numbers from 0, made once: grows with the longest text.
_numbers: list[int] = []
_MOST_NUMBERS = 50_000


def _chosen(words: list[bytes], joined: bytes) -> Iterable[int]:
    """Tell of each word whether runs that start with it are sampled."""
    if joined.isascii() or not (b"\xd0" in joined or b"\xd1" in joined):
        return bytes(map(_first, words)).translate(_IS_SAMPLED)
    return [word[0] in _SAMPLED if word[0] < 0x80 else word[:2] in _SAMPLED_PAIRS for word in words]


def _in_fours(words: list[bytes], chosen: Iterable[int]) -> list[bytes]:
    """Runs of four words that start with one that is chosen."""
    fours = zip(words, words[1:], words[2:], words[3:], strict=False)
    return list(map(b" ".join, compress(fours, chosen)))


def _is_wide(joined: bytes) -> bool:
    """Whether more than a quarter of the first letters are Chinese, Japanese or Korean."""
    data = joined[: _SAMPLE * 4]
    # A character takes four bytes at most: so many of them there are at least.
    if len(data.translate(None, _NO_LEAD_OF_THREE)) * 4 <= len(data) // 4:
        return False
    start = data.decode("utf-8", "ignore")[:_SAMPLE]
    leads = start.encode().translate(None, _NO_LEAD_OF_THREE)
    return (len(leads) - len(_NOT_WIDE.findall(start))) * 4 > len(start)


def _thirds(letters: str) -> bytes:
    """Tell of each letter whether its code point can be divided by three, without a loop.

    256 is one more than such a number, so the two bytes of a code point can be added instead; sums
    of remainders are at most four, so all of them can be added as one number.
    """
    data = letters.encode("utf-16-le")
    if len(data) != 2 * len(letters):
        return bytes(ord(letter) % 3 == 0 for letter in letters)
    low, high = (data[start::2].translate(_THIRDS) for start in (0, 1))
    total = int.from_bytes(low, "little") + int.from_bytes(high, "little")
    return total.to_bytes(len(letters), "little").translate(_IS_THIRD)


_LONGEST = 2000
"""Of a longer first line no report shows all: the file is looked at again."""
_POST_URL = lazy(r"\{%-?\s*post_url\s+(?P<target>[^\s%]+)\s*-?%\}")
_REF = lazy(r"\{\{[<%]\s*(?:rel)?ref\s+\"(?P<target>[^\"#?]+\.(?:md|html?))(?:#[^\"]*)?\"")
_RELATIVE = lazy(
    r"\](?<!\\\])\((?:\|filename\||\{filename\})?(?P<target>(?![a-z][a-z0-9+.-]*:|//|/|#|\{)[^()\s#?]+\.(?:md|markdown))(?:#[^()\s]*)?\)"
)

_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")


def facts_of(subject: Subject, codes: frozenset[str]) -> Facts | None:
    """Return what the archive-wide rules need of a post; None when none of them applies."""
    wanted = _between_posts(codes)
    if not wanted or not subject.config.archive:
        return None
    post = subject.post
    article = b""
    signature = b""
    if wanted & {"NK404", "NK405"} and subject.config.body and not _is_aside(subject):
        similar = "NK405" in wanted and subject.config.near_duplicates < 1
        article, signature = fingerprints(post.body, subject.body_rest, similar=similar)
        root = _site(subject)[0] if article else ""
        day = _day_of_event(subject) if article else ""
        if root or day:
            # What two sites share, or a site and the texts it was made from, is kept on purpose.
            # So is the notice of an event that takes place again.
            said = article + root.encode() + day.encode()
            article = blake2b(said, digest_size=len(article)).digest()
    facts = tuple(_facts(subject, wanted))
    entry = subject.top("title")
    title = str(entry.value or "").strip() if entry is not None else ""
    return Facts(
        *(post.path, _top(post), facts, article, signature, wanted, find_ignores(post)), title=title
    )


def _is_aside(subject: Subject) -> bool:
    """Whether the text of a file may be another's: a licence, a drawing's words of its program.

    So may a list of words or numbers in a file named as text, which programs read.
    """
    if subject.is_no_post or subject.top("excalidraw-plugin") is not None:
        return True
    body = subject.post.body
    return subject.is_plain_text and len(_LETTERS.findall(body)) < _FEWEST * (body.count("\n") + 1)


_LETTERS = lazy(r"[^\W\d_]{2,}")
_FEWEST = 3


def _day_of_event(subject: Subject) -> str:
    """The day of an event, known by the folder or the layout of its post; empty for an article."""
    if not subject.is_event:
        return ""
    if subject.dated_name is not None:
        return "-".join(map(str, subject.dated_name[:3]))
    entry = subject.top("date", "start", "event_date", "startdate", "start_date")
    return str(entry.value) if entry is not None else ""


def _top(post: Post) -> Top | None:
    line = post.text[: _LONGEST + 1].partition("\n")[0].partition("\r")[0]
    return Top(line, len(post.encoding.mark)) if len(line) <= _LONGEST else None


@lru_cache(maxsize=32)
def _between_posts(codes: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code in codes if code.startswith("NK4"))


def _facts(subject: Subject, codes: frozenset[str]) -> Iterator[Fact]:
    matter = subject.post.front_matter
    if matter.format is not FrontMatterFormat.NONE and matter.valid:
        yield from _addresses(subject)
        if "NK407" in codes:
            yield from _tags(subject)
    if "NK406" in codes and subject.config.body:
        yield from _links(subject)


def _fact(subject: Subject, kind: str, value: str, span: Span) -> Fact:
    place = subject.post.locate(*span)
    return Fact(kind, value, place.line, place.column, span[0], span[1])


def _addresses(subject: Subject) -> Iterator[Fact]:
    """Title, slug and permalink; a pattern such as ``/:year/:title/`` is not an address."""
    # Of a post that a rule leaves alone others may be reported, but not of a rule that is off.
    codes = selected_codes(subject.config)
    for code, kind, names in (
        ("NK401", "permalink", ("permalink", "url")),
        ("NK402", "slug", ("slug",)),
        ("NK403", "title", ("title",)),
    ):
        read = code != "NK401" or subject.generator not in _WITHOUT_PERMALINKS
        entry = subject.top(*names) if code in codes and read else None
        if entry is None or not isinstance(entry.value, str):
            continue
        value = unicodedata.normalize("NFC", entry.value.strip())
        if not value or (
            kind == "permalink" and (":" in value or "{" in value or value in _STYLES)
        ):
            continue
        if kind == "permalink":
            value = value.removesuffix("index.html").rstrip("/") or "/"
        if kind == "slug":
            # Names with dates have addresses with dates.
            dated = subject.dated_name[:3] if subject.dated_name else ""
            spoken = _language_in_name(subject)
            value = f"{subject.file_name.parent}/{value}\n{dated}{spoken}"
        if kind in {"title", "permalink"}:
            # Sites in several languages put each of them below an address of its own.
            language = subject.top("lang", "language", "locale")
            root, host = _site(subject)
            spoken = str(language.value) if language else host
            if not spoken and kind == "permalink" and not value.startswith("/"):
                # Hugo puts such an address below that of the language (0.111.3 run).
                spoken = _language_in_name(subject)
            value = f"{value}\n{spoken}\n{root}"
        yield _fact(subject, kind, value, entry.span or subject.key_span(entry.pointer))


def _language_in_name(subject: Subject) -> str:
    """The language in a file's name, ``bridge.fr.md``, where the site's generator may read it."""
    if subject.generator not in _NAMED_BY_LANGUAGE:
        return ""
    found = _LANGUAGE.search(subject.file_name.stem)
    return found[1].lower() if found is not None else ""


def _site(subject: Subject) -> tuple[str, str]:
    """The folder of a post's site, and its host where the site has one for each language."""
    if not subject.post.generator:
        return "", ""
    from newskit.site.find import find_site

    path = Path(subject.post.path).absolute()
    site = find_site(path.parent)
    if site is None or not path.is_relative_to(site.root):
        return "", ""
    return str(site.root), site.host_of(path.relative_to(site.root).as_posix())


_NAMED_BY_LANGUAGE = frozenset((Generator.HUGO, Generator.ZOLA, Generator.NIKOLA, Generator.OTHER))
_LANGUAGE = lazy(r".\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)\Z")
_WITHOUT_PERMALINKS = frozenset((Generator.MKDOCS, Generator.DOCUSAURUS, Generator.VITEPRESS))
"""The path of a page's file is its address, or `slug` says it."""
_STYLES = frozenset(("date", "pretty", "ordinal", "weekdate", "none"))


def _tags(subject: Subject) -> Iterator[Fact]:
    for name in ("tags", "categories"):
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, list):
            continue
        for index, item in enumerate(entry.value):
            if isinstance(item, str) and item.strip():
                span = subject.value_span(f"{entry.pointer}/{index}")
                yield _fact(subject, name, item.strip(), span)


def _links(subject: Subject) -> Iterator[Fact]:
    body, rest = subject.post.body, subject.body_rest
    for kind, pattern, left, mark in (
        ("post_url", _POST_URL, b"{%", "post_url"),
        ("ref", _REF, b"{{", "ref "),
        ("relative", _RELATIVE, b"](", "]("),
    ):
        if left not in rest or mark not in body:
            continue
        text = body if kind == "post_url" else subject.prose
        for match in pattern.finditer(text):
            span = subject.in_body(*match.span("target"))
            yield _fact(subject, kind, _ESCAPE.sub(r"\1", match["target"]), span)
