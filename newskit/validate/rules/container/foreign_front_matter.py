"""Front matter in a form that the site generator does not read.

Jekyll reads YAML between lines of three hyphens and nothing else: TOML, JSON and a fence with a
name (`---json`) are published as text, and the post has no title. Hugo reads TOML and JSON too, but
stops at a fence with a name, and shows Hexo's `;;;` as text. Seen with Jekyll 4.3.1, Hugo 0.111.3
and 0.168.0 (`docs/generators.md`).

    ---toml
    title = "Open day"
    ---
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.post import FrontMatterFormat
from newskit.problem import Severity
from newskit.validate.rule import Finder, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]

_NAMES = {FrontMatterFormat.TOML: "TOML", FrontMatterFormat.JSON: "JSON"}


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    matter = subject.post.front_matter
    generator = subject.generator
    if generator not in {Generator.JEKYLL, Generator.HUGO} or _is_guessed(subject):
        return
    if matter.format is FrontMatterFormat.NONE or "source" in subject.parts:
        return
    fence = subject.source(matter.opening).strip()
    who = "Jekyll" if generator is Generator.JEKYLL else "Hugo"
    if fence.startswith("---") and fence[3:].strip().isalpha():
        message = f"{who} reads no front matter behind `{fence}`"
        hint = "a fence for YAML is `---` and nothing else"
    elif fence.startswith(";;;"):
        message, hint = f"{who} reads no front matter between `;;;`", "write it as YAML"
    elif generator is Generator.JEKYLL and matter.format in _NAMES and fence != "---":
        name = _NAMES[matter.format]
        message = f"Jekyll reads no {name}: this front matter is published as text"
        hint = "write it as YAML"
    else:
        return
    yield rule.at(subject, matter.opening, message, hint=hint)


def _is_guessed(subject: Subject) -> bool:
    """Whether the form of the front matter is all that speaks for Hugo."""
    known = subject.config.generator is not Generator.AUTO or subject.post.generator
    return subject.generator is Generator.HUGO and not known and "content" not in subject.parts


RULE = Rule("NK142", "foreign-front-matter", Severity.WARNING, Finder.FRONT_MATTER, __doc__, _check)
