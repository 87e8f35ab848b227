"""The proof of a whole body: its parts as they were, and what was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from newskit.convert.body.html_spans import SPAN_TAGS
from newskit.convert.proof.verify import proves
from newskit.convert.tree import body_html
from newskit.render import render_markdown

__all__ = ["DEFINITION", "proves_whole"]

DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*$", re.MULTILINE)
_LONE_TAG = re.compile(
    rf"^( {{0,3}})(?=</?(?:{'|'.join(sorted(SPAN_TAGS))})\b[^<>\n]*>[ \t]*$)", re.MULTILINE
)
_LABEL = re.compile(r"\[([^\[\]]+)\]")


def proves_whole(
    markdown: str, sources: Sequence[tuple[bool, str]], *, semantics: bool, kramdown: bool = False
) -> bool:
    """Render the parts as they were and the body as it is now, and compare.

    Args:
        markdown: the new body.
        sources: what each part was, and whether it was HTML.
        semantics: whether elements Markdown has no syntax for count.
        kramdown: whether it is kramdown's reading that counts: there, an inline tag alone on its
            line begins a paragraph, in CommonMark (4.6) a block of HTML.
    """
    if _proves(markdown, sources, semantics=semantics):
        return True
    if not kramdown or not any(not html and _LONE_TAG.search(text) for html, text in sources):
        return False
    texts = [(html, text if html else _in_paragraphs(text)) for html, text in sources]
    return _proves(_in_paragraphs(markdown), texts, semantics=semantics)


def _in_paragraphs(text: str) -> str:
    return _LONE_TAG.sub(r"\1<span></span>", text)


def _proves(markdown: str, sources: Sequence[tuple[bool, str]], *, semantics: bool) -> bool:
    definitions = {
        _label(found[0]): found[0]
        for html, text in reversed(sources)
        if not html
        for found in reversed(list(DEFINITION.finditer(text)))
    }
    source: list[str] = []
    for html, group in groupby(sources, key=lambda one: one[0]):
        texts = [text for _, text in group]
        if html:
            source += [f"<div>{text}</div>" for text in texts]
            continue
        text = "".join(texts)
        # Only those it uses: all of them with every part would take quadratic time.
        used = dict.fromkeys(_normal(label) for label in _LABEL.findall(text))
        needed = "\n".join([definitions[label] for label in used if label in definitions])
        source.append(render_markdown(f"{text}\n\n{needed}"))
    return proves(markdown, body_html("\n".join(source)), semantics=semantics)


def _label(definition: str) -> str:
    found = _LABEL.search(definition)
    return _normal(found[1]) if found else ""


def _normal(label: str) -> str:
    """Return a label as CommonMark (4.7) compares it."""
    return " ".join(label.split()).casefold()
