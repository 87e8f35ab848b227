"""Properties of validation: any bytes in, places inside the text, repairs that rest."""

from __future__ import annotations

import string

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.findings.finding import describe
from newskit.messages import distance
from newskit.post import FrontMatterFormat
from newskit.read.formats.yaml_block import parse_yaml
from newskit.read.formats.yaml_quick import parse_plain_yaml
from newskit.read.parse import parse_bytes
from newskit.validate.body import mask_code
from newskit.validate.post import examine_post, validate_post
from newskit.validate.repair.apply import mend_post
from newskit.validate.rule import all_rules
from newskit.validate.subject import Subject
from newskit.validate.syntax.meaning import UNKNOWN, replaced
from newskit.validate.syntax.search import plausible
from newskit.validate.syntax.yaml_moves import yaml_moves

KEYS = st.sampled_from(
    ["title", "date", "tags", "Title", "tgas", "layout", "x-y", "published", "categories", "slug"]
)
SCALARS = st.one_of(
    st.text(
        st.sampled_from(string.ascii_letters + " :#\"'*&@`%!|>[]{},?-\\.一二：“”\t\u00a0"),
        max_size=14,
    ),
    st.sampled_from(
        [
            *("no", "2024-02-30", "+0800", "010", "1e3", "null", "~", "", "[a, b]"),
            *("&#8217;", "Ã©"),
            *('"\\u0026amp;"', '"\\u003cb>"', '"\\xC3\\xA9"', '"ht\\x74p//a"', "|\n  [a]", "a\t#b"),
            " &a b",
        ]
    ),
)
LINES = st.one_of(
    st.builds(lambda key, value: f"{key}: {value}", KEYS, SCALARS),
    st.builds(lambda value: f"  - {value}", SCALARS),
    st.builds(lambda value: f"- {value}", SCALARS),
    st.just("tags:"),
    st.just("# newskit: ignore[NK301]"),
    SCALARS,
)
BODIES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                *("<b>", "</b>", "<a href=''>", "[a]()", "![](x.png)"),
                *("```", "{% raw %}", "<>", "`"),
                *("<Img>", "<A Href = ''>", "[ \t](https://a.b)", "[a](  )", "[a](FILE:/b)"),
                *("[a](HTTP://Localhost)", "<p class=MSONormal>", "<a hREF='http//a'>"),
            ]
        ),
    ),
    max_size=6,
).map("\n".join)
POSTS = st.builds(
    lambda fence, lines, close, body, end: end.join([fence, *lines, close, body]),
    st.sampled_from(["---", "+++", "---json", "", "\ufeff---", "\n---", "--- "]),
    st.lists(LINES, max_size=7),
    st.sampled_from(["---", "+++", "...", "", "----"]),
    BODIES,
    st.sampled_from(["\n", "\r\n", "\r"]),
)
DATA = st.one_of(
    st.binary(max_size=200),
    POSTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    POSTS.map(lambda text: text.encode("utf-16")),
    st.tuples(POSTS, st.binary(max_size=4)).map(
        lambda two: two[0].encode("utf-8", "replace") + two[1]
    ),
)
PATHS = st.sampled_from(
    ["_posts/2024-05-01-a.md", "content/a.md", "a.txt", "-", "2024-13-45-x.html"]
)


@settings(max_examples=60, deadline=None)
@given(DATA, PATHS)
@example(b"", "-")
@example(b"---\n" + b"[" * 100, "a.md")
@example(b"---\na: &a [x]\nb: [*a, *a]\n---\n" * 3, "a.md")
def test_any_bytes_give_findings_inside_the_text(data: bytes, path: str) -> None:
    post = parse_bytes(path, data)
    for problem in examine_post(post).problems:
        place = problem.location
        assert 0 <= place.offset <= place.end <= len(post.text)
        assert 1 <= place.line <= len(post.line_starts)
        assert post.line_starts[place.line - 1] + place.column - 1 == place.offset
        finding = describe(post, problem)
        assert 0 <= finding.byte_offset <= finding.byte_end
        for edit in problem.fix.edits if problem.fix else ():
            assert 0 <= edit.start <= edit.end <= len(post.text)


@settings(max_examples=40, deadline=None)
@given(text=POSTS, path=PATHS, unsafe=st.booleans())
def test_repairing_twice_is_repairing_once(*, text: str, path: str, unsafe: bool) -> None:
    post = parse_bytes(path, text.encode("utf-8", "surrogatepass"))
    config = ValidateConfig(archive=False)
    once = mend_post(post, config, ReadConfig(), unsafe=unsafe)
    twice = mend_post(once.post, config, ReadConfig(), unsafe=unsafe)
    assert twice.post.text == once.post.text
    if post.front_matter.valid and not once.repaired:
        assert once.post is post


@settings(max_examples=40, deadline=None)
@given(POSTS)
def test_safe_repairs_leave_the_other_values_alone(text: str) -> None:
    post = parse_bytes("_posts/a.md", text.encode("utf-8", "surrogatepass"))
    mended = mend_post(post, ValidateConfig(archive=False), ReadConfig())
    if not post.front_matter.valid:
        return
    touched = {(one.pointer or "").split("/")[1] for one in mended.repaired if one.pointer}
    for key, value in post.front_matter.values.items():
        if key not in touched and not any(one.code == "NK111" for one in mended.repaired):
            assert mended.post.front_matter.values.get(key) == value


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=6).map(lambda lines: "\n".join(lines) + "\n"))
@example("a: b\n  - c\n")
@example("a: 'x' \nb: [1, 'y z', w ]\n\nc:\n- 1\n\n# d\n")
def test_plain_yaml_is_read_as_libyaml_reads_it(text: str) -> None:
    quick = parse_plain_yaml(text)
    if quick is None:
        return
    whole = parse_yaml(text)
    assert whole.valid
    assert whole.notes == ()
    assert list(quick.values.items()) == list(whole.values.items())
    assert dict(quick.spans) == dict(whole.spans)
    # In the middle of a text, places are those of the text.
    inside = parse_plain_yaml(f"---\n{text}---\n", 4, 4 + len(text))
    assert inside is not None
    assert inside.values == quick.values
    for pointer, place in inside.spans.items():
        key = quick.spans[pointer].key
        assert place.key == (key and (key[0] + 4, key[1] + 4))
        assert place.value == tuple(at + 4 for at in quick.spans[pointer].value)


@settings(max_examples=150, deadline=None)
@given(DATA, PATHS)
@example(b"---\ntitle: T\n---\nA body.\n", "_posts/2024-05-01-a.md")
@example(b"---\ntitle: T\ntitle: U\n...\nA body.\n---\n", "a.md")
def test_a_rule_that_is_not_asked_would_have_found_nothing(data: bytes, path: str) -> None:
    post = parse_bytes(path, data)
    if "newskit:" in post.text:
        return
    config = ValidateConfig(archive=False)
    found = {(one.code, one.location, one.message) for one in validate_post(post, config)}
    subject = Subject(post, config)
    for rule in (rule for rule in all_rules() if rule.check is not None and rule.default):
        assert rule.check is not None
        for one in rule.check(rule, subject):
            assert (one.code, one.location, one.message) in found


@settings(max_examples=80, deadline=None)
@given(text=BODIES, indented=st.booleans())
def test_masking_code_keeps_every_place(*, text: str, indented: bool) -> None:
    masked = mask_code(text, indented=indented)
    assert len(masked) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, masked, strict=True))


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


@settings(max_examples=40, deadline=None)
@given(POSTS)
def test_an_ignored_file_says_nothing(text: str) -> None:
    if "\n---" not in text or not text.startswith("---\n"):
        return
    text = text.replace("---\n", "---\n# newskit: ignore-file[NK]\n", 1)
    post = parse_bytes("_posts/a.md", text.encode("utf-8", "surrogatepass"))
    if post.front_matter.format.value == "yaml":
        codes = {one.code for one in validate_post(post)}
        assert codes <= {"NK901", "NK905", "NK906"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SCALARS.map(lambda text: f"# {text}"), max_size=1),
    st.one_of(SCALARS, st.builds(lambda key, value: f"{key}: {value}", KEYS, SCALARS)),
    st.lists(LINES, max_size=4),
)
def test_no_two_moves_make_entries_of_a_list(above: list[str], item: str, below: list[str]) -> None:
    start = (*above, f"- {item}", *below)
    lists = [start]
    for _ in range(2):
        lists = [
            replaced(lines, move)
            for lines in lists
            for index in range(len(lines))
            for move in yaml_moves(lines, index)
        ]
        for lines in lists:
            assert not plausible(lines, FrontMatterFormat.YAML, start, UNKNOWN)
