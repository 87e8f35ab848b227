"""`newskit strip` on the command line: listing, explaining, undoing, learning, checking."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROSE = "The council voted on Tuesday.\n\nThe bridge opens on Sunday.\n\n"
TAIL = "Source: [Gazette](https://g.example/7)\n\n[Back to home](/)\n"
PLEA = "Talk to us in the [chat room](https://chat.example) or on the mailing list.\n"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_dry_run_lists_what_would_go_and_writes_nothing(newskit, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text(PROSE + TAIL, "utf-8")
    done = newskit("strip", ".", "--dry-run")
    assert done.returncode == 0
    assert b"a.md:5: source" in done.stdout
    assert b"a.md:7: nav" in done.stdout
    assert post.read_text("utf-8") == PROSE + TAIL


def test_explain_tells_each_block_and_why_the_walk_stopped(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PROSE + TAIL, "utf-8")
    done = newskit("strip", "a.md", "--explain")
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("a.md:7:1: removed nav (")
    assert "a.md:3:1: stopped: no rule knows it" in done.stdout.decode()
    assert lines[-2:] == ["a.md: source: Gazette", "a.md: source_url: https://g.example/7"]


POSTS = {
    "utf8.md": (PROSE + TAIL).encode(),
    "front.md": ("---\ntitle: 'x'\n---\n" + PROSE + TAIL).encode(),
    "crlf.md": ("---\ntitle: x\n---\n" + PROSE + TAIL).replace("\n", "\r\n").encode(),
    "bom.md": b"\xef\xbb\xbf" + (PROSE + TAIL).encode(),
    "utf16.md": (PROSE + TAIL).encode("utf-16"),
    "damaged.md": b"caf\xe9 na\xc3\xafve \xff\n\n" + (PROSE + TAIL).encode(),
    "plain.md": PROSE.encode(),
}


def test_undo_is_byte_exact(newskit, tmp_path: Path) -> None:
    for name, data in POSTS.items():
        (tmp_path / name).write_bytes(data)
    assert newskit("strip", ".", "--in-place").returncode == 0
    changed = [name for name, data in POSTS.items() if (tmp_path / name).read_bytes() != data]
    assert set(changed) == set(POSTS) - {"plain.md"}
    again = newskit("strip", ".", "--in-place")
    assert b" 0 stripped" in again.stderr
    done = newskit("strip", ".", "--undo")
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in POSTS} == POSTS


def test_undo_leaves_a_post_that_has_changed_since(newskit, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text(PROSE + TAIL, "utf-8")
    newskit("strip", "a.md", "--in-place")
    post.write_text("A new text.\n", "utf-8")
    done = newskit("strip", ".", "--undo")
    assert done.returncode == 1
    assert b"changed since" in done.stderr
    assert post.read_text("utf-8") == "A new text.\n"


def test_removed_text_may_be_kept_in_the_post_itself(newskit, tmp_path: Path) -> None:
    (tmp_path / "newskit.toml").write_text('[strip]\nkeep = "key"\n', "utf-8")
    fronts = {
        "yaml.md": "---\ntitle: x\n---\n",
        "toml.md": '+++\ntitle = "x"\n\n[t]\na = 1\n+++\n',
        "json.md": '{\n  "title": "x"\n}\n',
        "line.md": '{"title": "x"}\n',
        "flow.md": "---\n{title: x}\n---\n",
        "none.md": "",
    }
    posts = {name: (front + PROSE + TAIL).encode() for name, front in fronts.items()}
    posts["crlf.md"] = posts["yaml.md"].replace(b"\n", b"\r\n")
    for name, data in posts.items():
        (tmp_path / name).write_bytes(data)
    assert newskit("strip", ".", "--in-place").returncode == 0
    assert not (tmp_path / ".newskit-undo.jsonl").exists()
    assert all(b"stripped" in (tmp_path / name).read_bytes() for name in posts)
    assert b" 0 stripped" in newskit("strip", ".", "--in-place").stderr
    done = newskit("strip", ".", "--undo")
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_bytes() for name in posts} == posts


@pytest.mark.parametrize("option", [(), ("--undo-file", "undo.jsonl")])
def test_a_second_undo_has_nothing_to_undo(
    newskit, tmp_path: Path, option: tuple[str, ...]
) -> None:
    post = tmp_path / "a.md"
    post.write_text(PROSE + TAIL, "utf-8")
    newskit("strip", ".", "--in-place", *option)
    assert newskit("strip", ".", "--undo", *option).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]
    again = newskit("strip", ".", "--undo", *option)
    assert again.returncode == 0
    assert b"nothing to undo" in again.stderr
    assert post.read_text("utf-8") == PROSE + TAIL


def test_an_undo_that_was_cut_short_can_be_run_again(newskit, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(PROSE + TAIL, "utf-8")
    newskit("strip", ".", "--in-place")
    (tmp_path / "b.md").write_text(PROSE + TAIL, "utf-8")
    done = newskit("strip", ".", "--undo")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.md").read_text("utf-8") == PROSE + TAIL


@pytest.mark.parametrize("mode", [["--check"], ["--dry-run"], ["--diff"], []])
def test_there_is_no_undo_record_of_what_is_not_written(
    newskit, tmp_path: Path, mode: list[str]
) -> None:
    (tmp_path / "a.md").write_text(f"---\nsource: Herald\n---\n{PROSE}{TAIL}", "utf-8")
    done = newskit("strip", "a.md", *mode, "--undo-file", "undo.jsonl")
    assert b"NK501" in done.stderr
    assert b"undo" not in done.stderr
    assert not (tmp_path / "undo.jsonl").exists()


def test_undo_takes_back_what_was_written_into_a_folder(newskit, tmp_path: Path) -> None:
    (tmp_path / "posts" / "2020").mkdir(parents=True)
    text = f"---\ntitle: x\n---\n{PROSE}{TAIL}"
    (tmp_path / "posts" / "2020" / "a.md").write_text(text, "utf-8")
    newskit("strip", "posts", "-o", "out")
    stripped = tmp_path / "out" / "2020" / "a.md"
    assert stripped.read_text("utf-8") != text
    done = newskit("strip", "out", "--undo")
    assert done.returncode == 0, done.stderr
    assert stripped.read_text("utf-8") == text
    assert not (tmp_path / "out" / ".newskit-undo.jsonl").exists()


def test_a_conflict_tells_that_undo_gives_the_text_back(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\nsource: Herald\n---\n{PROSE}{TAIL}", "utf-8")
    done = newskit("strip", "a.md", "--in-place")
    assert b"--undo gives the removed text back" in done.stderr


def test_half_a_record_does_not_swallow_the_next(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PROSE + TAIL, "utf-8")
    (tmp_path / ".newskit-undo.jsonl").write_bytes(b'{"path": "b.md", "bef')
    newskit("strip", "a.md", "--in-place")
    done = newskit("strip", ".", "--undo")
    assert done.returncode == 1
    assert b"2 posts: 1 restored, 1 left alone" in done.stderr
    assert (tmp_path / "a.md").read_text("utf-8") == PROSE + TAIL


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_post_stays_when_its_record_cannot_be_kept(newskit, tmp_path: Path) -> None:
    post = tmp_path / "a.md"
    post.write_text(PROSE + TAIL, "utf-8")
    done = newskit("strip", "a.md", "--in-place", "--undo-file", "/dev/full")
    assert done.returncode == 2
    assert post.read_text("utf-8") == PROSE + TAIL


def test_a_link_out_of_the_folder_is_not_followed_unless_it_is_named(
    newskit, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(PROSE + TAIL, "utf-8")
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "inside.md").write_text(PROSE + TAIL, "utf-8")
    (posts / "link.md").symlink_to(outside)
    done = newskit("strip", "posts", "--in-place")
    assert done.returncode in {1, 2}
    assert b"link.md" in done.stderr
    assert b"1 stripped" in done.stderr
    assert outside.read_text("utf-8") == PROSE + TAIL
    assert newskit("strip", "posts/link.md", "--in-place").returncode == 0
    assert outside.read_text("utf-8") != PROSE + TAIL


def test_rules_are_learned_reviewed_and_applied(newskit, tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    for n in range(12):
        text = f"News {n} of the harbour.\n\nBoat {n} is in.\n\n{PLEA}"
        (posts / f"{n}.md").write_text(text, "utf-8")
    done = newskit("strip", "posts", "--learn", "-o", "rules.toml")
    assert done.returncode == 0, done.stderr
    assert b"1 rule: 1 accepted" in done.stderr
    assert newskit("strip", "--check-rules", "rules.toml").returncode == 0
    rules = tmp_path / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("accepted", "proposed"), "utf-8")
    unused = newskit("strip", "posts", "--rules", "rules.toml", "--check")
    assert unused.returncode == 0
    asked = newskit("strip", "--interactive", "rules.toml", stdin=b"x\na\n")
    assert b"ends 12 of 12 posts" in asked.stderr
    assert "reviewed = true" in rules.read_text("utf-8")
    done = newskit("strip", "posts", "--rules", "rules.toml", "-o", "out", "--report", "report")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/3.md").read_text("utf-8") == "News 3 of the harbour.\n\nBoat 3 is in.\n"
    newskit("strip", "posts", "--learn", "-o", "rules.toml")
    assert "reviewed = true" in rules.read_text("utf-8")


def test_what_is_passed_over_is_said_once_though_posts_are_read_twice(
    newskit, tmp_path: Path
) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2020-01-02-a.md").write_text(PROSE, "utf-8")
    (tmp_path / "_config.yml").write_text("title: Gazette\n", "utf-8")
    (tmp_path / "README.md").write_text("Notes.\n", "utf-8")
    done = newskit("strip", ".", "--learn", "-o", "rules.toml")
    assert done.stderr.count(b"passed over") == 1


def test_the_report_has_hits_idle_rules_and_suspects(newskit, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PROSE + TAIL, "utf-8")
    (tmp_path / "b.md").write_text(PROSE + "Do join our mailing list some day.\n", "utf-8")
    rule = '[[rules]]\nid = "idle"\nkind = "nav"\nmatch = "No such line"\n'
    (tmp_path / "rules.toml").write_text(rule, "utf-8")
    done = newskit("strip", ".", "-o", "out", "--rules", "rules.toml", "--report", "report.jsonl")
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "report.jsonl")
    kinds = [row["kind"] for row in found]
    assert kinds[:3] == ["source", "nav", "suspect"]
    assert {"kind": "rule-never-fired", "rule": "idle", "what": "nav"} in found
    assert found[-1] == {"kind": "summary", "posts": 2, "stripped": 1, "blocks": 2, "suspects": 1}


@pytest.mark.parametrize("text", ["[[rules]]\nkind = 'nve'\nmatch = '('\n", "[[rules]\n"])
def test_mistakes_in_rules_are_findings(newskit, tmp_path: Path, text: str) -> None:
    (tmp_path / "rules.toml").write_text(text, "utf-8")
    done = newskit("strip", "--check-rules", "rules.toml")
    assert done.returncode == 1
    assert b"rules.toml: " in done.stdout
    (tmp_path / "a.md").write_text(PROSE, "utf-8")
    assert newskit("strip", "a.md", "--rules", "rules.toml").returncode == 2


def test_rule_files_may_be_named_in_the_configuration(newskit, tmp_path: Path) -> None:
    rule = '[[rules]]\nid = "chat"\nkind = "subscribe"\nmatch = "Talk to us .*"\n'
    (tmp_path / "rules.toml").write_text(rule, "utf-8")
    (tmp_path / "newskit.toml").write_text('[strip]\nrules-files = ["rules.toml"]\n', "utf-8")
    (tmp_path / "a.md").write_text(PROSE + PLEA, "utf-8")
    done = newskit("strip", "a.md")
    assert done.stdout.decode() == PROSE.rstrip() + "\n"


def test_posts_have_to_be_named(newskit) -> None:
    done = newskit("strip")
    assert done.returncode == 2
    assert b"no posts named" in done.stderr


def test_a_rule_file_that_is_gone_is_named_with_what_names_it(newskit, tmp_path: Path) -> None:
    (tmp_path / "newskit.toml").write_text('[strip]\nrules-files = ["gone.toml"]\n')
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nText.\n")
    done = newskit("strip", "a.md", cwd=tmp_path)
    assert done.returncode == 2
    assert b"gone.toml: the rule file cannot be read" in done.stderr
    assert b"rules-files in [strip] of newskit.toml" in done.stderr
