"""The page about generators says what the tables hold."""

from __future__ import annotations

from tests.generators.page import PAGE, render


def test_the_page_is_made_from_the_tables() -> None:
    remedy = "run `python -m tests.generators.page`"
    assert PAGE.read_text(encoding="utf-8") == render(), remedy
