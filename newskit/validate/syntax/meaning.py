"""Whether mended front matter still says what was written: "it parses" is not proof.

A reading is wrong when it loses or adds a word, makes a key that no post has, or lets a value
swallow the next key or the items of a list. It is doubtful when a value has another shape than the
key has in the archive's sound posts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from newskit.dates.generators import parse_date
from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.validate.repair.neighbours import (
    DATE_KEYS,
    LIST_KEYS,
    NONE,
    READ_KEYS,
    TEXT_KEYS,
    Neighbours,
    shape_of,
)
from newskit.validate.syntax.yaml_lines import is_foreign_comment, take_apart

# One way to mend some lines of front matter, with the cause it supposes.

REMOVED = "\x00"
"""Stands for a line that is no longer there; front matter cannot hold the character."""


@dataclass(frozen=True, slots=True)
class Move:
    """A supposed cause and the lines that would mend it.

    Attributes:
        code: the rule's code.
        message: what is wrong, in words.
        hint: what to write instead; may be empty.
        line: index of the line that is wrong.
        column: offset in that line.
        lines: new text by line index; a text may hold several lines joined by a line feed, and
            `REMOVED` takes the line away.
        safe: False when the repair may not be what was meant.
    """

    code: str
    message: str
    line: int
    column: int
    lines: Mapping[int, str] = field(default_factory=dict[int, str])
    hint: str = ""
    safe: bool = True


def replaced(lines: tuple[str, ...], move: Move) -> tuple[str, ...]:
    """Return `lines` with a move made; the number of lines stays the same."""
    if not move.lines:
        return lines
    return tuple(move.lines.get(index, line) for index, line in enumerate(lines))


def written(lines: tuple[str, ...]) -> str:
    """Return the text of lines, each with a line feed, without the removed ones."""
    return "".join(f"{line}\n" for line in lines if line != REMOVED)


_OPENING = frozenset("“„«")
_CLOSING = frozenset("”“»")
_MIN_POSTS = 3
_NO_TEXT = frozenset(("true", "false", "yes", "no", "on", "off", "null"))
_AFTER_QUOTE = lazy(
    r"[^\"'#]*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|\[[^#]*\])(?P<comment>[ \t]+#.*)"
)
_WORD = lazy(r"[^\W\d_]{2,}")
_LETTERS = lazy(r"[^\W_]+")
_KEY_INSIDE = lazy(
    r"(?:^|[\s\"'\]])(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+|$)(?P<rest>[^\n]*)", re.MULTILINE
)
_ODD_KEY = lazy(r"[\s\[\]{}<>\"'`|]|^[/#-]")
_BLOCK_MARK = lazy(r"[|>][-+\d]*(?:\\?\n|\Z)")
_QUOTED_ITEMS = lazy(r"[\"'][ \t]*,[ \t]*[\"']")
_DASHED = lazy(r"-[ \t]+\S.*[ \t]-(?:[ \t]|\Z)", re.DOTALL)
# A value in quotes with a remark behind it; an address with words behind it.
_REMARK = lazy(
    r"(?:\"[^\"]*\"|'[^']*')[ \t]*(?://|/\*|<!--|--|;)|[^\"]*\"[ \t]*(?://|[,;|])[ \t]*\"[^\"]*\Z"
)
# A mapping as Python or JavaScript writes it: data, not text.
_LITERAL = lazy(r"\{[ \t]*[\"'][\w-]+[\"'][ \t]*:")
_ADDRESS = lazy(r"https?://\S+[ \t]")
_FLAGS = frozenset(("layout", "permalink", "slug", "draft", "published", "comments"))


def letters_of(text: str) -> str:
    """The letters and digits of a text, all that a repair may not change."""
    return "".join(_LETTERS.findall(text)).casefold()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of an archive beside one broken post.

    Attributes:
        neighbours: the sound posts beside it.
        present: the keys that stand at the start of lines of the broken front matter.
    """

    neighbours: Neighbours = NONE
    present: frozenset[str] = frozenset()

    def is_wrong(self, before: str, after: str, values: Mapping[str, JsonValue]) -> bool:
        """Tell whether a reading says something else than what was written."""
        if letters_of(before) != letters_of(after) or _loses_words(before, values):
            return True
        texts = "".join(_names_and_texts(values))
        if any(texts.count(mark) > before.count(mark) for mark in "\"'\\"):
            return True
        for key, value in values.items():
            if not self._may_be_key(key) or (key.lower() in DATE_KEYS and isinstance(value, list)):
                return True
            if any(self._is_wrong_text(key, text) for text in _texts(value)):
                return True
        return False

    def _may_be_key(self, key: str) -> bool:
        """Whether a key was written as one, or is one that posts have."""
        if key in READ_KEYS or self.neighbours.has(key):
            return True
        made = (
            self.neighbours.posts >= _MIN_POSTS and bool(self.present) and key not in self.present
        )
        return not made and _ODD_KEY.search(key) is None

    def _is_wrong_text(self, key: str, text: str) -> bool:
        if _BLOCK_MARK.match(text) or self._swallows(key, text):
            return True
        if len(text) > 2 and not text.strip("-"):
            return True  # a fence
        if key.lower() in LIST_KEYS and text[:1] == "[" and "]" in text[:-1]:
            return True  # a list with more behind it
        listed = self.neighbours.shape(key) == "list"
        if listed and (_QUOTED_ITEMS.search(text) or text[:2] in {"- ", "* "} or "\\" in text):
            return True
        return key.lower() not in TEXT_KEYS and _DASHED.match(text) is not None

    def _swallows(self, own: str, text: str) -> bool:
        """Whether a text holds another key with its value."""
        if ":" not in text:
            return False
        for match in _KEY_INSIDE.finditer(text):
            key, rest = match["key"], match["rest"].strip(" \t\"'")
            if key == own or key in self.present:
                continue
            folded = key.lower()
            if folded in DATE_KEYS and parse_date(rest[:10].strip()) is not None:
                return True
            if key in READ_KEYS and (rest[:1] == "[" or rest in {"true", "false"}):
                return True
            if folded in _FLAGS and rest and " " not in rest:
                return True
            if self.neighbours.posts and self.neighbours.is_usual(key):
                return True
        return False

    def is_doubtful(self, values: Mapping[str, JsonValue], mended: frozenset[str]) -> bool:
        """Tell whether a value has another shape than its key has elsewhere."""
        known = self.neighbours.posts >= _MIN_POSTS
        for key, value in values.items():
            if key in mended and known and not self.neighbours.has(key) and key not in READ_KEYS:
                return True
            texts = _texts(value) if key in mended else ()
            if any(_is_odd(key, text) or self._may_swallow(key, text) for text in texts):
                return True
            wanted, shape = self.neighbours.shape(key), shape_of(value)
            if wanted is None or shape is None or wanted == shape:
                continue
            if wanted == "text" and shape in {"number", "boolean", "date"}:
                continue
            if key in mended and self.neighbours.has(key) and wanted == "list":
                return True
            if wanted == "list" and shape == "text" and not re.search(r"[,;\"'\n]", str(value)):
                continue
            return True
        return False

    def _may_swallow(self, own: str, text: str) -> bool:
        """Whether a text holds the name of another key, as keys are written, and a colon."""
        if ":" not in text:
            return False
        names = {str(match["key"]) for match in _KEY_INSIDE.finditer(text)} - {own, *self.present}
        return any(name in READ_KEYS or self.neighbours.has(name) for name in names)

    def is_list_key(self, key: str) -> bool:
        """Tell whether a key holds a list."""
        return self.neighbours.shape(key) == "list" or key.lower() in LIST_KEYS


def _is_odd(key: str, text: str) -> bool:
    """Whether a text may be more than meant: a link of Markdown, a remark, one half of quotes."""
    if (
        _REMARK.match(text)
        or text.startswith(f"{key}: ")
        or (_ADDRESS.match(text) and key.lower() not in TEXT_KEYS)
    ):
        return True
    if _LITERAL.search(text):
        return True
    if text[:1] == "[" and key.lower() not in TEXT_KEYS:
        return True
    return (text[:1] in _OPENING) != (text[-1:] in _CLOSING) and key.lower() not in TEXT_KEYS


def _loses_words(before: str, values: Mapping[str, JsonValue]) -> bool:
    """Whether a word that no comment holds is in no key and no value."""
    if "\\" in before or "&" in before or "!" in before:
        # Escapes, anchors and tags have letters that are not part of a value.
        return False
    text = "\n".join(map(_without_comment, before.splitlines())).casefold()
    written = Counter(_WORD.findall(text))
    kept = Counter(_WORD.findall(" ".join(_names_and_texts(values)).casefold()))
    return any(word not in _NO_TEXT for word in written - kept)


def _without_comment(line: str) -> str:
    if line.lstrip().startswith("#") or is_foreign_comment(line):
        return ""
    found = _AFTER_QUOTE.fullmatch(line)
    comment = found["comment"] if found else take_apart(line).comment
    balanced = all(comment.count(a) == comment.count(b) for a, b in ("[]", "()", "{}"))
    return line[: len(line) - len(comment)] if comment and balanced else line


def _names_and_texts(values: Mapping[str, JsonValue]) -> list[str]:
    """Keys and values as text, at any depth."""
    texts = list(values)
    stack: list[JsonValue] = list(values.values())
    while stack:
        one = stack.pop()
        if isinstance(one, Mapping):
            texts += one
            stack += one.values()
        elif isinstance(one, list):
            stack += one
        elif one is not None:
            texts.append(str(one))
    return texts


def _texts(value: JsonValue) -> list[str]:
    """The texts of a value, those in lists and mappings too."""
    stack, texts = [value], list[str]()
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            texts.append(one)
        elif isinstance(one, list):
            stack += one
        elif isinstance(one, Mapping):
            stack += one.values()
    return texts


UNKNOWN = Meaning()
