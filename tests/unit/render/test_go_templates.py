"""Shortcodes of a Hugo site's own show what their templates say; what is not read is not guessed.

The expected pages are Hugo 0.111's.
"""

from __future__ import annotations

import pytest

from newskit.records.text import plain_text
from newskit.render.flavour import Flavour
from newskit.render.site import RenderedBody, render_body, render_site
from newskit.render.templates.context import TemplateContext


def shown(template: str, markdown: str, **known: object) -> RenderedBody:
    context = TemplateContext(
        shortcode={"own": template}.get,
        render=lambda given: render_site(given, Flavour.GOLDMARK),
        tags=False,
        liquid=False,
        **known,  # type: ignore[arg-type]
    )
    return render_body(markdown, Flavour.GOLDMARK, context)


@pytest.mark.parametrize(
    ("template", "call", "words"),
    [
        (
            '<a href="{{ .Get "to" }}">{{ .Get "words" }}</a>',
            '{{< own to="/x" words="A & B" >}}',
            "A & B",
        ),
        ("<b>{{ .Get 1 }}</b>{{ .Get 5 }}", "{{< own a 'b c' >}}", "b c"),
        ("<i>{{ index .Params 0 }}</i>", "{{< own first >}}", "first"),
        (
            "{{ $n := .Get `n` }}{{ if not $n }}none{{ else }}{{ $n }}{{ end }}",
            "{{< own >}}",
            "none",
        ),
        ("{{ with .Get 0 }}({{ . }}){{ else }}-{{ end }}", "{{< own x >}}", "(x)"),
        (
            "{{ if eq (.Get 0) `a` }}1{{ else if eq (.Get 0) `b` }}2{{ end }}",
            "{{< own b >}}",
            "2",
        ),
        (
            "{{ range $k, $v := .Params }}{{ $k }}={{ $v }};{{ end }}",
            '{{< own b="2" a="1" >}}',
            "a=1;b=2;",
        ),
        ("{{ range (split (.Get 0) `,`) }}<p>{{ . }}</p>{{ end }}", '{{< own "x,y" >}}', "x\n\ny"),
        ("{{ .Get `x` | default `none` | upper }}", "{{< own >}}", "NONE"),
        (
            "{{ (urls.Parse (.Get 0)).Host }}",
            '{{< own "https://ferry.example/a" >}}',
            "ferry.example",
        ),
        ("{{/* said once */}}a {{- /* trims */ -}} b", "{{< own >}}", "ab"),
        ("{{/* So: {{% own `x` %}} and\n * {{< own >}} */}}a", "{{< own >}}", "a"),
        (
            "{{ .Page.Title }}, {{ .Page.Params.boat }}, {{ site.Params.port }}",
            "{{< own >}}",
            "T, Ida, Kiel",
        ),
        ('{{ printf "%s-%d" (.Get 0) 7 }}', "{{< own x >}}", "x-7"),
        ("<p>{{ .Get 0 | markdownify }}</p>", '{{< own "a *b*" >}}', "a b"),
        ("{{ .Get 0 }}", '{{< own "<b>" >}}', "<b>"),
        ('<p class="{{ partial "x" . }}">{{ .Get 0 }}</p>', "{{< own kept >}}", "kept"),
    ],
)
def test_a_template_says_what_is_shown(template: str, call: str, words: str) -> None:
    page = {"title": "T", "boat": "Ida"}
    body = shown(template, call, page=page, site={"params": {"port": "Kiel"}})
    assert plain_text(body.html) == words
    assert body.left == ()


def test_what_a_shortcode_encloses_is_read_where_the_template_says_so() -> None:
    markdown = "{{< own >}}One *two*{{< /own >}}\n"
    assert "One <em>two</em>" in shown("<div>{{ .Inner | markdownify }}</div>", markdown).html
    assert "One *two*" in shown("<div>{{ .Inner }}</div>", markdown).html
    table = "{{% own %}}\n| a | b |\n|---|---|\n| 1 | 2 |\n{{% /own %}}\n"
    assert "<td>1</td>" in shown("{{ .Inner }}", table).html


@pytest.mark.parametrize(
    "template",
    [
        "{{ partial `x` . }}",
        "{{ if .Site.IsServer }}a{{ end }}",
        "{{ $p := .Page.Resources.GetMatch `a` }}<img src='{{ $p.RelPermalink }}'>",
        "{{ range .Site.RegularPages }}a{{ end }}",
        "{{ if .Get 0 }}",
        "{{ end }}",
        "{{ unheard-of }}",
        "{{ .Get 0",
    ],
)
def test_a_template_that_asks_for_more_is_not_guessed(template: str) -> None:
    call = "{{< own a >}}"
    body = shown(f"{template}<p>x</p>" if template != "{{ .Get 0" else "{{ nothing }}", call)
    assert body.left == (call,)
    assert plain_text(body.html) == ""


def test_templates_end() -> None:
    nested = "{{ range slice 1 2 3 4 5 6 7 8 9 10 }}" * 6 + "x" + "{{ end }}" * 6
    assert shown(nested, "{{< own >}}").left == ("{{< own >}}",)
    assert shown("{{ `" * 5000, "{{< own >}}").left == ()
    long = "{{ replace (replace (.Get 0) `a` (.Get 0)) `a` (.Get 0) }}"
    assert shown(long, f"{{{{< own {'a' * 5000} >}}}}").left != ()


def test_what_the_archive_says_of_a_tag_counts_before_its_template() -> None:
    from newskit.render.templates.context import Template

    body = shown("<p>template</p>", "{{< own x >}}", templates=(Template("own", "said: {0}"),))
    assert plain_text(body.html) == "said: x"
