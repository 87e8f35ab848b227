"""What Jekyll posts take from their site: included files, data files, settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FILES = {
    "_config.yml": "url: https://news.example\nbaseurl: /sea\nport: Kai\n",
    "_data/authors.yml": "ann: {name: Ann Lee, site: https://ann.example}\n",
    "_data/tides.json": '[{"day": "mon", "high": "3 m"}, {"day": "tue", "high": "4 m"}]',
    "_includes/quote.html": (
        "<blockquote>\n  <p>{{ include.text }}</p>\n"
        "    {% if include.by %}<cite>{{ include.by }}</cite>{% else %}<cite>nobody</cite>\n"
        "{% endif %}\n"
        "</blockquote>\n"
    ),
    "_includes/note.md": "**Note:** {{ include.text }}, at {{ site.port }}.\n",
    "_includes/loop.html": "{% include loop.html %}x",
    "secret.txt": "not for readers",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "_posts").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("body", "text", "left"),
    [
        ('{% include quote.html text="Aye" by="Ann" %}', "Aye\n\nAnn", []),
        ('{% include quote.html text="Aye" %}', "Aye\n\nnobody", []),
        ('{% include note.md text="Mind it" %}', "Note: Mind it, at Kai.", []),
        ("{% include quote.html text=page.motto %}", "Ebb\n\nnobody", []),
        ("By {{ site.data.authors.ann.name }}.", "By Ann Lee.", []),
        (
            "{% assign t = site.data.tides | where: 'day', 'tue' | first %}High: {{ t.high }}.",
            "High: 4 m.",
            [],
        ),
        (
            "{% if page.motto == 'Ebb' %}yes{% elsif page.x %}no{% endif %}",
            "yes",
            [],
        ),
        ("{% unless site.port == 'Kai' %}no{% else %}yes{% endunless %}", "yes", []),
        ("{% if site.port contains 'K' and page.motto %}yes{% endif %}", "yes", []),
        ("{% include gone.html %}end", "end", ["{% include gone.html %}"]),
        ("{% include ../secret.txt %}end", "end", ["{% include ../secret.txt %}"]),
        ("{{ site.data.gone.x }}end", "end", ["{{ site.data.gone.x }}"]),
    ],
)
def test_a_post_shows(newskit, site: Path, body: str, text: str, left: list[str]) -> None:
    post = f"---\ntitle: T\nmotto: Ebb\n---\n{body}\n"
    (site / "_posts" / "2024-01-02-a.md").write_text(post)
    done = newskit("export", "jsonl", "_posts", "--no-strip")
    record = json.loads(done.stdout)
    assert record["text"] == text
    assert record["metadata"]["newskit"].get("templates", []) == left


def test_a_link_that_leads_out_is_not_followed(newskit, site: Path) -> None:
    (site / "_includes" / "out.html").symlink_to(site / "secret.txt")
    (site / "_posts" / "2024-01-02-a.md").write_text("---\ntitle: T\n---\n{% include out.html %}\n")
    assert json.loads(newskit("export", "jsonl", "_posts").stdout)["text"] == ""


def test_an_include_of_itself_ends(newskit, site: Path) -> None:
    post = "---\ntitle: T\n---\n{% include loop.html %}\n"
    (site / "_posts" / "2024-01-02-a.md").write_text(post)
    done = newskit("export", "jsonl", "_posts")
    assert set(json.loads(done.stdout)["text"]) == {"x"}


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("ann", ["Ann Lee"]),
        ("[ann, Bo Chen]", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee", ["Ann Lee"]),
        ("bo", ["bo"]),
    ],
)
def test_authors_by_their_ids(newskit, site: Path, author: str, authors: list[str]) -> None:
    post = f"---\ntitle: T\nauthor: {author}\n---\nx\n"
    (site / "_posts" / "2024-01-02-a.md").write_text(post)
    record = json.loads(newskit("export", "jsonl", "_posts").stdout)
    assert record["authors"] == authors
    assert record["byline"] == ", ".join(authors)
    named = record["metadata"]["newskit"].get("derived", {}).get("authors")
    assert named == ("data file" if "ann" in author else None)


def test_data_that_a_link_leads_out_to_is_not_read(newskit, site: Path) -> None:
    outside = site.parent / f"{site.name}-outside"
    outside.mkdir()
    (outside / "keys.yml").write_text("key: secret\n")
    (site / "_data" / "keys.yml").symlink_to(outside / "keys.yml")
    (site / "_includes" / "own").symlink_to(outside)
    (site / "_posts" / "2024-05-01-a.md").write_text(
        "---\ntitle: T\n---\nx{{ site.data.keys.key }}{% include own/keys.yml %}\n"
    )
    done = newskit("export", "jsonl", "_posts")
    assert json.loads(done.stdout)["text"] == "x"
