"""HTML to Markdown: a fragment or page in, a `Conversion` out."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from newskit.config.convert import ConvertConfig, Engine, LinkStyle, MarkdownifyConfig
from newskit.convert.blocks import Block, block_source
from newskit.convert.choices import choose, has_choices
from newskit.convert.conventions.nodes import linked_places
from newskit.convert.conventions.read import Around, read_conventions, with_end_tags
from newskit.convert.escape import PROFILES, alternative, context
from newskit.convert.handlers import handlers_for
from newskit.convert.inline import InlineWriter, Links
from newskit.convert.notes import Note, place_notes, unseen_attributes
from newskit.convert.pieces import Fragment, Start, convert_pieces, in_pieces, mend, write
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind, with_data
from newskit.convert.tree import MARK, Event, body_html, tokenize
from newskit.convert.walk import Walk
from newskit.errors import ConfigError
from newskit.lazy import lazy
from newskit.markup.cuts import CLOSES_ITSELF, deep_tag, without_doubled_boxes
from newskit.markup.text import without_data

# The markdownify engine: for archives whose earlier posts were converted with it.
#
# BeautifulSoup and markdownify write each block; the same proof decides whether it stands.

_LISTS = frozenset({"strip", "convert", "keep_inline_images_in"})
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}


class _Engine(Protocol):
    def convert(self, html: str) -> str:
        """Return the Markdown of HTML."""
        ...


def rewrite_blocks(
    blocks: list[Block], events: list[Event], config: MarkdownifyConfig
) -> list[Block]:
    """Write the blocks of a document again, with markdownify.

    Raises:
        ConfigError: for an unknown option, or a converter that cannot be imported.
    """
    engine = _engine(config.converter, config.parser, tuple(sorted(config.options.items())))
    written: list[Block] = []
    for block in blocks:
        if block.start >= 0 and events[block.start][1] == "caption":
            continue  # a block of its own to newskit; here it comes with its table
        html = block_source(block, events)
        text = engine.convert(html).strip("\n")
        # markdownify drops what has no text, such as a player: it stays as newskit writes it.
        written.append(Block(block.kind, text, block.start, block.atoms) if text else block)
    return written


@cache
def _engine(converter: str, parser: str, options: tuple[tuple[str, str], ...]) -> _Engine:
    import inspect

    from markdownify import MarkdownConverter

    made: type[Any] = _import(converter) if converter else MarkdownConverter
    known = {
        name
        for kind in inspect.getmro(made)
        for inner in ("DefaultOptions", "Options")
        for name in vars(getattr(kind, inner, object))
        if not name.startswith("_")
    }
    for name, _ in options:
        if name not in known:
            raise ConfigError(
                f"convert.markdownify: markdownify has no option {name!r}",
                hint=f"Its options: {', '.join(sorted(known))}.",
            )
    values = {name: _value(name, text) for name, text in options}
    return cast("_Engine", made(bs4_options=parser, **values))


GROUP = "newskit.markdownify"
"""Entry points of installed packages: subclasses of MarkdownConverter, by name."""
ALLOW_CODE = "NEWSKIT_ALLOW_CODE"
"""Environment variable that ``--allow-code`` sets, for this process and its workers."""


def _import(name: str) -> type[Any]:
    """Return the converter that a configuration names.

    A configuration may come with an archive: it chooses among what is installed as an entry point,
    and imports no code by its name unless the user has said so.
    """
    from importlib.metadata import entry_points

    module, colon, attribute = name.partition(":")
    installed = {point.name: point for point in entry_points(group=GROUP)}
    if not colon and name in installed:
        return cast("type[Any]", installed[name].load())
    if not colon:
        known = ", ".join(sorted(installed)) or "none"
        raise ConfigError(
            f"convert.markdownify.converter: no installed package has a converter {name!r}",
            hint=f"installed in the group {GROUP}: {known}; a class is named as module:Class",
        )
    if not os.environ.get(ALLOW_CODE):
        raise ConfigError(
            f"convert.markdownify.converter: {name!r} is code that a configuration names",
            hint="--allow-code runs it, where you trust whoever wrote the configuration; or install"
            f" it as an entry point of the group {GROUP}",
        )
    if os.getcwd() not in sys.path:  # noqa: PTH109 (as sys.path has it)
        sys.path.append(os.getcwd())  # noqa: PTH109 (the same)
    try:
        return cast("type[Any]", getattr(import_module(module), attribute))
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigError(
            f"convert.markdownify.converter: cannot import {name!r}: {error}"
        ) from error


def _value(name: str, text: str) -> object:
    if name in _LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if text.isdigit() else text


_BLANK_LINES = lazy(r"\n[ \t\r]*(?=\n)")


def too_deep(html: str, limit: int) -> Conversion | None:
    """Keep HTML as it is when its elements nest deeper than the limit.

    Returns:
        The source as an HTML block with a difference; None when it is not too deep.
    """
    place = deep_tag(html, limit, CLOSES_ITSELF)
    if place < 0:
        return None
    text = f"more than {limit} elements inside each other"
    line = html.count("\n", 0, place) + 1
    column = place - html.rfind("\n", 0, place)
    found = Difference(DifferenceKind.DEPTH, line, column, place, text, Action.KEPT_HTML)
    kept = _BLANK_LINES.sub("\n<!-- -->", html.strip("\n"))
    return Conversion(f"<div>\n{kept}\n</div>\n", (found,), proved=False)


_DEFAULT = ConvertConfig()


def convert_html(html: str, config: ConvertConfig = _DEFAULT) -> Conversion:
    """Convert HTML to Markdown.

    Returns:
        The Markdown, ending in a line end unless empty, with what was left out.
    """
    if "<http" in html or "<mailto:" in html:
        html = _AUTOLINK.sub(r'<a href="\1">\1</a>', html)
    short = without_data(html)
    if short is None:
        return convert_fragment(html, config).conversion
    return with_data(convert_fragment(short.text, config).conversion, short)


def convert_fragment(
    html: str,
    config: ConvertConfig,
    *,
    references: bool = False,
    first_label: int = 1,
    around: Around | None = None,
) -> Fragment:
    """Convert HTML as `convert_html` does, and tell what blocks came of it."""
    if too_deep(html, config.max_depth) is not None:
        html = without_doubled_boxes(html)
        if (deep := too_deep(html, config.max_depth)) is not None:
            return Fragment(deep, ("html",))
    if around is None:
        around = Around(linked_places(html), language=page_language(html))
    html = with_end_tags(html)
    if in_pieces(html, config):
        start = Start(references, first_label, {}, around=around)
        found = convert_pieces(html, config, start, _convert)
        if found is not None:
            return found
    start = Start(references, first_label, {}, around=around)
    return _convert(html, body_html(html), config, start)


_AUTOLINK = lazy(r"<((?:https?://|mailto:)[^\s<>\"']+)>")
"""Markdown's autolink, which a parser would take for an element."""

_PAGE_LANGUAGE = lazy(r"<(?:html|body)\b[^>]*?\slang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def page_language(html: str) -> str:
    """Return the language that a page states for all of it; empty for none."""
    found = _PAGE_LANGUAGE.search(html, 0, 5_000)
    return found[1] if found else ""


def _convert(html: str, serialized: str, config: ConvertConfig, start: Start) -> Fragment:
    """Convert HTML that has been read."""
    if not serialized:
        return Fragment(Conversion(""))
    given = serialized
    chosen: list[Note] = []
    if has_choices(config):
        serialized, chosen = choose(serialized, config)
    source = serialized
    if config.engine is not Engine.MARKDOWNIFY:
        serialized, read = read_conventions(serialized, config, start.around, html)
        chosen += read
    lean = config.engine is not Engine.MARKDOWNIFY
    large = len(serialized) > _LARGE and lean
    walk, blocks = _walk(serialized, config, start, lean=lean)
    kinds = tuple([block.kind for block in blocks])
    edges = (blocks[0], blocks[-1]) if blocks else ()
    markdown = write(blocks, walk)
    proved = True
    unseen = unseen_attributes(walk.events, walk.kept, walk.keep, semantic=walk.semantic)
    if large and config.verify:
        # The tree of the proof takes the place of what the blocks were made from.
        blocks.clear()
        walk.events.clear()
    if config.verify and not proves(markdown, serialized, semantics=walk.semantic):
        if lean:
            walk, blocks = _walk(serialized, config, start, lean=False)
        blocks, proved = mend(blocks, walk, serialized)
        if not proved and any(event[1] == MARK for event in walk.events):
            # In HTML that stays a footnote's mark is text: all of them stay links.
            links = start.around._replace(footnotes=False)
            return _convert(html, given, config, start._replace(around=links))
        edges = (blocks[0], blocks[-1]) if blocks else ()
        markdown = write(blocks, walk)
    notes = place_notes([*chosen, *walk.notes], html)
    if unseen:
        notes = sorted([*notes, *place_notes(unseen, html)], key=lambda one: one.offset)
    definitions = walk.inline.links.definitions
    conversion = Conversion(markdown, tuple(notes), proved)
    meant = serialized if serialized is not source else ""
    whole = "" if large else serialized
    return Fragment(
        conversion, kinds, len(definitions), edges, definitions, meant=meant, read=whole
    )


_LARGE = 500_000
"""Length of a body, in code points, that is not kept as events while it is proved."""


def _walk(
    serialized: str, config: ConvertConfig, start: Start, *, lean: bool
) -> tuple[Walk, list[Block]]:
    """Return the blocks of a body, and the walk that wrote them."""
    events = tokenize(serialized)
    walk = make_walk(events, config, references=start.references, lean=lean)
    if ' background="' in events[0][2]:
        walk.note_attributes("body", events[0][2])
    walk.before = start.before
    walk.inline.links.first_label = start.first_label
    walk.inline.links.known = start.labels
    blocks = walk.run(1, len(events) - 1)
    if config.engine is Engine.MARKDOWNIFY:
        blocks = rewrite_blocks(blocks, events, config.markdownify)
    return walk, blocks


def make_walk(
    events: list[Event], config: ConvertConfig, *, references: bool = False, lean: bool = False
) -> Walk:
    """Return a walk over the events, ready to run."""
    rules = PROFILES[config.profile]
    defines = references or config.link_style is LinkStyle.REFERENCE
    plain = context(rules, False, False, False, defines)  # noqa: FBT003
    links = Links(config, alternative(rules))
    inline = InlineWriter(events, plain, links, rules.hard_break)
    keep = frozenset(config.keep_attributes)
    return Walk(events, inline, rules, config, handlers_for(config.keep), keep=keep, lean=lean)
