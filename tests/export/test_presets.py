"""Small archives of each site generator, as their users write them, through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

JEKYLL = {
    "_posts/2021-03-04-hello.md": """\
---
layout: post
title:  "Hello: World"
date:   2021-03-04 17:05:00 -0500
last_modified_at: 2021-04-01
categories: [news, releases]
tags: jekyll ruby
author: Jane Doe
excerpt: Short.
---
Body
""",
    "_posts/2020-1-2-single.markdown": "---\ncategory: News Room\npublished: false\n---\nx\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nx\n",
}
HUGO = {
    "content/first/index.md": """\
+++
title = "First"
date = 2023-05-06T07:08:09+02:00
lastmod = 2023-06-01
tags = ["go", "hugo"]
categories = "News"
authors = ["A B", "C D"]
summary = "Summ"
+++
Body
""",
    "content/second.md": """\
---
Title: Second
Date: 2023-10-15T13:18:50-07:00
Draft: true
Tags:
- One
author:
  name: Nested Name
url: /elsewhere/second/
---
x
""",
    "content/third.de.md": '{\n  "title": "Dritte",\n  "date": "15 Oct 2023"\n}\nText.\n',
}
ZOLA = {
    "content/blog/2022-01-02_hello.md": """\
+++
title = "Zola"
date = 2022-01-02
updated = 2022-02-03T04:05:06Z
description = "d"
[taxonomies]
tags = ["rust", "ssg"]
categories = ["news"]
[extra]
author = "Zed"
+++
x
"""
}
HEXO = {
    "source/_posts/old.md": """\
title: Old form
date: 2014/3/4 05:06:07
categories:
- [Sports, Baseball]
- [Play]
---
Body
""",
    "source/_posts/two.md": """\
---
title: 你好
date: 2019-01-02 03:04:05
updated: 2019-02-02
tags: [前端, js]
excerpt: 摘要
lang: zh-CN
---
正文
""",
    "source/_posts/three.md": ';;;\n"title": "JSON",\n"date": "2015/06/07 08:09:10"\n;;;\nx\n',
}
PELICAN = {
    "content/post.md": """\
Title: My super title
Date: 2010-12-03 10:20
Modified: 2010-12-05 19:30
Category: Python
Tags: pelican, publishing tips
Authors: Alexis Metaireau; Conan Doyle
Summary: Short version
    on two lines
Lang: fr
Status: draft

This is the content.
""",
    "content/two.md": "Title: Two\nDate: 2011-01-02\nAuthor: Doe, Jane\n\nx\n",
}
ELEVENTY = {
    "posts/a.md": '---json\n{"title": "E", "date": "2020-02-03", "permalink": false}\n---\nx\n',
    "posts/b.md": '---\ntitle: B\ndate: Created\ntags: two words\npermalink: "/{{ x }}/"\n---\nx\n',
}
DOCUSAURUS = {
    "blog/2021-08-26-welcome/index.md": """\
---
slug: welcome
title: Welcome
authors: [slorber, yangshun]
tags: [{label: Hello, permalink: /h}]
last_update: {date: 2022-01-02}
---
x
""",
    "blog/2021/09/01/nested.md": "---\nauthors:\n- name: Joel Marcey\n---\n# Nested\n\nx\n",
}
ARCHIVES = {
    "jekyll": (
        JEKYLL,
        {
            "_posts/2021-03-04-hello.md": {
                "title": "Hello: World",
                "date_published": "2021-03-04T17:05:00-05:00",
                "date_modified": "2021-04-01",
                "categories": ["news", "releases"],
                "tags": ["jekyll", "ruby"],
                "authors": ["Jane Doe"],
                "summary": "Short.",
            },
            "_posts/2020-1-2-single.markdown": {
                "date_published": "2020-01-02",
                "categories": ["News Room"],
                "draft": True,
            },
            "_drafts/idea.md": {"draft": True, "date_published": None},
        },
    ),
    "hugo": (
        HUGO,
        {
            "content/first/index.md": {
                "title": "First",
                "date_published": "2023-05-06T07:08:09+02:00",
                "date_modified": "2023-06-01",
                "tags": ["go", "hugo"],
                "categories": ["News"],
                "authors": ["A B", "C D"],
                "summary": "Summ",
            },
            "content/second.md": {
                "title": "Second",
                "date_published": "2023-10-15T13:18:50-07:00",
                "draft": True,
                "authors": ["Nested Name"],
                "url": "https://n.example/elsewhere/second/",
            },
            "content/third.de.md": {"date_published": "2023-10-15", "language": "de"},
        },
    ),
    "zola": (
        ZOLA,
        {
            "content/blog/2022-01-02_hello.md": {
                "title": "Zola",
                "date_published": "2022-01-02",
                "date_modified": "2022-02-03T04:05:06+00:00",
                "tags": ["rust", "ssg"],
                "categories": ["news"],
                "authors": ["Zed"],
                "summary": "d",
            }
        },
    ),
    "hexo": (
        HEXO,
        {
            "source/_posts/old.md": {
                "title": "Old form",
                "date_published": "2014-03-04T05:06:07",
                "categories": ["Sports", "Baseball", "Play"],
                "content_markdown": "Body\n",
            },
            "source/_posts/two.md": {
                "date_modified": "2019-02-02",
                "tags": ["前端", "js"],
                "summary": "摘要",
                "language": "zh-CN",
            },
            "source/_posts/three.md": {"title": "JSON", "date_published": "2015-06-07T08:09:10"},
        },
    ),
    "pelican": (
        PELICAN,
        {
            "content/post.md": {
                "title": "My super title",
                "date_published": "2010-12-03T10:20:00",
                "date_modified": "2010-12-05T19:30:00",
                "categories": ["Python"],
                "tags": ["pelican", "publishing tips"],
                "authors": ["Alexis Metaireau", "Conan Doyle"],
                "summary": "Short version on two lines",
                "language": "fr",
                "draft": True,
                "content_markdown": "This is the content.\n",
            },
            "content/two.md": {"authors": ["Doe, Jane"], "date_published": "2011-01-02"},
        },
    ),
    "eleventy": (
        ELEVENTY,
        {
            "posts/a.md": {"title": "E", "date_published": "2020-02-03", "url": None},
            "posts/b.md": {"tags": ["two words"], "date_published": None, "url": None},
        },
    ),
    "docusaurus": (
        DOCUSAURUS,
        {
            "blog/2021-08-26-welcome/index.md": {
                "title": "Welcome",
                "date_published": "2021-08-26",
                "date_modified": "2022-01-02",
                "authors": ["slorber", "yangshun"],
                "tags": ["Hello"],
                "url": "https://n.example/welcome",
            },
            "blog/2021/09/01/nested.md": {
                "title": "Nested",
                "date_published": "2021-09-01",
                "authors": ["Joel Marcey"],
            },
        },
    ),
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("NEWSKIT_")}


def newskit(cwd: Path, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "newskit", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, cwd=cwd, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


@pytest.mark.parametrize("preset", ARCHIVES)
def test_an_archive_of_each_generator(preset: str, tmp_path: Path) -> None:
    files, expected = ARCHIVES[preset]
    write(tmp_path / "site", files)
    (tmp_path / "newskit.toml").write_text(
        f'[export]\npreset = "{preset}"\nbase-url = "https://n.example/"\n', "utf-8"
    )
    lines = newskit(tmp_path, "export", "jsonl", "site").splitlines()
    records = {r["metadata"]["newskit"]["path"]: r for r in map(json.loads, lines)}
    assert set(records) == set(files)
    for path, fields in expected.items():
        assert {name: records[path][name] for name in fields} == fields, path


@pytest.mark.parametrize("preset", ARCHIVES)
def test_the_way_back_from_an_archive_of_each_generator(preset: str, tmp_path: Path) -> None:
    files, _ = ARCHIVES[preset]
    write(tmp_path / "site", files)
    source = ("export", "jsonl", "site", "--preset", preset, "--body", "source", "-o", "a.jsonl")
    newskit(tmp_path, *source)
    newskit(tmp_path, "import", "jsonl", "a.jsonl", "-o", "back")
    assert {name: (tmp_path / "back" / name).read_bytes() for name in files} == {
        name: text.encode() for name, text in files.items()
    }
    options = ("--preset", preset, "--no-strip")
    first = newskit(tmp_path, "export", "jsonl", "site", *options)
    (tmp_path / "b.jsonl").write_bytes(first)
    newskit(tmp_path, "import", "jsonl", "b.jsonl", "-o", "again", "--preset", preset)
    again = newskit(tmp_path, "export", "jsonl", "again", *options)
    assert [stated(line) for line in again.splitlines()] == [
        stated(line) for line in first.splitlines()
    ]


def stated(line: bytes) -> dict:
    """Return a record without what tells its file apart from one that says the same."""
    record = json.loads(line)
    for name in ("sha256", "input_format", "encoding"):
        del record["metadata"]["newskit"][name]
    return record


def test_fields_of_an_archive_of_its_own_kind(tmp_path: Path) -> None:
    post = """\
---
Headline: Own keys
Published: 2020-01-02 03:04
created: 1999-01-01
deck: Below the head
author:
  name: Ann Lee
  mail: ann@n.example
taxonomies:
  Rubric: [City, Port]
  topics: [{name: Harbour}, {name: Trade}]
origin: {site: {name: Gazette}}
---
x
"""
    write(tmp_path / "site", {"a.md": post})
    (tmp_path / "newskit.toml").write_text(
        """\
[export.fields]
title = ["Headline"]
date-published = ["Published", "created"]
date-modified = ["nothing"]
summary = ["deck"]
authors = ["author.name"]
categories = ["taxonomies.rubric"]
tags = ["taxonomies.topics.name"]
source = ["origin.site.name"]
""",
        "utf-8",
    )
    record = json.loads(newskit(tmp_path, "export", "jsonl", "site"))
    assert record["title"] == "Own keys"
    assert record["date_published"] == "2020-01-02T03:04:00"
    assert (record["authors"], record["byline"]) == (["Ann Lee"], "Ann Lee")
    assert (record["categories"], record["tags"]) == (["City", "Port"], ["Harbour", "Trade"])
    assert (record["summary"], record["source"]) == ("Below the head", "Gazette")
    assert record["metadata"]["Headline"] == "Own keys"
