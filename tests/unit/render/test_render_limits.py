"""What is nested, unclosed or crowded is rendered in time, and its words are kept."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from newskit.markup.templates import protect
from newskit.records.text import plain_text
from newskit.render import site
from newskit.render.flavour import Flavour
from newskit.render.site import render_body, render_site
from newskit.render.templates.context import TemplateContext
from newskit.render.templates.tags import Pairs

KRAMDOWN = Flavour.KRAMDOWN


def text(markdown: str, flavour: Flavour = KRAMDOWN) -> str:
    return plain_text(render_site(markdown, flavour))


def seconds(markdown: str) -> float:
    started = time.process_time()
    render_site(markdown, KRAMDOWN)
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    [
        "{::nomarkdown}\nword\n",
        "word {::comment} word\n\n",
        '<div markdown="1">\nword\n',
        '<section markdown="block">\n\nword\n\n</section>\n\n',
        "{: word ",
        '{: "word" ',
        "<h2>word\n",
        "word: of a line without an end ",
        "{% raw %} word ",
    ],
)
def test_what_nothing_closes_takes_time_in_proportion(piece: str) -> None:
    few, many = (seconds("Pier. " + piece * (size // len(piece))) for size in (20_000, 160_000))
    assert many < 30 * few + 0.5


def test_extensions_that_nothing_closes_leave_the_words() -> None:
    assert text("One {::nomarkdown}two\n\nThree {:/comment}four\n") == "One two\n\nThree four"
    assert text("{::comment}\nhidden\n{:/}\n\nShown\n") == "Shown"
    assert text("{::nomarkdown}*a*{:/nomarkdown} *b* {::options x='y' /}\n") == "*a* b"
    assert text("`{::comment}` and {::comment}gone{:/comment}\n") == "{::comment} and"


def test_elements_with_markdown_are_opened_within_each_other() -> None:
    html = render_site(
        '<div markdown="1" class="a">\n  <section markdown="1">\n  *in*\n  </section>\n\n'
        '  *on*\n</div>\n\n<div markdown="1">\n*open*\n\nwords\n',
        KRAMDOWN,
    )
    assert "<em>in</em>" in html
    assert "<em>on</em>" in html
    assert html.index("<section>") < html.index("<em>in</em>") < html.index("</section>")
    assert '<div class="a">' in html
    assert '<div markdown="1">' in html  # that nothing closes


def test_a_name_is_not_the_beginning_of_another() -> None:
    html = render_site('<div markdown="1">\n*one* <div-x>\n</div>\n', KRAMDOWN)
    assert "<em>one</em>" in html


def test_a_crowded_text_is_read_as_commonmark_and_the_record_says_so(
    newskit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "Pier.[^1]\n\n[^1]: Note.\n"
    assert text(note) == "Pier.1\n\nNote."
    monkeypatch.setattr(site, "_MOST_BRACKETS", 10)
    assert text(note + "[x] " * 12).startswith("Pier.[^1]")
    (tmp_path / "a.md").write_text("---\ntitle: T\n---\n" + "[a] " * 10_001)
    (tmp_path / "b.md").write_text("---\ntitle: T\n---\n" + "[a] " * 9_000)
    rows = [json.loads(line) for line in newskit("export", "jsonl", ".").stdout.splitlines()]
    said = [row["metadata"]["newskit"].get("derived", {}).get("text", "") for row in rows]
    assert said == ["CommonMark alone: too long, or too many marks", ""]


def test_end_tags_that_are_missing_are_looked_for_once() -> None:
    started = time.process_time()
    for piece in ("{% raw %} a ", "{{< b >}} a ", "{::comment} a "):
        assert protect(piece * 20_000).text.count("a") == 20_000
    assert protect('[x y="1"]a ' * 20_000 + "[/x]", html=True).text.count("a") == 20_000
    assert time.process_time() - started < 10


def test_an_end_tag_behind_a_shortcode_is_not_that_of_one_before_it() -> None:
    aside = protect('[code]a[/code] b [code x="1"] c', html=True)
    assert [*aside.pieces] == ["[code]a[/code]", '[code x="1"]']


@pytest.mark.parametrize(
    "form", ["{{% n{} %}}word ", "{{{{< n{} >}}}}word ", "{{% n{} %}}word{{% endn{} %}} "]
)
def test_tags_of_very_many_names_are_paired_in_one_pass(form: str) -> None:
    def taken(count: int) -> float:
        many = "".join(form.format(number, number) for number in range(count))
        started = time.process_time()
        render_body(many, Flavour.ANY, TemplateContext())
        return time.process_time() - started

    assert taken(8_000) < 30 * taken(1_000) + 0.5


def test_each_end_tag_ends_the_nearest_tag_of_its_name() -> None:
    text = (
        "{% A %}1{% b %}2{% a x=1 %}3{% endA %}4{% end_b %}5{% enda-%}{% raw %}{% a %}{% endRAW %}"
    )
    pairs = Pairs(text)

    def content(tag: str, start: int = 0) -> str | None:
        end = text.index(tag, start) + len(tag)
        found = pairs.enclosed(tag[2:-2].split(maxsplit=1)[0], end)
        return None if found is None else text[end : found[0]]

    assert content("{% a x=1 %}") == "3"
    assert content("{% b %}") == "2{% a x=1 %}3{% endA %}4"
    assert content("{% A %}") == "1{% b %}2{% a x=1 %}3{% endA %}4{% end_b %}5"
    assert content("{% raw %}") == "{% a %}"
    assert content("{% a %}") is None
    short = Pairs("{{< a >}}{{< b/c x >}}1{{< /b/c >}}{{< a/>}}2{{</a>}}")
    assert short.shortcode(9) == (45, 53)
    assert short.shortcode(22) == (23, 35)
