"""A Hugo site's render hooks show their captions and titles; what is not read is said.

The expected words are those of pages that Hugo 0.168 built.
"""

from __future__ import annotations

import pytest

from newskit.records.text import plain_text
from newskit.render.flavour import Flavour
from newskit.render.site import RenderedBody, render_body, render_site
from newskit.render.templates.context import Hook, TemplateContext

FIGURE = (
    '<figure><img src="{{ .Destination | safeURL }}" alt="{{ .PlainText }}">'
    "{{ with .Title }}<figcaption>{{ . | markdownify }}</figcaption>{{ end }}</figure>"
)
BESIDE = (
    "{{- $file := .Page.Resources.Get .Destination -}}"
    '{{ with $file }}<img src="{{ (.Resize "600x").RelPermalink }}" width="{{ .Width }}">'
    "<i>beside</i>{{ else }}<i>elsewhere</i>{{ end }}"
)
ALERT = (
    '{{ if eq .Type "alert" }}<div class="{{ .AlertType }}"><b>{{ with .AlertTitle }}{{ . }}'
    "{{ else }}{{ .AlertType | title }}{{ end }}</b>{{ .Text }}</div>"
    "{{ else }}<blockquote>{{ .Text }}</blockquote>{{ end }}"
)
CODE = (
    "{{ with .Attributes.title }}<p>{{ . }}</p>{{ end }}"
    '<pre><code class="language-{{ .Type }}">{{ .Inner }}</code></pre>'
)
LINK = (
    '<a href="{{ .Destination | safeURL }}">{{ .Text | safeHTML }}</a>'
    '{{ if strings.HasPrefix .Destination "http" }} (elsewhere){{ end }}'
)
HEADING = '<h{{ .Level }} id="{{ .Anchor }}">Part: {{ .Text }}</h{{ .Level }}>'


def shown(hooks: dict[str, str], markdown: str) -> RenderedBody:
    found = {name: Hook(f"layouts/_markup/{name}.html", text) for name, text in hooks.items()}
    context = TemplateContext(
        hook=found.get,
        resource=lambda name: name == "pier.png",
        render=lambda given: render_site(given, Flavour.GOLDMARK),
        tags=False,
        liquid=False,
    )
    return render_body(markdown, Flavour.GOLDMARK, context)


@pytest.mark.parametrize(
    ("name", "template", "markdown", "words"),
    [
        ("render-image", FIGURE, 'A ![sea](/s.png "Low *tide*") b\n', "A\n\nLow tide\n\nb"),
        ("render-image", FIGURE, "A ![sea](/s.png) b\n", "A\n\nb"),
        ("render-image", FIGURE, '<img src="/s.png" title="Raw">\n', ""),
        ("render-image", BESIDE, "![p](pier.png)\n", "beside"),
        ("render-image", BESIDE, "![p](/other.png)\n", "elsewhere"),
        (
            "render-link",
            LINK,
            "[*a*](https://sea.example) [b](/b) <https://x.example>\n",
            "a (elsewhere) b https://x.example (elsewhere)",
        ),
        ("render-link", LINK, '<a href="https://sea.example">raw</a>\n', "raw"),
        ("render-heading", HEADING, "## The *sea* { #own }\n\nWords\n", "Part: The sea\n\nWords"),
        ("render-blockquote", ALERT, "> [!NOTE]\n> Mind the *tide*.\n", "Note\n\nMind the tide."),
        ("render-blockquote", ALERT, "> [!tip] Swim\n> Now.\n>\n> > q\n", "Swim\n\nNow.\n\nq"),
        ("render-blockquote", ALERT, "> Plain.\n", "Plain."),
        ("render-codeblock", CODE, '```go {title="main.go"}\na < b\n```\n', "main.go\n\na < b"),
        ("render-codeblock-go", CODE, '```py {title="x"}\na\n```\n', "a"),
    ],
)
def test_hooks_show_what_their_templates_say(
    name: str, template: str, markdown: str, words: str
) -> None:
    body = shown({name: template}, markdown)
    assert plain_text(body.html) == words
    assert body.left == ()


def test_a_hook_that_is_not_understood_is_passed_over_and_said() -> None:
    hooks = {"render-image": '{{ partial "figure.html" . }}', "render-link": LINK}
    body = shown(hooks, "![sea](/a.png) ![b](/b.png) [c](https://c.example)\n")
    assert plain_text(body.html) == "c (elsewhere)"
    assert '<img src="/b.png" alt="b"' in body.html
    assert body.left == ("layouts/_markup/render-image.html",)


def test_a_hook_without_words_of_its_own_changes_nothing() -> None:
    quiet = (
        '<a href="{{ .Destination }}" target="_blank">{{ .Text | safeHTML }}'
        '{{ if hasPrefix .Destination "http" }}<svg><title>out</title></svg>{{ end }}</a>'
    )
    markdown = "[a](https://a.example)\n"
    assert shown({"render-link": quiet}, markdown).html == render_site(markdown, Flavour.GOLDMARK)
