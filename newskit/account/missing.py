"""What one document holds and another lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from newskit.account.kinds import Code, Value, ValueKind, same_language
from newskit.account.reading import Reading, flat
from newskit.account.take import text_pieces
from newskit.account.tokens import address_key, is_placeholder
from newskit.frozen import NamedTuple
from newskit.lazy import lazy
from newskit.post import JsonValue, escape_pointer

_WORD = lazy(r"[^\W_]+|[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\u20a0-\u20cf]")
_MARKED = lazy(r"(.*\D)(\d{1,4})")
_ARROWS = frozenset("↑↩↵⏎⤴⤶↰⇧^\ufe0e\ufe0f")
_MOST_LOOKED_FOR = 2_000
_GAP = 2
_FEW = 24
"""So many values are looked for one by one before another account is taken: it costs less."""

_IN_ATTRIBUTES = frozenset(
    {ValueKind.ALTERNATIVE, ValueKind.TITLE, ValueKind.DATE, ValueKind.CONTROL, ValueKind.COMPONENT}
)


class Missing(NamedTuple):
    """A value that another document lacks.

    Attributes:
        kind: what it is.
        text: the value.
        place: its offset in the document that holds it; -1 where that is not known.
        within: the attribute, element or marker that holds it.
        spare: whether another value says the same: a placeholder of a picture that is there, the
            other sizes of one.
    """

    kind: ValueKind
    text: str
    place: int
    within: str
    spare: bool = False


def missing_values(before: Reading, after: Reading) -> list[Missing]:
    """Return the values of a document that another one lacks, in order of place.

    Args:
        before: the document that was there.
        after: what was made of it.
    """
    found = _missing(before, after)
    if found and before.as_text and after.as_text and any(one in after.written for one in _CODED):
        # A page about templates shows code that no program reads: what is there as text is there.
        shown = _missing(before.as_text(), after.as_text())
        found = min(found, shown, key=len)
    return found


_CODED = ("{{", "{%")


def _missing(before: Reading, after: Reading) -> list[Missing]:
    found = [
        *_text(before, after),
        *_hidden(before, after),
        *_codes(before, after),
        *_addresses(before, after),
        *_fragments(before, after),
        *_others(before, after),
    ]
    return sorted(found, key=lambda one: one.place)


# -- text


def _text(before: Reading, after: Reading) -> list[Missing]:
    quick = before.quick
    if (quick is not None and quick == after.quickest) or before.flat == after.flat:
        return []
    text, _, _ = before.joined
    available = Counter(after.counts)
    lacking: list[tuple[int, int, int]] = []
    notes = before.account.fragments and after.footnotes
    for number, match in enumerate(_WORD.finditer(text)):
        word = match[0]
        if available[word] > 0:
            available[word] -= 1
        elif not (notes and (word in _ARROWS or _is_marked(word, available))):
            lacking.append((number, match.start(), match.end()))
    lacking = _not_there(text, lacking, after)
    return [
        Missing(ValueKind.TEXT, " ".join(text[start:end].split()), before.place(start), "")
        for start, end in _settled(text, lacking)
    ]


def _settled(text: str, lacking: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return the spans of text that are missing, each word once.

    Of a word that stands more often in one document than in the other the last ones count as
    missing. Where one of the others stands among words that are, it is that one.
    """
    runs = _runs(lacking)
    starts = {start for _, start, _ in lacking}
    among = Counter(
        match[0]
        for start, end in runs
        for match in _WORD.finditer(text, start, end)
        if match.start() not in starts
    )
    left: list[tuple[int, int]] = []
    for start, end in runs:
        word = text[start:end]
        if among[word] > 0:
            among[word] -= 1
        else:
            left.append((start, end))
    return left


def _is_marked(word: str, available: Counter[str]) -> bool:
    """Tell whether a word is there and the number of a footnote's mark, which stood behind it."""
    found = _MARKED.fullmatch(word)
    if found is None or not (available[found[1]] > 0 and available[found[2]] > 0):
        return False
    available.subtract(found.groups())
    return True


def _not_there(
    text: str, lacking: list[tuple[int, int, int]], after: Reading
) -> list[tuple[int, int, int]]:
    """Leave out words that are there, but parted from their neighbours in another way."""
    if len(lacking) > _MOST_LOOKED_FOR:
        return lacking
    left: list[tuple[int, int, int]] = []
    for number, start, end in lacking:
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        near = flat(
            text[
                max(line_start, start - 40) : min(
                    end + 40, line_end if line_end >= 0 else len(text)
                )
            ]
        )
        alone = flat(text[start:end])
        if near and len(near) > len(alone) and (near in after.in_text or near in after.in_plain):
            continue
        there = alone in after.in_text or alone in after.in_plain
        if not there or len(near) > len(alone) or len(alone) < 4:
            left.append((number, start, end))
    return left


def _runs(words: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Join words that stand together, or nearly so, to spans of text."""
    runs: list[list[int]] = []
    last = -_GAP - 2
    for number, start, end in words:
        if runs and number - last <= _GAP + 1:
            runs[-1][1] = end
        else:
            runs.append([start, end])
        last = number
    return [(start, end) for start, end in runs]


def _hidden(before: Reading, after: Reading) -> list[Missing]:
    found: list[Missing] = []
    for span in before.account.hidden:
        for text, place in text_pieces(before.account, [span]):
            value = " ".join(text.split())
            if value and flat(value) not in after.in_plain and value not in after.as_written:
                found.append(Missing(ValueKind.HIDDEN, value, place, "hidden"))
    return found


# -- code


def _codes(before: Reading, after: Reading) -> list[Missing]:
    if not before.account.codes:
        return []
    there: dict[str, list[Code]] = {}
    for code in after.account.codes:
        there.setdefault(flat(code.text), []).append(code)
    found: list[Missing] = []
    for code in before.account.codes:
        same = there.get(flat(code.text), [])
        if all(one.text != code.text for one in same):
            for line in code.text.split("\n"):
                bare = line.rstrip()
                if bare and bare not in after.code_lines and bare not in after.in_source:
                    found.append(Missing(ValueKind.CODE, bare, code.place, "pre"))
        language = code.language
        if language and not any(same_language(language, one.language) for one in same):
            if not same and _stated(language, after):
                continue
            found.append(Missing(ValueKind.CODE_LANGUAGE, language, code.place, "pre"))
    return found


def _stated(language: str, after: Reading) -> bool:
    return any(same_language(language, code.language) for code in after.account.codes)


# -- addresses


def _addresses(before: Reading, after: Reading) -> list[Missing]:
    values = before.account.addresses
    few = len(values) <= _FEW
    exact: set[str] = set() if few else after.exact_addresses
    lost: list[Value] = []
    shown: set[int] = set()
    seen: set[tuple[ValueKind, str]] = set()
    for value in values:
        if (few and after.says(value.text)) or value.text in exact:
            if value.group and not is_placeholder(value.text):
                shown.add(value.group)
            continue
        key = address_key(value.text, after.base or before.base)
        if (
            after.as_written.holds_address(key)
            or key in after.addresses
            or after.in_source.holds_address(key)
            or after.in_source.holds_address(quote(key, safe=_SAFE, errors="surrogatepass"))
        ):
            if value.group and not is_placeholder(value.text):
                shown.add(value.group)
        elif (value.kind, key) not in seen:
            seen.add((value.kind, key))
            lost.append(value)
    return [
        Missing(
            one.kind,
            one.text,
            one.place,
            one.within,
            one.group in shown
            or (one.group > 0 and is_placeholder(one.text) and one.within == "src"),
        )
        for one in lost
    ]


_SAFE = "!#$%&'()*+,/:;=?@[]~"


def _fragments(before: Reading, after: Reading) -> list[Missing]:
    """Return the links within the document that led somewhere and no longer do."""
    found: list[Missing] = []
    if not before.account.fragments:
        return found
    notes = after.footnotes
    theirs = {*after.account.fragments, *map(_decoded, after.account.fragments)}
    for name, place in before.account.fragments.items():
        alive = name in before.targets or _decoded(name) in before.targets
        if not alive:
            if name not in theirs and f"#{name}" not in after.in_source:
                found.append(Missing(ValueKind.LINK, f"#{name}", place, "a"))
            continue
        if name in theirs or _decoded(name) in theirs:
            if name not in after.targets and _decoded(name) not in after.targets:
                found.append(Missing(ValueKind.TARGET, f"#{name}", place, "a"))
        elif notes:
            continue
        elif f"#{name}" not in after.in_source:
            found.append(Missing(ValueKind.LINK, f"#{name}", place, "a"))
    return found


def _decoded(name: str) -> str:
    from urllib.parse import unquote

    return unquote(name)


# -- the rest


def _others(before: Reading, after: Reading) -> list[Missing]:
    found: list[Missing] = []
    seen: set[tuple[ValueKind, str]] = set()
    few = len(before.account.values) <= _FEW
    for value in before.account.values:
        kind = value.kind
        if (kind, value.text) in seen:
            continue
        seen.add((kind, value.text))
        known = few and kind in _IN_ATTRIBUTES and after.says(value.text)
        if not (
            known or (not few and (kind, value.text) in after.exact) or _is_there(value, after)
        ):
            found.append(Missing(kind, value.text, value.place, value.within))
    return found


def _is_there(value: Value, after: Reading) -> bool:
    key = flat(value.text)
    if not key or key in after.texts.get(value.kind, ()):
        return True
    if value.kind is ValueKind.FORMULA:
        return _formula_is_there(value.text, after)
    if value.kind is ValueKind.COMPONENT:
        return (
            value.text in after.in_source
            or f"{value.text[:-1]} " in after.in_source
            or address_key(value.text) in after.addresses
        )
    if value.kind in {ValueKind.LANGUAGE, ValueKind.DIRECTION}:
        return False
    if value.kind is ValueKind.CONTROL and len(key) < 3:
        return False
    if value.kind is ValueKind.META and address_key(value.text) in after.addresses:
        return True
    return key in after.in_text or key in after.in_plain


def _formula_is_there(tex: str, after: Reading) -> bool:
    """Look for the source of a formula between the marks that make it one."""
    bare = flat(_without_marks(tex))
    if not bare:
        return True
    # MediaWiki's wrapper stays in some outputs and goes in others.
    wrapped = f"{{\\displaystyle{bare}}}"
    spellings = {
        spelling
        for tex in (bare, wrapped)
        for spelling in (tex, escape(tex, quote=False), tex.replace("|", "\\|"))
    }
    return any(
        f"{start}{spelling}{end}" in text
        for text in after.formula_texts
        for spelling in spellings
        for start, end in _MARKS
    )


_MARKS = (
    ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"), ("\\\\(", "\\\\)"), ("\\\\[", "\\\\]"),
    (">", "<"), ('"', '"'), ("`", "`"), ("(", ")"), ("![", "]"), ("[", "]"), ("math", "`"),
)  # fmt: skip


def _without_marks(tex: str) -> str:
    tex = tex.strip()
    for start, end in (
        ("$$", "$$"),
        ("$", "$"),
        ("\\(", "\\)"),
        ("\\[", "\\]"),
        ("{\\displaystyle", "}"),
    ):
        if tex.startswith(start) and tex.endswith(end) and len(tex) > len(start) + len(end):
            tex = tex[len(start) : -len(end)].strip()
    return tex


# The values of front matter, and which of them another document lacks.


_DATE = lazy(r"\d{4}-\d\d-\d\d")


class Field(NamedTuple):
    """A value of front matter: its JSON Pointer (RFC 6901), and what it says."""

    pointer: str
    value: JsonValue


def fields_of(values: Mapping[str, JsonValue]) -> Iterator[Field]:
    """Yield the values of front matter that are not lists or mappings, in order."""
    pending: list[tuple[str, JsonValue]] = [
        (f"/{escape_pointer(key)}", value) for key, value in reversed(list(values.items()))
    ]
    while pending:
        pointer, value = pending.pop()
        if isinstance(value, dict):
            pending += [
                (f"{pointer}/{escape_pointer(key)}", one)
                for key, one in reversed(list(value.items()))
            ]
        elif isinstance(value, list):
            pending += [(f"{pointer}/{i}", value[i]) for i in reversed(range(len(value)))]
        else:
            yield Field(pointer, value)


def missing_fields(
    before: Mapping[str, JsonValue], values: Mapping[str, JsonValue], after: Reading
) -> list[Field]:
    """Return the values of front matter that another document lacks.

    A text, date or number may stand anywhere in it, under any key; what is true, false or empty
    must stand under its own.
    """
    there = dict(fields_of(values))
    texts = {flat(str(value)) for value in there.values()}
    found: list[Field] = []
    for one in fields_of(before):
        if there.get(one.pointer, found) == one.value:
            continue
        if one.value is None or isinstance(one.value, bool):
            if one.value is not None:
                found.append(one)
            continue
        text = flat(str(one.value))
        if text and text not in texts and not _stands_in(text, str(one.value), after):
            found.append(one)
    return found


def _stands_in(text: str, written: str, after: Reading) -> bool:
    if len(text) > 3 and (text in after.in_plain or text in after.in_text):
        return True
    if (day := _DATE.match(written)) is not None:
        return day[0] in after.plain
    return len(text) <= 3 and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", after.plain) is not None
