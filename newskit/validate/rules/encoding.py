"""How the text of a file is stored: its first bytes, its line ends, its control characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.body import is_document
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.rules.text import find_mojibake
from newskit.validate.subject import Subject

# As they were run (docs/generators.md).
_SKIP_MARKS = frozenset(
    (
        *(Generator.JEKYLL, Generator.HUGO, Generator.HEXO, Generator.ELEVENTY, Generator.ASTRO),
        *(Generator.PELICAN, Generator.MKDOCS, Generator.DOCUSAURUS, Generator.VITEPRESS),
    )
)


@matter_rule("NK107", "byte-order-mark", Severity.WARNING, needs=(signs.BOM,), repair=Repair.SAFE)
def byte_order_mark(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A byte order mark (U+FEFF) at the start of the file.

    Nikola and many scripts take it for text, so that the front matter is not at the start. Jekyll,
    Hugo, Hexo, Eleventy, Astro, Pelican, MkDocs, Docusaurus and VitePress pass over it: an info
    there, as it is where no front matter follows and no site is known. UTF-8 needs none. The repair
    removes it.
    """
    facts = subject.post.encoding
    if not facts.bom or facts.name != "utf-8":
        return
    # The mark is not part of the text: the repair is carried out where text becomes bytes.
    fix = Fix("remove the byte order mark", ())
    found = rule.at(subject, (0, 0), "the file starts with a byte order mark", fix=fix)
    matter = subject.post.front_matter.format is not FrontMatterFormat.NONE
    read = subject.generator in _SKIP_MARKS or (subject.generator is Generator.OTHER and not matter)
    yield replace(found, severity=Severity.INFO) if read else found


_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
_NEWLINE = lazy(r"\r\n?|\n")


@matter_rule(
    "NK108", "mixed-newlines", Severity.INFO, needs=(signs.MIXED_NEWLINES,), repair=Repair.SAFE
)
def mixed_newlines(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """More than one kind of line ending in a file.

    Left by editors of different systems; generators read every kind. Some tools count lines
    differently then, and a fence that ends in CR is not a fence for others. The repair writes the
    line ending that is used most. Whole HTML pages are left alone: browsers take every kind for
    one (HTML Living Standard, section 13.2.3.5).
    """
    facts = subject.post.encoding
    if not facts.mixed_newlines or (subject.is_html_file and is_document(subject.post.text)):
        return
    others = [m for m in _NEWLINE.finditer(subject.post.text) if m[0] != facts.newline]
    kinds = sorted({_NAMES[match[0]] for match in others})
    lines = "1 line ends" if len(others) == 1 else f"{len(others)} lines end"
    message = f"{lines} in {' and '.join(kinds)}, the others in {_NAMES[facts.newline]}"
    fix = Fix(
        f"end every line in {_NAMES[facts.newline]}",
        tuple(Edit(*match.span(), facts.newline) for match in others),
    )
    yield rule.at(subject, others[0].span(), message, fix=fix)


# XML 1.0, section 2.2; U+0085 and the other C1 controls are what cp1252 punctuation becomes.
_CONTROL = lazy("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]+")
_MAX_SHOWN = 20
_DELETE = 0x7F
_LINE = 400
# WHATWG HTML Standard, 13.2.5.80 "Numeric character reference end state".
_MEANT = {
    chr(byte): bytes([byte]).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


@matter_rule(
    "NK111", "control-character", Severity.ERROR, needs=(signs.CONTROL,), repair=Repair.SAFE
)
def control_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A control character in the text.

    Invisible characters such as backspace, vertical tab or escape, left by terminals, PDF copies
    and word processors. YAML forbids them in front matter, XML (feeds, EPUB) everywhere. Escape
    sequences for colours may stand in code. The repair deletes them, in code only where it is asked
    for (``--unsafe-fixes``). U+0080 to U+009F were written for characters of windows-1252 (the
    quotes and dashes of word processors; the WHATWG's HTML Standard reads references to them so):
    the repair writes those. Beside bytes that could not be read, nothing is repaired. A form feed
    parts the pages of plain text: an info there.
    """
    text = subject.post.text
    if _CONTROL.search(text) is None or (subject.is_plain_text and "\0" in text):
        return  # a file of data with NUL is named for that
    shown = 0
    for match in _CONTROL.finditer(text):
        mojibake = _is_mojibake(text, match.start())
        # Front matter that YAML refuses for it has no values, in which the other rule looks.
        elsewhere = match.start() >= subject.post.body_start or subject.post.front_matter.valid
        if _is_code(subject, match.start()) or (mojibake and elsewhere):
            continue
        if shown >= _MAX_SHOWN:
            return
        shown += 1
        name = f"U+{ord(match[0][0]):04X}"
        where = "front matter" if match.start() < subject.post.body_start else "body"
        message = f"the {where} holds the control character {name}"
        fix = None if mojibake else _repair(subject, match)
        found = rule.at(subject, match.span(), message, fix=fix)
        # XML and YAML allow U+007F, discouraged; nothing is lost by it.
        harmless = not match[0].strip("\x7f") and match.start() >= subject.post.body_start
        if subject.is_plain_text and not match[0].strip("\f"):
            found = replace(found, severity=Severity.INFO)
        yield replace(found, severity=Severity.WARNING) if harmless else found


def _is_in_code(subject: Subject, at: int) -> bool:
    inside = at - subject.post.body_start
    return inside >= 0 and subject.prose[inside] == " "


def _is_code(subject: Subject, at: int) -> bool:
    """Whether a place is in code of the body, which shows what it speaks of: colours, too."""
    shown = ord(subject.post.text[at]) > _DELETE or subject.post.text.startswith("\x1b[", at)
    return shown and _is_in_code(subject, at)


def _is_mojibake(text: str, at: int) -> bool:
    """Whether the character is part of mojibake, which has a rule and a repair of its own."""
    if ord(text[at]) <= _DELETE:
        return False
    line = max(text.rfind("\n", 0, at), at - _LINE) + 1
    part = text[line : at + 4]
    piece = find_mojibake(part)
    while piece is not None:
        if piece.start <= at - line < piece.start + len(piece.text):
            return True
        piece = find_mojibake(part, piece.start + len(piece.text))
    return False


_QUOTES = frozenset("‘’“”‚„")


def _repair(subject: Subject, match: re.Match[str]) -> Fix | None:
    """Write the characters that were meant, or delete what no text means."""
    text = subject.post.text
    around = text[max(0, match.start() - 1)] + text[match.end() : match.end() + 1]
    if subject.post.encoding.how == "damaged" or any(map(_is_lost, around)):
        return None
    meant = "".join(_MEANT.get(one, "" if ord(one) <= _DELETE else one) for one in match[0])
    if any(
        ord(one) > _DELETE and one not in _MEANT and one not in "\ufffe\uffff" for one in match[0]
    ):
        return None
    meant = meant.strip("\ufffe\uffff")
    if meant in _QUOTES and meant in around:
        meant = ""  # somebody wrote it beside the one that did not show
    title = "write the character that was meant" if meant else "delete the control character"
    # In code it may stand for itself: what a program sends, or a page break of its file.
    safe = not _is_in_code(subject, match.start())
    return Fix(title, (Edit(*match.span(), meant),), safe=safe)


def _is_lost(character: str) -> bool:
    return character == "\ufffd" or "\ud800" <= character <= "\udfff"
