"""What is told of a line, and what stays of an end: one case for each side of a guard."""

from __future__ import annotations

import pytest

from newskit.config.strip import Kind, On, StripRule
from newskit.strip.body import strip_body
from newskit.strip.facts import clean_name, forwarded
from newskit.strip.fits import is_article, is_date, is_profile, shows_media, tags_in
from newskit.strip.match import Rules
from newskit.strip.view import view_of
from tests.strip.test_guards import FIRST, PLEA, POST, RIGHTS, left
from tests.unit.strip.test_facts import shown


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('Source: "The" Mill', None),
        ('Source: The "Mill"', None),
        ("Source: “The” Mill", None),
        ("Source: The “Mill”", None),
        ("Source: The Mill. It turns.", None),
        ("Source: The Mill, which nobody reads any more", None),
        ("Source: The Mill - the oldest of the papers", None),
        ("Source: [The Mill](https://m.example/1). Translated by Ann Miller.", None),
        ("Source: [The Mill](https://m.example/1), translated by Ann Miller", None),
        (
            "Source: [The Mill](https://m.example/1), [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)",
            "tail source | source=The Mill, CC BY 4.0 | source_url=https://m.example/1",
        ),
        ("Source: [The Mill](https://m.example/1) and [The Mill](https://m.example/1)", None),
        ("Source: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)", None),
        ("Originally published at Author: The Mill", None),
        ("Source: Author: Ann", None),
        ("Source: [](https://m.example/1)", "tail source | source_url=https://m.example/1"),
        ("Original article: [Wheel](/1)", None),
        (
            "Original article: [wheel](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        (
            "Original article: [here](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        ("原文：[这里](https://m.example/1)", "tail source | source_url=https://m.example/1"),
        (
            "原文链接：[3 Mills](https://m.example/1)",
            "tail source | source=3 Mills | source_url=https://m.example/1",
        ),
        (
            "原文链接：[查看原文](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        (
            "Originally published on [Ann](https://ann.example/)'s [column](https://m.example/2020/1).",
            "tail source | source=Ann | source_url=https://m.example/2020/1",
        ),
        (
            "Originally published on [](https://m.example/2020/1).",
            "tail source | source=m.example | source_url=https://m.example/2020/1",
        ),
        (
            "Originally published on <https://m.example/2020/1>.",
            "tail source | source=m.example | source_url=https://m.example/2020/1",
        ),
        (
            "Originally published on [m.example](https://m.example/2020/1).",
            "tail source | source=m.example | source_url=https://m.example/2020/1",
        ),
        (
            "Originally published on [https://m.example/2020/1](https://m.example/2020/1).",
            "tail source | source=m.example | source_url=https://m.example/2020/1",
        ),
        ("Author: [](https://ann.example/)", None),
        ("Author: https://ann.example/", None),
        ("Author: Ann Miller (The Mill)", "run credit | author=Ann Miller"),
        ("Author: Ann Miller of the Mill", "run credit | author=Ann Miller"),
        ("Author: Ann Miller - The Mill", "run credit | author=Ann Miller"),
        ("Author: Our editors", None),
        ("Author: Ann Miller!", "run credit | author=Ann Miller"),
        ("Translation: the Mill", None),
        ("Translation: Ann Miller, Bo Carter", "tail credit | translator=Ann Miller"),
        (
            "Translation: [Ann Miller](https://ann.example/) and [Bo](https://bo.example)",
            "tail credit | translator=Ann Miller, Bo",
        ),
        (
            "Translation: [Ann Miller](https://ann.example/), proofreading: [Bo](https://bo.example)",
            "tail credit | translator=Ann Miller | proofreader=Bo",
        ),
        (
            "License: [this](https://creativecommons.org/licenses/by/4.0/)",
            "tail legal | licence=this | licence_url=https://creativecommons.org/licenses/by/4.0/",
        ),
        ("License: CC BY 4.0. It turns and turns and turns again.", None),
        (
            "License: [MIT](https://m.example/MIT)",
            "tail legal | licence=MIT | licence_url=https://m.example/MIT",
        ),
        ("Tags: mill; river", "tail tags | tags=mill | tags=river"),
        ("Tags: mill, the river of the town and all its very old banks", None),
        ("Tags: [](/tags/mill)", None),
        ("Tags: by Ann", None),
        ("© 2020 Mill Notes. The wheel turns again and again.", None),
        ("© [Mill](https://mill.example)", "tail legal | copyright=Mill"),
        ("Copyright © 2020 the mill", None),
        ("Last updated: 4 May 2021. The wheel turns.", None),
        ("Last updated: 4 May", "run stamp"),
        ("Last updated: May", None),
        ("Last modified on 2021-05-04", "run stamp"),
        ("Updated: 4 May 2021 when the water came up to the door", None),
        ("[Next post](/2) [The wheel that turns in the river at night](/1)", None),
        ("[Next post](/2) [Wheel](https://other.example/1)", None),
        ("[Next post](/2) [a](/a) [b](/b)", "tail nav"),
        ("[Next post](/2) [a](/a) [b](/b) [c](/c)", None),
        ("[Twitter](https://x.example) [a](/a)", None),
        ("[Next](/2)", "tail nav"),
        ("[Home](/)", "run nav"),
        ("[Back to top](#top)", "tail nav"),
        ("[Original](/1)", None),
        ("[Original:](https://m.example/1)", "tail nav | source_url=https://m.example/1"),
        ("[Original post](https://m.example/1)", "tail source | source_url=https://m.example/1"),
        ("[Source](https://m.example/)", None),
        ("[Translator](https://m.example/1)", None),
        ("![Source](https://m.example/1)", None),
        ("[All of the terms that hold](https://creativecommons.org/licenses/by/4.0/)", None),
        (
            "[The terms we chose here.](https://creativecommons.org/licenses/by/4.0/)",
            "tail legal | licence=CC BY 4.0 | licence_url=https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/) [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)",
            None,
        ),
        (
            "Translation: Ann – Proofreading: Bo – Source: dpa – Tags: a, b",
            "tail credit | translator=Ann | proofreader=Bo | source=dpa | tags=a | tags=b",
        ),
        (
            "Translation: Ann – Proofreading: Bo – Editing: Ed – Source: dpa – Tags: a – By Cy Lee",
            None,
        ),
        ("Source: dpa; Tags: mill", "tail source | source=dpa | tags=mill"),
        (
            "This post was [first published in The Mill](https://m.example/1) by [Ann](https://ann.example).",
            None,
        ),
        ("This post was [first published](https://m.example/1).", None),
        (
            "This post first appeared on [my blog](https://m.example/1).",
            "tail source | source=my blog | source_url=https://m.example/1",
        ),
        (
            "This post first appeared on my [blog](https://m.example/1).",
            "tail source | source_url=https://m.example/1",
        ),
        ("(Source: The Mill)", "tail source | source=The Mill"),
        ("[Source: The Mill]", "tail source | source=The Mill"),
        ("((Source: The Mill))", "tail source | source=The Mill"),
        ("(Source: The Mill", None),
        ("Source: The Mill)", "tail source | source=The Mill"),
        ("→ Source: The Mill →", "tail source | source=The Mill"),
        ("* * Source: The Mill", "tail source | source=The Mill"),
        ("— Source: The Mill >>", None),
        ("> Source: The Mill", "tail source | source=The Mill"),
        ("1. Source: The Mill", "tail source | source=The Mill"),
        ("Source: The Mill |", "tail source | source=The Mill"),
        (
            "Read more: [The wheel](https://m.example/1)",
            "tail nav | source_url=https://m.example/1",
        ),
        ("Read more: [The wheel](/1)", None),
        ("[Continue reading](#more)", None),
        ("[Read more](#more)", None),
        ("[Read the original](https://m.example/1)", "tail nav | source_url=https://m.example/1"),
    ],
)
def test_what_is_told_of_a_line(line: str, told: str | None) -> None:
    assert shown(Rules().matcher.block(view_of(line, {}), line)) == told


@pytest.mark.parametrize(
    ("end", "stays"),
    [
        (f"The wheel turns. {PLEA}", None),
        (f"The wheel turns *{PLEA}*", None),
        (f"The wheel turns, *{PLEA}*", None),
        (f"The wheel turns `a. {PLEA}`", None),
        (f"The wheel <b title='a. {FIRST}'>turns</b>", None),
        (f"The wheel turns. *{FIRST}*", "The wheel turns."),
        (f"*The wheel turns. {FIRST}*", "*The wheel turns.*"),
        (f"The wheel turns. <em>{FIRST}</em>", "The wheel turns."),
        (f"The wheel turns. <em>{FIRST}</em></p>", "The wheel turns.</p>"),
        (f"The wheel turns. _{FIRST}", "The wheel turns."),
        (f"The wheel turns. {FIRST}<br>It turns.", None),
        (f"{FIRST}<br>It turns.", None),
        (f"{FIRST}<br>{PLEA}", ""),
        (f"{FIRST}  \nIt turns.", None),
        (f"{FIRST}\nIt turns.", None),
        (f"The wheel turns.\n{PLEA}\nIt turns.", None),
        (f"The wheel turns:\n{PLEA}", "The wheel turns:"),
        (f"The wheel turns)\n{PLEA}", "The wheel turns)"),
        (f"The wheel turns\\\n{PLEA}", "The wheel turns\\"),
        ("The wheel\nLast updated: 4 May 2021", None),
        ("The wheel turns.\nLast updated: 4 May 2021", None),
        (f"The wheel turns.\nLast updated: 4 May 2021\n\n{RIGHTS}", "The wheel turns."),
        (f"The wheel turns.\nLast updated: 4 May 2021\n{PLEA}", "The wheel turns."),
        (f"![](/a.png)\n{RIGHTS}", None),
        (f"![](/a.png)\n{PLEA}", "![](/a.png)"),
        (f"![](/a.png) turns\n{RIGHTS}", None),
        (f"![](/a.png)\nSource: The Mill\n{PLEA}", "![](/a.png)"),
        ("![](/a.png)\n\nSource: The Mill", None),
        ("![](/a.png)\n\n---\n\nSource: The Mill", "![](/a.png)"),
        (f"![](/a.png)\n\nSource: The Mill\n\n{PLEA}", "![](/a.png)\n\nSource: The Mill"),
        ("![](/a.png)\n\nSource: The Mill\n\nTranslation: Ann Miller", "![](/a.png)"),
        ("> It turns.\n\nSource: The Mill", None),
        ("> It turns.\n\nTranslation: Ann Miller", "> It turns."),
        ("<blockquote>It turns.</blockquote>\n\nSource: The Mill", None),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nSource: The Mill", None),
        (f"> It turns. {FIRST}", None),
        (f"> It turns.\n>\n> {FIRST}", None),
        (f"![](/a.png)\n\n{FIRST}", "![](/a.png)"),
        ("{{< youtube a >}}\n\nSource: The Mill", None),
        ("{{< youtube a >}}\n\nTranslation: Ann Miller", "{{< youtube a >}}"),
        ("```\na\n```\n\nSource: The Mill", None),
        ("```\na\n```\n\nLicense: MIT", "```\na\n```"),
        (f"It turns.\n\n{FIRST}\n\n[^1]: a", None),
        (f"<script>a()</script>\n\n{PLEA}", "<script>a()</script>"),
        (f"{PLEA}\n\n<script>a()</script>", None),
        (f"{PLEA}\n\n```\na\n```", None),
        (f"{PLEA}\n\n{{{{< a >}}}}", "{{< a >}}"),
        ("Subscribe:\n\n{{< form >}}", None),
        ("## Subscribe\n\n{{< form >}}", None),
        (f"## Update\n\n{PLEA}", None),
        (f"## Update\n\n---\n\n{PLEA}", "## Update"),
        (f"## Correction\n\n{FIRST}\n\n{PLEA}", None),
        (f"## Follow us\n\n{PLEA}", ""),
        ("## Follow us", None),
        ("## Follow us\n\nIt turns.", None),
        ("## Follow us\n\n[Twitter](https://x.com/a)\n\n[Mill](https://mill.example)", ""),
        ("## Tags\n\nmill, river", None),
        ("Twitter: <https://x.com/a>\n\n![](/a.png)", None),
        ("Follow us:\n\n- [Twitter](https://x.com/a)\n- [Dock](https://dock.example)", ""),
        ("Last updated: 4 May 2021", None),
        ("Author: Ann Miller", None),
        (f"Author: Ann Miller\n\n{PLEA}", ""),
        (f"Author: Ann Miller\n\n[Form](/f)\n\n{PLEA}", "Author: Ann Miller\n\n[Form](/f)"),
        (f"Last updated: 4 May 2021\n\n{PLEA}", ""),
        (f"Last updated: 4 May 2021\n\nAuthor: Ann Miller\n\n{PLEA}", ""),
        (f"{PLEA}\n\nLast updated: 4 May 2021", ""),
        (f"{PLEA}\n\nAuthor: Ann Miller", ""),
        (f"{PLEA}\n\nAuthor: Ann Miller\n\n{RIGHTS}", ""),
        (f"<{POST}>", None),
        (f"<{POST}>\n\nAuthor: Ann Miller", None),
        (f"<{POST}>\n\n{PLEA}", f"<{POST}>"),
        (f"<{POST}>\n\nSource: The Mill", ""),
        (f"<{POST}>\n\nSource: [The Mill]({POST})", f"<{POST}>"),
        (f"The wheel.\n\n<{POST}>\n\nTranslation: Ann Miller", "The wheel."),
        (f"- <{POST}>\n\n{RIGHTS}", f"- <{POST}>"),
        (f"<https://mill.example>\n\n{RIGHTS}", "<https://mill.example>"),
        (f"[Wheel]({POST})\n\n{RIGHTS}", f"[Wheel]({POST})"),
        (f"Source: <{POST}/1>\n\nOne.\n\nSource: <{POST}/2>", None),
        (f"Source: <{POST}/1>\n\nOne.\n\nSource: <{POST}/1>", None),
        (
            f"It says Source: <{POST}/1>\n\nOne.\n\nSource: <{POST}/2>",
            f"It says Source: <{POST}/1>\n\nOne.",
        ),
        (
            "Translation: Ann Miller\n\nOne.\n\nTranslation: Bo Miller",
            "Translation: Ann Miller\n\nOne.",
        ),
        (f"- One.\n- Two.\n- {PLEA}", None),
        (f"- One.\n\nTwo.\n\n- {PLEA}", "- One.\n\nTwo."),
        (f"- {PLEA}", ""),
        (f"- {PLEA}\n- {RIGHTS}", ""),
        (f"1. One.\n2. {PLEA}", None),
        ("[Edit this page](https://github.com/a/b/edit/main/c.md)", ""),
        ("Found a mistake? Mend it [on GitHub](https://github.com/a/b/edit/main/c.md)", ""),
        ("[Edit](https://github.com/a/b/edit/main/c.png)", None),
        ("[Edit](https://github.com/a/b/blob/main/c.md)", None),
        ("[Edit](https://github.com/a/b/edit/main/c.md) [Mill](https://mill.example)", None),
        ("## [Edit](https://github.com/a/b/edit/main/c.md)", None),
        ("[mill](/tags/mill)", ""),
        ("- [mill](/tags/mill)", None),
        ("[mill](https://other.example/tags/mill)", None),
        ("[](/tags/mill)", None),
        ("![mill](/tags/mill.png)", None),
        ("[mill](/tags/mill) and the rest", None),
        ("[mill](/taggs/mill)", None),
        ("Related posts: [Wheel](/wheel)", ""),
        ("Related posts:\n\n- [Wheel](/wheel)", ""),
        ("## Related posts\n\n![](/a.png)", None),
        ("## Related posts\n\n- [Wheel]({{ site.url }}/w)", ""),
        ("## Related posts\n\n- [Wheel]({% post_url 2020-01-01-w %})", ""),
        ("## Related posts\n\n- [Wheel](#w)", None),
        ('## Related posts\n\n- [Wheel]({{< ref "w.md" >}})', ""),
        (f"It turns.\n\n---\n\n{PLEA}", "It turns."),
        (f"It turns.\n\n{PLEA}\n\n---", "It turns."),
        (f"It turns.\n\n---\n\n{PLEA}\n\n---\n\n{RIGHTS}", "It turns."),
        (f"It turns.\n\n<p>&nbsp;</p>\n\n{PLEA}", "It turns."),
        (f"It turns.\n\n<div><p>{PLEA}</p></div>", "It turns."),
        (f"<div>It turns.\n\n<p>{PLEA}</p></div>", "<div>It turns.</div>"),
        (f"<ul><li>It turns.</li><li>{PLEA}</li></ul>", None),
        (f"<div>\n\n{PLEA}\n\n</div>", ""),
        (f"<div class='a'>\n\n{PLEA}\n\nIt turns.</div>", None),
        (f"::: note\n{PLEA}\n:::", ""),
        (f"{{{{< note >}}}}\n{PLEA}\n{{{{< /note >}}}}", ""),
        (
            f'{{{{< note "Mill" >}}}}\n{PLEA}\n{{{{< /note >}}}}',
            '{{< note "Mill" >}}\n{{< /note >}}',
        ),
        (
            "See [mill][1].\n\nSubscribe to our [newsletter][1].\n\n[1]: https://n.example",
            "See [mill][1].\n\n[1]: https://n.example",
        ),
        ("It turns.\n\nSubscribe to our [newsletter][1].\n\n[1]: https://n.example", "It turns."),
        (
            "It turns.\n\nSubscribe to our [newsletter][1].\n\n[1]: https://n.example\n[2]: https://o.example",
            "It turns.\n[2]: https://o.example",
        ),
        (f"The wheel turns <em>{FIRST}</em>", "The wheel turns"),
        (f"The wheel turns, <small>{FIRST}</small>", "The wheel turns,"),
        (f"The wheel turns *{FIRST}*", "The wheel turns"),
        (f"The wheel turns <em>a</em> {FIRST}", None),
        (f"The <em>wheel</em> turns *and* {FIRST}", None),
        (f"The wheel turns <b>{FIRST}</b></p>", "The wheel turns</p>"),
        (f"The *wheel* turns. {FIRST}", "The *wheel* turns."),
        (f"The wheel turns **{FIRST}** it", None),
        (f"It turns. {FIRST}<br>--", "It turns."),
        (f"It turns. {FIRST}<br>{PLEA}<br>It turned.", None),
        (f"It turns. {FIRST}  \n12", "It turns."),
        (f"It turns. {FIRST}  \na wheel", None),
        (f"{FIRST}<br>a wheel", None),
        (f"{FIRST}<br>--", ""),
    ],
)
def test_what_stays_of_an_end(end: str, stays: str | None) -> None:
    """None of one that stays whole."""
    assert left(end) == (end if stays is None else stays)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"The" Mill', '"The" Mill'),
        ('The "Mill"', 'The "Mill"'),
        ("“The” Mill", "“The” Mill"),
        ("The “Mill”", "The “Mill”"),
        ('"The Mill"', "The Mill"),
        ("“The Mill”", "The Mill"),
        ("(The) Mill)", "The) Mill"),
        ("Ann B.,", "Ann B."),
        ("Ann Lee.", "Ann Lee"),
        ("Mill [old]", "Mill [old]"),
        ("[old] Mill", "[old] Mill"),
    ],
)
def test_quotation_marks_of_a_name_stay_in_pairs(text: str, name: str) -> None:
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("url", "article", "profile"),
    [
        ("#a", False, False),
        ("", False, False),
        ("mill", False, False),
        ("//", False, False),
        ("https://", False, False),
        ("localhost", False, False),
        ("mailto:ann@mill.example/a", False, False),
        ("/mill.example/a", False, False),
        ("//mill.example/a", True, False),
        ("mill.example/a", True, False),
        (" https://mill.example/a ", True, False),
        ("https://mill/a", False, False),
        ("https://mill.example/index.html", False, False),
        ("https://mill.example/index.html?p=1", True, False),
        ("https://mill.example/en", False, False),
        ("https://mill.example/author/ann", False, True),
        ("https://mill.example/author/", True, False),
        ("https://mill.example/@ann/the-mill-1", True, False),
        ("https://twitter.com/ann", False, True),
        ("https://twitter.com/ann/status/1", True, False),
    ],
)
def test_an_article_is_no_page_of_a_person(url: str, article: object, profile: object) -> None:
    assert (is_article(url), is_profile(url)) == (article, profile)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("12", True),
        ("May 4, 2021", True),
        ("a b", False),
        ("4 May 2021 at the mill", True),
        ("4 May 2021 at the old mill", False),
        ("Posted 4 May.", False),
        ("", False),
    ],
)
def test_a_date_is_short(text: str, date: object) -> None:
    assert is_date(text) is date


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://mill.example/go?url=https://m.example/a%20b", "https://m.example/a b"),
        ("https://mill.example/go?x=1&target=https%3A//m.example/1", "https://m.example/1"),
        ("https://link.mill.example/?target=https%3A//m.example/1", "https://m.example/1"),
        ("https://mill.example/goto/?url=https://m.example/2#x", "https://m.example/2"),
        ("//mill.example/l.php?u=https://m.example/1&h=1", "https://m.example/1"),
        ("https://mill.example/going?url=https://m.example/2", ""),
        ("https://mill.example/go?url=m", ""),
        ("https://mill.example/a", ""),
    ],
)
def test_what_forwards_is_followed(url: str, target: str) -> None:
    assert forwarded(url) == (target or url)


@pytest.mark.parametrize(
    ("url", "media"),
    [
        ("https://youtube.com/", False),
        ("https://www.youtube.com/watch?v=1", True),
        ("https://notyoutube.com/x", False),
        ("https://mill.example/a.mp3?x", True),
        ("https://mill.example/mp3", False),
        ("https://mill.example/a.pdf#2", True),
    ],
)
def test_media_are_shown_in_place(url: str, media: object) -> None:
    assert shows_media(url) is media


@pytest.mark.parametrize(
    ("text", "linked", "tags"),
    [
        ("#a #b", (), ("a", "b")),
        ("a; b", (), ("a", "b")),
        ("", (), ()),
        ("by Ann, mill", (), ()),
        ("by", (), ("by",)),
        ("mill: old", (), ()),
        ("The wheel turns. It is old", (), ()),
        ("mill, " + "x" * 40, (), ("mill", "x" * 40)),
        ("磨坊我们都在这里看到了, 河", (), ()),
        ("mill in river", ("mill", "river"), ("mill", "river")),
        ("mill and river", ("mill", "river"), ()),
        ("mill, mill", ("mill", "mill"), ("mill",)),
    ],
)
def test_tags_are_short_and_alone(
    text: str, linked: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    assert tags_in(text, linked) == tags


@pytest.mark.parametrize(
    ("match", "line", "lift", "facts"),
    [
        (
            r"at (?P<p>\[.+)",
            "At [Mill](https://m.example/1)",
            {"source": "text(p)", "source_url": "url(p)"},
            {"source": "Mill", "source_url": "https://m.example/1"},
        ),
        # What a key that ends so takes is an address, if there is one.
        (
            r"at (?P<p>\[.+)",
            "At [Mill](https://m.example/1)",
            {"source_url": "p"},
            {"source_url": "https://m.example/1"},
        ),
        (r"at (?P<p>.+)", "At the mill", {"source_url": "p"}, {"source_url": "the mill"}),
        (r"at (?P<p>.+)", "At the mill.", {"x": "url(p)"}, {"x": "the mill."}),
        (r"at (?P<p>.+)", "At the mill.", {"x": "text(p)"}, {"x": "the mill"}),
        # A group that nothing names is lifted under its own name, and one that took no part is not.
        (r"at (?P<p>.+)", "At the mill", {}, {"p": "the mill"}),
        (
            r"at (?P<p>[a-z ]+)(?:, (?P<q>.+))?",
            "At the mill",
            {"a": "text(q)", "b": "text(p)"},
            {"b": "the mill"},
        ),
        (r"on (?P<d>.+)", "On 2021-3-4", {"d": "date(d)"}, {"d": "2021-03-04"}),
        (r"on (?P<d>.+)", "On 2021年3月4日", {"d": "date(d)"}, {"d": "2021-03-04"}),
        (r"on (?P<d>.+)", "On 2021 / 12 / 04 at noon", {"d": "date(d)"}, {"d": "2021-12-04"}),
        (r"on (?P<d>.+)", "On the 4th of May", {"d": "date(d)"}, {"d": "the 4th of May"}),
        # A part of the text of a link, with its brackets as they were written.
        (
            r"at \[old (?P<p>[^\]]+)\].*",
            "At [old Mill [x]](https://m.example/1)",
            {"s": "text(p)", "u": "url(p)"},
            {"s": "Mill [x]", "u": "https://m.example/1"},
        ),
        (r"by (?P<p>\w+ \w)", "By Ann B.", {"s": "text(p)"}, {"s": "Ann B."}),
        (
            r"by (?P<p>.+)",
            "By [Ann](https://a.example) and [Bo](https://b.example)",
            {"s": "text(p)", "u": "url(p)"},
            {"s": "Ann and Bo", "u": "https://a.example"},
        ),
        # On the source a value is as it is written, unless it is said to be text.
        (r'<i by="(?P<p>[^"]+)"></i>', '<i by=" the mill. "></i>', {"s": "p"}, {"s": "the mill."}),
        (
            r'<i by="(?P<p>[^"]+)"></i>',
            '<i by=" the mill. "></i>',
            {"s": "text(p)"},
            {"s": "the mill"},
        ),
        (
            r'<i by="(?P<p>[^"]+)"></i>',
            '<i by=" https://m.example/1 "></i>',
            {"s": "url(p)"},
            {"s": "https://m.example/1"},
        ),
        (
            r'<i by="(?P<p>[^"]+)"></i>',
            '<i by="2021/3/4"></i>',
            {"s": "date(p)"},
            {"s": "2021-03-04"},
        ),
    ],
)
def test_what_a_rule_lifts(
    match: str, line: str, lift: dict[str, str], facts: dict[str, str]
) -> None:
    rule = StripRule(
        id="by",
        kind=Kind.CREDIT,
        match=f"(?i){match}",
        on=On.SOURCE if line.startswith("<") else On.TEXT,
        lift=lift,
        reviewed=True,
    )
    (cut,) = strip_body(f"The wheel turns.\n\n{line}\n", Rules((rule,)).matcher, 0.9).cuts
    assert dict(cut.hit.facts) == facts


@pytest.mark.parametrize(
    ("source", "text", "links"),
    [
        ("[x][]", "[x]", []),
        ("[x] [z]", "[x](/z)", [("x", "/z")]),
        ("[x][y] [y]", "[x][y] [y]", []),
        ("a\\\nb", "a b", []),
        ('<a href="">b</a>', "b", []),
        ('<a href="/x"><a href="/y">b</a>', "[](/x)[b](/y)", [("", "/x"), ("b", "/y")]),
        (
            '<a href="/x"><img src="/i.png" alt="i"></a>',
            "[!⁅i⁆(/i.png)](/x)",
            [("![i](/i.png)", "/x")],
        ),
        (
            '<a href="/x">https://m.example/1</a>',
            "[https://m.example/1](/x)",
            [("https://m.example/1", "/x")],
        ),
        (
            "https://m.example/1&nbsp;a",
            "<https://m.example/1>\xa0a",
            [("", "https://m.example/1")],
        ),
        ("https://m.example/1_", "<https://m.example/1>", [("", "https://m.example/1")]),
        (
            "[m.example/1/](https://m.example/1)",
            "<https://m.example/1>",
            [("", "https://m.example/1")],
        ),
        ("[](https://m.example)", "[](https://m.example)", [("", "https://m.example")]),
        ("[a](<b c>)", "[a](b+c)", [("a", "b c")]),
        ("a\n> b", "a b", []),
        ("> > a", "a", []),
        ("- 1. a", "a", []),
        ("a<br>b<span>c</span>", "a bc", []),
        ("[a *b*](/c)", "[a b](/c)", [("a b", "/c")]),
        ("[`a` ![i](/i.png)](/c)", "[a i](/c)", [("a i", "/c")]),
        ("<ann@mill.example>", "<ann@mill.example>", [("", "ann@mill.example")]),
        ("<!-- a -->b&nosuch;", "b&nosuch;", []),
    ],
)
def test_what_a_reader_sees(source: str, text: str, links: list[tuple[str, str]]) -> None:
    view = view_of(source, {"z": "/z"})
    assert (view.text, [(link.text, link.url) for link in view.links]) == (text, links)
