"""What holds a line at the end of a post back: of each pair, one post has it and the other not."""

from __future__ import annotations

import pytest

from newskit.config.strip import Kind, RuleState, StripRule, Where
from newskit.strip.body import strip_body
from newskit.strip.match import Rules
from tests.strip.test_kinds import PROSE, stripped

PLEA = "Subscribe to our newsletter."
FIRST = "This post was first published in The Mill."
RIGHTS = "© 2020 Mill Notes"
POST = "https://mill.example/2020/wheel"


def left(tail: str) -> str:
    """What stays of the end of a post."""
    return stripped("en", tail)[0].split("---\n", 2)[2].removeprefix(PROSE["en"].rstrip()).strip()


@pytest.mark.parametrize(
    ("held", "free"),
    [
        # The last lines of a paragraph, below a sentence that ends or a hard break.
        (f"The wheel turns\n{PLEA}", f"The wheel turns.\n{PLEA}"),
        (f"The wheel turns\n{PLEA}", f"The wheel turns  \n{PLEA}"),
        (f"<h2>The wheel turns.<br>{PLEA}</h2>", f"<p>The wheel turns.<br>{PLEA}</p>"),
        # The last sentence of a paragraph, not of a heading.
        (f"## The wheel turns. {FIRST}", f"The wheel turns. {FIRST}"),
        # A source straight below a picture, code or a film is theirs; a translator is the post's.
        ("![](/w.jpg)\nSource: The Mill", "The ![](/w.jpg) turns.\nSource: The Mill"),
        ("```\nturn\n```\nSource: The Mill", "```\nturn\n```\nTranslation: Ann Miller"),
        (
            "<video src='/a.mp4'></video>\n\nSource: The Mill",
            "<video src='/a.mp4'></video>\n\nIt turns.\n\nSource: The Mill",
        ),
        # A line names one place: of two, one would be lost.
        (
            "Source: [The Mill](https://mill.example), [The River](https://river.example)",
            "Source: [The Mill](https://mill.example), [The Mill](https://mill.example)",
        ),
        # Code that is kept elsewhere comes from there; an article is where the post comes from.
        (
            "```\nturn\n```\n\nOriginal article: https://github.com/ann/wheel",
            f"```\nturn\n```\n\nOriginal article: {POST}",
        ),
        # Code is told by its end, whatever the line ends with.
        (f"```\r\nturn\r\n{PLEA}\r\n```", f"```\r\nturn\r\n```\r\n\r\n{PLEA}"),
        # A line that items of a digest have; one that gives the same address says it of the post.
        (
            f"Original article: {POST}/1\n\nOne.\n\nOriginal article: {POST}/2",
            f"Original article: {POST}/2\n\nOne.\n\nOriginal article: {POST}/2",
        ),
        # The badge of a licence, and a link to something else.
        (
            "[![Wheel](https://mill.example/1.png)](https://mill.example/w)",
            "[![CC](https://mill.example/by.png)](https://creativecommons.org/licenses/by/4.0/)",
        ),
        (
            "[How we came to share our work](https://creativecommons.org/licenses/by/4.0/)",
            "[CC BY 4.0 International](https://creativecommons.org/licenses/by/4.0/)",
        ),
        # A form, and the name of a control of a form.
        (f"<form><p>{PLEA}</p></form>", f"<div><p>{PLEA}</p></div>"),
        (f"<form><p>{PLEA}<br>{PLEA}</p></form>", f"<div><p>{PLEA}<br>{PLEA}</p></div>"),
        (f"<label>{PLEA}</label>", f"<p>{PLEA}</p>"),
        # A line of related posts, and a list of them, of other sites.
        (
            "Related posts: [Wheel](/wheel), [Mill](https://other.example/1)",
            "Related posts: [Wheel](/wheel), [Mill](/1)",
        ),
        (
            "## Related posts\n\n- [Wheel](/wheel)\n- [Mill](https://other.example/1)",
            "## Related posts\n\n- ![](https://other.example/1.png) [Mill](/2)",
        ),
        ("## Related posts", f"## Related posts\n\n{PLEA}"),
        # What no rule knows below a plea: a picture is of it, a link is not, and of a notice
        # neither is.
        (f"{PLEA}\n\n[Form](https://f.example/1)", f"{PLEA}\n\n![](/a.png)"),
        (f"{RIGHTS}\n\n![](/a.png)", f"{PLEA}\n\n![](/a.png)"),
        (f"{PLEA}\n\n[^1]: A note on it.", f"{PLEA}\n\n[1]: /a"),
        # A heading whose section is empty then, but for one with a link or above a rule.
        (f"## [The wheel](/w)\n\n![](/a.png)\n\n{RIGHTS}", f"## The wheel\n\n{RIGHTS}"),
        # Tags lead to the archive's own lists of posts.
        ("[wheel](/tags/wheel) [mill](/mill)", "[wheel](/tags/wheel) [mill](/tags/mill)"),
        # A name is a name: nothing is said behind it.
        (
            (
                f"The post [The wheel]({POST}) appeared first on [The Mill](https://mill.example/) "
                "which nobody reads."
            ),
            f"The post [The wheel]({POST}) appeared first on [The Mill](https://mill.example/).",
        ),
        # Of two articles, the address of one would be lost.
        (
            f"Source: [The Mill]({POST}), [The River](https://river.example/2020/b)",
            f"Source: [The Mill]({POST}), The River",
        ),
        # A picture is no link of a row, and a row has two links of navigation.
        ("[Back to top](#top) ![](/w.jpg)", "[Back to top](#top) [Home](/)"),
        ("[Back](/) | Talkback | [Share this](/s)", "[Back](/) | Talkback | [Next](/s)"),
        ("[Related posts](/a) | Talkback | [Next](/s)", "[Previous](/a) | Talkback | [Next](/s)"),
        # The items of a list go together, if a rule does not part them.
        (f"- One.\n- {PLEA}", f"- One.\n\n---\n\n- {PLEA}"),
        (f"<p>The wheel turns\n{PLEA}", f"<p>The wheel turns\n<p>{PLEA}"),
        # A paragraph of HTML goes on over a blank line, what no element holds does not.
        (f"<p>The wheel turns\n\n{PLEA}</p>", f"<p>The wheel turns</p>\n\n{PLEA}"),
        (f"<div>The wheel turns\n{PLEA}</div>", f"<div>The wheel turns\n\n{PLEA}</div>"),
    ],
)
def test_what_holds_a_line_back(held: str, free: str) -> None:
    assert left(held) == held
    assert left(free) != free


def test_a_link_above_a_heading_that_goes_is_of_the_section_above() -> None:
    link = "[Dock](https://dock.example/all)"
    rule = StripRule(
        id="dock",
        kind=Kind.NAV,
        match=r"(?i)\[dock\]\([^()]*\)",
        where=Where.RUN,
        state=RuleState.ACCEPTED,
        reviewed=False,
    )
    for tail, goes in ((f"{link}\n\n{PLEA}", True), (f"{link}\n\n## News\n\n{PLEA}", False)):
        body = f"{PROSE['en']}{tail}\n"
        (span,) = strip_body(body, Rules((rule,)).matcher, 0.9).spans
        assert (link in body[slice(*span)]) is goes
        assert "News" not in body[: span[0]]


@pytest.mark.parametrize(
    ("tail", "stays"),
    [
        (f"## The wheel\n\n---\n\n{RIGHTS}", "## The wheel"),
        (f"## [The wheel](/w)\n\n{RIGHTS}", "## [The wheel](/w)"),
        (f"The wheel:\n\n<{POST}>\n\n{RIGHTS}", f"The wheel:\n\n<{POST}>"),
        (f"## The wheel\n\n<{POST}>\n\n{RIGHTS}", f"## The wheel\n\n<{POST}>"),
        (f"<{POST}>\n\n{RIGHTS}", ""),
        (f"<mill://2020/a>\n\n{RIGHTS}", "<mill://2020/a>"),
        (f"Share:\n\n{PLEA}", "Share:"),
        (f"Follow us:\n\n{PLEA}", ""),
        (f"{PLEA}\n\n[Form](/f)\n\n{PLEA}", f"{PLEA}\n\n[Form](/f)"),
        (f"The wheel turns.\n{PLEA}\n{RIGHTS}", "The wheel turns."),
    ],
)
def test_what_goes_with_what_is_below_it(tail: str, stays: str) -> None:
    assert left(tail) == stays


def test_code_that_nobody_closed_is_code_however_long() -> None:
    code = "```\n" + "x = 1\n\n" * 60_000 + PLEA
    assert left(code) == code


def test_the_address_of_a_source_that_is_one_of_two_is_kept() -> None:
    found = stripped("en", f"Source: [The Mill]({POST}), The River")[1]
    assert dict(found.facts) == {"source": "The Mill, The River", "source_url": POST}


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://creativecommons.org/licenses/by-nc-sa/3.0/de/", "CC BY-NC-SA 3.0"),
        ("//www.creativecommons.org/licenses/BY/4.0/deed.fr#a", "CC BY 4.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0"),
    ],
)
def test_the_badge_of_a_licence_names_it(url: str, name: str) -> None:
    badge = f'<a rel="license" href="{url}"><img alt="" src="https://badge.example/1.png"></a>'
    assert dict(stripped("en", badge)[1].facts) == {"licence": name, "licence_url": url}


def test_a_site_that_names_itself_by_code_is_no_source() -> None:
    tail = "**文章来自 [{{ site.url }}]({{ site.url }})**"
    assert dict(stripped("zh", tail)[1].facts) == {}


CREATIVE = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("language", "announced"),
    [
        (
            "en",
            f"Put this below your photos:\n\nThis work is licensed under [CC BY 4.0]({CREATIVE}).",
        ),
        ("en", f"The badge reads:\n\n[![CC](https://badge.example/1.png)]({CREATIVE})"),
        ("en", f"The films:\n\n- Original: <{POST}-1>\n- Source: <{POST}-2>"),
        ("de", "Das Rad ist frei:\n\nLizenz: [GPL 3](https://www.gnu.org/licenses/gpl-3.0.html)"),
        ("fr", "D'où vient la rivière :\n\nSource : [Le mont](https://mont.example)"),
        ("zh", "工具可以下载：\n\n地址：<https://tool.example/>"),
    ],
)
def test_what_a_text_leads_to_with_a_colon_stays(language: str, announced: str) -> None:
    for below in ("", "\n\n转载请注明出处" if language == "zh" else ""):
        post, found = stripped(language, announced + below)
        assert post.rstrip().endswith(announced)
        assert dict(found.facts) == {}
    free = announced.replace(":\n", ".\n", 1).replace("：\n", "。\n", 1)
    assert not stripped(language, free + "\n\n转载请注明出处")[0].rstrip().endswith(free)
    ruled = announced.replace("\n\n", "\n\n---\n\n", 1)
    assert not stripped(language, ruled + "\n\n转载请注明出处")[0].rstrip().endswith(ruled)


def test_a_source_in_brackets_is_not_what_a_colon_leads_to() -> None:
    post, found = stripped("zh", "各单位应采取以下措施：\n\n（文章来源：河边商报）")
    assert post.rstrip().endswith("各单位应采取以下措施：")
    assert dict(found.facts) == {"source": "河边商报"}


APPEARED = (
    f"The post [The wheel of the mill]({POST}) appeared first on [The Mill](https://mill.example/)."
)


@pytest.mark.parametrize(
    ("tail", "goes"),
    [
        (APPEARED, True),  # its facts stay in front matter
        (f"Source: [The Mill]({POST})", True),
        ("Subscribe to our newsletter. Follow us on Mastodon. Share this post on Facebook.", False),
        (f"{APPEARED}\n\nSubscribe to our newsletter. Follow us on Mastodon. Share this.", False),
    ],
)
def test_only_a_source_that_front_matter_keeps_does_not_count_towards_max_share(
    tail: str, *, goes: bool
) -> None:
    body = f"It turned all night.\n\n{tail}\n"
    assert bool(strip_body(body, Rules().matcher, 0.4).spans) is goes
    assert not strip_body(f"{tail}\n", Rules().matcher, 0.4).spans


@pytest.mark.parametrize("facts", [True, False])
def test_a_source_counts_as_lost_text_where_its_facts_are_not_kept(*, facts: bool) -> None:
    body = "The mill stands.\n\nSource: [The Paper of the Mills and Wheels](https://p.example/2026/mill)\n"
    assert bool(strip_body(body, Rules().matcher, 0.4, facts=facts).spans) is facts


def test_a_title_and_its_address_in_two_lines_are_one_source() -> None:
    body = "磨坊。\n\n原文：The Mill Stands\n链接：https://p.example/2026/mill\n"
    assert strip_body(body, Rules().matcher, 0.4).spans
    assert not strip_body(body, Rules().matcher, 0.4, facts=False).spans
