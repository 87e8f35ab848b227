"""What a rule is: a code, a name, a manual page and, for most, a check; every rule by its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.config.validate import ValidateConfig
from newskit.errors import ConfigError, UsageError
from newskit.frozen import dataclass
from newskit.lazy import lazy, wordlist
from newskit.post import Post, Span
from newskit.problem import Fix, Location, Problem, Severity
from newskit.validate.archive.facts import Ignore, selects
from newskit.validate.schema.load import matches_pattern
from newskit.validate.subject import Family

if TYPE_CHECKING:
    from newskit.post import Span
    from newskit.validate.archive.facts import Between
    from newskit.validate.archive.store import FactStore
    from newskit.validate.subject import Entry, Subject


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

    def on(
        self,
        subject: Subject,
        entry: Entry,
        message: str,
        *,
        hint: str = "",
        fix: Fix | None = None,
    ) -> Problem:
        """Return a finding of this rule at a value; at its key where it stands nowhere itself."""
        span = entry.span or subject.key_span(entry.pointer)
        return self.at(subject, span, message, hint=hint, pointer=entry.pointer, fix=fix)


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
    container encoding dates text keys values body_text body_markup body_links archive
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


# Ignore comments in front matter, read as text, so that they work in broken YAML too.
#
# A comment ``# newskit: ignore[NK201]`` at the end of a line covers the entry of that line, on
# a line of its own the next entry; ``# newskit: ignore-file[NK4]`` covers the file. In a body, the
# same words in an HTML comment, ``<!-- newskit: ignore[NK353] -->``, cover their line or the next.

_COMMENT = lazy(
    r"(?P<mark>#|<!--)[ \t]*newskit:[ \t]*(?P<verb>ignore(?:-file)?)\b"
    r"(?:\[(?P<codes>[^\]\r\n]*)\])?",
    re.IGNORECASE,
)


def find_ignores(post: Post) -> tuple[Ignore, ...]:
    """Find the ignore comments of a post."""
    if "newskit:" not in post.text:
        return ()
    return tuple(_ignores(post))


def _ignores(post: Post) -> Iterator[Ignore]:
    body_start = post.body_start
    for match in _COMMENT.finditer(post.text):
        in_body = match.start() >= body_start
        if (match["mark"] == "<!--") != in_body:
            continue
        codes = tuple(code.strip() for code in (match["codes"] or "").split(",") if code.strip())
        line = post.locate(match.start()).line
        first, last = _covered(post, match.start(), line, in_body=in_body)
        yield Ignore(match.span(), codes, first, last, match["verb"].lower() == "ignore-file")


def _covered(post: Post, start: int, line: int, *, in_body: bool) -> tuple[int, int]:
    before = post.text[post.line_starts[line - 1] : start]
    first = line if before.strip() else line + 1
    if in_body:
        return (line, line + 1) if not before.strip() else (line, line)
    return first, _end_of_entry(post, first)


def _end_of_entry(post: Post, line: int) -> int:
    """The last line of the entry that starts on a line: what is indented or a list item below."""
    starts = post.line_starts
    last = line
    for number in range(line, len(starts)):
        head = post.text[starts[number] : starts[number] + 2]
        if not head or starts[number] >= post.body_start:
            break
        if head[0] in "\r\n":
            continue  # a block of text may hold an empty line
        if head[0] not in " \t-" or head == "--":
            break
        last = number + 1
    return last


def apply_ignores(post: Post, problems: list[Problem], codes: frozenset[str]) -> list[Problem]:
    """Drop the findings that comments cover; report comments that cover nothing or everything.

    Args:
        post: the post.
        problems: its findings.
        codes: the codes that apply, for the comments' own findings (NK901, NK905, NK906).
    """
    ignores = find_ignores(post)
    if not ignores:
        return problems
    rules = by_code()
    used: set[tuple[Span, str]] = set()
    kept: list[Problem] = []
    for problem in problems:
        place = problem.location.line
        hits = [
            (one.span, code)
            for one in ignores
            if (code := one.covers(problem.code, problem.name, place))
        ]
        used.update(hits)
        if not hits:
            kept.append(problem)
    for one in ignores:
        kept += [found for found in _about(post, one, used, rules) if found.code in codes]
    return kept


def _about(
    post: Post, one: Ignore, used: set[tuple[Span, str]], rules: Mapping[str, Rule]
) -> Iterator[Problem]:
    place = post.locate(*one.span)
    if not one.codes:
        message = "the comment names no code, so it ignores nothing"
        yield rules["NK905"].found(place, message, hint="name the code: `ignore[NK201]`")
    for code in one.codes:
        meant = [rule for rule in rules.values() if selects(code, rule.code, rule.name)]
        if not meant:
            yield rules["NK906"].found(place, f"no rule is called `{code}`")
        # What archive rules find is known only after the last post: they are not judged here.
        between = any(rule.finder is Finder.ARCHIVE for rule in meant)
        if meant and not between and (one.span, code) not in used:
            yield rules["NK901"].found(
                place, f"nothing is found here that `{code}` covers", hint="remove the comment"
            )


# Which rules apply: select, extend-select, ignore and per-file-ignores.


def covers(selector: str, rule: Rule) -> bool:
    """Tell whether a selector (a code, a prefix of one, a name, or ``ALL``) means a rule."""
    return selector == "ALL" or selects(selector, rule.code, rule.name)


def expand(selectors: Iterable[str]) -> frozenset[str]:
    """Return the codes that selectors mean.

    Raises:
        ConfigError: for a selector that means no rule.
    """
    codes: set[str] = set()
    for selector in selectors:
        found = {rule.code for rule in all_rules() if selector and covers(selector, rule)}
        if not found:
            from newskit.messages import hint_for

            names = [name for rule in all_rules() for name in (rule.code, rule.name)]
            hint = hint_for(selector, names, "`newskit rule --all` lists the rules.")
            raise ConfigError(f"no rule is called {selector!r}", hint=hint)
        codes |= found
    return frozenset(codes)


@lru_cache(maxsize=32)
def _base(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...]
) -> frozenset[str]:
    usual = {rule.code for rule in all_rules() if rule.default}
    chosen = expand(select) if select else usual
    return frozenset((chosen | expand(extend)) - expand(ignore))


def selected_codes(config: ValidateConfig, post: Post | None = None) -> frozenset[str]:
    """Return the codes of the rules that apply, to one post or in general.

    Raises:
        ConfigError: when the configuration names a rule that does not exist.
    """
    codes = _base(config.select, config.extend_select, config.ignore)
    for pattern, selectors in config.per_file_ignores.items():
        dropped = expand(selectors)
        if post is not None and (
            matches_pattern((pattern,), post.relative) or matches_pattern((pattern,), post.path)
        ):
            codes -= dropped
    return codes
