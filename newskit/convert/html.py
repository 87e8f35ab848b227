"""HTML to Markdown: a fragment or page in, a `Conversion` out."""

from __future__ import annotations

from dataclasses import dataclass

from newskit.config.convert import ConvertConfig, OnDifference
from newskit.convert.blocks import Block, join_blocks
from newskit.convert.depth import too_deep
from newskit.convert.escape import alternative, context
from newskit.convert.handlers import HANDLERS
from newskit.convert.inline import InlineWriter
from newskit.convert.links import Links
from newskit.convert.notes import Note, place_notes
from newskit.convert.profiles import PROFILES
from newskit.convert.result import Action, Conversion, DifferenceKind
from newskit.convert.source import block_html
from newskit.convert.tree import body_html, tokenize
from newskit.convert.verify import proves
from newskit.convert.walk import Walk

__all__ = ["Fragment", "convert_fragment", "convert_html"]

_DEFAULT = ConvertConfig()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A converted piece of HTML.

    Attributes:
        conversion: the Markdown and the differences.
        kinds: the kinds of its blocks, in order.
    """

    conversion: Conversion
    kinds: tuple[str, ...] = ()


def convert_html(html: str, config: ConvertConfig = _DEFAULT) -> Conversion:
    """Convert HTML to Markdown.

    Args:
        html: a fragment or a whole document.
        config: profile, choices and proof.

    Returns:
        The Markdown, ending in a line end unless empty, with what was left out.
    """
    return convert_fragment(html, config).conversion


def convert_fragment(html: str, config: ConvertConfig) -> Fragment:
    """Convert HTML as `convert_html` does, and tell what blocks came of it."""
    deep = too_deep(html, config.max_depth)
    if deep is not None:
        return Fragment(deep, ("html",))
    serialized = body_html(html)
    if not serialized:
        return Fragment(Conversion(""))
    events = tokenize(serialized)
    walk = make_walk(events, config)
    blocks = walk.run(1, len(events) - 1)
    markdown = write(blocks, walk)
    proved = True
    if config.verify and not proves(markdown, serialized, semantics=walk.semantic):
        markdown, proved = _mend(blocks, walk, serialized)
    conversion = Conversion(markdown, tuple(place_notes(walk.notes, html)), proved)
    return Fragment(conversion, tuple([block.kind for block in blocks]))


def make_walk(events: list[tuple[str, str, str, str]], config: ConvertConfig) -> Walk:
    """Return a walk over the events, ready to run."""
    rules = PROFILES[config.profile]
    plain = context(rules)
    links = Links(config, alternative(rules))
    inline = InlineWriter(events, plain, links, rules.hard_break)
    keep = frozenset(config.keep_attributes)
    return Walk(events, inline, rules, config, HANDLERS, keep=keep)


def write(blocks: list[Block], walk: Walk) -> str:
    """Return a document's Markdown, ending in a line end unless empty."""
    markdown = join_blocks(blocks)
    definitions = walk.inline.links.write_definitions()
    if definitions:
        markdown = f"{markdown}\n\n{definitions}"
    return markdown + "\n" if markdown else ""


def _mend(blocks: list[Block], walk: Walk, serialized: str) -> tuple[str, bool]:
    """Let the blocks that differ stay HTML; return the Markdown and whether it is proved now."""
    action = Action.REPORTED
    mended: list[Block] = []
    for block in blocks:
        html = block_html(block, walk.events, walk.keep)
        if proves(write([block], walk), body_html(html), semantics=walk.semantic):
            mended.append(block)
            continue
        if walk.config.on_difference is OnDifference.KEEP_HTML:
            action = Action.KEPT_HTML
            mended.append(Block("html", html, block.start, block.atoms))
        else:
            mended.append(block)
        walk.notes.append(Note(DifferenceKind.STRUCTURE, action, "", block.text))
    markdown = write(mended, walk)
    if action is Action.KEPT_HTML and proves(markdown, serialized, semantics=walk.semantic):
        return markdown, True
    if action is Action.REPORTED:
        text = "the rendered document differs from the source"
        walk.notes.append(Note(DifferenceKind.STRUCTURE, action, "", text))
    return markdown, False
