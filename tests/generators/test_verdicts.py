"""newskit agrees with what the real generators were seen to do, but for the values listed.

The tables are made by `run.py`; ``python -m tests.generators.verdicts`` takes from the list what
newskit gets right at last.
"""

from __future__ import annotations

import pytest

from newskit.config.validate import Generator, ValidateConfig
from newskit.read.parse import parse_bytes
from newskit.validate.post import validate_post
from tests.generators.values import values
from tests.generators.verdicts import TABLES, disagreements, listed, table


def test_newskit_and_the_generators_differ_on_no_more_than_is_listed() -> None:
    assert [found for found in disagreements(values()) if found not in listed()] == []


@pytest.mark.parametrize("name", [name for names in TABLES.values() for name in names])
def test_each_table_has_every_value(name: str) -> None:
    assert list(table(name)) == [value.name for value in values()]


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("jekyll", "title 1,000", 1000),
        ("hugo-2023", "date 2024-05-01T09:41", "0001-01-01T00:00:00Z"),
        ("hugo-2023", "draft-yes", "true"),
        ("hugo-2026", "draft-yes", "false"),
        ("hugo-2026", "title x\ty", "xy"),
        ("hexo", "date 2024-05-01T09:41:00Z", "2024-05-01T04:11:00.000Z"),
    ],
)
def test_the_tables_hold_what_was_seen(name: str, value: str, read: object) -> None:
    assert table(name)[value]["value"] == read


@pytest.mark.parametrize(
    ("generator", "line", "codes"),
    [
        ("hexo", "date: 2024-05-01T09:41:00Z", ["NK330"]),
        ("hexo", 'date: "2024-05-01T09:41:00Z"', []),
        ("hexo", "date: 2024-05-01 09:41:00 +0800", []),
        ("astro", "date: 2024-05-01T09:41:00Z", []),
        ("eleventy", "date: 2024-05-01 09:41:00 +0800", ["NK302"]),
        ("eleventy", 'date: "2024-05-01 09:41:00Z"', ["NK302"]),
        ("eleventy", "date: 2024-05-01 09:41:00Z", []),
        ("pelican", 'date: "2024-05-01"', ["NK302"]),
        ("pelican", "date: '2024-05-01'", []),
        ("hugo", "date: 2024-05-01\npublished: false", ["NK302"]),
        ("hugo", "date: 2024-05-01\npublished: 2024-05-01", []),
        ("jekyll", "date: 2024-05-01\npublished: false", []),
        ("hugo", "date: 2024-05-01\nTitle: U", ["NK317"]),
        ("pelican", "date: 2024-05-01\nTitle: U", []),
    ],
)
def test_each_generator_has_its_own_traps(generator: str, line: str, codes: list[str]) -> None:
    path = "posts/p.md"
    config = ValidateConfig(generator=Generator(generator), select=("NK302", "NK317", "NK330"))
    post = parse_bytes(path, f"---\ntitle: T\n{line}\n---\nText.\n".encode(), relative=path)
    found = validate_post(post, config)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize(
    ("generator", "text", "codes"),
    [
        ("jekyll", '+++\ntitle = "T"\n+++\nText.\n', ["NK142"]),
        ("jekyll", '---json\n{"title": "T"}\n---\nText.\n', ["NK142"]),
        ("hugo", '---toml\ntitle = "T"\n---\nText.\n', ["NK142"]),
        ("hugo", '+++\ntitle = "T"\n+++\nText.\n', []),
        ("eleventy", '---json\n{"title": "T"}\n---\nText.\n', []),
        ("jekyll", "---\ntitle: T\n---\nText.\n", []),
    ],
)
def test_front_matter_of_another_generator(generator: str, text: str, codes: list[str]) -> None:
    config = ValidateConfig(generator=Generator(generator), select=("NK142",))
    post = parse_bytes("posts/p.md", text.encode(), relative="posts/p.md")
    assert [one.code for one in validate_post(post, config)] == codes


def test_the_repair_of_a_moved_date_is_quotes() -> None:
    post = parse_bytes("p.md", b"---\ntitle: T\ndate: 2024-05-01T09:41:00Z\n---\n", relative="p.md")
    (found,) = validate_post(post, ValidateConfig(generator=Generator.HEXO, select=("NK330",)))
    assert found.fix is not None
    assert [edit.text for edit in found.fix.edits] == ['"2024-05-01T09:41:00Z"']
