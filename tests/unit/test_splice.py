from __future__ import annotations

import pytest

from newskit.config.export import FieldPreset
from newskit.problem import Edit
from newskit.read.parse import parse_bytes, parse_text, with_header
from newskit.splice import (
    apply_edits,
    insert_keys,
    only_added,
    smallest_edit,
    toml_value,
    unified,
    yaml_value,
)

VALUES = {
    "source": "财联社",
    "source_url": "http://a.example/c?d=NW2022#x",
    "word": "yes",
    "colon": "a: b",
    "date": "2022-01-01",
    "list": ["a", "b"],
    "@at": "@me",
    "empty": "",
    "control": "a\x7f\u2028b\ttab",
}

POSTS = {
    "yaml": "---\ntitle: x\ntags:\n- a\n---\nbody\n",
    "yaml, CRLF, block scalar last": '---\r\ntitle: "x"\r\ntext: |\r\n  foo\r\n\r\n---\r\nbody',
    "yaml, flow": "---\n{a: 1,\n b: 2}\n---\nx",
    "yaml, indented": "---\n  a: 1\n  b: 2\n---\n",
    "yaml, comment only": "---\n# only\n---\n",
    "yaml, empty": "---\n---\nb",
    "yaml, dots": "---\na: 1\n...\nbody",
    "toml": '+++\ntitle = "x"\n+++\nb',
    "toml, tables": '+++\ntitle = "x"\narr = [\n[1],\n]\n\n# about t\n[t]\nx=1\n+++\nb',
    "toml, bracket in string": '+++\ntitle = """\n[no]\n"""\n[t]\n+++\nb',
    "toml, empty": "+++\n+++\n",
    "json, one line": '{"a": 1}\nbody',
    "json, tabs": '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\nbody',
    "json, fenced": '---json\n{\n  "a": 1\n}\n---\n',
    "json, semicolons": ';;;\n{"a":1}\n;;;\nx',
    "json, semicolons, no braces": ';;;\n"title": "x"\n;;;\nbody\n',
    "json, no braces, nested, CRLF": ';;;\r\n  "a": {"b": 1},\r\n  "c": [{}]\r\n;;;\r\nx',
    "json, no braces, last comma": ';;;\n"title": "x",\n;;;\nx',
    "json, no braces, fenced": '---json\n"title": "x"\n---\nx',
    "json, no braces, empty": ";;;\n;;;\nx",
    "json, empty": "{}\nx",
    "none": "no front matter\n",
    "nothing at all": "",
}


@pytest.mark.parametrize("name", POSTS)
def test_inserted_keys_read_back_and_nothing_else_changes(name: str) -> None:
    post = parse_text("x.md", POSTS[name])
    edits = insert_keys(post, VALUES)
    again = parse_text("x.md", apply_edits(post.text, edits))
    assert only_added(post.front_matter.values, again.front_matter.values, VALUES)
    assert again.body == post.body
    assert again.front_matter.format == (
        post.front_matter.format if name not in NO_FRONT else "yaml"
    )
    assert all(edit.start == edit.end for edit in edits)


NO_FRONT = {"none", "nothing at all"}


def test_style_is_kept() -> None:
    post = parse_text("x.md", '---\r\ntitle: "x"\r\n---\r\nbody')
    new = apply_edits(post.text, insert_keys(post, {"source": "新华社", "up": "a: b"}))
    assert new == '---\r\ntitle: "x"\r\nsource: 新华社\r\nup: "a: b"\r\n---\r\nbody'
    post = parse_text("x.md", '{\n\t"a": 1\n}\nbody')
    new = apply_edits(post.text, insert_keys(post, {"b": "c"}))
    assert new == '{\n\t"a": 1,\n\t"b": "c"\n}\nbody'


def test_toml_keys_stand_before_the_first_table_and_its_comment() -> None:
    post = parse_text("x.md", "+++\na = 1\n\n# about t\n[t]\nx = 1\n+++\n")
    new = apply_edits(post.text, insert_keys(post, {"b": "c"}))
    assert new == '+++\na = 1\nb = "c"\n\n# about t\n[t]\nx = 1\n+++\n'


def test_what_the_codec_cannot_say_is_escaped() -> None:
    post = parse_bytes("x.md", "---\ntitle: café à la carte, déjà vu\n---\nété\n".encode("cp1252"))
    new = apply_edits(post.text, insert_keys(post, {"source": "新华社"}))
    again = parse_bytes("x.md", post.encode(new))
    assert again.front_matter.values["source"] == "新华社"


def test_a_key_that_is_there_is_refused() -> None:
    post = parse_text("x.md", "---\nsource: a\n---\n")
    with pytest.raises(ValueError, match="source"):
        insert_keys(post, {"source": "b"})


def test_invalid_front_matter_is_refused() -> None:
    post = parse_text("x.md", "---\na: b: c\n---\nbody\n")
    with pytest.raises(ValueError, match="cannot be read"):
        insert_keys(post, {"source": "b"})


def test_a_null_in_toml_is_refused() -> None:
    post = parse_text("x.md", "+++\na = 1\n+++\n")
    with pytest.raises(ValueError, match="null"):
        insert_keys(post, {"b": None})


def test_edits_are_made_in_any_order() -> None:
    assert apply_edits("abcdef", [Edit(4, 5, "E"), Edit(0, 1, ""), Edit(2, 2, "-")]) == "b-cdEf"


def test_insertions_at_one_place_keep_their_order() -> None:
    assert apply_edits("ab", [Edit(1, 1, "1"), Edit(1, 1, "2")]) == "a12b"


@pytest.mark.parametrize("edits", [[Edit(0, 2, ""), Edit(1, 3, "")], [Edit(0, 9, "")]])
def test_overlapping_or_outside_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abc", edits)


def test_the_smallest_edit_leaves_what_both_texts_share() -> None:
    assert smallest_edit(10, "tags: [a, b]", "tags: [a, c]") == Edit(20, 21, "c")
    assert smallest_edit(3, "aa", "aaa") == Edit(5, 5, "a")
    assert smallest_edit(3, "aaa", "aa") == Edit(5, 6, "")
    assert smallest_edit(0, "same", "same") == Edit(4, 4, "")


def test_a_header_of_lines_takes_texts_of_one_line() -> None:
    lines = parse_text("x.md", "Title: x\nDate: 2024-01-02\n\nbody\n")
    post = with_header(lines, FieldPreset.PELICAN)
    assert post.front_matter.format == "meta"
    edits = insert_keys(post, {"source": "Reuters", "empty": ""})
    assert apply_edits(post.text, edits) == (
        "Title: x\nDate: 2024-01-02\nsource: Reuters\nempty: \n\nbody\n"
    )
    for value in (["a"], 3, "two\nlines"):
        with pytest.raises(ValueError, match="a line cannot say the value of source"):
            insert_keys(post, {"source": value})


@pytest.mark.parametrize(
    ("text", "newline"), [("One.\r\n", "\r\n"), ("One.\n", "\n"), ("One.", "\n")]
)
def test_new_front_matter_ends_its_lines_as_the_file_does(text: str, newline: str) -> None:
    post = parse_bytes("p.md", text.encode())
    after = apply_edits(text, insert_keys(post, {"source": "Wire"}))
    assert after == newline.join(["---", "source: Wire", "---", text])


@pytest.mark.parametrize(
    "text", ["True story", "No. 4", "1st of May", "yes we can", "null and void"]
)
def test_words_that_only_begin_like_a_number_or_a_truth_value_stand_bare(text: str) -> None:
    assert yaml_value(text) == text


@pytest.mark.parametrize("text", ["1_000", "0x1F", "0b11", "12:30", ".inf", "~", "=", "<<", "No"])
def test_text_that_yaml_reads_as_something_else_is_quoted(text: str) -> None:
    written = yaml_value(text)
    assert written != text
    assert parse_text("a.md", f"---\na: {written}\n---\n").front_matter.values == {"a": text}


def test_characters_beyond_the_first_plane_have_toml_s_long_escape() -> None:
    assert toml_value("\uffff\U00010000é", "ascii") == '"\\uFFFF\\U00010000\\u00E9"'


def test_no_keys_are_no_edits() -> None:
    assert insert_keys(parse_text("a.md", POSTS["yaml"]), {}) == ()


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("/posts/a.md", "a/posts/a.md"),
        ("a b.md", "a/a b.md\t"),
        ('a"b c.md', '"a/a\\042b c.md"'),
        ("a\\b.md", '"a/a\\134b.md"'),
        ("a\nb.md", '"a/a\\012b.md"'),
        ("b\x7f.md", '"a/b\\177.md"'),
    ],
)
def test_a_diff_names_files_as_git_does(label: str, written: str) -> None:
    [first, *_] = unified("one\n", "two\n", label).decode().splitlines()
    assert first == f"--- {written}"
