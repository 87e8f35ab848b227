"""A value that YAML 1.1 and YAML 1.2 read differently.

Jekyll and older Hugo read YAML 1.1, newer tools 1.2: `no` is false or the text "no", `010` is 8 or
10, `22:30` is 1350 or text, `1_000` is a number or text. Ruby's reader, and so Jekyll, also takes
`1,000` and `12,5` for the numbers 1000 and 125 (4.3.1, measured). The repair quotes the value or
writes the word that both read alike; it is safe where Jekyll is the generator, whose reading it
keeps. Where the site's generator is known and reads what was written, there is no finding: a switch
such as `comments: yes` is true in Jekyll.

    published: no
    tags: [yes, no]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.problem import Edit, Fix, Severity
from newskit.validate.known_keys import TEXT_KEYS
from newskit.validate.rule import Finder, Repair, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_TEXT = "text"
_LETTERS = {
    letter: (old, f'the text "{letter}"', f'"{letter}"')
    for old, letters in (("true", "yY"), ("false", "nN"))
    for letter in letters
}
_BOOLEANS = {"yes": "true", "on": "true", "no": "false", "off": "false"}
_SEXAGESIMAL = lazy(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z")
_OCTAL = lazy(r"0[0-7]+\Z")
_ZEROS = lazy(r"0o[0-7]+\Z|0[0-9]*[89][0-9]*\Z")
_UNDERSCORE = lazy(r"[-+]?[1-9][0-9]*_[0-9_]*\Z")
_COMMAS = lazy(r"[-+]?[1-9][0-9]*(?:,[0-9]+)+(?:\.[0-9]*)?\Z")
_RUBY = frozenset((Generator.JEKYLL, Generator.OTHER))
# Hugo 0.168 reads `draft: yes` as false, 0.111 as true (measured).
_SWITCHES = frozenset(("draft", "headless", "render", "iscjklanguage"))
_NEW = frozenset((Generator.HUGO, Generator.HEXO, Generator.ELEVENTY, Generator.ASTRO))
_NAMES = frozenset(
    (*TEXT_KEYS, "tags", "categories", "category", "tag", "author", "authors", "country")
) | {"lang", "language", "locale", "code", "keywords", "slug", "answer", "name", "label", "region"}
_EXPONENT = lazy(r"[-+]?[0-9]+(?:\.[0-9]*)?[eE][0-9]+\Z")


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
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
        kept = not written.startswith('"') or old == _TEXT
        safe = subject.generator is Generator.JEKYLL and kept
        title = f"write {written}"
        fix = Fix(title, (Edit(*entry.span, written),), safe) if entry.span and written else None
        one, other = "YAML 1.1" if ":" in source else "YAML 1.1 (Jekyll)", "YAML 1.2"
        if "," in source:
            one, other = "Jekyll", "other readers"
        if letter:
            one, other = "Hugo before 0.152", "later releases"
        message = f"`{entry.key}: {source}` is {old} in {one} and {new} in {other}"
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


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


def _is_name(key: str) -> bool:
    return key.lower() in _NAMES


def _difference(source: str) -> tuple[str, str, str] | None:
    """What 1.1 reads, what 1.2 reads, and how to write it so that both read what 1.1 does."""
    word = _BOOLEANS.get(source.lower())
    if word and source in {source.lower(), source.capitalize(), source.upper()}:
        return word, f'the text "{source}"', word
    if _OCTAL.match(source) and int(source, 8) != int(source):
        return f"the number {int(source, 8)}", f"the number {int(source)}", str(int(source, 8))
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


RULE = Rule(
    "NK309",
    "yaml-versions-differ",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
