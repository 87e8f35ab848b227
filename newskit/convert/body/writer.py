"""What each part of a body becomes: converted, or copied as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newskit.config.convert import ConvertConfig, Dialect, OnDifference, Semantics
from newskit.convert.blocks import SEPARATOR
from newskit.convert.body.inline_tags import InlineTags
from newskit.convert.body.loose_html import convert_items, has_item, place_without, with_paragraphs
from newskit.convert.body.segments import HAS_TAG, Segment
from newskit.convert.body.whole import Seam, begins_anew, proves_body, torn_runs
from newskit.convert.choices import choose, has_choices
from newskit.convert.conventions.nodes import linked_places
from newskit.convert.conventions.read import Around
from newskit.convert.escape import PROFILES, alternative
from newskit.convert.html import convert_fragment, page_language
from newskit.convert.inline import Links
from newskit.convert.notes import place_notes
from newskit.convert.pieces import Fragment, Part, Shown
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.convert.tree import body_html
from newskit.frozen import dataclass, field, replace
from newskit.lazy import lazy
from newskit.markup import cuts
from newskit.markup.definitions import link_definitions
from newskit.markup.templates import Protected
from newskit.markup.text import LineEnds

# The converted body so far: what was written, from what, and how its parts join.

_LISTS = frozenset({"ul", "ol"})
_LIST_START = lazy(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)| +\S")
_FIRST_LINE = lazy(r"([^\r\n]*(?:\r\n?|\n)).*", re.DOTALL)


@dataclass(slots=True)
class NewBody:
    """The converted body so far.

    Attributes:
        old: the body as it was, and its line ends.
        parts: the new body, with the template code back.
        plain: the new body, template code set aside, for the proof.
        sources: what each part is in HTML, for the proof.
        seams: where the proof may go on anew.
        last_kind: the kind of the block before; ``item`` for a list of the body's own.
        vanished: whether the part before was HTML that shows nothing.
    """

    old: LineEnds
    parts: list[str] = field(default_factory=list[str])
    plain: list[str] = field(default_factory=list[str])
    sources: list[tuple[bool, Shown]] = field(default_factory=list[tuple[bool, Shown]])
    seams: list[Seam] = field(default_factory=list[Seam])
    last_kind: str = ""
    vanished: bool = False

    def write(self, text: str, plain: str) -> None:
        """Add text, with its template code and without."""
        self.parts.append(text)
        self.plain.append(plain)

    def add_seam(self) -> None:
        """Remember that the proof may go on anew from here."""
        self.seams.append(Seam(len(self.plain), len(self.sources)))

    def takes(self, kind: str) -> bool:
        """Tell whether a part of a kind is written, set apart from what vanished before it."""
        if not self.vanished:
            return True
        self.vanished = False
        apart = not self.plain or self.after_blank()
        if kind == "blank":
            return not apart
        if not apart:
            self.write(self.old.ending, "\n")
        return True

    def begin_markdown(self, text: str) -> None:
        """Keep a list that Markdown of the body's own begins with from joining the one before."""
        if self.last_kind in _LISTS and _LIST_START.match(text):
            written = f"{SEPARATOR}\n\n"
            self.write(self.old.with_endings(written), written)
        self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""

    def lead(self, kind: str) -> str:
        """Return what must stand before converted HTML whose first block is of a kind."""
        so_far = "".join(self.plain[-2:])
        blank = ""
        if so_far.strip() and not self.after_blank():
            blank = "\n" if so_far.endswith("\n") else "\n\n"
        joins = kind in _LISTS and self.last_kind in {"ul", "ol", "item"}
        return f"{blank}{SEPARATOR}\n\n" if joins else blank

    def after_blank(self) -> bool:
        """Tell whether a blank line was written last."""
        text = "".join(self.plain[-2:])
        line = text[:-1].rstrip(" \t")
        return text.endswith("\n") and (not line or line.endswith("\n"))

    def vanish(self) -> None:
        """Leave one blank line where HTML that shows nothing was."""
        self.vanished = True
        if len(self.plain) > 1 and self.plain[-1].isspace():
            self.plain[-1] = _FIRST_LINE.sub(r"\1", self.plain[-1])
            self.parts[-1] = _FIRST_LINE.sub(r"\1", self.parts[-1])
        if self.last_kind == "item":
            self.last_kind = "ul"

    def end(self) -> None:
        """End the body as it ended, without the blank lines before HTML that shows nothing."""
        if not self.vanished:
            return
        while self.plain and self.plain[-1].isspace():
            self.plain.pop()
            self.parts.pop()
        if self.parts and not self.old.text.endswith("\n"):
            self.plain[-1] = self.plain[-1].removesuffix("\n")
            self.parts[-1] = self.parts[-1].rstrip("\r\n")


def _last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]


TORN = "its HTML and Markdown cannot be separated safely"
"""Reported of a body whose parts are proved one by one, but not together."""

_STAYS = frozenset({"html", "media"})
_ONLY_COMMENTS = lazy(r"(?>\s*<!--.*?-->)*+\s*", re.DOTALL)
_VERBATIM = lazy(r"\s*<(?:script|style|textarea)\b", re.IGNORECASE)
_NOTE = lazy(r'<newskit-note label="([^"]+)"')
_FOOTNOTE = lazy(r"\[\^([^\]\s]{1,999}+)\]")
_BLANK_LINES = lazy(r"(?:[ \t]*\n)+")


@dataclass(slots=True)
class BodyWriter:
    """Puts the converted body together, part by part.

    Attributes:
        body: the body as it was, and its line ends.
        protected: the body with template code set aside.
        config: the choices.
        trust_parts: whether the parts need no proof of their own.
        trust_inline: whether paragraphs of Markdown need none either.
        items: whether HTML in list items is converted.
        differences: what was left out or kept.
        changed: whether anything was converted.
        proved: whether each part was.
        references: whether the body defines link references.
        next_label: the first number free for one.
        long: whether it is proved in runs; a body that is long is.
        language: the language that the post states; empty for none.
        around: what the body says about its parts.
        part_config: the choices for the parts.
        new: the new body so far.
        read: the body element, where all of the body is one piece of HTML.
        origins: for each source of `new`, the part it came from.
        touched: the parts that were not merely copied.
    """

    body: LineEnds
    protected: Protected
    config: ConvertConfig
    trust_parts: bool = False
    trust_inline: bool = False
    items: bool = False
    differences: list[Difference] = field(default_factory=list[Difference])
    changed: bool = False
    proved: bool = True
    references: bool = False
    next_label: int = 1
    long: bool = False
    language: str = ""
    around: Around = field(init=False)
    part_config: ConvertConfig = field(init=False)
    new: NewBody = field(init=False)
    read: str = ""
    origins: list[Segment] = field(default_factory=list[Segment])
    touched: list[Segment] = field(default_factory=list[Segment])

    def __post_init__(self) -> None:
        self.new = NewBody(self.body)
        self.part_config = replace(self.config, verify=False) if self.trust_parts else self.config
        labels = [match["label"] for match in link_definitions(self.body.text)]
        if labels:
            numbers = (int(label) for label in labels if label.isdecimal() and len(label) < 10)
            self.next_label = max(numbers, default=0) + 1
            self.references = any(link_definitions(self.protected.text))
        self.long = self.long or cuts.is_long(self.protected.text)
        text = self.protected.text
        in_html = self.config.dialect is Dialect.HTML
        notes: frozenset[str] = frozenset(() if in_html else _FOOTNOTE.findall(text))
        language = self.language or page_language(text)
        self.around = Around(linked_places(text), notes, not notes, language)

    def add(self, part: Segment, following: Segment | None) -> None:
        """Add a part of the body."""
        text = self.protected.text[part.start : part.end]
        if not self.new.takes(part.kind):
            return
        if self.long and begins_anew(text) and self.new.after_blank():
            self.new.add_seam()
        before, self.changed = self.changed, False
        if part.kind == "html":
            self._html(part, text, following)
        elif part.kind == "led":
            self._keep(part, text, DifferenceKind.UNSUPPORTED)
        elif part.kind == "text" and HAS_TAG.search(text):
            self._inline(part, text)
        else:
            self._copy(part, text)
        if self.changed:
            self.touched.append(part)
        self.changed = self.changed or before
        self.origins += [part] * (len(self.new.sources) - len(self.origins))

    def _copy(self, part: Segment, text: str) -> None:
        if part.kind != "blank":
            self.new.begin_markdown(text)
        start, end = (self.body.offset(place) for place in self._span(part))
        self.new.write(self.body.source[start:end], text)
        self.new.sources.append((False, text))

    def _inline(self, part: Segment, text: str) -> None:
        rules = PROFILES[self.config.profile]
        links = Links(self.config, alternative(rules))
        keep = frozenset(self.config.keep_attributes)
        linked, trusted = self.around.linked, self.trust_inline
        tags = InlineTags(rules, links, self.config.semantics, keep, linked, trusted)
        items: list[Difference] = []
        written = text
        items_allowed = self.items and has_item(text) and not self.protected.controls(text)
        if items_allowed:
            written, items = convert_items(text, self.config, references=self.references)
        before = written
        bare = tags.convert(before)
        if bare != written and items_allowed:
            # Without a tag that says nothing, an item may be one block of HTML.
            written, more = convert_items(bare, self.config, references=self.references)
            items += more
        else:
            written = bare
        if written == text:
            self._copy(part, text)
            return
        self.new.begin_markdown(text)
        self._place([*items, *place_notes(tags.notes, text)], part)
        self.changed = True
        self.new.write(self.body.write(self.protected.restore(written), *self._span(part)), written)
        self.new.sources.append((False, tags.shown if before == text else text))

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
        text = with_paragraphs(text, part.breaks)
        fragment = convert_fragment(
            text,
            self.part_config,
            references=self.references,
            first_label=self.next_label,
            around=self.around,
        )
        self.next_label += fragment.labels
        self.read = "" if self._is_mixed(part) else fragment.read
        if fragment.meant:
            labels = self.around.labels.union(_NOTE.findall(fragment.meant))
            self.around = self.around._replace(labels=labels)
        conversion = fragment.conversion
        # What was HTML to its renderer may be cut at a blank line, or be code, in Markdown.
        if in_markdown and fragment.kinds and _STAYS.issuperset(fragment.kinds):
            self._copy(part, text)
            return
        self._place(conversion.differences, part)
        self.proved = self.proved and conversion.proved
        self.changed = True
        if not conversion.markdown:
            self.new.sources.append((True, fragment.meant or self._shown(text)))
            self.new.vanish()
            return
        self._write_html(part, text, following, fragment)

    def _write_html(
        self, part: Segment, text: str, following: Segment | None, fragment: Fragment
    ) -> None:
        """Write the Markdown of a part that was HTML."""
        if part.start == 0 and (blank := _BLANK_LINES.match(text)):
            self.new.write(self.body.source[: self.body.offset(blank.end())], blank[0])
        lead = self.new.lead(fragment.kinds[0])
        tail = "\n" if following is None or following.kind == "blank" else "\n\n"
        if following is None and not self.body.text.endswith("\n"):
            tail = ""
        pieces = fragment.parts or (
            Part(fragment.meant or self._shown(text), fragment.conversion.markdown.strip("\n")),
        )
        last = len(pieces) - 1
        for place, piece in enumerate(pieces):
            self.new.add_seam()
            self.new.sources.append((True, piece.shown))
            written = f"{'' if place else lead}{piece.markdown}{'' if place < last else tail}"
            self.new.write(self.body.with_endings(self.protected.restore(written)), written)
        self.new.last_kind = fragment.kinds[-1]

    def _shown(self, text: str) -> str:
        """Return HTML without what the choices leave out."""
        return choose(body_html(text), self.config)[0] if has_choices(self.config) else text

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
            offset = place_without(difference.offset, part.breaks)
            place = self.protected.offset(part.start + offset)
            line, column = self.body.position(place)
            offset = self.body.offset(place)
            text = self.protected.restore(difference.text)
            self.differences.append(
                Difference(difference.kind, line, column, offset, text, difference.action)
            )

    def finish(self) -> Conversion:
        """Return the new body, proved as a whole."""
        differences = tuple(sorted(self.differences, key=lambda one: one.offset))
        if not self.changed:
            return Conversion(self.body.source, differences)
        self.new.end()
        markdown = "".join(self.new.parts)
        fails = self.config.on_difference is OnDifference.FAIL
        proved_already = len(self.new.sources) == 1 and not self.trust_parts
        if not self.config.verify or proved_already or self._proves():
            kept = self.body.source if fails and not self.proved else markdown
            return Conversion(kept, differences, self.proved)
        found = Difference(DifferenceKind.STRUCTURE, 1, 1, 0, TORN, Action.REPORTED)
        return Conversion(
            self.body.source if fails else markdown, (found, *differences), proved=False
        )

    def _proves(self) -> bool:
        semantics = self.config.semantics is Semantics.KEEP
        if self.read and proves("".join(self.new.plain), self.read, semantics=semantics):
            return True
        kramdown = self.config.dialect is Dialect.KRAMDOWN
        return proves_body(
            self.new.plain, self.new.sources, self.new.seams, semantics=semantics, kramdown=kramdown
        )

    def torn(self) -> list[Segment]:
        """Return the parts that were written anew and do not show, by themselves, what they did."""
        runs = torn_runs(
            self.new.plain,
            self.new.sources,
            self.new.seams,
            semantics=self.config.semantics is Semantics.KEEP,
            kramdown=self.config.dialect is Dialect.KRAMDOWN,
        )
        found = {part.start for start, end in runs for part in self.origins[start:end]}
        return [part for part in self.touched if part.start in found]
