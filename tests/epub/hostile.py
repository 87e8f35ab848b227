"""Posts made to break a book: what people, editors and scrapers leave in HTML, and worse."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["BODIES", "records"]

BODIES: dict[str, str] = {
    "broken": (
        "<p>An <b>unclosed <i>mess</b> of</i> <div>tags<p>here<table><tr><td>cell<td>two"
        "</table> & &amp; &nosuch; < 3 <"
    ),
    "main": "<main><p>Inside main</p></main><main>twice</main>",
    "nested-tables": (
        "<table><tr><td>outer<table><caption>cap<table><tr><td>deep</table></caption><tr>"
        "<td>inner</table></td></tr><tr></tr></table>"
    ),
    "empty-table": (
        "<table></table><table><tr></tr></table><table><tbody></tbody></table><table>"
        "<thead><tr><th></th><th>only</th></tr></thead></table>"
    ),
    "ths": (
        "<table><tr><th>a</th><td>b</td></tr><tfoot><tr><td>f</td></tr></tfoot><thead>"
        "<tr><th scope=bogus>h</th></tr></thead><tr><td colspan=0 rowspan=99999999999>x"
        "</td></tr></table>"
    ),
    "overlap": (
        "<table><tr><td colspan=3>a</td></tr><tr><td rowspan=5>b</td><td>c</td></tr></table>"
    ),
    "center": "<center><p align=center>c</p><font color=red size=7>f</font></center>",
    "dup": (
        '<p id=a>1</p><p id=a>2</p><p id="1 2">3</p><p id="é">4</p><a href="#a">x</a>'
        '<a href="#1%202">y</a><a href="#é">z</a><a href="#dead">d</a><a href="#">t</a>'
        '<a name="a">n</a>'
    ),
    "ctrl": (
        "<p>a\x01b\x08c\ufffed\uffffe\x7f\x85\x9ff\U0001ffff \ufdd0 \ud800 \x0c</p>"
        '<p title="\x01">t</p>'
    ),
    "entities": "&#0; &#1; &#x1F; &#xFFFE; &#128; &#xD800; &#x110000; &zwnj;",
    "iframe": (
        '<iframe src="//v.example/x?y=1&z=2"></iframe><iframe></iframe>'
        '<embed src="a b.swf"><object data="http://x.example/q.swf"><param name=a>'
        "<p>fallback</p></object>"
    ),
    "script": (
        '<script>document.write("<p>")</script><script src="https://g.example/1.js">'
        '</script><script type="math/tex">a<b</script><noscript><p>no script</p>'
        "</noscript>"
    ),
    "form": (
        '<form action="/go"><fieldset><legend>L</legend><label>Name '
        '<input name=q value="v"></label><select><optgroup label=g><option>1'
        "<option selected>2</optgroup></select><textarea>area\n\ntext</textarea>"
        "<button>Go</button><input type=submit value=Send>"
        "<input type=image src=x.png alt=im></form>"
    ),
    "links": (
        '<a href="http://exa mple.com/a b">1</a><a href="http://[::1]/">2</a>'
        '<a href="http://1.2.3.4.5/">3</a><a href="javascript:alert(1)">4</a>'
        '<a href="file:///etc/passwd">5</a><a href="http://h:99999/">6</a>'
        '<a href="http://例え.jp/パス?q=値#片">7</a><a href="HTTP://EXAMPLE.COM:80/%zz%41">8'
        '</a><a href="mailto:a b@c.d">9</a><a href="mailto:x@y.example?subject=a b&body='
        '<c>">10</a><a href="tel:+1 (555) 010-99">11</a><a href="data:text/html,hi">12'
        '</a><a href="http://">13</a><a href="https:/one">14</a>'
        '<a href="http:\\\\back\\slash">15</a><a href="ftp://f.example/x y">16</a>'
        '<a href="http://u:p@h.example/">17</a><a href="magnet:?xt=1">18</a>'
        '<a href="http://a_b.example/">u</a><a href="http://-x-.example/">h</a>'
        '<a href="http://xn--a.example/">xn</a>'
        '<a href="https://h.example/{a}|b^c`\\d\'">ch</a><a href="//proto.example/x">p'
        '</a><a href="?q=1">q</a><a href="http://0x7f.1/">hex</a>'
        '<a href="http://999.1.1.1/">ip</a><a href="http://h.example:/">port</a>'
        '<a href="http://%41.example/">pc</a><a href="http://a..b/">dd</a>'
        '<a href="http://xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
        'xxxxxxxxxxxxxxxx.com">long</a>'
    ),
    "headings": (
        "<h4>four</h4><h2>two</h2><h6>six</h6><h1></h1><h3> &nbsp;</h3><h2>"
        "<img src=x.png></h2><h2><p>block</p><ul><li>li</ul><table><tr><td>td</table><hr>"
        "</h2><table><tr><th><h3>th</h3><td>d</table><dl><dt><h2>dt</h2><dd>dd</dl>"
    ),
    "blockinline": (
        '<span>a<div>b</div>c</span><b><p>x</p></b><a href="https://e.example/"><div>'
        "<h2>hh</h2><p>p</p></div></a><i><ul><li>1</ul></i><em><table><tr><td>t</table>"
        "</em><code><pre>c</pre></code><q><blockquote>q</blockquote></q><ins><p>i</p>"
        "</ins><abbr title=x><div>y</div></abbr><sub><h3>s</h3></sub><label><div>l</div>"
        "</label>"
    ),
    "lists": (
        "<ul>loose<p>p</p><li>1</li>tail<ul><li>n</ul></ul><li>stray</li>"
        '<ol start=x type=z reversed><li value=q>1</ol><ol start="-3" type="i">'
        "<li value=7>1</ol><dl>t<dd>no dt</dl><dl><dt>only</dl><dl><dt>a<dd>b<div>x</div>"
        "</dl><dd>stray</dd><menu><li>m</menu><dir>d</dir>"
    ),
    "ruby": (
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby><ruby><rt>x</rt>"
        "</ruby><ruby><rb>a</rb><rtc><rt>b</rt></rtc></ruby><rt>stray</rt><ruby>a<rp>("
        "</rp></ruby><ruby>漢<rp>(</rp><rt>x<p>b</p></rt></ruby>"
    ),
    "figure": (
        '<figure><img src="https://i.example/1.png"><figcaption>Cap</figcaption></figure>'
        "<figure><figcaption>a</figcaption>x<figcaption>b</figcaption></figure>"
        "<figcaption>stray</figcaption><figure>a<figcaption>mid</figcaption>b</figure>"
    ),
    "media": (
        '<video src="v.mp4" controls>fallback <a href="https://x.example/">dl</a></video>'
        '<audio><source src="https://a.example/a.mp3"><track src=t.vtt></audio><picture>'
        '<source srcset="a.webp 1x"><img src="https://i.example/a b.avif" alt="A">'
        '</picture><img><img src=""><img srcset="https://s.example/1.png 2x, b">'
        '<img src="data:image/png;base64,AAAA" alt="bad"><a href="https://l.example/">'
        '<img src=x.png></a><map name=m><area href="https://m.example/" alt="area"><area>'
        "</map><canvas>canvas</canvas>"
    ),
    "svg": (
        '<svg viewBox="0 0 1 1"><title>T</title><text>words</text><script>x</script>'
        "<foreignObject><p>fo</p></foreignObject></svg><math><mi>x</mi><mo>=</mo><mn>1"
        '</mn></math><p><svg><path d="M0"/></svg></p>'
    ),
    "details": (
        "<details open><summary>Sum<p>x</p></summary>body<details><p>nosum</p></details>"
        "</details><dialog open>d</dialog><progress value=1>p</progress><meter>m</meter>"
        '<time>not a time</time><time datetime="bogus">t</time><data value=1>d</data>'
        "<output>o</output>"
    ),
    "legacy": (
        "<marquee>m</marquee><blink>b</blink><nobr>n</nobr><tt>t</tt><big>b</big>"
        "<strike>s</strike><acronym title=x>a</acronym><xmp><b>xmp</b></xmp><listing>l"
        "</listing><basefont><bgsound><o:p>office</o:p><x-custom foo=bar>c</x-custom>"
        "<frameset><frame></frameset><isindex><bdo>b</bdo><bdo dir=rtl>r</bdo><applet>ap"
        "</applet><address><h3>h</h3><p>p</p></address><hgroup><h1>a</h1><p>b</p>"
        "</hgroup><plaintext>rest <b>of it"
    ),
    "attrs": (
        '<p onclick="x()" style="color:red;{}:;;expression(1)" class="a\x01 nk-x b'
        '" lang="zz_bogus" xml:lang=en dir=up emheight=1 data-x=1 aria-label="l'
        '" role=banana tabindex=5 title="t &quot;q&quot;" contenteditable hidde'
        'n itemscope itemprop=x>attrs</p><p lang="zh_CN" dir=RTL>ok</p><td>stray td</td>'
        '<p 3x=1 "q"=2 <=3>odd</p>'
    ),
    "head": (
        "<!DOCTYPE html><html lang=en><head><title>Page title</title><meta charset=gbk>"
        '<link rel=stylesheet href=x><style>p{}</style><base href="http://evil.example/">'
        "</head><body bgcolor=red><p>whole page</p></body></html>trail"
    ),
    "comments": (
        "<!-- a -- b --><!----><![CDATA[cd]]><?php echo 1 ?><!bogus>c--><p>text</p>"
        "<template><p>tpl</p></template>"
    ),
    "deep": "<div>" * 3000 + "deep" + "</div>" * 3000 + "<span>" * 500 + "s" + "</span>" * 500,
    "deepq": "<blockquote>" * 300 + "q" + "</blockquote>" * 300 + "<ul><li>" * 200 + "leaf",
    "deeptab": "<table><tr><td>" * 150 + "t",
    "empty": "",
    "blank": " \n\t",
    "textonly": "just text & more",
    "long": "x" * 100_000,
    "footnotes": (
        '<p>A<sup class="footnote-ref"><a href="#fn-1" id="fnref-1">1</a></sup></p>'
        '<section class="footnotes"><ol><li id="fn-1"><p>Note '
        '<a href="#fnref-1" class="footnote-backref">↩</a></p></li></ol></section>'
    ),
    "math": "<p>$$x<y$$</p>",
    "emptylinks": (
        '<a href="https://x.example/"></a><a href="https://x.example/"> &nbsp; </a><a>'
        '</a><a href="https://y.example"><div></div></a><p><a href="https://z.example/">'
        "<i></i></a></p>"
    ),
    "pre": (
        "<pre>\n\n a\n\t<div>b</div><p>c</p><ul><li>d</ul></pre><pre>"
        '<code class="language-x">x &lt; y</code></pre>'
    ),
    "nestedlink": (
        '<a href="https://a.example/"><table><tr><td><a href="https://b.example/">in</a>'
        '</td></tr></table></a><a href="https://c.example/"><object>'
        '<a href="https://d.example/">x</a></object></a><a href="https://e.example/">'
        '<iframe src="https://f.example/"></iframe></a><button>'
        '<a href="https://g.example/">b</a></button>'
    ),
}
"""One hard case each, by name."""

_TITLES = (
    "",
    "  ",
    "<b>&amp;</b> \"q\" 's'",
    "a\x01b\ufffe",
    "很长的标题" * 80,
    "عنوان",
    "\u202eoverride",
    "x" * 1000,
    "🎉 a title with a picture",
    "-",
    "&nbsp;",
)
_PATHS = (
    "a b.md",
    "CON.md",
    "名前.md",
    "x" * 300 + ".md",
    "../../etc/passwd",
    "a?b#c%d.md",
    ".md",
    "",
    "A.md",
    "a.md",
    "é.md",
)
_LANGUAGES = (
    "en",
    "zh",
    "ar",
    "zz",
    "",
    "zh_TW",
    "x-klingon",
    "english",
    None,
    "ja",
    "he",
    "mn-Mong",
)
_DATES = (
    "2024-02-30",
    "2024-02-09T12:49:59+08:00",
    "2024-02-09",
    None,
    "0000-00-00",
    "9999-12-31T23:59:59Z",
    "2024-02-01 10:00:00 +05:43",
    "2024-02-09T12:49:59",
    "garbage",
)
_CATEGORIES: tuple[list[str], ...] = (["", "News"], ["财经", "x"], [], ["a/b:c"])
_URLS = ("", "https://own.example/p/%d.html", "/relative/", "http://[")
_SOURCES = ("http://x y/", "https://s.example/?a=1&b=2", "")


def records(count: int = 200) -> Iterator[dict[str, object]]:
    """Yield records that go round the bodies, titles, paths, languages, dates and URLs."""
    names = list(BODIES)
    for number in range(count):
        name = names[number % len(names)]
        title = _TITLES[number % len(_TITLES)] if number % 3 == 0 else f"Post {name} {number}"
        path = _PATHS[number % len(_PATHS)] if number % 5 == 0 else f"2024-02-09-{name}-{number}.md"
        url = _URLS[number % len(_URLS)]
        yield {
            "id": f"{name}-{number}",
            "title": title,
            "date_published": _DATES[number % len(_DATES)],
            "language": _LANGUAGES[number % len(_LANGUAGES)],
            "authors": ["A & <b>", ""][: number % 3],
            "categories": _CATEGORIES[number % len(_CATEGORIES)],
            "tags": ["t"],
            "source": ("", "S & Co <x>")[number % 2],
            "source_url": _SOURCES[number % len(_SOURCES)],
            "url": url % number if "%d" in url else url,
            "content_html": BODIES[name],
            "metadata": {"newskit": {"path": f"posts/{path}" if path else ""}},
        }
