"""Lines at the top of a post that name its source, author or translator."""

from __future__ import annotations

import pytest

from newskit.config.strip import Ends, StripConfig
from newskit.read.parse import parse_text
from newskit.splice import apply_edits
from newskit.strip.match import Rules
from newskit.strip.post import strip_post
from newskit.strip.result import Stripped

ARTICLE = (
    "The mill grinds again, and the wheel is not the old one.\n\nThe water came from the north.\n"
)


def stripped(body: str, where: Ends = Ends.HEAD) -> tuple[str, Stripped]:
    text = f"---\ntitle: x\n---\n{body}"
    found = strip_post(parse_text("a.md", text), StripConfig(where=where), Rules())
    return apply_edits(text, found.edits).split("---\n", 2)[2], found


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("> 原文：<https://mill.example/2020/1>", {"source_url": "https://mill.example/2020/1"}),
        (
            "> 이 문서는 https://mill.example/2020/1 를 번역한 내용입니다.",
            {"source_url": "https://mill.example/2020/1"},
        ),
        (
            "*Originally published at [Mill Notes](https://mill.example/2020/1).*",
            {"source": "Mill Notes", "source_url": "https://mill.example/2020/1"},
        ),
        ("By Ann Miller", {"author": "Ann Miller"}),
        (
            "<!--yml\ncategory: mills\n-->\n\nSource: [Mill](https://mill.example/2020/1)",
            {"source": "Mill", "source_url": "https://mill.example/2020/1"},
        ),
        ("Translation: Ana Molinera", {"translator": "Ana Molinera"}),
        (
            "作者：[Ann Miller](https://mill.example/ann)\n译者：[wang](https://w.example/wang)",
            {"author": "Ann Miller", "translator": "wang"},
        ),
        (
            (
                "> - 原文地址：[The Mill](https://mill.example/2020/1)\n"
                "> - 原文作者：[Ann Miller](https://mill.example/@ann)\n"
                "> - 译文出自：[河边翻译组](https://code.example/river)\n"
                "> - 校对者：[wang](https://w.example/wang)、[li](https://w.example/li)"
            ),
            {
                "source_url": "https://mill.example/2020/1",
                "author": "Ann Miller",
                "translator_group": "河边翻译组",
                "proofreader": "wang, li",
            },
        ),
    ],
)
def test_lines_at_the_top_become_facts(head: str, told: dict[str, str]) -> None:
    left, found = stripped(f"{head}\n\n{ARTICLE}")
    assert left.split("-->\n\n")[-1] == ARTICLE
    assert {key: found.facts.get(key) for key in told} == told
    assert stripped(left)[0] == left


@pytest.mark.parametrize(
    "head",
    [
        "By the river stands a mill.",
        "Source: the miller's own notes, and they are long",
        "Correction: the wheel is from 1811.",
        "[Back](/) | [Next](/2)",
        "```\nSource: [Mill](https://mill.example/2020/1)\n```",
    ],
)
def test_what_begins_the_article_stays(head: str) -> None:
    assert stripped(f"{head}\n\n{ARTICLE}")[0] == f"{head}\n\n{ARTICLE}"


def test_what_stands_below_the_first_paragraph_stays() -> None:
    body = f"A word first.\n\nSource: [Mill](https://mill.example/2020/1)\n\n{ARTICLE}"
    assert stripped(body)[0] == body


def test_the_first_item_of_a_digest_keeps_its_source() -> None:
    item = "Source: [Mill](https://mill.example/2020/{})\n\nThe wheel turns.\n\n"
    body = item.format(1) + item.format(2) + ARTICLE
    assert stripped(body)[0] == body


@pytest.mark.parametrize("below", ["", "\n---\n", "\n<!-- x -->\n", "\n<div></div>\n"])
def test_something_is_left(below: str) -> None:
    assert stripped(f"By Ann Miller\n{below}")[0] == f"By Ann Miller\n{below}"


@pytest.mark.parametrize("below", ["## The mill\n", "- One.\n", "```\nturn\n```\n"])
def test_what_is_left_may_be_short(below: str) -> None:
    assert stripped(f"By Ann Miller\n\n{below}")[0] == below


def test_many_names_at_the_top_all_go() -> None:
    head = "".join(f"By {letter}nn Miller\n\n" for letter in "ABCDEFGHI")
    assert stripped(head + ARTICLE)[0] == ARTICLE


def test_the_end_is_named() -> None:
    head, tail = "By Ann Miller\n\n", "\n© 2020 Mill Notes\n"
    body = head + ARTICLE + tail
    assert stripped(body, Ends.HEAD)[0] == ARTICLE + tail
    assert stripped(body, Ends.TAIL)[0] == head + ARTICLE
    assert stripped(body, Ends.BOTH)[0] == ARTICLE


@pytest.mark.parametrize("lines", [1, 100])
def test_a_head_s_address_may_be_defined_below_and_goes_with_it(lines: int) -> None:
    article = ARTICLE + "\nThe wheel turns with the [water][2] of the north.\n" * lines
    kept = "[2]: https://water.example"
    body = f"By [Ann Miller][1]\n\n{article}\n{kept}\n[1]: https://mill.example/ann\n"
    left, found = stripped(body)
    assert left == f"{article}\n{kept}\n"
    assert dict(found.facts) == {"author": "Ann Miller", "author_url": "https://mill.example/ann"}


@pytest.mark.parametrize(
    ("head", "goes"),
    [
        # What is only called a link is what the text is about, unless other lines say more.
        ("Link: <https://mill.example/2020/1>", False),
        ("链接：<https://mill.example/2020/1>", False),
        ("链接：<https://mill.example/2020/1>\n\n译者：王小明", True),
        # The name of the original leads on, and says where the post comes from.
        ("> 원문\nhttps://mill.example/2020/1", True),
        ("> 원문 : https://mill.example/2020/1", True),
    ],
)
def test_what_is_called_a_link_alone_stays(head: str, goes: object) -> None:
    assert (stripped(f"{head}\n\n{ARTICLE}")[0] == ARTICLE) is goes


@pytest.mark.parametrize("title", ["# The mill", "<h1>The mill</h1>"])
def test_a_title_may_stand_above_the_lines_that_go(title: str) -> None:
    head = "> 来源：[https://mill.example/2020/1](https://mill.example/2020/1)"
    left, found = stripped(f"{title}\n\n{head}\n\n{ARTICLE}")
    assert left == f"{title}\n\n{ARTICLE}"
    assert dict(found.facts) == {"source_url": "https://mill.example/2020/1"}
    section = f"## The mill\n\n{head}\n\n{ARTICLE}"
    assert stripped(section)[0] == f"## The mill\n\n{ARTICLE}"
    section += "## The river\n\nIt turns.\n"
    assert stripped(section)[0] == section
    twice = f"{title}\n\n{title}\n\n{head}\n\n{ARTICLE}"
    assert stripped(twice)[0] == twice


FORM = (
    "* 原文地址：[The Mill](https://mill.example/2020/1)\n"
    "* 原文作者：`Ann Miller, Bob Smith`\n"
    "* [本文永久链接](https://code.example/river/blob/main/1.md)\n"
    "- 译者：[wang](https://w.example/wang)\n"
    "- 校对：[](.)\n"
)


@pytest.mark.parametrize(
    "items",
    [
        "1. 原文：<https://mill.example/1>\n2. 原文：<https://mill.example/2>",
        "1. Original: <https://mill.example/1>\n2. Translation: <https://mill.example/2>",
        "- Original: <https://mill.example/1>\n- Translation: <https://mill.example/2>",
    ],
)
def test_a_list_of_addresses_of_which_no_fact_keeps_each_stays(items: str) -> None:
    body = f"{items}\n\n{ARTICLE}"
    left, found = stripped(body)
    assert left == body
    assert dict(found.facts) == {}


def test_a_list_that_gives_the_original_goes_whole() -> None:
    left, found = stripped(f"# 磨坊\n\n{FORM}\n{ARTICLE}")
    assert left == f"# 磨坊\n\n{ARTICLE}"
    assert dict(found.facts) == {
        "source": "The Mill",
        "source_url": "https://mill.example/2020/1",
        "author": "Ann Miller, Bob Smith",
        "translator": "wang",
    }


@pytest.mark.parametrize(
    "head",
    [
        FORM + "- 难度：三\n",  # goes on with what no rule knows
        "- Author: Ann Miller\n- Translator: Bob Smith\n",  # of a book, for all we know
        "- Author: Ann Miller\n\n---\n",
        FORM.replace("校对：[](.)", "磨坊："),
    ],
)
def test_a_list_that_may_be_of_what_the_text_is_about_stays(head: str) -> None:
    body = f"# 磨坊\n\n{head}\n{ARTICLE}"
    assert stripped(body)[0] == body


def test_a_title_may_stand_below_the_list() -> None:
    assert stripped(f"{FORM}\n# 磨坊\n\n{ARTICLE}")[0] == f"# 磨坊\n\n{ARTICLE}"
    book = f"- Author: Ann Miller\n\n# 磨坊\n\n{ARTICLE}"
    assert stripped(book)[0] == book


@pytest.mark.parametrize(
    "above",
    [
        '<div id="toc"><p class="toc_title">목차</p></div>\n\n',
        "Table of contents\n\n",
        "import Note from \"../note\"\nimport { A, B } from 'b';\n\n",
    ],
)
def test_what_a_generator_puts_at_the_top_is_passed(above: str) -> None:
    line = "원문: [The Mill](https://mill.example/2020/1)\n\n"
    assert stripped(f"{above}{line}{ARTICLE}")[0] == f"{above}{ARTICLE}"


def test_a_backslash_that_breaks_a_line_is_no_part_of_it() -> None:
    head = (
        "Original article: <https://mill.example/2020/1>\\\n"
        "Translated by [Ana Molinera](https://a.example)"
    )
    left, found = stripped(f"{head}\n\n{ARTICLE}")
    assert left == ARTICLE
    assert dict(found.facts) == {
        "source_url": "https://mill.example/2020/1",
        "translator": "Ana Molinera",
    }


def test_several_facts_stand_on_one_line() -> None:
    head = (
        "> 原文请查阅[这里](https://mill.example/2020/1)，略有删减，本文采用[知识共享署名 4.0 "
        "国际许可协议](https://creativecommons.org/licenses/by/4.0/)共享，BY "
        "[Wang](https://w.example/)。"
    )
    left, found = stripped(f"{head}\n\n{ARTICLE}")
    assert left == ARTICLE
    assert dict(found.facts) == {
        "source_url": "https://mill.example/2020/1",
        "licence": "知识共享署名 4.0 国际许可协议",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "copyright": "Wang",
    }
