"""Words of a body that were damaged, or are no text of the post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newskit.lazy import lazy
from newskit.post import BodyFormat, FrontMatterFormat, Kind
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.rule import Repair, Rule, body_rule
from newskit.validate.rules.text import Mojibake, find_mojibake
from newskit.validate.subject import Subject


@body_rule("NK351", "empty-body", Severity.INFO, needs=(signs.EMPTY_BODY,))
def empty_body(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A post without a body.

    Its front matter is all there is: a post that only links elsewhere, or an export that lost its
    text.
    """
    post = subject.post
    if post.kind in {Kind.PAGE, Kind.INDEX}:
        return  # a layout may show all there is
    if post.front_matter.format is FrontMatterFormat.NONE or not post.front_matter.valid:
        return
    if post.body_format is BodyFormat.EMPTY and not subject.file_name.stem.startswith("_"):
        yield rule.at(subject, post.front_matter.closing, "the post has no body")


_MAX_PIECES = 2000


@body_rule(
    "NK357", "mojibake-in-body", Severity.WARNING, needs=(signs.MOJIBAKE,), repair=Repair.UNSAFE
)
def mojibake_in_body(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Mojibake in the body: UTF-8 that was read as windows-1252 and saved again.

    `â€™` was an apostrophe, `Ã©` an é. Code is left alone, and so is a character that stands alone
    in quotes, as an example. The repair turns every piece back; it is unsafe, because a post may
    speak of mojibake.
    """
    prose = subject.prose
    if prose.isascii() or not subject.post.encoding.name.startswith("utf"):
        return  # what an encoding that was guessed makes of its bytes proves nothing
    found = find_mojibake(prose)
    if found is None:
        return
    pieces = [found]
    while len(pieces) < _MAX_PIECES:
        last = pieces[-1]
        piece = find_mojibake(prose, last.start + len(last.text))
        if piece is None:
            break
        pieces.append(piece)
    pieces = [one for one in pieces if not _is_example(prose, one)]
    if not pieces:
        return
    found = pieces[0]
    start = subject.post.body_start
    edits = tuple(
        Edit(start + one.start, start + one.start + len(one.text), one.meant) for one in pieces
    )
    fix = Fix("write the characters that were meant", edits, safe=False)
    many = f" ({len(pieces)} places)" if len(pieces) > 1 else ""
    message = f"mojibake: {found.text!r} was {found.meant!r}{many}"
    span = subject.in_body(found.start, found.start + len(found.text))
    yield rule.at(subject, span, message, fix=fix)


def _is_example(prose: str, piece: Mojibake) -> bool:
    """Whether a piece is one character, alone in quotes: the text shows what it looks like."""
    end = piece.start + len(piece.text)
    return len(piece.meant) == 1 and _is_quoted(prose, piece.start, end)


def _is_quoted(prose: str, start: int, end: int) -> bool:
    if prose.endswith("&quot;", 0, start) and prose.startswith("&quot;", end):
        return True
    before, after = prose[start - 1 : start], prose[end : end + 1]
    return before in _QUOTES and after in _QUOTES and bool(before + after)


_BLOCK = lazy(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)"
    r"(?=(?:title|date|layout|tags|categories|author|slug|permalink)[ \t]*[:=])"
    r"(?:[^\r\n]*(?:\r\n?|\n)){1,60}?(?P=fence)[ \t]*(?:[\r\n]|\Z)",
    re.IGNORECASE,
)


_REST_OF_BLOCK = lazy(
    r"(?:[A-Za-z_][\w-]{0,40}:(?:[ \t][^\r\n]*)?(?:\r\n?|\n)){1,60}"
    r"(?P<fence>---)[ \t]*(?:[\r\n]|\Z)"
)


@body_rule("NK361", "second-front-matter", Severity.WARNING, needs=("---", "+++"))
def second_front_matter(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A second block of front matter at the start of the body.

    Two exports were joined, or a tool added a block to a post that had one. The keys are published
    as text. So they are where `...`, or a fence with a blank behind it, closed the block too soon.
    """
    matter = subject.post.front_matter
    if matter.format is FrontMatterFormat.NONE:
        return
    match = _BLOCK.match(subject.post.body)
    closing = subject.source(matter.closing).rstrip("\r\n")
    if match is None and closing not in {"---", "+++"}:
        match = _REST_OF_BLOCK.match(subject.post.body)
    if match:
        span = subject.in_body(*match.span("fence"))
        yield rule.at(subject, span, "the body starts with a second block of front matter")


_LOST = lazy("\ufffd+")
_QUOTES = "\"'`“”‘’«»„「」『』（）()[]【】"
_BESIDE = f"{_QUOTES} \n:：,，、。"


@body_rule("NK362", "lost-character-in-body", Severity.WARNING, needs=("�",))
def lost_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A replacement character (U+FFFD) in the body: a character was lost.

    A tool met bytes it could not read and wrote � in their place. Only the original has the
    character. A text that names the character shows it on purpose, but within words.
    """
    prose = subject.prose
    about = _NAMED.search(prose) is not None
    found = [
        match.span()
        for match in _LOST.finditer(prose)
        if not (about and not _in_word(prose, match)) and not _is_shown(prose, match)
    ]
    if not found:
        return
    at, count = found[0][0], sum(end - start for start, end in found)
    many = f" ({count} of them)" if count > 1 else ""
    message = f"a character of the body was lost: U+FFFD stands in its place{many}"
    yield rule.at(subject, subject.in_body(at, at + 1), message)


# What a paragraph says that speaks of the character itself.
_SPOKEN_OF = lazy(
    r"replacement char|\bU\+FFFD|\\ufffd|mojibake|garbled|caractère de remplacement|Ersatzzeichen"
    r"|carácter de reemplazo|乱码|亂碼|文字化け|кракозябр"
    r"|(?P<coding>编码|編碼|解码|解碼|エンコード|デコード"
    r"|\b(?:en|de)cod(?:e|ed|er|ing)\b|кодировк|codificaci|encodage)",
    re.IGNORECASE,
)


# What a text names that is about the character: its name, its bytes, what they are in GBK.
_NAMED = lazy(r"(?i:replacement character)|\bU\+FFFD\b|\bEF ?BF ?BD\b|锟斤拷")


def _in_word(prose: str, match: re.Match[str]) -> bool:
    beside = prose[match.start() - 1 : match.start()], prose[match.end() : match.end() + 1]
    return any(map(str.islower, beside))


def _is_shown(prose: str, match: re.Match[str]) -> bool:
    """Whether the character is what the text speaks of: named, in quotes, or alone in a run."""
    start, end = match.span()
    before, after = prose[start - 1 : start], prose[end : end + 1]
    spoken, named = _is_spoken_of(prose, prose.rfind("\n", 0, start) + 1)
    # A text about encodings may have lost a letter of a word, too.
    if named or (spoken and not (before.islower() and after.islower())):
        return True
    quoted = _is_quoted(prose, start, end)
    return quoted or (end - start > 1 and before in _BESIDE and after in _BESIDE)


@lru_cache(maxsize=4)
def _is_spoken_of(prose: str, start: int) -> tuple[bool, bool]:
    """Whether the line that begins at a place speaks of it or of encodings; whether it names it.

    Asked for each one of the line.
    """
    end = prose.find("\n", start)
    found = [*_SPOKEN_OF.finditer(prose, start, end if end >= 0 else len(prose))]
    return bool(found), any(one["coding"] is None for one in found)


_SHOWN_TAG = lazy(r"&lt;/?[A-Za-z]")
_ATTRIBUTE = lazy(r"<[^<>]*=\s*(?:\"[^\"]*|'[^']*)\Z")
_DOUBLE = lazy(
    r"&amp;(?:#\d{2,6}|#x[0-9A-Fa-f]{2,6}|nbsp|quot|apos|lt|gt|amp|[lr]dquo|[lr]squo|hellip|[mn]dash|copy|reg);"
)


@body_rule("NK363", "double-escape", Severity.WARNING, needs=("&amp;",), repair=Repair.UNSAFE)
def double_escape(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """An HTML entity that was escaped twice.

    `&amp;nbsp;` shows as "&nbsp;" on the page. An export escaped text that was escaped already. The
    repair takes one level away; it is unsafe, because a post may write about entities.
    """
    prose = subject.prose
    if "&amp;" not in prose:
        return
    found = [
        match
        for match in _DOUBLE.finditer(prose)
        if not _in_address(prose, match.start()) and not _is_meant(prose, match)
    ]
    if not found:
        return
    edits = tuple(
        Edit(*subject.in_body(match.start(), match.end()), "&" + match[0][5:]) for match in found
    )
    fix = Fix("take one level of escaping away", edits, safe=False)
    many = f" ({len(found)} places)" if len(found) > 1 else ""
    message = f"`{found[0][0]}` was escaped twice and shows as `&{found[0][0][5:]}`{many}"
    yield rule.at(subject, subject.in_body(*found[0].span()), message, fix=fix)


# A character, and what it is written as.
_SHOWN_AS = lazy(r"[&<>\"'/](?:[ \t]*(?:-{1,2}>|=>|→|➜)|[ \t]*[:：=])[ \t]*\Z")


def _is_meant(prose: str, match: re.Match[str]) -> bool:
    """Whether a place is in an attribute, which may hold markup, or shows how to escape."""
    begin = max(0, match.start() - _BESIDE_IT)
    line = prose[max(begin, prose.rfind("\n", begin, match.start()) + 1) : match.start()]
    if _ATTRIBUTE.search(line):
        return True
    behind = prose[match.end() : match.end() + _BESIDE_IT].partition("\n")[0]
    if _SHOWN_TAG.search(line) or _SHOWN_TAG.search(behind):
        return True  # all of the markup is shown as text, and escaped once
    if _SHOWN_AS.search(line):
        return True
    single = "&" + match[0][len("&amp;") :]
    return single in line.replace(match[0], "")


def _in_address(prose: str, at: int) -> bool:
    """Whether the place is inside a URL, where `&amp;lt` starts a parameter."""
    near = prose[max(0, at - _BESIDE_IT) : at]
    start = max(map(near.rfind, (" ", "\n", '"', "'", "(", ">")))
    return "://" in near[start + 1 :] or "?" in near[start + 1 :]


_BESIDE_IT = 2000
"""Code points of a line before and behind a place that are looked at."""


_DATA = lazy(
    r"data:[a-z]+/[a-z0-9.+-]+(?:;[a-z0-9=-]+)*;base64,(?P<code>[A-Za-z0-9+/=%]{4096,})",
    re.IGNORECASE,
)


@body_rule("NK368", "embedded-data", Severity.INFO, needs=(";base64,",))
def embedded_data(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A large file embedded in the body as a `data:` address.

    The post becomes slow to load and to edit, and feed readers cut it off. Save it as a file and
    link it. Addresses of up to 4 KiB are left alone.
    """
    if ";base64," not in subject.post.body:
        return
    for match in _DATA.finditer(subject.prose):
        size = len(match["code"]) * 3 // 4
        span = subject.in_body(match.start(), match.start("code"))
        yield rule.at(subject, span, f"a file of {size:,} bytes is embedded here")


_CONFLICT = lazy(
    r"^<{7} [^\n]*\n(?:(?!<{7} |={7}\s)[^\n]*\n)*={7}\r?\n(?:(?!<{7} |>{7} )[^\n]*\n)*>{7} ",
    re.MULTILINE,
)


@body_rule("NK369", "merge-conflict-in-body", Severity.ERROR, needs=("<<<<<<< ",))
def conflict_in_body(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Conflict markers of a version control system in the body.

    A merge was committed before its conflict was resolved: the page shows `<<<<<<<`, both versions
    and `>>>>>>>`. Which one is right only a person can tell.
    """
    for match in _CONFLICT.finditer(subject.prose):
        span = subject.in_body(match.start(), match.start() + 7)
        hint = "keep one of the two sides and remove the markers"
        yield rule.at(subject, span, "a merge conflict was never resolved", hint=hint)
