"""Where the built-in phrases were seen: each has a row, and ever fewer have no place in it.

A file of ``places/`` has a row for each phrase of a language: its list, the phrase, and the public
repository and the file in which a line of a post (or the template of a theme) was seen that it
takes. A phrase without a place is known from the language itself, or from a file that is gone.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from newskit.lazy import wordlist

PLACES = Path(__file__).parent / "places"
UNSEEN = 687
"""Phrases without a place: it only falls."""
# Words that say what a block is about, marks and numbers are no phrases.
_LISTS = frozenset(
    wordlist(
        """
        sentences lines run headings links run_links source_url_links discuss_url_links
        licence_url_links labels url_labels translator group proofreader editor author
        source_url_labels discuss_labels title_labels
        """
    )
)


def phrases(language: str) -> list[tuple[str, str]]:
    text = files("newskit.strip").joinpath("builtin", f"{language}.toml").read_text("utf-8")
    return [
        (f"{section}.{name}", phrase)
        for section, lists in tomllib.loads(text).items()
        if isinstance(lists, dict) and section != "content"
        for name, found in lists.items()
        if name in _LISTS and isinstance(found, list)
        for phrase in found
    ]


def rows(language: str) -> list[list[str]]:
    text = PLACES.joinpath(f"{language}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()]


LANGUAGES = sorted(path.stem for path in PLACES.glob("*.tsv"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_has_a_row(language: str) -> None:
    assert [(row[0], row[1]) for row in rows(language)] == phrases(language)


def test_every_language_has_places() -> None:
    builtin = files("newskit.strip").joinpath("builtin")
    names = {Path(each.name).stem for each in builtin.iterdir() if each.name.endswith(".toml")}
    assert names - {"any"} == set(LANGUAGES)
    assert len(LANGUAGES) >= 16


def test_a_place_is_a_repository_and_a_file() -> None:
    odd = [
        row
        for language in LANGUAGES
        for row in rows(language)
        if len(row) not in {2, 3, 4} or (len(row) > 2 and row[2].count("/") != 1)
    ]
    assert odd == []


def test_ever_fewer_phrases_have_no_place() -> None:
    assert sum(len(row) == 2 for one in LANGUAGES for row in rows(one)) <= UNSEEN
