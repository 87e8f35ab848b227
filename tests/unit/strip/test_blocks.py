"""How a body is split into blocks, whole and from its end alone."""

from __future__ import annotations

import pytest

from newskit.strip.blocks import Scan, scan


def shown(body: str, scanned: Scan) -> str:
    """The blocks of a scan: role and lines."""
    return " | ".join(
        f"{block.role}:{'/'.join(body[start:end] for start, end in block.lines)}"
        for block in scanned.blocks
    )


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("Alpha\nbeta\n\ngamma", "text:Alpha/beta | text:gamma"),
        ("<p>Alpha\n\nbeta</p>\n\ngamma", "text:<p>Alpha/beta</p> | text:gamma"),
        ("<p>Alpha\n\nbeta</p>gamma\ndelta", "text:<p>Alpha/beta</p> | text:gamma/delta"),
        ("<div>Alpha\n\nbeta</div>", "text:<div>Alpha | text:beta</div>"),
        ("Alpha<br>beta<br/>gamma", "text:Alpha<br>/beta<br/>/gamma"),
        ("Alpha<hr>beta", "text:Alpha | rule:<hr> | text:beta"),
        ("Alpha\n<hr>\nbeta", "text:Alpha | rule:<hr> | text:beta"),
        ("<hr>Alpha", "rule:<hr> | text:Alpha"),
        ("## Alpha\nbeta", "heading:## Alpha | text:beta"),
        ("Alpha\n## beta\ngamma", "text:Alpha | heading:## beta | text:gamma"),
        ("Alpha\n- beta\n- gamma", "text:Alpha | item:- beta | item:- gamma"),
        ("> Alpha\n> beta\n\n> gamma", "text:> Alpha/> beta | text:> gamma"),
        ("> Alpha\nbeta", "text:> Alpha/beta"),
        ("Alpha\n> beta", "text:Alpha | text:> beta"),
        ("Alpha\n===\nbeta", "text:Alpha/===/beta"),
        ("Alpha\n---\nbeta", "text:Alpha/---/beta"),
        ("Alpha\n***\nbeta", "text:Alpha | rule:*** | text:beta"),
        ("[a]: /a\n[b]: /b", "definition:[a]: /a | definition:[b]: /b"),
        ("[a]:\n/a\nbeta", "definition:[a]://a | text:beta"),
        ("[a]:\n  beta", "definition:[a]: | text:beta"),
        ("[a]: /a\nhttps://b.example", "definition:[a]: /a | text:https://b.example"),
        ("[^1]: Alpha\nbeta", "footnote:[^1]: Alpha | text:beta"),
        ("Alpha\n{% tag %}\nbeta", "text:Alpha | template:{% tag %} | text:beta"),
        ("{% tag %}\nAlpha", "template:{% tag %} | text:Alpha"),
        ("{{< a >}}\n{{< b >}}", "template:{{< a >}} | template:{{< b >}}"),
        ("::: tip\nAlpha\n:::", "template:::: tip | text:Alpha | template::::"),
        ("Alpha\n\n</div>", "text:Alpha | wrapper:</div>"),
        ("Alpha\n</div>\nbeta", "text:Alpha | wrapper:</div> | text:beta"),
        ("Alpha</div>beta", "text:Alpha</div> | text:beta"),
        ("<div>\nAlpha\n</div>", "wrapper:<div> | text:Alpha | wrapper:</div>"),
        ("<ul><li>Alpha<li>beta</ul>", "wrapper:<ul> | item:<li>Alpha | item:<li>beta</ul>"),
        (
            "<table><tr><td>Alpha</td><td>beta</td></tr></table>",
            (
                "wrapper:<table> | wrapper:<tr> | text:<td>Alpha</td> | text:<td>beta</td>"
                " | wrapper:</tr> | wrapper:</table>"
            ),
        ),
        ("```\nAlpha\n\nbeta\n```\ngamma", "code:```\nAlpha\n\nbeta\n``` | text:gamma"),
        ("<!-- Alpha\n\nbeta -->\ngamma", "comment:<!-- Alpha\n\nbeta --> | text:gamma"),
        (
            "{% raw %}\nAlpha\n\nbeta\n{% endraw %}\ngamma",
            "code:{% raw %}\nAlpha\n\nbeta\n{% endraw %} | text:gamma",
        ),
        (
            "{% raw %}\nAlpha\n\nbeta\n{% endhighlight %}",
            "template:{% raw %} | text:Alpha | text:beta | template:{% endhighlight %}",
        ),
        (
            "-----BEGIN PGP SIGNATURE-----\n\nAlpha\n-----END PGP SIGNATURE-----\nbeta",
            (
                "code:-----BEGIN PGP SIGNATURE-----\n\nAlpha\n-----END PGP SIGNATURE-----"
                " | text:beta"
            ),
        ),
        (
            "<script>\nAlpha\n\nbeta\n</script>\ngamma",
            "code:<script>\nAlpha\n\nbeta\n</script> | text:gamma",
        ),
        ("    Alpha\n\nbeta", "code:Alpha | text:beta"),
        ("Alpha\n\n    beta", "text:Alpha | code:beta"),
        ("Alpha\n    beta", "text:Alpha/beta"),
        ("<iframe src='/a' height=300></iframe>", "code:<iframe src='/a' height=300></iframe>"),
        ("<iframe src='/a' height=1></iframe>", "wrapper:<iframe src='/a' height=1></iframe>"),
        ("<img src='/a.png'>", "text:<img src='/a.png'>"),
        ("<div class='a'></div>", "wrapper:<div class='a'></div>"),
        ("<h2>Alpha</h2>beta", "heading:<h2>Alpha</h2> | text:beta"),
        ("<h2>\nAlpha\n\nbeta</h2>", "heading:<h2>/Alpha/beta</h2>"),
        ("Alpha\r\n\r\nbeta\rgamma", "text:Alpha | text:beta/gamma"),
        ("  Alpha  \n\t\nbeta  ", "text:Alpha | text:beta"),
        ("1. Alpha\n2. beta", "item:1. Alpha | item:2. beta"),
        ("* * *", "rule:* * *"),
        ("Alpha\n\n\n\nbeta</div>\n\n<p>", "text:Alpha | text:beta</div> | wrapper:<p>"),
        ("Alpha\nbeta</div>", "text:Alpha/beta</div>"),
        ("Alpha\n<div></div>\nbeta", "text:Alpha | wrapper:<div></div> | text:beta"),
        ("<p>Alpha</p>\nbeta</div>", "text:<p>Alpha</p> | text:beta</div>"),
        ("Alpha\n\nbeta</blockquote>", "text:Alpha | text:beta</blockquote>"),
    ],
)
def test_blocks_are_what_a_reader_takes_for_one(body: str, blocks: str) -> None:
    scanned = scan(body)
    assert shown(body, scanned) == blocks
    assert [(block.start, block.end) for block in scanned.blocks] == [
        (block.lines[0][0], block.lines[-1][1]) for block in scanned.blocks
    ]


@pytest.mark.parametrize(
    ("body", "definitions"),
    [
        ("[The  Mill]: /a 'x'\n[b]: </b c>", {"the mill": "/a", "b": "/b c"}),
        ("[a]: /1\n[A]: /2", {"a": "/1"}),
        ("[a]:\n/1", {"a": "/1"}),
        ("[a]:\n\n/1", {"a": ""}),
        ("[a]:\n```\n/1\n```", {"a": ""}),
        ("```\n[a]: /1\n```", {}),
        ("[^1]: Note", {}),
        ("a [b]: /1", {}),
    ],
)
def test_definitions_are_read_in_the_body_alone(body: str, definitions: dict[str, str]) -> None:
    assert scan(body).definitions == definitions


WORDS = "The wheel turns with the water.\n\n"


@pytest.mark.parametrize(
    ("body", "partial"),
    [
        (WORDS * 40, True),
        (WORDS * 40 + "<div>" + WORDS + "</div>", True),
        # No block starts within code, a comment, a paragraph of HTML, a tag or below a definition.
        (WORDS * 40 + "```\n" + WORDS * 10 + "```\n", True),
        (WORDS * 40 + "<!--\n" + WORDS * 10 + "-->\n", True),
        (WORDS * 40 + "<p>" + WORDS * 10 + "</p>", True),
        (WORDS * 40 + "<li>" + WORDS * 10 + "</li>\n\n" + WORDS, True),
        ("```\n" + WORDS * 40 + "```\n", False),
        ("<p>" + WORDS * 40 + "</p>", False),
        ("<p>x</p>" + WORDS * 40, True),
        ("<hr>" + WORDS * 40, True),
        ("[a]: /1\n\n" + WORDS * 40, False),
        (WORDS * 4 + "[a]: /1\n\n" + WORDS * 40, False),
        (WORDS * 40 + "[a]: /1\n", True),
        ("The wheel turns. " * 80, False),
        (f"<div title='{WORDS * 40}'>x", False),
        ("<p>" + "The wheel turns.\n" * 5 + "</p>" + "<p>The wheel turns.</p>" * 40, True),
    ],
)
@pytest.mark.parametrize("reach", [60, 200])
def test_the_end_alone_has_the_blocks_that_the_whole_ends_with(
    body: str, partial: object, reach: int
) -> None:
    whole, end = scan(body), scan(body, reach)
    assert end.partial is partial
    assert end.blocks == whole.blocks[len(whole.blocks) - len(end.blocks) :]
    assert len(end.blocks) < len(whole.blocks) or not partial
    assert not whole.partial
    assert scan(body, 10 * len(body)) == whole


def test_of_a_very_long_body_the_end_is_split() -> None:
    body = "[a]: /1\n\n" + WORDS * 13_000 + "```\n" + WORDS * 3 + "```\n\nLast."
    blocks = scan(body).blocks
    assert blocks[0].start == 0
    assert blocks[0].end == blocks[1].start
    assert 200_000 > len(body) - blocks[0].end > 199_000
    assert shown(body, scan(body)).endswith("| text:Last.")
    assert scan(body).definitions == {"a": "/1"}
    code = "[a]: /1\n\n```\n" + WORDS * 13_000 + "```\n\nLast."
    assert shown(code, scan(code)).endswith("| text:Last.")
    assert len(scan(code).blocks) == 2
