"""Language and direction that differ from what is around them (HTML Living Standard 3.2.6)."""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Child, Node, Page, words
from newskit.convert.tree import BOX, SPAN
from newskit.lazy import lazy
from newskit.markup.elements import ANY_BLOCK, CODE, names

_RIGHT_TO_LEFT = names(
    "ar arc azb bal ckb dv fa glk ha he iw ku ks lrc mzn pnb ps sd syr ug ur yi ji"
)
_INSIDE = names("li td th dd dt h1 h2 h3 h4 h5 h6 summary figcaption caption")
_SKIPPED = (
    names("pre html body head script style template math svg title thead tbody tfoot tr") | CODE
)
_BLANK = " \t\n\r\f\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""What a paragraph that shows nothing holds: it goes, and with it what it says."""
_TAG = lazy(r"[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*\Z")


def read_direction(page: Page) -> None:
    """Let what is in another language or direction be in an element that says so."""
    base = page.language.lower()
    for node in list(page.root.walk()):
        if (
            not node.raw
            or not node.name
            or (' lang="' not in node.raw and ' dir="' not in node.raw)
        ):
            continue
        if node.name == "bdo" or node.name in _SKIPPED or not node.text().strip(_BLANK):
            continue
        said = _news(node, base)
        if said:
            _carry(node, said)
    _join(page.root)


def _news(node: Node, base: str) -> dict[str, str]:
    """Return what the attributes of an element say that is not so around it."""
    said: dict[str, str] = {}
    language = node.get("lang").strip()
    around = (
        next((one.get("lang") for one in node.ancestors() if one.has("lang")), "").lower() or base
    )
    if language.lower() in {"und", "zxx", "mul"} or any(
        "twitter" in f"{one.classes}" for one in node.ancestors()
    ):
        # What a platform guessed of a short text.
        language = ""
    differs = _TAG.match(language) and not _same(language.lower(), around)
    # Where nothing says which language the text is in, what says so of all of it says no more.
    if differs and (around or not _is_everything(node, language)):
        said["lang"] = language
    side = node.get("dir").strip().lower()
    if side in {"rtl", "ltr"}:
        above = next((one.get("dir") for one in node.ancestors() if one.has("dir")), "").lower()
        if above not in {"rtl", "ltr"}:
            above = "rtl" if _primary(around) in _RIGHT_TO_LEFT and base else "ltr"
        if side != above:
            said["dir"] = side
    return said


def _same(language: str, around: str) -> bool:
    if not around:
        return False
    return _primary(language) == _primary(around)


def _primary(language: str) -> str:
    return re.split(r"[-_]", language)[0]


def _is_everything(node: Node, language: str) -> bool:
    """Tell whether all words of the document are stated to be in one language."""
    root = node
    for root in node.ancestors():  # noqa: B007 - the last is the root
        pass
    inside = sum(
        len(words(one))
        for one in root.walk()
        if one.get("lang").lower() == language.lower()
        and not any(up.get("lang") for up in one.ancestors() if up.name != "html")
    )
    return inside * 5 > len(words(root)) * 4


def _carry(node: Node, said: dict[str, str]) -> None:
    """Move attributes to an element of their own."""
    node.set(dict.fromkeys(said, None))
    if node.name in ANY_BLOCK and node.name not in _INSIDE:
        box = Node(BOX)
        box.set(said)
        node.replace([box])
        box.append(node)
        return
    blocks = any(one.name in ANY_BLOCK for one in node.walk())
    around = Node(BOX if blocks else SPAN)
    around.set(said)
    if blocks and node.name not in _INSIDE:
        return
    node.wrap_children(around)


def _join(root: Node) -> None:
    """Let neighbours that say the same stand in one box."""
    for box in root.all(BOX):
        if box.parent is None:
            continue
        following: list[Child] = box.parent.children[box.index() + 1 :]
        passed: list[Child] = []
        for child in following:
            if isinstance(child, str) and not child.strip():
                passed.append(child)
            elif isinstance(child, Node) and child.name == BOX and child.raw == box.raw:
                inside, child.children = child.children, []
                child.remove()
                box.append(*inside)
            else:
                break
