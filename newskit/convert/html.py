"""HTML to Markdown: a fragment or page in, a `Conversion` out."""

from __future__ import annotations

from dataclasses import dataclass

from newskit.config.convert import ConvertConfig, Engine, LinkStyle, OnDifference
from newskit.convert.blocks import Block, join_blocks
from newskit.convert.choices import choose, has_choices
from newskit.convert.depth import too_deep
from newskit.convert.escape import alternative, context
from newskit.convert.handlers import handlers_for
from newskit.convert.inline import InlineWriter
from newskit.convert.links import Links
from newskit.convert.notes import Note, place_notes
from newskit.convert.profiles import PROFILES
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, Conversion, DifferenceKind
from newskit.convert.source import block_html, block_source
from newskit.convert.tree import Event, body_html, tokenize
from newskit.convert.walk import Walk

__all__ = ["Fragment", "convert_fragment", "convert_html"]

_DEFAULT = ConvertConfig()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A converted piece of HTML.

    Attributes:
        conversion: the Markdown and the differences.
        kinds: the kinds of its blocks, in order.
        labels: how many link references it defines.
    """

    conversion: Conversion
    kinds: tuple[str, ...] = ()
    labels: int = 0


def convert_html(html: str, config: ConvertConfig = _DEFAULT) -> Conversion:
    """Convert HTML to Markdown.

    Args:
        html: a fragment or a whole document.
        config: profile, choices and proof.

    Returns:
        The Markdown, ending in a line end unless empty, with what was left out.
    """
    return convert_fragment(html, config).conversion


def convert_fragment(
    html: str, config: ConvertConfig, *, references: bool = False, first_label: int = 1
) -> Fragment:
    """Convert HTML as `convert_html` does, and tell what blocks came of it.

    Args:
        html: the source.
        config: profile, choices and proof.
        references: whether the Markdown around it defines link references.
        first_label: the first number to use as the label of a link reference.
    """
    deep = too_deep(html, config.max_depth)
    if deep is not None:
        return Fragment(deep, ("html",))
    serialized = body_html(html)
    if not serialized:
        return Fragment(Conversion(""))
    chosen: list[Note] = []
    if has_choices(config):
        serialized, chosen = choose(serialized, config)
    large = len(serialized) > _LARGE and config.verify and config.engine is not Engine.MARKDOWNIFY
    walk, blocks = _walk(serialized, config, references, first_label, lean=large)
    kinds = tuple([block.kind for block in blocks])
    markdown = write(blocks, walk)
    proved = True
    if large:
        # The tree of the proof takes the place of what the blocks were made from.
        blocks.clear()
        walk.events.clear()
    if config.verify and not proves(markdown, serialized, semantics=walk.semantic):
        if large:
            walk, blocks = _walk(serialized, config, references, first_label, lean=False)
        markdown, proved = _mend(blocks, walk, serialized)
    notes = place_notes([*chosen, *walk.notes], html)
    labels = len(walk.inline.links.definitions)
    return Fragment(Conversion(markdown, tuple(notes), proved), kinds, labels)


_LARGE = 500_000
"""Length of a body, in code points, that is not kept as events while it is proved."""


def _walk(
    serialized: str,
    config: ConvertConfig,
    references: bool,  # noqa: FBT001 (as the caller was told)
    first_label: int,
    *,
    lean: bool,
) -> tuple[Walk, list[Block]]:
    """Return the blocks of a body, and the walk that wrote them."""
    events = tokenize(serialized)
    walk = make_walk(events, config, references=references)
    walk.lean = lean
    walk.inline.links.first_label = first_label
    blocks = walk.run(1, len(events) - 1)
    if config.engine is Engine.MARKDOWNIFY:
        from newskit.convert.engines import rewrite_blocks

        blocks = rewrite_blocks(blocks, events, config.markdownify)
    return walk, blocks


def make_walk(events: list[Event], config: ConvertConfig, *, references: bool = False) -> Walk:
    """Return a walk over the events, ready to run."""
    rules = PROFILES[config.profile]
    defines = references or config.link_style is LinkStyle.REFERENCE
    plain = context(rules, False, False, False, defines)  # noqa: FBT003
    links = Links(config, alternative(rules))
    inline = InlineWriter(events, plain, links, rules.hard_break)
    keep = frozenset(config.keep_attributes)
    return Walk(events, inline, rules, config, handlers_for(config.keep), keep=keep)


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
        source = body_html(block_source(block, walk.events))
        if proves(write([block], walk), source, semantics=walk.semantic):
            mended.append(block)
            continue
        html = block_html(block, walk.events, walk.keep)
        if walk.config.on_difference is OnDifference.KEEP_HTML:
            action = Action.KEPT_HTML
            mended.append(Block("html", html, block.start, block.atoms))
        else:
            mended.append(block)
        walk.notes.append(_structure(block, walk, action))
    markdown = write(mended, walk)
    if action is Action.KEPT_HTML and proves(markdown, serialized, semantics=walk.semantic):
        return markdown, True
    if action is Action.REPORTED:
        text = "the rendered document differs from the source"
        walk.notes.append(Note(DifferenceKind.STRUCTURE, action, "", text))
    return markdown, False


def _structure(block: Block, walk: Walk, action: Action) -> Note:
    """Return a note of a block whose Markdown says something else."""
    if block.start >= 0:
        _, name, raw, _ = walk.events[block.start]
        return Note(DifferenceKind.STRUCTURE, action, name, block.text, raw.strip())
    probe = next((atom.text.strip() for atom in block.atoms if atom.text.strip()), "")
    return Note(DifferenceKind.STRUCTURE, action, "p", block.text, probe[:40])
