"""A few words do not tell a language: names in another script, Han characters alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newskit.records.languages import detect_language

CHANGES = (
    "* dock: move the crane to pier 4 ({}) #12\n* gate: add a lamp (Ann Lee) #13\n* hut: paint"
)


@pytest.mark.parametrize("name", ["Петрова Анна Ивановна", "محمد علي حسن", "Παπαδόπουλος Γιώργος"])
def test_a_name_in_another_script_is_no_language(name: str) -> None:
    found = detect_language(CHANGES.format(name))
    assert found is None or found.code == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("東京湾沿岸の漁港で検査", "ja"),
        ("円相場続落、輸出関連株売", "ja"),
        ("市場再開", None),
        ("大阪港湾局発表", "ja"),
        ("港口今天重新开放了", "zh"),
        ("港口今天重新開放了，我們都來了", "zh"),
    ],
)
def test_han_alone(text: str, code: str | None) -> None:
    found = detect_language(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("folder", "text", "code"),
    [
        ("fr", "Menu port quai", "fr"),
        ("en", CHANGES.format("Петрова Анна Ивановна"), "en"),
        (
            "en",
            "Der Hafen ist seit heute wieder offen. " * 4,
            "de",
        ),
    ],
)
def test_the_folder_counts_unless_the_text_is_plain(
    newskit, tmp_path: Path, folder: str, text: str, code: str
) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "a.md").write_text(f"---\ntitle: T\ndate: 2024-01-02\n---\n{text}\n")
    done = newskit("export", "jsonl", ".", "--no-strip")
    assert json.loads(done.stdout)["language"] == code


@pytest.mark.parametrize(
    ("preset", "tags"),
    [("hugo", ["low tide"]), ("jekyll", ["low", "tide"]), ("any", ["low", "tide"])],
)
def test_a_text_of_tags_is_split_as_the_generator_does(
    newskit, tmp_path: Path, preset: str, tags: list[str]
) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: T\ntags: low tide\n---\nx\n")
    done = newskit("export", "jsonl", "a.md", "--preset", preset)
    assert json.loads(done.stdout)["tags"] == tags


def test_the_generator_of_the_site_splits_where_no_preset_is_given(newskit, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "hugo.toml").write_text('baseURL = "https://news.example/"\n')
    (tmp_path / "content" / "a.md").write_text("---\ntitle: T\ntags: low tide\n---\nx\n")
    done = newskit("export", "jsonl", "content")
    assert json.loads(done.stdout)["tags"] == ["low tide"]
