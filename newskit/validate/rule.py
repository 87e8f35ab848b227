"""What a rule is: a code, a name, a manual page and, unless another stage finds it, a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from newskit.frozen import dataclass
from newskit.problem import Fix, Location, Problem, Severity

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.archive.facts import Between
    from newskit.validate.archive.store import FactStore
    from newskit.validate.subject import Subject


class Finder(StrEnum):
    """Which part of newskit finds a problem."""

    READER = "reader"
    SYNTAX = "syntax"
    SCHEMA = "schema"
    FRONT_MATTER = "front matter"
    BODY = "body"
    ARCHIVE = "archive"
    TOOL = "newskit"


class Repair(StrEnum):
    """Whether a rule's findings can be repaired, and how far to trust the repair."""

    NONE = "none"
    SAFE = "safe"
    UNSAFE = "unsafe"


Check = Callable[["Rule", "Subject"], Iterator[Problem]]
Compare = Callable[["Rule", "FactStore", float], Iterator["Between"]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of finding.

    Attributes:
        code: stable code: NK1xx container and syntax, NK2xx schema, NK3xx meaning, NK4xx archive,
            NK5xx stripping, NK6xx converting, NK9xx newskit itself.
        name: stable name, in kebab case.
        severity: how much it matters by default.
        finder: the part of newskit that looks for it.
        manual: its manual page, the docstring of its check; the first line is the summary.
        check: finds it in one post; None where the finder is not a check of one post.
        repair: whether `newskit validate --fix` can mend it.
        default: whether it applies without being selected.
        compare: finds it among the facts of all posts, for an archive-wide rule.
        needs: what the text it looks at holds one of if it can find anything: a mark, or a sign of
            `newskit.validate.signs`; only posts that have one pay for it. With none it always
            looks. Of front matter, the text in small letters.
        besides: what a body holds one of as well, letters and white space left out.
    """

    code: str
    name: str
    severity: Severity
    finder: Finder
    manual: str | None
    check: Check | None = None
    repair: Repair = Repair.NONE
    default: bool = True
    compare: Compare | None = None
    needs: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first line of the manual page, without its full stop."""
        return (self.manual or "").strip().partition("\n")[0].rstrip(".")

    @property
    def page(self) -> str:
        """The manual page without the indentation of the source."""
        from inspect import cleandoc

        return cleandoc(self.manual or "")

    def found(
        self,
        location: Location,
        message: str,
        *,
        hint: str = "",
        pointer: str | None = None,
        related: tuple[Location, ...] = (),
        fix: Fix | None = None,
    ) -> Problem:
        """Return a finding of this rule."""
        return Problem(
            self.code,
            self.name,
            message,
            location,
            self.severity,
            hint,
            pointer=pointer,
            related=related,
            fix=fix,
        )

    def at(
        self,
        subject: Subject,
        span: Span,
        message: str,
        *,
        hint: str = "",
        pointer: str | None = None,
        fix: Fix | None = None,
    ) -> Problem:
        """Return a finding of this rule at a span of the post's text."""
        place = subject.post.locate(span[0], span[1])
        return self.found(place, message, hint=hint, pointer=pointer, fix=fix)


def matter_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    needs: tuple[str, ...],
    repair: Repair = Repair.NONE,
    default: bool = True,
) -> Callable[[Check], Rule]:
    """Make a rule of a check of one post but not its body; the arguments are those of `Rule`."""
    made = partial(Rule, code, name, severity, Finder.FRONT_MATTER)
    return lambda check: made(check.__doc__, check, repair, default, needs=needs)


def body_rule(
    code: str,
    name: str,
    severity: Severity,
    *,
    needs: tuple[str, ...],
    besides: tuple[str, ...] = (),
    repair: Repair = Repair.NONE,
) -> Callable[[Check], Rule]:
    """Make a rule of a check of a post's body; the arguments are those of `Rule`."""
    made = partial(Rule, code, name, severity, Finder.BODY)
    return lambda check: made(check.__doc__, check, repair, needs=needs, besides=besides)


def archive_rule(
    code: str, name: str, severity: Severity, *, default: bool = True
) -> Callable[[Compare], Rule]:
    """Make a rule of a comparison of all posts; the arguments are those of `Rule`."""
    made = partial(Rule, code, name, severity, Finder.ARCHIVE, default=default)
    return lambda compare: made(compare.__doc__, compare=compare)
