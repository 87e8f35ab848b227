"""Trailing boilerplate against its peers: python -m benchmarks.strip [--no-peers]."""

from __future__ import annotations

import argparse
import html
import json
import re
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.strip.leave_out import report
from benchmarks.strip.posts import Labelled, collection, own, reference, shared_folder
from benchmarks.strip.simple import kept_lines
from newskit.render.cmark import render_markdown
from newskit.strip.body import strip_body
from newskit.strip.learn.propose import learn
from newskit.strip.match import Rules
from newskit.version import __version__

HERE = Path(__file__).parent
PEERS = ("trafilatura==2.0.0", "justext==3.0.1", "lxml_html_clean")
MAX_SHARE = 0.4

# What a tool does: the lines of each post that it drops, and the CPU seconds it took.
Verdict = tuple[set[int], float]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.strip", description=__doc__)
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    parser.add_argument(
        "--leave-out", action="store_true", help="score each archive with thresholds of the others"
    )
    options = parser.parse_args()
    if options.leave_out:
        print(report(shared_folder() / "strip"))
        return
    python = None if options.no_peers else peer_python("strip", PEERS)
    sections = []
    for title, posts in (("Our own labelled posts", own()), ("Reference posts", reference())):
        if posts:
            sections.append(_table(title, posts, python))
    named = versions(python, ["trafilatura", "justext"]) if python else "no peers"
    today = datetime.now(UTC).date().isoformat()
    text = f"# Trailing boilerplate\n\nnewskit {__version__}, {named}; {today}.\n\n"
    text += "\n".join(section.text() for section in sections)
    results = HERE / "RESULTS.md"
    _, heading, by_hand = results.read_text("utf-8").partition("\n## By leaving archives out")
    results.write_text(text + heading + by_hand, "utf-8")
    print(text)


def _table(title: str, posts: list[Labelled], python: Path | None) -> Section:
    section = Section(
        f"{title} ({len(posts)})",
        ("method", "exact %", "posts harmed", "content characters lost", "recall %", "ms a post"),
    )
    methods: dict[str, Callable[[], Mapping[str, Verdict]]] = {
        "do nothing": lambda: {post.name: (set(), 0.0) for post in posts},
        "simple rules": lambda: {post.name: _simple(post) for post in posts},
    }
    if python is not None:
        for tool in ("trafilatura", "jusText"):
            methods[tool] = lambda tool=tool: _peer(tool, posts, python)
    methods["newskit, built-in rules"] = lambda: _newskit(posts, {})
    archives = {post.archive for post in posts if post.archive}
    if archives:
        methods["newskit, learned"] = lambda: _newskit(posts, _learned(archives))
    for name, run in methods.items():
        section.add(name, *_figures(posts, run()))
    section.notes.append(
        "By lines: a line is lost when half its counted characters go (or its text is missing "
        "from what an extractor returns). Spans where either choice is right are not counted. "
        "trafilatura and jusText extract articles from whole pages; jusText runs with its English "
        "word list, the language of most posts."
    )
    return section


def _figures(posts: list[Labelled], verdicts: Mapping[str, Verdict]) -> tuple[str, ...]:
    exact = harmed = lost = right = wanted = 0
    seconds = 0.0
    for post in posts:
        gone, spent = verdicts[post.name]
        seconds += spent
        misses = harms = 0
        for number, (start, end) in enumerate(post.lines):
            counted = [
                post.labels[place]
                for place in range(start, end)
                if post.labels[place] != 2 and not post.body[place].isspace()
            ]
            if not counted:
                continue
            should = sum(counted) * 2 >= len(counted)
            wanted += should
            right += should and number in gone
            misses += should and number not in gone
            if number in gone and not should:
                harms += 1
                lost += len(counted)
        exact += not misses and not harms
        harmed += harms > 0
    share = 100 * exact / len(posts)
    recall = 100 * right / max(1, wanted)
    rate = 1000 * seconds / len(posts)
    return f"{share:.1f}", str(harmed), f"{lost:,}", f"{recall:.1f}", f"{rate:.2f}"


def _simple(post: Labelled) -> Verdict:
    started = time.process_time()
    lines = [post.body[start:end] for start, end in post.lines]
    kept = kept_lines(lines)
    return set(range(kept, len(lines))), time.process_time() - started


def _newskit(posts: list[Labelled], rules: Mapping[str, Rules]) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    plain = Rules()
    for post in posts:
        matcher = rules.get(post.archive, plain).matcher
        started = time.process_time()
        spans = strip_body(post.body, matcher, MAX_SHARE if post.archive else 0.9).spans
        spent = time.process_time() - started
        gone = set()
        for number, (start, end) in enumerate(post.lines):
            places = [place for place in range(start, end) if not post.body[place].isspace()]
            cut = sum(any(a <= place < b for a, b in spans) for place in places)
            if cut * 2 >= len(places):
                gone.add(number)
        found[post.name] = gone, spent
    return found


def _learned(archives: set[str]) -> dict[str, Rules]:
    plain = Rules().matcher
    return {
        archive: Rules(learn(lambda archive=archive: collection(archive), plain))
        for archive in sorted(archives)
    }


def _peer(tool: str, posts: list[Labelled], python: Path) -> dict[str, Verdict]:
    lines = [json.dumps({"name": post.name, "html": _page(post.body)}) for post in posts]
    script = HERE / "peers" / "extract.py"
    done = subprocess.run(
        [str(python), str(script), tool],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Verdict] = {}
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for post, answer in zip(posts, answers, strict=True):
        kept = _words(answer["text"])
        gone = set()
        for number, (start, end) in enumerate(post.lines):
            words = _words(_visible(post.body[start:end]))
            if len(words) >= 4 and words not in kept:
                gone.add(number)
        found[post.name] = gone, answer["seconds"]
    return found


def _page(body: str) -> str:
    return f"<html><body><article>{render_markdown(body)}</article></body></html>"


def _visible(source: str) -> str:
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", source)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def _words(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


if __name__ == "__main__":
    main()
