"""`newskit rule`."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

from newskit.cli.arguments import Argument, Option
from newskit.cli.guard import EXIT_CLEAN
from newskit.errors import UsageError

__all__ = ["EPILOG", "rule"]

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
    """Explain a rule: what it finds, why it matters, an example, the repair."""
    from newskit.validate.manual import as_json, as_line, as_page, as_reference
    from newskit.validate.registry import all_rules, find_rules

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
