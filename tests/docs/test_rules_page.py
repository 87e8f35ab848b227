"""The page of rules is made from the rules; a stale one fails here."""

from __future__ import annotations

from pathlib import Path

from newskit.cli.rule import as_reference
from newskit.validate.rule import all_rules


def test_the_page_of_rules_is_up_to_date(root: Path) -> None:
    page = (root / "docs" / "rules.md").read_text(encoding="utf-8")
    remedy = "run `newskit rule --all --output-format markdown > docs/rules.md`"
    assert page == as_reference(all_rules()), remedy
