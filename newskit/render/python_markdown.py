"""Markdown as Pelican and MkDocs render it: by Python-Markdown, which both of them call.

Source: Pelican 4.11, `settings.DEFAULT_CONFIG["MARKDOWN"]` (`extra` and `codehilite`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from newskit.lazy import lazy

if TYPE_CHECKING:
    from markdown import Markdown

_LONGEST: Final = 200_000
"""Code points of a text that Python-Markdown is given: it takes some 10 s a million."""

_MOST_OPEN: Final = 200
"""Brackets of one block that nothing closes: the time goes by the square of their number."""

_BLANK: Final = lazy(r"\n[ \t]*\n")
_UNDERLINE: Final = lazy(r"^(?:=+|-+)[ \t]*$")
_PAIRS: Final = (("[", "]"), ("](", ")"), ("<", ">"))


def is_for_python_markdown(text: str) -> bool:
    """Tell whether Python-Markdown renders a text in a time that grows as the text does."""
    if len(text) > _LONGEST:
        return False
    start = 0
    for end in [*(match.start() for match in _BLANK.finditer(text)), len(text)]:
        block = text[start:end]
        start = end
        if len(block) <= _MOST_OPEN:
            continue
        if any(block.count(one) - block.count(other) > _MOST_OPEN for one, other in _PAIRS):
            return False
        if sum(bool(_UNDERLINE.match(line)) for line in block.split("\n")) > _MOST_OPEN:
            return False
    return True


def render_python(text: str) -> str | None:
    """Render Markdown to an HTML fragment; None where it is nested too deeply."""
    renderer = _renderer()
    renderer.reset()
    try:
        html = renderer.convert(text)
    except RecursionError:
        return None
    # The space before a link back to a note's place stands for nothing without the link.
    return html.replace('&#160;<a class="footnote-backref"', ' <a class="footnote-backref"')


@cache
def _renderer() -> Markdown:
    """Return the renderer; made once in each process."""
    from markdown import Markdown

    # Without Pygments, codehilite takes the language from the first line of code and colours none.
    options = {"use_pygments": False, "guess_lang": False}
    return Markdown(extensions=["extra", "codehilite"], extension_configs={"codehilite": options})
