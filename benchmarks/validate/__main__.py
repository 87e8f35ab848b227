"""Validation against other linters: python -m benchmarks.validate [--rounds N].

Makes 2,000 posts from examples/, 100 of them broken in 50 ways, under benchmarks/work/, and the
other tools' environments too; prints the tables and writes RESULTS.md here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.common.data import WORK
from benchmarks.common.measure import in_turn, ratio, run
from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.validate import peers
from benchmarks.validate.breaks import BREAKS
from benchmarks.validate.maker import Archive, make

RESULTS = Path(__file__).parent / "RESULTS.md"


def found(archive: Archive) -> Section:
    """What each tool names in one run."""
    section = Section(
        "What is found in one run over 2,000 posts, 100 of them broken in 50 ways",
        ("tool", "kinds /50", "broken posts named /100", "right posts accused", "line right"),
    )
    tools: dict[str, Callable[[Archive], peers.Named | None]] = {
        "newskit": peers.by_newskit,
        "check-jsonschema (extracted YAML, bombs removed)": peers.by_check_jsonschema,
        "yamllint (the same)": peers.by_yamllint,
        "remark-lint-frontmatter-schema": peers.by_remark,
    }
    for name, tool in tools.items():
        named = tool(archive)
        if named is None:
            section.notes.append(f"{name}: could not be installed here.")
            continue
        hit = {post: kind for post, kind in archive.broken.items() if post in named.lines}
        wrong = [post for post in named.lines if post not in archive.broken]
        right_line = sum(
            kind.line in named.lines[post] or kind.line == 0 for post, kind in hit.items()
        )
        section.add(name, len({k.name for k in hit.values()}), len(hit), len(wrong), right_line)
        missed = sorted({k.name for p, k in archive.broken.items() if p not in named.lines})
        if name == "newskit" and (missed or wrong):
            section.notes.append(f"newskit missed {missed} and accused {wrong[:5]}.")
    return section


def speed(archive: Archive, rounds: int) -> Section:
    """Processor time, as a ratio to check-jsonschema in the same rounds."""
    section = Section(
        "Processor time against check-jsonschema, median of rounds run in turn (quartiles)",
        ("task", "newskit / check-jsonschema", "newskit s", "check-jsonschema s"),
    )
    one = archive.posts / "2010-02-02-post-197.md"
    one = one if one.is_file() else min(archive.posts.iterdir())
    matter = archive.safe_yaml / f"{one.stem}.yaml"
    peer = [peers.python_tool("check-jsonschema"), "--schemafile", peers.SCHEMA]
    files = sorted(archive.safe_yaml.iterdir())
    folder = archive.posts.parent
    script = Path(sys.executable).parent / "newskit"
    tasks = {
        "start-up, one post": ([str(one)], [*peer, matter]),
        "2,000 posts: container, syntax, schema, front matter": (
            ["_posts", "--no-body", "--no-archive", "--no-cache"],
            [*peer, *files],
        ),
        "2,000 posts: bodies and between posts too": (["_posts", "--no-cache"], [*peer, *files]),
        "2,000 posts: second run, nothing changed": (["_posts"], [*peer, *files]),
    }
    shutil.rmtree(folder / ".newskit_cache", ignore_errors=True)
    peers.newskit(folder, ["_posts", "--quiet"])
    for name, (arguments, other) in tasks.items():
        ours = [script, "validate", *arguments, "--jobs", "1", "--quiet"]
        first, second = in_turn(
            [
                lambda ours=ours: run(ours, folder=folder, keep=False).cpu,
                lambda other=other: run(other, keep=False).cpu,
            ],
            rounds,
        )
        section.add(name, ratio(first, second), f"{min(first):.3f}", f"{min(second):.3f}")
    return section


def hostile(folder: Path) -> Section:
    """Hostile input: what newskit says, how long it takes, how much memory."""
    section = Section("Hostile input", ("input", "answer", "s", "MB"))
    folder.mkdir(parents=True, exist_ok=True)
    aliases = "".join(
        f"{c}: &{c} [{','.join([f'*{p}'] * 9)}]\n"
        for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    cases: dict[str, tuple[bytes, str]] = {
        "alias bomb": (f"---\na: &a [x,x,x]\n{aliases}---\n".encode(), ""),
        "100 nested brackets": (b"---\na: " + b"[" * 100 + b"\n---\n", ""),
        "900 nested <div>": (b"---\ntitle: T\n---\n" + b"<div>" * 900, ""),
        "100,000 brackets in a body": (b"---\ntitle: T\n---\n" + b"[" * 100_000, ""),
        "^(a+)+$ in a schema": (
            b"---\na: " + b"a" * 5000 + b"b\n---\n",
            '{"properties":{"a":{"pattern":"^(a+)+$"}}}',
        ),
        "$ref to http": (b"---\na: 1\n---\n", '{"$ref":"http://example.org/a.json"}'),
        "$ref to a file": (b"---\na: 1\n---\n", '{"$ref":"file:///etc/passwd"}'),
        "a file of 1 GB": (b"---\ntitle: T\n---\n", ""),
    }
    for name, (data, schema) in cases.items():
        file = folder / "post.md"
        file.write_bytes(data)
        if "GB" in name:
            with file.open("r+b") as stream:
                stream.truncate(1 << 30)
        arguments: list[str] = []
        if schema:
            (folder / "schema.json").write_text(schema)
            arguments = ["--schema", "schema.json"]
        command = f"{sys.executable} -m newskit validate post.md {' '.join(arguments)} -q 2>&1"
        started = time.perf_counter()
        done = run(["sh", "-c", command], folder=folder)
        taken = time.perf_counter() - started
        answer = done.output.splitlines()[0][:90] if done.output else "nothing wrong"
        section.add(name, answer.replace("|", "\\|"), f"{taken:.2f}", f"{done.peak:.0f}")
        file.unlink()
    return section


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validate", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of timing")
    options = parser.parse_args()
    # An installed package has its bytecode, as the peers have; a checkout writes it when it may.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The posts lie in a folder that the project's .gitignore names.
    os.environ["NEWSKIT_READ_GITIGNORE"] = "false"
    archive = make(WORK / "validate")
    python = peer_python("validate", peers.PACKAGES)
    names = [package.partition("==")[0] for package in peers.PACKAGES]
    texts = [f"{len(BREAKS)} kinds of break; against {versions(python, names)}.\n"]
    print(texts[0])
    for section in (found(archive), speed(archive, options.rounds), hostile(WORK / "hostile")):
        texts.append(section.text())
        print(texts[-1], flush=True)
    RESULTS.write_text("# Validation: results\n\n" + "\n".join(texts), "utf-8")


if __name__ == "__main__":
    main()
