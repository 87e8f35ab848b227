"""Each example post, beside what newskit makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import newskit as nk

ROOT = Path(__file__).resolve().parents[2]
POSTS = ROOT / "examples" / "posts"
EXPECTED = ROOT / "examples" / "expected"
NAMES = sorted(path.name for path in POSTS.iterdir())


def read(name: str) -> nk.Post:
    return nk.read_post(POSTS / name)


def findings(name: str) -> bytes:
    problems = nk.validate_post(read(name))
    lines = [
        f"{p.location.line}:{p.location.column}: {p.severity} {p.code} {p.message}\n"
        for p in problems
    ]
    return "".join(lines).encode()


def converted(name: str) -> bytes:
    result = nk.convert_post(read(name))
    return result.post.encode(result.post.text)


def stripped(name: str) -> bytes:
    result = nk.strip_post(read(name))
    return result.post.encode(result.post.text)


def record(name: str) -> bytes:
    made = nk.to_record(read(name))
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


MAKERS = {
    "findings.txt": findings,
    "converted": converted,
    "stripped": stripped,
    "record.json": record,
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", NAMES)
def test_example(name: str, kind: str, request: pytest.FixtureRequest) -> None:
    path = EXPECTED / f"{name}.{kind}"
    made = MAKERS[kind](name)
    if request.config.getoption("--update-examples"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(made)
        return
    assert path.is_file(), f"{path} is missing: run pytest --update-examples and read it"
    assert made.decode("utf-8", "surrogateescape") == path.read_bytes().decode(
        "utf-8", "surrogateescape"
    )


def test_nothing_is_expected_of_posts_that_are_not_there() -> None:
    wanted = {f"{name}.{kind}" for name in NAMES for kind in MAKERS}
    assert {path.name for path in EXPECTED.iterdir()} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_converting_and_stripping_twice_is_converting_and_stripping_once(name: str) -> None:
    once = nk.strip_post(nk.convert_post(read(name)).post).post
    twice = nk.strip_post(nk.convert_post(once).post).post
    assert twice.text == once.text


def test_the_first_post_comes_out_as_its_owner_asked() -> None:
    post = read("000_12a10f2c5a4f20d9.txt")
    assert list(post.front_matter.values) == ["layout", "title", "date", "categories", "tags"]
    made = nk.to_record(post)
    assert made["date_published"] == "2022-02-09T12:49:59+08:00"
    assert made["language"] == "zh"
    assert made["categories"] == ["cailianshe"]
    assert made["tags"] == ["财联社新闻"]
    assert made["source"] == "财联社"
    assert made["source_url"] == (
        "http://finews.zning.xyz/html_News/NewsShare.html?infoCode=NW202202092270967896"
    )
    body = str(made["content_markdown"])
    assert len(body.split("\n\n")) == post.body.count("<p>") + 1  # and the image
    assert "**国泰君安证券发文禁" in body
    assert "![image](https://dfscdn.dfcfw.com/download/D25056911355850813055_w416h234.jpg)" in body
    for gone in ("<p", "<center", "返回首页", "文章来源", "<http"):
        assert gone not in body
    assert body.rstrip().endswith("历史高位接近“腰斩”。")
