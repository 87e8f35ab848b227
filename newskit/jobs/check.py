"""How posts are checked, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from newskit.config.model import Config
from newskit.findings.finding import Finding, describe
from newskit.frozen import dataclass
from newskit.problem import Problem

if TYPE_CHECKING:
    from newskit.post import Post
    from newskit.validate.archive.facts import Facts


class Repairs(StrEnum):
    """What is done about findings that can be repaired."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings about one post.

    Attributes:
        path: the post, as the user named it.
        findings: what is wrong (after the repairs, if there were any), with the lines.
        repaired: how many findings were repaired, or would be.
        diff: what the repairs change, as a unified diff, when it was asked for.
        facts: what the archive-wide rules need to know.
        counted: whether this is a post, not a further word about one.
    """

    path: str
    findings: tuple[Finding, ...]
    repaired: int = 0
    diff: bytes = b""
    facts: Facts | None = None
    counted: bool = True

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings without their lines."""
        return tuple(finding.problem for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Job:
    """How posts are checked.

    Attributes:
        config: the settings.
        repairs: which repairs are made.
        diff: whether repairs are shown instead of written.
    """

    config: Config
    repairs: Repairs = Repairs.NONE
    diff: bool = False


def findings_of(post: Post, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Return problems with the lines of the post they are about."""
    return tuple(describe(post, problem) for problem in problems)
