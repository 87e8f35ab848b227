"""Comments that leave findings out, and rules by their code, its start or their name."""

from __future__ import annotations

import pytest

from newskit.errors import UsageError
from newskit.read.parse import parse_text
from newskit.validate.rule import find_ignores, find_rules

POST = """---
title: a # newskit: ignore[NK201]
# newskit: ignore[NK302, NK303]
tags:
  - x
- y
other: z
# newskit: Ignore-File[NK4]
---
text <!-- newskit: ignore[NK353] -->
<!-- newskit: ignore -->
end # newskit: ignore
"""


def test_a_comment_covers_its_line_or_the_next_entry() -> None:
    found = find_ignores(parse_text("a.md", POST))
    assert [(one.codes, one.first, one.last, one.whole_file) for one in found] == [
        (("NK201",), 2, 2, False),
        (("NK302", "NK303"), 4, 6, False),
        (("NK4",), 9, 9, True),
        (("NK353",), 10, 10, False),
        ((), 11, 12, False),
    ]


@pytest.mark.parametrize(
    ("front", "last"),
    [
        ("# newskit: ignore\ntitle: a\n", 3),
        ("# newskit: ignore\ntitle: |\n  a\n\tb\n- c\nd: e\n", 6),
        ("# newskit: ignore\ntitle: a\n\nd: e\n", 3),
        ("# newskit: ignore\ntitle: |\n  a\n\n  b\n\nd: e\n", 6),
    ],
)
def test_an_entry_ends_where_no_line_is_indented_or_an_item(front: str, last: int) -> None:
    [found] = find_ignores(parse_text("a.md", f"---\n{front}---\n  text\n"))
    assert (found.first, found.last) == (3, last)


def test_what_is_a_comment_in_front_matter_is_none_in_a_body() -> None:
    text = "---\ntitle: a <!-- newskit: ignore -->\n---\n# newskit: ignore\n"
    assert find_ignores(parse_text("a.md", text)) == ()


@pytest.mark.parametrize("name", ["NK121", "nk121", "colon-in-value", "Colon-In-Value"])
def test_a_rule_is_found_by_its_code_or_name(name: str) -> None:
    assert [rule.code for rule in find_rules(name)] == ["NK121"]


def test_the_start_of_a_code_stands_for_its_group() -> None:
    assert {rule.code[:3] for rule in find_rules("nk4")} == {"NK4"}
    assert len(find_rules("NK4")) > 1


@pytest.mark.parametrize("name", ["", "colon-in", "NK1211"])
def test_nothing_else_is_a_rule(name: str) -> None:
    with pytest.raises(UsageError, match="no rule is called"):
        find_rules(name)


def test_the_closest_name_is_the_hint() -> None:
    with pytest.raises(UsageError) as raised:
        find_rules("colon-in-valu")
    assert "colon-in-value" in raised.value.hint
