"""Values of front matter that readers take for something else, and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.repair.neighbours import TEXT_KEYS
from newskit.validate.repair.values import in_quotes
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Subject
from newskit.validate.syntax.yaml_lines import double_quoted

_TEXT = "text"
_LETTERS = {
    letter: (old, f'the text "{letter}"', f'"{letter}"')
    for old, letters in (("true", "yY"), ("false", "nN"))
    for letter in letters
}
_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_SEXAGESIMAL = lazy(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_OCTAL = lazy(r"0[0-7]+\Z")
_ZEROS = lazy(r"0o[0-7]+\Z|0[0-7]*+[89][0-9]*\Z")
_UNDERSCORE = lazy(r"[-+]?[1-9][0-9]*_[0-9_]*\Z")
_COMMAS = lazy(r"[-+]?[1-9][0-9]*(?:,[0-9]+)+(?:\.[0-9]*)?\Z")
_RUBY = frozenset((Generator.JEKYLL, Generator.OTHER))
# Hugo 0.168 reads `draft: yes` as false, 0.111 as true (measured).
_SWITCHES = frozenset(("draft", "headless", "render", "iscjklanguage"))
_NEW = frozenset((Generator.HUGO, Generator.HEXO, Generator.ELEVENTY, Generator.ASTRO))
_TEXT_NAMES = frozenset(
    (*TEXT_KEYS, "tags", "categories", "category", "tag", "author", "authors", "country")
) | {"lang", "language", "locale", "code", "keywords", "slug", "answer", "name", "label", "region"}
_LONGEST = 24
_POINT_EXPONENT = lazy(r"[-+]?[0-9]+\.[0-9]*[eE][0-9]+")
_SECONDS = lazy(r"[-+]?[1-9][0-9_]*:[0-5]?[0-9]\.[0-9_]+")
_NOT_FINITE = lazy(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_EXPONENT = lazy(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][0-9]+\Z")


@matter_rule(
    "NK309", "yaml-versions-differ", Severity.WARNING, needs=(signs.SCALAR,), repair=Repair.SAFE
)
def yaml_versions(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value that YAML 1.1 and YAML 1.2 read differently.

    Jekyll and older Hugo read YAML 1.1, newer tools 1.2: `no` is false or the text "no", `010` is 8
    or 10, `22:30` is 1350 (in Jekyll 81000) or text, `1_000` is a number or text. Ruby's reader,
    and so Jekyll, also takes `1,000` and `12,5` for the numbers 1000 and 125 (4.3.1, measured). The
    repair quotes the value or writes the word that both read alike; it is safe where Jekyll is the
    generator, whose reading it keeps, but for `010`: who writes a zero in front means text more
    often than 8. Where the site's generator is known and reads what was written, there is no
    finding: a switch such as `comments: yes` is true in Jekyll.

        published: no
        tags: [yes, no]
    """
    if not subject.is_yaml:
        return
    yield from _numbers_as_text(rule, subject)
    for entry in subject.entries:
        source = subject.source(entry.span)
        if not source or len(source) > 24 or source[0] not in "yYnNoO0123456789+-":
            continue
        letter = subject.generator is Generator.HUGO and source in _LETTERS
        found = _LETTERS[source] if letter else _difference(source)
        if found is None or not _matters(subject, entry.key, source):
            continue
        old, new, written = found
        if old == _TEXT and subject.generator is Generator.JEKYLL and not _is_name(entry.key):
            continue  # it reads what is written
        # A number of base 60 or with underscores becomes text when it is quoted.
        kept = (not written.startswith('"') or old == _TEXT) and not _OCTAL.match(source)
        safe = subject.generator is Generator.JEKYLL and kept
        title = f"write {written}"
        fix = Fix(title, (Edit(*entry.span, written),), safe) if entry.span and written else None
        one, other = "YAML 1.1" if ":" in source else "YAML 1.1 (Jekyll)", "YAML 1.2"
        if "," in source:
            one, other = "Jekyll", "other readers"
        if subject.generator is Generator.JEKYLL and _SEXAGESIMAL.match(source):
            # Psych takes two parts for hours and minutes, and four for text (Ruby 3.1, measured).
            if source.count(":") > 2:
                continue
            old, one = f"the number {_of_psych(source)}", "Jekyll"
        if letter:
            one, other = "Hugo before 0.152", "later releases"
        message = f"`{entry.key}: {source}` is {old} in {one} and {new} in {other}"
        yield rule.on(subject, entry, message, fix=fix)


def _numbers_as_text(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Titles and other texts that are written as a number of some kind that is shown otherwise."""
    for entry in subject.entries:
        source = subject.source(entry.span)
        if entry.depth != 1 or not 2 < len(source) <= _LONGEST or not _is_name(entry.key):
            continue
        number = ""
        if _NOT_FINITE.fullmatch(source):
            number = "no number" if source.lower() == ".nan" else "infinity"
        elif _OCTAL.match(source) and int(source, 8) == int(source):
            number = f"the number {int(source)}"
        elif subject.generator is Generator.HUGO and _POINT_EXPONENT.fullmatch(source):
            number = f"the number {float(source):g} in Hugo"
        elif subject.generator is Generator.JEKYLL and _SECONDS.fullmatch(source):
            number = "a number of base 60 in Jekyll"
        if number:
            message = f"`{entry.key}: {source}` is {number}, not a text"
            fix = in_quotes(subject, entry.span, safe=False)
            yield rule.on(subject, entry, message, hint="put it in quotes", fix=fix)


def _matters(subject: Subject, key: str, source: str) -> bool:
    """Whether the site's generator may read something else than what was written."""
    folded = source.lower()
    if "," in source:
        return subject.generator in _RUBY
    if subject.generator is Generator.JEKYLL and folded in _BOOLEANS:
        # A switch is read as it was meant; a country, a language or a tag is not.
        return _is_name(key)
    if subject.generator in _NEW and folded in _BOOLEANS:
        # YAML 1.2 reads the text, which is the name that was meant, or counts as true.
        meant = _is_name(key) or folded in {"yes", "on"}
        return not meant or key.lower() in _SWITCHES
    return True


def _of_psych(source: str) -> int:
    """What Ruby makes of a number of base 60: of two parts the first counts hours, not minutes."""
    parts = source.lstrip("+-").replace("_", "").split(":")
    number = sum(int(part) * (3600, 60, 1)[min(at, 2)] for at, part in enumerate(parts))
    return -number if source[0] == "-" else number


def _is_name(key: str) -> bool:
    return key.lower() in _TEXT_NAMES


def _difference(source: str) -> tuple[str, str, str] | None:
    """What 1.1 reads, what 1.2 reads, and how to write it so that both read what 1.1 does."""
    word = _BOOLEANS.get(source.lower())
    if word and source in {source.lower(), source.capitalize(), source.upper()}:
        return word, f'the text "{source}"', word
    if _OCTAL.match(source) and int(source, 8) != int(source):
        return f"the number {int(source, 8)}", f"the number {int(source)}", f'"{source}"'
    if _ZEROS.match(source):
        number = int(source, 0) if "o" in source else int(source)
        return _TEXT, f"the number {number}", f'"{source}"'
    if _SEXAGESIMAL.match(source) and "." not in source:
        number = 0
        for part in source.lstrip("+-").replace("_", "").split(":"):
            number = number * 60 + int(part)
        return f"the number {'-' * (source[0] == '-')}{number}", "text", f'"{source}"'
    if _COMMAS.match(source):
        return f"the number {source.replace(',', '')}", "text", f'"{source}"'
    if _UNDERSCORE.match(source):
        return f"the number {source.replace('_', '')}", "text", f'"{source}"'
    if _EXPONENT.match(source) and "." not in source:
        return _TEXT, f"the number {float(source):g}", f'"{source}"'
    return None


_SLIP = lazy(
    r"(?:https?[:;]?/(?!/)|https?：|https?//|https?;//|htt?ps?//|htp[s]?:|htttps?:|ttps?://|hhttps?:|https?:///)",
    re.IGNORECASE,
)
_HOST = lazy(r"\w+[:;：/]*[^/\s]*\.[^/\s]")
_SPACE = lazy(r"https?://[^\s]*[ \t]+[^\s]*\Z", re.IGNORECASE)
_SEVERAL = lazy(r"https?://\S+(?:[ \t]+https?://\S+)+", re.IGNORECASE)
_TWICE = lazy(r"https?:/*https?://", re.IGNORECASE)


@matter_rule("NK319", "broken-url", Severity.WARNING, needs=("ttp", "htp", signs.ESCAPE))
def broken_url(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value that is meant as a URL and is not one.

    `http//example.com`, `htp://…`, `https:/example.com` or a space inside: nothing opens it. Looked
    for in keys such as link, source_url, canonical_url, image and from. Several URLs in one value,
    with commas or blanks between them, are several.
    """
    for entry in subject.entries:
        value = entry.value
        if not isinstance(value, str) or len(value) < 5 or value[:1] not in "hHtT":
            continue
        if entry.key == "url" and entry.depth == 1 and not _HOST.match(value):
            # The address of the post within its site.
            continue
        text = value.strip()
        found = _TWICE.match(text) or (_SLIP.match(text) if _is_url_key(entry.key) else None)
        if found is None and not (_SPACE.match(text) and _is_url_key(entry.key)):
            continue
        if found is None and _SEVERAL.fullmatch(text):
            continue
        shown = text if len(text) <= 60 else f"{text[:59]}…"
        if found is None:
            message = f"the URL of `{entry.key}` holds a space: {_around_space(text)}"
            hint = "write %20 for a space that belongs to it"
        else:
            message, hint = f"`{entry.key}` is not a URL: {shown}", ""
        yield rule.on(subject, entry, message, hint=hint)


def _around_space(text: str) -> str:
    """The part of a URL that holds its first space."""
    at = next(index for index, letter in enumerate(text) if letter in " \t")
    start, end = max(0, at - 40), at + 20
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"


def _is_url_key(key: str) -> bool:
    return key.lower().endswith(("url", "link", "image", "from", "href", "canonical"))


# RFC 3986 has a single quote among the characters of a path (3.3).
_BLANK = lazy(r"\s")
_UNSAFE = lazy(r"[\"<>?#\\^`{|}]")


@matter_rule("NK323", "unsafe-address", Severity.WARNING, needs=(signs.ADDRESS,))
def slug_characters(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A slug or permalink with characters that addresses cannot hold.

    Double quotes, `?`, `#` and backslashes are escaped or cut off by browsers and servers, so the
    address that is shared is not the one that works. A space is worth a note only: generators build
    the page and escape the space in links (Jekyll 4.3.1, Hugo 0.111.3).

        slug: what is new?
        permalink: /2024/open day/
    """
    for name in ("slug", "permalink", "url"):
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or "{{" in entry.value:
            continue
        if name == "url" and (subject.generator is not Generator.HUGO or "://" in entry.value):
            continue
        value = entry.value.strip()
        found = _UNSAFE.search(value)
        spaced = found is None and subject.generator is not Generator.HUGO and _BLANK.search(value)
        if not (found or spaced) or "://" in value:
            continue
        shown = f"`{found[0]}`" if found else "a space"
        message = f"`{entry.key}` holds {shown}, which an address cannot hold"
        one = rule.on(subject, entry, message)
        yield one if found else replace(one, severity=Severity.INFO)


_PROSE_KEYS = TEXT_KEYS | {"author", "authors", "tags", "categories", "keywords", "topics"}
_REST = lazy(r"[ \t]+#(?:[^\W_]|[^\x00-\x7f])[^\r\n]*")
_MARKED = lazy(r"(?:TODO|FIXME|XXX|newskit\b)")


@matter_rule(
    "NK324", "comment-in-value", Severity.WARNING, needs=(" #", "\t#"), repair=Repair.UNSAFE
)
def comment_in_value(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A text that YAML cuts off at a `#`, because a comment starts there.

    A `#` behind a space starts a comment in a value without quotes. Where a word or number follows
    it at once, it was most likely part of the text. The repair puts the whole value in quotes; it
    is unsafe, because it may have been a comment.

        title: Weekend report #2
    """
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        if entry.span is None or not isinstance(entry.value, str):
            continue
        start, end = entry.span
        text = subject.post.text
        if start == end or entry.key.lower() not in _PROSE_KEYS or text[start] in "\"'|>[{!&*":
            continue
        rest = _REST.match(text, end)
        if rest is None or _MARKED.match(rest[0].lstrip(" \t#")):
            continue
        at = end + len(rest[0]) - len(rest[0].lstrip())
        whole = text[start : rest.end()].rstrip()
        edit = Edit(start, start + len(whole), double_quoted(whole))
        fix = Fix("put the value in quotes", (edit,), safe=False)
        message = f"YAML reads a comment here, so `{entry.key}` ends before it"
        hint = "put the value in quotes"
        span = (at, start + len(whole))
        yield rule.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


_LOSES = lazy(r"[-+]?\d+\.(?:\d*[1-9])?0+\Z")
_WHOLE = lazy(r"[-+]?\d+\.0\Z")
# What is measured, not named: a zero at the end says nothing there.
_MEASURES = lazy(
    r"lat|lng|lon|long|latitude|longitude|x|y|z|zoom|weight|score|ratio|scale|priority|order|opacity"
    r"|width|height|duration|size|length|rating|ratings|altitude|elevation|distance|speed|position"
)
_VERSION_NAMES = lazy(r"version|versions|release|releases|edition|editions|tag|tags|title|number")


@matter_rule(
    "NK325", "number-loses-digits", Severity.WARNING, needs=(signs.SCALAR,), repair=Repair.UNSAFE
)
def lost_digits(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A number that loses its last digits.

    `version: 1.10` is the number 1.1 to every reader of YAML and TOML (measured in ten tools), so
    that the version, edition or tag 1.10 shows as 1.1. The repair puts it in quotes; it is unsafe,
    because the number may be meant.

        version: 1.10
        tags: [1.10, 1.9]
    """
    for entry in subject.entries:
        if not isinstance(entry.value, float):
            continue
        source = subject.source(entry.span)
        words = entry.key.lower().replace("-", "_").split("_")
        if not _LOSES.match(source) or any(map(_MEASURES.fullmatch, words)):
            continue
        if _WHOLE.match(source) and not any(map(_VERSION_NAMES.fullmatch, words)):
            continue
        shown = f"{entry.value:g}"
        message = f"`{entry.key}: {source}` is the number {shown} and loses its last digits"
        fix = in_quotes(subject, entry.span, safe=False)
        hint = "put it in quotes if it is a name, not a number"
        yield rule.on(subject, entry, message, hint=hint, fix=fix)


_PATH = lazy(r"\"[^\"\r\n]*(?<![\w\\])[A-Za-z]:\\[A-Za-z]")


@matter_rule("NK332", "escaped-path", Severity.WARNING, needs=(":\\",))
def escaped_path(rule: Rule, subject: Subject) -> Iterator[Problem]:
    r"""A path of Windows in double quotes, whose backslashes start escapes.

    `"C:\new"` holds a line break behind `C:`, in YAML, TOML and JSON alike. In single quotes it is
    what it looks like.

        cover: "C:\new\photo.jpg"
    """
    for entry in subject.entries:
        if entry.span is None or not _PATH.match(subject.source(entry.span)):
            continue
        message = f"a backslash in the path of `{entry.key}` starts an escape"
        hint = "put it in single quotes, or double the backslashes"
        yield rule.at(subject, entry.span, message, hint=hint, pointer=entry.pointer)


_SYMBOL = lazy(r"::?[^\s:]")


@matter_rule(
    "NK326", "ruby-symbol", Severity.ERROR, needs=(" :", "\t:", "\n:", "\r:"), repair=Repair.SAFE
)
def ruby_symbol(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value or key that starts with a colon: a symbol to Ruby.

    Psych makes a symbol of `:breaking`, which Jekyll refuses (4.3.1, measured): all of the post's
    front matter is gone, and the post is published without it. Other readers take it as text. The
    repair puts it in quotes, which all read alike.

        title: :breaking
    """
    if not subject.is_yaml or subject.generator not in _RUBY:
        return
    ends = "so Jekyll loses all of the front matter"
    for entry in subject.entries:
        if isinstance(entry.value, str) and _SYMBOL.match(subject.source(entry.span)):
            message = f"`{entry.key}` starts with a colon: Ruby reads a symbol, {ends}"
            span = entry.span or subject.key_span(entry.pointer)
            fix = in_quotes(subject, entry.span, safe=True)
            yield rule.at(subject, span, message, hint="put it in quotes", fix=fix)
        place = subject.post.front_matter.spans.get(entry.pointer)
        name = subject.source(place.key) if place and place.key else ""
        if place and place.key and _SYMBOL.match(name):
            message = f"the key `{name}` starts with a colon: Ruby reads a symbol, {ends}"
            fix = Fix("remove the colon", (Edit(place.key[0], place.key[0] + 1, ""),), safe=False)
            yield rule.at(subject, place.key, message, hint="remove the colon", fix=fix)


@matter_rule("NK328", "wiki-link-as-list", Severity.WARNING, needs=("[[",), repair=Repair.UNSAFE)
def wiki_link(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A wiki link without quotes, which YAML reads as a list in a list.

    `related: [[Ferry]]` is a list that holds a list that holds "Ferry"; Obsidian and other note
    takers write links so, in quotes. The repair puts it in quotes; it is unsafe, because the lists
    may be meant.

        related: [[Ferry]]
    """
    if not subject.is_yaml:
        return
    for entry in subject.entries:
        source = subject.source(entry.span)
        inner = entry.value[0] if isinstance(entry.value, list) and len(entry.value) == 1 else None
        if not isinstance(inner, list) or source[:2] != "[[" or source[-2:] != "]]":
            continue
        if "\n" in source or not all(isinstance(one, (str, int, float)) for one in inner):
            continue
        if all(isinstance(one, (int, float)) for one in inner):
            continue
        message = f"`{source}` is a list in a list, not a wiki link"
        span = entry.span or subject.key_span(entry.pointer)
        fix = Fix("put it in quotes", (Edit(*span, double_quoted(source)),), safe=False)
        yield rule.at(
            subject, span, message, hint="put it in quotes", pointer=entry.pointer, fix=fix
        )
