"""Words that tell what kind of boilerplate a block may be; never enough to remove it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from newskit.config.strip import Kind
from newskit.lazy import lazy
from newskit.linear import quoted, search_set
from newskit.strip.folding import fold
from newskit.strip.phrases import load_words
from newskit.strip.view import View


def cue_kind(view: View) -> Kind | None:
    """Return the kind whose cue stands in `view`, the first in the order of `Kind`, or None."""
    text = _folded(view)
    kinds = {_cues()[0][index] for index in _cues()[1](text)}
    return next((kind for kind in _ORDER if kind in kinds), None)


def _folded(view: View) -> str:
    """The words of a view in folded case; lone bytes of damaged text are not words."""
    return fold(view.prose).casefold().encode("utf-8", "ignore").decode()


def cue_count(view: View) -> int:
    """How many different cues stand in `view`."""
    found = _cues()[1](_folded(view))
    return len(found)


def is_kept(view: View, *, plea: bool = False) -> bool:
    """Whether `view` has words of content that repeats: thanks, biographies, image credits.

    A plea may say what it pleads for: "we are a charity" does not make it content.
    """
    text = _folded(view)
    words = load_words()
    if _words(words.keep)(text):
        return True
    return not plea and bool(_words(words.copulas)(text))


def is_note(view: View) -> bool:
    """Whether `view` begins as a correction, an update or an editor's note: that is content."""
    head = _NOTE.match(_folded(view))
    return head is not None and head["label"].strip(" *_([") in _notes()


def is_note_heading(view: View) -> bool:
    """Whether `view` is nothing but the label of a note, or one with a date: "Update (2 May)"."""
    text = _folded(view)
    head = _HEAD.match(text)
    return head is not None and head["label"].strip() in _notes()


# A label with what dates or numbers it.
_HEAD = lazy(r"\W*(?P<label>[^\W\d][^\n:(（\[\d]{0,38}?)\s*(?:[:：(（\[#\d].{0,40})?\W*$")
# The label a line begins with: a few words before a colon or a dash.
_NOTE = lazy(r"\W{0,4}(?P<label>[^:\n]{2,40}?)\s?(?::|\s-\s|\))")


@cache
def _notes() -> frozenset[str]:
    return frozenset(load_words().notes)


# What tells most comes first: a line that names its source and a newsletter is a source line.
_ORDER = (
    Kind.LEGAL,
    Kind.SOURCE,
    Kind.CREDIT,
    Kind.SHARE,
    Kind.SUBSCRIBE,
    Kind.RELATED,
    Kind.NAV,
    Kind.TAGS,
    Kind.STAMP,
)


@cache
def _cues() -> tuple[list[Kind], Callable[[str], list[int]]]:
    pairs = [(kind, word) for kind, words in load_words().cues for word in words]
    return [kind for kind, _ in pairs], search_set(word_expression(word) for _, word in pairs)


@cache
def _words(words: tuple[str, ...]) -> Callable[[str], list[int]]:
    return search_set(map(word_expression, words))


def word_expression(word: str) -> str:
    """Return the expression for a cue: whole words where the script has them."""
    edge = r"\b" if word[0].isascii() and word[0].isalnum() else ""
    rear = r"\b" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{edge}{quoted(word)}{rear}"
