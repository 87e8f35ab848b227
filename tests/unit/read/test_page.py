"""What whole HTML pages say of themselves: each fact, and where it stands."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import pytest

from newskit.read.page.facts import read_page
from newskit.read.page.fill import is_whole_page
from newskit.read.page.nearby import main_part


def facts(head: str = "", body: str = "") -> dict[str, tuple[object, str]]:
    page = f"<!DOCTYPE html>\n<html><head>{head}</head><body>{body}</body></html>"
    return {key: (fact.value, fact.where) for key, fact in read_page(page).taken.items()}


def ld(*nodes: object) -> str:
    data = nodes[0] if len(nodes) == 1 else {"@graph": list(nodes)}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "The mill burns"}


@pytest.mark.parametrize(
    ("head", "key", "value", "where"),
    [
        ("<title>The mill burns</title>", "title", "The mill burns", "<title>"),
        ('<meta property="og:title" content="The mill">', "title", "The mill", "<meta og:title>"),
        (ld(ARTICLE), "title", "The mill burns", "JSON-LD NewsArticle.headline"),
        ('<meta name="author" content="Ann Lee">', "authors", ("Ann Lee",), "<meta author>"),
        ('<meta name="author" content="王小明">', "authors", ("王小明",), "<meta author>"),
        ('<meta name="byl" content="By Ann Lee">', "authors", ("Ann Lee",), "<meta byl>"),
        (
            '<meta name="author" content="Mill Press Agency">',
            "authors",
            ("Mill Press Agency",),
            "<meta author>",
        ),
        (
            '<meta name="DC.date.issued" content="1989-11-10">',
            "date",
            "1989-11-10",
            "<meta dc.date.issued>",
        ),
        (
            '<meta property="article:modified_time" content="2020-01-02T03:04:05Z">',
            "updated",
            "2020-01-02T03:04:05Z",
            "<meta article:modified_time>",
        ),
        (
            '<meta name="description" content="Short.">',
            "description",
            "Short.",
            "<meta description>",
        ),
        (
            '<link rel="canonical" href="https://bee.example/a">',
            "canonical_url",
            "https://bee.example/a",
            "<link canonical>",
        ),
        ('<meta property="og:locale" content="pt_BR">', "lang", "pt-BR", "<meta og:locale>"),
        (
            '<meta property="article:section" content="Local News">',
            "categories",
            "Local News",
            "<meta article:section>",
        ),
        (
            '<meta property="article:tag" content="a, b"><meta property="article:tag" content="c">',
            "tags",
            ("a, b", "c"),
            "<meta article:tag>",
        ),
        (
            '<meta name="keywords" content="mill, fire">',
            "tags",
            ("mill", "fire"),
            "<meta keywords>",
        ),
        (
            '<meta property="og:image" content="https://bee.example/a.png">',
            "image",
            "https://bee.example/a.png",
            "<meta og:image>",
        ),
        (
            '<meta property="og:site_name" content="The Bee">',
            "publisher",
            "The Bee",
            "<meta og:site_name>",
        ),
    ],
)
def test_the_head(head: str, key: str, value: object, where: str) -> None:
    assert facts(head)[key] == (value, where)


@pytest.mark.parametrize(
    ("body", "key", "value"),
    [
        ('<span itemprop="author"><b itemprop="name">Ann Lee</b></span>', "authors", ("Ann Lee",)),
        ('<a rel="author" href="/x">Ann</a>', "authors", ("Ann",)),
        ("<h1>Mill</h1><p>By Ann Lee</p>", "authors", ("Ann Lee",)),
        ("<h1>Mühle</h1><p>Von Anna Muster</p>", "authors", ("Anna Muster",)),
        (
            '<article><time datetime="2019-05-04T10:00">May</time></article>',
            "date",
            "2019-05-04T10:00",
        ),
        ("<h1>Mill</h1><p>4 May 2019</p>", "date", "4 May 2019"),
        ('<div class="post-date">4. Mai 2019</div>', "date", "4. Mai 2019"),
        ('<div itemprop="datePublished" content="2019-05-04"></div>', "date", "2019-05-04"),
        ('<div class="author">wire am 04.05.2019</div>', "authors", ("wire",)),
        ('<span class="author_name">Ann Lee</span>', "authors", ("Ann Lee",)),
        ('<span class="list-author">Erstellt von Ann Lee</span>', "authors", ("Ann Lee",)),
        ("<h1>Mill</h1><p>04.05.2019 - Ann Lee</p>", "authors", ("Ann Lee",)),
        ("<h1>Mill</h1><p>Ann van Lee, 4 May 2019</p>", "authors", ("Ann van Lee",)),
        ('<p class="author">Interview: Ann Lee</p>', "authors", ("Ann Lee",)),
        (
            f"<h1>Mill</h1><p>04.05.2019 – The mill burns. {'It does. ' * 20}</p>",
            "date",
            "2019-05-04",
        ),
        (
            f"<h1>Mill</h1><p>(4 May 2019) The mill burns. {'It does. ' * 20}</p>",
            "date",
            "4 May 2019",
        ),
        (
            "<div><i>Datum</i> <i>14.05.2019</i> <i>Seiten</i> <i>12</i></div>",
            "date",
            "14.05.2019",
        ),
        (
            '<article><aside class="meta"><time datetime="2019-05-04">x</time></aside></article>',
            "date",
            "2019-05-04",
        ),
        (
            '<div class="content sidebar"><h1>Mill</h1><a rel="author">Ann Lee</a></div>',
            "authors",
            ("Ann Lee",),
        ),
        (
            ld({"@type": "HowTo", "datePublished": "2019-05-04T10:00:00:123Z"}),
            "date",
            "2019-05-04T10:00:00.123Z",
        ),
    ],
)
def test_the_body(body: str, key: str, value: object) -> None:
    assert facts(body=body)[key][0] == value


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (
            '<blockquote><p class="quote-author">A client of ours says so</p></blockquote>',
            "authors",
        ),
        (
            "<h2>Von Rabatten profitieren</h2><h1>Mill</h1><p>Von Rabatten profitieren</p>",
            "authors",
        ),
        ('<a href="/autoren/x">Zur Übersicht</a>', "authors"),
        (f"<h1>Mill</h1><p>4 May 2019 was the day. {'It burnt. ' * 20}</p>", "date"),
        (f"<h1>Mill</h1><p>{'Of it. ' * 30}Published 14.05.2019; published 15.05.2019</p>", "date"),
        ('<div class="sidebar"><p class="author-name">Ann Lee</p></div>', "authors"),
    ],
)
def test_what_may_not_be_the_articles_own_is_not_taken(body: str, key: str) -> None:
    assert key not in facts(body=body)


def test_what_stands_beside_the_article_is_not_its_own() -> None:
    body = (
        '<nav><time datetime="2001-01-01">x</time></nav>'
        '<div class="related"><time datetime="2002-02-02">x</time></div>'
        '<div class="comments"><a rel="author">Troll</a></div>'
        '<article><h1>Mill</h1><time datetime="2019-05-04">x</time></article>'
    )
    found = facts(body=body)
    assert found["date"][0] == "2019-05-04"
    assert "authors" not in found


def test_the_nodes_of_json_ld_are_told_apart() -> None:
    site = {"@type": "WebSite", "datePublished": "2001-01-01", "name": "The Bee"}
    person = {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}
    article = {**ARTICLE, "datePublished": "2019-05-04", "author": {"@id": "#ann"}}
    found = facts(ld(site, person, article))
    assert found["date"][0] == "2019-05-04"
    assert found["authors"][0] == ("Ann Lee",)
    assert "date" not in facts(ld(site, person))


def test_of_several_articles_the_pages_own_counts() -> None:
    other = {**ARTICLE, "headline": "Another", "url": "https://bee.example/b"}
    own = {**ARTICLE, "headline": "Own", "mainEntityOfPage": {"@id": "https://bee.example/a/"}}
    head = '<link rel="canonical" href="https://bee.example/a">'
    assert facts(head + ld(other, own))["title"][0] == "Own"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Mill"} -->',
        '{"@type": "NewsArticle", "headline": "Mill",}',
        '[{"@type": ["NewsArticle", "Thing"], "headline": "Mill"}]',
        '{"@type": "http://schema.org/NewsArticle", "headline": "Mi\nll"}',
    ],
)
def test_json_ld_as_it_is_found(script: str) -> None:
    found = facts(f'<script type="application/ld+json">{script}</script>')
    assert str(found["title"][0]).replace(" ", "") == "Mill"


@pytest.mark.parametrize(
    ("stated", "value"), [("Local", ("Local",)), (["News", "Local"], ("News", "Local"))]
)
def test_every_section_is_kept(stated: object, value: tuple[str, ...]) -> None:
    assert facts(ld({**ARTICLE, "articleSection": stated}))["categories"][0] == value


def test_broken_json_ld_is_nothing() -> None:
    assert facts('<script type="application/ld+json">{"@type": oh</script>') == {}


@pytest.mark.parametrize(
    ("title", "head", "body"),
    [
        ("The mill burns | The Bee", '<meta property="og:site_name" content="The Bee">', ""),
        ("The mill burns - bee.example", '<link rel="canonical" href="https://bee.example/a">', ""),
        ("The mill burns » News", "", "<h1>The mill burns</h1>"),
    ],
)
def test_a_title_loses_the_sites_name(title: str, head: str, body: str) -> None:
    assert facts(f"<title>{title}</title>{head}", body)["title"][0] == "The mill burns"


def test_a_title_with_a_dash_of_its_own_stays() -> None:
    assert facts("<title>Mill - fire</title>")["title"][0] == "Mill - fire"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2017 The Bee. All rights reserved.", "The Bee"),
        ("© 2009-2017 The Bee", "The Bee"),
        ("Copyright (c) 2020 Mill, Inc. All rights reserved.", "Mill, Inc."),
        ("Mill Ltd. © 2020", "Mill Ltd."),
        ("Radio 2000", "Radio 2000"),
        ("501(c)(3) Watch", "501(c)(3) Watch"),
        ("2011", None),
    ],
)
def test_a_publisher_is_the_name_in_a_line_of_copyright(line: str, name: str | None) -> None:
    assert facts(f'<meta name="copyright" content="{line}">').get("publisher", (None,))[0] == name


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("HULL, England—April 27, 2015—The mill burnt.", "April 27, 2015"),
        ("HULL, Feb. 24, 2015 /Wire/ -- The mill burnt.", "Feb. 24, 2015"),
        ("The fair of June 4, 2015 - a small one - was held.", None),
    ],
)
def test_the_day_of_a_press_release_stands_behind_its_place(start: str, day: str | None) -> None:
    body = f"<h1>Mill</h1><p>{start} {'It burnt. ' * 20}</p>"
    assert facts(body=body).get("date", (None,))[0] == day


def test_a_byline_of_a_wire_is_found_by_its_class() -> None:
    body = '<div class="writtenby">By: <a href="/">The Wire</a></div><a href="/author/x">Ann</a>'
    assert facts(body=f"<h1>Mill</h1>{body}")["authors"][0] == ("The Wire",)


def test_what_is_not_taken_is_left_by_value() -> None:
    page = '<html><head><meta name="generator" content="Pen 3"><title>A</title></head></html>'
    assert [asdict(one) for one in read_page(page).left] == [
        {"value": "Pen 3", "where": "<meta generator>"}
    ]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("<html lang=de>", True),
        ("<!-- saved --><HTML>", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html>', True),
        ("<p>x</p>", False),
        ("Text about <html>", False),
        ("<header>x</header>", False),
    ],
)
def test_whole_pages_are_told_from_pieces(text: str, *, whole: bool) -> None:
    assert is_whole_page(text) is whole


PAGE = (
    "<html><body><nav>Start News</nav><div class=a><div id=x><p>The mill burned down last night, "
    "and the council met.</p><p>It will be built again.</p></div></div><footer>Imprint</footer>"
    "</body></html>"
)


@pytest.mark.parametrize("how", ["auto", "#x", "div div"])
def test_the_article_is_taken_out_and_the_rest_is_left_by_value(how: str) -> None:
    found = main_part(PAGE, how)
    assert found is not None
    assert "It will be built again." in found.html
    assert "Imprint" not in found.html
    assert found.left == ("Start News", "Imprint")


def test_a_selector_that_finds_nothing_finds_nothing() -> None:
    assert main_part(PAGE, "#none") is None


def test_many_comments_before_a_fragment_cost_nothing() -> None:
    start = time.perf_counter()
    assert not is_whole_page("<!-- a -->\n" * 3000 + "<p>x</p>")
    assert is_whole_page("<!-- a -->\n" * 3000 + "<html>")
    assert time.perf_counter() - start < 1


def test_a_list_of_names_without_end_is_no_byline() -> None:
    start = time.perf_counter()
    assert "authors" not in facts(f'<meta name="author" content="{"," * 200_000}">')
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("language", "written", "day"),
    [
        ("de", '<p class="date">Ann Lee, 01.12.2021</p>', "2021-12-01"),
        ("en", '<p class="date">01.12.2021</p>', "2021-12-01"),
        ("de", "<h1>The mill</h1><div><span>31.10.23</span></div>", "2023-10-31"),
        ("en-GB", '<span class="time">02/10/2020</span>', "2020-10-02"),
        ("en-US", '<span class="time">02/10/2020</span>', "2020-02-10"),
        ("it", '<time itemprop="datePublished" datetime="05/06/2020">x</time>', "2020-06-05"),
        # Who speaks English and does not say where may mean either.
        ("en", '<span class="time">02/10/2020</span>', None),
    ],
)
def test_numbers_are_read_as_the_language_of_the_page_has_them(
    language: str, written: str, day: str | None
) -> None:
    page = f'<!DOCTYPE html>\n<html lang="{language}"><head></head><body>{written}</body></html>'
    taken = read_page(page).taken
    assert (taken["date"].value if "date" in taken else None) == day


@pytest.mark.parametrize(
    "body",
    [
        # TYPO3 dates an article in a footer of its own, by a class.
        '<p class="article"><b class="footer"><i itemprop="datePublished">2020-01-27</i></b></p>',
        # WordPress marks a post by its categories, Blogger the posts as a widget.
        '<div class="post category-popular"><h1>The mill</h1><p>27 January 2020</p></div>',
        '<div class="widget Blog"><h2 class="date-header">27 January 2020</h2></div>',
        '<p class="author">Ann Lee, 27.01.2020, 13:36</p>',
    ],
)
def test_what_only_looks_like_a_list_beside_is_looked_at(body: str) -> None:
    value, _ = facts(body=body)["date"]
    assert (
        str(value).replace("27 January 2020", "2020-01-27").replace("27.01.2020", "2020-01-27")
        == "2020-01-27"
    )


def test_a_day_in_the_address_may_come_first() -> None:
    head = '<link rel="canonical" href="https://mill.example/news/29-10-2021">'
    page = f'<!DOCTYPE html>\n<html lang="de"><head>{head}</head><body></body></html>'
    assert read_page(page).taken["date"].value == "2021-10-29"


def test_an_address_below_the_base_of_the_page_is_whole() -> None:
    link = '<link rel="canonical" href="../2020/x.html">'
    stated = facts(f'<base href="https://bee.example/blog/">{link}')
    assert stated["canonical_url"] == ("https://bee.example/2020/x.html", "<link canonical>")
    assert "canonical_url" not in facts(link)
    assert "canonical_url" not in facts(f'<base href="/blog/">{link}')


def test_pages_for_pelican_name_their_tags() -> None:
    assert facts('<meta name="tags" content="port, ferry">')["tags"][0] == ("port", "ferry")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("May 4, 2011", "May 4, 2011"),
        ("Published by the Mill Press on May 4, 2011, 9:05 PM", "May 4, 2011"),
        ("The law that keeps the mill was signed here on August 14, 1935", None),
        ("Since August 14, 1935 the mill has stood where the river meets the sea.", None),
    ],
)
def test_a_day_in_a_sentence_by_the_heading_is_not_the_articles(line: str, day: str | None) -> None:
    found = facts(body=f"<h1>The mill burns</h1><div>{line}</div><p>Long words of it.</p>")
    assert found.get("date", (None, ""))[0] == day


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Ann Lee And Bo Li", ("Ann Lee", "Bo Li")),
        ("Ann Lee, August 19, 2010", ("Ann Lee",)),
        ("Ann Lee; Full Profile", ("Ann Lee",)),
        ("0xAnn", ("0xAnn",)),
        ("7bees; 5min; 12 comments; 2019; 3rd; Bo", ("7bees", "Bo")),
    ],
)
def test_names_are_told_from_what_stands_beside_them(content: str, names: tuple[str, ...]) -> None:
    assert facts(f'<meta name="author" content="{content}">')["authors"][0] == names


def test_a_person_by_the_heading_counts_before_the_site() -> None:
    head = '<meta property="og:site_name" content="Mill Press">'
    head += '<meta name="author" content="MILL PRESS, Hull, England">'
    body = "<h1>The mill burns</h1><p>By Ann Lee posted May 4th 2011</p><p>Long words.</p>"
    assert facts(head, body)["authors"][0] == ("Ann Lee",)


def test_of_several_headlines_the_titles_own_counts() -> None:
    section = '<strong itemprop="headline"><a href="/blog">Blog</a></strong>'
    article = '<h1 itemprop="headline">The mill burns</h1><p>Text.</p>'
    title = "<title>Mill Press | The mill burns</title>"
    assert facts(title, section + article)["title"] == ("The mill burns", "itemprop=headline")
    others = '<a itemprop="headline">Old news</a><a itemprop="headline">Older news</a>'
    page = facts("<title>The mill burns</title>", f"<h1>The mill burns</h1>{others}")
    assert page["title"][0] == "The mill burns"
    assert facts("", section)["title"] == ("Blog", "itemprop=headline")


def test_a_link_to_the_form_of_authors_is_no_author() -> None:
    form = '<a href="/post/author/new">Publish a post</a>'
    assert "authors" not in facts("", f"<h1>The mill burns</h1>{form}")
    person = '<a href="/author/ann-lee">Ann Lee</a>'
    assert facts("", form + person)["authors"] == (("Ann Lee",), "a link to an author")
    portrait = '<a rel="author" href="/u/1" title="Ann Lee"><img src="a.png" alt=""></a>'
    assert facts("", portrait)["authors"] == (("Ann Lee",), "rel=author")
    shop = '<a rel="author" href="/u/1" title="Read all of this"><img src="a.png" alt=""></a>'
    assert "authors" not in facts("", shop)


@pytest.mark.parametrize("word", ["Authors", "Our authors", "Autoren", "Auteurs", "Contributors"])
def test_the_list_of_all_authors_is_none(word: str) -> None:
    menu = f'<p><a href="/authors/index.html">{word}</a></p>'
    assert "authors" not in facts("", f"<h1>The mill burns</h1>{menu}")
    byline = '<p>By <a href="/authors/lee.html">Ann Lee (Mill)</a></p>'
    assert facts("", f"<h1>The mill burns</h1>{byline}{menu}")["authors"][0] == ("Ann Lee (Mill)",)


def test_an_encoding_is_no_language() -> None:
    for name in ("utf-8", "UTF8", "ISO-8859-1", "windows-1252"):
        page = f'<html lang="{name}"><head><title>The mill</title></head><body>x</body></html>'
        assert "lang" not in read_page(page).taken
        stated = page.replace("<head>", '<head><meta http-equiv="content-language" content="hu">')
        assert read_page(stated).taken["lang"].value == "hu"


@pytest.mark.parametrize("line", ["RELATED CONTENT", "Read next", "Mehr zum Thema", "関連記事"])
def test_the_day_of_another_article_is_not_the_pages(line: str) -> None:
    other = f"<div>{line}</div><div>An older mill</div><div>Jun 01, 2016</div>"
    heading = "<h1>The mill burns</h1><p>Text.</p>"
    assert "date" not in facts("", heading + other)
    assert "date" not in facts("", f"<div>Jun 01, 2016</div><div>{line}</div>{heading}")
    assert facts("", f"{heading}<div>May 24, 2016</div>{other}")["date"][0] == "May 24, 2016"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        # The heading of the first rank is the blog's own name, and leads to its start.
        (
            "<title>Fog notes: How we sail</title>",
            (
                '<h1 class="title"><a href="https://fog.example/">Fog notes</a></h1>'
                '<h3 class="post-title entry-title"><a href="/2010/sail.html">How we sail</a></h3>'
            ),
            "How we sail",
        ),
        # Of two titles to share a page by, the one of its heading.
        (
            (
                '<title>x</title><meta property="og:title" content="How we sail | Free | Fog">'
                '<meta property="og:title" content="How we sail">'
            ),
            "<h1>How we sail</h1>",
            "How we sail",
        ),
        # `<title>` is the site's, and says nothing of the page.
        (
            "<title>Fog - Dive into anything</title>",
            "<h1>The harbour master quits after thirty stormy years</h1>",
            "The harbour master quits after thirty stormy years",
        ),
        ("<title>Sail, fog and salt</title>", "<h1>Welcome</h1>", "Sail, fog and salt"),
        # The quotation marks of `<title>` are straight, those of the heading are not.
        (
            "<title>The master's storm is over - Great Neck - Fog</title>",
            "<h1>The master’s storm is over</h1>",
            "The master's storm is over",
        ),
        # The heading says more than the title, and tells where that ends.
        (
            '<meta property="og:title" content="Nine knots for the harbour | FGN">',
            "<h1>Learn to tie: Nine knots for the harbour</h1>",
            "Nine knots for the harbour",
        ),
        # The sections come first; of two headings the one of the title counts.
        (
            "<title>News - Room - The harbour master quits at last</title>",
            "<h1>The harbour master quits at last</h1>",
            "The harbour master quits at last",
        ),
        (
            "<title>The harbour master quits at last, a sad day</title>",
            "<h1>Fog</h1><h1>The harbour master quits at last</h1>",
            "The harbour master quits at last",
        ),
        # A template left a place of it unfilled.
        (
            '<title>Harbour notes</title><meta property="og:title" content="${Name} notes">',
            "",
            "Harbour notes",
        ),
        ("<title>How we sail home | Fog News | Sea</title>", "", "How we sail home"),
        ("<title>Sail | Fog News</title>", "", "Sail | Fog News"),
        ("<title>数据结构和算法 | 0x7 Fog</title>", "<h1>线性结构</h1>", "数据结构和算法"),
        ("<title>Knots-2018 | Fog</title>", "<h1>Knots-2018 of Hull</h1>", "Knots-2018"),
        # A headline that describes what the name names.
        (
            (
                '<title>Fog - Wiki</title><script type="application/ld+json">{"@type": "Article",'
                '"name": "Fog", "headline": "water droplets near the ground"}</script>'
            ),
            "<h1>Fog</h1>",
            "Fog",
        ),
    ],
)
def test_the_title_is_the_pages_not_its_sites(head: str, body: str, title: str) -> None:
    page = f"<html><head>{head}</head><body>{body}<p>Text.</p></body></html>"
    assert read_page(page).taken["title"].value == title


@pytest.mark.parametrize(
    ("head", "description"),
    [
        # What a page is shared with speaks of it; the other may speak of the whole site.
        (
            (
                '<meta name="description" content="Listen to our shows">'
                '<meta property="og:description" content="Two pilots argue about the fog">'
            ),
            "Two pilots argue about the fog",
        ),
        (
            (
                '<meta name="description" content="Two pilots argue about the fog in June">'
                '<meta property="og:description" content="Two pilots argue about […]">'
            ),
            "Two pilots argue about the fog in June",
        ),
        (
            (
                '<meta property="og:site_name" content="Fog"><meta property="og:description"'
                ' content="Fog"><meta name="description" content="Two pilots argue">'
            ),
            "Two pilots argue",
        ),
    ],
)
def test_the_description_is_of_the_page(head: str, description: str) -> None:
    page = f"<html><head><title>Pilots</title>{head}</head><body><p>Text.</p></body></html>"
    assert read_page(page).taken["description"].value == description


def test_a_page_of_a_film_has_its_facts_and_an_article_not_those_of_its_films() -> None:
    film = (
        '<script type="application/ld+json">{"@type": "VideoObject", "name": "The fog",'
        '"author": {"@type": "Person", "name": "Ann Fog"}, "uploadDate": "2012-03-04"}</script>'
    )
    taken = read_page(f"<html><head><title>The fog - Films</title>{film}</head></html>").taken
    assert (taken["authors"].value, taken["date"].value) == (("Ann Fog",), "2012-03-04")
    article = f"<html><head><title>We saw a film</title>{film}</head><body>Text.</body></html>"
    assert "authors" not in read_page(article).taken
    released = '<meta property="video:release_date" content="2007-01-08T11:41:29+01:00">'
    taken = read_page(f"<html><head><title>Fog</title>{released}</head></html>").taken
    assert taken["date"].value == "2007-01-08T11:41:29+01:00"


@pytest.mark.parametrize(
    ("headline", "heading", "title"),
    [
        ("The Fog: Why - and When", "The Fog: Why - and When", "The Fog: Why - and When"),
        ("Fog over town : the mill stops", "Fog over town : the mill stops", None),
        ("FOG 3.0 | Pilots of the mill wait", "FOG 3.0 | Pilots of the mill wait", None),
        (
            "Your fog is worth more - here is why",
            "Your fog is worth more - here is why it is",
            None,
        ),
        ("Pilots of the mill wait - The Log", "Pilots of the mill wait", "Pilots of the mill wait"),
        ("안개가 걷히고 물레방아가 돈다ㅣ안개신문", "", "안개가 걷히고 물레방아가 돈다"),
    ],
)
def test_a_dash_or_bar_that_the_heading_has_too_is_of_the_title(
    headline: str, heading: str, title: str | None
) -> None:
    page = (
        f'<html><head><title>{headline}</title><meta property="og:title" content="{headline}">'
        '<meta property="og:site_name" content="안개신문"></head>'
        f"<body><h1>{heading}</h1><p>Text.</p></body></html>"
    )
    assert read_page(page).taken["title"].value == (title or headline)


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("Ann Fog og Bo Ray", ("Ann Fog", "Bo Ray")),
        ("Ann Fog (afo), Bo Ray (bra)", ("Ann Fog", "Bo Ray")),
        ("Ann Fog (Reuters)", ("Ann Fog (Reuters)",)),
        ("Ann Fog, Bo Ray, and Cy Low, CNN", ("Ann Fog", "Bo Ray", "Cy Low")),
        ("김안개 기자", ("김안개",)),
        ("김안개 기자 외 2명", ("김안개",)),
    ],
)
def test_names_stand_without_what_newsrooms_write_behind(
    stated: str, names: tuple[str, ...]
) -> None:
    page = f'<html><head><title>Fog</title><meta name="author" content="{stated}"></head></html>'
    assert read_page(page).taken["authors"].value == names


def test_a_link_to_a_contact_page_is_no_author() -> None:
    page = (
        "<html><head><title>Fog</title></head>"
        '<body><a rel="author" href="/kontakt">Kontakt</a></body></html>'
    )
    assert "authors" not in read_page(page).taken


def test_a_heading_for_small_screens_and_for_wide_ones_is_one() -> None:
    page = (
        "<html><head><title>安开报道水车磨坊重新转动-雾城网</title></head><body>"
        "<h1>安开报道水车磨坊重新转动</h1><h1>安开报道水车磨坊重新转动</h1><p>文</p></body></html>"
    )
    assert read_page(page).taken["title"].value == "安开报道水车磨坊重新转动"


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Escrito por", "作者"])
def test_who_wrote_a_shared_page_is_said_in_many_languages(label: str) -> None:
    page = (
        f'<html><head><title>Fog</title><meta name="twitter:label1" content="{label}">'
        '<meta name="twitter:data1" content="Ann Fog"></head></html>'
    )
    assert read_page(page).taken["authors"].value == ("Ann Fog",)
