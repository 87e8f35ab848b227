"""`newskit import` of other programs' exports: facts, counts, and what a broken source leaves."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import time
import zipfile
from pathlib import Path

import frontmatter
import pytest

ITEM = """<item><title>{title}</title><link>https://a.example/{slug}/</link>
<pubDate>Mon, 01 Jan 2001 00:00:00 +0000</pubDate><dc:creator><![CDATA[ana]]></dc:creator>
<guid isPermaLink="false">https://a.example/?p={number}</guid>
<content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>{date}</wp:post_date>
<wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"""

DEFAULTS = {
    "title": "Rain",
    "slug": "rain",
    "number": "7",
    "body": "<p>It rained.</p>",
    "excerpt": "",
    "date": "2024-05-01 08:30:00",
    "gmt": "2024-05-01 06:30:00",
    "status": "publish",
    "kind": "post",
    "more": "",
}


def item(**values: str) -> str:
    return ITEM.format(**{**DEFAULTS, **values})


def wxr(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/">\n<channel>'
        "<wp:author><wp:author_login>ana</wp:author_login>"
        "<wp:author_display_name><![CDATA[Ana Lima]]></wp:author_display_name></wp:author>"
        "<wp:category><wp:category_nicename>news</wp:category_nicename>"
        "<wp:cat_name>News</wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>local</wp:category_nicename>"
        "<wp:category_parent>news</wp:category_parent><wp:cat_name>Local</wp:cat_name></wp:category>"
        + "\n".join(items)
        + "</channel></rss>\n"
    )


PICTURE = item(
    title="A wet street",
    kind="attachment",
    number="9",
    slug="street",
    more="<wp:attachment_url>https://a.example/street.jpg</wp:attachment_url><wp:postmeta>"
    "<wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
    "<wp:meta_value>A street in the rain</wp:meta_value></wp:postmeta>",
)
RICH = item(
    excerpt="Short.",
    more='<category domain="category" nicename="local"><![CDATA[Local]]></category>'
    '<category domain="post_tag" nicename="wet"><![CDATA[wet]]></category>'
    '<category domain="series" nicename="s"><![CDATA[Weather]]></category>'
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value>"
    "</wp:postmeta><wp:postmeta><wp:meta_key>photographer</wp:meta_key>"
    "<wp:meta_value>Bo</wp:meta_value></wp:postmeta><wp:postmeta>"
    "<wp:meta_key>_edit_last</wp:meta_key><wp:meta_value>3</wp:meta_value></wp:postmeta>"
    "<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author>Cy</wp:comment_author>"
    "<wp:comment_date>2024-05-02 10:00:00</wp:comment_date>"
    "<wp:comment_date_gmt>2024-05-02 08:00:00</wp:comment_date_gmt>"
    "<wp:comment_approved>1</wp:comment_approved>"
    "<wp:comment_content><![CDATA[So it did.]]></wp:comment_content></wp:comment>",
)


def rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a report, but the one on the site as a whole."""
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row for row in found if row.get("what") != "site"]


def test_a_wordpress_post_keeps_its_facts(newskit, tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(wxr(RICH, PICTURE), "utf-8")
    done = newskit(
        *("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl", "--comments", "c.jsonl")
    )
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["title"] == "Rain"
    assert str(post["date"]) == "2024-05-01 08:30:00+02:00"
    assert post["authors"] == ["Ana Lima"]
    assert post["categories"] == ["Local"]
    assert post["category_paths"] == ["News/Local"]
    assert post["tags"] == ["wet"]
    assert post["series"] == ["Weather"]
    assert post["description"] == "Short."
    assert post["image"] == "https://a.example/street.jpg"
    assert post["image_alt"] == "A street in the rain"
    assert post["custom_fields"] == {"photographer": "Bo"}
    assert post["permalink"] == "https://a.example/rain/"
    assert post["redirect_from"] == ["/?p=7"]
    assert post.content == "<p>It rained.</p>"
    report = rows(tmp_path / "r.jsonl")
    assert [row["what"] for row in report] == ["post", "attachment"]
    # The slug of a term stands in no post where its name leads to another one.
    assert report[0]["left"] == {"_edit_last": "3", "term_slugs": {"Weather": "s"}}
    comments = rows(tmp_path / "c.jsonl")
    assert [(one["author"], one["published"], one["body"]) for one in comments] == [
        ("Cy", "2024-05-02T10:00:00+02:00", "So it did.")
    ]


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def test_titles_terms_and_excerpts_are_the_words_that_readers_saw(newskit, tmp_path: Path) -> None:
    shown = item(
        title="<![CDATA[Q &amp; A on the <em>Titanic</em>]]>",
        excerpt="<p>Is it &#8220;found&#8221;?</p>",
        more='<category domain="post_tag" nicename="r-d"><![CDATA[R &amp; D]]></category>',
    )
    code = item(title="<![CDATA[A Vec<String> &lt;here&gt;]]>", slug="vec", number="8")
    (tmp_path / "site.xml").write_text(wxr(shown, code), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl").returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["title"] == "Q & A on the Titanic"
    assert post["description"] == "Is it “found”?"
    assert post["tags"] == ["R & D"]
    other = frontmatter.load(str(tmp_path / "out" / "2024-05-01-vec.html"))
    assert other["title"] == "A Vec<String> <here>"
    assert rows(tmp_path / "r.jsonl")[0]["left"] == {
        "title": "Q &amp; A on the <em>Titanic</em>",
        "excerpt": "<p>Is it &#8220;found&#8221;?</p>",
    }


def test_what_a_plugin_wrote_into_the_head_is_front_matter(newskit, tmp_path: Path) -> None:
    said = meta("_yoast_wpseo_metadesc", "Rain fell &amp; fell.") + meta(
        "rank_math_canonical_url", "https://b.example/?rain=7&copy=2"
    )
    template = meta("_yoast_wpseo_metadesc", "%%excerpt%% %%sitename%%")
    posts = wxr(
        item(more=said),
        item(more=template, slug="dry", number="8"),
        item(more=said, slug="wet", number="9", excerpt="Short."),
    )
    (tmp_path / "site.xml").write_text(posts, "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl").returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["description"] == "Rain fell & fell."
    assert post["canonical_url"] == "https://b.example/?rain=7&copy=2"
    assert "description" not in frontmatter.load(str(tmp_path / "out" / "2024-05-01-dry.html"))
    both = frontmatter.load(str(tmp_path / "out" / "2024-05-01-wet.html"))
    assert (both["description"], both["seo_description"]) == ("Short.", "Rain fell & fell.")
    left = [row.get("left") for row in rows(tmp_path / "r.jsonl")]
    assert left == [None, {"_yoast_wpseo_metadesc": "%%excerpt%% %%sitename%%"}, None]


@pytest.mark.parametrize(
    ("canonical", "taken"),
    [
        ("https://b.example/%e9%9b%a8%e3%81%ae%E6%97%A5/", True),
        ("https://b.example/rain#part_two", True),
        ("%%sitename%%/rain/", False),
        ("https://b.example/%category%/%date%/", False),
        ("#post_url", False),
    ],
)
def test_a_canonical_url_is_taken_unless_a_plugin_fills_it_in(
    newskit, tmp_path: Path, canonical: str, *, taken: bool
) -> None:
    said = meta("_yoast_wpseo_canonical", canonical)
    (tmp_path / "site.xml").write_text(wxr(item(more=said)), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl").returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post.get("canonical_url") == (canonical if taken else None)
    left = {} if taken else {"_yoast_wpseo_canonical": canonical}
    assert rows(tmp_path / "r.jsonl")[0].get("left", {}) == left


def test_an_address_that_led_to_a_post_is_named_once(newskit, tmp_path: Path) -> None:
    twice = item().replace("https://a.example/rain/", "https://a.example/blog/?p=7")
    twice = twice.replace("https://a.example/?p=7", "https://b.example/blog/?p=7")
    (tmp_path / "site.xml").write_text(wxr(twice), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out").returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["redirect_from"] == ["/blog/?p=7"]


def test_a_feed_gives_words_where_it_has_html(newskit, tmp_path: Path) -> None:
    entry = (
        "<item><title>R &amp;amp; D &lt;i&gt;now&lt;/i&gt;</title><link>https://a.example/r</link>"
        "<description>&lt;p&gt;In &lt;a href='https://b.example'&gt;short&lt;/a&gt;&lt;/p&gt;"
        "</description><content:encoded>&lt;p&gt;In full&lt;/p&gt;</content:encoded></item>"
    )
    (tmp_path / "rss.xml").write_text(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"{entry}</channel></rss>"
    )
    (tmp_path / "atom.xml").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>The &amp;amp; sign</title>'
        '<link href="https://a.example/s"/><content type="html">x</content></entry></feed>'
    )
    for name in ("rss", "atom"):
        made = newskit("import", "feed", f"{name}.xml", "-o", name, "--report", f"{name}.jsonl")
        assert made.returncode == 0, made.stderr
    post = frontmatter.load(str(tmp_path / "rss" / "r.html"))
    assert (post["title"], post["description"]) == ("R & D now", "In short")
    (row,) = rows(tmp_path / "rss.jsonl")
    assert row["left"] == {
        "title": "R &amp; D <i>now</i>",
        "description": "<p>In <a href='https://b.example'>short</a></p>",
    }
    # Atom says that a title without a type is text.
    assert frontmatter.load(str(tmp_path / "atom" / "s.html"))["title"] == "The &amp; sign"


def test_what_an_export_says_beside_its_posts_is_in_the_report(newskit, tmp_path: Path) -> None:
    picture = PICTURE.replace("<wp:post_id>", "<wp:menu_order>3</wp:menu_order><wp:post_id>")
    comment = (
        "<wp:comment><wp:comment_id>4</wp:comment_id>"
        "<wp:comment_author>Cy</wp:comment_author>"
        "<wp:comment_author_email>cy@b.example</wp:comment_author_email>"
        "<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>"
        "<wp:comment_approved>spam</wp:comment_approved>"
        "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>5</wp:meta_value>"
        "</wp:commentmeta></wp:comment>"
    )
    reusable = item(
        kind="wp_template", slug="single", number="12", body="<p>" + "x " * 3000 + "end</p>"
    )
    closed = item(more=comment + "<wp:comment_status>closed</wp:comment_status>")
    text = wxr(closed, picture, reusable)
    text = text.replace("<channel>", "<channel><title>The site</title><language>pt-BR</language>")
    (tmp_path / "site.xml").write_text(text, "utf-8")
    done = newskit(
        *("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl", "--comments", "c.jsonl")
    )
    assert b"3 items: 1 attachment listed, 1 passed over, 1 post written" in done.stderr
    post, attachment, template = rows(tmp_path / "r.jsonl")
    assert post["left"] == {"comment_status": "closed"}
    assert attachment["values"]["menu_order"] == "3"
    assert attachment["values"]["link"] == "https://a.example/street/"
    assert template["values"]["content"].endswith("end</p>")
    (said,) = rows(tmp_path / "c.jsonl")
    assert (said["email"], said["approved"]) == ("cy@b.example", False)
    assert said["left"] == {
        "comment_author_IP": "192.0.2.7",
        "comment_approved": "spam",
        "rating": "5",
    }
    site = json.loads((tmp_path / "r.jsonl").read_text("utf-8").splitlines()[-1])["values"]
    assert (site["title"], site["language"]) == ("The site", "pt-BR")
    assert site["author"] == {"author_login": "ana", "author_display_name": "Ana Lima"}
    assert [one["cat_name"] for one in site["category"]] == ["News", "Local"]


def test_of_two_featured_pictures_the_first_is_shown(newskit, tmp_path: Path) -> None:
    meta = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{}</wp:meta_value>"
    more = "".join(f"{meta.format(one)}</wp:postmeta>" for one in (9, 9, 8))
    (tmp_path / "site.xml").write_text(wxr(item(more=more), PICTURE), "utf-8")
    newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl")
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["image"] == "https://a.example/street.jpg"
    assert rows(tmp_path / "r.jsonl")[0]["left"] == {"_thumbnail_id": "8"}


@pytest.mark.parametrize(
    ("date", "gmt", "expected"),
    [
        ("2024-05-01T08:30:00", "2024-05-01T06:30:00", "2024-05-01T08:30:00+02:00"),
        ("2024-05-01 08:30:00 +0200", "", "2024-05-01T08:30:00+02:00"),
        ("", "2024-05-01 06:30:00 UTC", "2024-05-01T06:30:00+00:00"),
        ("", "", "2001-01-01T00:00:00+00:00"),  # a post that was published says so in `pubDate`
        ("yesterday", "", "2001-01-01T00:00:00+00:00"),
    ],
)
def test_dates_as_other_programs_write_them(
    newskit, tmp_path: Path, date: str, gmt: str, expected: str
) -> None:
    (tmp_path / "site.xml").write_text(wxr(item(date=date, gmt=gmt)), "utf-8")
    newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl")
    (post,) = rows(tmp_path / "r.jsonl")
    assert f"date: {expected}\n" in (tmp_path / "out" / str(post["path"])).read_text("utf-8")
    left = {"post_date": "yesterday"} if date == "yesterday" else None
    assert post.get("left") == left


def test_a_draft_takes_no_date_from_pub_date(newskit, tmp_path: Path) -> None:
    draft = item(status="draft", date="0000-00-00 00:00:00", gmt="0000-00-00 00:00:00")
    (tmp_path / "site.xml").write_text(wxr(draft), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out").returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / "drafts" / "rain.html"))
    assert "date" not in post.metadata
    assert post["draft"] is True


@pytest.mark.parametrize(
    ("status", "password", "draft", "stated"),
    [
        ("publish", "", None, None),
        ("publish", "open-sesame", True, "protected"),
        ("private", "", True, "private"),
        ("trash", "", True, "trash"),
        ("draft", "open-sesame", True, None),
    ],
)
def test_what_the_public_could_not_read_is_not_published(
    newskit, tmp_path: Path, status: str, password: str, *, draft: bool | None, stated: str | None
) -> None:
    more = f"<wp:post_password><![CDATA[{password}]]></wp:post_password>"
    (tmp_path / "site.xml").write_text(wxr(item(status=status, more=more)), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl").returncode == 0
    (path,) = (tmp_path / "out").rglob("*.html")
    post = frontmatter.load(str(path))
    assert (post.get("draft"), post.get("status")) == (draft, stated)
    assert "open-sesame" not in path.read_text("utf-8")
    (row,) = rows(tmp_path / "r.jsonl")
    assert row.get("left", {}) == ({"post_password": password} if password else {})


@pytest.mark.parametrize(
    ("target", "path", "values"),
    [
        ("jekyll", "_posts/2024-05-01-rain.html", {"layout": "post", "permalink": "/rain/"}),
        ("hugo", "content/posts/rain.html", {"url": "/rain/", "aliases": ["/?p=7"]}),
        ("hexo", "source/_posts/2024-05-01-rain.html", {"categories": [["News", "Local"]]}),
        ("eleventy", "posts/rain.html", {"permalink": "/rain/"}),
        ("astro", "src/content/blog/rain.html", {"heroImage": "https://a.example/street.jpg"}),
    ],
)
def test_each_generator_gets_its_keys_and_folders(
    newskit, tmp_path: Path, target: str, path: str, values: dict[str, object]
) -> None:
    (tmp_path / "site.xml").write_text(wxr(RICH, PICTURE), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--for", target).returncode == 0
    post = frontmatter.load(str(tmp_path / "out" / path))
    assert {key: post[key] for key in values} == values


def test_pelican_gets_lines_and_an_address_below_the_site(newskit, tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(wxr(RICH, PICTURE), "utf-8")
    done = newskit("import", "wxr", "site.xml", "-o", "out", "--for", "pelican", "--convert")
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out" / "content" / "rain.md").read_text("utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("---", "It rained.")
    assert "Date: 2024-05-01T08:30:00+02:00" in lines
    assert "Category: News/Local" in lines
    assert "Url: rain/" in lines
    assert "Save_As: rain/index.html" in lines


def test_what_wordpress_writes_and_xml_forbids_is_mended_and_counted(
    newskit, tmp_path: Path
) -> None:
    text = wxr(item(title="Salt & pepper&nbsp;shop", body="a\x0bb & c"))
    (tmp_path / "site.xml").write_text(text, "utf-8")
    done = newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.html"))
    assert post["title"] == "Salt & pepper\u00a0shop"
    assert post.content == "ab & c"
    mended = rows(tmp_path / "r.jsonl")[-1]
    # Both readings of the file count once.
    assert mended["values"] == {"control_characters": 1, "ampersands": 2}


def test_a_cut_off_export_keeps_what_stands_before_and_says_where_it_breaks(
    newskit, tmp_path: Path
) -> None:
    more = [item(slug=f"s{one}", number=str(one)) for one in range(20)]
    whole = wxr(item(), *more, item(slug="snow", number="8"))
    (tmp_path / "site.xml").write_text(whole[: whole.index("snow") + 200], "utf-8")
    done = newskit("import", "wxr", "site.xml", "-o", "out")
    assert done.returncode == 1
    assert b"the XML breaks here" in done.stderr
    assert b"22 items: 21 posts written, 1 unreadable" in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 21


def test_entities_of_a_documents_own_are_refused(newskit, tmp_path: Path) -> None:
    text = wxr(item()).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss', 1)
    (tmp_path / "site.xml").write_text(text, "utf-8")
    done = newskit("import", "wxr", "site.xml", "-o", "out")
    assert done.returncode != 0
    assert b"declares entities of its own" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_second_run_changes_nothing(newskit, tmp_path: Path) -> None:
    (tmp_path / "site.xml.gz").write_bytes(gzip.compress(wxr(RICH).encode("utf-8")))
    assert newskit("import", "auto", "site.xml.gz", "-o", "out").returncode == 0
    done = newskit("import", "auto", "site.xml.gz", "-o", "out")
    assert done.returncode == 0
    assert b"1 post unchanged" in done.stderr


def test_two_posts_of_one_name_get_two_files(newskit, tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(wxr(item(), item(slug="Rain", title="Second")), "utf-8")
    assert newskit("import", "wxr", "site.xml", "-o", "out").returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["2024-05-01-rain-2.html", "2024-05-01-rain.html"]


def test_import_convert_and_strip_in_one(newskit, tmp_path: Path) -> None:
    body = "<p>It <b>rained</b>.</p>\n<p>All day.</p>\n<p><a href='/'>Back to home</a></p>"
    (tmp_path / "site.xml").write_text(wxr(item(body=body)), "utf-8")
    done = newskit(
        *("import", "wxr", "site.xml", "-o", "out", "--convert", "--strip", "--report", "r.jsonl")
    )
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2024-05-01-rain.md"))
    assert post.content == "It **rained**.\n\nAll day."
    assert rows(tmp_path / "r.jsonl")[0]["proved"] is True


def test_ghost_takes_html_and_renders_lexical_where_there_is_none(newskit, tmp_path: Path) -> None:
    lexical = {
        "root": {
            "children": [
                {
                    "type": "paragraph",
                    "children": [
                        {"type": "text", "text": "a < b ", "format": 0},
                        {"type": "text", "text": "bold", "format": 1},
                    ],
                },
                {"type": "image", "src": "__GHOST_URL__/i.png", "alt": "A boat"},
                {"type": "signup-next", "say": "x"},
            ]
        }
    }
    posts = [
        {"id": "1", "title": "One", "slug": "one", "html": "<p>1</p>", "status": "published",
         "published_at": "2024-01-02T03:04:05.000Z", "codeinjection_head": "<b>"},
        {"id": "2", "title": "Two", "slug": "two", "html": None, "lexical": json.dumps(lexical),
         "status": "draft", "type": "page"},
    ]  # fmt: skip
    data = {
        "posts": posts,
        "tags": [{"id": "t", "name": "sea"}, {"id": "u", "name": "#hidden"}],
        "posts_tags": [
            {"post_id": "1", "tag_id": "u", "sort_order": 0},
            {"post_id": "1", "tag_id": "t", "sort_order": 1},
        ],
        "users": [{"id": "a", "name": "Ana"}],
        "posts_authors": [{"post_id": "1", "author_id": "a", "sort_order": 0}],
    }
    export = {"db": [{"meta": {"version": "5.0.0"}, "data": data}]}
    (tmp_path / "g.json").write_text(json.dumps(export), "utf-8")
    done = newskit("import", "auto", "g.json", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2024-01-02-one.html"))
    assert (post["authors"], post["tags"], post["internal_tags"]) == (["Ana"], ["sea"], ["#hidden"])
    assert str(post["date"]) == "2024-01-02 03:04:05+00:00"
    assert rows(tmp_path / "r.jsonl")[0]["left"] == {"codeinjection_head": "<b>"}
    page = (tmp_path / "out" / "pages" / "two.html").read_text("utf-8")
    assert "<p>a &lt; b <strong>bold</strong></p>" in page
    assert '<img src="/i.png" alt="A boat">' in page
    assert '<!-- ghost:signup-next {"type": "signup-next", "say": "x"} -->' in page


def test_blogger_tells_posts_comments_and_settings_apart(newskit, tmp_path: Path) -> None:
    kind = "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{}'/>"
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-1.post-{}</id>"
        "<published>2020-02-03T04:05:06.000-08:00</published>{}<title>{}</title>"
        "<content type='html'>{}</content>{}</entry>"
    )
    text = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
        + entry.format(
            1,
            kind.format("post") + "<category scheme='http://www.blogger.com/atom/ns#' term='sea'/>",
            "Boats",
            "&lt;p&gt;Hi&lt;/p&gt;",
            "<link rel='alternate' href='https://b.example/2020/02/boats.html'/>",
        )
        + entry.format(
            2,
            kind.format("comment"),
            "",
            "Nice",
            "<thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-1'/>",
        )
        + entry.format(3, kind.format("settings"), "Mode", "x", "")
        + "</feed>"
    )
    (tmp_path / "b.xml").write_text(text, "utf-8")
    done = newskit(
        *("import", "auto", "b.xml", "-o", "out", "--report", "r.jsonl", "--comments", "c.jsonl")
    )
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2020-02-03-boats.html"))
    assert (post["title"], post["tags"], post.content) == ("Boats", ["sea"], "<p>Hi</p>")
    assert [row["what"] for row in rows(tmp_path / "r.jsonl")] == ["post", "passed"]
    assert [one["body"] for one in rows(tmp_path / "c.jsonl")] == ["Nice"]


def test_a_feed_of_snapshots_keeps_the_newest_and_reports_the_older(
    newskit, tmp_path: Path
) -> None:
    feed = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>x:1</id><title>{}</title>"
        "<published>2022-02-09T08:00:00+08:00</published><updated>{}</updated>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{}</p></div></content>"
        "</entry></feed>"
    )
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "1.atom").write_text(feed.format("A", "2022-02-10T00:00:00Z", "new"), "utf-8")
    (tmp_path / "s" / "2.atom").write_text(feed.format("A", "2022-02-09T00:00:00Z", "old"), "utf-8")
    done = newskit("import", "feed", "s", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2022-02-09-a.html"))
    assert post.content == "<p>new</p>"
    assert str(post["date"]) == "2022-02-09 08:00:00+08:00"
    passed = [row for row in rows(tmp_path / "r.jsonl") if row["what"] == "passed"]
    assert [row["values"]["content"] for row in passed] == ["<p>old</p>"]  # type: ignore[index]


def test_a_medium_zip_has_posts_drafts_and_an_account(newskit, tmp_path: Path) -> None:
    page = (
        "<article class='h-entry'><header><h1 class='p-name'>Boats</h1></header>"
        "<section data-field='subtitle' class='p-summary'>On water</section>"
        "<section data-field='body' class='e-content'><h3>Boats</h3><p>They float.</p></section>"
        "<footer><a class='p-author h-card' href='#'>Ana</a>"
        "<time class='dt-published' datetime='2018-08-11T11:23:34.123Z'>August</time>"
        "<a class='p-canonical' href='https://medium.com/@ana/boats-0123456789ab'>c</a></footer>"
        "</article>"
    )
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("posts/2018-08-11_Boats-0123456789ab.html", page)
        archive.writestr("posts/draft_Boats-1123456789ab.html", page)
        archive.writestr("profile/profile.html", "<p>me</p>")
        archive.writestr("../escape.html", "x")
    done = newskit("import", "auto", "m.zip", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 1  # a name that climbs out of its folder is a fault
    post = frontmatter.load(str(tmp_path / "out" / "2018-08-11-boats.html"))
    assert (post["title"], post["authors"]) == ("Boats", ["Ana"])
    assert post["description"] == "On water"
    assert post.content == "<p>They float.</p>"
    assert (tmp_path / "out" / "drafts" / "boats.html").is_file()
    assert not (tmp_path / "escape.html").exists()
    assert len(rows(tmp_path / "r.jsonl")) == 4


def test_a_member_that_expands_beyond_its_limit_is_reported(tmp_path: Path) -> None:
    from newskit.importers.opened import ReadLimits, open_source

    with zipfile.ZipFile(tmp_path / "m.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts/a.html", "x" * 5000)
        archive.writestr("posts/b.html", "y")
    with open_source(str(tmp_path / "m.zip"), ReadLimits(member_bytes=1000)) as source:
        parts = list(source.parts())
    assert [(part.name, part.data, part.error) for part in parts] == [
        ("posts/a.html", None, "expands to more than 1,000 bytes"),
        ("posts/b.html", b"y", ""),
    ]


def test_substack_joins_its_table_and_its_pages(newskit, tmp_path: Path) -> None:
    folder = tmp_path / "s" / "posts"
    folder.mkdir(parents=True)
    (folder / "12.boats.html").write_text("<p>They float.</p>", "utf-8")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        ["post_id", "post_date", "is_published", "type", "audience", "title", "subtitle"]
    )
    writer.writerow(
        ["12.boats", "2022-08-12T12:11:23.230Z", "true", "newsletter", "only_paid", "Boats", "On"]
    )
    writer.writerow(["13.gone", "", "false", "newsletter", "everyone", "Gone", ""])
    (tmp_path / "s" / "posts.csv").write_text(table.getvalue(), "utf-8")
    done = newskit("import", "auto", "s", "-o", "out")
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2022-08-12-boats.html"))
    assert (post["title"], post["audience"]) == ("Boats", "only_paid")
    assert (tmp_path / "out" / "drafts" / "gone.html").is_file()


def test_movable_type_entries_with_more_and_comments(newskit, tmp_path: Path) -> None:
    text = (
        "AUTHOR: Ana\nTITLE: 雨\nBASENAME: rain\nSTATUS: Publish\nPRIMARY CATEGORY: News\n"
        'CATEGORY: Local\nTAGS: wet,"two words"\nDATE: 01/31/2002 03:31:05 PM\n-----\nBODY:\n'
        "<p>It rained.</p>\n-----\nEXTENDED BODY:\n<p>All day.</p>\n-----\nCOMMENT:\nAUTHOR: Cy\n"
        "DATE: 02/01/2002 12:00:00 AM\nSo it did.\n-----\n--------\n"
    )
    (tmp_path / "mt.txt").write_text(text, "utf-8")
    done = newskit("import", "auto", "mt.txt", "-o", "out", "--comments", "c.jsonl")
    assert done.returncode == 0, done.stderr
    post = frontmatter.load(str(tmp_path / "out" / "2002-01-31-rain.html"))
    assert str(post["date"]) == "2002-01-31 15:31:05"
    assert post["categories"] == ["News", "Local"]
    assert post["tags"] == ["wet", "two words"]
    assert post.content == "<p>It rained.</p>\n\n<!--more-->\n\n<p>All day.</p>"
    assert rows(tmp_path / "c.jsonl")[0]["published"] == "2002-02-01T00:00:00"


def test_an_entry_with_odd_lines_keeps_them(newskit, tmp_path: Path) -> None:
    entry = (
        "TITLE: Rain\nCF50_BASENAME: wet\nwho knows\nDATE: one day\n-----\n"
        "BODY:\nIt rained.\n-----\n"
        "COMMENT:\nAUTHOR: Cy\nEMAIL: cy@b.example\nIP: 192.0.2.7\nYes.\n-----\n--------\n"
    )
    (tmp_path / "blog.txt").write_text(entry, "utf-8")
    newskit("import", "auto", "blog.txt", "-o", "out", "--report", "r.jsonl")
    (row,) = rows(tmp_path / "r.jsonl")
    assert row["left"] == {"cf50_basename": "wet", "lines": "who knows", "date": "one day"}
    (comment,) = row["comments"]
    assert (comment["email"], comment["left"]) == ("cy@b.example", {"ip": "192.0.2.7"})


def test_a_feed_of_blogger_is_no_export_of_it(newskit, tmp_path: Path) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:blogger="http://schemas.google.com/blogger/2008">'
        "<id>tag:blogger.com,1999:blog-1</id><title>A blog</title>"
        "<entry><id>tag:blogger.com,1999:blog-1.post-2</id><title>Rain</title>"
        "<published>2024-05-01T08:30:00.001+02:00</published>"
        '<content type="html">&lt;p>It rained.&lt;/p></content></entry></feed>'
    )
    (tmp_path / "atom.xml").write_text(feed, "utf-8")
    for name in ("auto", "blogger"):  # who names the format gets the posts too
        done = newskit("import", name, "atom.xml", "-o", name)
        assert b"1 item: 1 post written" in done.stderr
        (post,) = (tmp_path / name).glob("*.html")
        assert "It rained." in post.read_text("utf-8")


def test_ghost_of_before_html_and_its_tables(newskit, tmp_path: Path) -> None:
    data = {
        "posts": [{"id": 1, "title": "Rain", "slug": "rain", "markdown": "It *rained*."}],
        "tags": [{"id": 2, "name": "wet", "description": "Of water"}],
        "users": [{"id": 3, "name": "Ana", "password": "$2a$10$x"}],
        "settings": [{"key": "title", "value": "The site"}, {"key": "db_hash", "value": "x9"}],
    }
    text = json.dumps({"db": [{"meta": {"version": "003"}, "data": data}]})
    (tmp_path / "ghost.json").write_text(text, "utf-8")
    newskit("import", "auto", "ghost.json", "-o", "out", "--report", "r.jsonl")
    assert "It *rained*." in (tmp_path / "out" / "rain.md").read_text("utf-8")
    report = (tmp_path / "r.jsonl").read_text("utf-8")
    assert all(one in report for one in ("Of water", '"Ana"', "The site"))
    assert not any(one in report for one in ("$2a$10$x", "x9"))  # what nobody may read


def test_tumblr_blocks_become_html(newskit, tmp_path: Path) -> None:
    post = {
        "id_string": "5", "blog_name": "ana", "slug": "boats", "state": "published",
        "post_url": "https://ana.tumblr.com/post/5", "date": "2024-05-01 12:00:00 GMT",
        "tags": ["sea"], "type": "blocks", "notes_of_mine": 3,
        "content": [
            {"type": "text", "subtype": "heading1", "text": "Boats"},
            {"type": "text", "text": "They float", "formatting": [
                {"type": "bold", "start": 0, "end": 4},
                {"type": "link", "start": 5, "end": 10, "url": "https://e.example/"}]},
            {"type": "poll", "question": "?"},
        ],
    }  # fmt: skip
    (tmp_path / "t.json").write_text(json.dumps({"response": {"posts": [post]}}), "utf-8")
    done = newskit("import", "auto", "t.json", "-o", "out", "--report", "r.jsonl")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "2024-05-01-boats.html").read_text("utf-8")
    assert "<h1>Boats</h1>" in text
    assert '<p><strong>They</strong> <a href="https://e.example/">float</a></p>' in text
    assert '<!-- tumblr {"type": "poll", "question": "?"} -->' in text
    assert rows(tmp_path / "r.jsonl")[0]["left"] == {"notes_of_mine": 3}


def test_livejournal_and_drupal(newskit, tmp_path: Path) -> None:
    (tmp_path / "lj.xml").write_text(
        "<?xml version='1.0'?><livejournal><entry><itemid>3</itemid>"
        "<eventtime>2005-06-07 08:09:00</eventtime><subject>Rain</subject>"
        "<event>It &lt;b&gt;rained&lt;/b&gt;.</event><security>private</security>"
        "<taglist>wet, sky</taglist><current_mood>glad</current_mood></entry></livejournal>",
        "utf-8",
    )
    assert newskit("import", "auto", "lj.xml", "-o", "lj").returncode == 0
    post = frontmatter.load(str(tmp_path / "lj" / "2005-06-07-rain.html"))
    assert (post["tags"], post["mood"], post["status"]) == (["wet", "sky"], "glad", "private")
    (tmp_path / "d.csv").write_text(
        "nid,title,body,created,status,path,field_place\n"
        '4,Rain,"<p>It, too.</p>",1714545000,1,/news/rain,Lisbon\n',
        "utf-8",
    )
    assert newskit("import", "auto", "d.csv", "-o", "d").returncode == 0
    node = frontmatter.load(str(tmp_path / "d" / "2024-05-01-rain.html"))
    assert (node["permalink"], node["field_place"]) == ("/news/rain", "Lisbon")
    assert node.content == "<p>It, too.</p>"


def test_what_a_drupal_answer_includes_gives_names(newskit, tmp_path: Path) -> None:
    def relation(kind: str, *ids: str) -> dict[str, object]:
        return {"data": [{"type": kind, "id": one} for one in ids]}

    node = {
        "type": "node--article",
        "id": "n1",
        "attributes": {"title": "Rain", "body": {"value": "<p>It rained.</p>"}, "status": True},
        "relationships": {
            "uid": {"data": {"type": "user--user", "id": "u1"}},
            "field_tags": relation("taxonomy_term--tags", "t1", "t2"),
            "field_image": {"data": {"type": "file--file", "id": "f1"}},
            "field_place": {"data": {"type": "taxonomy_term--places", "id": "p9"}},
            "field_parts": relation("paragraph--text", "x1", "x2"),
        },
    }
    included = [
        {"type": "user--user", "id": "u1", "attributes": {"display_name": "Ana Lima"}},
        {"type": "taxonomy_term--tags", "id": "t1", "attributes": {"name": "wet"}},
        {"type": "taxonomy_term--tags", "id": "t2", "attributes": {"name": "grey"}},
        {"type": "file--file", "id": "f1", "attributes": {"uri": {"url": "/files/rain.jpg"}}},
        {"type": "paragraph--text", "id": "x1", "attributes": {"field_text": "One."}},
        {"type": "paragraph--text", "id": "x2", "attributes": {"field_text": "Two."}},
    ]
    (tmp_path / "a.json").write_text(json.dumps({"data": [node], "included": included}), "utf-8")
    newskit("import", "drupal", "a.json", "-o", "out")
    (path,) = (tmp_path / "out").iterdir()
    post = frontmatter.load(str(path))
    assert (post["authors"], post["tags"], post["image"]) == (
        ["Ana Lima"],
        ["wet", "grey"],
        "/files/rain.jpg",
    )
    # What the answer does not include, or what has no name, keeps its number.
    assert post["relationships"]["field_place"]["data"]["id"] == "p9"
    parts = post["relationships"]["field_parts"]["data"]
    assert [one["id"] for one in parts] == ["x1", "x2"]


def test_a_field_that_repeats_takes_linear_time(newskit, tmp_path: Path) -> None:
    one = "<wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"
    more = "".join(one.format(f"v{number % 9000}") for number in range(18_000))
    (tmp_path / "site.xml").write_text(wxr(item(more=more)))
    start = time.monotonic()
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--report", "r").returncode == 0
    assert time.monotonic() - start < 15
    written = (tmp_path / "r").read_text() + next((tmp_path / "out").iterdir()).read_text()
    assert set(re.findall(r"v\d+", written)) == {f"v{number}" for number in range(9000)}


def test_a_source_of_no_format_is_an_error_with_the_formats(newskit, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01")
    done = newskit("import", "auto", "x.bin", "-o", "out")
    assert done.returncode == 2
    assert b"wxr, ghost" in done.stderr


def test_pelican_gets_html_as_its_reader_takes_it(newskit, tmp_path: Path) -> None:
    (tmp_path / "site.xml").write_text(
        wxr(item(title='Rain & "wind"', excerpt="A &lt;b&gt;"), RICH)
    )
    assert newskit("import", "wxr", "site.xml", "-o", "out", "--for", "pelican").returncode == 0
    text = (tmp_path / "out" / "content" / "rain.html").read_text("utf-8")
    assert text.startswith('<html>\n<head>\n<title>Rain &amp; "wind"</title>\n<meta name=')
    assert '<meta name="date" content="2024-05-01T08:30:00+02:00">' in text
    assert '<meta name="summary" content="A &lt;b&gt;">' in text
    assert text.endswith("</head>\n<body>\n<p>It rained.</p></body>\n</html>\n")


def test_a_packed_source_that_breaks_off_is_read_as_far_as_it_goes(newskit, tmp_path: Path) -> None:
    many = "".join(item(number=str(one), slug=f"r{one}", title=f"R{one}") for one in range(300))
    data = gzip.compress(wxr(many).encode(), compresslevel=0)
    (tmp_path / "site.xml.gz").write_bytes(data[: len(data) // 2])
    done = newskit("import", "wxr", "site.xml.gz", "-o", "out")
    assert done.returncode == 1
    assert 50 < len(list((tmp_path / "out").iterdir())) < 300
    assert b"site.xml.gz" in done.stderr


@pytest.mark.parametrize("ending", ["gz", "zst", "xz", "bz2"])
def test_sources_may_be_packed(newskit, tmp_path: Path, ending: str) -> None:
    import bz2
    import lzma
    import sys

    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    pack = {"gz": gzip.compress, "zst": zstd.compress, "xz": lzma.compress, "bz2": bz2.compress}
    (tmp_path / f"site.xml.{ending}").write_bytes(pack[ending](wxr(item()).encode()))
    assert newskit("import", "auto", f"site.xml.{ending}", "-o", "out").returncode == 0
    assert (tmp_path / "out" / "2024-05-01-rain.html").is_file()
    piped = newskit("import", "auto", "-", "-o", "b", stdin=pack[ending](wxr(item()).encode()))
    assert piped.returncode == 0, piped.stderr
    assert (tmp_path / "b" / "2024-05-01-rain.html").is_file()


def test_older_versions_of_an_entry_are_written_on_request(newskit, tmp_path: Path) -> None:
    entry = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>tag:a,1</id><title>Rain</title>"
        "<link href='https://a.example/v1.2-released'/><updated>{day}T00:00:00Z</updated>"
        "<content type='html'>{text}</content></entry></feed>"
    )
    (tmp_path / "feeds").mkdir()
    for name, day, text in (("1", "2024-05-01", "old"), ("2", "2024-05-02", "new")):
        path = tmp_path / "feeds" / f"{name}.atom"
        path.write_text(entry.format(day=day, text=text), "utf-8")
    assert newskit("import", "feed", "feeds", "-o", "one").returncode == 0
    (post,) = (tmp_path / "one").iterdir()
    assert post.name == "2024-05-02-v1-2-released.html"
    assert newskit("import", "feed", "feeds", "-o", "all", "--older").returncode == 0
    texts = {frontmatter.load(str(path)).content for path in (tmp_path / "all").iterdir()}
    assert texts == {"old", "new"}
