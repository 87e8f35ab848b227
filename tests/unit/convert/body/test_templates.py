"""Template code is set aside and put back as it was."""

from __future__ import annotations

import pytest

from newskit.markup.templates import protect


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a {{ b }} c {% d %} e", ["{{ b }}", "{% d %}"]),
        ("{% highlight x %}\n{{ y }}\n\n{% endhighlight %}z", None),
        ('{{< ref "a.md" >}}', ['{{< ref "a.md" >}}']),
        ("{{% note %}}x{{% /note %}}", ["{{% note %}}x{{% /note %}}"]),
        # What a site's own tag makes of its content is not known; a condition shows it as it is.
        ('{% figure "x" %}\n<img>\n{% endfigure %}z', ['{% figure "x" %}\n<img>\n{% endfigure %}']),
        ("{% note %}*x*{% endnote %}", ["{% note %}", "{% endnote %}"]),
        ("{% if a %}<b>x</b>{% endif %}", ["{% if a %}", "{% endif %}"]),
        ("{% include a %}<b>x</b>", ["{% include a %}"]),
        ('<a href="{{{ ziel }}}">{{b}}</a> {{ c }}}', ["{{{ ziel }}}", "{{b}}", "{{ c }}"]),
        ("{{ never closed", []),
        ("<https://e.org/a>", ["<https://e.org/a>"]),
        ("{ {x} }", []),
        ("{{ " * 2000, []),
    ],
)
def test_round_trip(text: str, pieces: list[str] | None) -> None:
    protected = protect(text)
    assert protected.restore(protected.text) == text
    if pieces is not None:
        assert list(protected.pieces) == pieces


def test_offsets_are_those_of_the_text() -> None:
    text = "ab {{ c }} de {% f %} gh"
    protected = protect(text)
    place = protected.text.index("gh")
    assert text[protected.offset(place) :] == "gh"


def test_loops_are_told_from_output() -> None:
    protected = protect("{% for a in b %}{{ a }}{% endfor %} {% include x %}")
    assert protected.controls(protected.text)
    assert not protect("{{ a }} {% include x %}").controls("x")


def test_an_option_of_a_manual_is_no_shortcode() -> None:
    protected = protect("<pre>join [digest=&lt;no|yes&gt;] [address=a]</pre>", html=True)
    assert list(protected.pieces) == ["[address=a]"]
