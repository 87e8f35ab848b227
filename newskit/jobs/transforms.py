"""What a rewriting command does to one post; made once a process from the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from newskit.config.model import Config
from newskit.post import BodyFormat, JsonValue, Post
from newskit.problem import Problem

if TYPE_CHECKING:
    from newskit.convert.result import Conversion

__all__ = ["MakeTransform", "Transform", "Transformed", "make_convert"]


@dataclass(frozen=True, slots=True)
class Transformed:
    """A post's new text, what was done, and what could not be done.

    Attributes:
        text: the new text.
        report: what was done, as JSON-ready rows.
        problems: what could not be done.
        is_html: whether the body of an HTML file is HTML still; its name says so, then.
    """

    text: str
    report: tuple[Mapping[str, JsonValue], ...] = ()
    problems: tuple[Problem, ...] = ()
    is_html: bool = False


_WITH_TAGS = frozenset({BodyFormat.HTML, BodyFormat.MIXED})

Transform: TypeAlias = Callable[[Post], Transformed]
MakeTransform: TypeAlias = Callable[[Config], Transform]


def make_convert(config: Config) -> Transform:
    """Return the transform of `newskit convert`."""
    from newskit.config.convert import OnDifference
    from newskit.jobs.stages import convert_stage, difference_rows

    strict = config.convert.on_difference is OnDifference.FAIL

    def convert(post: Post) -> Transformed:
        conversion = convert_stage(post, config.convert)
        text = post.text[: post.body_start] + conversion.markdown
        problems = unproved(post, conversion) if strict else ()
        is_html = text == post.text and post.body_format in _WITH_TAGS
        return Transformed(text, difference_rows(post, conversion), problems, is_html=is_html)

    return convert


def unproved(post: Post, conversion: Conversion) -> tuple[Problem, ...]:
    """Return an error for a conversion that would not render to the same document."""
    if conversion.proved:
        return ()
    found = [one for one in conversion.differences if one.kind.value == "structure"]
    place = post.locate(post.body_start + (found[0].offset if found else 0))
    hint = "--on-difference keep-html keeps the blocks that differ as HTML"
    message = "the Markdown would not render to the same document; the body stays as it was"
    return (Problem("NK601", "not-proved", message, place, hint=hint),)
