"""The body as it is: Markdown that may hold HTML, converted where it is HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from newskit.config.convert import ConvertConfig, Dialect, OnDifference, Semantics
from newskit.convert.blocks import SEPARATOR
from newskit.convert.body.dialects import guess_dialect
from newskit.convert.body.inline_tags import InlineTags
from newskit.convert.body.segments import Segment, html_segments, segment
from newskit.convert.body.templates import Protected, protect
from newskit.convert.choices import choose, has_choices
from newskit.convert.escape import alternative
from newskit.convert.html import convert_fragment
from newskit.convert.links import Links
from newskit.convert.notes import place_notes
from newskit.convert.profiles import PROFILES
from newskit.convert.proof.verify import proves
from newskit.render import render_markdown
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind
from newskit.convert.tree import body_html
from newskit.post import BodyFormat

__all__ = ["convert_body"]

_TORN = "its HTML and Markdown cannot be told apart safely"
_HAS_TAG = re.compile(r"</?[a-zA-Z]")
_ONLY_COMMENTS = re.compile(r"(?:\s*<!--.*?-->)*\s*", re.DOTALL)
_VERBATIM = re.compile(r"\s*<(?:script|style|textarea)\b", re.IGNORECASE)
_LIST_START = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)| +\S")
_NUMBER = re.compile(r"^ {0,3}\[(\d{1,9})\]:", re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*$", re.MULTILINE)


def convert_body(
    body: str, config: ConvertConfig, body_format: BodyFormat, *, path: str = ""
) -> Conversion:
    """Convert what is HTML in a body to Markdown; Markdown stays byte for byte.

    Args:
        body: the text after the front matter.
        config: profile, dialect, choices and proof.
        body_format: what the reader took the body for.
        path: the post's path; its ending and folders are hints to the dialect.
    """
    dialect = config.dialect
    if dialect is Dialect.AUTO:
        dialect = guess_dialect(body, path)
    if body_format is BodyFormat.EMPTY or not body.strip():
        return Conversion(body)
    if dialect is not Dialect.HTML and not _HAS_TAG.search(body):
        return Conversion(body)
    # Same length, so that every offset is one of the body too.
    text = body.replace("\r\n", " \n").replace("\r", "\n") if "\r" in body else body
    protected = protect(text)
    if dialect is Dialect.HTML:
        by_blank_lines = config.dialect is Dialect.AUTO
        segments = html_segments(protected.text, by_blank_lines=by_blank_lines)
    else:
        segments = segment(protected.text, dialect)
    config = replace(config, dialect=dialect)
    if config.verify:
        # One proof of the whole body is nearly always enough.
        quick = _write(body, protected, config, segments, trust_parts=True)
        if quick.proved:
            return quick
    whole = _write(body, protected, config, segments)
    torn = bool(whole.differences) and whole.differences[0].text is _TORN
    if not torn or config.on_difference is not OnDifference.KEEP_HTML:
        return whole
    # Every part is proved by itself, yet together they are read in another way: the blocks of
    # HTML stay, and when that does not help, so does everything.
    kept = [part._replace(kind="opaque") if part.kind == "html" else part for part in segments]
    inline = _write(body, protected, config, kept)
    found = replace(whole.differences[0], action=Action.KEPT_HTML)
    if not inline.proved:
        return Conversion(body, (found,))
    return replace(inline, differences=(found, *inline.differences))


def _write(
    body: str,
    protected: Protected,
    config: ConvertConfig,
    segments: list[Segment],
    *,
    trust_parts: bool = False,
) -> Conversion:
    writer = _BodyWriter(body, protected, config, trust_parts=trust_parts)
    for index, part in enumerate(segments):
        writer.add(part, segments[index + 1] if index + 1 < len(segments) else None)
    return writer.finish()


@dataclass(slots=True)
class _BodyWriter:
    """Puts the converted body together, part by part.

    Attributes:
        body: the body as it was.
        protected: the body with template code set aside.
        config: the choices.
        trust_parts: whether the parts need no proof of their own.
        parts: the new body, with the template code back.
        plain: the new body, template code set aside, for the proof.
        sources: what each part is in HTML, for the proof.
        differences: what was left out or kept.
    """

    body: str
    protected: Protected
    config: ConvertConfig
    trust_parts: bool = False
    parts: list[str] = field(default_factory=list[str])
    plain: list[str] = field(default_factory=list[str])
    sources: list[tuple[bool, str]] = field(default_factory=list[tuple[bool, str]])
    differences: list[Difference] = field(default_factory=list[Difference])
    changed: bool = False
    proved: bool = True
    last_kind: str = ""
    line: tuple[int, int] = (1, 0)
    references: bool = False
    next_label: int = 1
    crlf: bool = False

    def __post_init__(self) -> None:
        labels = [int(found) for found in _NUMBER.findall(self.body)]
        self.next_label = max(labels, default=0) + 1
        self.crlf = "\r\n" in self.body
        self.references = _DEFINITION.search(self.protected.text) is not None

    def add(self, part: Segment, following: Segment | None) -> None:
        """Add a part of the body."""
        text = self.protected.text[part.start : part.end]
        if part.kind == "html":
            self._html(part, text, following)
        elif part.kind == "text" and _HAS_TAG.search(text):
            self._inline(part, text)
        else:
            self._copy(part, text)

    def _copy(self, part: Segment, text: str) -> None:
        start, end = self.protected.offset(part.start), self.protected.offset(part.end)
        if part.kind != "blank":
            if self.last_kind in {"ul", "ol"} and _LIST_START.match(text):
                self._write(f"{SEPARATOR}\n\n", f"{SEPARATOR}\n\n")
            self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""
        self._write(self.body[start:end], text)
        self.sources.append((False, text))

    def _inline(self, part: Segment, text: str) -> None:
        rules = PROFILES[self.config.profile]
        links = Links(self.config, alternative(rules))
        keep = frozenset(self.config.keep_attributes)
        tags = InlineTags(rules, links, self.config.semantics, keep)
        written = tags.convert(text)
        if written == text:
            self._copy(part, text)
            return
        if self.last_kind in {"ul", "ol"} and _LIST_START.match(text):
            self._write(f"{SEPARATOR}\n\n", f"{SEPARATOR}\n\n")
        self.last_kind = "item" if _LIST_START.match(_last_line(text)) else ""
        self._place(place_notes(tags.notes, text), part)
        self.changed = True
        self._write(self._newlines(self.protected.restore(written)), written)
        self.sources.append((False, text))

    def _html(self, part: Segment, text: str, following: Segment | None) -> None:
        if _ONLY_COMMENTS.fullmatch(text) or (_VERBATIM.match(text) and self._is_mixed(part)):
            self._copy(part, text)
            return
        if self.protected.controls(text):
            self._keep(part, text, DifferenceKind.UNSUPPORTED)
            return
        config = replace(self.config, verify=False) if self.trust_parts else self.config
        fragment = convert_fragment(
            text, config, references=self.references, first_label=self.next_label
        )
        self.next_label += fragment.labels
        conversion = fragment.conversion
        if len(fragment.kinds) == 1 and fragment.kinds[0] in {"html", "media"}:
            self._copy(part, text)
            return
        self._place(conversion.differences, part)
        self.proved = self.proved and conversion.proved
        self.changed = True
        markdown = conversion.markdown.strip("\n")
        shown = choose(body_html(text), config)[0] if has_choices(config) else text
        self.sources.append((True, shown))
        if not markdown:
            return
        lead = self._lead(fragment.kinds[0], text)
        tail = "\n" if following is None else "\n\n" if following.kind != "blank" else "\n"
        if following is None and not self.body.endswith(("\n", "\r")):
            tail = "\n" if part.start == 0 else ""
        written = f"{lead}{markdown}{tail}"
        self._write(self._newlines(self.protected.restore(written)), written)
        self.last_kind = fragment.kinds[-1]

    def _lead(self, kind: str, text: str) -> str:
        """Return what must stand before converted HTML."""
        blank = "\n" * (len(text) - len(text.lstrip("\n")))
        so_far = "".join(self.plain[-2:]).replace(" \n", "\n")
        if so_far.strip() and not so_far.endswith("\n\n"):
            blank = "\n" if so_far.endswith("\n") else "\n\n"
        joins = kind in {"ul", "ol"} and self.last_kind in {"ul", "ol", "item"}
        return f"{blank}{SEPARATOR}\n\n" if joins else blank

    def _is_mixed(self, part: Segment) -> bool:
        return part.start > 0 or part.end < len(self.protected.text)

    def _keep(self, part: Segment, text: str, kind: DifferenceKind) -> None:
        place = self.protected.offset(part.start)
        line = self.body.count("\n", 0, place) + 1
        shown = self.body[place : place + 200].strip()
        self.differences.append(Difference(kind, line, 1, place, shown, Action.KEPT_HTML))
        self._copy(part, text)

    def _place(self, found: list[Difference] | tuple[Difference, ...], part: Segment) -> None:
        """Move differences from a part to their place in the body."""
        line, place = self.line
        for difference in found:
            offset = self.protected.offset(part.start + difference.offset)
            if offset < place:
                line, place = 1, 0
            line += self.body.count("\n", place, offset)
            place = offset
            column = offset - self.body.rfind("\n", 0, offset)
            self.differences.append(
                replace(
                    difference,
                    line=line,
                    column=column,
                    offset=offset,
                    text=self.protected.restore(difference.text),
                )
            )

        self.line = line, place

    def _write(self, text: str, plain: str) -> None:
        self.parts.append(text)
        self.plain.append(plain)

    def _newlines(self, text: str) -> str:
        return text.replace("\n", "\r\n") if self.crlf else text

    def finish(self) -> Conversion:
        """Return the new body, proved as a whole."""
        differences = tuple(sorted(self.differences, key=lambda one: one.offset))
        if not self.changed:
            return Conversion(self.body, differences)
        markdown = "".join(self.parts)
        fails = self.config.on_difference is OnDifference.FAIL
        proved_already = len(self.sources) == 1 and not self.trust_parts
        if not self.config.verify or proved_already or self._prove():
            kept = self.body if fails and not self.proved else markdown
            return Conversion(kept, differences, self.proved)
        found = Difference(DifferenceKind.STRUCTURE, 1, 1, 0, _TORN, Action.REPORTED)
        return Conversion(self.body if fails else markdown, (found, *differences), proved=False)

    def _prove(self) -> bool:
        """Render the parts as they were and the body as it is now, and compare."""
        semantics = self.config.semantics is Semantics.KEEP
        definitions = "\n".join(
            [
                match
                for html, text in self.sources
                if not html
                for match in _DEFINITION.findall(text)
            ]
        )
        source: list[str] = []
        for html, group in groupby(self.sources, key=lambda one: one[0]):
            texts = [text for _, text in group]
            if html:
                source += [f"<div>{text}</div>" for text in texts]
                continue
            text = "".join(texts)
            source.append(render_markdown(f"{text}\n\n{definitions}"))
        markdown = "".join(self.plain)
        return proves(markdown, body_html("\n".join(source)), semantics=semantics)


def _last_line(text: str) -> str:
    return text.rstrip("\n").rpartition("\n")[2]
