"""The rules' manual pages, as text, JSON and Markdown; all from the docstrings of the rules."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newskit.validate.rule import Rule

__all__ = ["as_json", "as_line", "as_page", "as_reference"]

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
