"""Whatever the body: nothing but cuts, a second run changes nothing, undo brings it back."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from newskit.config.strip import StripConfig
from newskit.read.parse import parse_text
from newskit.splice import apply_edits
from newskit.strip.blocks import scan
from newskit.strip.body import strip_body
from newskit.strip.match import Rules
from newskit.strip.post import strip_post
from newskit.strip.result import undo_record, undone

PIECES = st.sampled_from(
    [
        "The bridge opens on Sunday.",
        "Zwei Winter lang tauschten Ingenieure Nieten aus.",
        "市政会决定重新开放那座桥。",
        "Ways to follow:",
        "## Heading",
        "Title\n-----",
        "---",
        "* * *",
        "（完）",
        "<hr>",
        "<div>",
        "</div>",
        "<div class='x'>",
        "<p>",
        "</p>",
        "<blockquote>",
        "<!-- note -->",
        "<p>Text<br>Source: [Gazette](https://g.example)</p>",
        "<p>Source: <a href='https://g.example'>Gazette</a></p>",
        "<ul><li><a href='/a'>Home</a></li></ul>",
        "[Back to home](/) | [Next post](/b)",
        "[返回首页](/)",
        "（文章来源：港口日报）",
        "<https://g.example/1>",
        "<>",
        "via: https://g.example/2",
        "作者：[李][a]\n译者：[王](https://w.example)",
        "Join us!_This post was originally published on the [Gazette](https://g.example)._",
        "Originally published on [Gazette](https://g.example). Or was it?",
        "## Related posts",
        "- [One](/1)\n- [Two](/2)",
        "1. item\n2. item",
        "![](qr.png)",
        "Subscribe to our [newsletter](/n)!",
        "© 2020 Gazette. All rights reserved.",
        "```\nSource: x\n```",
        "```",
        "    code",
        "[a]: https://x.example",
        "[^1]: A footnote.",
        "{% include tail.html %}",
        "{{< ref >}}",
        "| a | b |",
        "> quoted",
        "Tags: a, b",
    ]
)
BODIES = st.one_of(
    st.builds(
        lambda parts, glue, end: glue.join(parts) + end,
        st.lists(PIECES, max_size=9),
        st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\r", ""]),
        st.sampled_from(["", "\n", "\n\n\n", "\r\n"]),
    ),
    st.text(max_size=200),
    st.text(alphabet="<>/ap[]()!*_\n `-:.s", max_size=120),
)
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?/?>")
RULES = Rules()


def tags(text: str) -> Counter[str]:
    """How many more start tags than end tags there are, by element; those without end left out."""
    found: Counter[str] = Counter()
    for slash, name in TAG.findall(text):
        if name not in {"hr", "br", "img", "p", "li"}:
            found[name] += -1 if slash else 1
    return Counter({name: count for name, count in found.items() if count})


def left_of(body: str) -> str:
    left = body
    for start, end in reversed(strip_body(body, RULES.matcher, 0.4).spans):
        left = left[:start] + left[end:]
    return left


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_spans_are_in_order_apart_and_inside(body: str) -> None:
    position = 0
    for start, end in strip_body(body, RULES.matcher, 0.4).spans:
        assert position <= start < end <= len(body)
        position = end


@settings(max_examples=300, deadline=None)
@given(BODIES, st.integers(1, 80))
def test_the_blocks_at_the_end_are_those_of_the_whole_body(body: str, reach: int) -> None:
    end, whole = scan(body, reach), scan(body)
    assert whole.blocks[len(whole.blocks) - len(end.blocks) :] == end.blocks
    if end.partial:
        assert end.definitions == whole.definitions


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_a_second_run_changes_nothing(body: str) -> None:
    left = left_of(body)
    assert left_of(left) == left


@settings(max_examples=150, deadline=None)
@given(BODIES)
def test_html_stays_as_balanced_as_it_was(body: str) -> None:
    assert tags(left_of(body)) == tags(body)


@settings(max_examples=80, deadline=None)
@given(BODIES)
def test_code_and_content_before_it_never_go(body: str) -> None:
    kept = f"{body}\n\n```\nlast code\n```\n"
    assert left_of(kept) == kept or "```\nlast code\n```" in left_of(kept)


@settings(max_examples=80, deadline=None)
@given(BODIES, st.sampled_from(["", "---\ntitle: x\n---\n", "+++\na = 1\n+++\n", '{"a": 1}\n']))
def test_undo_brings_the_post_back(body: str, front: str) -> None:
    post = parse_text("p.md", front + body)
    stripped = strip_post(post, StripConfig(), RULES)
    after = apply_edits(post.text, stripped.edits)
    assert undone(after, undo_record("p.md", post.text, stripped.edits)) == post.text
    again = parse_text("p.md", after)
    if stripped.edits:
        assert again.front_matter.valid
    for key, value in post.front_matter.values.items():
        assert again.front_matter.values[key] == value


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6))
def test_something_a_reader_sees_is_always_left(parts: list[str]) -> None:
    body = "\n\n".join(parts)
    if re.search(r"\w", body):
        assert re.search(r"\w", left_of(body))
