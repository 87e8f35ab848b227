"""What becomes of a document whose Markdown shows something else: blocks of it stay HTML."""

from __future__ import annotations

from newskit.config.convert import OnDifference
from newskit.convert.blocks import Block, join_blocks
from newskit.convert.notes import Note
from newskit.convert.proof.verify import proves
from newskit.convert.result import Action, DifferenceKind
from newskit.convert.source import block_html, block_source
from newskit.convert.tree import body_html
from newskit.convert.walk import Walk

__all__ = ["mend", "write"]


def write(blocks: list[Block], walk: Walk) -> str:
    """Return a document's Markdown, ending in a line end unless empty."""
    markdown = join_blocks(blocks)
    definitions = walk.inline.links.write_definitions()
    if definitions:
        markdown = f"{markdown}\n\n{definitions}"
    return markdown + "\n" if markdown else ""


def mend(blocks: list[Block], walk: Walk, serialized: str) -> tuple[list[Block], bool]:
    """Let the blocks that differ stay HTML; return all, and whether they are proved now."""
    keeps = walk.config.on_difference is OnDifference.KEEP_HTML
    mended: list[Block] = []
    differs = False
    for block in blocks:
        if _shows([block], walk):
            mended.append(block)
            continue
        differs = True
        action = Action.KEPT_HTML if keeps else Action.REPORTED
        walk.notes.append(_structure(block, walk, action))
        mended.append(_html(block, walk) if keeps else block)
    if keeps:
        if differs and proves(write(mended, walk), serialized, semantics=walk.semantic):
            return mended, True
        apart = _part(mended, walk)
        if proves(write(apart, walk), serialized, semantics=walk.semantic):
            return apart, True
    text = "the rendered document differs from the source"
    walk.notes.append(Note(DifferenceKind.STRUCTURE, Action.REPORTED, "", text))
    return mended, False


_MOST_PARTED = 20
"""Blocks that are looked for one by one before the document is given up."""


def _part(blocks: list[Block], walk: Walk) -> list[Block]:
    """Let blocks stay HTML that show what they should, but not next to each other."""
    parted = list(blocks)
    for _ in range(_MOST_PARTED):
        right, wrong = 0, len(parted)
        if _shows(parted, walk):
            break
        while wrong - right > 1:
            middle = (right + wrong) // 2
            if _shows(parted[:middle], walk):
                right = middle
            else:
                wrong = middle
        # Either of the two that meet there may have to stay.
        for place in (wrong - 1, wrong - 2):
            if place < 0 or (parted[place].start < 0 and not parted[place].atoms):
                continue
            kept = _html(parted[place], walk)
            if _shows([*parted[:place], kept, *parted[place + 1 : wrong]], walk):
                walk.notes.append(_structure(parted[place], walk, Action.KEPT_HTML))
                parted[place] = kept
                break
        else:
            break
    return parted


def _shows(blocks: list[Block], walk: Walk) -> bool:
    """Tell whether blocks show what they were made from."""
    source = "".join([block_source(block, walk.events) for block in blocks])
    return proves(write(blocks, walk), body_html(source), semantics=walk.semantic)


def _html(block: Block, walk: Walk) -> Block:
    """Return a block as HTML."""
    html = block_html(block, walk.events, walk.keep)
    return Block("html", html, block.start, block.atoms, block.around)


def _structure(block: Block, walk: Walk, action: Action) -> Note:
    """Return a note of a block whose Markdown says something else."""
    if block.start >= 0:
        _, name, raw, _ = walk.events[block.start]
        return Note(DifferenceKind.STRUCTURE, action, name, block.text, raw.strip())
    probe = next((atom.text.strip() for atom in block.atoms if atom.text.strip()), "")
    return Note(DifferenceKind.STRUCTURE, action, "p", block.text, probe[:40])
