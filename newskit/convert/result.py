"""What a conversion gives back: the Markdown, and every difference with its place."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass, replace
from newskit.markup.text import Shortened


class DifferenceKind(StrEnum):
    """What differs between the body and its Markdown."""

    ATTRIBUTE = "attribute"
    COMMENT = "comment"
    SCRIPT = "script"
    ELEMENT = "element"
    EMPTY = "empty"
    HIDDEN = "hidden"
    DROPPED = "dropped"
    STRUCTURE = "structure"
    DEPTH = "depth"
    UNESCAPED = "unescaped"
    UNSUPPORTED = "unsupported"
    UNSHOWN = "unshown"
    # Values that the account found in neither the Markdown nor the differences.
    TEXT = "text"
    HIDDEN_TEXT = "hidden-text"
    LINK = "link"
    IMAGE = "image"
    EMBED = "embed"
    ADDRESS = "address"
    FORMULA = "formula"
    CODE = "code"
    CODE_LANGUAGE = "code-language"
    ALTERNATIVE_TEXT = "alternative-text"
    TITLE = "title"
    DATE = "date"
    LANGUAGE = "language"
    DIRECTION = "direction"
    TARGET = "target"
    CONTROL = "control"
    COMPONENT = "component"
    METADATA = "metadata"


class Action(StrEnum):
    """What was done about a difference."""

    DROPPED = "dropped"
    KEPT_HTML = "kept-html"
    REPORTED = "reported"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a body and its Markdown.

    Attributes:
        kind: what differs.
        line: 1-based line in the body.
        column: 1-based column in the body, in code points.
        offset: 0-based offset in the body, in code points.
        text: what it is about, as the source has it.
        action: what was done about it.
        why: why it is not in the Markdown; empty where the kind says it, or where nothing excuses
            it.
    """

    kind: DifferenceKind
    line: int
    column: int
    offset: int
    text: str
    action: Action
    why: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The outcome of a conversion.

    Attributes:
        markdown: the Markdown; the body itself when nothing needed converting.
        differences: what was left out, kept as HTML or is not the same, in order of place.
        proved: whether rendering the Markdown gives the source's document back, and no value is
            lost.
    """

    markdown: str
    differences: tuple[Difference, ...] = ()
    proved: bool = True


def with_data(conversion: Conversion, short: Shortened) -> Conversion:
    """Return a conversion of a text whose embedded files were cut short with the files back."""

    def placed(one: Difference) -> Difference:
        shift = short.shift(one.offset)
        column = one.column + shift - short.shift(one.offset - one.column + 1)
        offset, text = one.offset + shift, short.undo(one.text)
        return replace(one, offset=offset, column=column, text=text)

    found = tuple(map(placed, conversion.differences))
    return replace(conversion, markdown=short.undo(conversion.markdown), differences=found)
