"""`newskit rule`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from typing import Annotated

from newskit.cli.commands import Argument, Option
from newskit.cli.guard import EXIT_CLEAN
from newskit.errors import UsageError
from newskit.validate.rule import Rule, all_rules, find_rules

EPILOG = """\b
Examples:
  newskit rule NK121                        the manual page of a rule
  newskit rule colon-in-value               the same by its name
  newskit rule NK3                          the rules of a group, a line each
  newskit rule --all                        every rule, a line each
  newskit rule --all --output-format json   for programs
"""


class RuleFormat(StrEnum):
    """How rules are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def rule(
    name: Annotated[
        str, Argument(help="A code, its start (NK3), or a name.", show_default=False)
    ] = "",
    every: Annotated[bool, Option("--all", help="All rules.")] = False,
    output_format: Annotated[
        RuleFormat, Option("--output-format", help="How rules are printed.")
    ] = RuleFormat.TEXT,
) -> int:
    """Explain a rule: what it finds, why, an example, the repair."""
    if bool(name) == every:
        raise UsageError("name one rule, or say --all", hint="`newskit rule --all` lists the rules")
    rules = all_rules() if every else find_rules(name)
    if output_format is RuleFormat.JSON:
        text = as_json(rules)
    elif output_format is RuleFormat.MARKDOWN:
        text = as_reference(rules)
    else:
        text = as_page(rules[0]) if len(rules) == 1 else "".join(map(as_line, rules))
    sys.stdout.buffer.write(text.encode("utf-8"))
    return EXIT_CLEAN


_FAMILIES = {
    "NK1": "NK1xx: the file, its fences and its syntax",
    "NK2": "NK2xx: the schema",
    "NK3": "NK3xx: meaning",
    "NK4": "NK4xx: posts against each other",
    "NK5": "NK5xx: stripping",
    "NK6": "NK6xx: converting",
    "NK9": "NK9xx: newskit itself",
}
_REPAIRS = {"none": "", "safe": "--fix", "unsafe": "--fix --unsafe-fixes"}


def as_line(rule: Rule) -> str:
    """Return a rule as one line."""
    return f"{rule.code}  {rule.name:30}  {rule.severity.value:7}  {rule.summary}\n"


def as_page(rule: Rule) -> str:
    """Return the manual page of a rule as text."""
    title = f"{rule.code} {rule.name}"
    facts = [f"Severity: {rule.severity.value}"]
    if _REPAIRS[rule.repair]:
        facts.append(f"Repair: {_REPAIRS[rule.repair]}")
    if not rule.default:
        facts.append("Off unless selected")
    return f"{title}\n{'=' * len(title)}\n\n{rule.page.strip()}\n\n{'. '.join(facts)}.\n"


def as_json(rules: Iterable[Rule]) -> str:
    """Return rules as a JSON array."""
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "summary": rule.summary,
            "severity": rule.severity.value,
            "found_by": rule.finder.value,
            "repair": rule.repair.value,
            "default": rule.default,
            "manual": rule.page.strip(),
        }
        for rule in rules
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_reference(rules: Iterable[Rule]) -> str:
    """Return rules as the Markdown page ``docs/rules.md``."""
    listed = tuple(rules)
    parts = [
        "# Rules\n\n",
        "Made from the rules' docstrings by `newskit rule --all --output-format markdown`.\n\n",
        "| Code | Name | Severity | Repair | Finds |\n|---|---|---|---|---|\n",
    ]
    for rule in listed:
        repair = rule.repair.value if _REPAIRS[rule.repair] else ""
        off = "" if rule.default else " (off unless selected)"
        summary = rule.summary.replace("|", "\\|")
        parts.append(
            f"| [{rule.code}](#{rule.code.lower()}-{rule.name}) | {rule.name} |"
            f" {rule.severity.value} | {repair} | {summary}{off} |\n"
        )
    for family, members in groupby(listed, key=lambda rule: rule.code[:3]):
        parts.append(f"\n## {_FAMILIES[family]}\n")
        parts += [f"\n### {rule.code} {rule.name}\n\n{rule.page.strip()}\n" for rule in members]
    return "".join(parts)
