"""Every rule there is, by code. Adding one: a function in a file of rules/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from newskit.errors import UsageError
from newskit.lazy import wordlist
from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.subject import Family

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
