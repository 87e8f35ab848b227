"""Repairs judged by meaning: one reading, or the post stays broken and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.post import Post
from newskit.read.parse import parse_bytes, parse_text
from newskit.validate.post import validate_post
from newskit.validate.repair.apply import Mending, mend_post

SOUND = """---
title: Market day {n}
date: 2021-05-0{n}
tags: [market, river]
seen_on: '2021-06-0{n}'
link: https://example.org/{n}
---
Text {n}.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for number in range(1, 6):
        (tmp_path / f"sound-{number}.md").write_text(SOUND.format(n=number), "utf-8")
    return tmp_path


def mended(folder: Path, front_matter: str, *, unsafe: bool = False) -> Mending:
    file = folder / "broken.md"
    file.write_text(f"---\n{front_matter}\n---\nText.\n", "utf-8")
    post = parse_bytes(str(file), file.read_bytes())
    config = ValidateConfig(select=("NK1",), archive=False)
    return mend_post(post, config, ReadConfig(), unsafe=unsafe)


def codes(result: Mending) -> set[str]:
    return {found.code for found in (*result.examined.problems, *result.repaired)}


def is_unchanged(result: Mending, folder: Path) -> bool:
    before: Post = parse_bytes("broken.md", (folder / "broken.md").read_bytes())
    return result.post.text == before.text


def test_keys_of_sound_posts_part_lines_that_were_joined(archive: Path) -> None:
    joined = "title: Low water\ntags: - quay -\nold town - ferry seen_on: '2021-06-09'"
    after = mended(archive, joined)
    assert dict(after.post.front_matter.values) == {
        "title": "Low water",
        "tags": ["quay", "old town", "ferry"],
        "seen_on": "2021-06-09",
    }


def test_names_in_a_style_are_no_keys(archive: Path) -> None:
    style = "title:\n  <style>\n    h1 {\n      link: 445px;\n    }\n  </style>\ntags: [quay]"
    assert "NK126" not in codes(mended(archive, style, unsafe=True))
    assert "NK126" in codes(mended(archive, style.replace("{", "").replace("}", "")))


def test_lists_behind_each_other_may_be_a_text(tmp_path: Path) -> None:
    said = [
        is_unchanged(mended(tmp_path, f"title: Ropes\n{key}: [hemp] [tar]"), tmp_path)
        for key in ("tags", "usage")
    ]
    assert said == [False, True]
    assert not is_unchanged(mended(tmp_path, "usage: [hemp] [tar]", unsafe=True), tmp_path)


def test_a_fence_behind_the_last_value_is_no_part_of_it(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    config = ValidateConfig(select=("NK1",), archive=False)
    texts: list[str] = []
    for last, unsafe in (("quay---", False), ("quay---", True), ("quay", False)):
        file.write_text(f"---\ntitle: Low water\ntags: {last}\nThe river is low.\n", "utf-8")
        post = parse_bytes(str(file), file.read_bytes())
        texts.append(mend_post(post, config, ReadConfig(), unsafe=unsafe).post.text)
    sound = "---\ntitle: Low water\ntags: quay\n---\nThe river is low.\n"
    assert texts == [sound.replace("\n---\nThe", "---\nThe"), sound, sound]


def test_items_side_by_side_lack_commas(tmp_path: Path) -> None:
    after = mended(tmp_path, 'title: Ropes\ntags:  ["hemp" "old tar", \'wire\']')
    assert after.post.front_matter.values["tags"] == ["hemp", "old tar", "wire"]
    assert is_unchanged(mended(tmp_path, 'title: Ropes\nusage: ["hemp" "tar"]'), tmp_path)


def test_a_date_is_no_list(tmp_path: Path) -> None:
    after = mended(tmp_path, "tags:\nmodified: 2015-03-25\n- hemp\n- tar", unsafe=True)
    assert is_unchanged(after, tmp_path)
    assert after.examined.problems


def test_a_style_in_quotes_is_no_key(tmp_path: Path) -> None:
    after = mended(tmp_path, 'title: "The <b style="link: none;">quay</b> is low"')
    assert after.post.front_matter.values == {"title": 'The <b style="link: none;">quay</b> is low'}


def test_a_blank_in_front_of_the_colon(tmp_path: Path) -> None:
    after = mended(tmp_path, 'title: "A"\ncategories: [ Note ]\nURL :"/2018/a/"')
    assert after.post.front_matter.values == {
        "title": "A",
        "categories": ["Note"],
        "URL": "/2018/a/",
    }


@pytest.mark.parametrize("line", ["tags: [hemp] and tar", "description:\n------------"])
def test_what_swallows_more_is_never_offered(tmp_path: Path, line: str) -> None:
    broken = f"title: Ropes\n{line}\n\n## Tar\n\nSee (it): here"
    assert is_unchanged(mended(tmp_path, broken, unsafe=True), tmp_path)


def test_without_sound_posts_nobody_knows_where_a_key_starts(tmp_path: Path) -> None:
    after = mended(tmp_path, "title: Low water\ntags: - quay\ntown seen_on: '2021-06-09'")
    assert is_unchanged(after, tmp_path)
    assert any(found.code.startswith("NK1") for found in after.examined.problems)


@pytest.mark.parametrize(
    "front_matter",
    [
        # A value swallows the next key, which stands in the post once more.
        "title: 'Old gate came open date: 2021-06-09\nlink: https://example.org/a date: x",
        # A list with quotes would become one text.
        'title: A\nlink: "https://example.org/a", "https://example.org/b"',
        # A block of text would get quotes around its mark.
        "title: A\nsummary: |\nThe mark above is not text.",
        # A key with a space is not a key of any post.
        "title: A\ntags: - quay\nold boats are: here",
        # A fence of code is not text of the value above it.
        "title: A\n```\nlink: https://example.org/a",
    ],
)
def test_what_would_say_something_else_stays_broken_and_named(
    archive: Path, front_matter: str
) -> None:
    after = mended(archive, front_matter)
    assert is_unchanged(after, archive)
    assert any(found.code.startswith("NK1") for found in after.examined.problems)


def test_a_value_of_another_shape_than_elsewhere_is_offered_only(archive: Path) -> None:
    broken = "title: A\nlink: [the shop](https://example.org/shop)"
    assert is_unchanged(mended(archive, broken), archive)
    after = mended(archive, broken, unsafe=True)
    assert after.post.front_matter.values["link"] == "[the shop](https://example.org/shop)"


def test_a_key_no_sound_post_has_is_offered_only(archive: Path) -> None:
    broken = "title: A\nspelling:ignore: quay"
    assert is_unchanged(mended(archive, broken), archive)


@pytest.mark.parametrize(
    ("front_matter", "values"),
    [
        ("title: Ferry: the new boat", {"title": "Ferry: the new boat"}),
        ('title: "Is it late?""', {"title": "Is it late?"}),
        ("title: A\ntags: [quay, boat]\n]", {"title": "A", "tags": ["quay", "boat"]}),
        ("title: A\nlink: https://example.org/a\nlink: https://example.org/a", None),
        ("title: A  # short\ntwitter: @quay  # the name (not the URL)", None),
    ],
)
def test_one_reading_is_safe(
    tmp_path: Path, front_matter: str, values: dict[str, object] | None
) -> None:
    after = mended(tmp_path, front_matter)
    assert after.repaired
    wanted = values or {"title": "A"}
    assert wanted.items() <= dict(after.post.front_matter.values).items()
    assert not [found for found in after.examined.problems if found.severity.rank == 2]


def test_keys_that_stand_twice(tmp_path: Path) -> None:
    names = "title: A\ntags: quay\ntags: boat"
    assert is_unchanged(mended(tmp_path, names), tmp_path)
    after = mended(tmp_path, names, unsafe=True)
    assert after.post.front_matter.values["tags"] == ["quay", "boat"]
    titles = "title: A\ntitle: B"
    assert is_unchanged(mended(tmp_path, titles, unsafe=True), tmp_path)


def test_a_merge_key_twice_is_named_at_the_second(tmp_path: Path) -> None:
    after = mended(tmp_path, "one: &x {a: 1}\ntwo: &y {b: 2}\nall:\n  <<: *x\n  <<: *y")
    assert [(one.code, one.location.line) for one in after.examined.problems] == [("NK106", 6)]


@pytest.mark.parametrize(
    ("front_matter", "unsafe", "title"),
    [
        ("<<<<<<< HEAD\ntitle: A\n=======\ntitle: A\n>>>>>>> other", False, "A"),
        ("<<<<<<< HEAD\ntitle: A", False, None),
        ("<<<<<<< HEAD\ntitle: A", True, "A"),
        ("<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> other", True, None),
    ],
)
def test_marks_of_a_merge(
    tmp_path: Path, front_matter: str, *, unsafe: bool, title: str | None
) -> None:
    after = mended(tmp_path, front_matter, unsafe=unsafe)
    if title is None:
        assert is_unchanged(after, tmp_path)
        assert [one.code for one in after.examined.problems] == ["NK130"]
    else:
        assert after.post.front_matter.values["title"] == title


def test_a_block_that_may_go_on_behind_a_blank_line_is_closed_only_on_demand(
    tmp_path: Path,
) -> None:
    file = tmp_path / "open.md"
    file.write_text("---\ntitle: A\n\nseries: Boats\n", "utf-8")
    post = parse_bytes(str(file), file.read_bytes())
    config = ValidateConfig(select=("NK1",), archive=False)
    assert mend_post(post, config, ReadConfig()).post.text == post.text


@pytest.mark.parametrize(
    "front_matter",
    [
        # A verb with a colon is not a key whose date follows.
        "title: A tour has been created: learn how to sail",
        "short_title: title: The harbour",
        'tags: [“old", "new”]',
        # The quote is closed: the next line has lost its key.
        'title: "Harbour news"\nWhat happens on the quay and in the yards of the old town',
    ],
)
def test_what_may_be_meant_otherwise_is_never_safe(tmp_path: Path, front_matter: str) -> None:
    after = mended(tmp_path, front_matter)
    values = dict(after.post.front_matter.values)
    assert is_unchanged(after, tmp_path) or values == {
        "title": "A tour has been created: learn how to sail"
    }
    assert after.repaired or after.examined.problems


def test_a_block_that_was_not_indented_is_not_cut_off(tmp_path: Path) -> None:
    front_matter = "title: A\nnotes: |\n  First.\n\n## Second\n\nText of the notes.\n\nMore of it."
    assert is_unchanged(mended(tmp_path, front_matter), tmp_path)


@pytest.mark.parametrize(
    "front_matter",
    [
        # The next key is glued to the value, with a text that might go on.
        "title: Remove the refund description: Takes the refunds away",
        # A remark stands behind the value.
        'title: A\nshot: "harbour.png?15" // later',
        # An address, and what a tool said of it.
        "link: https://example.org/a.html - [1 error: no host]",
    ],
)
def test_what_swallows_a_key_or_a_remark_is_never_safe(archive: Path, front_matter: str) -> None:
    assert is_unchanged(mended(archive, front_matter), archive)


def test_a_quote_whose_inner_ones_are_escaped_is_closed(archive: Path) -> None:
    after = mended(archive, 'title: "<a href=\\"https://example.org/me_\\">Kim</a>')
    assert after.post.front_matter.values["title"] == '<a href="https://example.org/me_">Kim</a>'


def test_a_key_below_the_dash_of_an_item_joins_the_item(archive: Path) -> None:
    front_matter = "translations:\n  - language: Breton\n  link: https://example.org/br\ntitle: A"
    after = mended(archive, front_matter, unsafe=True)
    assert after.post.front_matter.values["translations"] == [
        {"language": "Breton", "link": "https://example.org/br"}
    ]


@pytest.mark.parametrize(
    "front_matter",
    [
        "title: A\nreddit: reddit: https://example.org/r",
        'title: "One, two."//"Three."',
        # Keys of one author, whose dash was lost, are not keys of the post.
        "title: A\nauthors:\n    name: Kim\n      homepage: 'https://example.org/'",
    ],
)
def test_what_a_slip_of_the_keyboard_means_is_never_safe(archive: Path, front_matter: str) -> None:
    assert is_unchanged(mended(archive, front_matter), archive)
    offered = mended(archive, front_matter, unsafe=True).post.front_matter.values
    assert "homepage" not in offered


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title : [River] The bridge", "[River] The bridge"),
        ("title\t: @harbour at low water", "@harbour at low water"),
        ('title: "The captain\\’s boat"', "The captain’s boat"),
        ('title: "The captain\\\'s boat"', "The captain's boat"),
        ('title: "Boats in C:\\Windows"', "Boats in C:\\Windows"),
        ('title: ""The ferry leaves"', "The ferry leaves"),
        ("title: 'The 'old' ferry'", "The 'old' ferry"),
        ("title: '/boats/and/nets", "/boats/and/nets"),
    ],
)
def test_what_has_one_reading_is_repaired(archive: Path, line: str, title: str) -> None:
    values = mended(archive, f"{line}\ndate: 2021-05-09").post.front_matter.values
    assert values["title"] == title


@pytest.mark.parametrize(
    ("lines", "offered"),
    [
        ("title: ''The ferry leaves'", {"title": "The ferry leaves"}),
        ("title: ''90s boats are back'", {"title": "'90s boats are back"}),
        ('title: "Boats \\& nets"', {"title": "Boats \\& nets"}),
        ("title: 'The ferry leaves'.", {"title": "The ferry leaves."}),
        ('title: "It is line "4"".', {"title": 'It is line "4".'}),
        ("title: T\nlayout: *post", {"title": "T", "layout": "post"}),
        (
            "title: T\ncrew:\n  - name: Ana\n    role: mate\n  excerpt: They sail.",
            {"title": "T", "crew": [{"name": "Ana", "role": "mate"}], "excerpt": "They sail."},
        ),
    ],
)
def test_what_has_two_readings_is_offered(
    archive: Path, lines: str, offered: dict[str, object]
) -> None:
    assert is_unchanged(mended(archive, lines), archive)
    after = mended(archive, lines, unsafe=True)
    assert dict(after.post.front_matter.values) == offered


def test_data_of_a_program_in_a_value_is_no_text_to_quote(archive: Path) -> None:
    lines = "title: T\nlink: photo: {'small': 'https://example.org/a.jpg'}"
    assert is_unchanged(mended(archive, lines), archive)


@pytest.mark.parametrize("date", ["2024-4-30", ""])
def test_a_date_of_toml_is_not_made_what_hugo_does_not_read(tmp_path: Path, date: str) -> None:
    for line, is_repaired in (("title = Low water", True), (f"date = {date}", False)):
        post = parse_bytes("content/a.md", f"+++\n{line}\n+++\nText.\n".encode())
        config = ValidateConfig(select=("NK1",), archive=False)
        after = mend_post(post, config, ReadConfig())
        assert (after.post.text != post.text) is is_repaired


def test_a_list_within_front_matter_is_not_shut_out_of_it() -> None:
    text = "---\ntitle: A\ntags:\n\n* port\n* ferry\n\nsummary: By boat.\n---\n\nText.\n"
    found = validate_post(parse_text("a.md", text), ValidateConfig(select=("NK1",), archive=False))
    assert found
    fixes = [one.fix for one in found if one.fix and one.fix.safe]
    assert not any("---" in edit.text for fix in fixes for edit in fix.edits)


def test_a_block_that_the_body_closes_is_still_closed() -> None:
    text = "---\ntitle: A\ndate: 2024-05-01\n\nThe ferry is late.\n\nIt waits.\n\n---\n\nText.\n"
    found = validate_post(parse_text("a.md", text), ValidateConfig(select=("NK1",), archive=False))
    assert [one.fix.safe for one in found if one.fix] == [True]


def test_a_comment_behind_text_behind_quotes_is_not_taken_in(tmp_path: Path) -> None:
    assert is_unchanged(mended(tmp_path, 'author: "Ana", Bo # add yourself'), tmp_path)
    assert is_unchanged(mended(tmp_path, "author: 'Ana', Bo # add yourself"), tmp_path)
    after = mended(tmp_path, 'author: "Ana" and Bo')
    assert after.post.front_matter.values["author"] == '"Ana" and Bo'


@pytest.mark.parametrize(
    ("front_matter", "key", "value"),
    [
        ('+++\ntitle = ""Old gate"\n+++', "title", "Old gate"),
        ('+++\ntags = ["quay", town, ferry"]\n+++', "tags", ["quay", "town", "ferry"]),
        ("+++\ntags = [quay, town]\n+++", "tags", ["quay", "town"]),
        ("---\ntags: [quay, town[\n---", "tags", ["quay", "town"]),
        ("---\ntags: [quay, town}\n---", "tags", ["quay", "town"]),
    ],
)
def test_marks_that_stand_once_too_often_or_the_wrong_way_round(
    tmp_path: Path, front_matter: str, key: str, value: object
) -> None:
    post = parse_text(str(tmp_path / "a.md"), f"{front_matter}\nText.\n")
    config = ValidateConfig(select=("NK1",), archive=False)
    after = mend_post(post, config, ReadConfig(), unsafe=True)
    assert after.post.front_matter.values == {key: value}
