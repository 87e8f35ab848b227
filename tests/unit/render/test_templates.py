"""Template code shows what its documentation says, or nothing; what is not known is reported."""

from __future__ import annotations

import pytest

from newskit.records.text import plain_text
from newskit.render.flavour import Flavour
from newskit.render.site import render_body
from newskit.render.templates.context import Template, TemplateContext

GOLDMARK = Flavour.GOLDMARK


def show(markdown: str, flavour: Flavour = Flavour.ANY, **known: object) -> tuple[str, list[str]]:
    html, left = render_body(markdown, flavour, TemplateContext(**known))  # type: ignore[arg-type]
    return html, list(left)


def text(markdown: str, flavour: Flavour = Flavour.ANY, **known: object) -> str:
    return plain_text(show(markdown, flavour, **known)[0])


CODE = "<em>a & b</em>\n  {{ c }} *d*"


@pytest.mark.parametrize(
    ("opening", "closing", "flavour", "language"),
    [
        ("{% highlight html linenos %}", "{% endhighlight %}", Flavour.KRAMDOWN, "html"),
        ("{%- highlight c++ -%}", "{%- endhighlight -%}", Flavour.KRAMDOWN, "c++"),
        ("{% highlight java %}", "{% endhighlight java %}", Flavour.KRAMDOWN, "java"),
        ('{% highlight "js" %}', "{% endhighlight %}", Flavour.ANY, "js"),
        ("{{< highlight go >}}", "{{< /highlight >}}", GOLDMARK, "go"),
        ('{{< highlight go "linenos=table" >}}', "{{< / highlight >}}", GOLDMARK, "go"),
        ("{% codeblock lang:yaml %}", "{% endcodeblock %}", Flavour.MARKED, "yaml"),
        (
            "{% highlight html %}{% raw %}",
            "{% endraw %}{% endhighlight %}",
            Flavour.KRAMDOWN,
            "html",
        ),
    ],
)
def test_code_is_shown_character_by_character(
    opening: str, closing: str, flavour: Flavour, language: str
) -> None:
    html, left = show(f"Before:\n{opening}\n{CODE}\n{closing}\nAfter.\n", flavour)
    assert plain_text(html) == f"Before:\n\n{CODE}\n\nAfter."
    assert f'<pre><code class="language-{language}">&lt;em&gt;' in html
    assert left == []


def test_a_title_of_code_is_shown() -> None:
    shown = text("{% codeblock Tides lang:js https://t.example/a.js view %}\nx\n{% endcodeblock %}")
    assert shown == "Tides view\n\nx"


@pytest.mark.parametrize(
    ("markdown", "flavour", "address"),
    [
        ("[a]({{ '/pdf/a.pdf' | relative_url }})", Flavour.KRAMDOWN, "/base/pdf/a.pdf"),
        ("[a]({{ 'a.pdf' | absolute_url }})", Flavour.KRAMDOWN, "https://s.example/base/a.pdf"),
        ("[a]({{ '/a' | url }})", Flavour.ANY, "/base/a"),
        ("[a]({{ site.url }}{{ site.baseurl }}/a)", Flavour.KRAMDOWN, "https://s.example/base/a"),
        ("[a]({{ '/a' | prepend: site.baseurl }})", Flavour.KRAMDOWN, "/base/a"),
        (
            "[a]({% post_url 2020-01-02-low-tide %})",
            Flavour.KRAMDOWN,
            "/base/2020/01/02/low-tide.html",
        ),
        ("[a]({% link _posts/2020-01-02-b.md %})", Flavour.KRAMDOWN, "/base/2020/01/02/b.html"),
        (
            "[a]({% link en/news/_posts/2020-01-02-b.md %})",
            Flavour.KRAMDOWN,
            "/base/en/news/2020/01/02/b.html",
        ),
        ("[a]({% link pages/team.md %})", Flavour.KRAMDOWN, "/base/pages/team.html"),
        ('[a]({{< ref "news/Pier.md#dock" >}})', GOLDMARK, "https://s.example/news/pier/#dock"),
        ('[a]({{< relref path="/news/_index.md" >}})', GOLDMARK, "/news/"),
        ('[a]({{% ref "#dock" %}})', GOLDMARK, "#dock"),
        ("{% post_link low-tide Ebb and flow %}", Flavour.MARKED, "/base/low-tide/"),
        ("{% link Port https://p.example/x %}", Flavour.MARKED, "https://p.example/x"),
        ("{% asset_link map.pdf Map %}", Flavour.MARKED, "map.pdf"),
    ],
)
def test_links_lead_where_the_code_says(markdown: str, flavour: Flavour, address: str) -> None:
    site = {"url": "https://s.example", "baseurl": "/base"}
    html, left = show(markdown, flavour, site=site)
    assert f'<a href="{address}">' in html
    assert left == []


@pytest.mark.parametrize(
    ("markdown", "part"),
    [
        ("{% youtube dQw4w9WgXcQ %}", 'src="https://www.youtube.com/embed/dQw4w9WgXcQ"'),
        ("{{< youtube id=dQw4w9WgXcQ >}}", 'src="https://www.youtube.com/embed/dQw4w9WgXcQ"'),
        (
            "{% youtube https://www.youtube.com/watch?t=1&v=dQw4w9WgXcQ %}",
            'src="https://www.youtube.com/embed/dQw4w9WgXcQ"',
        ),
        ("{{< vimeo 146022717 >}}", 'src="https://player.vimeo.com/video/146022717"'),
        ("{{< gist ann 0a1b2c3 >}}", 'src="https://gist.github.com/ann/0a1b2c3.js"'),
        ("{% gist ann/0a1b2c3 a.py %}", 'src="https://gist.github.com/ann/0a1b2c3.js?file=a.py"'),
        ('{{< tweet user="ann" id="12" >}}', 'href="https://twitter.com/ann/status/12"'),
        (
            "{% twitter https://twitter.com/ann/status/12 %}",
            'href="https://twitter.com/ann/status/12"',
        ),
        ("{% img left /a/b.png 200 100 'A pier' %}", '<img src="/a/b.png" alt="A pier" />'),
        ('{% Img src="b.png", alt="A pier", width="80" %}', '<img src="b.png" alt="A pier" />'),
        ('{% image "/a/b.png" "A pier" %}', '<img src="/a/b.png" alt="A pier" />'),
        ('{% include image.html url="/b.png" alt="A pier" %}', '<img src="/b.png" alt="A pier" />'),
        (
            '{{< old-photo src="2015/a.jpg" alt="A pier" >}}',
            '<img src="2015/a.jpg" alt="A pier" />',
        ),
        ('{% video "/a.mp4" %}', '<video src="/a.mp4" controls></video>'),
    ],
)
def test_pictures_and_embeds_are_there(markdown: str, part: str) -> None:
    html, left = show(f"Words.\n\n{markdown}\n")
    assert part in html
    assert left == []
    assert "{" not in plain_text(html)


def test_a_figure_has_its_words() -> None:
    code = (
        '{{< figure src="/x.jpg" title="Ebb" caption="At *noon*" attr="A. Lee" attrlink="/lee" >}}'
    )
    html, _ = show(code, GOLDMARK)
    assert plain_text(html) == "Ebb\n\nAt noon A. Lee"
    assert '<img src="/x.jpg" alt="" />' in html
    assert '<a href="/lee">A. Lee</a>' in html


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("`{% raw %}{{ x }}{% endraw %}` is shown", "{{ x }} is shown"),
        ("{% raw %}{% if a %}{% endraw %}", "{% if a %}"),
        ("{{</* youtube x */>}}", "{{< youtube x >}}"),
        ("a {% comment %}no{% endcomment %}b", "a b"),
        ("{% assign port = 'Kai' %}{{ port | upcase }}", "KAI"),
        ("{% capture p %}Kai{% endcapture %}at {{ p }}", "at Kai"),
        ('{% set c %}a <b>{% endset %}{{ c | highlight("js") | safe }}', "a <b>"),
        ("{% set port = 'Kai' %}{{ port | upper }}", "KAI"),
        ("{{ page.title }} by {{ page.author.name }}", "Ebb by Ann"),
        ('{{< param "author.name" >}}', "Ann"),
        ("```\n{{ secrets.TOKEN }} {% x %}\n```", "{{ secrets.TOKEN }} {% x %}"),
    ],
)
def test_known_values_are_shown(markdown: str, shown: str) -> None:
    assert text(markdown, page={"title": "Ebb", "author": {"name": "Ann"}}) == shown


@pytest.mark.parametrize(
    ("markdown", "flavour", "shown", "left"),
    [
        ("A {% tide x %} b", Flavour.ANY, "A b", ["{% tide x %}"]),
        ("A {{ site.data.tide }} b", Flavour.ANY, "A b", ["{{ site.data.tide }}"]),
        ("A {{< tide 3 >}} b", GOLDMARK, "A b", ["{{< tide 3 >}}"]),
        ("A {{ 'x' | tide }} b", Flavour.ANY, "A b", ["{{ 'x' | tide }}"]),
        (
            "{% for p in posts %}- {{ p.title }}\n{% endfor %}end",
            Flavour.ANY,
            "end",
            ["{% for p in posts %}- {{ p.title }}\n{% endfor %}"],
        ),
        ("{% if a %}Yes{% endif %}.", Flavour.ANY, "Yes.", ["{% if a %}"]),
        (
            "{% Aside 'gotcha' %}\n*Mind* it.\n{% endAside %}",
            Flavour.ANY,
            "Mind it.",
            ["{% Aside 'gotcha' %}"],
        ),
        (
            '{{% notice title="Tip" %}}\nMind *it*.\n{{% /notice %}}',
            GOLDMARK,
            "Tip\n\nMind it.",
            ['{{% notice title="Tip" %}}'],
        ),
    ],
)
def test_what_is_not_known_is_reported_and_not_shown(
    markdown: str, flavour: Flavour, shown: str, left: list[str]
) -> None:
    html, found = show(markdown, flavour)
    assert plain_text(html) == shown
    assert found == left


@pytest.mark.parametrize(
    ("markdown", "flavour", "shown"),
    [
        (
            '{{< blockquote cite="https://q.example/a" by="Ann Lee" >}}\nEbb.\n{{< /blockquote >}}',
            GOLDMARK,
            "Ebb.\n\nAnn Lee",
        ),
        (
            "{% blockquote Ann Lee, Tides %}\nEbb.\n{% endblockquote %}",
            Flavour.MARKED,
            "Ebb.\n\nAnn Lee, Tides",
        ),
        ("{% blockquote %}\nEbb.\n{% endblockquote %}", Flavour.MARKED, "Ebb."),
    ],
)
def test_quotations_say_who_said_it(markdown: str, flavour: Flavour, shown: str) -> None:
    assert text(markdown, flavour) == shown


def test_braces_are_words_where_the_site_reads_none() -> None:
    assert text("{{ .Title }} and {{ x }}", GOLDMARK, liquid=False) == "{{ .Title }} and {{ x }}"


def test_code_of_hexo_shows_the_template_code_in_it() -> None:
    markdown = "`{{ tide }}` {{ tide }}\n\n```\n<Boat style={{name: 1}} /> {% x %}\n```\n"
    html, left = show(markdown, Flavour.MARKED, liquid=True, plain_code=True)
    assert plain_text(html).split() == [
        "{{",
        "tide",
        "}}",
        "<Boat",
        "style={{name:",
        "1}}",
        "/>",
        "{%",
        "x",
        "%}",
    ]
    assert left == ["{{ tide }}"]
    raw = "`{% raw %}{{ tide }}{% endraw %}`"
    assert text(raw, Flavour.MARKED, liquid=True, plain_code=True) == "{{ tide }}"


@pytest.mark.parametrize(
    "markdown", ["an open {% tag", "an open {{ value", "{{ a\n\nb }}", "set {x | x > 0}"]
)
def test_what_is_no_code_stays(markdown: str) -> None:
    html, left = show(markdown + "\n")
    assert plain_text(html).split() == markdown.split()
    assert left == []


def test_the_nearest_tag_is_the_one_that_is_closed() -> None:
    markdown = "{{< box >}}\n\n{{< box >}}in{{< /box >}}\n"
    assert show(markdown, GOLDMARK)[1] == ["{{< box >}}", "{{< box >}}"]
    assert text(markdown, GOLDMARK) == "in"


@pytest.mark.parametrize(
    ("pattern", "template", "markdown", "shown"),
    [
        ("Tide", "*{place}*: {0} m", "{% Tide 3, place='Kai' %}", "Kai: 3 m"),
        ("Note", "**Note** {content}", "{% Note %}mind{% endNote %}", "Note mind"),
        ("tide", "{0} m", "{{< tide 3 >}}", "3 m"),
        ("include tide.html", "{m} m", '{% include tide.html m="3" %}', "3 m"),
        ("site.port", "Kai", "At {{ site.port }}", "At Kai"),
        ("ad-*", "", "A {% ad-top %}b", "A b"),
    ],
)
def test_an_archive_says_what_its_own_tags_show(
    pattern: str, template: str, markdown: str, shown: str
) -> None:
    html, left = show(markdown, templates=(Template(pattern, template),))
    assert plain_text(html) == shown
    assert left == []


def test_many_open_tags_take_no_longer_than_their_number() -> None:
    import time

    def seconds(count: int) -> float:
        started = time.process_time()
        show("{{< a >}} {% b %} {{ c }}\n" * count + "{{< /a >}}{% endb %}", GOLDMARK)
        return time.process_time() - started

    seconds(50)
    assert seconds(2000) < 40 * max(seconds(200), 0.005)


def test_calls_are_shortcodes_where_the_site_is_of_zola() -> None:
    body = '{{ youtube( id = "abcdef12345", title = "A talk" ) }}\n\n'
    body += '{% quoted(by="Ann") %}\nIt *is*.\n{% end %}\n\n`{{ x() }}`'
    html, left = show(body, liquid=False, calls=True)
    assert "https://www.youtube.com/embed/abcdef12345" in html
    assert plain_text(html) == "It is.\n\n{{ x() }}"
    assert left == ['{% quoted(by="Ann") %}']


def test_parameters_of_the_site_stand_in_for_those_of_the_page() -> None:
    site = {"params": {"versions": {"core": "1.80"}}}
    assert text("v{{< param versions.Core >}}", GOLDMARK, site=site) == "v1.80"
    page = {"versions": {"core": "2"}}
    assert text("v{{< param versions.core >}}", GOLDMARK, site=site, page=page) == "v2"


def test_markdown_that_an_included_file_is_given_is_rendered() -> None:
    include = {"box.html": "<div>{{ include.words | markdownify }}</div>"}.get
    body = "{% capture words %}\nOne *two*\n\n```\nthree\n```\n{% endcapture %}\n"
    body += "{% include box.html words=words %}"
    render = lambda given: render_body(given, Flavour.KRAMDOWN, TemplateContext()).html  # noqa: E731
    html, _ = show(body, Flavour.KRAMDOWN, include=include, render=render, liquid=True)
    assert plain_text(html) == "One two\n\nthree"


def test_loops_over_lists_that_are_known_show_each_item() -> None:
    gallery = (
        "{% assign items = include.items | split: ',' %}<div>{% for item in items %}"
        "{% assign parts = item | split: ';' %}<p>{{ forloop.index }}/{{ forloop.length }}"
        " {{ parts[1] }}{% unless forloop.last %};{% endunless %}</p>{% endfor %}</div>"
    )
    body = "{% include gallery.html items='a.png;One,b.png;Two,c.png' %}"
    html, left = show(body, Flavour.KRAMDOWN, include={"gallery.html": gallery}.get, liquid=True)
    assert plain_text(html) == "1/3 One;\n\n2/3 Two;\n\n3/3"
    assert left == []
    html, left = show("{% for post in site.posts %}{{ post.title }}{% endfor %}", liquid=True)
    assert (plain_text(html), len(left)) == ("", 1)


def test_loops_end() -> None:
    many = ",".join("abcdefghij" * 10)
    body = (
        f"{{% assign x = '{many}' | split: ',' %}}"
        "{% for a in x %}{% for b in x %}{% for c in x %}n{% endfor %}{% endfor %}{% endfor %}"
    )
    html, left = show(body, liquid=True)
    assert html.count("n") <= 2000
    assert left


def test_an_included_file_gets_lists_and_what_stands_in_for_nothing() -> None:
    people = (
        "{% for one in include.people %}{% assign who = one | default: page.nobody %}"
        "{% if who.mail %}({{ who.mail }}){% endif %}\n      <b>{{ who.name }}</b>\n{% endfor %}"
    )
    page = {"people": [{"name": "Ann"}, {"name": "Bo", "mail": "bo@news.test"}]}
    body = "{% include people.html people=page.people %}"
    include = {"people.html": "By:\n\n" + people}.get
    html, left = show(body, Flavour.KRAMDOWN, include=include, page=page, liquid=True)
    assert "<pre>" not in html
    assert " ".join(plain_text(html).split()) == "By: Ann (bo@news.test) Bo"
    assert left == []


DOUBLED = '{% assign a = "word " %}' + "{% assign a = a | append: a %}" * 5


@pytest.mark.parametrize(
    "code",
    [
        DOUBLED + "{{ a }}",
        '{% assign a = "aaaaaaaa" %}{% assign a = a | replace: "a", a %}{{ a }}',
        '{% assign a = "a,b,c,d" | split: "," | join: "-----------------------------" %}{{ a }}',
    ],
)
def test_a_value_that_grows_without_end_is_not_known(
    monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr("newskit.render.templates.expressions.LONGEST", 50)
    shown, left = show(f"Before {code} after.")
    assert "<p>Before  after.</p>" in shown
    assert "{{ a }}" in left


def test_what_all_code_of_a_post_shows_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newskit.render.templates.resolve.LONGEST", 0)
    markdown = DOUBLED + "{{ a }}" * 100
    shown, left = show(markdown)
    assert 0 < shown.count("word") <= 8 * len(markdown) / len("word ")
    assert "{{ a }}" in left


def test_a_variable_that_becomes_unknown_does_not_show_what_it_was() -> None:
    shown, left = show('{% assign a = "old" %}{% assign a = page.nothing | sum %}See {{ a }}.')
    assert "old" not in shown
    assert "{{ a }}" in left


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("{% assign t=site.data.words[page.lang] %}{{ t.tide }}!", "Ebbe!"),
        (
            "{{ site.data.words[page.lang].tide }}, {{ site.data.words['en'].tide }}",
            "Ebbe, low tide",
        ),
        ("{% assign k = 'en' %}{{ site.data.words[k]['tide'] }}", "low tide"),
        ("{{ site.data.words[page.none].tide }}.", "."),
    ],
)
def test_a_key_may_be_the_value_of_a_name(markdown: str, shown: str) -> None:
    words = {"de": {"tide": "Ebbe"}, "en": {"tide": "low tide"}}
    found = text(
        markdown,
        page={"lang": "de"},
        data=lambda name: words if name == "words" else None,
        liquid=True,
    )
    assert found == shown


def test_tags_are_words_where_the_generator_reads_none() -> None:
    body = "Use `{% raw %}` and {% include x.html %} {# so #}.\n\n"
    body += "{% highlight go %}\na\n{% endhighlight %}"
    html, left = show(body, GOLDMARK, tags=False, liquid=False)
    assert plain_text(html).startswith("Use {% raw %} and {% include x.html %} {# so #}.")
    assert "{% highlight go %}" in plain_text(html)
    assert left == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            'A\n\n[sourcecode language="python"]\na < *b*\n\nc\n[/sourcecode]\n\nB *c*\n',
            "A\n\na < *b*\n\nc\n\nB c",
        ),
        ("[code]a &lt; b[/code]\n", "a < b"),
        ("[code]a\n\nNobody closed it.\n", "[code]a\n\nNobody closed it."),
        ("```\n[code]a[/code]\n```\n", "[code]a[/code]"),
        ("See [code](/code).\n", "See code."),
    ],
)
def test_code_of_a_wordpress_shortcode_is_shown_without_its_tags(body: str, shown: str) -> None:
    assert plain_text(render_body(body, Flavour.ANY, TemplateContext()).html) == shown


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        (None, "/2024/03/09/tide.html"),
        ("date", "/2024/03/09/tide.html"),
        ("pretty", "/2024/03/09/tide/"),
        ("none", "/tide.html"),
        ("/news/:year/:i_month/:title/", "/news/2024/3/tide/"),
        ("/:categories/:title", "/tide"),
        ("/:hour/:title/", "/2024/03/09/tide.html"),
        ("ordinal", "/2024/03/09/tide.html"),
    ],
)
def test_post_url_goes_by_the_permalink_of_the_site(permalink: str | None, address: str) -> None:
    site = {} if permalink is None else {"permalink": permalink}
    body = render_body(
        "[t]({% post_url 2024-03-09-tide %})\n", Flavour.ANY, TemplateContext(site=site)
    )
    assert f'href="{address}"' in body.html


def test_values_in_highlighted_code_are_what_the_site_shows() -> None:
    words = '{{ "{% include x" }} %}, {{ page.title }}, {{ gone }}.'
    code = f"{{% highlight liquid %}}\n{words}\n{{% endhighlight %}}"
    html, left = show(code, Flavour.KRAMDOWN, page={"title": "T"}, liquid=True)
    assert plain_text(html) == "{% include x %}, T, ."
    assert left == ["{{ gone }}"]
    assert "{{ gone }}" in text(code, Flavour.KRAMDOWN)  # where the generator is not known


def test_a_range_is_a_list_of_numbers() -> None:
    loop = "{% for i in (1..last) %}{{ i }}{% unless forloop.last %}, {% endunless %}{% endfor %}"
    assert text(f"{{% assign last = 3 %}}{loop}") == "1, 2, 3"
    assert text(loop) == ""
