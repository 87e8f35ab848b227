"""The body as it is: Markdown that may hold HTML, converted where it is HTML."""

from __future__ import annotations

from newskit.config.convert import ConvertConfig
from newskit.convert.html import convert_html
from newskit.convert.result import Conversion
from newskit.post import BodyFormat

__all__ = ["convert_body"]


def convert_body(
    body: str, config: ConvertConfig, body_format: BodyFormat, *, path: str = ""
) -> Conversion:
    """Convert what is HTML in a body to Markdown.

    Args:
        body: the text after the front matter.
        config: profile, dialect, choices and proof.
        body_format: what the reader took the body for.
        path: the post's path; its ending is a hint to the dialect.
    """
    if body_format is BodyFormat.HTML and path is not None:
        return convert_html(body, config)
    return Conversion(body)
