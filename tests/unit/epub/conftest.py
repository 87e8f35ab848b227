"""Helpers that make a case two strings long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newskit.epub.article import Change, labels_for
from newskit.epub.content.body import body_markup
from newskit.epub.content.state import Notes

Convert = Callable[..., tuple[str, list[Change]]]


@pytest.fixture
def convert() -> Convert:
    """Return the XHTML inside the body's ``div``, and the changes."""

    def converted(html: str, base: str = "", *, embed: bool = False) -> tuple[str, list[Change]]:
        notes = Notes(base, labels_for("en"), embed=embed)
        markup = body_markup(html, notes).decode()
        start = markup.index(">") + 1
        return markup[start : -len("</div>")], notes.changes

    return converted
