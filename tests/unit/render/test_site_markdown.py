"""Markdown as the sites' own renderers show it (run: kramdown 2.4, Hugo 0.111)."""

from __future__ import annotations

import time

import pytest

from newskit.records.text import plain_text
from newskit.render.extensions import prepared
from newskit.render.flavour import Flavour, flavour_of
from newskit.render.held import Held
from newskit.render.site import render_body, render_site
from newskit.render.templates.context import TemplateContext

KRAMDOWN, GOLDMARK, ANY = Flavour.KRAMDOWN, Flavour.GOLDMARK, Flavour.ANY
DIALECTS = (KRAMDOWN, GOLDMARK, ANY, Flavour.PYTHON)

PARSED = '{::options parse_block_html="true" /}\n\n'


def text(markdown: str, flavour: Flavour = KRAMDOWN) -> str:
    return plain_text(render_site(markdown, flavour))


@pytest.mark.parametrize("flavour", [*DIALECTS, Flavour.GFM, Flavour.MARKED])
@pytest.mark.parametrize(
    ("label", "note"),
    [("1", "https://news.example/report"), ("quelle", "Stadtarchiv"), ("註", "見《日報》第三版")],
)
def test_a_footnote_shows_its_words_and_none_of_its_marks(
    flavour: Flavour, label: str, note: str
) -> None:
    html = render_site(f"The pier opens.[^{label}] More.\n\n[^{label}]: {note}\n", flavour)
    assert plain_text(html) == f"The pier opens.1 More.\n\n{note}"
    assert f'href="#fn:{label}"' in html
    assert f'<li id="fn:{label}"' in html
    assert f'<sup id="fnref:{label}">' in html
    assert f'href="#fnref:{label}"' in html


def test_a_note_named_twice_has_two_ways_back() -> None:
    html = render_site("One.[^a] Two.[^a]\n\n[^a]: Note.\n", KRAMDOWN)
    assert html.count('href="#fn:a"') == 2
    assert 'href="#fnref:a"' in html
    assert 'href="#fnref:a:1"' in html


def test_what_names_no_note_stays_text() -> None:
    assert text("A set [^x] of chars.\n") == "A set [^x] of chars."


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("First.\n{: .lead}\n\nSecond.\n", "First.\n\nSecond."),
        ("{: #top .x lang=de}\nFirst.\n", "First."),
        ('A *word*{: .hot title="{x}"} more.\n', "A word more."),
        ("A [link](/x){:target='_blank' rel='nofollow'}.\n", "A link."),
        ("Words{:.x} alone.\n", "Words{:.x} alone."),
        ("`{: .x}` is a list.\n", "{: .x} is a list."),
        ("~~~\n{: .x}\n~~~\n", "{: .x}"),
        ("{:ref: .big}\n\nText\n{: ref}\n", "Text"),
        ("- a\n- b\n{: .list}\n\nc\n", "a\n\nb\n\nc"),
        ("A {::comment}not this{:/comment} B\n", "A B"),
        ("A {::nomarkdown}<i>*x*</i>{:/} B\n", "A *x* B"),
    ],
)
def test_attribute_lists_are_not_shown(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


def test_attribute_lists_go_to_their_element() -> None:
    html = render_site("Para\n{: #p1 .a}\n\n*em*{: .b} x\n\n> q\n{: .c}\n", KRAMDOWN)
    assert '<p id="p1" class="a">Para</p>' in html
    assert '<em class="b">em</em>' in html
    assert '<blockquote class="c">' in html


@pytest.mark.parametrize(
    ("heading", "flavour", "opened"),
    [
        ("## Der Kopf {#eigen}", KRAMDOWN, '<h2 id="eigen">Der Kopf</h2>'),
        ("## Der Kopf {#eigen .x}", GOLDMARK, '<h2 id="eigen" class="x">Der Kopf</h2>'),
        ("## Der Kopf, neu!", KRAMDOWN, '<h2 id="der-kopf-neu">Der Kopf, neu!</h2>'),
        ("## 二つ目 の `見出し`", GOLDMARK, 'id="二つ目-の-見出し"'),
        ("## Menge {a}", GOLDMARK, ">Menge {a}</h2>"),
        ("## Menge {.x}", KRAMDOWN, ">Menge {.x}</h2>"),
        ("## for (n) {}", Flavour.GOLDMARK, ">for (n)</h2>"),
        ("## for (n) {}", ANY, ">for (n) {}</h2>"),
        ("Unten {#u}\n-----", KRAMDOWN, '<h2 id="u">Unten</h2>'),
    ],
)
def test_headings_have_ids(heading: str, flavour: Flavour, opened: str) -> None:
    assert opened in render_site(f"{heading}\n\nText\n", flavour)


def test_repeated_headings_have_ids_of_their_own() -> None:
    html = render_site("# A\n\n# A\n\n# A\n", ANY)
    assert [f'id="a{end}"' in html for end in ("", "-1", "-2")] == [True] * 3


def test_a_table_of_contents_stands_for_its_list() -> None:
    markdown = "* x\n{:toc}\n\n## One\n\n### *Two*\n\n## Three\n{:.no_toc}\n\n## Four\n"
    html = render_site(markdown, KRAMDOWN)
    contents = html[: html.index("<h2")]
    assert plain_text(contents) == "One\n\nTwo\n\nFour"
    assert '<a href="#two"><em>Two</em></a>' in contents


@pytest.mark.parametrize("flavour", DIALECTS)
def test_definitions_are_a_list(flavour: Flavour) -> None:
    html = render_site("Kai\n: Ufer im Hafen\n: auch ein Name\n", flavour)
    assert "<dt>Kai</dt>" in html
    assert html.count("<dd>") == 2
    assert plain_text(html) == "Kai\n\nUfer im Hafen\n\nauch ein Name"


def test_github_has_no_definitions() -> None:
    assert text("Kai\n: Ufer\n", Flavour.GFM) == "Kai : Ufer"


@pytest.mark.parametrize("flavour", [KRAMDOWN, Flavour.PYTHON, ANY])
def test_abbreviations_have_their_title(flavour: Flavour) -> None:
    html = render_site("The EU met; the EUR fell.\n\n*[EU]: European Union\n", flavour)
    assert plain_text(html) == "The EU met; the EUR fell."
    assert html.count('<abbr title="European Union">EU</abbr>') == 1


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ('<div class="n" markdown="1">\n*a* [b](/b)\n\n- c\n</div>\n\nd\n', "a b\n\nc\n\nd"),
        ("<p markdown='span'>*a*</p>\n", "a"),
        ('x <span markdown="1">*a*</span> y\n', "x a y"),
        ('1. one\n\n   <div markdown="block">\n   *a*\n   </div>\n2. two\n', "one\n\na\n\ntwo"),
        ('<aside markdown="1">\n<div>*raw*</div>\n\n*in*\n</aside>\n', "*raw*\n\nin"),
        ('`<b markdown="1">`\n', '<b markdown="1">'),
        ('<section markdown="1"><p>a</p><pre>*b*</pre></section>\n', "a\n\n*b*"),
        (f"{PARSED}<div>\n*a*\n\n- b\n</div>\n\n`<div>*c*</div>`\n", "a\n\nb\n\n<div>*c*</div>"),
        (
            f"{PARSED}<nav><h2>*a*</h2><pre>*b*</pre></nav>\n\n<ul><li>*c*</li></ul>\n",
            "a\n\n*b*\n\n*c*",
        ),
        (f"{PARSED}<aside markdown='0'>*a*</aside>\n", "*a*"),
    ],
)
def test_markdown_in_elements_is_read(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


def test_notes_within_an_element_are_those_of_the_post() -> None:
    html = render_site('<div markdown="1">\nA.[^1]\n</div>\n\n[^1]: Note.\n', KRAMDOWN)
    assert plain_text(html) == "A.1\n\nNote."


@pytest.mark.parametrize(
    ("markdown", "flavour", "cells"),
    [
        ("a | b\nc | d\n", KRAMDOWN, 4),
        ("| a | `x|y` |\n", KRAMDOWN, 2),
        ("| h | i |\n|---|--:|\n| 1 | 2 |\n", KRAMDOWN, 4),
        ("| h | i |\n|---|--:|\n| 1 | 2 |\n", GOLDMARK, 4),
        ("a | b\nc | d\n", GOLDMARK, 0),
        ("a | b\nno pipe\n", KRAMDOWN, 0),
        ("words\na | b\n", KRAMDOWN, 0),
    ],
)
def test_tables_are_those_of_the_renderer(markdown: str, flavour: Flavour, cells: int) -> None:
    html = render_site(markdown, flavour)
    assert html.count("<td") + html.count("<th") - html.count("<thead") == cells
    if not cells:
        assert "|" in plain_text(html)


@pytest.mark.parametrize("flavour", DIALECTS)
def test_formulas_are_no_markdown(flavour: Flavour) -> None:
    html = render_site("So $$a_1 * b_2 * c < d$$ holds.\n\n$$\nx_1\n$$\n", flavour)
    assert "a_1 * b_2 * c &lt; d" in html
    assert 'class="math inline"' in html
    assert 'class="math display"' in html
    assert "<em>" not in html


def test_prices_are_no_formula() -> None:
    assert (
        text("It was $$ and then\n\nit was $$ again.\n") == "It was $$ and then\n\nit was $$ again."
    )


def test_tasks_show_their_boxes() -> None:
    html = render_site("- [x] done[^1]\n- [ ] open\n\n[^1]: n\n", GOLDMARK)
    assert html.count('type="checkbox"') == 2
    assert plain_text(html).startswith("done1\n\nopen")


def test_both_renderers_make_the_same_of_commonmark() -> None:
    """The quick one is asked where a text needs no more; nobody is to see which one it was."""
    common = (
        '# T\n\nA *b* `c` [d](/e "f").\n\n- x\n  1. y\n\n> q\n\n```py\nz < 1\n```\n\n<b>h</b>\n'
    )
    more = render_site(f"{common}\nend.[^1]\n\n[^1]: n\n", GOLDMARK)
    assert more.startswith(render_site(common, GOLDMARK).rstrip())


def test_deep_nesting_keeps_its_words() -> None:
    assert "core" in text("> " * 400 + "core.[^1]\n\n[^1]: note\n")


def test_html_that_is_held_parts_the_paragraph_it_stands_in() -> None:
    held = Held.for_text("")
    markdown = f"before\n{held.block('<hr class=x>')}\nafter *it*\n\n{held.inline('<i>y</i>')} z\n"
    html = render_site(markdown, GOLDMARK, held)
    assert " ".join(html.split()) == (
        "<p>before</p> <hr class=x> <p> after <em>it</em></p> <p><i>y</i> z</p>"
    )


def test_private_characters_of_a_post_stay() -> None:
    mine = "\U000f0000\U000f0001"
    assert text(f"{mine} $$x$$ {mine}\n").startswith(f"{mine} ")
    assert text(f"{mine} $$x$$ {mine}\n").endswith(f" {mine}")


@pytest.mark.parametrize(
    ("path", "body", "flavour"),
    [
        ("_posts/2024-01-02-a.md", "", Flavour.KRAMDOWN),
        ("source/_posts/a.md", "", Flavour.MARKED),
        ("content/a.md", "", Flavour.GOLDMARK),
        ("a.md", "{{< x >}}", Flavour.GOLDMARK),
        ("a.md", "", Flavour.ANY),
    ],
)
def test_the_renderer_is_the_usual_one_of_the_place(path: str, body: str, flavour: Flavour) -> None:
    assert flavour_of(path, body) is flavour


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("* one\n^\n\n    code\n", "one\n\ncode"),
        ("* Pier\n  Length\n  : 84 m\n", "Pier\n\nLength\n\n84 m"),
        ('[a](/b c.html) ![d](/e f.jpg "t")\n', "a"),
        ("*x*{:\n.big}.\n", "x."),
        ("1) one\n2) two\n", "1) one 2) two"),
        ("a ~> 1 and b ~x~ c ~~d~~\n", "a ~> 1 and b ~x~ c d"),
        ("<!-- c -->\nfrom [a](/b|c) here\n", "from a here"),
        ("Run:\n\n    ~ $ mill\n\nIt ~grinds~.\n", "Run:\n\n~ $ mill\n\nIt ~grinds~."),
        ("\u06f1. one\n\u06f2. two\n{: .x}\n", "\u06f1. one \u06f2. two"),
        ("```a()```\u7684\n\n```java\nint b;\n```\n", "```java\nint b;"),
        ("```a()```\u7684\n\nand on\n", "a()\u7684\n\nand on"),
        ("*Try <https://a.test/#b|en|>.*\n", "*Try <https://a.test/#b\nen\n>.*"),
        ("```c\nx\n\n    int b;\n    ```\n\n*on*\n", "```c x\n\nint b;\n```\n\non"),
        ("` LEFT` and on\n", "` LEFT` and on"),
        ("<The rest | of it>\n\n# On\n", "<The rest | of it>\n\nOn"),
        (' <div markdown="1">\n\n# On\n\n </div>\n\nend\n', "On\n\nend"),
        ('- a\n\n  <div markdown="1">\n  *b*\n  </div>\n\nend\n', "a\n\nb\n\nend"),
    ],
)
def test_kramdown_reads_what_commonmark_does_not(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**注意：**请看", "注意：请看"),
        ("他说**（笑）**然后", "他说（笑）然后"),
        ("a `code`` and on", "a code` and on"),
        (r"/^\/path/ and \@ann, \+1", r"/^\/path/ and \@ann, +1"),
        ("one\\\\\ntwo", "one\ntwo"),
        ("####\n\nwords", "####\n\nwords"),
        ('<o:p class="x">old</o:p> Word', "old Word"),
        ("snake_case_name, __all__ and 2 * 3 * 4", "snake_case_name, all and 2 * 3 * 4"),
    ],
)
def test_spans_that_kramdown_reads_in_its_own_way(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


def test_emphasis_of_kramdown_and_python_markdown_needs_no_space_beside_punctuation() -> None:
    for flavour in (KRAMDOWN, Flavour.PYTHON):
        assert "<strong>주의:</strong>다음" in render_site("**주의:**다음", flavour)
    assert "<strong>" not in render_site("**주의:**다음", GOLDMARK)
    assert r"\$5" in text(r"costs \$5", Flavour.PYTHON)
    assert r"\$5" not in text(r"costs \$5")


def test_containers_show_their_title_and_what_they_hold() -> None:
    body = ":::tip[A *tip*]\n\nIn **bold**.\n\n:::\n\n:::danger Beware\nx\n:::\n\n:::info\ny\n:::\n"
    for flavour in (Flavour.MDX, ANY):
        assert text(body, flavour) == "A tip\n\nIn bold.\n\nBeware\n\nx\n\ninfo\n\ny"
    code = "```md\n:::tip\nx\n:::\n```\n"
    assert text(code, Flavour.MDX) == ":::tip\nx\n:::"
    assert ":::" in text(body, KRAMDOWN)


def test_blocks_marked_by_their_indent_show_their_title() -> None:
    body = '!!! note "A title"\n    One\n\n    two\n\nAfter\n\n??? warning\n    three\n'
    assert text(body, Flavour.PYTHON) == "A title\n\nOne\n\ntwo\n\nAfter\n\nWarning\n\nthree"
    assert text("Buy now!!! Really\n\n    code\n", Flavour.PYTHON).startswith("Buy now!!! Really")


def test_mdx_shows_its_words_and_reports_its_program() -> None:
    body = (
        "import Tabs from '@theme/Tabs';\n\nexport const size = () => {\n  return 1\n}\n\n"
        '<Tabs values={[{a: "b"}]}>\n<TabItem value="x" label="Linux">\n\nInner *words*.\n\n'
        '</TabItem>\n</Tabs>\n\n<div style={{width: "100%"}}>Yes</div>{/* no */}'
        "\n\nA{' '}<Foo.Bar>b</Foo.Bar>\n\n"
        "`import x from 'y'`\n"
    )
    shown = render_body(body, Flavour.MDX, TemplateContext())
    assert plain_text(shown.html) == "Linux\n\nInner words.\n\nYes\n\nA b\n\nimport x from 'y'"
    assert shown.left[0] == "import Tabs from '@theme/Tabs';"
    assert shown.left[1].startswith("export const size")
    assert flavour_of("blog/x.mdx", "") is Flavour.MDX
    assert flavour_of("blog/x.md", "", "docusaurus") is Flavour.MDX


@pytest.mark.parametrize("tag", ["<br>", "<br/>", '<span class="x">', '<a name="a b"></a>', "</b>"])
def test_a_line_of_an_inline_tag_begins_no_html_block(tag: str) -> None:
    body = f"Before.\n\n{tag}\nThe *second* line.\n"
    for flavour in (KRAMDOWN, Flavour.PYTHON):
        assert text(body, flavour) == "Before.\n\nThe second line."
    assert "*second*" in text(body, GOLDMARK) or "</a>" in tag
    code = f"```\n{tag}\n*a*\n```\n"
    assert tag in text(code)


@pytest.mark.parametrize("flavour", [KRAMDOWN, Flavour.PYTHON])
def test_a_block_of_html_goes_on_to_its_end_tag(flavour: Flavour) -> None:
    body = "<div>\n\n    <p>One</p>\n\n    <div>two</div>\n\n</div>\nThree *four*.\n"
    html = render_site(body, flavour)
    assert "<pre>" not in html
    assert plain_text(html) == "One\n\ntwo\n\nThree four."
    assert "<pre>" in render_site(body, GOLDMARK)
    inner = '<div>\n\n<div markdown="1">\nA *b*\n</div>\n\n</div>\n'
    assert text(inner, flavour) == ("A b" if flavour is KRAMDOWN else "A *b*")
    assert text("<div>\n\nNo end, *but* words.\n", flavour) == "No end, *but* words."


def test_markdown_it_alone_decodes_the_address_that_an_automatic_link_shows() -> None:
    body = "A[^1] <https://sea.example/%E6%B5%B7>.\n\n[^1]: N\n"
    assert text(body, Flavour.MARKDOWN_IT).startswith("A1 https://sea.example/海.")
    assert text(body, GOLDMARK).startswith("A1 https://sea.example/%E6%B5%B7.")


@pytest.mark.parametrize("before", ["1. Boats", "- Boats", "> Boats"])
def test_goldmark_reads_a_table_under_an_item_that_it_is_not_indented_for(before: str) -> None:
    body = f"{before}\n|name|berth|\n|:-|--|\n|Ann|4|\n"
    assert "<td>4</td>" in render_site(body, GOLDMARK).replace(' align="left"', "")
    assert "<td" not in render_site(f"{before}\n|name|berth|\nmore\n", GOLDMARK)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Sea.\n\n[news]: tide is *out* now\n\nSand.\n", "Sea.\n\nSand."),
        ("A [pier][p].\n\n[p]: /a pier.html 'Long'\n[q]: /two words\n", "A pier."),
        ("Sea:\n[news]: tide is out\n", "Sea: [news]: tide is out"),
        ("1. One\n\n    ## No\n", "One\n\n## No"),
        ("- One\n### Yes\n- two\n", "One\n\nYes\n\ntwo"),
        (
            "A[^1] <https://sea.example/a_b%28c%29>.\n\n[^1]: N\n",
            "A1 https://sea.example/a_b%28c%29.\n\nN",
        ),
        ("A <https://sea.example/a_b c> d.\n", "A https://sea.example/a_b c d."),
        ("One\n # no heading\n# Yes\n", "One # no heading\n\nYes"),
        ("> <h4>Tide</h4>\n> 1. out\n> 2. in\n", "Tide\n\nout\n\nin"),
        ('<p class="c" markdown="1">\n![sea](/s.png){:class="w"}\n</p>\n', ""),
        ("$$x^2$${: .mid}\nis a square.\n", r"\(x^2\) is a square."),
        ("Sea\n\n$$\na \\\\\n\n_b_\n$$\n\nSand\n", "Sea\n\n\\[a \\\\ _b_\\]\n\nSand"),
        ("<strong>\\<source></strong>1<strong>\\</source></strong>\n", "<source>1</source>"),
    ],
)
def test_kramdown_reads_lines_its_own_way(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Tram *7 **stops** today.\n", "Tram *7 stops today."),
        ("Tram *7 **stops* today** here.\n", "Tram *7 stops* today here."),
        ("**Late *train** again* here.\n", "*Late *train** again here."),
        ("Gleis 3_Nord_ und a_b_c.\n", "Gleis 3Nord und a_b_c."),
        ("*Not [*twice*](/x) within*.\n", "Not *twice* within."),
        ("___both___ and ** none ** of it.\n", "both and ** none ** of it."),
        ("*open for ever **and** ever.\n", "*open for ever and ever."),
        ("Signs [^a_b] and c_ d_.\n", "Signs [^a_b] and c_ d_."),
        ("~~[gone~~ and ~~ stays ~~.\n", "[gone and ~~ stays ~~."),
    ],
)
def test_kramdown_pairs_the_marks_of_emphasis_from_left_to_right(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("Use a <div> for it.\n", "Use a <div> for it."),
        ("Ein</br>Wort</b> hier.\n", "Ein</br>Wort</b> hier."),
        ("<video src='a.mp4'><source src='b'></source>No player.</video>\n", "</source>No player."),
        ("<b>*read*</b>, <kbd>*not*</kbd>, <mark>`not`</mark>.\n", "read, *not*, `not`."),
        ("<code>a < b <p> c</code> d.\n", "a < b <p> c d."),
    ],
)
def test_kramdown_shows_tags_that_have_no_place_in_a_line(markdown: str, shown: str) -> None:
    assert text(markdown) == shown


@pytest.mark.parametrize(
    ("markdown", "opened"),
    [
        ("The years:\n2013. Floods.\n2014. Drought.\n", "<ol"),
        ("# Head\n\n-\n\nmore\n", "<p>-</p>"),
        ("`||` | or\n`a` \\| b | c\n", "<code>||</code>"),
    ],
)
def test_blocks_that_kramdown_reads_in_its_own_way(markdown: str, opened: str) -> None:
    assert opened in render_site(markdown, KRAMDOWN)


@pytest.mark.parametrize("flavour", DIALECTS)
def test_links_to_any_scheme_are_links(flavour: Flavour) -> None:
    html = render_site("See [plan](file:///srv/plan.pdf).[^1]\n\n[^1]: Note.\n", flavour)
    assert '<a href="file:///srv/plan.pdf">plan</a>' in html


def test_marks_without_an_end_take_no_time() -> None:
    words = "*a _b **c <i>d <b>e [f " * 4000
    assert "e [f" in text(words)


@pytest.mark.parametrize("flavour", DIALECTS)
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_in_any_way(flavour: Flavour, end: str) -> None:
    markdown = "# Tide {#low}\n\nAt *six*.[^1]\n\n~~~\n2 m\n\n3 m\n~~~\n\n[^1]: Local time.\n"
    assert render_site(markdown.replace("\n", end), flavour) == render_site(markdown, flavour)


def test_an_end_tag_around_markdown_ends_its_block_on_its_line() -> None:
    inner = '<section>\n<div markdown="1">\n*Tides*\n</div>\n</section><!-- list -->\n'
    html = render_site(f"{inner}[Quay]: /quay\n\nThe [Quay].\n", KRAMDOWN)
    assert plain_text(html) == "Tides\n\nThe Quay."
    assert '<a href="/quay">Quay</a>' in html


@pytest.mark.parametrize(
    "piece", ["*a ", "**a ", "***a ", "_a ", "*a* _b ", "**_a_ ", "*\n", "*a\n"]
)
def test_marks_that_nothing_closes_take_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        markdown = piece * (length // len(piece))
        start = time.process_time()
        render_site(markdown, KRAMDOWN)
        return time.process_time() - start

    seconds(500)
    # 200 steps for each sign, of a search from each mark to the end, took two seconds.
    assert seconds(16_000) < max(24 * seconds(2_000), 1)


def test_the_head_of_a_table_has_as_many_cells_as_the_line_below_it() -> None:
    body = "| Boat | Berth |\n|---|---|---|\n| Ida | 3 | east |\n"
    html = render_site(body, GOLDMARK)
    assert "<td>east</td>" in html
    assert "|" not in plain_text(html)
    code = f"```\n{body}```\n"
    assert "| Boat | Berth |\n" in text(code, GOLDMARK)
    assert "| Boat | Berth |" in text(body, Flavour.GFM)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**注意：**使用前", "注意：使用前"),
        ("注意**（必读）**使用", "注意（必读）使用"),
        ("**note:**after", "**note:**after"),
        ("**[tide](t.html)**，then", "tide，then"),
        ("see~/.boats，~now", "see/.boats，now"),
        ("**1（0~9）** and 0~5", "1（0~9） and 0~5"),
        ("a*b*c and a_b_c", "abc and a_b_c"),
        ("0~31 and 32~126", "031 and 32126"),
        ("~/.m2 and ~/.ssh", "~/.m2 and ~/.ssh"),
        ("<http://h.example/~ann> and ~", "http://h.example/~ann and ~"),
        ("`a~b` and `c~d`", "a~b and c~d"),
        ("a ~~b~~ c", "a b c"),
    ],
)
def test_spans_of_marked(markdown: str, shown: str) -> None:
    for body in (markdown, f"First line\n{markdown}"):
        assert text(body, Flavour.MARKED).split("\n")[-1] == shown


def test_elements_that_nothing_closes_take_linear_time() -> None:
    markdown = '{::options parse_block_html="true" /}\n\n' + ("<ul>" + "x" * 20 + "\n") * 4000
    start = time.process_time()
    prepared(markdown, KRAMDOWN, Held.for_text(markdown))
    assert time.process_time() - start < 2


def test_a_formula_in_its_line_may_be_all_of_its_paragraph() -> None:
    markdown = "\\$$a\\,b$$\n\n- \\$$c\\;d$$\n\nWort \\$$e$$\n\nWort\n\\$$f\\,g$$\n"
    for flavour in (Flavour.KRAMDOWN, Flavour.ANY):
        html = render_site(markdown, flavour)
        assert 'class="math inline"' in html
        assert "a\\,b" in html
        assert "c\\;d" in html
        assert html.count("math inline") == 2
    assert "math" not in render_site("\\$$a\\,b$$\n", Flavour.GOLDMARK)
