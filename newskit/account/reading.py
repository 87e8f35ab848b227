"""A document as the account reads it: what it shows, and what stands in its source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from itertools import accumulate

from newskit.account.kinds import ADDRESSES, KNOWN, Account, ValueKind
from newskit.account.take import account_of_html, text_pieces
from newskit.account.tokens import address_key, quick_text, set_aside, without_tags
from newskit.lazy import computed, lazy
from newskit.render.cmark import render_long

_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")
_WORD = lazy(r"[^\W_]+|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\u20a0-\u20cf]")
_IGNORED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
_INDENT = lazy(
    r"^(?: {4}|\t| {1,3}\t)[ \t]*(?P<tag>(?=<(?:!|/?(?P<name>[a-zA-Z][\w:.-]*))))?"
    r"|<(?P<shown>pre|listing|textarea)\b(?:(?!</(?P=shown)).)*+",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_INDENTED_LINES = lazy(r"^(?:(?: {4}|\t| {1,3}\t)[^\n]*(?:\n|\Z)|[ \t]*\r?\n)++", re.MULTILINE)
_BLANK = lazy(r"^[ \t]*\r?\n", re.MULTILINE)
_BOX = lazy(
    r"<(/)?(?:div|section|article|table|blockquote|ul|ol|center|details|figure|aside|main|form)\b",
    re.IGNORECASE,
)
_PRE = lazy(r"<(/)?pre(?=[\s>])[^<>]*>", re.IGNORECASE)
_BLANK_LINE = lazy(r"\n(?=[ \t]*\r?\n)")
_DEFINITION = lazy(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*(\S+)", re.MULTILINE)
_BRACES = lazy(r"\{[^{}\n]*+\}")
_ATTRIBUTE_ID = lazy(r"#([^\s}#.]+)")
_FOOTNOTE = lazy(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_HEADING = lazy(r"<h[1-6][^<>]*+>([^<]*+(?:<(?!/?h[1-6])[^<]*+)*+)</h[1-6]")
_TAG = lazy(r"<[^<>]*+>")
# A footnote without a space, as an address or a sentence in Japanese is: CommonMark defines a link
# so, and shows nothing of it.
_LINK_OF_NOTE = lazy(r">\^[^\s<>]+</a>")
_UNSPACED_NOTE = lazy(r"^( {0,3})(?=\[\^[^\]\s]+\]:[ \t]*+\S++[ \t]*+$)", re.MULTILINE)
_HIDES = lazy(r"""<[^>]*\s(?:hidden\b|style="[^">]*(?:display|visibility)\s*:|class=)""")
_ADDRESSES = ADDRESSES | {ValueKind.META, ValueKind.COMPONENT}


def flat(text: str) -> str:
    """Return a text without white space and characters that are not seen."""
    return _seen("".join(text.split()))


def words_of(text: str) -> list[str]:
    """Return the words of a text and its symbols, in order."""
    return _WORD.findall(_seen(text))


def _seen(text: str) -> str:
    """Return a text without the characters that are not seen; few texts have any."""
    if not text.isascii():
        for character in _IGNORED:
            if character in text:
                text = text.replace(character, "")
    return text


class Haystack:
    """A text that values are looked for in, as long as that takes time linear in its length.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._left = _LEAST_LOOKED_THROUGH + _TIMES_LOOKED_THROUGH * len(text)

    def __contains__(self, value: str) -> bool:
        return self._spend() and value in self.text

    def holds_address(self, key: str) -> bool:
        """Tell whether an address stands in the text as a word of its own."""
        place = self.text.find(key) if key and self._spend() else -1
        while place >= 0:
            end = place + len(key)
            if _HOST.fullmatch(key) and self.text.startswith("/", end):
                end += 1  # as it is written for a host alone
            if not _URL_GOES_ON.match(self.text, end):
                return True
            place = self.text.find(key, place + 1) if self._spend(_STEP) else -1
        return False

    def _spend(self, cost: int = 0) -> bool:
        self._left -= cost or len(self.text)
        return self._left > 0


_LEAST_LOOKED_THROUGH = 20_000_000
_TIMES_LOOKED_THROUGH = 200
_STEP = 64
_QUOTED = lazy(r"^ *(?:> ?)+", re.MULTILINE)
_HOST = lazy(r"[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]+")
_URL_GOES_ON = lazy(r"[\w/%&=#+~-]|[?.](?=\w)")


class Reading:
    """A document and what the account found in it.

    Args:
        html: the document as HTML.
        source: its whole source, with front matter where it has any.
        markdown: whether the source is Markdown.
        base: the address that addresses are relative to; empty to leave them as they are.
        as_text: the same document read with its template code as text; None where it is so read.
    """

    def __init__(
        self,
        html: str,
        source: str,
        *,
        markdown: bool = False,
        base: str = "",
        as_text: Callable[[], Reading] | None = None,
    ) -> None:
        self.html, self.written, self.markdown, self.base = html, source, markdown, base
        self.as_text = as_text

    @computed
    def account(self) -> Account:
        """What the account finds in it."""
        return account_of_html(self.html)

    @computed
    def quick(self) -> bytes | None:
        """The text that readers see, where a quick look gives it."""
        return quick_text(self.html) if self.account.quick else None

    @computed
    def quickest(self) -> bytes:
        """The same with what scripts hold; of a document that hides something, nothing."""
        html = self.html
        suspect = "hidden" in html or "display" in html
        return b"" if suspect and _HIDES.search(html) else quick_text(html)

    @computed
    def source(self) -> str:
        """The whole source, template code set aside."""
        return self.written if self.as_text is None else set_aside(self.written)

    def says(self, value: str) -> bool:
        """Tell whether an attribute has this value, exactly and as renderers write it."""
        if "&" in value:
            value = value.replace("&", "&amp;")
        return f'"{value}"' in self.html

    @computed
    def exact_addresses(self) -> set[str]:
        """The addresses as they are written."""
        return {value.text for value in self.account.addresses}

    @computed
    def exact(self) -> set[tuple[ValueKind, str]]:
        """The values that are not addresses, as they are written."""
        return {(one.kind, one.text) for one in self.account.values}

    @computed
    def flat(self) -> str:
        """The text that readers see, without white space."""
        account = self.account
        if not (account.hidden or account.drawn):
            return flat(without_tags(account.html))
        return flat("".join([without_tags(account.html[a:b]) for a, b in account.shown()]))

    @computed
    def text(self) -> str:
        """The text that readers see."""
        return self.joined[0]

    @computed
    def joined(self) -> tuple[str, list[int], list[int]]:
        """The text, where its pieces start in it, and where they start in what was read."""
        found = text_pieces(self.account, self.account.shown())
        starts = list(accumulate([len(text) for text, _ in found], initial=0))[:-1]
        return "".join([text for text, _ in found]), starts, [place for _, place in found]

    def place(self, offset: int) -> int:
        """Return where in what was read the text at `offset` stands."""
        _, starts, places = self.joined
        index = bisect_right(starts, offset) - 1
        return places[index] + offset - starts[index] if index >= 0 else 0

    def hides(self, place: int) -> bool:
        """Tell whether readers do not see what stands at an offset of what was read."""
        spans = self.account.hidden
        index = bisect_right(spans, (place, len(self.html))) - 1
        return index >= 0 and place < spans[index][1]

    @computed
    def plain(self) -> str:
        """The source with references and escapes resolved."""
        text = self.source
        if self.markdown:
            text = _ESCAPE.sub(r"\1", text)
        return unescape(text)

    @computed
    def plain_flat(self) -> str:
        """The same without white space."""
        return flat(self.plain)

    @computed
    def formula_texts(self) -> tuple[str, ...]:
        """What formulas are looked for in, without white space: lines of quotations, too."""
        texts = (flat(self.source), self.plain_flat)
        return (*texts, flat(_QUOTED.sub("", self.source))) if ">" in self.source else texts

    @computed
    def in_text(self) -> Haystack:
        """What readers see, without white space, to look values up in."""
        return Haystack(self.flat)

    @computed
    def in_source(self) -> Haystack:
        """The source, references and escapes resolved, to look values up in."""
        return Haystack(self.plain)

    @computed
    def in_plain(self) -> Haystack:
        """The same without white space."""
        return Haystack(self.plain_flat)

    @computed
    def as_written(self) -> Haystack:
        """The source as it is."""
        return Haystack(self.source)

    @computed
    def counts(self) -> Counter[str]:
        """How often each word occurs, in what is shown or in the source, whichever is more."""
        return Counter(words_of(self.text)) | Counter(words_of(_TAG.sub("", self.plain)))

    @computed
    def addresses(self) -> set[str]:
        """The keys of all addresses."""
        found = {
            address_key(value.text, self.base)
            for value in (*self.account.addresses, *self.account.values)
            if value.kind in _ADDRESSES
        }
        if self.markdown:
            found.update(address_key(one, self.base) for one in _DEFINITION.findall(self.source))
        return found

    @computed
    def texts(self) -> dict[ValueKind, set[str]]:
        """The values of each kind that is not an address, without white space."""
        found: dict[ValueKind, set[str]] = {}
        for value in self.account.values:
            found.setdefault(value.kind, set()).add(flat(value.text))
        return found

    @computed
    def code_lines(self) -> set[str]:
        """The lines of all code, without the white space at their ends."""
        return {line.rstrip() for code in self.account.codes for line in code.text.split("\n")}

    @computed
    def targets(self) -> set[str]:
        """What links within the document can lead to, headings by their words among them."""
        names = set(self.account.targets)
        if self.markdown:
            for braces in _BRACES.findall(self.source):
                names.update(_ATTRIBUTE_ID.findall(braces))
        for heading in _HEADING.findall(self.html):
            names.update(_slugs(unescape(_TAG.sub("", heading))))
        return names

    @computed
    def footnotes(self) -> int:
        """How many footnotes it defines as ``[^1]:``."""
        return len(_FOOTNOTE.findall(self.source)) if self.markdown else 0


def _slugs(heading: str) -> tuple[str, ...]:
    """Return the names GitHub, goldmark and kramdown give a heading, and other slugs of it."""
    low = heading.strip().lower()
    github = re.sub(r"[^\w\- ]", "", low).replace(" ", "-")
    kramdown = re.sub(r"[^a-z0-9 -]", "", re.sub(r"^[^a-z]+", "", low)).replace(" ", "-")
    return github, kramdown, re.sub(r"[\W_]+", "-", low).strip("-")


def read_html(html: str, source: str = "", *, base: str = "") -> Reading:
    """Read an HTML document or fragment.

    Args:
        html: the HTML.
        source: the whole file, where there is front matter before it.
        base: the address that addresses are relative to.
    """
    source = source or html
    return Reading(
        set_aside(html), source, base=base, as_text=lambda: Reading(html, source, base=base)
    )


def read_shown(html: str, markdown: str, *, base: str = "") -> Reading:
    """Read Markdown by what the renderer of its site makes of it.

    Args:
        html: the HTML that the site shows.
        markdown: the Markdown it was made of.
        base: the address that addresses are relative to.
    """

    def read(text: str, as_text: Callable[[], Reading] | None = None) -> Reading:
        return Reading(text, markdown, markdown=True, base=base, as_text=as_text)

    return read(set_aside(html), lambda: read(html))


def _filled(text: str) -> Iterator[str]:
    """Yield a text in pieces, with a sign that nobody sees in the blank lines of each `<pre>`."""
    place = 0
    start = -1
    for found in _PRE.finditer(text):
        if found[1] and start >= 0:
            yield text[place:start]
            yield _BLANK_LINE.sub("\n\u200b", text[start : found.start()])
            place, start = found.start(), -1
        elif not found[1] and start < 0:
            start = found.end()
    yield text[place:]


def _without_indents(text: str) -> str:
    """Return Markdown without the indents that kramdown does not take for those of code.

    In an element that is open they do not count, nor do those of a tag right below another,
    but for what HTML does not know (`<Ann> hi`); preformatted text is as it stands.
    """
    lines = _indented_lines(text)
    starts = [start for start, _, _ in lines]

    def unindented(found: re.Match[str]) -> str:
        index = bisect_right(starts, found.start()) - 1
        kind = lines[index][2] if index >= 0 and found.start() < lines[index][1] else ""
        known = found["tag"] is not None and (found["name"] or "p").lower() in KNOWN
        return found[0] if found["shown"] or kind == "code" or not (known or kind) else ""

    return _INDENT.sub(unindented, text)


def _indented_lines(text: str) -> list[tuple[int, int, str]]:
    """Return where indented lines are code, and where they stand in an element that is open."""
    spans: list[tuple[int, int, str]] = []
    in_boxes = "markdown=" not in text
    depth = place = 0
    for run in _INDENTED_LINES.finditer(text):
        start = run.start()
        depth += _opened(text, place, start)
        place = run.end()
        above = text.rfind("\n", 0, start - 1) + 1 if start else 0
        if depth > 0:
            spans += [(start, place, "inside")] if in_boxes else []
        elif text[above : above + 4].lstrip()[:1] != "<":
            blank = _BLANK.search(text, start, place)
            if not start or blank:
                spans.append((blank.end() if start and blank else start, place, "code"))
                continue
        depth += _opened(text, start, place)
    return spans


def _opened(text: str, start: int, end: int) -> int:
    """Return how many more boxes a stretch of text opens than it closes."""
    return sum(-1 if tag[1] else 1 for tag in _BOX.finditer(text, start, end))


_DOCTYPE = lazy(r"(?:\A|\n[ \t]*\n) {0,3}<!doctype")


def read_markdown(
    markdown: str, source: str = "", *, base: str = "", kramdown: bool = False
) -> Reading:
    """Read Markdown that may hold HTML, as it is rendered.

    Args:
        markdown: the Markdown.
        source: the whole file, where there is front matter before it.
        base: the address that addresses are relative to.
        kramdown: whether an indented tag may be one: CommonMark takes it for code. Blank lines
            within `<pre>` end no element that is around it, as they do in CommonMark.
    """
    source = source or markdown

    def read(text: str, as_text: Callable[[], Reading] | None = None) -> Reading:
        html = _rendered(text, kramdown=kramdown)
        return Reading(html, source, markdown=True, base=base, as_text=as_text)

    return read(set_aside(markdown), lambda: read(markdown))


def _rendered(text: str, *, kramdown: bool) -> str:
    if "<!doctype" in text:
        # HTML reads it in any case; cmark-gfm takes it in capitals alone, and the rest for text.
        text = _DOCTYPE.sub(lambda found: found[0].upper(), text)
    if kramdown and "<" in text and ("\n    " in text or "\t" in text or text[:4] == "    "):
        text = _without_indents(text)
    if kramdown and ("<pre" in text or "<PRE" in text):
        text = "".join(_filled(text))
    html = render_long(text)
    if "[^" in text and _LINK_OF_NOTE.search(html):
        html = render_long(_UNSPACED_NOTE.sub(r"\1\\", text))
    return html
