"""Mutants of posts and awkward posts, and what must hold for any input.

Checked for each: no exception, time in proportion; converting twice is converting once; stripping
is undone byte for byte; a record goes out and comes back; a post lacks nothing that it holds itself
and nothing that neither its conversion nor the report of it holds; a word taken out of what
readers see is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newskit.config.convert import ConvertConfig
from newskit.config.model import Config
from newskit.importers.jsonl import JsonlImport, import_records
from newskit.importers.port import ImportedPost
from newskit.jobs.compare import Comparison, compare_posts
from newskit.jobs.export import record_of
from newskit.jobs.stages import load_rules
from newskit.post import BodyFormat, Post
from newskit.problem import Problem, Severity
from newskit.read.parse import parse_bytes
from newskit.read.source import Source
from newskit.records.text import markdown_text, plain_text
from newskit.records.values import clean_text
from newskit.strip.post import strip_post
from newskit.validate.post import examine_post

SECONDS_PER_MB = 1.0
LEAST_SECONDS = 2.0
"""A machine under load takes longer; what is quadratic takes much longer than this."""

PIECES = [
    "<p>", "</p>", "<b>", "</b>", "<i>", "<code>", "</code>", "<a href='x'>", "</a>", "<pre>",
    "<div>", "</div>", "<table><tr><td>", "</table>", "<ul><li>", "<br>", "<hr>", "<!--", "-->",
    "`", "``", "```\n", "~~~\n", "*", "**", "_", "~~", "[", "](", ")", "![", "\\", "$", "$$", "{{",
    "}}", "{% raw %}", "{% endraw %}", "{{< x >}}", "{: .c}", "[^1]", "[^1]: x\n", "\n", "\n\n",
    "    ", "\t", "> ", "- ", "1. ", "# ", "---\n", "+++\n", "===\n", "|", "|-|-|\n", "&amp;",
    "&#0;",
    "<script>", "</script>", "<style>", "<svg>", "<math>", "<x-y>", "http://a.b/", "\u202e",
    "\u200d",
    "\x00", "\x1b[31m", "\ufeff", "\r", "\u2028", "中文", "\ud800", "é", "e\u0301", ": ", "- [ ] ",
    "!!binary x", "&a ", "*a", "<<: ", "'", '"', "%", "@", "title: ", "date: 2024-13-45\n",
]  # fmt: skip


def mutants(posts: list[bytes], choice: random.Random) -> Iterator[bytes]:
    """Yield posts with pieces put in, taken out, doubled and exchanged."""
    while True:
        data = bytearray(choice.choice(posts))
        for _ in range(choice.randint(1, 6)):
            place = choice.randrange(len(data) + 1)
            end = min(len(data), place + choice.randint(0, 40))
            kind = choice.randrange(5)
            if kind == 0:
                data[place:place] = choice.choice(PIECES).encode("utf-8", "surrogatepass")
            elif kind == 1:
                del data[place:end]
            elif kind == 2:
                data[place:place] = data[place:end]
            elif kind == 3 and data:
                data[place - 1] = choice.randrange(256)
            else:
                other = choice.choice(posts)
                start = choice.randrange(len(other) + 1)
                data[place:end] = other[start : start + choice.randint(0, 200)]
        yield bytes(data)


def hostile(choice: random.Random) -> Iterator[bytes]:
    """Yield posts made of signs, repeated and nested within bounds that any parser takes."""
    fronts = ["", "---\ntitle: T\n---\n", '+++\ntitle = "T"\n+++\n', '{"title": "T"}\n\n', "---\n"]
    while True:
        parts = [choice.choice(fronts)]
        for _ in range(choice.randint(1, 8)):
            chosen = [choice.choice(PIECES) for _ in range(choice.randint(1, 4))]
            parts.append("".join(chosen) * choice.choice([1, 1, 2, 5, 40, 200]))
        yield "".join(parts).encode("utf-8", "surrogatepass")


def broken_promises(data: bytes, rules: object) -> list[str]:
    """Return what does not hold for a post."""
    config = Config()
    post = parse_bytes("a.md", data, config.read, relative="a.md")
    broken = [
        f"a place outside: {one}" for one in examine_post(post).problems if _outside(one, post)
    ]
    for promise in (_converts_once, _strips_back, _records_back):
        broken += promise(post, config, rules)
    return broken + _compares(post, random.Random(len(data)))


def _compares(post: Post, choice: random.Random) -> list[str]:
    from newskit.convert.document import convert_body

    plain = Comparison(Config().read)
    broken: list[str] = []
    if found := compare_posts(post, post, plain):
        broken.append(f"it lacks what it holds: {found[0].message[:60]}")
    done = convert_body(post.body, ConvertConfig(), post.body_format, path="a.md")
    after = _with_body(post, done.markdown)
    if after is not None:
        noted = {"a.md": tuple(one.text for one in done.differences)}
        found = compare_posts(post, after, Comparison(Config().read, noted=noted))
        if not any(one.message.startswith("missing code") for one in found):
            # (Indented HTML that a mutant has torn is code to one reading and not to the other.)
            broken += [f"not in the report: {one.message[:60]}" for one in found if _is_error(one)]
    word = "zqx" + "".join(choice.choices("bcdfghjk", k=8))
    place = choice.randrange(len(post.body) + 1)
    more = _with_body(post, f"{post.body[:place]} {word} {post.body[place:]}")
    if more is not None and word in _shown(more) and word not in _shown(post):
        missed = "".join(str(one.value) for one in compare_posts(more, post, plain))
        if word not in missed:
            broken.append("a word that is shown is not missed")
    return broken


def _is_error(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR


def _shown(post: Post) -> str:
    if post.body_format is BodyFormat.HTML:
        return plain_text(clean_text(post.body))
    return markdown_text(clean_text(post.body))


def _with_body(post: Post, body: str) -> Post | None:
    """Return a post with another body; None where its bytes are read as something else."""
    text = post.text[: post.body_start] + body
    again = parse_bytes("a.md", text.encode("utf-8", "surrogateescape"), relative="a.md")
    return again if again.text == text and again.body == body else None


def _outside(problem: object, post: Post) -> bool:
    place = problem.location  # type: ignore[attr-defined]
    return not 0 <= place.offset <= len(post.text)


def _converts_once(post: Post, _: Config, __: object) -> list[str]:
    from newskit.convert.document import convert_body

    once = convert_body(post.body, ConvertConfig(), post.body_format, path="a.md").markdown
    again = _with_body(post, once)
    if again is None:
        return []
    twice = convert_body(once, ConvertConfig(), again.body_format, path="a.md").markdown
    return [] if twice == once else ["converting twice is not converting once"]


def _strips_back(post: Post, config: Config, rules: object) -> list[str]:
    from newskit.splice import apply_edits
    from newskit.strip.result import undo_record, undone

    edits = strip_post(post, config.strip, rules).edits  # type: ignore[arg-type]
    record = undo_record("a.md", post.text, edits)
    return [] if undone(apply_edits(post.text, edits), record) == post.text else ["undo differs"]


def _records_back(post: Post, config: Config, _: object) -> list[str]:
    if post.body_format is BodyFormat.EMPTY:
        return []
    line = json.dumps(record_of(post, config, None)).encode()
    [back] = import_records([Source("r.jsonl", "r.jsonl", line, 1)], JsonlImport())
    if isinstance(back, ImportedPost) or "bug of its own" not in back.reason:
        return []
    return [f"the record is refused: {back.reason}"]


def search(inputs: Iterator[bytes], rounds: int, keep: Path | None) -> int:
    """Look at so many inputs; print what is broken and return how many are."""
    rules = load_rules(Config().strip)
    found: Counter[str] = Counter()
    for number in range(rounds):
        data = next(inputs)
        started = time.process_time()
        try:
            broken = broken_promises(data, rules)
        except Exception as error:  # noqa: BLE001 (what this looks for)
            place = traceback.extract_tb(error.__traceback__)[-1]
            broken = [f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"]
        taken = time.process_time() - started
        if taken > LEAST_SECONDS + 4 * SECONDS_PER_MB * len(data) / 1e6:
            broken.append(f"{taken:.1f} s for {len(data):,} bytes")
        for one in broken:
            found[one] += 1
            if found[one] == 1:
                print(f"{number}: {one}", flush=True)
            if keep is not None and found[one] <= 3:
                (keep / f"{number}.md").write_bytes(data)
    print(f"{rounds:,} inputs: {dict(found) or 'nothing broken'}")
    return sum(found.values())


def main() -> int:
    """Read the command line and search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="posts to change")
    parser.add_argument("--hostile", action="store_true", help="make posts instead")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where inputs that break a promise are kept")
    given = parser.parse_args()
    choice = random.Random(given.seed)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    posts = [
        path.read_bytes()
        for folder in given.folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".md", ".html", ".markdown"} and 0 < path.stat().st_size < 100_000
    ]
    inputs = hostile(choice) if given.hostile else mutants(posts, choice)
    return 1 if search(inputs, given.rounds, given.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
