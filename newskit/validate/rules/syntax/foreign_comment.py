"""A comment of another language in YAML.

`<!-- off: yes -->`, `// note: x` and `[//]: # (photo)` are not comments in YAML: with a colon they
are keys of that name, without one the front matter cannot be read. YAML's comments start with `#`.
The repair makes one of the line; it is unsafe where YAML reads the line as a key.

    <!-- published: no -->
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.problem import Edit, Fix, Severity
from newskit.validate.rule import Finder, Repair, Rule
from newskit.validate.syntax.yaml_lines import is_foreign_comment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.problem import Problem
    from newskit.validate.subject import Subject

__all__ = ["RULE"]


def _check(rule: Rule, subject: Subject) -> Iterator[Problem]:
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or not is_foreign_comment(subject.source(key)):
            continue
        fix = Fix("make it a comment", (Edit(key[0], key[0], "# "),), safe=False)
        message = "YAML reads this comment as a key: its comments start with `#`"
        yield rule.at(subject, key, message, hint="write `#`", pointer=pointer, fix=fix)


RULE = Rule(
    "NK141",
    "foreign-comment",
    Severity.WARNING,
    Finder.FRONT_MATTER,
    __doc__,
    _check,
    repair=Repair.SAFE,
)
