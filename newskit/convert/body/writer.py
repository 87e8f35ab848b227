"""The converted body put together, part by part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newskit import cuts
from newskit.config.convert import ConvertConfig, Dialect, OnDifference, Semantics
from newskit.convert.blocks import SEPARATOR
from newskit.convert.body.batches import Seam, begins_anew, proves_body
from newskit.convert.body.inline_tags import InlineTags
from newskit.convert.body.line_ends import LineEnds
from newskit.convert.body.list_items import convert_items, has_item
from newskit.convert.body.segments import HAS_TAG, Segment
from newskit.convert.body.templates import Protected
from newskit.convert.body.whole import DEFINITION
from newskit.convert.choices import choose, has_choices
from newskit.convert.escape import alternative
from newskit.convert.fragment import Part, Shown
from newskit.convert.html import convert_fragment
from newskit.convert.links import Links
from newskit.convert.notes import place_notes
from newskit.convert.profiles import PROFILES
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.convert.tree import body_html

__all__ = ["TORN", "BodyWriter"]

TORN = "its HTML and Markdown cannot be told apart safely"
"""What is said of a body whose parts are proved one by one, but not together."""

_STAYS = frozenset({"html", "media"})
_ONLY_COMMENTS = re.compile(r"(?>\s*<!--.*?-->)*+\s*", re.DOTALL)
_VERBATIM = re.compile(r"\s*<(?:script|style|textarea)\b", re.IGNORECASE)
_LIST_START = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)| +\S")
_NUMBER = re.compile(r"^ {0,3}\[(\d{1,9})\]:", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_ENDS_BLANK = re.compile(r"(?:\A|\n)[ \t]*\n\Z")
_FIRST_LINE = re.compile(r"([^\r\n]*(?:\r\n?|\n)).*", re.DOTALL)


@dataclass(slots=True)
class BodyWriter:
    """Puts the converted body together, part by part.

    Attributes:
        body: the body as it was, and its line ends.
        protected: the body with template code set aside.
        config: the choices.
        trust_parts: whether the parts need no proof of their own.
        items: whether HTML in list items is converted.
        parts: the new body, with the template code back.
        plain: the new body, template code set aside, for the proof.
        sources: what each part is in HTML, for the proof.
        seams: where the proof may go on anew.
        differences: what was left out or kept.
        changed: whether anything was converted.
        proved: whether each part was.
        last_kind: the kind of the block before; ``item`` for a list of the body's own.
        vanished: whether the part before was HTML that shows nothing.
        references: whether the body defines link references.
        next_label: the first number free for one.
        long: whether it is proved in runs.
        part_config: the choices for the parts.
    """

    body: LineEnds
    protected: Protected
    config: ConvertConfig
    trust_parts: bool = False
    items: bool = False
    parts: list[str] = field(default_factory=list[str])
    plain: list[str] = field(default_factory=list[str])
    sources: list[tuple[bool, Shown]] = field(default_factory=list[tuple[bool, Shown]])
    seams: list[Seam] = field(default_factory=list[Seam])
    differences: list[Difference] = field(default_factory=list[Difference])
    changed: bool = False
    proved: bool = True
    last_kind: str = ""
    vanished: bool = False
    references: bool = False
    next_label: int = 1
    long: bool = False
    part_config: ConvertConfig = field(init=False)

    def __post_init__(self) -> None:
        self.part_config = replace(self.config, verify=False) if self.trust_parts else self.config
        labels = [int(found) for found in _NUMBER.findall(self.body.text)]
        self.next_label = max(labels, default=0) + 1
        self.references = DEFINITION.search(self.protected.text) is not None
        self.long = cuts.is_long(self.protected.text)

    def add(self, part: Segment, following: Segment | None) -> None:
        """Add a part of the body."""
        text = self.protected.text[part.start : part.end]
        if self.vanished:
            self.vanished = False
            if part.kind == "blank" and (self._after_blank() or not self.plain):
                return
            if part.kind != "blank" and self.plain and not self._after_blank():
                self._write(self.body.ending, "\n")
        if self.long and begins_anew(text) and self._after_blank():
            self.seams.append(Seam(len(self.plain), len(self.sources)))
        if part.kind == "html":
            self._html(part, text, following)
        elif part.kind == "led":
            self._keep(part, text, DifferenceKind.UNSUPPORTED)
        elif part.kind == "text" and HAS_TAG.search(text):
            self._inline(part, text)
        else:
            self._copy(part, text)

    def _copy(self, part: Segment, text: str) -> None:
        if part.kind != "blank":
            self._part_lists(text)
            self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""
        start, end = (self.body.offset(place) for place in self._span(part))
        self._write(self.body.source[start:end], text)
        self.sources.append((False, text))

    def _inline(self, part: Segment, text: str) -> None:
        rules = PROFILES[self.config.profile]
        links = Links(self.config, alternative(rules))
        keep = frozenset(self.config.keep_attributes)
        tags = InlineTags(rules, links, self.config.semantics, keep)
        items: list[Difference] = []
        written = text
        items_allowed = self.items and has_item(text) and not self.protected.controls(text)
        if items_allowed:
            written, items = convert_items(text, self.config, references=self.references)
        bare = tags.convert(written)
        if bare != written and items_allowed:
            # Without a tag that says nothing, an item may be one block of HTML.
            written, more = convert_items(bare, self.config, references=self.references)
            items += more
        else:
            written = bare
        if written == text:
            self._copy(part, text)
            return
        self._part_lists(text)
        self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""
        self._place([*items, *place_notes(tags.notes, text)], part)
        self.changed = True
        self._write(self.body.write(self.protected.restore(written), *self._span(part)), written)
        self.sources.append((False, text))

    def _part_lists(self, text: str) -> None:
        """Keep a list that begins from running into the one before it."""
        if self.last_kind in {"ul", "ol"} and _LIST_START.match(text):
            written = f"{SEPARATOR}\n\n"
            self._write(self.body.with_endings(written), written)

    def _html(self, part: Segment, text: str, following: Segment | None) -> None:
        in_markdown = self.config.dialect is not Dialect.HTML
        if _ONLY_COMMENTS.fullmatch(text) or (
            in_markdown and _VERBATIM.match(text) and self._is_mixed(part)
        ):
            self._copy(part, text)
            return
        if self.protected.controls(text):
            self._keep(part, text, DifferenceKind.UNSUPPORTED)
            return
        fragment = convert_fragment(
            text, self.part_config, references=self.references, first_label=self.next_label
        )
        self.next_label += fragment.labels
        conversion = fragment.conversion
        # What was HTML to its renderer may be cut at a blank line, or be code, in Markdown.
        if in_markdown and fragment.kinds and _STAYS.issuperset(fragment.kinds):
            self._copy(part, text)
            return
        self._place(conversion.differences, part)
        self.proved = self.proved and conversion.proved
        self.changed = True
        if not conversion.markdown:
            self.sources.append((True, self._shown(text)))
            self._vanish()
            return
        if part.start == 0 and (blank := _BLANK_LINES.match(text)):
            self._write(self.body.source[: self.body.offset(blank.end())], blank[0])
        lead = self._lead(fragment.kinds[0])
        tail = "\n" if following is None or following.kind == "blank" else "\n\n"
        if following is None and not self.body.text.endswith("\n"):
            tail = ""
        pieces = fragment.parts or (Part(self._shown(text), conversion.markdown.strip("\n")),)
        last = len(pieces) - 1
        for place, piece in enumerate(pieces):
            self.seams.append(Seam(len(self.plain), len(self.sources)))
            self.sources.append((True, piece.shown))
            written = f"{'' if place else lead}{piece.markdown}{'' if place < last else tail}"
            self._write(self.body.with_endings(self.protected.restore(written)), written)
        self.last_kind = fragment.kinds[-1]

    def _shown(self, text: str) -> str:
        """Return HTML without what the choices leave out."""
        return choose(body_html(text), self.config)[0] if has_choices(self.config) else text

    def _vanish(self) -> None:
        """Leave one blank line where HTML that shows nothing was."""
        self.vanished = True
        if len(self.plain) > 1 and self.plain[-1].isspace():
            self.plain[-1] = _FIRST_LINE.sub(r"\1", self.plain[-1])
            self.parts[-1] = _FIRST_LINE.sub(r"\1", self.parts[-1])
        if self.last_kind == "item":
            self.last_kind = "ul"

    def _after_blank(self) -> bool:
        return _ENDS_BLANK.search("".join(self.plain[-2:])) is not None

    def _lead(self, kind: str) -> str:
        """Return what must stand before converted HTML."""
        so_far = "".join(self.plain[-2:])
        blank = ""
        if so_far.strip() and not self._after_blank():
            blank = "\n" if so_far.endswith("\n") else "\n\n"
        joins = kind in {"ul", "ol"} and self.last_kind in {"ul", "ol", "item"}
        return f"{blank}{SEPARATOR}\n\n" if joins else blank

    def _is_mixed(self, part: Segment) -> bool:
        return part.start > 0 or part.end < len(self.protected.text)

    def _keep(self, part: Segment, text: str, kind: DifferenceKind) -> None:
        shown = self.protected.restore(text)[:200].strip()
        self._place([Difference(kind, 1, 1, 0, shown, Action.KEPT_HTML)], part)
        self._copy(part, text)

    def _span(self, part: Segment) -> tuple[int, int]:
        """Return where in the body's text a part stands."""
        return self.protected.offset(part.start), self.protected.offset(part.end)

    def _place(self, found: Sequence[Difference], part: Segment) -> None:
        """Move differences from a part to their place in the body."""
        for difference in found:
            place = self.protected.offset(part.start + difference.offset)
            line, column = self.body.position(place)
            offset = self.body.offset(place)
            text = self.protected.restore(difference.text)
            self.differences.append(
                Difference(difference.kind, line, column, offset, text, difference.action)
            )

    def _write(self, text: str, plain: str) -> None:
        self.parts.append(text)
        self.plain.append(plain)

    def finish(self) -> Conversion:
        """Return the new body, proved as a whole."""
        differences = tuple(sorted(self.differences, key=lambda one: one.offset))
        if not self.changed:
            return Conversion(self.body.source, differences)
        if self.vanished:
            self._end_vanished()
        markdown = "".join(self.parts)
        fails = self.config.on_difference is OnDifference.FAIL
        proved_already = len(self.sources) == 1 and not self.trust_parts
        if not self.config.verify or proved_already or self._proves():
            kept = self.body.source if fails and not self.proved else markdown
            return Conversion(kept, differences, self.proved)
        found = Difference(DifferenceKind.STRUCTURE, 1, 1, 0, TORN, Action.REPORTED)
        return Conversion(
            self.body.source if fails else markdown, (found, *differences), proved=False
        )

    def _end_vanished(self) -> None:
        """End the body as it ended, without the blank lines before HTML that shows nothing."""
        while self.plain and self.plain[-1].isspace():
            self.plain.pop()
            self.parts.pop()
        if self.parts and not self.body.text.endswith("\n"):
            self.plain[-1] = self.plain[-1].removesuffix("\n")
            self.parts[-1] = self.parts[-1].rstrip("\r\n")

    def _proves(self) -> bool:
        semantics = self.config.semantics is Semantics.KEEP
        kramdown = self.config.dialect is Dialect.KRAMDOWN
        return proves_body(
            self.plain, self.sources, self.seams, semantics=semantics, kramdown=kramdown
        )


def _last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]
