"""The proof of a whole body: its parts as they were, and what was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from newskit.convert.proof.verify import proves
from newskit.convert.tree import body_html
from newskit.markup.html_spans import SPAN_TAGS
from newskit.render.cmark import render_markdown

__all__ = ["DEFINITION", "definitions_for", "definitions_in", "proves_whole"]

DEFINITION = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]*\]:[^\n]*$", re.MULTILINE)
_LONE_TAG = re.compile(
    rf"^( {{0,3}})(?=</?(?:{'|'.join(sorted(SPAN_TAGS))})\b[^<>\n]*>[ \t]*$)", re.MULTILINE
)
_LABEL = re.compile(r"\[([^\[\]]+)\]")


def proves_whole(
    markdown: str,
    sources: Sequence[tuple[bool, str]],
    definitions: Mapping[str, str],
    *,
    semantics: bool,
    kramdown: bool = False,
    ends_with: str = "",
) -> bool:
    """Render the parts as they were and the body as it is now, and compare.

    Args:
        markdown: the new body.
        sources: what each part was, and whether it was HTML.
        definitions: the link reference definitions of the body as it was, by label.
        semantics: whether elements Markdown has no syntax for count.
        kramdown: whether it is kramdown's reading that counts: there, an inline tag alone on its
            line begins a paragraph, in CommonMark (4.6) a block of HTML.
        ends_with: HTML that the parser must read last, with nothing open around it.
    """
    if _proves(markdown, sources, definitions, semantics=semantics, ends_with=ends_with):
        return True
    if not kramdown or not any(not html and _LONE_TAG.search(text) for html, text in sources):
        return False
    texts = [(html, text if html else _in_paragraphs(text)) for html, text in sources]
    markdown = _in_paragraphs(markdown)
    return _proves(markdown, texts, definitions, semantics=semantics, ends_with=ends_with)


def definitions_in(texts: Iterable[str]) -> dict[str, str]:
    """Return the link reference definitions in parts of a body, the first of each label."""
    found: dict[str, str] = {}
    for text in texts:
        if "]:" in text:
            for match in DEFINITION.finditer(text):
                found.setdefault(_label(match[0]), match[0])
    return found


def definitions_for(text: str, definitions: Mapping[str, str]) -> str:
    """Return the definitions that a text uses: all of them every time would be quadratic."""
    if not definitions:
        return ""
    used = dict.fromkeys(_normal(label) for label in _LABEL.findall(text))
    return "\n".join([definitions[label] for label in used if label in definitions])


def _in_paragraphs(text: str) -> str:
    return _LONE_TAG.sub(r"\1<span></span>", text)


def _proves(
    markdown: str,
    sources: Sequence[tuple[bool, str]],
    definitions: Mapping[str, str],
    *,
    semantics: bool,
    ends_with: str,
) -> bool:
    source: list[str] = []
    for html, group in groupby(sources, key=lambda one: one[0]):
        texts = [text for _, text in group]
        if html:
            source += [f"<div>{text}</div>" for text in texts]
            continue
        text = "".join(texts)
        source.append(render_markdown(f"{text}\n\n{definitions_for(text, definitions)}"))
    serialized = body_html("\n".join(source))
    if ends_with and not serialized.endswith(f"<div>{ends_with}</div></body>"):
        return False
    return proves(markdown, serialized, semantics=semantics)


def _label(definition: str) -> str:
    found = _LABEL.search(definition)
    return _normal(found[1]) if found else ""


def _normal(label: str) -> str:
    """Return a label as CommonMark (4.7) compares it."""
    return " ".join(label.split()).casefold()
