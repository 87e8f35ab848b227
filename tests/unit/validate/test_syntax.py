"""Broken front matter: what it reads as after the repair, and that nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_text
from newskit.validate.repair.apply import mend_post

# front matter as broken -> (code that names it, values after the repair)
# A line that was broken at the right margin: a short one has no rest.
LONG = "a long title of the day, which somebody's editor broke at its edge"
BROKEN: dict[str, tuple[str, dict[str, Any]]] = {
    'title: "The "new" house"': ("NK120", {"title": 'The "new" house'}),
    "title: 'It's five'": ("NK120", {"title": "It's five"}),
    'title: ""루비 해킹 가이드" 출간"': ("NK120", {"title": '"루비 해킹 가이드" 출간'}),
    'title: "整治"挖矿"活动"\ndate: 2024-05-01': (
        "NK120",
        {"title": '整治"挖矿"活动', "date": "2024-05-01"},
    ),
    "title: Berlin: a city opens": ("NK121", {"title": "Berlin: a city opens"}),
    "title: Berlin: a city\n  that opens\ntags: [a]": (
        "NK121",
        {"title": "Berlin: a city that opens", "tags": ["a"]},
    ),
    "title: Berlin: open # a note": ("NK121", {"title": "Berlin: open"}),
    "deck: **Breaking** news": ("NK122", {"deck": "**Breaking** news"}),
    "twitter: @newsroom": ("NK122", {"twitter": "@newsroom"}),
    "title: `code`": ("NK122", {"title": "`code`"}),
    "title: %d posts": ("NK122", {"title": "%d posts"}),
    "title: [ANN] Rails 4.1.9 and 4.0.13": ("NK122", {"title": "[ANN] Rails 4.1.9 and 4.0.13"}),
    "title：整治虚拟货币": ("NK123", {"title": "整治虚拟货币"}),
    "tags:\n\t- a\n\t- b": ("NK124", {"tags": ["a", "b"]}),
    "title: “Berlin: open”": ("NK125", {"title": "Berlin: open"}),
    'title: "Open"date: 2024-05-01': ("NK126", {"title": "Open", "date": "2024-05-01"}),
    "title: a\n date: 2024-05-01": ("NK127", {"title": "a", "date": "2024-05-01"}),
    'title: "Open day\nlayout: post': ("NK128", {"title": "Open day", "layout": "post"}),
    "title: \"Open day'\nlayout: post": ("NK128", {"title": "Open day", "layout": "post"}),
    'title: Open: day"\nlayout: post': ("NK128", {"title": "Open: day", "layout": "post"}),
    'deck: "One\n  two\n  three\nslug: x': ("NK128", {"deck": "One two three", "slug": "x"}),
    "tags: [news, berlin\ntitle: a": ("NK129", {"tags": ["news", "berlin"], "title": "a"}),
    "title:Open day\nlayout: post": ("NK131", {"title": "Open day", "layout": "post"}),
    "tags:\n  - a\n  -b": ("NK140", {"tags": ["a", "b"]}),
    "tags:\n- a\n= b": ("NK140", {"tags": ["a", "b"]}),
    f"title: {LONG}\nand b\nx: y": ("NK132", {"title": f"{LONG} and b", "x": "y"}),
    "from: https://a.org/b\n/c-1\nx: y": ("NK132", {"from": "https://a.org/b/c-1", "x": "y"}),
    'title: "Open" in Berlin': ("NK133", {"title": '"Open" in Berlin'}),
    "tags: [a] [b]": ("NK133", {"tags": ["a", "b"]}),
    'title = "Open"\nlayout: x': ("NK135", {"title": "Open", "layout": "x"}),
    "tags:\n\u00a0\u00a0- a": ("NK137", {"tags": ["a"]}),
    "layout post\ntitle: a": ("NK138", {"layout": "post", "title": "a"}),
    'title: "C:\\dir"': ("NK139", {"title": "C:\\dir"}),
    "tags: [news, @home]": ("NK122", {"tags": ["news", "@home"]}),
    "tags: [news, city]]": ("NK133", {"tags": ["news", "city"]}),
    'tags: ["news, city]\nx: y': ("NK128", {"tags": ["news", "city"], "x": "y"}),
    "tags:\n  - a\n   - b\n   - c\nx: y": ("NK127", {"tags": ["a", "b", "c"], "x": "y"}),
    "tags:\n    - a\n  - b\nx: y": ("NK127", {"tags": ["a", "b"], "x": "y"}),
    " title: a\nlayout: b\nx: y": ("NK127", {"title": "a", "layout": "b", "x": "y"}),
    "tags:\n  – a\n  – b\nx: y": ("NK140", {"tags": ["a", "b"], "x": "y"}),
    "tags:\n  • a\n  • b\n  • c\n  • d": ("NK140", {"tags": ["a", "b", "c", "d"]}),
    "tags:\n  * a\n  * b\n  * c\n  * d": ("NK140", {"tags": ["a", "b", "c", "d"]}),
    "tags:\n  -\u00a0a\n  - b": ("NK140", {"tags": ["a", "b"]}),
    "tags:\n- a\n— b\nx: y": ("NK140", {"tags": ["a", "b"], "x": "y"}),
    "title: &Open day\nx: y": ("NK122", {"title": "&Open day", "x": "y"}),
    "title: !Open day\nx: y": ("NK122", {"title": "!Open day", "x": "y"}),
}
BODY = "\nA body with ---\n---\nand \u3000 more.\r\n"


@pytest.mark.parametrize("broken", BROKEN)
def test_yaml_is_mended_and_named(broken: str) -> None:
    code, values = BROKEN[broken]
    post = parse_text("a.md", f"---\n{broken}\n---\n{BODY}")
    config = ValidateConfig(select=("NK1",), ignore=("NK108",))
    mended = mend_post(post, config, ReadConfig())
    assert code in {one.code for one in mended.repaired}
    assert dict(mended.post.front_matter.values) == values
    assert mended.post.body == BODY
    assert mended.examined.problems == ()


TOML = {
    'title: "Open"\ndate = "2024-05-01"': ("NK135", {"title": "Open", "date": "2024-05-01"}),
    "title = Open day": ("NK134", {"title": "Open day"}),
    "title = “Open”\ntags = [“a”, “b”]": ("NK125", {"title": "Open", "tags": ["a", "b"]}),
    'tags = ["a" "b"]': ("NK136", {"tags": ["a", "b"]}),
    'tags = ["a", , "b"]': ("NK136", {"tags": ["a", "b"]}),
    "tags = [a b, c]": ("NK134", {"tags": ["a b", "c"]}),
    'title = "The "new" house"': ("NK120", {"title": 'The "new" house'}),
    'title = "Open': ("NK128", {"title": "Open"}),
    'title = "C++ & C#",': ("NK133", {"title": "C++ & C#"}),
    'title = "C# at work': ("NK128", {"title": "C# at work"}),
    "draft = True": ("NK134", {"draft": True}),
    'title = "Open";': ("NK133", {"title": "Open"}),
}


@pytest.mark.parametrize("broken", TOML)
def test_toml_is_mended_and_named(broken: str) -> None:
    code, values = TOML[broken]
    post = parse_text("a.md", f"+++\n{broken}\n+++\n{BODY}")
    mended = mend_post(post, ValidateConfig(select=("NK1",), ignore=("NK108",)), ReadConfig())
    assert code in {one.code for one in mended.repaired}
    assert dict(mended.post.front_matter.values) == values
    assert mended.post.body == BODY


JSON = {
    '{"title": "a",}': "NK136",
    '{"title": "a"\n"b": 1}': "NK136",
    "{'title': \"a\"}": "NK134",
    '{title: "a"}': "NK134",
}


@pytest.mark.parametrize("broken", JSON)
def test_json_is_mended_and_named(broken: str) -> None:
    post = parse_text("a.md", f"---json\n{broken}\n---\n{BODY}")
    mended = mend_post(post, ValidateConfig(select=("NK1",), ignore=("NK108",)), ReadConfig())
    assert JSON[broken] in {one.code for one in mended.repaired}
    assert mended.post.front_matter.values["title"] == "a"


@pytest.mark.parametrize(
    ("text", "values", "body"),
    [
        ("---\ntitle: a\n\nText.\n", {"title": "a"}, "\nText.\n"),
        ('+++\ntitle = "a"\n\nText.\n', {"title": "a"}, "\nText.\n"),
        ("---\ntitle: a\n\nSome text here\nand more.\n\n---\n\nEnd.\n", {"title": "a"}, None),
    ],
)
def test_a_missing_fence_is_put_where_the_entries_end(
    text: str, values: dict[str, str], body: str | None
) -> None:
    post = parse_text("_posts/a.md", text)
    mended = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig())
    assert dict(mended.post.front_matter.values) == values
    if body is not None:
        assert mended.post.body == body


def test_a_merge_conflict_is_named_and_left_alone() -> None:
    text = "---\ntitle: a\n<<<<<<< HEAD\nx: 1\n=======\nx: 2\n>>>>>>> b\n---\n"
    mended = mend_post(parse_text("a.md", text), ValidateConfig(select=("NK1",)), ReadConfig())
    assert mended.post.text == text
    assert [one.code for one in mended.examined.problems] == ["NK130"]


def test_lines_that_were_right_stay_as_they_are() -> None:
    text = "---\n# a note\nlayout:   post   # kept\ntitle: A: b\ntags:   [ x,y ]\n---\nBody\n"
    mended = mend_post(parse_text("a.md", text), ValidateConfig(select=("NK1",)), ReadConfig())
    assert mended.post.text == text.replace("A: b", '"A: b"')


def test_crlf_stays_crlf() -> None:
    text = '---\r\ntitle: "a"date: 2024-05-01\r\n---\r\nBody\r\n'
    post = parse_text("a.md", text)
    mended = mend_post(post, ValidateConfig(select=("NK1",)), ReadConfig())
    assert "\n" not in mended.post.text.replace("\r\n", "")
    assert list(mended.post.front_matter.values) == ["title", "date"]


@pytest.mark.parametrize("key", ["'title'", "title"])
def test_a_brace_and_keys_without_quotes_are_meant_as_json(key: str) -> None:
    post = parse_text("a.md", f'{{\n  {key}: "a",\n  "date": "2024-05-01"\n}}\n{BODY}')
    mended = mend_post(post, ValidateConfig(select=("NK1",), ignore=("NK108",)), ReadConfig())
    assert [one.code for one in mended.repaired] == ["NK134"]
    assert dict(mended.post.front_matter.values) == {"title": "a", "date": "2024-05-01"}
    assert mended.post.body == BODY
