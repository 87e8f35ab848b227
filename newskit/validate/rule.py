"""What a rule is: a code, a name, a manual page and, for most, a check; every rule by its code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.errors import UsageError
from newskit.frozen import dataclass
from newskit.lazy import wordlist
from newskit.problem import Fix, Location, Problem, Severity
from newskit.validate.subject import Family

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


# Every rule there is, by code. Adding one: a function in a file of rules/.

_FILES = wordlist(
    """
    container encoding syntax dates text keys values body_text body_markup body_links archive
    """
)
"""Modules below ``newskit.validate.rules``: every `Rule` in them is one."""

_ELSEWHERE = Path(__file__).with_name("rules") / "elsewhere.md"
"""The manual pages of rules that another part of newskit checks."""


@cache
def by_code() -> Mapping[str, Rule]:
    """Return the rules by their codes, in order of code."""
    found = list(_checked_elsewhere())
    for name in _FILES:
        members = vars(import_module(f"newskit.validate.rules.{name}"))
        found += [member for member in members.values() if isinstance(member, Rule)]
    return {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}


def _checked_elsewhere() -> Iterator[Rule]:
    for page in _ELSEWHERE.read_text("utf-8").split("\n## ")[1:]:
        heading, _, manual = page.partition("\n\n")
        code, name, severity, finder, *repair = heading.split(" ")
        mends = Repair(repair[0]) if repair else Repair.NONE
        yield Rule(code, name, Severity(severity), Finder(finder), manual, repair=mends)


def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in order of code."""
    return tuple(by_code().values())


def rule_of(code: str) -> Rule:
    """Return the rule of a code."""
    return by_code()[code]


@cache
def family_of(finder: Finder) -> Family:
    """Return the rules that look at the same text, with what each of them needs."""
    rules = [rule for rule in all_rules() if rule.finder is finder]
    return Family(
        {rule.code: rule.needs for rule in rules}, {rule.code: rule.besides for rule in rules}
    )


def find_rules(name: str) -> tuple[Rule, ...]:
    """Return the rule of a code or a name, or those whose codes start with a name such as ``NK3``.

    Raises:
        UsageError: when there is none; the hint names the closest.
    """
    start = name.upper()
    found = tuple(rule for rule in all_rules() if start and rule.code.startswith(start))
    found = found or tuple(rule for rule in all_rules() if rule.name == name.lower())
    if found:
        return found
    from newskit.messages import hint_for

    known = [one for rule in all_rules() for one in (rule.code, rule.name)]
    hint = hint_for(name, known, "`newskit rule --all` lists the rules.")
    raise UsageError(f"no rule is called {name!r}", hint=hint)
