"""Pairs from the history of archives: a broken post, and what its owner made of it.

Every change of a post in a repository's history is looked at; a pair is one whose older version
has an error of syntax, whose newer one has none, and whose words stayed (at most a third of the
words of the front matter were added or removed). No repository gives more than 40.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from newskit.post import FrontMatterFormat, Post
from newskit.read.parse import parse_bytes

__all__ = ["Pair", "Repository", "letters", "pairs"]

MOST_OF_A_REPOSITORY = 40
_SYNTAX = frozenset(("NK103", "NK104", "NK105", "NK106"))
_NAMES = ("*.md", "*.markdown", "*.mkd", "*.mdx", "*.html", "*.htm", "*.Rmd", "*.qmd")
_FENCE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:---|\+\+\+|\{|;;;)")
_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")
_MAX_BYTES = 300_000
_MAX_FRONT_MATTER = 6_000
_MAX_CHANGED = 0.34


class Pair(NamedTuple):
    """A broken version and its owner's; `pure` where the owner changed no word."""

    repository: str
    commit: str
    path: str
    before: bytes
    after: bytes
    pure: bool


def letters(text: str) -> str:
    """The letters and digits of a text, in small letters."""
    return "".join(_LETTERS.findall(text)).casefold()


class Repository:
    """A repository with its history, bare or not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.parent.name if folder.name in {"repo", ".git"} else folder.name
        self._cat: subprocess.Popen[bytes] | None = None

    def git(self, *arguments: str) -> bytes:
        """Return what a git command prints."""
        command = ["git", "-C", str(self.folder), *arguments]
        return subprocess.run(command, capture_output=True, check=False).stdout

    def blob(self, name: str) -> bytes:
        """Return the bytes of an object; none where the history lacks it."""
        if self._cat is None:
            command = ["git", "-C", str(self.folder), "cat-file", "--batch"]
            self._cat = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        given: IO[bytes] = self._cat.stdin  # type: ignore[assignment]
        taken: IO[bytes] = self._cat.stdout  # type: ignore[assignment]
        given.write(name.encode() + b"\n")
        given.flush()
        head = taken.readline().split()
        if len(head) < 3:
            return b""
        data = taken.read(int(head[2]))
        taken.read(1)
        return data

    def changes(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield commit, path, and the objects before and after, of every change of a post."""
        commit = ""
        log = self.git(
            *("log", "--all", "--no-merges", "--raw", "--no-abbrev", "-M90%", "-l400"),
            *("--diff-filter=MR", "--format=%x01%H", "--", *_NAMES),
        )
        for line in log.decode("utf-8", "replace").splitlines():
            if line.startswith("\x01"):
                commit = line[1:]
            elif line.startswith(":"):
                meta, *paths = line.split("\t")
                parts = meta.split()
                yield commit, paths[-1], parts[2], parts[3]

    def beside(self, commit: str, path: str) -> Iterator[tuple[str, bytes]]:
        """Yield names and bytes of posts in the folder of a post, at most about 80."""
        folder = path.rpartition("/")[0]
        rows = self.git("ls-tree", "-z", f"{commit}:{folder}").decode("utf-8", "replace")
        blobs = [row.split("\t", 1) for row in rows.split("\0") if " blob " in row]
        suffix = Path(path).suffix
        posts = [(name, meta.split()[2]) for meta, name in blobs if name.endswith(suffix)]
        for name, blob in posts[:: max(1, len(posts) // 80)]:
            yield name, self.blob(blob)


def pairs(repository: Repository) -> list[Pair]:
    """Return the pairs of a repository's history, each shape of front matter once."""
    states: dict[str, bool | None] = {}
    seen: set[str] = set()
    found: list[Pair] = []
    for commit, path, old, new in repository.changes():
        for blob in (old, new):
            if blob not in states:
                states[blob] = _is_broken(repository.blob(blob))
        if not states[old] or states[new] is not False:
            continue
        before, after = repository.blob(old), repository.blob(new)
        pair = _pair(repository.name, commit, path, before, after)
        shape = re.sub(r"\w+", "w", _matter(parse_bytes("a.md", before))[:4000])
        if pair is not None and shape not in seen and len(found) < MOST_OF_A_REPOSITORY:
            seen.add(shape)
            found.append(pair)
    return found


def _pair(name: str, commit: str, path: str, before: bytes, after: bytes) -> Pair | None:
    old, new = parse_bytes("a.md", before), parse_bytes("a.md", after)
    texts = [_matter(old), _matter(new)]
    unclosed = any(one.code == "NK103" for one in old.problems)
    if unclosed or max(map(len, texts)) > _MAX_FRONT_MATTER:
        texts = [old.text[:8000], new.text[:8000]]
    first, second = (Counter(word.casefold() for word in _WORD.findall(one)) for one in texts)
    changed = (first - second).total() + (second - first).total()
    if changed > _MAX_CHANGED * max(1, first.total()):
        return None
    return Pair(name, commit, path, before, after, pure=changed == 0)


def _matter(post: Post) -> str:
    return post.text[slice(*post.front_matter.content)]


def _is_broken(data: bytes) -> bool | None:
    """Whether front matter has an error of syntax; None where there is none to look at."""
    if not _FENCE.match(data) or len(data) > _MAX_BYTES:
        return None
    post = parse_bytes("a.md", data)
    if post.front_matter.format is FrontMatterFormat.NONE:
        return None
    return not post.front_matter.valid or any(one.code in _SYNTAX for one in post.problems)
