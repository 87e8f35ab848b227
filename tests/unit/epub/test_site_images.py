"""Images that lie in the site of the posts become part of the book without an option."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

import pytest

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def book(folder: Path, *options: str) -> tuple[str, list[Path]]:
    """Export the site as a book; gives its chapter and the images in it."""
    command = [sys.executable, "-m", "newskit", "export", "epub", ".", "-o", "../book"]
    done = subprocess.run(
        [*command, "--split", "none", "-q", *options], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    text = folder.parent / "book" / "EPUB" / "text"
    chapter = next(text.glob("2021-*.xhtml")).read_text(encoding="utf-8")
    return chapter, sorted((folder.parent / "book").rglob("images/*.png"))


def site(folder: Path, config: tuple[str, str], post: str, body: str, picture: str) -> Path:
    root = folder / "site"
    files = {config[0]: config[1].encode(), post: body.encode(), picture: PNG}
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    (root / ".git").mkdir()
    return root


POST = "---\ntitle: T\ndate: 2021-03-04\n---\n\nWords ![A pier]({}) and more.\n"
JEKYLL = ("_config.yml", "url: https://news.test\nbaseurl: /b\nplugins: []\n")
HUGO = ("hugo.toml", 'baseURL = "https://news.test/"\n')


@pytest.mark.parametrize(
    ("config", "post", "address", "picture"),
    [
        (JEKYLL, "_posts/2021-03-04-x.md", "/b/img/a%20b.png", "img/a b.png"),
        (JEKYLL, "_posts/2021-03-04-x.md", "https://news.test/b/img/a.png", "img/a.png"),
        (HUGO, "content/posts/x.md", "/img/a.png?v=2", "static/img/a.png"),
        (HUGO, "content/posts/x/index.md", "a.png", "content/posts/x/a.png"),
        (("_config.yml", "url: https://news.test\nsource_dir: source\n"), "source/_posts/x.md",
         "a.png", "source/_posts/x/a.png"),
    ],
)  # fmt: skip
def test_an_image_of_the_site_is_in_the_book(
    tmp_path: Path, config: tuple[str, str], post: str, address: str, picture: str
) -> None:
    root = site(tmp_path, config, post, POST.format(address), picture)
    chapter, images = book(root)
    assert [path.read_bytes() for path in images] == [PNG]
    assert f'src="../images/{images[0].name}"' in chapter
    assert 'alt="A pier"' in chapter


def test_no_image_is_taken_where_none_is_wanted(tmp_path: Path) -> None:
    root = site(tmp_path, JEKYLL, "_posts/2021-03-04-x.md", POST.format("/img/a.png"), "img/a.png")
    chapter, images = book(root, "--no-local-images")
    assert images == []
    assert "https://news.test/img/a.png" in chapter


def test_no_image_from_outside_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    body = POST.format("../../secret.png") + "\n![B](/img/link.png)\n"
    root = site(tmp_path, JEKYLL, "_posts/2021-03-04-x.md", body, "img/a.png")
    (root / "img" / "link.png").symlink_to(tmp_path / "secret.png")
    assert book(root)[1] == []
