"""Every named break of syntax, around titles of many languages: the value a person meant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_bytes
from newskit.validate.repair.apply import mend_post

TITLES = (
    *("Open day in the park", "整治虚拟货币挖矿", "Новости недели", "يوم مفتوح", "Größe zählt"),
    *("日本語の記事", "한국어 기사 제목", "L'été à Paris", "100 days later", "C++ & C#", "50% off"),
)
# What stands for the title's line in YAML, T being the title, and the value that is meant.
VALUES: dict[str, tuple[str, str]] = {
    'title: "T "new" stuff"': ("NK120", 'T "new" stuff'),
    'title: ""T" is here"': ("NK120", '"T" is here'),
    'title: "整治"T"又来"': ("NK120", '整治"T"又来'),
    "title: Report: T": ("NK121", "Report: T"),
    "title: Report: T # final": ("NK121", "Report: T"),
    "title: *T": ("NK122", "*T"),
    "title: @T": ("NK122", "@T"),
    "title: %T": ("NK122", "%T"),
    "title: `T": ("NK122", "`T"),
    "title: **T** comes": ("NK122", "**T** comes"),
    "title: [Video] T": ("NK122", "[Video] T"),
    "title: {{ site }} T": ("NK122", "{{ site }} T"),
    "title: > T": ("NK122", "> T"),
    'title: "T" wins': ("NK133", '"T" wins'),
    'title: "T",': ("NK133", "T"),
    "title：T": ("NK123", "T"),
    "title： T": ("NK123", "T"),
    "title: “T: more”": ("NK125", "T: more"),
    "title: „T: mehr“": ("NK125", "T: mehr"),
    'title: "T: more”': ("NK128", "T: more"),
    'title: "T': ("NK128", "T"),
    'title: Report: T"': ("NK128", "Report: T"),
    "title:T": ("NK131", "T"),
    'title:"T"': ("NK131", "T"),
    "title:\u00a0T": ("NK137", "T"),
    "title:\u3000T": ("NK137", "T"),
    "title = T": ("NK135", "T"),
    "title T": ("NK138", "T"),
    'title: "C:\\dir T"': ("NK139", "C:\\dir T"),
    "title: T\x08": ("NK111", "T"),
}
# The lines of a list of two tags.
LISTS = {
    "\t- news\n\t- city": "NK124",
    "  - news\n   - city": "NK127",
    "    - news\n  - city": "NK127",
    "  - news\n  -city": "NK140",
    "  - news\n  – city": "NK140",
    "  – news\n  – city": "NK140",
    "  • news\n  • city": "NK140",
    "  * news\n  * city": "NK140",
    "\u00a0\u00a0- news\n\u00a0\u00a0- city": "NK137",
    "  -\u00a0news\n  - city": "NK140",
    '  - "news\n  - city': "NK128",
}
FLOWS = {
    "[news, city": "NK129",
    '["news", "city"': "NK129",
    "[news, city)": "NK129",
    "[news, city]]": "NK133",
    '["news, city]': "NK128",
    "[news] [city]": "NK133",
}
TOML = {
    'title = "T "new" one"': ("NK120", 'T "new" one'),
    'title = "T': ("NK128", "T"),
    'title: "T"': ("NK135", "T"),
    "title = “T”": ("NK125", "T"),
    'title = "T",': ("NK133", "T"),
    'title = "C:\\dir T"': ("NK139", "C:\\dir T"),
}


def yaml(title: str, line: str) -> str:
    return f"---\nlayout: post\n{line}\nauthor: Jane\n---\n\nBody: with T.\n".replace("T", title)


def cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Codes, texts and the values they should have."""
    about = {"layout": "post", "author": "Jane"}
    for title in TITLES:
        for line, (code, value) in VALUES.items():
            yield code, yaml(title, line), {**about, "title": value.replace("T", title)}
        for lines, code in LISTS.items():
            quoted = json.dumps(title, ensure_ascii=False)
            text = yaml(title, f"title: {quoted}\ntags:\n{lines}")
            yield code, text, {**about, "title": title, "tags": ["news", "city"]}
        for source, code in FLOWS.items():
            yield code, yaml(title, f"tags: {source}"), {**about, "tags": ["news", "city"]}
        for line, (code, value) in TOML.items():
            text = f'+++\ntype = "blog"\n{line}\n+++\n\nBody.\n'.replace("T", title)
            yield code, text, {"type": "blog", "title": value.replace("T", title)}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_breaks_are_named_and_mended_as_a_person_would(newline: str) -> None:
    config = ValidateConfig(select=("NK1",), archive=False)
    wrong: list[str] = []
    for code, text, values in cases():
        post = parse_bytes("_posts/2024-05-01-a.md", text.replace("\n", newline).encode())
        after = mend_post(post, config, ReadConfig())
        mended = after.post
        named = code in {one.code for one in after.repaired}
        if not named or dict(mended.front_matter.values) != values or mended.body != post.body:
            wrong.append(text)
        assert mend_post(mended, config, ReadConfig()).post.text == mended.text
    assert wrong == []
