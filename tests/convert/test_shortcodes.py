"""WordPress's shortcodes, written as what they show where that is asked for."""

from __future__ import annotations

import pytest

from newskit import api
from newskit.config.convert import ConvertConfig, Profile, Shortcodes
from newskit.config.model import Config
from newskit.convert.document import convert_body
from newskit.convert.result import Action, Conversion
from newskit.post import BodyFormat
from newskit.read.parse import parse_text

SHOWN = [
    (
        '[caption id="a_1" width="3"]<img src="/k.jpg" alt="B"> Die <em>neue</em>[/caption]',
        ("<figure", "![B](/k.jpg)", "<em>neue</em>"),
    ),
    (
        '[caption width="3" caption="Am Fluss"]<a href="/g"><img src="/k.jpg"></a>[/caption]',
        ("[![](/k.jpg)](/g)", "Am Fluss"),
    ),
    ("[embed]https://v.example.org/1_a_b[/embed]", ("\nhttps://v.example.org/1_a_b\n",)),
    ("[embed width='9']https://v.example.org/?a=1&amp;b=2[/embed]", ("https://v.example.org/?a=1&b=2",)),
    ('[code lang="js"]x = *y* &lt; z_1_a;[/code]', ("```js\nx = *y* < z_1_a;\n```",)),
    ("[php]echo $a[0];[/php]", ("```php\necho $a[0];\n```",)),
    ('[audio mp3="https://e.org/a_b.mp3"][/audio]', ('<audio src="https://e.org/a_b.mp3"',)),
    (
        '[video src="https://e.org/v.mp4" webm="https://e.org/v.webm" poster="/p.jpg"]',
        ("https://e.org/v.mp4", "https://e.org/v.webm", "/p.jpg"),
    ),
    ("[youtube https://youtu.be/dQw4w9WgXcQ]", ("\nhttps://youtu.be/dQw4w9WgXcQ\n",)),
    ("[youtube=https://youtu.be/dQw4w9WgXcQ]", ("\nhttps://youtu.be/dQw4w9WgXcQ\n",)),
    ("[vimeo 123456]", ("https://vimeo.com/123456",)),
    ("[gist id=u/0a1b2c]", ("https://gist.github.com/u/0a1b2c",)),
    ('[soundcloud url="https://soundcloud.com/u/lied"]', ("https://soundcloud.com/u/lied",)),
    ("[latex]a_1^2[/latex]", ("$a_1^2$",)),
]  # fmt: skip


def converted(shortcode: str, shortcodes: Shortcodes = Shortcodes.HTML) -> Conversion:
    config = ConvertConfig(profile=Profile.GFM, shortcodes=shortcodes)
    text = f"Vorab und <b>fett</b>.\n\n{shortcode}\n\nDanach.\n"
    return convert_body(text, config, BodyFormat.HTML, path="a.html")


@pytest.mark.parametrize(("shortcode", "holds"), SHOWN)
def test_is_written_as_what_it_shows(shortcode: str, holds: tuple[str, ...]) -> None:
    made = converted(shortcode)
    assert [text for text in holds if text not in made.markdown] == []
    assert made.markdown.startswith("Vorab und **fett**.\n\n")
    assert made.markdown.endswith("\n\nDanach.\n")
    assert made.proved
    assert made.differences[0].text.startswith(shortcode[: shortcode.index("]") - 3])
    assert (made.differences[0].line, made.differences[0].column) == (3, 1)


@pytest.mark.parametrize("shortcode", [one for one, _ in SHOWN])
def test_stays_where_nobody_asks(shortcode: str) -> None:
    made = converted(shortcode, Shortcodes.KEEP)
    assert shortcode.partition("]")[0] in made.markdown


@pytest.mark.parametrize(
    "shortcode",
    ['[gallery ids="1,2_3_"]', '[contact-form-7 id="9"]', "[[code]]", "[caption]nur Text[/caption]",
     "[code", "[embed]kein Ziel[/embed]"],
)  # fmt: skip
def test_stays_where_only_the_site_knows(shortcode: str) -> None:
    assert shortcode in converted(shortcode).markdown.replace("\\", "")


def test_no_value_of_it_is_lost() -> None:
    body = "\n\n".join([one for one, _ in SHOWN])
    post = parse_text("a.html", f"---\ntitle: T\n---\n{body}\n", relative="a.html")
    config = Config(convert=ConvertConfig(shortcodes=Shortcodes.HTML))
    made = api.convert_post(post, config)
    assert [one.text for one in made.differences if one.action.value == "lost"] == []


CODE = """[sourcecode language="python"]
class UTC(tzinfo):
    \"\"\"UTC\"\"\"

    def __init__(self, zone):
        return a < b > c * d * e
[/sourcecode]"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Some *words*.\n\n<div>\n{CODE}\n</div>\n", f"Some *words*.\n\n{CODE}\n"),
        (f"Some *words*.\n\n{CODE}\n\n<b>x</b>\n", f"Some *words*.\n\n{CODE}\n\n**x**\n"),
        # A reference and its link, and what nothing ends, are no shortcodes.
        ("[code] <b>x</b>\n\n[code]: /c\n", "[code] **x**\n\n[code]: /c\n"),
        ("Press [code] <b>x</b> [/code].\n", "Press [code] **x** [/code].\n"),
    ],
)
def test_code_in_markdown_stays_line_by_line(text: str, expected: str) -> None:
    made = convert_body(text, ConvertConfig(profile=Profile.GFM), BodyFormat.MIXED, path="a.md")
    assert (made.markdown, made.proved) == (expected, True)


@pytest.mark.parametrize("pre", ["pre", "PRE"])
def test_a_shortcode_shown_in_preformatted_text_is_code(pre: str) -> None:
    text = f"Some *words*.\n\n<div>\n<{pre}>\n[code]\na &lt; b\n[/code]\n</{pre}>\n</div>\n"
    made = convert_body(text, ConvertConfig(profile=Profile.GFM), BodyFormat.MIXED, path="a.md")
    assert made.markdown == "Some *words*.\n\n```\n[code]\na < b\n[/code]\n```\n"


@pytest.mark.parametrize(
    "code",
    [
        '#[link_section = <span class="s">&quot;.text&quot;</span>]',
        '[lang = <span class="s">"next"</span>]',
        '[DllImport = <span class="k">x</span>, Entry = <span class="k">y</span>]',
    ],
)
def test_brackets_of_highlighted_code_are_no_shortcode(code: str) -> None:
    body = f'<figure class="highlight rust"><pre><code>{code}\nfn main() {{}}</code></pre></figure>'
    result = convert_body(body, ConvertConfig(), BodyFormat.HTML)
    assert "<" not in result.markdown
    assert not [one for one in result.differences if one.action is Action.LOST]
