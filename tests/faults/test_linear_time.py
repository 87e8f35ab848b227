"""Parts of a post that no parser should meet are kept and reported; limits are lowered here."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from newskit.account.tokens import of_style
from newskit.convert import document
from newskit.convert.proof.verify import proves
from newskit.importers.html import _WHOLE as SAVED_PAGE
from newskit.importers.warc import _SNIFFED as WARC_PAGE
from newskit.markup import cuts
from newskit.markup.cuts import crowded_tag, deep_tag, without_doubled_boxes
from newskit.markup.templates import protect
from newskit.read.front_matter import find_fences
from newskit.read.parse import detect_body_format
from newskit.records import text
from newskit.render.flavour import Flavour
from newskit.render.site import render_site
from newskit.render.templates.resolve import _OUTPUT as OUTPUT
from newskit.render.templates.tags import TemplateEnds
from newskit.strip.blocks import opaque_spans
from newskit.validate.subject import _TITLED as TITLED


def _crowded(number: int) -> str:
    return "<p " + " ".join(f"data-key-number-{one}=1" for one in range(number)) + ">words</p>"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of a hundred attributes."""
    monkeypatch.setattr(cuts, "MAX_ATTRIBUTES", 100)


@pytest.mark.usefixtures("few")
def test_a_tag_of_too_many_attributes_is_found_where_it_starts() -> None:
    assert crowded_tag("<b>x</b>\n" + _crowded(120)) == 9
    assert crowded_tag(_crowded(99)) == -1
    long = f"<img alt=\"{'a b ' * 1000}\" src='data:image/png;base64,{'A' * 5000}'>"
    assert crowded_tag(long) == -1


@pytest.mark.usefixtures("few")
def test_a_post_with_such_a_tag_stays_as_it_is_and_is_reported(newskit, tmp_path: Path) -> None:
    body = f"<p>First <b>words</b>.</p>\n{_crowded(120)}\n"
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{body}")
    before = (tmp_path / "a.md").read_bytes()
    newskit("convert", "a.md", "--in-place", "--report", "r.jsonl")
    assert (tmp_path / "a.md").read_bytes() == before
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert any("attributes in one tag" in row.get("text", "") for row in rows)
    record = json.loads(newskit("export", "jsonl", "a.md").stdout)
    assert "First words" in " ".join(record["text"].split())


@pytest.mark.parametrize("name", ["div", "pre", "b", "font", "option", "span"])
def test_elements_nested_too_deep_are_found(name: str) -> None:
    html = f"<{name}>" * 30 + "x" + f"</{name}>" * 30
    assert deep_tag(html, 20) == 20 * (len(name) + 2)
    assert deep_tag(html, 30) == -1
    assert deep_tag(f"<{name}>x</{name}>" * 500, 20) == -1


def test_lists_nested_too_deep_stay_and_are_reported(
    newskit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_MOST_INDENTED", 10)
    nested = "<ul><li><b>a</b>" * 12 + "</li></ul>" * 12
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{nested}\n")
    (tmp_path / "b.md").write_text("---\ntitle: T\n---\n" + "<ul><li>c</li></ul>\n" * 20)
    newskit("convert", "a.md", "b.md", "--in-place", "--report", "r.jsonl")
    assert nested in (tmp_path / "a.md").read_text()
    assert "<ul>" not in (tmp_path / "b.md").read_text()
    assert "more than 10 lists inside each other" in (tmp_path / "r.jsonl").read_text()


def test_paragraphs_and_void_elements_do_not_nest() -> None:
    assert deep_tag("<p>x<br><img>" * 100, 20) == -1
    assert deep_tag("<p>x<br><B>" * 100, 20) == len("<p>x<br><B>") * 21 - 3
    assert deep_tag("<UL><li><dl></dl>" * 30, 20, only=frozenset({"ul"})) == 20 * 17
    assert deep_tag("<ul><li></Ul>" * 30, 20, only=frozenset({"ul"})) == -1


def test_the_text_of_what_nests_too_deep_is_still_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(text, "_MAX_DEPTH", 20)
    html = "<pre>" * 30 + "the ferry" + "</pre>" * 30
    assert text.visible_text(html).split() == ["the", "ferry"]


@pytest.mark.parametrize("sign", ["~", "`"])
def test_a_run_of_one_sign_is_no_fence_that_is_tried_again(sign: str) -> None:
    # Ten times the length may not take a hundred times the steps: this one would take minutes.
    assert detect_body_format(sign * 150_000) is not None


def test_marks_of_fences_within_a_line_are_looked_at_once() -> None:
    # The rest of the line was read for each of them.
    line = "a `b ``c ```d " * 200_000
    assert opaque_spans(line) == []
    assert opaque_spans(f"{line}\n```x\n{line}\n```\n") == [
        (len(line) + 1, 2 * len(line) + 10, "code")
    ]


def test_a_fence_without_a_line_behind_it_is_code_to_the_end() -> None:
    assert opaque_spans("words\n```") == [(6, 9, "code")]


def test_template_code_that_nothing_ends_is_looked_for_once() -> None:
    text = "{{ a {% b {# c " * 60_000
    ends = TemplateEnds(text + "}}")
    assert {ends.end_of(place) for place in range(0, len(text) - 20_000, 5)} == {-1}
    assert ends.end_of(len(text) - 15) == len(text) + 2
    assert TemplateEnds("{{ a }} {{ b\n\n}}").end_of(0) == 7
    assert TemplateEnds("{{ a }} {{ b\n\n}}").end_of(8) == -1


def test_a_node_is_found_in_its_parent_without_looking_at_all_others() -> None:
    from newskit.convert.conventions.nodes import Node

    looked = 0

    class Children(list[object]):
        def __getitem__(self, place: object) -> object:
            nonlocal looked
            looked += 1
            return super().__getitem__(place)  # type: ignore[index]

    parent = Node("div").append(*(Node("pre") for _ in range(1000)))
    nodes = list(parent.children)
    parent.children = Children(parent.children)  # type: ignore[assignment]
    del parent.children[500:510]
    found = [node.index() for node in nodes if node in parent.children]  # type: ignore[union-attr]
    assert found == list(range(990))
    assert looked < 15_000
    with pytest.raises(ValueError, match="no parent"):
        nodes[505].index()  # type: ignore[union-attr]


def test_comments_that_nothing_ends_are_looked_through_once() -> None:
    html = "<div>" + "<!-- " * 10_000
    start = time.perf_counter()
    assert without_doubled_boxes(html) == html
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("> " * 30 + "words </b>", "words"),
        ("[a]: " + "x " * 5_000 + "<\n\nwords", "words"),
        ("[a]: x" + " " * 5_000 + "<\n\nwords", "words"),
    ],
)
def test_lines_that_kramdown_reads_its_own_way_are_looked_at_once(
    markdown: str, shown: str
) -> None:
    start = time.perf_counter()
    assert shown in render_site(markdown, Flavour.KRAMDOWN)
    assert time.perf_counter() - start < 2


def test_the_end_of_a_sites_own_tag_is_looked_for_once() -> None:
    start = time.perf_counter()
    protected = protect("{% card %}\n" * 10_000 + "{% endcard %}")
    assert time.perf_counter() - start < 2
    assert protected.pieces[0] == "{% card %}"
    assert protect("{% card %}a{% card %}<b>b</b>{% endcard %}").pieces == (
        "{% card %}a{% card %}<b>b</b>{% endcard %}",
    )
    twice = "{% card %}a{% endcard %}{% card %}<b>b</b>{% endcard %}"
    assert protect(twice).pieces == (
        "{% card %}",
        "{% endcard %}",
        "{% card %}<b>b</b>{% endcard %}",
    )


def test_a_line_of_bars_is_looked_at_once_for_the_head_of_a_table() -> None:
    start = time.perf_counter()
    assert "| a |" in render_site("| a |" * 8_000 + "\n| - |-| no\n", Flavour.GOLDMARK)
    assert time.perf_counter() - start < 2


def test_a_heading_with_indented_lines_below_it_is_text(newskit, tmp_path: Path) -> None:
    # Each line doubled the ways to read Pelican's header: forty took for ever.
    lines = "        an option of the tool\n" * 400
    (tmp_path / "a.md").write_text(
        f"---\ntitle: T\n---\nUsage:\n{lines}\n<p>Words <b>here</b></p>\n"
    )
    assert b"Words **here**" in newskit("convert", "a.md").stdout


def test_a_page_that_begins_with_comments_is_looked_at_once() -> None:
    comments = b"<!-- a note -->" * 60
    assert WARC_PAGE.match(comments + b"words") is None
    assert WARC_PAGE.match(comments + b"<html>") is not None
    assert SAVED_PAGE.match(comments + b"words") is None
    assert SAVED_PAGE.match(comments + b"<title>T</title>") is not None


def test_digits_beside_code_are_read_once(newskit, tmp_path: Path) -> None:
    cell = f'<td class="gutter">{"1234567890" * 40} lines</td>'
    table = (
        f'<table class="highlight"><tr>{cell}<td class="code"><pre>x = 1</pre></td></tr></table>'
    )
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{table}\n")
    assert b"x = 1" in newskit("convert", "a.md").stdout


@pytest.mark.parametrize("start", ["a", "@", "/*"])
def test_a_sheet_that_styles_nothing_is_read_once(newskit, tmp_path: Path, start: str) -> None:
    html = f"<p>first</p><style>{start * 200_000}</style><p>last</p>"
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{html}\n")
    done = newskit("convert", "a.md")
    assert done.returncode == 0
    assert b"first" in done.stdout
    assert b"last" in done.stdout


@pytest.mark.parametrize("command", ["convert", "validate"])
@pytest.mark.parametrize(
    "html",
    [
        f'<p>first <a title="[A{"-" * 200_000}">last</a></p>',
        f"<p>first {'<body<0' * 30_000} and</p><p>last</p>",
        '<p>first <a href="{0}" title="{0}" style="{0}">last</a></p>'.format("<code\t" * 9_000),
    ],
    ids=["a shortcode without an end", "names of tags", "spaces behind a tag"],
)
def test_what_begins_and_never_ends_is_read_once(
    newskit, tmp_path: Path, command: str, html: str
) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{html}\n")
    done = newskit(command, "a.md")
    assert done.returncode in {0, 1}
    assert command == "validate" or (b"first" in done.stdout and b"last" in done.stdout)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("comments without an end", f"<p>first</p>{'<!--' * 1_200}"),
        ("quotations inside each other", f"<b>first</b>\n\n{'> ' * 600}last\n"),
    ],
)
def test_what_no_renderer_should_meet_is_kept_and_reported(
    newskit, tmp_path: Path, kind: str, body: str
) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{body}")
    newskit("convert", "a.md", "--in-place", "--report", "r.jsonl")
    assert (tmp_path / "a.md").read_text() == f"---\ntitle: T\n---\n{body}"
    rows = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text().splitlines()]
    assert any(kind in row.get("text", "") for row in rows)
    fewer = body.replace("<!--" * 1_200, "<!-- a -->" * 1_200).replace("> " * 600, "> " * 400)
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n{fewer}")
    assert b"<p>" not in newskit("convert", "a.md").stdout.replace(b"<b>", b"<p>")


def test_addresses_in_styles_are_read_once() -> None:
    assert of_style("url(a(1).png)") == ["a(1).png"]
    assert of_style("url( 'b c.png' ) url(d.png)") == ["b c.png", "d.png"]
    assert of_style("url(a" * 100_000) == []


def test_a_quotation_mark_without_another_in_json_is_looked_at_once() -> None:
    head = '{"title": "T", "note": "' + '\\"' * 200_000
    for source, closed in ((head, False), (head + '"}\n', True)):
        fences = find_fences(source)
        assert fences is not None
        assert fences.terminated is closed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[a](" * 9_000, "[a]("),
        ("[a](<" * 9_000, "[a](&lt;"),
        (f"```{'`' * 20_000} a b\n", "a b"),
        (f"<a{' ' * 20_000}! b\n", "! b"),
        (f"[a]: x{' ' * 40_000}y\n\n[a] b\n", " b"),
    ],
)
def test_what_begins_a_link_code_or_a_tag_in_kramdown_is_read_once(text: str, shown: str) -> None:
    start = time.perf_counter()
    assert shown in render_site(f"{text}\n\n{{:.c}}\nend\n", Flavour.KRAMDOWN)
    assert time.perf_counter() - start < 4


def test_blanks_in_a_dense_document_are_compared_once() -> None:
    html = "<p>a<br>b</p>" * 40_000
    start = time.perf_counter()
    last = f"<p>a{' ' * 60_000}b</p>"
    assert proves("a\\\nb\n\n" * 40_000 + "a b\n", html + last, semantics=True)
    assert time.perf_counter() - start < 8


def test_braces_in_highlighted_code_are_read_once() -> None:
    start = time.perf_counter()
    assert OUTPUT.sub("", "{{" * 20_000) == "{{" * 20_000
    assert OUTPUT.sub("", "{% raw %}" * 8_000).startswith("{% raw %}")
    assert OUTPUT.sub("", "a {{ page.x }} {% raw %}{{ y }}{% endraw %}") == "a  "
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.mdx", f"[b]()\n\n{'{/* ' * 80_000}\n"),
        ("a.md", f"{'$[ropes][shop]$, ' * 80_000}[b]()\n\n[z]: https://example.org\n"),
    ],
    ids=["comments of MDX without an end", "references among dollars"],
)
def test_what_is_looked_for_around_a_link_is_looked_for_once(
    newskit, tmp_path: Path, name: str, body: str
) -> None:
    (tmp_path / name).write_text(f"---\ntitle: T\n---\n{body}")
    found = newskit("validate", name, "--isolated", "--select", "NK356,NK360")
    assert b"NK356" in found.stdout
    assert b"NK360" not in found.stdout


def test_a_title_that_no_quote_ends_is_read_once() -> None:
    started = time.monotonic()
    assert TITLED.search(f'[a](b "{"<" * 200_000}') is None
    assert time.monotonic() - started < 2
