"""Text in front matter whose characters are not what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import NamedTuple, replace
from newskit.lazy import lazy
from newskit.post import Span
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.repair.neighbours import TEXT_KEYS
from newskit.validate.repair.values import replace_value
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Subject

# Mojibake: UTF-8 that was read as windows-1252 (or Latin-1) and written as UTF-8 again.
#
# Three characters prove nothing: `é`, a no-break space and `»` are French typography and the bytes
# of a Chinese character. ftfy's measure of badness judges each piece with what stands around it.

# How windows-1252 shows the bytes 0x80 to 0xBF (WHATWG Encoding Standard, index windows-1252).
_TAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RUN = lazy(f"(?:[Â-ß][{_TAIL}]|[à-ï][{_TAIL}]{{2}}|[ð-ô][{_TAIL}]{{3}})+")
# How windows-1252 shows the bytes that start most letters and marks: looked for one by one, they
# rule out a text sooner than the pattern does.
_LEADS = "ÂÃÄÅÆÇÈÎÏÐÑÒÓ×ØÙÚÛàáâãäåæçèéêëìíïð"
_TO_BYTE = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


_AROUND = 12
_OTHER_SCRIPTS = 0x370
_OTHER_LETTERS = lazy("[\u0370-\u1fff\u3040-\ud7ff]")
_MANY = 40
_MAX_READ = 200_000


class Mojibake(NamedTuple):
    """A piece of mojibake: the text as it stands, where, and what it was."""

    text: str
    start: int
    meant: str


def find_mojibake(text: str, start: int = 0) -> Mojibake | None:
    """Return the first piece of mojibake in `text` from `start` on, or None."""
    if text.isascii():
        return None
    if not any(lead in text for lead in _LEADS):
        return None
    for match in _RUN.finditer(text, start):
        data = bytes(_TO_BYTE.get(ord(character), ord(character) & 0xFF) for character in match[0])
        try:
            meant = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        if _plausible(text, match.span(), meant):
            return Mojibake(match[0], match.start(), meant)
    return None


def _plausible(text: str, span: tuple[int, int], meant: str) -> bool:
    """Tell whether what was meant is likelier than what stands there.

    What was meant must be characters that text uses, and what stands there must be bad text.
    Characters of another script that the same text has right are quoted here.
    """
    if not all(character.isprintable() or character in "\u00a0\u00ad" for character in meant):
        return False
    from ftfy.badness import is_bad

    if not is_bad(text[max(0, span[0] - _AROUND) : span[1] + _AROUND]):
        return False
    others = [letter for letter in meant if letter.isalpha() and ord(letter) >= _OTHER_SCRIPTS]
    return not others or len(_OTHER_LETTERS.findall(text, 0, _MAX_READ)) < _MANY


_ENTITY = lazy(r"&(?:#[0-9]{2,6}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z]{2,8}[0-9]{0,2});")
_ANY_TAG = lazy(r"</?[A-Za-z][^<>]*>")
_KEYS = frozenset(("title", "linktitle", "subtitle", "description", "deck", "kicker")) | {
    "tags",
    "categories",
    "tag",
    "category",
    "author",
    "authors",
    "keywords",
    "headline",
}

_UNESCAPED = frozenset((Generator.JEKYLL, Generator.MKDOCS, Generator.PELICAN))


@matter_rule(
    "NK307", "entity-in-value", Severity.WARNING, needs=("&", signs.ESCAPE), repair=Repair.UNSAFE
)
def entity_in_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An HTML entity in a value that is text.

    `&#8217;` in a title shows as it is in feeds, page titles and search results, wherever the
    template escapes it. Usually left by an import from WordPress. The repair writes the character;
    it is unsafe because a template that does not escape shows the entity right, as those of most
    Jekyll themes do, and those of MkDocs and Pelican, whose Jinja escapes nothing unless asked:
    there it is an info. Excerpts and summaries are left alone: they are HTML in most themes, and
    so are values with tags, and names of tags (`&lt;img&gt;`).

        title: HIV.gov&#8217;s 6 Ways
    """
    from html import unescape

    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or "&" not in value or entry.key.lower() not in _KEYS:
            continue
        found = next((m for m in _ENTITY.finditer(value) if unescape(m[0]) != m[0]), None)
        if found is None or _ANY_TAG.search(unescape(value)):
            continue
        span = entry.span or subject.key_span(entry.pointer)
        at = subject.post.text.find(found[0], *span)
        span = (at, at + len(found[0])) if at >= 0 else span
        fix = replace_value(
            subject, entry.span, unescape(value), "write the characters", safe=False
        )
        if "\n" in value:
            fix = None
        message = f"`{entry.key}` holds the HTML entity {found[0]} instead of the character"
        problem = rule.at(subject, span, message, pointer=entry.pointer, fix=fix)
        raw = subject.generator in _UNESCAPED
        yield replace(problem, severity=Severity.INFO) if raw else problem


@matter_rule(
    "NK308", "mojibake-in-value", Severity.ERROR, needs=(signs.MOJIBAKE,), repair=Repair.UNSAFE
)
def mojibake_in_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Mojibake in a value: UTF-8 that was read as windows-1252 and saved again.

    `Editorâ€™s Note` was `Editor’s Note`. The repair turns it back; it is unsafe, because a post
    may speak of mojibake.
    """
    for entry in subject.entries:
        if not isinstance(entry.value, str) or entry.value.isascii():
            continue
        found = find_mojibake(entry.value)
        if found is None:
            continue
        span = entry.span or subject.key_span(entry.pointer)
        at = subject.post.text.find(found.text, *span)
        fix = None
        if at >= 0:
            span = (at, at + len(found.text))
            fix = Fix(
                "write the characters that were meant", (Edit(*span, found.meant),), safe=False
            )
        message = f"`{entry.key}` is mojibake: {found.text!r} was {found.meant!r}"
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


_TITLE_TAG = lazy(
    r"</?(?:a|b|i|em|strong|br|span|font|u|sup|sub|code|small|p|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_BOLD = lazy(r"(?<![*\w])\*\*(?=\S)[^*]+(?<=\S)\*\*(?![*\w])")


@matter_rule("NK311", "markup-in-title", Severity.INFO, needs=("<", "**", signs.ESCAPE))
def markup_in_title(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """HTML tags or Markdown marks in a title.

    Titles are text: feeds, page titles and search results show the tags or asterisks as they are.

        title: The <em>new</em> house
        title: "**Breaking**"
    """
    entry = subject.top("title")
    if entry is None or not isinstance(entry.value, str):
        return
    found = _TITLE_TAG.search(entry.value) or _BOLD.search(entry.value)
    if found is None:
        return
    span = entry.span or subject.key_span(entry.pointer)
    at = subject.post.text.find(found[0], *span)
    span = (at, at + len(found[0])) if at >= 0 else span
    message = f"`{entry.key}` holds markup, {found[0]}, where text belongs"
    yield rule.at(subject, span, message, pointer=entry.pointer)


_INVISIBLE = lazy("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
# A soft hyphen between letters says where the word may be parted, a word joiner behind a hyphen or
# a dash where it may not.
_IN_VALUE = lazy(
    r"(?:[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
    r"|(?<![^\W\d_])\u00ad|\u00ad(?![^\W\d_])"
    r"|(?<![-/\u2013\u2014])\u2060(?![-/\u2013\u2014])|\u2060(?!\S)|(?<!\S)\u2060)+"
)
_HARMLESS = frozenset("\u200b\u2060\ufeff")


@matter_rule(
    "NK312",
    "invisible-character",
    Severity.WARNING,
    needs=(signs.INVISIBLE, "\t"),
    repair=Repair.SAFE,
)
def invisible_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An invisible character in a value or key.

    Zero-width spaces, soft hyphens, direction marks and byte order marks make a title, tag or
    address differ from one that looks the same. Joiners that scripts need (ZWJ and ZWNJ between
    letters of Arabic, Persian and Indic scripts, or in emoji; a word joiner at a hyphen) are left
    alone. In a description or other text to be read, those that mean nothing are worth a note only.
    The repair removes them; it is safe only for those that mean nothing. Hugo 0.168 drops a tab
    from a title without quotes, and joins the words.
    """
    yield from _keys(rule, subject)
    title = subject.top("title") if subject.generator is Generator.HUGO else None
    if title is not None and title.span and "\t" in subject.source(title.span):
        at = subject.post.text.index("\t", title.span[0])
        message = "Hugo drops the tab in `title`"
        fix = Fix("write a space", (Edit(at, at + 1, " "),), safe=False)
        yield rule.at(subject, (at, at + 1), message, pointer=title.pointer, fix=fix)
    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or value.isascii() or entry.span is None:
            continue
        found = _IN_VALUE.search(subject.post.text, *entry.span)
        if found is None or _IN_VALUE.search(value) is None:
            continue
        names = ", ".join(sorted({f"U+{ord(character):04X}" for character in found[0]}))
        safe = set(found[0]) <= _HARMLESS
        fix = Fix("remove the invisible characters", (Edit(*found.span(), ""),), safe)
        message = f"`{entry.key}` holds an invisible character ({names})"
        one = rule.at(subject, found.span(), message, pointer=entry.pointer, fix=fix)
        prose = entry.key.lower() in TEXT_KEYS and entry.key.lower() != "title"
        yield replace(one, severity=Severity.INFO) if prose and safe else one


def _keys(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Keys that no generator finds, because of what cannot be seen in them."""
    text = subject.post.text
    for pointer, place in subject.post.front_matter.spans.items():
        found = _INVISIBLE.search(text, *place.key) if place.key else None
        if found is not None:
            name = f"U+{ord(found[0][0]):04X}"
            fix = Fix("remove the invisible characters", (Edit(*found.span(), ""),), safe=False)
            key = _INVISIBLE.sub("", text[slice(*place.key)]) if place.key else ""
            message = f"the key `{key}` holds an invisible character ({name}), so nothing reads it"
            yield rule.at(subject, found.span(), message, pointer=pointer, fix=fix)


@matter_rule("NK313", "untrimmed-value", Severity.WARNING, needs=(signs.SPACE,), repair=Repair.SAFE)
def untrimmed_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A quoted value that starts or ends with a space.

    The space becomes part of the tag, author or address: `"news "` and `"news"` are two tags. In a
    title, a description or other text to be read it is not seen, and worth a note only. The repair
    removes it.
    """
    for entry in subject.entries:
        value = entry.value
        if (
            not isinstance(value, str)
            or not value
            or value == value.strip(_SPACES)
            or not value.strip()
        ):
            continue
        source = subject.source(entry.span)
        if entry.span is None or source[:1] not in {'"', "'"} or "\n" in source:
            continue
        sides = (("starts", value[0]), ("ends", value[-1]))
        words = " and ".join(word for word, edge in sides if edge in _SPACES)
        edits = _edits(source, entry.span)
        fix = Fix("remove the spaces", edits, entry.key.lower() in _LABELS) if edits else None
        message = f"`{entry.key}` {words} with a space"
        found = rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)
        named = entry.key.lower() in _NAMES
        yield found if named else replace(found, severity=Severity.INFO)


def _edits(source: str, span: Span) -> tuple[Edit, ...]:
    """Delete the spaces behind the opening quote and before the closing one."""
    inner = source[1:-1]
    left = len(inner) - len(inner.lstrip(_SPACES))
    right = len(inner) - len(inner.rstrip(_SPACES))
    start, end = span[0] + 1, span[1] - 1
    found = ((start, start + left), (end - right, end))
    return tuple(Edit(*one, "") for one in found if one[0] < one[1])


_SPACES = " \u00a0\u3000"
_NAMES = frozenset(
    (
        *("tags", "tag", "categories", "category", "keywords", "topics", "series", "layout"),
        *("author", "authors", "slug", "permalink", "url", "link", "aliases", "redirect_from"),
        *("image", "lang", "language", "locale", "type", "date"),
    )
)
"""Keys whose values name or lead to something: another text is another thing."""

_LABELS = frozenset(("title", "tags", "tag", "categories", "category", "slug", "layout", "author"))


_PLACEHOLDER = lazy(
    r"(?:untitled|todo|tbd|fixme|title here|your title|new post|xxx+"
    r"|lorem ipsum(?:[ ,.]+(?:dolor|sit|amet)\b.*)?"
    r"|\{\{.*\}\}|<title>|\[title\]|无标题|未命名|無標題)\Z",
    re.IGNORECASE,
)


@matter_rule("NK318", "placeholder-title", Severity.WARNING, needs=(signs.TITLE,))
def placeholder_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A title that was never filled in.

    `Untitled`, `TODO`, `Lorem ipsum`, or a template's own placeholder such as `{{ title }}`. `TODO`
    or `Lorem ipsum` is the title that is meant where the file is called so.
    """
    entry = subject.top("title")
    if entry is None or not isinstance(entry.value, str):
        return
    title = entry.value.strip()
    if _PLACEHOLDER.match(title) and not _is_a_list(subject, title):
        message = f"`{entry.key}` is a placeholder: {title}"
        yield rule.on(subject, entry, message)


_TODO = lazy(r"(?:.*[^A-Za-z])?(?:todo(?:[-_ ]?list)?|lorem[-_ ]ipsum)", re.IGNORECASE)


def _is_a_list(subject: Subject, title: str) -> bool:
    """Whether the page is a list of what is to be done, or one of filler, and is called so."""
    return (
        title.lower() in {"todo", "lorem ipsum"}
        and _TODO.fullmatch(subject.file_name.stem) is not None
    )


_BINARY = lazy(r"!!?binary\b[ \t]*(?:\|[-+]?[ \t]*(?:\r\n?|\n)[ \t]*)?([A-Za-z0-9+/=\s]+)\Z")


@matter_rule("NK321", "encoded-value", Severity.WARNING, needs=("binary",), repair=Repair.SAFE)
def encoded_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value in base64 (`!binary`).

    Old versions of Ruby wrote text with foreign letters, and dates, this way when a blog was
    exported. Nobody can read it, and safe YAML readers other than Ruby's refuse it. The repair
    writes the text.
    """
    if not subject.is_yaml or "binary" not in subject.post.text[: subject.post.body_start]:
        return
    for entry in subject.entries:
        if not isinstance(entry.value, str) or entry.span is None:
            continue
        match = _BINARY.match(subject.source(entry.span))
        if match is None:
            continue
        text = _decode(match[1])
        fix = None
        if text is not None:
            title = f"write {text}" if len(text) < 60 else "write the text"
            fix = replace_value(subject, entry.span, text, title, safe=True)
        message = f"`{entry.key}` is text in base64" + (f": {text}" if text else "")
        yield rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)


def _decode(source: str) -> str | None:
    import base64

    try:
        return base64.b64decode("".join(source.split()), validate=True).decode("utf-8")
    except ValueError:
        return None


@matter_rule("NK322", "lost-character-in-value", Severity.ERROR, needs=("�",))
def replacement_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A replacement character (U+FFFD) in a value: a character was lost.

    A tool met bytes it could not read and wrote � in their place. Only the original has the
    character.
    """
    start, end = subject.post.front_matter.content
    at = subject.post.text.find("\ufffd", start, end)
    if at < 0:
        return
    count = subject.post.text.count("\ufffd", start, end)
    many = f" ({count} of them)" if count > 1 else ""
    message = f"a character of the front matter was lost: U+FFFD stands in its place{many}"
    yield rule.at(subject, (at, at + 1), message)
