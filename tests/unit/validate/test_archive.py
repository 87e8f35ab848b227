"""Rules between posts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newskit.config.validate import ValidateConfig
from newskit.frozen import replace
from newskit.problem import Problem
from newskit.read.parse import parse_bytes
from newskit.validate.archive.collect import Archive, fingerprints
from newskit.validate.post import examine_post, validate_post

LONG = " ".join(f"word{number} and the story goes on about it" for number in range(40))
CJK = "".join(f"第{number}条新闻说的是城市里的事情还有很多人参加了会议" for number in range(40))


def compare(folder: Path, posts: dict[str, str], **settings: object) -> list[Problem]:
    """What is wrong between posts, written into a folder so that links can be looked for."""
    config = ValidateConfig(extend_select=("NK4",), **settings)  # type: ignore[arg-type]
    with Archive(config.near_duplicates) as archive:
        for name, text in posts.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            facts = examine_post(parse_bytes(str(file), text.encode(), relative=name), config).facts
            assert facts is not None
            archive.add(facts)
        return [one.problem for one in archive.found()]


def post(*lines: str, body: str = "Text.\n") -> str:
    return "---\n" + "".join(f"{line}\n" for line in lines) + f"---\n{body}"


CASES = {
    "NK401": {
        "a.md": post("title: A", "permalink: /x/"),
        "b.md": post("title: B", "permalink: /x/index.html"),
    },
    "NK402": {"a.md": post("title: A", "slug: x"), "b.md": post("title: B", "slug: x")},
    "NK403": {"a.md": post("title: A"), "b.md": post("title: A")},
    "NK404": {
        "a.md": post("title: A", body=LONG),
        "b.md": post("title: B", body=f"<p>{LONG.upper()}</p>"),
    },
    "NK405": {
        "a.md": post("title: A", body=CJK),
        "b.md": post("title: B", body=CJK.replace("第7条", "第七条")),
    },
    "NK406": {
        "a.md": post("title: A", body="[x](c.md) and [y](b.md)\n"),
        "b.md": post("title: B"),
    },
    "NK407": {
        "a.md": post("title: A", "tags: [Linux]"),
        "b.md": post("title: B", "tags: [Linux]"),
        "c.md": post("title: C", "tags: [linux]"),
    },
    "NK408": {"a.md": post("title: A"), "A.md": post("title: B")},
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_each_kind_is_found_once(tmp_path: Path, code: str) -> None:
    found = compare(tmp_path, CASES[code])
    assert [one.code for one in found] == [code]


def test_the_finding_stands_at_the_later_post_and_names_the_first(tmp_path: Path) -> None:
    found = compare(tmp_path, CASES["NK401"])[0]
    assert found.location.path.endswith("b.md")
    assert (found.location.line, found.location.column) == (3, 12)
    assert found.related[0].path.endswith("a.md")


def test_a_post_url_is_looked_for_in_the_archive_and_on_disk(tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2020-01-01-on-disk.md").write_text("---\n---\n")
    names = ("2020-01-01-on-disk", "2020-01-02-seen", "2020-01-03-gone")
    body = "".join(f"[x]({{% post_url {name} %}})\n" for name in names)
    found = compare(
        tmp_path,
        {
            "_posts/2020-01-02-seen.md": post("title: A"),
            "_posts/2020-01-04-links.md": post("title: B", body=body),
        },
    )
    assert [one.message for one in found] == ["there is no post 2020-01-03-gone"]


@pytest.mark.parametrize("name", ["/", ".", "./", "//a"])
def test_a_post_url_without_a_name_names_no_post(tmp_path: Path, name: str) -> None:
    text = post("title: A", body=f"[x]({{% post_url {name} %}})\n")
    found = compare(tmp_path, {"_posts/2020-01-04-links.md": text})
    assert [one.message for one in found] == [f"there is no post {name}"]


@pytest.mark.parametrize(
    "line",
    [
        "# newskit: ignore[NK401]",
        "# newskit: ignore-file[NK4]",
        "# newskit: ignore[duplicate-permalink]",
        "# newskit: ignore-file[duplicate-permalink]",
    ],
)
def test_comments_ignore_findings_between_posts(tmp_path: Path, line: str) -> None:
    posts = dict(CASES["NK401"])
    posts["b.md"] = post("title: B", line, "permalink: /x/")
    assert compare(tmp_path, posts) == []
    text = posts["b.md"].encode()
    assert validate_post(parse_bytes("b.md", text)) == ()


def test_unlike_articles_are_no_duplicates(tmp_path: Path) -> None:
    posts = {
        "a.md": post("title: A", body=LONG),
        "b.md": post("title: B", body=LONG.replace("story", "report").replace("about", "of")),
        "c.md": post("title: C", body=CJK),
    }
    assert compare(tmp_path, posts) == []


def test_copies_of_a_folder_are_named_once(tmp_path: Path) -> None:
    bodies = {f"{n}.md": post(f"title: {n}", body=f"{LONG} part{n}") for n in range(7)}
    posts = {f"docs/{tree}/{n}": text for tree in ("fine", "hammer") for n, text in bodies.items()}
    (found,) = (one for one in compare(tmp_path, posts) if one.code == "NK404")
    assert found.message.endswith("docs/fine/0.md, and so are 6 more of the two folders")


def test_what_lies_in_a_folder_of_versions_is_an_edition(tmp_path: Path) -> None:
    text = post("layout: x", body=LONG)
    names = ("docs/a.md", "web/versioned_docs/version-stable/a.md")
    assert compare(tmp_path, dict.fromkeys(names, text)) == []
    names = ("docs/a.md", "web/kept/a.md")
    assert [one.code for one in compare(tmp_path, dict.fromkeys(names, text))] == ["NK404"]


def test_a_page_that_is_made_when_the_site_is_built_is_not_missing(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / ".gitignore").write_text("made/*.md\n", "utf-8")
    text = post(
        "layout: x", body="[a](made/a.md), [b](made/b.html), [c](kept/c.md), [d](../README.md)\n"
    )
    found = compare(tmp_path, {"docs/index.md": text})
    assert [one.message for one in found] == ["there is no post kept/c.md"]


def test_two_sites_may_have_one_address(tmp_path: Path) -> None:
    def found(*folders: str) -> list[str]:
        text = "---\ntitle: A\nlayout: x\npermalink: /404.html\n---\nText.\n"
        config = ValidateConfig(select=("NK401",))
        with Archive(config.near_duplicates) as archive:
            for folder in folders:
                file = tmp_path / folder / "a.md"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
                read = parse_bytes(str(file), text.encode(), relative=folder)
                facts = examine_post(replace(read, generator="jekyll"), config).facts
                assert facts is not None
                archive.add(facts)
            return [one.problem.code for one in archive.found()]

    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "_config.yml").write_text("title: x\n", "utf-8")
    assert found("one", "two") == []
    assert found("one", "one/more") == ["NK401"]


def test_galleries_with_other_pictures_are_two_articles(tmp_path: Path) -> None:
    def gallery(name: str) -> str:
        return "".join(
            f"[![Screenshot of the work](/{name}-{n}.jpg)](/{name}-{n})\n" for n in range(30)
        )

    posts = {name: post("layout: x", body=gallery(name)) for name in ("a.md", "b.md")}
    assert compare(tmp_path, posts) == []


def test_patterns_of_permalinks_are_no_addresses(tmp_path: Path) -> None:
    posts = {name: post(f"title: {name}", "permalink: /:year/:title/") for name in ("a.md", "b.md")}
    assert compare(tmp_path, posts) == []


def test_one_permalink_in_two_languages_is_no_duplicate(tmp_path: Path) -> None:
    posts = {
        "en.md": post("title: A", "lang: en", "permalink: /x/"),
        "de.md": post("title: B", "lang: de", "permalink: /x/"),
        "de2.md": post("title: C", "lang: de", "permalink: /x"),
    }
    (found,) = compare(tmp_path, posts)
    assert found.message.startswith("the address /x is taken by ")


def test_one_text_has_one_fingerprint_whatever_its_capitals_and_marks() -> None:
    """Every character of the first planes, between words: compared with how Python splits them."""
    every = [chr(code) for code in range(0x80, 0x20000) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(every), 400):
        text = "".join(f"x{character}y " for character in every[start : start + 400])
        plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
        whole, same = (fingerprints(body, b"", similar=True) for body in (text, plain))
        assert whole == same


def test_a_title_is_compared_with_those_of_posts_that_the_rule_leaves_alone(tmp_path: Path) -> None:
    ignores = {"a.md": ("NK403",)}
    found = compare(tmp_path, CASES["NK403"], per_file_ignores=ignores)
    assert [one.code for one in found] == ["NK403"]
