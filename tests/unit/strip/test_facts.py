"""What one line is taken for, and the facts that it leaves."""

from __future__ import annotations

import pytest

from newskit.strip.facts import host_of, is_path, site_of
from newskit.strip.match import Hit, Rules
from newskit.strip.view import view_of


def shown(hit: Hit | None) -> str | None:
    """Where a line goes, its kind and its facts; None of one that stays."""
    if hit is None:
        return None
    told = [f"{name}={value}" for name, value in hit.facts]
    return " | ".join([f"{hit.where} {hit.kind}", *told])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "Source: <https://m.example/1>",
            "tail source | source_url=https://m.example/1",
        ),
        (
            "Source: [The Mill](https://m.example/1)",
            "tail source | source=The Mill | source_url=https://m.example/1",
        ),
        (
            "Source: [https://m.example/1](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        ("Source: The Mill", "tail source | source=The Mill"),
        ("Source: the mill on the river", None),
        ("Source: The Mill (River Notes)", "tail source | source=The Mill (River Notes)"),
        (
            "Source: [The Mill](https://mill.example/)",
            "tail source | source=The Mill | source_home=https://mill.example/",
        ),
        (
            "Source: [@mill](https://m.example/1)",
            "tail source | source=@mill | source_home=https://m.example/1",
        ),
        ("Source: [Mill](https://m.example/1) [River](https://river.example/2021/2)", None),
        ("Source: [Mill](https://mill.example) of the [River](https://m.example/1)", None),
        (
            "Source: The Mill: [wheel](https://m.example/1)",
            "tail source | source=The Mill: wheel | source_url=https://m.example/1",
        ),
        ("Source: [The Mill](https://m.example/1), wheel: old", None),
        (
            "Originally published at [The Mill](https://m.example/1).",
            "tail source | source=The Mill | source_url=https://m.example/1",
        ),
        (
            "Originally published at [The Mill](https://m.example/1), and the wheel turned again",
            None,
        ),
        ("Originally published at [The Mill](https://m.example/1). It turns.", None),
        ("Originally published at The Mill.", "tail source | source=Mill"),
        ("Originally published at the mill.", None),
        (
            "本文转载自[河报](https://m.example/1)",
            "tail source | source=河报 | source_url=https://m.example/1",
        ),
        (
            "本文转载自[河报](https://m.example/1)的专栏",
            "tail source | source=河报 | source_url=https://m.example/1",
        ),
        (
            "本文转载自[河报](https://m.example/1)的一系列关于河水上涨与搬家的很长很长很长的旧日报道",
            None,
        ),
        (
            "本文转载自[河报](https://m.example/1)，有删节",
            "tail source | source=河报 | source_url=https://m.example/1",
        ),
        ("本文转载自河报，有删节", "tail source | source=河报"),
        (
            "原文：[The Mill](https://m.example/1)",
            "tail source | source=The Mill | source_url=https://m.example/1",
        ),
        (
            "原文：[原文链接](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        ("原文：[磨坊](/2020/1)", None),
        (
            "原文：[The Mill](https://m.example/1) by Ann Miller",
            "tail source | source=The Mill | source_url=https://m.example/1 | author=Ann Miller",
        ),
        (
            "原文：《[磨坊](https://m.example/1)》",
            "tail source | source=磨坊 | source_url=https://m.example/1",
        ),
        ("© 2020 Mill Notes", "tail legal | copyright=Mill Notes"),
        ("© 2020 Mill Notes: the wheel turns", None),
        ("© 2020 [Mill Notes](https://mill.example)", "tail legal | copyright=Mill Notes"),
        (
            "Copyright 2020-2022 Mill Notes. All rights reserved.",
            "tail legal | copyright=Mill Notes",
        ),
        ("(c) Mill Notes", "tail legal | copyright=Mill Notes"),
        ("License: CC BY 4.0", "tail legal | licence=CC BY 4.0"),
        ("License: the mill", None),
        (
            "License: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)",
            "tail legal | licence=CC BY 4.0 | licence_url=https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "This post is licensed under [this licence](https://creativecommons.org/licenses/by/4.0/).",
            "tail legal | licence=this licence | licence_url=https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "This post is licensed under a CC BY-SA 4.0 licence.",
            "tail legal | licence=CC BY-SA 4.0",
        ),
        ("Author: Ann Miller", "run credit | author=Ann Miller"),
        ("Author: Ann Miller, baker", "run credit | author=Ann Miller"),
        (
            "Author: [Ann Miller](https://ann.example/), [Bo](https://bo.example/)",
            "run credit | author=Ann Miller, Bo",
        ),
        ("By Ann Miller", "run credit | author=Ann Miller"),
        ("By the river", None),
        ("By J. R. Miller", "run credit | author=J. R. Miller"),
        ("Written by: Ann Miller; edited by Bo", None),
        ("Translation: Ann Miller", "tail credit | translator=Ann Miller"),
        ('Translation: "Ann" Miller', None),
        ("Translation: Ann M.", "tail credit | translator=Ann M."),
        ("Translator: (Ann Miller)", "tail credit | translator=Ann Miller"),
        ("Translated by [Ann Miller](https://ann.example/) from the Dutch", None),
        (
            "Translation: Ann Miller – [Original](https://m.example/1)",
            "tail credit | translator=Ann Miller | source_url=https://m.example/1",
        ),
        (
            "译者：[王小明](https://w.example/)、[李雷](https://l.example/)",
            "tail credit | translator=王小明, 李雷",
        ),
        ("译者：王小明 校对：李雷", "tail credit | translator=王小明 | proofreader=李雷"),
        ("本文由 磨坊翻译组 原创编译", "tail credit | translator_group=磨坊翻译组"),
        ("翻译：磨坊是镇上最高的建筑", None),
        ("Tags: mill, river", "tail tags | tags=mill | tags=river"),
        ("Tags: [mill](/tags/mill) [river](/tags/river)", "tail tags | tags=mill | tags=river"),
        ("Tags: the mill was bought by the town", None),
        ("Tags: #mill #river", "tail tags | tags=mill | tags=river"),
        ("Tags: mill, river.", None),
        ("Proofread by Ann Miller", "tail credit | proofreader=Ann Miller"),
        ("Edited by Ann Miller", "tail credit | editor=Ann Miller"),
        (
            "Comments: <https://forum.example/t/1>",
            "tail share | discuss_url=https://forum.example/t/1",
        ),
        (
            "Discuss this post on [the forum](https://forum.example/t/1)",
            "tail share | discuss_url=https://forum.example/t/1",
        ),
        (
            "[Source](https://m.example/1)",
            "tail source | source_url=https://m.example/1",
        ),
        ("[Source](https://github.com/ann/mill)", None),
        ("[Source](/2020/1)", None),
        ("[Previous post](/1) | [Next post](/3)", "tail nav"),
        ("[Previous post](/1) [The wheel](/2)", "tail nav"),
        ("[Twitter](https://x.example) | [RSS](/rss)", "tail subscribe"),
        (
            "Ann: [X](https://x.com/a) [YouTube](https://y.example/a) [Mastodon](https://m.example/@a)",
            "run subscribe",
        ),
        ("Ann: [X](https://x.com/a) [YouTube](https://y.example/a)", None),
        (
            "[Read more](https://m.example/1)",
            "tail nav | source_url=https://m.example/1",
        ),
        ("[Read more](/2020/1)", None),
        (
            "Read more: https://m.example/1",
            "tail nav | source_url=https://m.example/1",
        ),
        ("Share: [Twitter](https://x.example) [Facebook](https://f.example)", "tail share"),
        ("Subscribe to our newsletter.", "tail subscribe"),
        ("Subscribe to our [newsletter](https://n.example).", "tail subscribe"),
        ("Subscribe to the council, he said", None),
        ("Last updated: 4 March 2024", "run stamp"),
        ("Last updated: when the water came", None),
        (
            "Via [The Mill](https://m.example/1)",
            "tail source | source=The Mill | source_url=https://m.example/1",
        ),
        ("via Ann", None),
        (
            "来源：<https://link.example/?target=https%3A%2F%2Fm.example%2F1>",
            "tail source | source_url=https://m.example/1",
        ),
        (
            "This post was [first published in The Mill](https://m.example/1).",
            "tail source | source=Mill | source_url=https://m.example/1",
        ),
        ("This post was [first published in The Mill](/1).", None),
        ("Powered by [Jekyll](https://jekyllrb.com)", "tail stamp"),
        ("Related: [Wheel](/w), [Mill](/m)", "tail related"),
        ("[Edit this page](https://github.com/a/b/edit/main/c.md)", "tail subscribe"),
        ("Source: dpa | Author: Ann Miller", "tail source | source=dpa | author=Ann Miller"),
        ("Source: dpa | The wheel turns", None),
        ("Correction: the source was wrong.", None),
        ("Quelle: eigene Berechnungen", None),
        ("Source: Author's calculations", None),
        ("译者：王小明；校对：李雷", "tail credit | translator=王小明 | proofreader=李雷"),
        ("Translation: Ann Miller, [the baker](https://ann.example/baker)", None),
        ("Proofreading by Ann Miller", "tail credit | proofreader=Ann Miller"),
        ("Source: <https://mill.example>", "tail source | source_home=https://mill.example"),
        ("© 2020 <https://mill.example>", None),
        (
            "via: [The Mill](https://www.mill.co.uk/2020/1)",
            "tail source | source=The Mill | source_url=https://www.mill.co.uk/2020/1",
        ),
        # Of several people each is kept; what follows one name says more of it.
        ("Authors: Ann Miller, Bo Carter", "run credit | author=Ann Miller, Bo Carter"),
        ("Author: Ann Miller, River Editor", "run credit | author=Ann Miller"),
        ("Author: Ann Miller, for the Mill", "run credit | author=Ann Miller"),
        ("Author: The Mill Company B.V.", "run credit | author=The Mill Company B.V."),
        ("Author: the baker", None),
        (
            "This text is licensed under a [CC BY-SA licence](https://cc.example/licenses/1).",
            "tail legal | licence=CC BY-SA | licence_url=https://cc.example/licenses/1",
        ),
        # On a site that gives each of its writers a host, one part of a path is an article's.
        (
            "Source: <https://ann.medium.com/the-wheel-1f>",
            "tail source | source_url=https://ann.medium.com/the-wheel-1f",
        ),
        (
            "Source: <https://medium.com/@ann>",
            "tail source | source_home=https://medium.com/@ann",
        ),
    ],
)
def test_a_line_leaves_what_it_says(line: str, told: str | None) -> None:
    assert shown(Rules().matcher.block(view_of(line, {}), line, line)) == told


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://www.mill.example/a", "mill.example", "mill.example"),
        ("https://ann@News.mill.co.uk:80/a", "news.mill.co.uk", "mill.co.uk"),
        ("https://a.b.mill.example?x", "a.b.mill.example", "mill.example"),
        ("https://co.uk/a", "co.uk", "co.uk"),
        ("//mill.example", "mill.example", "mill.example"),
        ("localhost", "localhost", "localhost"),
        ("/a/b", "", ""),
    ],
)
def test_the_site_of_an_address_is_its_registered_name(url: str, host: str, site: str) -> None:
    assert (host_of(url), site_of(url)) == (host, site)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/a", True),
        ("a.html", True),
        (" ", False),
        ("#a", False),
        ("{{ a }}", False),
        ("https://a.example", False),
        ("www.a.example", False),
        ("mailto:a@b.example", False),
    ],
)
def test_a_path_is_of_the_site_it_stands_on(url: str, path: object) -> None:
    assert is_path(url) is path
